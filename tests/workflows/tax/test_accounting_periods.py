"""Corporation tax by its own accounting periods. Worked by hand; the clock stands at 22 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.store.companies import set_years
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.uk_rules.directors_loan import Loan, Repayment, section_458
from accountsos.workflows.deadlines import list_deadlines
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion
from accountsos.workflows.tax import tax_reports
from accountsos.workflows.tax.tax_reports import TaxQuestion
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from tests.support.bookkeeper import TODAY, Bookkeeper, found

INCORPORATED = date(2024, 5, 14)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    """Incorporated on 14 May 2024, first accounts to 31 May 2025, the next to 31 March 2026."""
    keeper = found(books, incorporated_on=INCORPORATED, year_end=(5, 31))
    years = [Period(INCORPORATED, date(2025, 5, 31)), Period(date(2025, 6, 1), date(2026, 3, 31))]

    def apply(db: Writer, company: int, plan: list[Period], cause: Cause) -> None:
        set_years(db, cause, plan)
        cause.note("test.years", "company")

    keeper.do(WriteWorkflow("test.years", lambda db, company, plan: plan, apply), years)
    return keeper


def report(keeper: Bookkeeper, kind: str, day: date) -> list[tuple[str, int]]:
    shown = keeper.ask(tax_reports.TAX, TaxQuestion(kind, TODAY, day))
    return [(line.label, line.amount) for section in shown.sections for line in section.lines]


def deadlines(keeper: Bookkeeper, today: date = TODAY) -> dict[str, Deadline]:
    asked = DeadlineQuestion(today, include_completed=True)
    return {d.deadline_id: d for d in keeper.ask(list_deadlines.LIST, asked)}


def test_section_455_goes_by_the_accounting_period_and_comes_back_by_that_of_the_repayment(keeper: Bookkeeper) -> None:
    """8,000 lent in February 2025 is in the 12 months to 13 May 2025: 33.75 % is 2,700.00, due 14 February 2026.

    3,000 repaid on 20 February 2026 is too late for it; 1,012.50 comes back nine months and a day after 31 March 2026.
    """
    keeper.enter(date(2025, 2, 10), -800_000, category="cat_directors_loan")
    keeper.enter(date(2026, 2, 20), 300_000, category="cat_directors_loan")
    lines = dict(report(keeper, "directors_loan", date(2025, 5, 31)))
    assert lines["Tax under CTA 2010 s455, accounting period to 13 May 2025, due 14 Feb 2026"] == 270_000
    assert lines["Tax under CTA 2010 s455, accounting period to 31 May 2025, due 1 Mar 2026"] == 0
    assert lines["Relief under s458: £3,000.00 repaid on 20 Feb 2026, due back from 1 Jan 2027"] == -101_250
    payment = deadlines(keeper)["ddl_ct_payment_20250513"]
    assert (payment.due_date, payment.amount, payment.status) == (date(2026, 2, 14), 270_000, "overdue")
    assert payment.advice is not None
    assert "£2,700.00 on loans to directors (s455)" in payment.advice


def test_a_repayment_before_the_tax_is_due_leaves_less_to_charge(keeper: Bookkeeper) -> None:
    """5,000 left of 8,000 on 14 February 2026: 1,687.50."""
    keeper.enter(date(2025, 2, 10), -800_000, category="cat_directors_loan")
    keeper.enter(date(2026, 2, 13), 300_000, category="cat_directors_loan")
    lines = dict(report(keeper, "directors_loan", date(2025, 5, 31)))
    assert lines["Tax under CTA 2010 s455, accounting period to 13 May 2025, due 14 Feb 2026"] == 168_750
    assert not [label for label in lines if label.startswith("Relief")]


def test_all_the_relief_is_all_the_tax_whatever_the_pennies() -> None:
    """10.01 at 33.75 % is 3.378: 3.38, and back in three parts of together 3.38."""
    year = Period(date(2024, 4, 1), date(2025, 3, 31))
    paid_back = [Repayment(date(2026, month, 1), amount) for month, amount in ((2, 333), (3, 334), (5, 334))]

    def period_of(day: date) -> Period:
        return Period(date(2025, 4, 1), date(2026, 3, 31)) if day < date(2026, 4, 1) else Period(day, day)

    reliefs = section_458(year, [Loan(date(2024, 6, 1), 1_001)], paid_back, period_of)
    assert sum(each.tax for each in reliefs) == 338
    assert [each.due for each in reliefs] == [date(2027, 1, 1), date(2027, 1, 1), date(2027, 2, 2)]


def test_allowances_belong_to_the_period_in_which_they_arise(keeper: Bookkeeper) -> None:
    """38,300 over 383 days is 36,500 to 13 May 2025 and 1,800 after it; plant for 5,000 on 20 May is the second's.

    36,500 at 19 % is 6,935.00; the second period has a loss of 3,200 and no tax. Apportioned after the allowances
    the first would have borne 33,300 x 365 / 383 = 31,735 only.
    """
    keeper.enter(date(2025, 2, 10), 3_830_000, category="cat_sales")
    keeper.enter(date(2025, 5, 20), -500_000, category="cat_fa_plant")
    shown = keeper.ask(tax_reports.TAX, TaxQuestion("corporation_tax", TODAY, date(2025, 5, 31)))
    returns = {line.label: line.amount for line in shown.sections[1].lines}
    assert list(returns.values()) == [693_500, 0]
    workings = [line.label for line in shown.sections[0].lines]
    assert (
        "Of this, accounting period to 31 May 2025: £1,800.00 by days, -£5,000.00 its own allowances, "
        "together -£3,200.00" in workings
    )


def test_corporation_tax_is_done_when_it_is_paid_oldest_period_first(keeper: Bookkeeper) -> None:
    """38,300 of profit: 6,935.00 by 14 February 2026 and 342.00 (1,800 at 19 %) by 1 March 2026; 7,000 is paid."""
    keeper.enter(date(2025, 2, 10), 3_830_000, category="cat_sales")
    keeper.enter(date(2026, 2, 12), -700_000, category="cat_ct_payable")
    found_now = deadlines(keeper)
    first, second = found_now["ddl_ct_payment_20250513"], found_now["ddl_ct_payment_20250531"]
    assert (first.status, first.amount) == ("completed", 0)
    assert (second.status, second.amount) == ("overdue", 27_700)
    keeper.enter(date(2026, 2, 28), -27_700, category="cat_ct_payable")
    assert deadlines(keeper)["ddl_ct_payment_20250531"].status == "completed"


def test_the_charge_in_the_books_goes_before_the_estimate(books: Books) -> None:
    """Profit 10,000: estimated 1,900.00, charged 1,850.00 after the accountant's work; 850.00 of it is paid."""
    keeper = found(books)
    keeper.enter(date(2025, 6, 1), 1_000_000, category="cat_sales")
    assert deadlines(keeper)["ddl_ct_payment_20260331"].amount == 190_000
    keeper.journal(date(2026, 3, 31), {"cat_corporation_tax": 185_000, "cat_ct_payable": -185_000})
    keeper.enter(date(2026, 11, 2), -85_000, category="cat_ct_payable")
    payment = deadlines(keeper)["ddl_ct_payment_20260331"]
    assert (payment.amount, payment.status) == (100_000, "upcoming")
    assert (
        payment.advice
        == "Corporation tax as charged: £1,850.00. £850.00 is paid. " + str(payment.advice).partition("is paid. ")[2]
    )
