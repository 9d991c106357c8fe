"""List the VAT returns of a company, and what was found later of one that was filed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period
from accountsos.ledger.vat_postings import read_code
from accountsos.ledger.vat_scheme import VatRegime
from accountsos.money import Pence
from accountsos.reports.vat_return import return_of
from accountsos.store.engine.sql import Reader
from accountsos.store.names import Names
from accountsos.store.vat import FiledReturn, vat_postings
from accountsos.uk_rules.vat_boxes import VatBoxes
from accountsos.uk_rules.vat_errors import Correction
from accountsos.workflows.reports.trace import PostingSource, source_of
from accountsos.workflows.unit_of_work import ReadWorkflow
from accountsos.workflows.vat.vat_books import VatBooks

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
FOUND_AT_MOST = 100
"""So many postings found later are told one by one."""


@dataclass(frozen=True, slots=True)
class ReturnListed:
    """One return: what it comes to, and how it stands."""

    period: Period
    name: str
    status: str
    """open, due or filed"""
    due_date: date
    boxes: VatBoxes
    filed: FiledReturn | None


@dataclass(frozen=True, slots=True)
class Returns:
    """All of them, the oldest first; of a company that was never registered none."""

    regime: VatRegime
    returns: tuple[ReturnListed, ...]


@dataclass(frozen=True, slots=True)
class Landed:
    """The postings of a later period that correct a return, and what their net error comes to there."""

    period: Period
    name: str
    status: str
    net_owed: Pence
    """Of this return's errors alone: owed to HMRC positive."""
    together: tuple[Correction, ...]
    """How the errors of all returns that were found in that period are put right."""
    rows: tuple[PostingSource, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FoundLater:
    """What was found later of one return."""

    company: int
    names: Names
    landed: tuple[Landed, ...]


def list_returns(db: Reader, company: int, today: date) -> Returns:
    """Every period that has begun."""
    books = VatBooks(db, company)
    registered = books.regime.registered_on()
    if registered is None:
        return Returns(books.regime, ())
    sums = books.sums(FIRST_DAY, LAST_DAY)

    def listed(period: Period) -> ReturnListed:
        filed = books.filed.get(period.end)
        figures = return_of(sums.get(period.end, {}), period.end)
        return ReturnListed(
            period=period,
            name=books.regime.name_of(period),
            status=books.status(period, today),
            due_date=books.due_date(period),
            boxes=filed.boxes if filed is not None else figures.boxes.in_whole_pounds(),
            filed=filed,
        )

    return Returns(books.regime, tuple(listed(period) for period in books.regime.periods(registered, today)))


def found_later(db: Reader, company: int, asked: tuple[date, date]) -> FoundLater:
    """Of the return to the first day, as it is on the second."""
    period_end, today = asked
    books = VatBooks(db, company)
    return FoundLater(company, books.names, tuple(_landed(books, period_end, today)))


def _landed(books: VatBooks, period_end: date, today: date) -> Iterator[Landed]:
    for end, sums in sorted(books.sums(period_end, LAST_DAY).items()):
        codes = [code for code, control in sums if control and read_code(code).corrects == period_end]
        period = books.regime.period_of(end)
        if not codes or period is None:
            continue
        rows: list[PostingSource] = []
        total = 0
        for code in sorted(codes):
            left = FOUND_AT_MOST - len(rows)
            found, count = vat_postings(books.db, books.company, books.names, (end, code, True), limit=left, offset=0)
            rows += [source_of(books.db, books.company, books.names, row) for row in found]
            total += count
        yield Landed(
            period=period,
            name=books.regime.name_of(period),
            status=books.status(period, today),
            net_owed=-sum(sums[code, True] for code in codes),
            together=return_of(sums, end).errors,
            rows=tuple(rows),
            total=total,
        )


LIST = ReadWorkflow("vat_return.list", list_returns)
FOUND = ReadWorkflow("vat_return.found_later", found_later)
