"""What tax makes of registered assets: estimate, computation, a sole trader's deductions. Worked by hand."""

from __future__ import annotations

from datetime import date, datetime

from accountsos.workflows.tax import report_capital_allowances, state_tax_facts, tax_reports
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY
from tests.support.engines import Clock
from tests.workflows.assets.clerk_of_assets import AssetClerk, clerk

MARCH_25, MARCH_26, NOW = date(2025, 3, 31), date(2026, 3, 31), date(2026, 11, 22)
LAPTOP = {"method": "straight_line", "years": 3, "new": True}


def tax(desk: AssetClerk, day: date, kind: str = "corporation_tax", known_at: datetime | None = None) -> TaxReport:
    return desk.keeper.ask(tax_reports.TAX, TaxQuestion(kind, TODAY, day, known_at))


def pools(desk: AssetClerk, day: date) -> TaxReport:
    return desk.keeper.ask(report_capital_allowances.REPORT, TaxQuestion("capital_allowances", TODAY, day))


def lines(report: TaxReport, section: int = 0) -> dict[str, int]:
    return {line.label: line.amount for line in report.sections[section].lines}


def codes(report: TaxReport) -> set[str]:
    return {warning.code for warning in report.warnings}


def trader(books: Books, **more: object) -> AssetClerk:
    values = {"entity_type": "sole_trader", "year_end": (4, 5), "incorporated_on": date(2023, 5, 1), **more}
    return clerk(books, name="Ida Bell", **values)


def test_depreciation_is_added_back_and_the_investment_allowance_taken_and_a_sale_is_a_charge(books: Books) -> None:
    """50,000.00 less 240.00 plus 240.00 less 1,440.00 = 48,560.00 at 19 %. Sold for 500.00 out of an empty pool."""
    desk = clerk(books)
    desk.paid(date(2024, 9, 1), 50_000_00, "cat_sales")
    asset = desk.register(transaction_id=desk.paid(date(2024, 10, 1), -1_440_00), **LAPTOP)
    desk.post(MARCH_25)
    first = tax(desk, MARCH_25)
    assert first.total == 9_226_40
    assert lines(first)["Less: annual investment allowance, Computer & Office Equipment"] == -1_440_00
    assert not {"plant_not_registered", "plant_opened", "plant_sold", "plant_credited"} & codes(first)
    desk.post(MARCH_26)
    desk.dispose(asset, transaction_id=desk.paid(date(2026, 7, 15), 500_00))
    last = tax(desk, NOW)
    assert lines(last)["Balancing charge: plant sold for more than its pool"] == 500_00
    assert (lines(last)["Taxable total profits"], last.total) == (500_00, 95_00)
    assert lines(pools(desk, MARCH_25)) == {"Annual investment allowance: Laptop": 1_440_00}
    assert pools(desk, NOW).total == -500_00


def test_what_had_full_expensing_comes_back_as_a_charge_of_its_own(books: Books) -> None:
    """The pool of 5,000.00 that was stated goes on untouched: 900.00 of it, then 14 % of 4,100.00 = 574.00."""
    desk = clerk(books)
    line = desk.paid(date(2025, 5, 1), -10_000_00, "cat_fa_plant")
    asset = desk.register(
        kind="plant", category_id="cat_fa_plant", transaction_id=line, new=True, claim="full_expensing"
    )
    facts = state_tax_facts.StateFacts(date(2025, 4, 1), {"main_pool_brought_forward": 5_000_00})
    desk.keeper.do(state_tax_facts.STATE, facts)
    assert lines(tax(desk, MARCH_26))["Less: full expensing, Plant & Machinery"] == -10_000_00
    desk.dispose(asset, transaction_id=desk.paid(date(2026, 6, 2), 4_000_00, "cat_fa_plant"))
    found = lines(tax(desk, NOW))
    charge = "Balancing charge: sale of what had full expensing or the special first-year allowance (CAA 2001 s59A)"
    assert found[charge] == 4_000_00
    assert found["Less: writing-down allowance, main pool of £4,100.00, at 14% a year"] == -574_00


