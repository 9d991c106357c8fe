"""Repayments that are lent again: 30 days, arrangements, and dividends that neither rule touches. Worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.workflows.tax import state_loan_arrangements, tax_reports
from accountsos.workflows.tax.state_loan_arrangements import Arrangement
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found

JUNE, MARCH, APRIL, JULY = date(2025, 6, 2), date(2026, 3, 20), date(2026, 4, 10), date(2026, 7, 10)
LOAN = "cat_directors_loan"


def lend(keeper: Bookkeeper, day: date, amount: int) -> None:
    """By journal, so that no line names anybody."""
    keeper.journal(day, {LOAN: amount, "cat_prepayments": -amount})


def repay(keeper: Bookkeeper, day: date, amount: int) -> None:
    keeper.journal(day, {"cat_prepayments": amount, LOAN: -amount})


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    """£20,000 lent in June 2025, in the year to 31 March 2026: the tax falls due on 1 January 2027."""
    keeper = found(books)
    lend(keeper, JUNE, 2_000_000)
    return keeper


def report(keeper: Bookkeeper) -> TaxReport:
    return keeper.ask(tax_reports.TAX, TaxQuestion("directors_loan", TODAY, date(2026, 3, 31)))


def codes(shown: TaxReport) -> dict[str, int | None]:
    return {w.code: w.amount for w in shown.warnings}


def test_a_loan_repaid_and_lent_again_within_30_days_stays_charged(keeper: Bookkeeper) -> None:
    """£20,000 at 33.75 %: 6,750. Repaid in time, but lent again 21 days later."""
    assert report(keeper).total == 675_000
    repay(keeper, MARCH, 2_000_000)
    assert report(keeper).total == 0
    lend(keeper, APRIL, 2_000_000)
    shown = report(keeper)
    assert (shown.total, codes(shown)["bed_and_breakfast"]) == (675_000, 2_000_000)


def test_new_loans_of_less_than_5000_or_later_than_30_days_are_left_alone(keeper: Bookkeeper) -> None:
    repay(keeper, MARCH, 2_000_000)
    lend(keeper, APRIL, 499_999)
    lend(keeper, date(2026, 4, 19), 2_000_000)
    assert report(keeper).total == 0


def test_what_a_dividend_repaid_is_lent_again_without_a_charge(keeper: Bookkeeper) -> None:
    """The dividend is taxed on the director (CTA 2010 s464C(6)); taken back, it repays nothing."""
    keeper.journal(MARCH, {"cat_dividends": 2_000_000, LOAN: -2_000_000})
    lend(keeper, APRIL, 2_000_000)
    shown = report(keeper)
    assert (shown.total, "bed_and_breakfast" in codes(shown)) == (0, False)


def test_arranged_loans_count_whenever_they_are_made(keeper: Bookkeeper) -> None:
    """£20,000 was owed, more than 15,000; new loans of £8,000 were arranged and made in July: £8,000 stays charged.

    33.75 % of 8,000 is 2,700.
    """
    repay(keeper, MARCH, 2_000_000)
    lend(keeper, JULY, 800_000)
    assert report(keeper).total == 0
    before = keeper.books.clock()
    keeper.do(state_loan_arrangements.STATE, Arrangement(MARCH, 800_000))
    shown = report(keeper)
    assert (shown.total, codes(shown)["bed_and_breakfast"]) == (270_000, 800_000)
    as_known = keeper.ask(tax_reports.TAX, TaxQuestion("directors_loan", TODAY, date(2026, 3, 31), before))
    assert as_known.total == 0
    keeper.do(state_loan_arrangements.STATE, Arrangement(MARCH, 0))
    assert report(keeper).total == 0
    assert keeper.ask(state_loan_arrangements.SHOW, None) == []


def test_an_arrangement_of_a_day_without_a_repayment_is_told(keeper: Bookkeeper) -> None:
    keeper.do(state_loan_arrangements.STATE, Arrangement(MARCH, 800_000))
    assert codes(report(keeper))["arrangement_without_repayment"] == 800_000
    repay(keeper, MARCH, 2_000_000)
    assert "arrangement_without_repayment" not in codes(report(keeper))
