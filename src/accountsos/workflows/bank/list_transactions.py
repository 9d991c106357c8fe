"""Answer the list of transactions, and show one with its entry and history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

import msgspec

from accountsos import ids
from accountsos.bookkeeping.call_thing import called_among
from accountsos.bookkeeping.categorise_line import reason_of
from accountsos.bookkeeping.look_ups import category_known, live_line, numbers_of, thing_number
from accountsos.bookkeeping.post_line import part_from
from accountsos.categoriser.suggestion import Suggestion
from accountsos.errors import NotFound
from accountsos.exchange import ForeignAmount
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import PostedEntry
from accountsos.store.audit import AuditRow, events_of_subject
from accountsos.store.changed_things import TRANSACTION, Moments, moments_of
from accountsos.store.contacts import Contact, contact_of
from accountsos.store.documents import documents_of_transaction
from accountsos.store.engine.search import like_pattern
from accountsos.store.engine.sql import Reader, day_number, micros
from accountsos.store.foreign_lines import foreign_of
from accountsos.store.imports import StatementImport, import_of
from accountsos.store.journal import earlier_entries
from accountsos.store.line_filter import Filter
from accountsos.store.names import Names, names_as_of, names_at_hand, names_of
from accountsos.store.transaction_list import NEWEST_FIRST, OLDEST_FIRST, ListedTransaction, listed
from accountsos.store.transactions import BankTransaction, parts_of
from accountsos.workflows.bank.line_extras import LineExtras, extras_of
from accountsos.workflows.unit_of_work import ReadWorkflow


class TransactionQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Which page of which transactions. Ids as the client gave them; days as day numbers."""

    limit: int
    offset: int = 0
    after: tuple[int, int] | None = None
    first: int | None = None
    last: int | None = None
    category: str | None = None
    bank_account: str | None = None
    contact: str | None = None
    search: str | None = None
    """Text in the description or the notes, in whichever letters."""
    reviewed: bool | None = None
    min_confidence: int | None = None
    max_confidence: int | None = None
    money_in: bool | None = None
    waiting: str | None = None
    """A part of what nobody has looked at: `questions`, or what the program is `sure` of."""
    size: int | None = None
    updated_since: datetime | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    source: str | None = None
    """Where the category comes from."""
    import_id: str | None = None
    """Only lines that this file brought."""
    has_document: bool | None = None
    ids: tuple[str, ...] | None = None
    external_id: str | None = None
    """Only the line that another system calls so, or that stands in place of it."""
    oldest_first: bool = False
    include: frozenset[str] = frozenset()
    """What is shown beside each row: of INCLUDED."""

    @property
    def may_take_long(self) -> bool:
        """Whether lines are walked, or more is read of each: not a matter of microseconds in large books.

        Counters know of days and categories, and what is named by its id is looked up.
        """
        if self.include:
            return True
        # No counter knows of any of these: the total is found line by line.
        return not (
            self.bank_account is None
            and self.contact is None
            and self.search is None
            and self.reviewed is None
            and self.min_confidence is None
            and self.max_confidence is None
            and self.money_in is None
            and self.size is None
            and self.updated_since is None
            and self.amount_from is None
            and self.amount_to is None
            and self.source is None
            and self.import_id is None
            and self.has_document is None
        )


TransactionShown: TypeAlias = ListedTransaction
"""A row of a page."""


class TransactionPage(msgspec.Struct, frozen=True):
    """Rows with what is needed to show them."""

    rows: list[ListedTransaction]
    total: int
    names: Names
    company: int
    extras: LineExtras | None = None


@dataclass(frozen=True, slots=True)
class TransactionState:
    """A transaction with everything that hangs on it."""

    row: BankTransaction
    names: Names
    company: int
    moments: Moments
    parts: tuple[CategorisationLine, ...]
    """How it is split; empty where its one category takes it all."""
    contact: Contact | None
    entries: tuple[PostedEntry, ...]
    """What stands or stood for it in the books, newest first."""
    source_import: StatementImport | None
    history: tuple[AuditRow, ...] = ()
    reason: str | None = None
    """Why it is filed where it is."""
    documents: tuple[int, ...] = ()
    """What stands beside it as evidence."""
    foreign: ForeignAmount | None = None
    """What it moved in its account's own currency, where that is another one."""


NOTHING = -1
"""A number that no thing has: a filter by an unknown id finds nothing."""
ROWS_AT_ONCE = 1_000
"""So many rows of a file are in memory."""


