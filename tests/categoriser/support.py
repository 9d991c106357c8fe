"""Lines, companies and histories for the categoriser's tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accountsos.categoriser.calibration import Curves
from accountsos.categoriser.categorise import Categoriser
from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, PayeeHistory, RecentLine, Rule
from accountsos.ledger.chart import standard_chart
from tests.categoriser.past_choices import PastChoices

DAY = date(2026, 3, 2)
STANDARD = standard_chart()
CHART = frozenset(STANDARD.categories)
ANNA = CompanyProfile(
    name="Kestrel Joinery Ltd",
    trade="joinery",
    people=("Anna Patel", "Ben Okoro"),
    own_accounts=("20-11-22", "12345678", "Kestrel Savings"),
)


def bank_line(description: str, amount: int, day: date = DAY, **more: str) -> BankLine:
    """A line in pounds sterling; `amount` in pence."""
    return BankLine(day, amount, "GBP", description, **more)


def paid_before(*lines: RecentLine) -> RecentLines:
    """What was paid lately, the oldest first."""
    recent = RecentLines()
    for line in lines:
        recent.add(line)
    return recent


def categoriser(
    profile: CompanyProfile | None = None,
    *,
    rules: Sequence[Rule] = (),
    history: PayeeHistory | None = None,
    chart: frozenset[str] = CHART,
    curves: Curves | None = None,
) -> Categoriser:
    """A categoriser of a company that filed nothing yet, unless told otherwise."""
    usable = {c: STANDARD[c] for c in chart}
    return Categoriser(profile or CompanyProfile(), rules, history or PastChoices(), usable, curves=curves)
