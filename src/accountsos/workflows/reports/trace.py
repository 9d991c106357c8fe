"""From a figure to the postings behind it, and the ledger of one account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from accountsos import ids
from accountsos.dates import FIRST_DAY, LAST_DAY, ONE_DAY, Period
from accountsos.errors import BadRequest
from accountsos.reports.blocks import Holder, Place
from accountsos.reports.figures import BALANCE_SHEET, TRIAL_BALANCE, categories_behind
from accountsos.reports.ledger import AccountLedger, LedgerRow, account_ledger
from accountsos.store.documents import documents_of_transaction
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.filed_postings import FiledPosting
from accountsos.store.journal import describe, postings_of_category
from accountsos.store.names import Names
from accountsos.workflows.reports.financial_statements import (
    BooksAsKnown,
    SheetQuestion,
    report_balance_sheet,
    report_trial_balance,
)
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class SourcesQuestion:
    """Which figure, and which page of the postings behind it."""

    report: str
    figure: str
    today: date
    limit: int
    offset: int = 0
    start: date | None = None
    end: date | None = None
    bank_account: str | None = None
    contact: str | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostingSource:
    """A posting with what leads on from it."""

    entry_no: int
    line_no: int
    entry_date: date
    category_id: str
    amount: int
    bank_account_id: str | None
    contact_no: int | None
    vat_code: str | None
    source_kind: str
    source_no: int
    recorded_seq: int
    description: str | None
    documents: tuple[int, ...] = ()
    against: bool = False
    """Whether the figure counts it on the other side: a reverse-charged purchase is a sale in box 6."""

    @property
    def counts(self) -> int:
        """What it adds to the figure, debit positive."""
        return -self.amount if self.against else self.amount


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The postings, oldest first, and how many there are."""

    rows: list[PostingSource]
    total: int
    names: Names
    company: int


@dataclass(frozen=True, slots=True)
class LedgerQuestion:
    """Which account, which days, which page."""

    account: str
    today: date
    limit: int
    offset: int = 0
    start: date | None = None
    end: date | None = None
    known_at: datetime | None = None
    brought: int | None = None
    """The balance before the page, where the page before has told it."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of an account's ledger with running balances."""

    ledger: AccountLedger
    total: int
    names: Names
    company: int
    limit: int
    floor: date | None
    """The first day that its balances count; None = from the beginning of the books."""


def list_sources(db: Reader, company: int, asked: SourcesQuestion) -> SourcesPage:
    """The postings behind one figure of one report."""
    books = BooksAsKnown(db, company, asked.known_at)
    rows: list[PostingSource] = []
    total, skip = 0, asked.offset
    for place in _places(db, company, asked, books):
        found, count = _postings(db, books, place, limit=asked.limit - len(rows), offset=skip)
        rows += [source_of(db, company, books.names, row) for row in found]
        skip = max(skip - count, 0)
        total += count
    return SourcesPage(rows, total, books.names, company)


def _places(db: Reader, company: int, asked: SourcesQuestion, books: BooksAsKnown) -> list[Place]:
    if asked.bank_account is not None and asked.bank_account not in books.names.accounts:
        return []  # a filter by an unknown id finds nothing
    contact = None if asked.contact is None else ids.number_in("con_", company, asked.contact)
    if asked.contact is not None and contact is None:
        return []
    holder = None if asked.bank_account is None and contact is None else Holder(asked.bank_account, contact)
    end = asked.end or asked.today
    if asked.report in (BALANCE_SHEET, TRIAL_BALANCE):
        question = SheetQuestion(asked.today, end, known_at=asked.known_at)
        if asked.report == BALANCE_SHEET:
            places = report_balance_sheet(db, company, question)[0].places_behind(
                asked.figure, asked.bank_account, contact
            )
        else:
            places = report_trial_balance(db, company, question)[0].places_behind(
                asked.figure, asked.bank_account, contact
            )
        if not places:
            categories_behind(books.names.chart, asked.report, asked.figure)  # refuses an unknown figure
        return list(places)
    categories = categories_behind(books.names.chart, asked.report, asked.figure)
    return [Place(category, asked.start, end, holder) for category in sorted(categories)]


def _postings(
    db: Reader, books: BooksAsKnown, place: Place, *, limit: int, offset: int
) -> tuple[list[FiledPosting], int]:
    names = books.names
    account = names.accounts[place.holder.bank_account].number if place.holder and place.holder.bank_account else 0
    return postings_of_category(
        db,
        books.company,
        names.category_no[place.category_id],
        (place.start or FIRST_DAY, place.end or LAST_DAY),
        account=account,
        contact=(place.holder.contact or 0) if place.holder else 0,
        last_entry=books.last_entry,
        limit=max(limit, 0),
        offset=offset,
    )