def test_plant_that_is_not_registered_stays_as_it_was_and_is_told(books: Books) -> None:
    desk = clerk(books)
    desk.register(transaction_id=desk.paid(date(2024, 10, 1), -1_440_00), **LAPTOP)
    desk.paid(date(2024, 11, 1), -600_00)
    report = tax(desk, MARCH_25)
    assert lines(report)["Less: annual investment allowance, Computer & Office Equipment"] == -2_040_00
    told = {warning.code: warning.amount for warning in report.warnings}
    assert told["plant_not_registered"] == 600_00


def test_an_asset_by_hand_takes_the_place_of_what_stands_on_its_account(books: Books) -> None:
    desk = clerk(books)
    desk.paid(date(2024, 11, 1), -600_00)
    desk.register(cost=600_00, bought_on=date(2024, 10, 20), **LAPTOP)
    report = tax(desk, MARCH_25)
    assert lines(report)["Less: annual investment allowance, Computer & Office Equipment"] == -600_00
    assert "plant_not_registered" not in codes(report)


def test_a_van_has_the_investment_allowance_and_a_car_goes_by_its_emissions(books: Books) -> None:
    """A van 20,000.00 whole; a used car of 40 g/km 10,000.00 in the main pool at 18 %: 1,800.00."""
    desk = clerk(books)
    vehicles = {
        "category_id": "cat_fa_vehicles",
        "transaction_id": desk.paid(date(2024, 6, 3), -30_000_00, "cat_fa_vehicles"),
    }
    assert "cars" in codes(tax(desk, MARCH_25))
    desk.register(kind="van", description="Van", cost=20_000_00, **vehicles)
    desk.register(kind="car", description="Car", cost=10_000_00, co2=40, **vehicles)
    report = tax(desk, MARCH_25)
    assert lines(report)["Less: annual investment allowance, Motor Vehicles"] == -20_000_00
    assert lines(report)["Less: writing-down allowance, main pool of £10,000.00, at 18% a year"] == -1_800_00
    assert "cars" not in codes(report)
    # The next year writes down what that one left: 18 % of 8,200.00.
    assert (
        lines(tax(desk, MARCH_26))["Less: writing-down allowance, main pool of £8,200.00, at 18% a year"] == -1_476_00
    )


def test_the_computation_as_it_was_known(books: Books, clock: Clock) -> None:
    desk = clerk(books)
    asset = desk.register(transaction_id=desk.paid(date(2024, 10, 1), -1_440_00), **LAPTOP)
    then = clock.now
    desk.change(asset, claim="writing_down")
    assert lines(tax(desk, MARCH_25))["Less: writing-down allowance, main pool of £1,440.00, at 18% a year"] == -259_20
    before = lines(tax(desk, MARCH_25, known_at=then))
    assert before["Less: annual investment allowance, Computer & Office Equipment"] == -1_440_00


def test_a_sole_traders_partly_private_car_has_a_pool_of_its_own(books: Books) -> None:
    """6 % of 20,000.00 is 1,200.00, 60 % of it 720.00; then 6 % of 18,800.00 is 1,128.00, of it 676.80."""
    desk = trader(books)
    line = desk.paid(date(2025, 6, 10), -20_000_00, "cat_fa_vehicles")
    car = {"kind": "car", "description": "Car", "category_id": "cat_fa_vehicles", "co2": 120, "private_percent": 40}
    asset = desk.register(transaction_id=line, **car)
    name = "Less: writing-down allowance, an asset of its own, special rate"
    assert lines(tax(desk, date(2026, 4, 5), "income_tax"))[f"{name} of £20,000.00, 6%"] == -720_00
    assert lines(tax(desk, NOW, "income_tax"))[f"{name} of £18,800.00, 6%"] == -676_80
    desk.dispose(asset, transaction_id=desk.paid(date(2026, 9, 1), 15_000_00, "cat_fa_vehicles"))
    ended = lines(tax(desk, NOW, "income_tax"))
    assert ended["Less: balancing allowance, an asset of its own, special rate"] == -2_280_00
    pages = tax(desk, date(2026, 4, 5), "self_employment").sections[1]
    assert [line.amount for line in pages.lines] == [720_00]


