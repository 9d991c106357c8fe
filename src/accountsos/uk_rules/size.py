"""Company size: micro-entity and small company by two of three limits and two years running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accountsos.errors import BadRequest
from accountsos.money import Pence, share
from accountsos.uk_rules.parameters import count_on, in_force_on, pounds_on, warnings_for


class Size(StrEnum):
    """The classes that have their own limits here."""

    MICRO = "micro"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What the limits look at. `months` of a year that is not 12 long scale the turnover limit (CA 2006 s382(4))."""

    turnover: Pence
    balance_sheet_total: Pence
    employees: int
    months: Decimal = Decimal(12)

    def __post_init__(self) -> None:
        if self.months <= 0 or self.employees < 0:
            raise BadRequest("a financial year has months above 0 and no negative number of employees")


def meets_limits(size: Size, figures: YearFigures, year_start: date) -> bool:
    """At least two of: turnover, balance sheet total, employees not more than the limit.

    The limits are those of financial years that begin on that day. Source: CA 2006 s382(3), s384A(4); SI 2024/1303.
    """
    limit = share(pounds_on(year_start, f"{size}_turnover"), figures.months / 12)
    met = (
        figures.turnover <= limit,
        figures.balance_sheet_total <= pounds_on(year_start, f"{size}_balance_sheet"),
        figures.employees <= count_on(year_start, f"{size}_employees"),
    )
    return sum(met) >= 2


def qualifies(
    size: Size,
    this_year: YearFigures,
    year_start: date,
    *,
    year_before: YearFigures | None,
    qualified_before: bool = False,
    excluded: bool = False,
) -> bool:
    """Whether the company has that size in a year. No `year_before` means its first financial year.

    Later the status changes only when the limits are met, or not met, in two years running. This year's limits are
    used for the year before as well, as the transitional rule of SI 2024/1303 has it.
    Source: CA 2006 s382(1), (2), s384A. `excluded`: public companies, groups and others of s384 and s384B.
    """
    if excluded:
        return False
    now = meets_limits(size, this_year, year_start)
    if year_before is None:
        return now
    before = meets_limits(size, year_before, year_start)
    return now if now == before else qualified_before


def limit_warnings(size: Size, year_start: date) -> tuple[str, ...]:
    """What to tell the user about limits that are not verified."""
    names = (f"{size}_turnover", f"{size}_balance_sheet", f"{size}_employees")
    return warnings_for(*(in_force_on(year_start, name) for name in names))
