"""Losses and pools in the estimate of corporation tax. Worked by hand; years to 31 March, today 22 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.journals import JournalLine
from accountsos.reports.ct_allowances import Bought, Plant, ct_allowances
from accountsos.uk_rules.capital_allowances import Pools
from accountsos.uk_rules.ct_losses import deductions_allowance, most_losses
from accountsos.uk_rules.plant_allowances import Written
from accountsos.workflows.deadlines import list_deadlines
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostOpeningBalances
from accountsos.workflows.tax import state_tax_facts, tax_reports
from accountsos.workflows.tax.state_tax_facts import StateFacts, YearFacts
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.engines import Clock

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
IN_YEAR = date(2025, 6, 2)


def state(keeper: Bookkeeper, day: date = YEAR.start, **amounts: int) -> list[YearFacts]:
    return keeper.do(state_tax_facts.STATE, StateFacts(day, amounts))


def report(keeper: Bookkeeper, day: date = YEAR.end, kind: str = "corporation_tax", **more: object) -> TaxReport:
    return keeper.ask(tax_reports.TAX, TaxQuestion(kind, TODAY, day, **more))  # type: ignore[arg-type]  # known_at only


def lines(shown: TaxReport, section: int = 0) -> dict[str, int]:
    return {line.label: line.amount for line in shown.sections[section].lines}


def codes(shown: TaxReport) -> set[str]:
    return {w.code for w in shown.warnings}


def test_a_claimed_loss_and_the_pool_come_off_the_profit_and_the_rest_is_carried_on(books: Books) -> None:
    """20,000 less 18 % of 10,000 = 18,200; less 5,000 claimed of 8,000 = 13,200; 19 % of it 2,508."""
    keeper = found(books)
    keeper.enter(IN_YEAR, 2_000_000, category="cat_sales")
    state(keeper, losses_brought_forward=800_000, losses_claimed=500_000, main_pool_brought_forward=1_000_000)
    shown = report(keeper)
    found_lines = lines(shown)
    assert found_lines["Less: writing-down allowance, main pool of £10,000.00, at 18% a year"] == -180_000
    assert found_lines["Less: losses brought forward, as claimed (CTA 2010 s45A)"] == -500_000
    assert found_lines["Taxable total profits"] == 1_320_000
    assert shown.total == 250_800
    assert lines(shown, 2) == {
        "Trading losses brought forward": 800_000,
        "Less: set off in the period": -500_000,
        "Loss of the period": 0,
        "Trading losses carried forward": 300_000,
        "Main pool brought forward": 1_000_000,
        "Main pool carried forward": 820_000,
    }


def test_nothing_is_set_off_without_a_claim_and_never_more_than_there_is(books: Books) -> None:
    keeper = found(books)
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    state(keeper, losses_brought_forward=400_000)
    assert report(keeper).total == 190_000
    assert "losses_unclaimed" in codes(report(keeper))
    state(keeper, losses_brought_forward=400_000, losses_claimed=900_000)
    assert report(keeper).total == 114_000
    assert "losses_restricted" in codes(report(keeper))
    state(keeper)
    assert report(keeper).total == 190_000
    assert len(report(keeper).sections) == 2


def test_the_earlier_years_in_the_books_leave_their_losses_and_pools(books: Books) -> None:
    """2023-24 with a pool stated; 2024-25: loss 4,000 plus 18 % of what the pool was left at; then 10,000."""
    keeper = found(books)
    keeper.enter(date(2023, 5, 1), 1_000_000, category="cat_sales")
    keeper.enter(date(2024, 6, 1), -400_000, category="cat_software")
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    state(keeper, date(2023, 4, 1), main_pool_brought_forward=1_000_000)
    # Pool 10,000 - 1,800 = 8,200, then 1,476: 6,724, then 1,210.32. Loss 4,000 + 1,476 = 5,476.
    of_loss = report(keeper, date(2025, 3, 31))
    assert "loss" in codes(of_loss)
    assert lines(of_loss, 2)["Trading losses carried forward"] == 547_600
    now = report(keeper)
    assert {"losses_from_books", "losses_unclaimed"} <= codes(now)
    assert now.total == 167_004, "19 % of 8,789.68 is 1,670.0392"
    state(keeper, losses_claimed=547_600)
    claimed = report(keeper)
    assert lines(claimed)["Taxable total profits"] == 1_000_000 - 121_032 - 547_600
    assert lines(claimed, 2)["Trading losses carried forward"] == 0
    assert lines(claimed, 2)["Main pool carried forward"] == 551_368


def test_a_year_that_the_books_hold_in_part_only_leaves_no_loss(books: Books) -> None:
    """Incorporated in April 2023, the first line is of June 2024: what came before nobody here knows."""
    keeper = found(books)
    keeper.enter(date(2024, 6, 1), -400_000, category="cat_software")
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    assert report(keeper).total == 190_000
    assert "losses_unclaimed" not in codes(report(keeper))


def test_the_deadline_and_the_dividends_go_by_the_same_estimate(books: Books) -> None:
    keeper = found(books)
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    state(keeper, losses_brought_forward=400_000, losses_claimed=400_000)
    assert report(keeper, kind="dividends").total == 1_000_000 - 114_000
    due = {d.deadline_id: d for d in keeper.ask(list_deadlines.LIST, list_deadlines.DeadlineQuestion(TODAY))}
    assert due["ddl_ct_payment_20260331"].amount == 114_000


def test_plant_that_was_filed_elsewhere_and_back_is_bought_once(books: Books) -> None:
    keeper = found(books)
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    number = keeper.enter(IN_YEAR, -300_000, category="cat_fa_computers").row.number
    keeper.change(number, category_id="cat_software")
    assert report(keeper).total == 133_000
    assert not any("annual investment" in label for label in lines(report(keeper)))
    keeper.change(number, category_id="cat_fa_computers")
    assert lines(report(keeper))["Less: annual investment allowance, Computer & Office Equipment"] == -300_000


def test_money_in_for_plant_comes_off_the_pool_and_above_it_is_income(books: Books) -> None:
    """Pool 2,000 less 500 = 1,500 at 18 %: 270. Another 4,000 in: 2,500 more than the pool."""
    keeper = found(books)
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    state(keeper, main_pool_brought_forward=200_000)
    keeper.enter(IN_YEAR, 50_000, category="cat_fa_plant")
    assert lines(report(keeper))["Less: writing-down allowance, main pool of £1,500.00, at 18% a year"] == -27_000
    assert "plant_sold" in codes(report(keeper))
    keeper.enter(IN_YEAR, 400_000, category="cat_fa_plant")
    assert lines(report(keeper))["Balancing charge: plant sold for more than its pool"] == 250_000


def test_plant_taken_off_by_journal_asks_for_its_proceeds(books: Books) -> None:
    keeper = found(books)
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    keeper.journal(IN_YEAR, {"cat_fa_plant": -100_000, "cat_disposal": 100_000})
    assert "plant_credited" in codes(report(keeper))
    state(keeper, main_pool_disposals=20_000)
    assert "plant_credited" not in codes(report(keeper))
    assert lines(report(keeper))["Balancing charge: plant sold for more than its pool"] == 20_000


def test_plant_in_the_opening_balances_was_not_bought_here(books: Books) -> None:
    """Converted on 1 September 2025, inside the year: its 5,000 of plant has no investment allowance."""
    keeper = found(books)
    sides = (JournalLine("cat_fa_plant", debit=500_000), JournalLine("cat_retained", credit=500_000))
    keeper.do(post_journal.POST_OPENING, PostOpeningBalances(date(2025, 9, 1), sides))
    keeper.enter(date(2025, 10, 1), 1_000_000, category="cat_sales")
    shown = report(keeper)
    assert shown.total == 190_000
    assert "plant_opened" in codes(shown)


def test_a_report_as_known_before_keeps_what_was_stated_then(books: Books, clock: Clock) -> None:
    keeper = found(books)
    keeper.enter(IN_YEAR, 1_000_000, category="cat_sales")
    state(keeper, losses_brought_forward=400_000, losses_claimed=400_000)
    then = clock.now
    clock.now += timedelta(days=1)
    state(keeper)
    assert report(keeper).total == 190_000
    assert report(keeper, known_at=then).total == 114_000


def test_each_accounting_period_of_a_long_one_has_its_own_allowances() -> None:
    """2025 at 18 % of 10,000: 1,800. Half of 2026, 90 days at 18 and 91 at 14 of 181 days: 15.99 % a year of 8,200."""
    accounts = Period(date(2025, 1, 1), date(2026, 6, 30))
    found_now = ct_allowances(standard_chart(), accounts, Plant(), Written(Pools(main=1_000_000)))
    assert [line.amount for line in found_now.lines] == [-180_000, -65_559]
    assert found_now.carried.pools == Pools(main=754_441)


def test_plant_above_the_investment_allowance_joins_the_pool() -> None:
    """1,200,000 in six months: 500,000 at once, 700,000 in the pool at 18 % for half a year."""
    accounts = Period(date(2025, 4, 1), date(2025, 9, 30))
    plant = Plant(bought=(Bought("cat_fa_plant", date(2025, 5, 1), 120_000_000),))
    found_now = ct_allowances(standard_chart(), accounts, plant, Written())
    assert [line.amount for line in found_now.lines] == [-50_000_000, -6_300_000]
    assert found_now.carried.pools == Pools(main=63_700_000)


def test_above_five_million_only_half_of_the_profit_may_be_covered() -> None:
    assert most_losses(500_000_000, YEAR) == 500_000_000
    assert most_losses(600_000_000, YEAR) == 550_000_000
    half_year = Period(date(2025, 4, 1), date(2025, 9, 30))
    assert deductions_allowance(half_year) == 250_684_932
    assert most_losses(350_684_932, half_year) == 300_684_932
    assert most_losses(-5, YEAR) == 0
    with pytest.raises(BadRequest, match="2017-04-01"):
        most_losses(1, Period(date(2017, 3, 31), date(2018, 3, 30)))


@pytest.mark.parametrize(
    ("day", "amounts", "words"),
    [
        (date(2025, 4, 2), {}, "give 2025-04-01"),
        (YEAR.start, {"losses_brought_forward": -1}, "without a sign"),
        (YEAR.start, {"window_tax": 1}, "window_tax"),
        (date(2016, 4, 1), {"losses_claimed": 1}, "2017-04-01"),
    ],
)
def test_what_cannot_be_stated_is_refused_and_nothing_is_kept(
    books: Books, day: date, amounts: dict[str, int], words: str
) -> None:
    keeper = found(books)
    with pytest.raises(BadRequest, match=words):
        state(keeper, day, **amounts)
    assert keeper.ask(state_tax_facts.SHOW, None) == []


def test_a_sole_trader_states_nothing(books: Books) -> None:
    keeper = found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5))
    with pytest.raises(BadRequest, match="sole trader"):
        state(keeper, date(2025, 4, 6), losses_claimed=1)
