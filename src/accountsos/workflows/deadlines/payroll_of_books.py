"""What payroll and deductions of subcontractors the books have, where nobody has stated whether there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.dates import Period
from accountsos.money import Pence
from accountsos.uk_rules.obligation import Obligation, Payroll

GOES_ON = timedelta(days=100)
"""A payroll that was last run so long ago, or longer, is taken as ended: a quarter and some days."""
TOLD = "As the books have it; state your payroll with the deadline settings."


@dataclass(frozen=True, slots=True)
class HmrcPosting:
    """What was posted to PAYE or CIS payable on a day; what is owed is positive."""

    day: date
    amount: Pence
    by_bank: bool
    of_cis: bool

    @property
    def owing(self) -> bool:
        """Whether a payroll or a deduction made it owed."""
        return self.amount > 0 and not self.by_bank


@dataclass(frozen=True, slots=True)
class PayrollOfBooks:
    """Read from what is owed for it."""

    owing: tuple[HmrcPosting, ...]
    today: date

    @property
    def payroll(self) -> tuple[Payroll, ...]:
        """From the first day to the last on which anything was owed; still running where that was lately."""
        if not self.owing:
            return ()
        last = max(one.day for one in self.owing)
        return (
            Payroll(
                since=min(one.day for one in self.owing),
                until=None if last + GOES_ON >= self.today else last,
                has_employees=any(not one.of_cis for one in self.owing),
                cis_contractor=any(one.of_cis for one in self.owing),
            ),
        )

    def bears(self, each: Obligation) -> bool:
        """Whether the books owe anything of it, or its time is not over: a month without pay asks for nothing."""
        period = each.period
        if period is None or period.end >= self.today:
            return True
        kind = each.key.partition(":")[0]
        if kind == "cis300":
            return self._owes(period, of_cis=True)
        if kind == "p60":
            return self._owes(period, of_cis=False)
        return self._owes(period, of_cis=True) or self._owes(period, of_cis=False)

    def _owes(self, period: Period, *, of_cis: bool) -> bool:
        return any(one.day in period and one.of_cis == of_cis for one in self.owing)


def payroll_of(postings: Sequence[HmrcPosting], today: date) -> PayrollOfBooks:
    """What the books owe HMRC for pay and deductions, but for what was taken back, which is on the same day."""
    days: dict[tuple[date, bool], Pence] = {}
    for one in postings:
        if not one.by_bank:
            days[one.day, one.of_cis] = days.get((one.day, one.of_cis), 0) + one.amount
    return PayrollOfBooks(tuple(one for one in postings if one.owing and days[one.day, one.of_cis] > 0), today)
