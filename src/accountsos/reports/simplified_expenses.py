"""A sole trader's flat rates, month by month: working at home, and living at the business premises. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import Period, month_end
from accountsos.money import Pence
from accountsos.uk_rules.simplified_expenses import home_use, premises_claim, premises_private_use


@dataclass(frozen=True, slots=True)
class StatedMonth:
    """What a person says of a month: hours worked at home, or how many people live at the premises."""

    first: date
    hours: int = 0
    people: int = 0

    @property
    def last(self) -> date:
        """The day on which it is posted."""
        return month_end(self.first)


@dataclass(frozen=True, slots=True)
class FlatRates:
    """The amounts of a month: a cost for the use of the home, and the private part that comes off premises costs."""

    home_use: Pence = 0
    private_use: Pence = 0

    def __bool__(self) -> bool:
        return bool(self.home_use or self.private_use)


@dataclass(frozen=True, slots=True)
class MonthOfRates:
    """A month as it is stated, what it comes to, and what of it stands in the books."""

    stated: StatedMonth
    wanted: FlatRates
    posted: FlatRates = FlatRates()
    entry_no: int | None = None
    """Of the journal that posted it."""


def months_of_rates(
    stated: Iterable[StatedMonth],
    posted: Mapping[date, FlatRates],
    year_of: Callable[[date], Period],
    premises_costs: Callable[[Period], Pence],
) -> Iterator[tuple[StatedMonth, FlatRates]]:
    """What each month comes to, oldest first. The private part is never more than the costs it comes off.

    Those are counted from the start of the financial year, as the books hold them now: without what was taken off.
    """
    taken: dict[Period, Pence] = {}
    for month in sorted(stated, key=lambda each: each.first):
        private = premises_private_use([month.people], month.first)
        if private:
            year = year_of(month.last)
            days = Period(year.start, month.last)
            already = sum(rates.private_use for first, rates in posted.items() if month_end(first) in days)
            left = max(premises_costs(days) + already - taken.get(year, 0), 0)
            private = left - premises_claim(left, private)
            taken[year] = taken.get(year, 0) + private
        yield month, FlatRates(home_use([Decimal(month.hours)], month.first), private)
