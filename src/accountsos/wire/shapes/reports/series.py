"""The report of series as it is sent."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from accountsos.money import text_from_pence
from accountsos.reports.figures import PROFIT_LOSS, Figure
from accountsos.reports.figures import VAT as VAT_REPORT
from accountsos.reports.series import MEASURES, PROFIT, SPENDING, VAT, Point, Series
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.shown import Shown
from accountsos.wire.shapes.reports.statements import WarningOut, warnings_out


class SeriesFigureOut(msgspec.Struct, frozen=True):
    """What is told at a point."""

    measure: str
    """`balance`, `money_in`, `money_out`, `earned`, `spent`, `profit_before_tax` or `net_vat`."""
    amount: MoneyOut
    link: str | UnsetType = UNSET
    """Where the postings behind the amount are listed: of profit, spending and VAT."""


class SeriesPointOut(msgspec.Struct, frozen=True):
    """A day, month, quarter, return or category."""

    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    name: str
    """`2026-10` of a month, the day or both ends of other days, the return's own name, or the category's."""
    category_id: str | None
    """Of spending."""
    figures: list[SeriesFigureOut]


class SeriesOut(msgspec.Struct, frozen=True):
    """Figures one beside another: what the dashboard's charts draw."""

    type: Literal["series"]
    series: str
    """Which one was asked for."""
    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    by: str
    """`day`, `month`, `quarter`, `category` or `return`."""
    currency: str
    points: list[SeriesPointOut]
    """In their order; those of a series by category with the largest first."""
    warnings: list[WarningOut]
    known_at: TimeOut | None


class SeriesReport(msgspec.Struct, frozen=True):
    """A series."""

    report: SeriesOut


def series_report(found: Series, currency: str, shown: Shown) -> SeriesReport:
    """The series with what leads to its postings."""
    return SeriesReport(
        SeriesOut(
            type="series",
            series=found.series,
            from_=found.period.start.isoformat(),
            to=found.period.end.isoformat(),
            by=found.by,
            currency=currency,
            points=[_point(found, point, shown) for point in found.points],
            warnings=warnings_out(found.warnings),
            known_at=shown.known_at,
        )
    )


def series_table(found: Series) -> Table:
    """A row for each point, a column for each measure."""
    rows: list[list[object]] = [
        [
            point.name,
            *(text_from_pence(pence) for pence in point.figures),
            str(point.period.start),
            str(point.period.end),
            point.category_id,
        ]
        for point in found.points
    ]
    return ["name", *MEASURES[found.series], "from", "to", "category_id"], rows


def _point(found: Series, point: Point, shown: Shown) -> SeriesPointOut:
    figures = [
        SeriesFigureOut(measure, money_out(pence), _link(found.series, point, measure, shown))
        for measure, pence in zip(MEASURES[found.series], point.figures, strict=True)
    ]
    start, end = point.period.start.isoformat(), point.period.end.isoformat()
    return SeriesPointOut(start, end, point.name, point.category_id, figures)


def _link(series: str, point: Point, measure: str, shown: Shown) -> str | UnsetType:
    spent_on = point.category_id or ""
    named = {PROFIT: (PROFIT_LOSS, measure), SPENDING: (PROFIT_LOSS, spent_on), VAT: (VAT_REPORT, "box5")}
    if series not in named:
        return UNSET
    report, figure = named[series]
    return shown.link(Figure(report, figure, point.period.end, point.period.start, known_at=shown.known_at))
