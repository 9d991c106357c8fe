"""Gross up a line that came net of a commission: the sale is what the customer paid, and the commission a cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accountsos.bookkeeping.file_line import SplitPart, TransactionChange
from accountsos.bookkeeping.look_ups import category_or_refuse, live_line
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import SALES
from accountsos.money import Pence, rounded_half_up, text_from_pence
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import names_of
from accountsos.workflows.bank import change_transaction
from accountsos.workflows.bank.change_transaction import TransactionChanged
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True)
class GrossUp:
    """What an agent or platform kept of it, as a share of the sale or as an amount."""

    transaction_id: str
    fee_category_id: str
    category_id: str = SALES
    kept_percent: Decimal | None = None
    """Of the gross sale."""
    kept: Pence | None = None
    vat_code: str | None = None
    fee_vat_code: str | None = None


def prepare(db: Reader, company: int, command: GrossUp) -> GrossUp:
    """The share must be one, and both parts such that the line can be split into them."""
    change_transaction.prepare(db, company, _split(db, company, command))
    return command


def apply(db: Writer, company: int, command: GrossUp, cause: Cause) -> TransactionChanged:
    """Split it into the gross sale and the commission; filing the line anew takes that back."""
    return change_transaction.apply(db, company, _split(db, company, command), cause)


def _split(db: Reader, company: int, command: GrossUp) -> TransactionChange:
    row, names = live_line(db, company, command.transaction_id), names_of(db, company)
    if row.amount <= 0:
        raise BadRequest(
            f"transaction_id: {command.transaction_id} is no money that came in: {text_from_pence(row.amount)}",
            param="transaction_id",
        )
    for param, category_id, type_ in (
        ("category_id", command.category_id, "income"),
        ("fee_category_id", command.fee_category_id, "expense"),
    ):
        category = category_or_refuse(names, category_id, param=param)
        if category.type != type_:
            what = "an income" if type_ == "income" else "a cost"
            raise BadRequest(f"{param}: {category_id} ({category.name}) is not {what}", param=param)
    kept = _kept(command, row.amount)
    parts = (
        SplitPart(category_id=command.category_id, amount=row.amount + kept, vat_code=command.vat_code),
        SplitPart(category_id=command.fee_category_id, amount=-kept, vat_code=command.fee_vat_code),
    )
    return TransactionChange(transaction_id=command.transaction_id, splits=parts)


def _kept(command: GrossUp, received: Pence) -> Pence:
    """What was kept: a share of the whole, or as said."""
    if (command.kept is None) == (command.kept_percent is None):
        raise BadRequest("kept: say what was kept, as an amount or as kept_percent of the sale", param="kept")
    if command.kept is not None:
        if command.kept <= 0:
            raise BadRequest(f"kept: {text_from_pence(command.kept)} is nothing kept", param="kept")
        return command.kept
    assert command.kept_percent is not None
    if not 0 < command.kept_percent < 100:
        raise BadRequest(f"kept_percent: {command.kept_percent} is not between 0 and 100", param="kept_percent")
    return rounded_half_up(Decimal(received) * 100 / (100 - command.kept_percent)) - received


GROSS_UP = WriteWorkflow("transaction.gross_up", prepare, apply)
