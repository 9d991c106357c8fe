"""The estimate of corporation tax from movements: add-backs to look at, losses as claimed, what is warned of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accountsos.dates import Period
from accountsos.ledger.fixed_assets import RegisteredAsset
from accountsos.reports.ct_allowances import OPENING, Bought, Plant, PlantPosting, plant_of
from accountsos.reports.ct_estimate import CtEstimate, CtFacts, ct_estimate
from accountsos.reports.trial_balance import Movements
from tests.reports.books import CHART, Books, debit, main
from tests.reports.estate_car import CAR

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
DAY = date(2025, 6, 1)


def year_of(profit: int) -> Movements:
    books = Books()
    books.post("2025-06-01", main(profit), debit("cat_sales", -profit))
    return books.movements()


def estimate(profit: int, facts: CtFacts) -> CtEstimate:
    return ct_estimate(CHART, year_of(profit), YEAR, facts)


def codes(found: CtEstimate) -> set[str]:
    return {warning.code for warning in found.warnings}


def test_a_loss_uses_no_loss_of_before_and_owes_nothing() -> None:
    found = estimate(-1_000_00, CtFacts(losses=500_00, losses_claimed=500_00))
    assert (found.losses_used, found.taxable, found.charge.tax) == (0, 0, 0)
    assert found.losses_carried_forward == 1_500_00


def test_no_profit_at_all_uses_no_loss() -> None:
    found = ct_estimate(CHART, (), YEAR, CtFacts(losses=500_00, losses_claimed=500_00))
    assert (found.losses_used, found.taxable, found.losses_carried_forward) == (0, 0, 500_00)


def test_nothing_is_set_off_where_nothing_is_claimed() -> None:
    found = estimate(1_000_00, CtFacts(losses=500_00))
    assert (found.losses_used, found.taxable, found.losses_carried_forward) == (0, 1_000_00, 500_00)
    assert "losses_unclaimed" in codes(found)


def test_a_single_penny_is_set_off_and_set_against() -> None:
    assert estimate(1_000_00, CtFacts(losses=1, losses_claimed=1)).taxable == 999_99
    assert estimate(1, CtFacts(losses=500_00, losses_claimed=500_00)).losses_used == 1


def test_losses_are_the_books_own_only_where_that_is_said() -> None:
    assert "losses_from_books" not in codes(estimate(1_000_00, CtFacts(losses=500_00, losses_claimed=500_00)))
    worked_out = CtFacts(losses=500_00, losses_claimed=500_00, losses_from_books=True)
    assert "losses_from_books" in codes(estimate(1_000_00, worked_out))


def test_a_cost_that_may_be_allowable_in_part_is_told_with_its_amount() -> None:
    doubtful = "cat_legal"
    books = Books()
    books.post("2025-06-01", main(-240_00), debit(doubtful, 240_00))
    found = ct_estimate(CHART, books.movements(), YEAR, CtFacts())
    told = [w for w in found.warnings if w.code == "check_allowable"]
    assert [w.amount for w in told] == [240_00]
    assert CHART.categories[doubtful].name in told[0].message
    assert found.taxable == 0
    assert "check_allowable" not in codes(estimate(1_000_00, CtFacts()))


def posting(day: date, amount: int, number: int) -> PlantPosting:
    return PlantPosting("cat_fa_plant", day, amount, ("transaction", number))


def test_what_was_taken_back_and_booked_again_was_bought_on_the_day_it_stands_at() -> None:
    moved = [posting(DAY, 900_00, 1), posting(DAY, -900_00, 1), posting(date(2025, 7, 9), 900_00, 1)]
    assert plant_of(moved) == Plant((Bought("cat_fa_plant", date(2025, 7, 9), 900_00),))


def test_a_later_correction_of_the_price_leaves_the_day_of_purchase() -> None:
    corrected = [posting(DAY, 900_00, 1), posting(date(2025, 7, 9), -100_00, 1)]
    assert plant_of(corrected) == Plant((Bought("cat_fa_plant", DAY, 800_00),))


def by_hand(cost: int, bought_on: date) -> RegisteredAsset:
    """An asset in the register of which no line says where it came from."""
    return RegisteredAsset(replace(CAR, category_id="cat_fa_plant", cost=cost, bought_on=bought_on))


def test_an_asset_by_hand_is_the_purchase_of_its_cost_and_not_an_older_one() -> None:
    older, same = posting(DAY, 500_00, 1), posting(date(2025, 7, 9), 900_00, 2)
    found = plant_of([older, same], [by_hand(900_00, DAY)], YEAR)
    assert found == Plant((Bought("cat_fa_plant", DAY, 500_00),))


def test_an_asset_by_hand_of_before_the_opening_balances_is_in_them() -> None:
    """Of 2,500.00 brought forward 900.00 are registered; as much bought later is another thing."""
    opened = PlantPosting("cat_fa_plant", date(2025, 4, 1), 2_500_00, (OPENING, 1))
    later = posting(DAY, 900_00, 2)
    found = plant_of([opened, later], [by_hand(900_00, date(2024, 5, 1))], YEAR)
    assert found == Plant((Bought("cat_fa_plant", DAY, 900_00),), opened=1_600_00)


def test_what_was_taken_back_for_good_is_nothing() -> None:
    assert plant_of([posting(DAY, 900_00, 1), posting(DAY, -900_00, 1)]) == Plant()
