"""Enter a line by hand: petty cash, an expense paid personally, a bank line that no file shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.enter_line import Entered, HandLine, enter_line
from accountsos.bookkeeping.file_line import transaction_id
from accountsos.bookkeeping.look_ups import (
    account_or_refuse,
    category_or_refuse,
    refuse_by_hand,
    refuse_nothing,
    refuse_odd_day,
    thing_number,
)
from accountsos.bookkeeping.tell_reading import Restored
from accountsos.bookkeeping.vat_choice import check_vat_choice
from accountsos.bookkeeping.write_up import paid_since, what_is_owed_changed
from accountsos.errors import BadRequest, NotFound
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.store.changed_things import TRANSACTION
from accountsos.store.contacts import contact_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import BankAccount, Names, names_of
from accountsos.store.transactions import transaction_of
from accountsos.workflows.bank.list_transactions import TransactionState, state_of
from accountsos.workflows.external_references import Naming, always, named
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True)
class NewTransaction:
    """A line as a person enters it. Amount in pence, negative = money out."""

    booked_on: date
    description: str
    amount: int
    bank_account_id: str
    category_id: str | None = None
    notes: str | None = None
    vat_code: str | None = None
    contact_id: str | None = None
    plausible_on: date | None = None
    """Today, where nobody has confirmed an odd date; None: it is as it is meant."""


def prepare(db: Reader, company: int, command: NewTransaction) -> tuple[NewTransaction, BankAccount]:
    """Check what it names."""
    account = account_or_refuse(names_of(db, company), command.bank_account_id, param="bank_account_id")
    check(db, company, command, account)
    return command, account


def check(db: Reader, company: int, command: NewTransaction, account: BankAccount | None) -> None:
    """Refuse what cannot be entered on that account, or on one that is still to be made."""
    refuse_nothing(command.amount)
    names = names_of(db, company)
    if command.plausible_on is not None:
        refuse_odd_day(db, company, command.booked_on, command.plausible_on)
    if account is not None and account.archived:
        raise BadRequest(f"bank_account_id: {account.bank_account_id} is archived", param="bank_account_id")
    if account is not None:
        refuse_by_hand(account)
    if command.category_id is not None:
        category_or_refuse(names, command.category_id)
    if command.vat_code is not None:
        category = names.chart[command.category_id or UNCATEGORISED]
        check_vat_choice(names, category, (command.booked_on, command.amount), command.vat_code, None)
    if command.contact_id is not None:
        number = thing_number("con_", company, command.contact_id, "contact")
        if contact_of(db, company, number) is None:
            raise NotFound(f"there is no contact {command.contact_id!r}", param="contact_id")


def apply(db: Writer, company: int, plan: tuple[NewTransaction, BankAccount], cause: Cause) -> TransactionState:
    """Record the line, categorised by the person or the categoriser, and post it."""
    return enter(books_of(db, company, cause), plan, cause)


def enter(books: CompanyBooks[Writer], plan: tuple[NewTransaction, BankAccount], cause: Cause) -> TransactionState:
    """The same in books whose names are at hand."""
    command, account = plan
    db, company = books.db, books.company
    contact = thing_number("con_", company, command.contact_id, "contact") if command.contact_id else None
    line = HandLine(account, command.booked_on, command.amount, command.description, command.notes)
    entered = enter_line(books, cause, line, _decided(command, contact), contact=contact, vat_code=command.vat_code)
    filed = what_is_owed_changed(books, cause, entered.settles | paid_since(books, command.booked_on))
    subject = transaction_id(company, entered.row)
    cause.note("transaction.add", subject, after={"bank_account": account.bank_account_id})
    for each in filed:
        each.note(cause)
    return state_now(db, company, entered, books.names)


def _decided(command: NewTransaction, contact: int | None) -> Restored | None:
    """What the person says that the line is; None: the categoriser shall read it."""
    if command.category_id is None:
        return None
    part = CategorisationLine(command.category_id, command.amount, command.vat_code, contact=contact)
    return Restored(
        category_id=command.category_id,
        confidence=10_000,
        source="person",
        reason=None,
        reviewed=1,
        notes=command.notes,
        contact=contact,
        parts=(part,) if command.vat_code is not None else (),
    )


def state_now(db: Reader, company: int, entered: Entered, names: Names | None = None) -> TransactionState:
    """The line as it is after everything that its entry led to."""
    stored = transaction_of(db, company, entered.row.number)
    assert stored is not None
    return state_of(db, company, stored, suggestion=entered.suggestion, names=names)


def _again(db: Reader, company: int, state: TransactionState) -> TransactionState:
    stored = transaction_of(db, company, state.row.number)
    assert stored is not None
    return state_of(db, company, stored)


ADD = WriteWorkflow("transaction.add", prepare, apply)
ADD_NAMED = named(ADD, Naming(TRANSACTION, lambda state: state.row.number, _again, always))