def source_of(db: Reader, company: int, names: Names, posting: FiledPosting) -> PostingSource:
    """A stored posting with what leads on from it."""
    kind, account = posting.source_kind, posting.account_no
    return PostingSource(
        entry_no=posting.entry_no,
        line_no=posting.line_no,
        entry_date=day_from(posting.entry_date),
        category_id=names.category_id[posting.category_no],
        amount=posting.amount,
        bank_account_id=names.account_of[account].bank_account_id if account is not None else None,
        contact_no=posting.contact_no,
        vat_code=posting.vat_code,
        source_kind=kind,
        source_no=posting.source_no,
        recorded_seq=posting.recorded_seq,
        description=describe(db, company, posting.entry_no, kind, posting.source_no),
        documents=tuple(documents_behind(db, company, kind, posting.source_no)),
    )


def documents_behind(db: Reader, company: int, kind: str, number: int) -> list[int]:
    """The papers behind an entry: of an invoice itself, of a bank line those that stand beside it."""
    if kind == "document":
        return [number]
    return documents_of_transaction(db, company, number) if kind == "transaction" else []


def show_ledger(db: Reader, company: int, asked: LedgerQuestion) -> LedgerPage:
    """The ledger of a category, or of a bank account by its id."""
    books = BooksAsKnown(db, company, asked.known_at)
    names = books.names
    account = names.accounts.get(asked.account)
    category_id = account.category_id if account else asked.account
    category = names.chart.get(category_id)
    if category is None:
        raise BadRequest(
            f"account: there is no category or bank account {asked.account!r}",
            param="account",
            see="list_categories",
        )
    end = asked.end or asked.today
    start = asked.start or books.year_of(end).start
    floor = books.year_of(start).start if category.in_profit_and_loss else None
    eve = start - ONE_DAY
    place = Place(category_id, start, end, Holder(account.bank_account_id, None) if account else None)
    brought = asked.brought
    if brought is None:
        before = [
            m.amount
            for m in (books.movements(floor, eve) if floor is None or floor <= eve else ())
            if m.category_id == category_id and (account is None or m.bank_account == account.bank_account_id)
        ]
        earlier, _ = _postings(db, books, place, limit=asked.offset, offset=0)
        brought = sum(before) + sum(posting.amount for posting in earlier)
    rows, total = _postings(db, books, place, limit=asked.limit, offset=asked.offset)
    sources = [source_of(db, company, names, row) for row in rows]
    ledger = account_ledger(
        category_id,
        Period(start, end),
        brought,
        [
            LedgerRow(
                s.entry_no,
                s.entry_date,
                s.amount,
                s.description,
                s.source_kind,
                s.source_no,
                s.bank_account_id,
                s.contact_no,
                s.vat_code,
            )
            for s in sources
        ],
    )
    return LedgerPage(ledger, total, names, company, asked.limit, floor)


ROWS_AT_ONCE = 10_000
"""So many rows of a file are in memory."""


def ledger_in_pages(db: Reader, company: int, asked: LedgerQuestion) -> Iterator[LedgerPage]:
    """The whole ledger from one view, page after page, at least one."""
    page = show_ledger(db, company, replace(asked, limit=ROWS_AT_ONCE))
    yield page
    offset = asked.offset
    while (offset := offset + len(page.ledger.lines)) < page.total:
        page = show_ledger(db, company, replace(asked, limit=ROWS_AT_ONCE, offset=offset, brought=page.ledger.closing))
        yield page


def sources_in_pages(
    read: Callable[[Reader, int, SourcesQuestion], SourcesPage],
) -> Callable[[Reader, int, SourcesQuestion], Iterator[SourcesPage]]:
    """All postings behind a figure from one view, page after page, at least one."""

    def pages(db: Reader, company: int, asked: SourcesQuestion) -> Iterator[SourcesPage]:
        offset = asked.offset
        page = read(db, company, replace(asked, limit=ROWS_AT_ONCE))
        yield page
        while (offset := offset + len(page.rows)) < page.total:
            page = read(db, company, replace(asked, limit=ROWS_AT_ONCE, offset=offset))
            yield page

    return pages


SOURCES = ReadWorkflow("trace.sources", list_sources)
LEDGER = ReadWorkflow("trace.ledger", show_ledger)
