"""Rules that a report or deadline tells of. Worked by hand; today is 22 November 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos import ids
from accountsos.dates import Period
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion
from accountsos.workflows.journals import post_journal
from accountsos.workflows.mileage import claim_mileage, record_trip
from accountsos.workflows.mileage.claim_mileage import MileageQuestion
from accountsos.workflows.mileage.record_trip import NewTrip
from accountsos.workflows.tax import tax_reports
from accountsos.workflows.tax.tax_reports import TaxQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.workflows.vat.keeping import registered

YEAR_END = date(2026, 3, 31)


def deadlines(keeper: Bookkeeper, today: date = TODAY) -> dict[str, Deadline]:
    asked = DeadlineQuestion(today, include_completed=True)
    return {d.deadline_id: d for d in keeper.ask(list_deadlines.LIST, asked)}


def test_the_dividends_of_a_tax_year_bear_the_shareholders_tax(books: Books) -> None:
    """2025-26: salary 12,570, dividends 30,000: 500 at nil, 29,500 at 8.75 % is 2,581.25."""
    keeper = found(books)
    keeper.enter(date(2025, 6, 2), 9_000_000, category="cat_sales")
    keeper.journal(date(2025, 6, 30), {"cat_directors_salary": 1_257_000, "cat_wages_payable": -1_257_000})
    keeper.enter(date(2025, 7, 1), -3_000_000, category="cat_dividends")
    shown = keeper.ask(tax_reports.TAX, TaxQuestion("dividends", TODAY, YEAR_END))
    assert shown.sections[1].title == "The shareholder's tax, 2025-26"
    lines = {line.label: line.amount for line in shown.sections[1].lines}
    assert lines["At nil, the dividend allowance"] == -50_000
    assert lines["Income tax on them, if one person had them all"] == 258_125


def test_a_company_over_the_limits_of_a_micro_entity_is_told_so(books: Books) -> None:
    """First year to 31 March 2024: turnover 700,000 and as much in the bank, over 632,000 and 316,000."""
    keeper = found(books)
    keeper.enter(date(2023, 6, 2), 70_000_000, category="cat_sales")
    shown = keeper.ask(tax_reports.TAX, TaxQuestion("statutory_accounts", TODAY, date(2024, 3, 31)))
    (told,) = (w for w in shown.warnings if w.code == "not_micro")
    assert told.message == (
        "With turnover of £700,000.00 and a balance sheet total of £700,000.00 the company is over those of a "
        "micro-entity: then it draws up accounts of a small company (FRS 102 section 1A), not these"
    )


def test_a_small_turnover_is_a_micro_entitys_whatever_the_employees(books: Books) -> None:
    keeper = found(books)
    keeper.enter(date(2025, 6, 2), 9_000_000, category="cat_sales")
    shown = keeper.ask(tax_reports.TAX, TaxQuestion("statutory_accounts", TODAY, YEAR_END))
    assert "not_micro" not in {w.code for w in shown.warnings}


def test_late_corporation_tax_tells_its_interest(books: Books) -> None:
    """9,500.00 due on 1 January 2026: 7 days at 8 % are 14.58, 318 days at 7.75 % to 22 November 641.45: 656.02."""
    keeper = found(books)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2025, 4, 1)})
    keeper.enter(date(2024, 6, 2), 5_000_000, category="cat_sales")
    payment = deadlines(keeper)["ddl_ct_payment_20250331"]
    assert (payment.amount, payment.status) == (950_000, "overdue")
    assert payment.advice is not None
    assert "Interest on the rest to today: £656.02." in payment.advice


def test_late_payment_of_a_filed_return_tells_what_it_has_cost(books: Books) -> None:
    """10,000 due on 7 May 2026 and unpaid on 7 June, day 31: 3 % and 3 % are 600, and one day of 10 % is 2.74."""
    vat = registered(books)
    vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2026, 1, 1)})
    vat.line(date(2026, 2, 2), 6_000_000, "cat_sales")
    vat.file("2026-Q1")
    payment = deadlines(vat.keeper, date(2026, 6, 7))["ddl_vat_payment_20260331"]
    assert payment.amount == 1_000_000
    assert payment.penalty is not None
    assert payment.penalty.endswith("It comes to £602.74 so far.")


def test_returns_that_are_late_bring_points_that_the_deadline_tells(books: Books) -> None:
    """Nothing filed since 1 January 2026: due on 7 February, May, August and November, four points."""
    vat = registered(books)
    vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2026, 1, 1)})
    late = deadlines(vat.keeper)["ddl_vat_return_20260930"]
    assert late.penalty is not None
    assert "Points that stand today: 4 of 4. They cost £200 so far and go when every return from " in late.penalty


def test_a_confirmation_statement_tells_its_fee(books: Books) -> None:
    keeper = found(books)
    statement = deadlines(keeper)["ddl_confirmation_statement_20270331"]
    assert statement.advice is not None
    assert "The fee is £50, on paper £110." in statement.advice


def test_the_directors_salary_tells_its_national_insurance(books: Books) -> None:
    """2025-26: (30,000 - 12,570) at 8 % is 1,394.40, (30,000 - 5,000) at 15 % is 3,750.00."""
    keeper = found(books)
    keeper.journal(date(2025, 6, 30), {"cat_directors_salary": 3_000_000, "cat_wages_payable": -3_000_000})
    shown = keeper.ask(tax_reports.TAX, TaxQuestion("dividends", TODAY, YEAR_END))
    assert shown.sections[1].title == "National Insurance on the salary, 2025-26"
    lines = {line.label: line.amount for line in shown.sections[1].lines}
    assert lines["Employee's National Insurance on it, if one director had it all"] == 139_440
    assert lines["Employer's, before the employment allowance"] == 375_000


def test_a_directors_loan_of_a_whole_tax_year_tells_its_benefit_and_class_1a(books: Books) -> None:
    """20,000.00 at the start and 30,000.00 at the end: 25,000 at 3.75 % is 937.50, of which 15 % is 140.63."""
    keeper = found(books)
    keeper.enter(date(2025, 3, 1), -2_000_000, "Director", category="cat_directors_loan")
    keeper.enter(date(2025, 9, 1), -1_000_000, "Director", category="cat_directors_loan")
    shown = keeper.ask(tax_reports.TAX, TaxQuestion("directors_loan", TODAY, YEAR_END))
    lines = {line.label: line.amount for section in shown.sections for line in section.lines}
    assert lines["Benefit of 2025-26 without interest, by the averaging method (ITEPA 2003 s182)"] == 93_750
    assert lines["Class 1A National Insurance on it, due by July 2026"] == 14_063
    assert any("official_rate_of_interest" in w.message and "check" in w.message for w in shown.warnings)


def test_interest_at_a_rate_that_may_be_out_of_date_says_check(books: Books) -> None:
    keeper = found(books)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2025, 4, 1)})
    keeper.enter(date(2024, 6, 2), 5_000_000, category="cat_sales")
    assert deadlines(keeper, date(2026, 5, 1))["ddl_ct_payment_20250331"].warnings == ()
    (told,) = deadlines(keeper)["ddl_ct_payment_20250331"].warnings
    assert "late_payment_interest_rate from 2026-01-09" in told


def test_mileage_paid_at_less_or_more_than_approved_tells_relief_and_earnings(books: Books) -> None:
    """1,000 miles at 0.45 are 450.00: 250.00 leaves 200.00 of relief, 600.00 makes 150.00 earnings."""
    keeper = found(books)
    keeper.do(record_trip.ADD, NewTrip(TODAY, date(2025, 5, 1), "Ann Wren", "car", Decimal(1_000), "To a client"))
    journal = keeper.journal(date(2025, 6, 30), {"cat_mileage": 25_000, "cat_directors_loan": -25_000})
    question = MileageQuestion(Period(date(2025, 4, 6), date(2026, 4, 5)))
    told = {w.code: w.amount for w in keeper.ask(claim_mileage.REPORT, question).warnings}
    assert told["mileage_relief"] == 20_000
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, journal.journal.entry_no))
    keeper.journal(date(2025, 6, 30), {"cat_mileage": 60_000, "cat_directors_loan": -60_000})
    told = {w.code: w.amount for w in keeper.ask(claim_mileage.REPORT, question).warnings}
    assert told["mileage_taxable"] == 15_000
    assert "mileage_relief" not in told
