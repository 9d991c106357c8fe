"""A sole trader's tax year from the books. Worked by hand; today is 22 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import BadRequest
from accountsos.reports.statutory import box_warnings
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion
from accountsos.workflows.tax import tax_reports
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found


def trader(books: Books, **more: object) -> Bookkeeper:
    facts = {"entity_type": "sole_trader", "year_end": (4, 5), "incorporated_on": date(2024, 4, 6), **more}
    return found(books, "Ida Bell", **facts)


def report(keeper: Bookkeeper, kind: str, day: date) -> TaxReport:
    return keeper.ask(tax_reports.TAX, TaxQuestion(kind, TODAY, day))


def deadlines(keeper: Bookkeeper, today: date = TODAY) -> dict[str, Deadline]:
    asked = DeadlineQuestion(today, days=800, include_completed=True)
    return {d.deadline_id: d for d in keeper.ask(list_deadlines.LIST, asked)}


def test_profits_bear_income_tax_and_class_4_and_call_for_payments_on_account(books: Books) -> None:
    """2025-26: 62,000 less 1,600 of software, 400 of entertaining added back, 3,000 of plant: 57,400 taxed.

    44,830 after the allowance: 7,540 and 7,130 at 40 % = 2,852: 10,392.00. Class 4: 2,262 and 7,130 at 2 % = 142.60.
    Together 12,796.60; half of it is 6,398.30.
    """
    keeper = trader(books)
    day = date(2025, 9, 1)
    keeper.enter(day, 6_200_000, category="cat_sales")
    keeper.enter(day, -160_000, category="cat_software")
    keeper.enter(day, -40_000, category="cat_entertaining")
    keeper.enter(day, -300_000, category="cat_fa_plant")
    shown = report(keeper, "income_tax", date(2026, 4, 5))
    lines = {line.label: line.amount for section in shown.sections for line in section.lines}
    assert lines["Net profit with disallowable expenses added back"] == 6_040_000
    assert lines["Taxable profits"] == 5_740_000
    assert lines["Income tax, higher: £7,130.00 at 40%"] == 285_200
    assert lines["Class 4 National Insurance, above them: £7,130.00 at 2%"] == 14_260
    assert shown.total == lines["Income tax and Class 4"] == 1_279_660
    assert lines["By 31 Jan 2027, towards 2026-27"] == lines["By 31 Jul 2027, towards 2026-27"] == 639_830
    due = deadlines(keeper)
    assert due["ddl_sa_balance_20260405"].amount == 1_279_660
    assert due["ddl_sa_on_account_1_20260405"].amount == due["ddl_sa_on_account_2_20260405"].amount == 639_830


def test_payments_on_account_of_the_year_before_come_off_the_balance(books: Books) -> None:
    """30,000 in 2024-25: 3,486.00 + 1,045.80 = 4,531.80, on account 4,531.80 in two halves; 2025-26 the same again."""
    keeper = trader(books)
    keeper.enter(date(2024, 9, 2), 3_000_000, category="cat_sales")
    keeper.enter(date(2025, 9, 2), 3_000_000, category="cat_sales")
    due = deadlines(keeper)
    assert due["ddl_sa_balance_20260405"].amount == 0
    assert due["ddl_sa_on_account_1_20260405"].amount == 226_590
    assert due["ddl_sa_on_account_1_20260405"].advice == (
        "As estimated from the books: half of £4,531.80. 31 Jan 2027 is not a working day: the money must arrive by "
        "29 Jan 2027. Only a faster payment may still arrive on the day itself."
    )


def test_on_the_cash_basis_the_whole_cost_of_plant_is_deducted_but_no_cars(books: Books) -> None:
    keeper = trader(books, basis="cash")
    keeper.enter(date(2025, 9, 1), 2_000_000, category="cat_sales")
    keeper.enter(date(2025, 9, 2), -500_000, category="cat_fa_computers")
    keeper.enter(date(2025, 9, 3), -900_000, category="cat_fa_vehicles")
    lines = {line.label: line.amount for line in report(keeper, "income_tax", date(2026, 4, 5)).sections[0].lines}
    assert lines["Less: plant and equipment, not cars"] == -500_000
    assert lines["Taxable profits"] == 1_500_000


def test_what_contractors_deducted_comes_off_and_may_end_payments_on_account(books: Books) -> None:
    """20,000: 1,486.00 + 445.80 = 1,931.80; 4,000 deducted under the scheme: 2,068.20 comes back."""
    keeper = trader(books)
    keeper.journal(date(2025, 9, 1), {"cat_cis_suffered": 400_000, "cat_sales": -2_000_000, "cat_drawings": 1_600_000})
    shown = report(keeper, "income_tax", date(2026, 4, 5))
    assert shown.total == -206_820
    assert [line.amount for line in shown.sections[1].lines] == [0, 0]
    assert deadlines(keeper)["ddl_sa_on_account_1_20260405"].amount == 0


def test_accounts_to_31_march_are_the_tax_years(books: Books) -> None:
    keeper = trader(books, year_end=(3, 31), incorporated_on=date(2024, 4, 1))
    keeper.enter(date(2025, 4, 2), 100_000, category="cat_sales")
    keeper.enter(date(2026, 4, 2), 900_000, category="cat_sales")
    lines = {line.label: line.amount for line in report(keeper, "income_tax", date(2026, 4, 5)).sections[0].lines}
    assert lines["Taxable profits"] == 100_000


def test_updates_are_cumulative_by_box_for_standard_and_calendar_quarters(books: Books) -> None:
    """2026-27: 1,000 on 3 July, 500 on 6 July 2026: in the standard quarter to 5 July only the first."""
    keeper = trader(books)
    keeper.enter(date(2026, 4, 3), 700_000, category="cat_sales")
    keeper.enter(date(2026, 7, 3), 100_000, category="cat_sales")
    keeper.enter(date(2026, 7, 6), 50_000, category="cat_sales")
    keeper.enter(date(2026, 7, 6), -20_000, category="cat_software")
    shown = report(keeper, "mtd_updates", TODAY)
    by_title = {s.title: {line.label: line.amount for line in s.lines} for s in shown.sections}
    first = by_title["Standard quarter: 6 Apr 2026 to 5 Jul 2026, due 7 Aug 2026"]
    second = by_title["Standard quarter: 6 Apr 2026 to 5 Oct 2026, due 7 Nov 2026"]
    calendar = by_title["Calendar quarter: 1 Apr 2026 to 30 Jun 2026, due 7 Aug 2026"]
    assert first["Box 15"] == 100_000
    assert (second["Box 15"], second["Box 23"], second["Box 47: net profit"]) == (150_000, 20_000, 130_000)
    assert calendar["Box 15"] == 700_000
    assert len(by_title) == 6  # two over and the third running, of each kind


def test_late_updates_of_the_first_year_bring_no_points(books: Books) -> None:
    """Over 50,000 in 2024-25: updates from 6 April 2026, without points until April 2027."""
    keeper = trader(books)
    keeper.enter(date(2024, 9, 2), 6_000_000, category="cat_sales")
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2026, 4, 6)})
    update = deadlines(keeper)["ddl_mtd_update_20260705"]
    assert update.penalty == "Late: no points for quarterly updates of 2026-27, the first year; unverified."


def test_a_company_has_no_income_tax_report(books: Books) -> None:
    with pytest.raises(BadRequest, match="income_tax: there is no such report for a limited company"):
        report(found(books), "income_tax", TODAY)


def test_scottish_rates_are_not_worked_out_and_that_is_said(books: Books) -> None:
    keeper = trader(books)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"nation": "scotland"})
    assert "scottish_rates" in {w.code for w in report(keeper, "income_tax", TODAY).warnings}


def test_the_boxes_are_told_to_be_unverified_for_years_whose_form_was_not_compared() -> None:
    assert box_warnings(date(2025, 4, 5)) == ()
    (told,) = box_warnings(date(2026, 4, 5))
    assert (told.code, "of 2024-25" in told.message) == ("unverified_boxes", True)
