"""A company's own categories under the law: what is said of them holds in the books, and is known from then on only."""

from __future__ import annotations

from datetime import date

from accountsos.workflows.companies.chart import ADD_CATEGORY, CHANGE_CATEGORY, CategoryChange, NewCategory
from accountsos.workflows.tax import tax_reports
from accountsos.workflows.tax.tax_reports import TaxQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.engines import Clock
from tests.workflows.vat.keeping import VatKeeper

DAY = date(2025, 5, 6)


def own(keeper: Bookkeeper, name: str, like: str, **treatment: str) -> str:
    return keeper.do(ADD_CATEGORY, NewCategory(name, like, treatment=treatment)).category_id


def test_own_categories_keep_the_vat_of_their_pattern(books: Books) -> None:
    """Overseas sales 900 in box 6 only; a service from abroad, 100, in boxes 1, 4, 6 and 7; interest 50."""
    vat = VatKeeper(found(books))
    vat.scheme("standard")
    overseas = own(vat.keeper, "Licences abroad", "cat_sales_overseas")
    hosting = own(vat.keeper, "Hosting", "cat_software")
    interest = own(vat.keeper, "Interest of the reserve", "cat_interest_income")
    vat.line(DAY, 90_000, overseas)
    vat.line(DAY, -10_000, hosting, text="HETZNER ONLINE")
    vat.line(DAY, 5_000, interest)
    assert vat.boxes("2025-Q2") == {1: 2_000, 3: 2_000, 4: 2_000, 6: 105_000, 7: 10_000}
    assert "exempt_sales" not in vat.codes("2025-Q2")
    assert vat.keeper.faults() == []


def test_a_van_is_plant_where_the_chart_says_so_and_reports_of_before_say_what_they_said(
    books: Books, clock: Clock
) -> None:
    """12,000 for a van: no allowance under a category for cars, the whole of it once that is stated as plant."""
    keeper = found(books)
    vans = own(keeper, "Vans", "cat_fa_vehicles")
    keeper.enter(DAY, 5_000_000, category="cat_sales")
    keeper.enter(DAY, -1_200_000, category=vans)
    question = TaxQuestion("corporation_tax", TODAY, DAY)
    before = clock.now
    assert keeper.ask(tax_reports.TAX, question).total == 950_000
    keeper.do(CHANGE_CATEGORY, CategoryChange(vans, {"allowance_class": "plant"}))
    assert keeper.ask(tax_reports.TAX, question).total == 722_000
    assert keeper.ask(tax_reports.TAX, TaxQuestion("corporation_tax", TODAY, DAY, before)).total == 950_000
    assert keeper.faults() == []
