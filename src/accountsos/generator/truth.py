"""What the books of a test company must say, straight from its events."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from accountsos.generator.coding import PROFIT_AND_LOSS
from accountsos.generator.months import Months
from accountsos.money import Pence

RETAINED = "cat_retained"


class Truth:
    """Totals by category and bank account. A month's lines are made at most once for them."""

    def __init__(self, months: Months, incorporated_on: date, year_end: tuple[int, int]) -> None:
        self._months = months
        self._incorporated_on = incorporated_on
        self._year_end = year_end

    def trial_balance(self, as_of: date) -> dict[str, Pence]:
        """Every category and bank account with all that was ever posted to it, debit positive. Adds up to nothing."""
        return self._sums(date.min, as_of)

    def profit_and_loss(self, start: date, end: date) -> dict[str, Pence]:
        """Income and costs of the period by category, both days included.

        Signed as money moves: income positive, costs negative. Their sum is the profit before tax.
        """
        sums = self._sums(start, end)
        return {category: -pence for category, pence in sums.items() if category in PROFIT_AND_LOSS}

    def profit(self, start: date, end: date) -> Pence:
        """The profit before tax of the period; negative = a loss."""
        return sum(self.profit_and_loss(start, end).values())

    def balance_sheet(self, as_of: date) -> dict[str, Pence]:
        """Bank accounts by their ref and categories, debit positive: assets positive, liabilities and equity negative.

        `cat_retained` holds the profits of all years up to the day, so the whole adds up to nothing.
        """
        sums = self.trial_balance(as_of)
        profits = sum(pence for category, pence in sums.items() if category in PROFIT_AND_LOSS)
        sheet = {name: pence for name, pence in sums.items() if name not in PROFIT_AND_LOSS}
        if profits:
            sheet[RETAINED] = sheet.get(RETAINED, 0) + profits
        return sheet

    def bank_balance(self, account: str, as_of: date) -> Pence:
        """The account's balance at the end of the day; negative = overdrawn, or owed on a card."""
        return sum(
            pence
            for offset in self._offsets(date.min, as_of)
            for (day, name), pence in self._months.totals(offset).items()
            if name == account and day <= as_of
        )

    def years(self) -> list[tuple[date, date]]:
        """The accounting periods, first to last day; the last one may still be open."""
        blueprint = self._months.blueprint
        last = blueprint.month(len(blueprint.quotas))
        periods: list[tuple[date, date]] = []
        start = self._incorporated_on
        while start < last:
            end = date(start.year, *self._year_end)
            if end < start:
                end = date(start.year + 1, *self._year_end)
            periods.append((start, end))
            start = date.fromordinal(end.toordinal() + 1)
        return periods

    def _sums(self, start: date, end: date) -> dict[str, Pence]:
        sums: dict[str, Pence] = defaultdict(int)
        for offset in self._offsets(start, end):
            for (day, name), pence in self._months.totals(offset).items():
                if start <= day <= end:
                    sums[name] += pence
        return {name: sums[name] for name in sorted(sums) if sums[name]}

    def _offsets(self, start: date, end: date) -> list[int]:
        blueprint = self._months.blueprint
        return [
            offset
            for offset in range(len(blueprint.quotas))
            if blueprint.month(offset) <= end and blueprint.month(offset + 1) > start
        ]
