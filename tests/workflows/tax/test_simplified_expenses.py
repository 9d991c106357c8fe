"""Flat rates for working at home and for living at the premises. Worked by hand; today is 22 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accountsos import ids
from accountsos.errors import Conflict
from accountsos.reports.simplified_expenses import MonthOfRates
from accountsos.workflows.companies import manage_years
from accountsos.workflows.journals import post_journal
from accountsos.workflows.tax import simplified_expenses, tax_reports
from accountsos.workflows.tax.simplified_expenses import ClaimMonths, StateMonth
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found

IN_YEAR = date(2026, 6, 30)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2025, 4, 6))


def state(keeper: Bookkeeper, month: str, *, hours: int = 0, people: int = 0) -> None:
    keeper.do(simplified_expenses.STATE, StateMonth(month, hours, people, TODAY))


def claim(keeper: Bookkeeper, through: date = date(2026, 10, 31)) -> dict[str, MonthOfRates]:
    shown = keeper.do(simplified_expenses.CLAIM, ClaimMonths(through, TODAY))
    return {f"{each.stated.first:%Y-%m}": each for each in shown.months}


def report(keeper: Bookkeeper, kind: str = "self_employment", **more: Any) -> TaxReport:
    return keeper.ask(tax_reports.TAX, TaxQuestion(kind, TODAY, IN_YEAR, **more))


def boxes(keeper: Bookkeeper, **more: Any) -> dict[str, int]:
    return {line.label: line.amount for line in report(keeper, **more).sections[0].lines}


def waiting(keeper: Bookkeeper) -> int | None:
    codes = {w.code: w.amount for w in report(keeper).warnings}
    return codes.get("simplified_expenses_unclaimed")


def test_hours_at_home_become_a_cost_of_box_21_on_the_last_day_of_their_month(keeper: Bookkeeper) -> None:
    """April 24 hours: nothing; May 60: £18; June 101: £26; July 25: £10. Together £54."""
    for month, hours in (("2026-04", 24), ("2026-05", 60), ("2026-06", 101), ("2026-07", 25)):
        state(keeper, month, hours=hours)
    assert waiting(keeper) == 5_400
    done = claim(keeper, date(2026, 6, 30))
    assert [each.posted.home_use for each in done.values()] == [0, 1_800, 2_600, 0]
    assert boxes(keeper)["Box 21"] == 4_400
    assert waiting(keeper) == 1_000
    claim(keeper)
    assert (boxes(keeper)["Box 21"], waiting(keeper)) == (5_400, None)
    updates = report(keeper, "mtd_updates")
    to_july, to_october = ({line.label: line.amount for line in s.lines} for s in updates.sections[:2])
    assert (to_july["Box 21"], to_october["Box 21"]) == (4_400, 5_400), "each quarter has its own months"
    sheet = keeper.balance_sheet(date(2026, 7, 31))
    assert sheet.net_assets == 0, "what the trader bore is capital introduced, as the cost is a loss"


def test_a_later_statement_supersedes_the_month_and_earlier_reports_keep_what_was_known(keeper: Bookkeeper) -> None:
    state(keeper, "2026-05", hours=60)
    claim(keeper)
    before = keeper.books.clock()
    state(keeper, "2026-05", hours=110)
    assert waiting(keeper) == 800
    claim(keeper)
    assert boxes(keeper)["Box 21"] == 2_600
    assert boxes(keeper, known_at=before)["Box 21"] == 1_800
    state(keeper, "2026-05")
    assert claim(keeper) == {}
    assert "Box 21" not in boxes(keeper)
    assert keeper.faults() == []


def test_what_is_posted_is_posted_once_and_a_journal_taken_back_may_be_claimed_again(keeper: Bookkeeper) -> None:
    state(keeper, "2026-05", hours=60)
    entry = claim(keeper)["2026-05"].entry_no
    with pytest.raises(Conflict, match="is posted as it comes out"):
        claim(keeper)
    assert entry is not None
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, entry))
    assert waiting(keeper) == 1_800
    assert claim(keeper)["2026-05"].posted.home_use == 1_800
    assert boxes(keeper)["Box 21"] == 1_800


def test_who_lives_at_the_premises_takes_off_their_costs_and_never_more_than_they_are(keeper: Bookkeeper) -> None:
    """Two people: £500 a month. Rent of £300 in May leaves nothing; power of £700 in June: £500 of it, £200 is left."""
    keeper.enter(date(2026, 5, 4), -30_000, category="cat_rent")
    state(keeper, "2026-05", people=2)
    state(keeper, "2026-06", people=2)
    assert [each.posted.private_use for each in claim(keeper, date(2026, 5, 31)).values()] == [30_000, 0]
    assert boxes(keeper).get("Box 21", 0) == 0
    keeper.enter(date(2026, 6, 4), -70_000, category="cat_utilities")
    assert [each.posted.private_use for each in claim(keeper).values()] == [30_000, 50_000]
    assert boxes(keeper)["Box 21"] == 20_000
    with pytest.raises(Conflict, match="is posted as it comes out"):
        claim(keeper)


def test_a_month_takes_off_what_the_months_before_it_left(keeper: Bookkeeper) -> None:
    """Two people: £500 a month. Of a rent of £700 in May, May takes £500 and June the £200 that are left."""
    keeper.enter(date(2026, 5, 4), -70_000, category="cat_rent")
    state(keeper, "2026-05", people=2)
    state(keeper, "2026-06", people=2)
    assert [each.posted.private_use for each in claim(keeper).values()] == [50_000, 20_000]
    assert boxes(keeper).get("Box 21", 0) == 0


def test_a_closed_year_keeps_what_it_has(keeper: Bookkeeper) -> None:
    keeper.do(manage_years.CHANGE, manage_years.YearChange(date(2026, 4, 6), date(2026, 7, 31)))
    state(keeper, "2026-05", hours=60)
    keeper.close_through(date(2026, 7, 31))
    with pytest.raises(Conflict, match="closed year"):
        claim(keeper)
