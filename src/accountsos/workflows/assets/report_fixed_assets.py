"""Report the fixed assets of a period from the register, beside the accounts of the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.chart import Chart
from accountsos.reports.fixed_assets import FixedAssetReport, fixed_asset_report
from accountsos.store.engine.sql import Reader
from accountsos.store.fixed_assets import register_of
from accountsos.store.head import known_moment
from accountsos.store.names import EVER
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.reports.old_rates import report_read


@dataclass(frozen=True, slots=True)
class FixedAssetQuestion:
    """Which days; the current financial year where nothing is said."""

    today: date
    start: date | None = None
    end: date | None = None
    known_at: datetime | None = None


def report(db: Reader, company: int, asked: FixedAssetQuestion) -> tuple[FixedAssetReport, Chart]:
    """The report as the books stand, or stood at that moment."""
    books = BooksAsKnown(db, company, asked.known_at)
    end = asked.end or (asked.today if asked.start is None or asked.start <= asked.today else asked.start)
    start = asked.start or books.year_of(end).start
    if start > end:
        raise BadRequest(f"from: {start} is after {end}, the last day", param="from")
    seq = EVER if asked.known_at is None else known_moment(db, company, asked.known_at)[0]
    register = register_of(db, company, books.names, seq=seq)
    made = fixed_asset_report(
        books.names.chart, Period(start, end), books.profile.currency, register, books.movements(None, end)
    )
    return made, books.names.chart


REPORT = report_read("report.fixed_assets", report, short=True)
