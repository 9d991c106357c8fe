"""Say of a payment, or of all payments to a contact, that it needs no receipt; and take it back."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.bookkeeping.look_ups import contact_number, live_line
from accountsos.errors import BadRequest
from accountsos.store.contacts import Contact, contact_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.needless_receipts import CONTACT, LINE, keep_needless, needless
from accountsos.store.transactions import BankTransaction, transaction_of
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

SHOWN = 50


@dataclass(frozen=True, slots=True)
class NeedsNoReceipt:
    """Of one line, or of every line of a contact."""

    transaction_id: str | None = None
    contact_id: str | None = None
    needless: bool = True


@dataclass(frozen=True, slots=True)
class NeedlessReceipts:
    """Of what it was said, the latest first."""

    contacts: list[Contact]
    lines: list[BankTransaction]


def prepare(db: Reader, company: int, command: NeedsNoReceipt) -> NeedsNoReceipt:
    """What is named must be there."""
    if (command.transaction_id is None) == (command.contact_id is None):
        raise BadRequest(
            "transaction_id: say of which payment, or by contact_id of whose payments, not both", param="transaction_id"
        )
    _subject(db, company, command)
    return command


def apply(db: Writer, company: int, command: NeedsNoReceipt, cause: Cause) -> NeedlessReceipts:
    """A new version of what was said."""
    kind, number = _subject(db, company, command)
    keep_needless(db, cause, kind, number, needless=command.needless)
    named = command.transaction_id or command.contact_id or ""
    cause.note("evidence.needless", named, after={"needless": command.needless})
    return show(db, company, None)


def _subject(db: Reader, company: int, command: NeedsNoReceipt) -> tuple[str, int]:
    if command.transaction_id is not None:
        return LINE, live_line(db, company, command.transaction_id).number
    assert command.contact_id is not None
    return CONTACT, contact_number(db, company, command.contact_id, "contact_id")


def show(db: Reader, company: int, _: None) -> NeedlessReceipts:
    """What was said."""
    contacts = [contact_of(db, company, number) for number in needless(db, company, CONTACT, limit=SHOWN)]
    lines = [transaction_of(db, company, number) for number in needless(db, company, LINE, limit=SHOWN)]
    return NeedlessReceipts(
        [each for each in contacts if each is not None], [each for each in lines if each is not None]
    )


STATE = WriteWorkflow("evidence.needless", prepare, apply)
SHOW = ReadWorkflow("evidence.needless_shown", show)
