"""VAT periods: the three quarterly staggers, monthly and annual, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accountsos.dates import ONE_DAY, Period, month_end
from accountsos.errors import BadRequest
from accountsos.uk_rules.periods import add_months_same_day


class Stagger(StrEnum):
    """When VAT periods end (SI 1995/2518 reg 25(1) and (2)); the names are HMRC's stagger groups."""

    QUARTERS_MAR = "1"
    QUARTERS_JAN = "2"
    QUARTERS_FEB = "3"
    MONTHLY = "monthly"
    ANNUAL = "annual"


# HMRC's stagger 1 ends in March, June, September, December; 2 in January and so on; 3 in February and so on.
_QUARTER_REMAINDER = {Stagger.QUARTERS_MAR: 0, Stagger.QUARTERS_JAN: 1, Stagger.QUARTERS_FEB: 2}
_QUARTER_NAME = re.compile(r"([0-9]{4})-Q([1-4])|Q([1-4]) ([0-9]{4})", re.ASCII)
_MONTH_NAME = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR_NAME = re.compile(r"([0-9]{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class VatCalendar:
    """The VAT periods of one business: its stagger and the days on which registration began and ended."""

    stagger: Stagger
    registered_on: date
    deregistered_on: date | None = None
    annual_year_end_month: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.annual_year_end_month <= 12:
            raise BadRequest(f"a VAT year ends in a month 1 to 12, not {self.annual_year_end_month}")
        if self.deregistered_on is not None and self.deregistered_on < self.registered_on:
            raise BadRequest("VAT registration cannot end before it began", param="deregistered_on")

    def registered(self, day: date) -> bool:
        """Whether the business is registered on that day."""
        return self.registered_on <= day and (self.deregistered_on is None or day <= self.deregistered_on)

    def period_containing(self, day: date) -> Period | None:
        """The period of the return that covers that day, or None when not registered.

        The first begins with registration, the last ends with it, so both may be short.
        """
        if not self.registered(day):
            return None
        end = self._end_on_or_after(day)
        start = self._start_of_period_ending(end)
        last = end if self.deregistered_on is None else min(end, self.deregistered_on)
        return Period(max(start, self.registered_on), last)

    def periods_from(self, day: date) -> Iterator[Period]:
        """The period that covers that day (or the first one) and each later one; without end while registered."""
        period = self.period_containing(max(day, self.registered_on))
        while period is not None:
            yield period
            period = self.period_containing(period.end + ONE_DAY)

    def name_of(self, period: Period) -> str:
        """`2026-Q1` for the quarter that ends in January, February or March 2026; `2026-03` monthly; `2026` annual."""
        end = self._end_on_or_after(period.end)
        if self.stagger is Stagger.MONTHLY:
            return f"{end.year}-{end.month:02d}"
        return f"{end.year}" if self.stagger is Stagger.ANNUAL else f"{end.year}-Q{(end.month + 2) // 3}"

    def period_named(self, text: str) -> Period | None:
        """The period that a name means, or None where the business has no such period.

        Reads `2026-Q1` and `Q1 2026` (the quarter ending in that calendar quarter), `2026-03` (the period that ends
        in, or contains, that month) and `2026` (the annual period that ends in that year).
        """
        quarter, month, year = (pattern.fullmatch(text) for pattern in (_QUARTER_NAME, _MONTH_NAME, _YEAR_NAME))
        if quarter:
            number = int(quarter[2] or quarter[3])
            return self._ending_in(date(int(quarter[1] or quarter[4]), number * 3 - 2, 1), 3)
        if month:
            first = date(int(month[1]), int(month[2]), 1)
            return self._ending_in(first, 1) or self.period_containing(month_end(first))
        if year:
            return self._ending_in(date(int(year[1]), 1, 1), 12)
        raise BadRequest(f"{text!r} is not a VAT period such as 2026-Q1, Q1 2026 or 2026-03", param="period")

    def _ending_in(self, first: date, months: int) -> Period | None:
        last = add_months_same_day(first, months) - ONE_DAY
        for day in (last, first):
            period = self.period_containing(day)
            if period is not None and first <= period.end <= last:
                return period
        started = self.registered_on
        period = self.period_containing(started) if first <= started <= last else None
        return period if period is not None and first <= period.end <= last else None

    def _end_on_or_after(self, day: date) -> date:
        month = day.replace(day=1)
        while not self._is_end_month(month.month):
            month = add_months_same_day(month, 1)
        return month_end(month)

    def _is_end_month(self, month: int) -> bool:
        if self.stagger is Stagger.MONTHLY:
            return True
        if self.stagger is Stagger.ANNUAL:
            return month == self.annual_year_end_month
        return month % 3 == _QUARTER_REMAINDER[self.stagger]

    def _start_of_period_ending(self, end: date) -> date:
        months = {Stagger.MONTHLY: 1, Stagger.ANNUAL: 12}.get(self.stagger, 3)
        return add_months_same_day(end.replace(day=1), 1 - months)


def stagger_named(text: str) -> Stagger:
    """Read a stagger: 1, 2, 3, monthly or annual."""
    try:
        return Stagger(text)
    except ValueError:
        raise BadRequest(f"{text!r} is not a VAT stagger; accepted are 1, 2, 3, monthly, annual") from None
