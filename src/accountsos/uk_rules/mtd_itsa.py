"""Making Tax Digital for Income Tax: who must join and from when, and the quarterly updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accountsos.dates import Period
from accountsos.money import Pence
from accountsos.uk_rules.parameters import Row, in_force_or_none


@dataclass(frozen=True, slots=True)
class Mandation:
    """Whether the income of a tax year brings a person in, and from which day."""

    mandated: bool
    from_date: date | None
    threshold: Pence | None
    warning: str | None = None


class Quarters(StrEnum):
    """Standard quarters follow the tax year; calendar quarters end with the months, by election."""

    STANDARD = "standard"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Update:
    """One cumulative update: what it covers up to and when it is due."""

    period: Period
    due: date


def mandation(
    reference_year: Period, self_employment: Pence, property_income: Pence, *, exempt: bool = False
) -> Mandation:
    """Gross income from self-employment and property together over the threshold, two tax years later.

    Employment, dividends and partnership profits do not count; a joint owner counts their share of rents. `exempt`
    covers the digitally excluded and others of the Regulations. Source: SI 2021/1076, as amended.
    """
    starts = date(reference_year.end.year + 1, 4, 6)
    row: Row | None = in_force_or_none(starts, "mtd_income_tax_threshold")
    if row is None:
        return Mandation(mandated=False, from_date=None, threshold=None)
    threshold = int(row.value * 100)
    if exempt or self_employment + property_income <= threshold:
        return Mandation(mandated=False, from_date=None, threshold=threshold, warning=row.warning)
    return Mandation(mandated=True, from_date=starts, threshold=threshold, warning=row.warning)


def quarterly_updates(year: Period, quarters: Quarters = Quarters.STANDARD) -> tuple[Update, ...]:
    """Four updates, each from the start of the year, due on the 7th of the month after next to its end.

    Source: SI 2021/1076 reg 7, as amended: 7 August, 7 November, 7 February and 7 May.
    """
    first, next_year = year.start.year, year.end.year
    start = year.start if quarters is Quarters.STANDARD else date(first, 4, 1)
    if quarters is Quarters.STANDARD:
        ends = (date(first, 7, 5), date(first, 10, 5), date(next_year, 1, 5), date(next_year, 4, 5))
    else:
        ends = (date(first, 6, 30), date(first, 9, 30), date(first, 12, 31), date(next_year, 3, 31))
    dues = (date(first, 8, 7), date(first, 11, 7), date(next_year, 2, 7), date(next_year, 5, 7))
    return tuple(Update(Period(start, end), due) for end, due in zip(ends, dues, strict=True))


def final_declaration_due(year: Period) -> date:
    """31 January after the tax year. Source: TMA 1970 s8(1D)."""
    return date(year.end.year + 1, 1, 31)
