"""What was lent to a director and what came back, from the movements of the account."""

from __future__ import annotations

from datetime import date

from accountsos.dates import Period
from accountsos.reports.directors_loan import LoanMove, period_charge

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


def charged(*moved: tuple[date, int]) -> int:
    return period_charge(YEAR, [LoanMove(*each) for each in moved], lambda _: YEAR).charge.chargeable


def test_only_what_takes_the_account_into_debit_is_lent_to_the_penny() -> None:
    assert charged((MAY, 1)) == 1
    assert charged((MAY, -500), (JUNE, 800)) == 300
    assert charged((MAY, -500), (JUNE, 500)) == 0


def test_what_comes_back_before_the_tax_falls_due_is_not_charged_to_the_penny() -> None:
    assert charged((MAY, 100), (JUNE, -1)) == 99
    assert charged((MAY, 100), (JUNE, -900)) == 0
