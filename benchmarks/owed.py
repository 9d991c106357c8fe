"""How well payments of what is owed are known: `python -m benchmarks.owed`.

The strange companies of `benchmarks/strange` are read with everything owed that their wages, pensions, dividends paid.
What is owed comes from the truth: a payroll or declaration dated the last day of the month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tests.categoriser.past_choices import PastChoices

from accountsos.categoriser.categorise import Categoriser
from accountsos.categoriser.owed import SOURCE, Owed, OwedAccount
from accountsos.categoriser.suggestion import BankLine
from accountsos.dates import month_end
from accountsos.ledger.category_ids import (
    DIRECTORS_SALARY,
    DIVIDENDS,
    DIVIDENDS_PAYABLE,
    PENSION,
    PENSION_PAYABLE,
    UNCATEGORISED,
    WAGES,
    WAGES_PAYABLE,
)
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.open_items import OpenItem
from benchmarks.categoriser import Counts
from benchmarks.strange.companies import StrangeCompany, strange_company

COMPANIES = 24
OWED_FOR = {
    WAGES: WAGES_PAYABLE,
    DIRECTORS_SALARY: WAGES_PAYABLE,
    PENSION: PENSION_PAYABLE,
    DIVIDENDS: DIVIDENDS_PAYABLE,
}


def owed_by(lines: Sequence[tuple[BankLine, str]]) -> list[OwedAccount]:
    """What the company owed, as its journals would say."""
    items: dict[str, list[OpenItem]] = defaultdict(list)
    for n, (line, truth) in enumerate(lines, 1):
        account = OWED_FOR.get(truth)
        if account is not None and line.amount < 0:
            items[account].append(OpenItem("owed", None, line.amount, month_end(line.booked_on), account, n, "it"))
    kin = {account: frozenset(c for c, a in OWED_FOR.items() if a == account) for account in items}
    return [OwedAccount(tuple(found), kin[account], asks_parts=True) for account, found in items.items()]


def measure(company: StrangeCompany, bands: dict[float, Counts]) -> tuple[int, int]:
    """Count what was read as a payment of what is owed; how many there were, and how many asked."""
    owed = Owed(owed_by(company.lines), lambda key: None)
    categoriser = Categoriser(company.profile, (), PastChoices(), standard_chart().categories, owed)
    there = asked = 0
    for line, truth in company.lines:
        found = categoriser.suggest(line)
        there += truth in OWED_FOR and line.amount < 0
        if found.source != SOURCE:
            continue
        if found.category_id == UNCATEGORISED:
            asked += 1
            continue
        count, right, sure = bands[found.confidence]
        bands[found.confidence] = (
            count + 1,
            right + (OWED_FOR.get(truth) == found.category_id),
            sure + found.confidence,
        )
    return there, asked


def main() -> None:
    """Print what was found."""
    bands: dict[float, Counts] = defaultdict(lambda: (0, 0, 0.0))
    lines = there = asked = 0
    for number in range(COMPANIES):
        company = strange_company(1, number)
        lines += len(company.lines)
        more, questions = measure(company, bands)
        there, asked = there + more, asked + questions
    read = sum(count for count, _, _ in bands.values())
    print(
        f"{lines} lines of {COMPANIES} companies, {there} of them payments of what was owed: {read} read, {asked} asked"
    )
    for sure, (count, right, _) in sorted(bands.items(), reverse=True):
        print(f"  said {sure:.4f}: {right} of {count} right ({right / count:.4f})")


if __name__ == "__main__":
    main()
