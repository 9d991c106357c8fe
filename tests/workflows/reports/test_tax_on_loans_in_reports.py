"""Reports take tax paid for the tax on loans, as the loans stand: also after what was worked out before."""

from __future__ import annotations

from datetime import date

from accountsos.workflows.reports.financial_statements import PROFIT_AND_LOSS, ProfitQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found

LOAN, TAX = "cat_directors_loan", "cat_ct_payable"


def without_a_charge(keeper: Bookkeeper) -> int | None:
    """Corporation tax paid beyond what is charged, as the profit and loss warns."""
    statement, _ = keeper.ask(PROFIT_AND_LOSS, ProfitQuestion(TODAY, date(2026, 4, 1), date(2027, 3, 31)))
    return next((w.amount for w in statement.warnings if w.code == "tax_charge_missing"), None)


def test_the_tax_on_a_loan_is_no_missing_charge_and_becomes_one_when_the_loan_is_repaid(books: Books) -> None:
    """£1,000 lent at 33.75 % are 337.50 of £400.00 paid; repaid in time, nothing of it is."""
    keeper = found(books)
    keeper.journal(date(2025, 6, 2), {LOAN: 100_000, "cat_prepayments": -100_000})
    keeper.journal(date(2026, 5, 4), {TAX: 40_000, "cat_prepayments": -40_000})
    assert [without_a_charge(keeper) for _ in range(2)] == [6_250, 6_250]
    keeper.journal(date(2026, 3, 20), {"cat_prepayments": 100_000, LOAN: -100_000})
    assert [without_a_charge(keeper) for _ in range(2)] == [40_000, 40_000]
