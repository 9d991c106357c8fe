"""What stands behind a figure: its postings, each with the way on to the bank line, the paper or the entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from accountsos import ids
from accountsos.dashboard.figures import short_day
from accountsos.dashboard.report_words import SUMS
from accountsos.dashboard.request import Request
from accountsos.dates import end_of_london_day
from accountsos.reports.figures import VAT, Figure
from accountsos.workflows.reports import trace
from accountsos.workflows.reports.trace import PostingSource, SourcesPage, SourcesQuestion
from accountsos.workflows.unit_of_work import ReadWorkflow
from accountsos.workflows.vat import trace_vat

NEWEST = 10
"""So many stand under their figure; the others on a page of their own."""
RECLAIMED = "box4"
CREDIT = "credit"
"""In an address: the figure counts credits as more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A posting as a page shows it."""

    day: str
    day_said: str
    said: str
    account: str
    address: str
    papers: int
    wanting: bool
    """Whether VAT is reclaimed and no paper stands beside it."""
    amount: int


@dataclass(frozen=True, slots=True)
class Behind:
    """Some of the postings behind a figure, oldest first."""

    rows: tuple[Row, ...]
    total: int
    name: str
    """What the figure is called."""
    everything: str = ""
    """The address where all of them stand."""


async def newest_behind(request: Request, figure: Figure, *, credit: bool) -> Behind:
    """The last ones, as they stand under the figure."""
    question = question_of(figure, request.today, limit=NEWEST)
    found = await ask_behind(request, question, credit=credit)
    if found.total > NEWEST:
        found = await ask_behind(request, replace(question, offset=found.total - NEWEST), credit=credit)
    return replace(found, everything=sources_address(request.company_id, figure, credit=credit))


def question_of(figure: Figure, today: date, *, limit: int, offset: int = 0) -> SourcesQuestion:
    """How the books are asked for what is behind it. The dashboard's figures are known as of a day."""
    known_on = None if figure.known_at is None else date.fromisoformat(figure.known_at)
    return SourcesQuestion(
        report=figure.report,
        figure=figure.figure,
        today=today,
        limit=limit,
        offset=offset,
        start=figure.start,
        end=figure.end,
        bank_account=figure.bank_account,
        contact=figure.contact,
        known_at=None if known_on is None else end_of_london_day(known_on),
    )


async def ask_behind(request: Request, question: SourcesQuestion, *, credit: bool) -> Behind:
    """One page of them."""
    workflow: ReadWorkflow[SourcesQuestion, SourcesPage]
    workflow = trace_vat.SOURCES if question.report == VAT else trace.SOURCES

    def shape(page: SourcesPage) -> Behind:
        category = page.names.chart.get(question.figure)
        name = SUMS.get(question.figure, question.figure) if category is None else category.name
        rows = (_row(request, page, row, credit=credit) for row in page.rows)
        if question.report == VAT:
            reclaimed = question.figure == RECLAIMED
            rows = (replace(row, account="", wanting=reclaimed and not row.papers) for row in rows)
        return Behind(tuple(rows), page.total, name)

    return shape(await request.read(workflow, question))


def _row(request: Request, page: SourcesPage, row: PostingSource, *, credit: bool) -> Row:
    account = page.names.accounts.get(row.bank_account_id or "")
    category = page.names.chart[row.category_id]
    return Row(
        day=row.entry_date.isoformat(),
        day_said=short_day(row.entry_date, year=row.entry_date.year != request.today.year),
        said=row.description or category.name,
        account=account.name if account is not None else category.name,
        address=source_address(request.company, row.source_kind, row.source_no, row.entry_no),
        papers=len(row.documents),
        wanting=False,
        amount=-row.counts if credit else row.counts,
    )


def source_address(company: int, kind: str, number: int, entry: int) -> str:
    """The bank line, or the entry with what leads on from it."""
    start = f"/{ids.company_id(company)}"
    if kind == "transaction":
        return f"{start}/transactions/{ids.public_id('txn_', company, number)}"
    return f"{start}/entries/{ids.public_id('je_', company, entry)}"


@lru_cache(maxsize=4096)
def sources_address(company_id: str, figure: Figure, *, credit: bool) -> str:
    """The page with all of them."""
    asked: Mapping[str, Any] = {
        "report": figure.report,
        "figure": figure.figure,
        "from": figure.start,
        "to": figure.end,
        "bank_account": figure.bank_account,
        "contact": figure.contact,
        "known_at": figure.known_at,
        "side": CREDIT if credit else None,
    }
    return f"/{company_id}/reports/sources?" + urlencode({k: str(v) for k, v in asked.items() if v is not None})