def list_transactions(db: Reader, company: int, asked: TransactionQuestion) -> TransactionPage:
    """One page and the exact total."""
    names = names_at_hand(db, company)
    if not _knows(names, asked):
        names = names_of(db, company)  # another process may have added it since
    chosen = filter_of(names, company, asked)
    if asked.import_id is not None:
        chosen = _of_import(db, company, asked.import_id, chosen)
    if asked.external_id is not None:
        called = called_among(db, company, TRANSACTION, asked.external_id, chosen.numbers)
        chosen = msgspec.structs.replace(chosen, numbers=called)
    way = OLDEST_FIRST if asked.oldest_first else NEWEST_FIRST
    found = listed(db, company, chosen, limit=asked.limit, offset=asked.offset, after=asked.after, way=way)
    names = names_as_of(db, company, found.seq)
    extras = extras_of(db, company, names, [row.number for row in found.rows], asked.include) if asked.include else None
    return TransactionPage(found.rows, found.total, names, company, extras)


def transactions_in_pages(db: Reader, company: int, asked: TransactionQuestion) -> Iterator[TransactionPage]:
    """All of them from one view, page after page, at least one."""
    while True:
        page = list_transactions(db, company, msgspec.structs.replace(asked, limit=ROWS_AT_ONCE))
        yield page
        if len(page.rows) < ROWS_AT_ONCE:
            return
        last = page.rows[-1]
        asked = msgspec.structs.replace(asked, offset=0, after=(last.booked_on, last.number))


def _of_import(db: Reader, company: int, import_id: str, chosen: Filter) -> Filter:
    """Only lines that the file brought: on its days, so that no other days are looked through."""
    number = ids.number_in("imp_", company, import_id)
    done = None if number is None else import_of(db, company, number)
    if done is None or done.first_day is None or done.last_day is None:
        return msgspec.structs.replace(chosen, import_no=NOTHING, last=0)
    first, last = day_number(done.first_day), day_number(done.last_day)
    first, last = max(chosen.first, first), min(chosen.last, last)
    return msgspec.structs.replace(chosen, import_no=done.number, first=first, last=last)


def _knows(names: Names, asked: TransactionQuestion) -> bool:
    return (asked.category is None or asked.category in names.category_no) and (
        asked.bank_account is None or asked.bank_account in names.accounts
    )


def filter_of(names: Names, company: int, asked: TransactionQuestion) -> Filter:
    """The question in the books' numbers."""
    return Filter(
        first=asked.first or 0,
        last=asked.last or 99_999_999,
        category=None if asked.category is None else category_known(names, asked.category),
        search=None if asked.search is None else like_pattern(asked.search),
        reviewed=None if asked.reviewed is None else int(asked.reviewed),
        min_confidence=asked.min_confidence,
        max_confidence=asked.max_confidence,
        money_in=asked.money_in,
        size=asked.size,
        since=None if asked.updated_since is None else micros(asked.updated_since),
        waiting=asked.waiting,
        amount_from=asked.amount_from,
        amount_to=asked.amount_to,
        source=asked.source,
        has_document=asked.has_document,
        numbers=None if asked.ids is None else numbers_of("txn_", company, asked.ids),
        account=None if asked.bank_account is None else _account(names, asked.bank_account),
        contact=None if asked.contact is None else _contact(company, asked.contact),
    )


def _account(names: Names, bank_account_id: str) -> int:
    account = names.accounts.get(bank_account_id)
    return NOTHING if account is None else account.number


def _contact(company: int, contact_id: str) -> int:
    try:
        return thing_number("con_", company, contact_id, "contact")
    except NotFound:
        return NOTHING


def show_transaction(db: Reader, company: int, transaction_id: str) -> TransactionState:
    """One live transaction."""
    row = live_line(db, company, transaction_id)
    return replace(state_of(db, company, row), history=tuple(events_of_subject(db, company, transaction_id)))


def state_of(
    db: Reader,
    company: int,
    row: BankTransaction,
    *,
    suggestion: Suggestion | None = None,
    names: Names | None = None,
) -> TransactionState:
    """Everything about a transaction but its history; with what the categoriser said, and the names if at hand."""
    names = names or names_of(db, company)
    return TransactionState(
        row=row,
        names=names,
        company=company,
        moments=moments_of(db, company, TRANSACTION, row.number, seq=row.recorded_seq),
        parts=tuple(part_from(part, names) for part in (parts_of(db, company, row.number) if row.parts else ())),
        contact=contact_of(db, company, row.contact_no) if row.contact_no is not None else None,
        entries=tuple(earlier_entries(db, company, names, row.entry_no)),
        source_import=import_of(db, company, row.import_no) if row.import_no is not None else None,
        reason=reason_of(db, company, row, names, suggestion),
        documents=tuple(documents_of_transaction(db, company, row.number)),
        foreign=foreign_of(db, company, row.number, names.account_of[row.account_no]),
    )


def names_now(db: Reader, company: int, _: None) -> Names:
    """The categories and accounts there are."""
    return names_of(db, company)


LIST = ReadWorkflow("transaction.list", list_transactions, short=True, one_statement=True)
LIST_AT_LENGTH = ReadWorkflow("transaction.list_at_length", list_transactions)
SHOW = ReadWorkflow("transaction.show", show_transaction, short=True)
NAMES = ReadWorkflow("company.names", names_now, short=True)
