"""Change our reading of a bank line: category, split, VAT, contact, notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import UNSET, SplitPart, TransactionChange, accounts_touched, file_line, said
from accountsos.bookkeeping.look_ups import category_or_refuse, contact_number, live_line
from accountsos.bookkeeping.post_line import reading_of
from accountsos.bookkeeping.vat_choice import check_vat_choice
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.errors import BadRequest
from accountsos.ledger.entry import JournalEntry
from accountsos.money import text_from_pence
from accountsos.store.changed_things import TRANSACTION
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.journal import posted_entry
from accountsos.store.names import Names, names_of
from accountsos.store.transactions import BankTransaction, transaction_of
from accountsos.workflows.bank.list_transactions import TransactionState, state_of
from accountsos.workflows.external_references import Naming, named, never
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True)
class TransactionChanged:
    """The transaction as it is now, and where the change landed."""

    state: TransactionState
    posted: JournalEntry | None
    posted_no: int | None


def prepare(db: Reader, company: int, command: TransactionChange) -> TransactionChange:
    """Refuse what can never be applied; everything that another write could change is checked when applying."""
    row = live_line(db, company, command.transaction_id)
    if command.splits == ():
        raise BadRequest("splits: give at least one part, or null for no split", param="splits")
    if command.splits and command.category_id is not UNSET:
        raise BadRequest("give either category_id or splits, not both", param="splits")
    if isinstance(command.category_id, str):
        category_or_refuse(names_of(db, company), command.category_id)
    if command.splits:
        _check_splits(db, company, command.splits, row, names_of(db, company))
    if isinstance(command.contact_id, str):
        contact_number(db, company, command.contact_id, "contact_id")
    if command.vat_code is not UNSET or command.vat_amount is not UNSET:
        _check_vat(books_of(db, company), command, row)
    return command


def _check_vat(books: CompanyBooks[Reader], command: TransactionChange, row: BankTransaction) -> None:
    names = books.names
    category_id = names.category_id[row.category_no]
    split = command.splits is not UNSET or (row.parts > 1 and command.category_id is UNSET)
    if split:
        raise BadRequest(
            "vat_code, vat_amount: this line is split; give the VAT of each part in splits", param="splits"
        )
    if isinstance(command.category_id, str):
        category_id = command.category_id
    code, amount = said(command.vat_code), said(command.vat_amount)
    if code is None and amount is not None and command.category_id is UNSET and command.vat_code is UNSET:
        code = reading_of(books, row)[0].vat_code
    check_vat_choice(names, names.chart[category_id], (day_from(row.booked_on), row.amount), code, amount)


def _check_splits(db: Reader, company: int, splits: tuple[SplitPart, ...], row: BankTransaction, names: Names) -> None:
    total = sum(part.amount for part in splits)
    if total != row.amount:
        raise BadRequest(
            f"splits: the parts add up to {text_from_pence(total)}, the bank's line is {text_from_pence(row.amount)}",
            param="splits",
        )
    for n, part in enumerate(splits):
        category_or_refuse(names, part.category_id, param=f"splits[{n}].category_id")
        on = (day_from(row.booked_on), part.amount)
        category = names.chart[part.category_id]
        check_vat_choice(names, category, on, part.vat_code, part.vat_amount, param=f"splits[{n}].")
        if not 0 <= part.business_percent <= 100:
            raise BadRequest(
                f"splits[{n}].business_percent: {part.business_percent} is not between 0 and 100",
                param=f"splits[{n}].business_percent",
            )
        if part.contact_id is not None:
            contact_number(db, company, part.contact_id, f"splits[{n}].contact_id")


def apply(db: Writer, company: int, plan: TransactionChange, cause: Cause) -> TransactionChanged:
    """File the line; nothing where it says so already."""
    books = books_of(db, company, cause)
    filed = file_line(books, cause, plan)
    if not filed.changed:
        return TransactionChanged(state_of(db, company, filed.row, names=books.names), None, filed.landed)
    filed.note(cause)
    for line in what_is_owed_changed(books, cause, accounts_touched(books, filed)):
        line.note(cause)
    state = state_of(db, company, filed.row, names=books.names)
    return TransactionChanged(state, entry_landed(books, state, filed.landed), filed.landed)


def entry_landed(books: CompanyBooks[Reader], state: TransactionState, number: int | None) -> JournalEntry | None:
    """The entry in which the change landed: mostly the line's own, which is at hand, else an invoice's."""
    if number is None:
        return None
    own = next((posted.entry for posted in state.entries if posted.number == number), None)
    return own or posted_entry(books.db, books.company, books.names, number).entry


def _again(db: Reader, company: int, done: TransactionChanged) -> TransactionChanged:
    row = transaction_of(db, company, done.state.row.number)
    assert row is not None
    return replace(done, state=state_of(db, company, row, names=done.state.names))


CHANGE = WriteWorkflow("transaction.change", prepare, apply)
CHANGE_NAMED = named(CHANGE, Naming(TRANSACTION, lambda done: done.state.row.number, _again, never))
