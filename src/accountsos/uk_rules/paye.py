"""The payroll dates of an employer and of a contractor in the construction industry scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.dates import ONE_DAY, Period
from accountsos.uk_rules.periods import add_months_same_day


@dataclass(frozen=True, slots=True)
class MonthDates:
    """What follows a tax month, which ends on the 5th."""

    electronic: date
    by_post: date
    cis_return: date


@dataclass(frozen=True, slots=True)
class YearDates:
    """What follows a tax year for an employer."""

    p60: date
    p11d: date
    class_1a_electronic: date
    class_1a_by_post: date


def tax_month_of(day: date) -> Period:
    """The tax month, 6th to 5th."""
    start = day.replace(day=6) if day.day >= 6 else add_months_same_day(day.replace(day=6), -1)
    return Period(start, add_months_same_day(start, 1) - ONE_DAY)


def tax_quarter_of(day: date) -> Period:
    """The tax quarter of small payers: it ends on 5 July, 5 October, 5 January or 5 April."""
    month = tax_month_of(day)
    while month.end.month not in {1, 4, 7, 10}:
        month = tax_month_of(month.end + ONE_DAY)
    return Period(add_months_same_day(month.end, -3) + ONE_DAY, month.end)


def month_dates(tax_month_end: date) -> MonthDates:
    """Pay by the 22nd electronically, the 19th by post; CIS300 by the 19th. For quarters, by the quarter's end.

    Source: SI 2003/2682 reg 69 and reg 70; SI 2005/2045 reg 4(1).
    """
    end = tax_month_of(tax_month_end).end
    return MonthDates(end.replace(day=22), end.replace(day=19), end.replace(day=19))


def year_dates(year: Period) -> YearDates:
    """P60 by 31 May, P11D by 6 July, class 1A by 22 July (19 July by post).

    Source: SI 2003/2682 reg 67 and reg 85; SI 2001/1004 sch 4 and reg 71.
    """
    ends_in = year.end.year
    return YearDates(date(ends_in, 5, 31), date(ends_in, 7, 6), date(ends_in, 7, 22), date(ends_in, 7, 19))
