"""From a figure to its postings, and the ledger of one account."""

from __future__ import annotations

from typing import Literal

import msgspec

from accountsos import ids
from accountsos.dates import ONE_DAY
from accountsos.reports.figures import LEDGER, Figure
from accountsos.reports.ledger import LedgerLine
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.common import CategoryRef, PageOut, optional_id, page_out
from accountsos.wire.shapes.reports.shown import Shown
from accountsos.workflows.reports.trace import LedgerPage, PostingSource, SourcesPage


class SourcePosting(msgspec.Struct, frozen=True):
    """A posting and where it comes from."""

    entry_id: str
    date: DateOut
    description: str | None
    category: CategoryRef
    amount: MoneyOut
    """Debit positive, credit negative."""
    counts: MoneyOut
    """What it adds to the figure: `amount`, but with the other sign for a reverse-charged purchase in box 6."""
    bank_account_id: str | None
    contact_id: str | None
    vat_code: str | None
    source: str
    """`transaction`, `journal`, `opening`, `document` or `year_end`."""
    transaction_id: str | None
    document_ids: list[str]


class SourcesList(msgspec.Struct, frozen=True):
    """The postings behind a figure, oldest first within each account."""

    postings: list[SourcePosting]
    pagination: PageOut


class LedgerLineOut(msgspec.Struct, frozen=True):
    """A posting and the balance after it."""

    entry_id: str
    date: DateOut
    description: str | None
    debit: MoneyOut
    credit: MoneyOut
    balance: MoneyOut
    bank_account_id: str | None
    contact_id: str | None
    vat_code: str | None
    source: str | None
    transaction_id: str | None


class LedgerOut(msgspec.Struct, frozen=True):
    """One account over a period."""

    type: Literal["ledger"]
    account: str
    category: CategoryRef
    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    currency: str
    opening_balance: MoneyOut
    """Before the first line of this page; debit positive. Income and costs start anew each financial year."""
    lines: list[LedgerLineOut]
    closing_balance: MoneyOut
    """After the last line of this page."""
    known_at: TimeOut | None
    links: dict[str, str]
    """To the postings that make up the balances: `opening_balance` on the first page, `closing_balance` on the last."""


class LedgerReport(msgspec.Struct, frozen=True):
    """A page of an account's ledger."""

    report: LedgerOut
    pagination: PageOut


def sources_list(page: SourcesPage, *, limit: int, offset: int) -> SourcesList:
    """The postings behind a figure."""
    rows = [_posting(page, row) for row in page.rows]
    return SourcesList(rows, page_out(page.total, limit, offset, len(rows)))


def _posting(page: SourcesPage, row: PostingSource) -> SourcePosting:
    company = page.company
    return SourcePosting(
        ids.public_id("je_", company, row.entry_no),
        row.entry_date.isoformat(),
        row.description,
        CategoryRef(row.category_id, page.names.chart[row.category_id].name),
        money_out(row.amount),
        money_out(row.counts),
        row.bank_account_id,
        optional_id("con_", company, row.contact_no),
        row.vat_code,
        row.source_kind,
        ids.public_id("txn_", company, row.source_no) if row.source_kind == "transaction" else None,
        [ids.public_id("doc_", company, number) for number in row.documents],
    )


def ledger_report(page: LedgerPage, shown: Shown) -> LedgerReport:
    """The ledger of a category or a bank account."""
    ledger = page.ledger
    account, offset = shown.query["account"], shown.query["offset"]
    lines = [_line(page.company, line) for line in ledger.lines]
    return LedgerReport(
        LedgerOut(
            "ledger",
            account,
            CategoryRef(ledger.category_id, page.names.chart[ledger.category_id].name),
            ledger.period.start.isoformat(),
            ledger.period.end.isoformat(),
            "GBP",
            money_out(ledger.opening),
            lines,
            money_out(ledger.closing),
            shown.known_at,
            _balance_links(page, shown),
        ),
        page_out(page.total, page.limit, offset, len(lines)),
    )


def _balance_links(page: LedgerPage, shown: Shown) -> dict[str, str]:
    ledger, account, offset = page.ledger, shown.query["account"], shown.query["offset"]
    whose = None if account == ledger.category_id else account
    ends = {}
    if offset == 0:
        ends["opening_balance"] = ledger.period.start - ONE_DAY
    if offset + len(ledger.lines) >= page.total:
        ends["closing_balance"] = ledger.period.end
    return {
        name: shown.link(Figure(LEDGER, ledger.category_id, end, page.floor, whose, known_at=shown.known_at))
        for name, end in ends.items()
        if page.floor is None or page.floor <= end
    }


def _line(company: int, line: LedgerLine) -> LedgerLineOut:
    row = line.row
    by_bank = row.source_kind == "transaction" and row.source_number is not None
    return LedgerLineOut(
        ids.public_id("je_", company, row.entry_number),
        row.entry_date.isoformat(),
        row.description,
        money_out(line.debit),
        money_out(line.credit),
        money_out(line.balance),
        row.bank_account,
        optional_id("con_", company, row.contact),
        row.vat_code,
        row.source_kind,
        optional_id("txn_", company, row.source_number) if by_bank else None,
    )
