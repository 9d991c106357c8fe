"""Amend a line that was entered by hand: another day, amount, text or account. The bank's own is never amended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.enter_line import Entered, HandLine, enter_line
from accountsos.bookkeeping.file_line import transaction_id as transaction_id_of
from accountsos.bookkeeping.look_ups import account_or_refuse, refuse_by_hand, refuse_nothing, refuse_odd_day
from accountsos.bookkeeping.post_line import accounts_of, reading_of
from accountsos.bookkeeping.swap_lines import Swap, line_told, refuse_closed, take_out_line
from accountsos.bookkeeping.tell_reading import Restored
from accountsos.bookkeeping.write_up import paid_since, what_is_owed_changed
from accountsos.errors import BadRequest, Conflict, PreconditionFailed
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.money import text_from_pence
from accountsos.store.changed_things import TRANSACTION
from accountsos.store.engine.sql import Reader, Writer, day_from, day_number
from accountsos.store.external_references import move_external
from accountsos.store.head import Cause
from accountsos.store.names import names_of
from accountsos.store.transactions import BankTransaction
from accountsos.workflows.bank.add_transaction import state_now
from accountsos.workflows.bank.list_transactions import TransactionState, state_of
from accountsos.workflows.bank.remove_transaction import line_by_hand
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True)
class AmendTransaction:
    """What was wrong, put right; what is None stays as it was."""

    transaction_id: str
    booked_on: date | None = None
    amount: int | None = None
    description: str | None = None
    bank_account_id: str | None = None
    plausible_on: date | None = None
    """Today, where nobody has confirmed an odd date; None: it is as it is meant."""
    if_match: frozenset[str] | None = None
    """Versions that the client accepts as current; None: any."""


@dataclass(frozen=True, slots=True)
class TransactionAmended:
    """The line that stands in the books now, and which one it replaces; None where nothing was different."""

    state: TransactionState
    replaces: str | None


def prepare(db: Reader, company: int, command: AmendTransaction) -> AmendTransaction:
    """It must be in the books, entered by hand, and shown by no file; the new values must be possible."""
    line_by_hand(db, company, command.transaction_id)
    if command.amount is not None:
        refuse_nothing(command.amount)
    if command.booked_on is not None and command.plausible_on is not None:
        refuse_odd_day(db, company, command.booked_on, command.plausible_on)
    if command.bank_account_id is not None:
        account = account_or_refuse(names_of(db, company), command.bank_account_id, param="bank_account_id")
        if account.archived:
            raise BadRequest(f"bank_account_id: {account.bank_account_id} is archived", param="bank_account_id")
        refuse_by_hand(account)
    return command


def apply(db: Writer, company: int, plan: AmendTransaction, cause: Cause) -> TransactionAmended:
    """A new version of the line, filed as the old one was by whoever decided it; the old one leaves by reversal."""
    row = line_by_hand(db, company, plan.transaction_id)
    if plan.if_match is not None and str(row.version) not in plan.if_match:
        raise PreconditionFailed(
            f"{plan.transaction_id} was changed since it was read: its version is {row.version}; read it again"
        )
    books = books_of(db, company)
    old, new = _line(books, row), _amended(books, row, plan)
    if new == old:
        return TransactionAmended(state_of(db, company, row), None)
    decided = _decided(books, row, new)
    swap = Swap(books, row)
    refuse_closed(books, day_number(new.booked_on), "amending it")
    accounts = accounts_of(books, row)
    take_out_line(swap.books, cause, row)
    same_party = new.description == old.description
    entered = enter_line(swap.books, cause, new, decided, contact=row.contact_no if decided or same_party else None)
    swap.check(entered.row.number)
    move_external(db, company, TRANSACTION, row.number, entered.row.number)
    filed = what_is_owed_changed(books, cause, accounts | entered.settles | paid_since(books, new.booked_on))
    _note(books, cause, plan.transaction_id, row, entered)
    for line in filed:
        line.note(cause)
    return TransactionAmended(state_now(db, company, entered), plan.transaction_id)


def _line(books: CompanyBooks[Reader], row: BankTransaction) -> HandLine:
    account = books.names.account_of[row.account_no]
    return HandLine(account, day_from(row.booked_on), row.amount, row.description, row.notes)


def _amended(books: CompanyBooks[Reader], row: BankTransaction, plan: AmendTransaction) -> HandLine:
    was = _line(books, row)
    account = was.account if plan.bank_account_id is None else books.names.accounts[plan.bank_account_id]
    return HandLine(
        account,
        plan.booked_on or was.booked_on,
        was.amount if plan.amount is None else plan.amount,
        plan.description or was.description,
        was.notes,
    )


def _decided(books: CompanyBooks[Reader], row: BankTransaction, new: HandLine) -> Restored | None:
    """What a person said of the line, of the new amount; None: the categoriser reads it anew."""
    if row.source != "person" and not row.reviewed:
        return None
    reading = reading_of(books, row)
    if new.amount != row.amount and (len(reading) > 1 or reading[0].vat_given):
        what = f"it is split into {len(reading)} parts" if len(reading) > 1 else "the amount of its VAT was stated"
        was = text_from_pence(row.amount)
        raise Conflict(
            f"{what}, which goes with {was} and not with {text_from_pence(new.amount)}; take that away first (file the "
            "line under one category), and state it again afterwards",
            see="change_transaction",
        )
    parts: tuple[CategorisationLine, ...] = reading if row.parts else ()
    if len(parts) == 1:
        parts = (replace(parts[0], amount=new.amount),)
    return Restored(
        category_id=books.names.category_id[row.category_no],
        confidence=row.confidence,
        source=row.source,
        reason=row.reason,
        reviewed=row.reviewed,
        notes=row.notes,
        contact=row.contact_no,
        parts=parts,
    )


def _note(
    books: CompanyBooks[Writer], cause: Cause, transaction_id: str, old: BankTransaction, entered: Entered
) -> None:
    """Each of the two tells of the other: the old one that it was amended, the new one that it was added for it."""
    newer, now = transaction_id_of(books.company, entered.row), line_told(books, entered.row)
    cause.note("transaction.amend", transaction_id, before=line_told(books, old), after={**now, "transaction": newer})
    after = {"bank_account": now["bank_account"], "amended": transaction_id}
    cause.note("transaction.add", newer, after=after)


AMEND = WriteWorkflow("transaction.amend", prepare, apply)
