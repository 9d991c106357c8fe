"""Enter a line by hand: petty cash, an expense paid personally, a bank line that no file shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from accountsos.bookkeeping.ask_for_matching import ask_for_matching
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.categorise_line import party_of, reason_kept, suggestion_for
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import transaction_id
from accountsos.bookkeeping.look_ups import (
    account_or_refuse,
    category_or_refuse,
    refuse_odd_day,
    thing_number,
)
from accountsos.bookkeeping.post_line import stored_part, wanted_entry
from accountsos.bookkeeping.teach_payee import learn_line
from accountsos.bookkeeping.vat_choice import check_vat_choice
from accountsos.bookkeeping.what_is_owed import open_items, owed_of
from accountsos.bookkeeping.write_up import account_opened, what_is_owed_changed
from accountsos.categoriser.owed import SOURCE
from accountsos.categoriser.suggestion import Suggestion
from accountsos.contacts.payee import payee_of
from accountsos.errors import BadRequest, NotFound
from accountsos.ledger.category_ids import TRANSFER, UNCATEGORISED
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.reconciliation.line_key import line_key
from accountsos.statements.line import StatementLine
from accountsos.store.contacts import ContactBook, contact_of
from accountsos.store.engine.sql import Reader, Writer, day_number
from accountsos.store.head import Cause
from accountsos.store.manual_journals import is_posted
from accountsos.store.names import BankAccount, Names, names_of
from accountsos.store.transactions import (
    LIVE,
    BankTransaction,
    LineCounter,
    add_transactions,
    set_parts,
    transaction_of,
)
from accountsos.store.transactions import (
    NewTransaction as StoredTransaction,
)
from accountsos.workflows.bank.list_transactions import TransactionState, state_of
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
    names = names_of(db, company)
    if command.plausible_on is not None:
        refuse_odd_day(db, company, command.booked_on, command.plausible_on)
    account = account_or_refuse(names, command.bank_account_id, param="bank_account_id")
    if account.archived:
        raise BadRequest(f"bank_account_id: {account.bank_account_id} is archived", param="bank_account_id")
    if command.category_id is not None:
        category_or_refuse(names, command.category_id)
    if command.vat_code is not None:
        category = names.chart[command.category_id or UNCATEGORISED]
        check_vat_choice(names, category, (command.booked_on, command.amount), command.vat_code, None)
    if command.contact_id is not None:
        number = thing_number("con_", company, command.contact_id, "contact")
        if contact_of(db, company, number) is None:
            raise NotFound(f"there is no contact {command.contact_id!r}", param="contact_id")
    return command, account


def apply(db: Writer, company: int, plan: tuple[NewTransaction, BankAccount], cause: Cause) -> TransactionState:
    """Record the line, categorised by the person or the categoriser, and post it."""
    command, account = plan
    books = books_of(db, company)
    names, profile = books.names, books.profile
    cause.last_transaction += 1
    contacts = ContactBook(db, cause)
    draft = _draft(names, cause, command, account)
    owed = owed_of(books, open_items(books)) if command.category_id is None else None
    suggestion = suggestion_for(db, profile, names, draft, owed)
    row = _read(names, draft, command, suggestion)
    payee = payee_of(command.description)
    contact = suggestion.contact
    if command.contact_id:
        contact = thing_number("con_", company, command.contact_id, "contact")
    elif contact is None and names.category_id[row.category_no] != TRANSFER:  # an own account is nobody's
        contact = contacts.number_of(*party_of(profile, payee.name, payee.key)[::-1])
    contacts.move(contact, row.amount)
    contacts.write()
    row = _with(row, contact_no=contact)
    category_id = names.category_id[row.category_no]
    reading = (CategorisationLine(category_id, row.amount, command.vat_code, contact=contact),)
    row = _with(row, parts=int(command.vat_code is not None))
    wanted = wanted_entry(books, row, reading) if is_posted(db, company, row.booked_on) else None
    posted = bring_entry(books, cause, None, wanted)
    add_transactions(db, cause, [_as_stored(_with(row, entry_no=posted.number), command, account)])
    if row.parts:
        set_parts(db, company, row.number, [stored_part(part, names) for part in reading])
    counter = LineCounter()
    counter.add(row.category_no, row.booked_on, row.amount)
    counter.write(db, company)
    account_opened(books, cause, account)
    learn_line(db, company, row)
    settles = {category_id, *(option for option, _ in suggestion.alternatives[:1] if row.source == SOURCE)}
    filed = what_is_owed_changed(books, cause, settles)
    ask_for_matching(db, cause, transaction_id(company, row))
    cause.note("transaction.add", transaction_id(company, row), after={"bank_account": account.bank_account_id})
    for line in filed:
        line.note(cause)
    stored = transaction_of(db, company, row.number)
    assert stored is not None
    return state_of(db, company, stored, suggestion=suggestion)


def _draft(names: Names, cause: Cause, command: NewTransaction, account: BankAccount) -> BankTransaction:
    return BankTransaction(
        number=cause.last_transaction,
        account_no=account.number,
        booked_on=day_number(command.booked_on),
        amount=command.amount,
        currency=None,
        description=command.description,
        status=LIVE,
        category_no=names.category_no[UNCATEGORISED],
        confidence=0,
        source="none",
        contact_no=None,
        reviewed=0,
        notes=command.notes,
        parts=0,
        version=1,
        entry_no=None,
        payee=None,
        reference=None,
        kind=None,
        bank_ref=None,
        balance=None,
        original=None,
        import_no=None,
        line=None,
        reason=None,
        recorded_seq=cause.seq,
    )


def _with(row: BankTransaction, **values: object) -> BankTransaction:
    return msgspec.structs.replace(row, **values)


def _read(names: Names, row: BankTransaction, command: NewTransaction, suggestion: Suggestion) -> BankTransaction:
    """The person's category, or the categoriser's."""
    if command.category_id is not None:
        chosen = names.category_no[command.category_id]
        return _with(row, category_no=chosen, confidence=10_000, source="person", reviewed=1)
    return _with(
        row,
        category_no=names.category_no[suggestion.category_id],
        confidence=round(suggestion.confidence * 10_000),
        source=suggestion.source,
        reason=reason_kept(suggestion),
    )


def _as_stored(row: BankTransaction, command: NewTransaction, account: BankAccount) -> StoredTransaction:
    line = StatementLine(1, command.booked_on, command.amount, account.currency, command.description)
    return StoredTransaction(
        transaction_no=row.number,
        account_no=row.account_no,
        booked_on=row.booked_on,
        amount=row.amount,
        currency=row.currency,
        description=row.description,
        line_key=line_key(line),
        recorded_seq=row.recorded_seq,
        status=row.status,
        category_no=row.category_no,
        confidence=row.confidence,
        source=row.source,
        reason=row.reason,
        contact_no=row.contact_no,
        reviewed=row.reviewed,
        notes=row.notes,
        parts=row.parts,
        version=row.version,
        entry_no=row.entry_no,
    )


ADD = WriteWorkflow("transaction.add", prepare, apply)