def test_on_the_cash_basis_plant_goes_at_its_whole_cost_and_its_sale_is_a_receipt(books: Books) -> None:
    """A van of 20,000.00, 30 % private: 14,000.00; sold for 9,000.00: 6,300.00. A car has allowances all the same."""
    desk = trader(books, basis="cash")
    paid = desk.paid(date(2025, 6, 10), -20_000_00, "cat_fa_vehicles")
    van = {"kind": "van", "description": "Van", "category_id": "cat_fa_vehicles", "private_percent": 30}
    asset = desk.register(transaction_id=paid, **van)
    used = desk.paid(date(2025, 7, 1), -10_000_00, "cat_fa_vehicles")
    desk.register(kind="car", description="Car", category_id="cat_fa_vehicles", co2=40, transaction_id=used)
    found = lines(tax(desk, date(2026, 4, 5), "income_tax"))
    assert found["Less: plant and equipment, not cars"] == -14_000_00
    assert found["Less: writing-down allowance, main pool of £10,000.00, 18%"] == -1_800_00
    desk.dispose(asset, transaction_id=desk.paid(date(2026, 9, 1), 9_000_00, "cat_fa_vehicles"))
    assert lines(tax(desk, NOW, "income_tax"))["Add: what plant and equipment was sold for"] == 6_300_00
    assert "cash_basis" in codes(pools(desk, NOW))


def test_on_the_cash_basis_the_pages_and_the_updates_have_plant_too(books: Books) -> None:
    """The van's 14,000.00 beside 250.00 of sundries in box 30; sold, 6,300.00 of it in box 16. The car is in no box."""
    desk = trader(books, basis="cash")
    van = {"kind": "van", "description": "Van", "category_id": "cat_fa_vehicles", "private_percent": 30}
    asset = desk.register(transaction_id=desk.paid(date(2025, 6, 10), -20_000_00, "cat_fa_vehicles"), **van)
    used = desk.paid(date(2025, 7, 1), -10_000_00, "cat_fa_vehicles")
    desk.register(kind="car", description="Car", category_id="cat_fa_vehicles", co2=40, transaction_id=used)
    desk.paid(date(2025, 6, 12), -250_00, "cat_general")
    pages = tax(desk, date(2026, 4, 5), "self_employment").sections
    boxes = {line.label: line.amount for line in pages[0].lines}
    assert (boxes["Box 30"], boxes["Box 48: net loss"]) == (14_250_00, 14_250_00)
    assert [(s.title, [line.amount for line in s.lines]) for s in pages[1:]] == [("Capital allowances", [1_800_00])]
    desk.dispose(asset, transaction_id=desk.paid(date(2026, 9, 1), 9_000_00, "cat_fa_vehicles"))
    updates = {s.title: {line.label: line.amount for line in s.lines} for s in tax(desk, NOW, "mtd_updates").sections}
    assert "Box 16" not in updates["Standard quarter: 6 Apr 2026 to 5 Jul 2026, due 7 Aug 2026"]
    assert updates["Standard quarter: 6 Apr 2026 to 5 Oct 2026, due 7 Nov 2026"]["Box 16"] == 6_300_00


def test_a_sole_traders_pools_brought_forward_are_stated(books: Books) -> None:
    """18 % of 5,000.00 is 900.00; of the 4,100.00 left, 14 % from 6 April 2026: 574.00. 6 % of 2,000.00: 120.00."""
    desk = trader(books)
    said = {"main_pool_brought_forward": 5_000_00, "special_pool_brought_forward": 2_000_00}
    desk.keeper.do(state_tax_facts.STATE, state_tax_facts.StateFacts(date(2025, 4, 6), said))
    first = lines(tax(desk, date(2026, 4, 5), "income_tax"))
    assert first["Less: writing-down allowance, main pool of £5,000.00, 18%"] == -900_00
    assert first["Less: writing-down allowance, special pool of £2,000.00, 6%"] == -120_00
    second = lines(tax(desk, NOW, "income_tax"))
    assert second["Less: writing-down allowance, main pool of £4,100.00, 14%"] == -574_00
    anew = state_tax_facts.StateFacts(date(2026, 4, 6), {"main_pool_brought_forward": 2_000_00})
    (_, stated) = desk.keeper.do(state_tax_facts.STATE, anew)
    assert (stated.year.start, stated.year.end) == (date(2026, 4, 6), date(2027, 4, 5))
    assert lines(tax(desk, NOW, "income_tax"))["Less: writing-down allowance, main pool of £2,000.00, 14%"] == -280_00
