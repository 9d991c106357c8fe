"""What was lent to a director and what came back, from the movements of the account."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.reports.directors_loan import LoanMove, directors_account, period_charge

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
MARCH, MAY, JUNE = date(2025, 3, 1), date(2025, 5, 1), date(2025, 6, 1)


def charged(*moved: tuple[date, int]) -> int:
    return period_charge(YEAR, [LoanMove(*each) for each in moved], lambda _: YEAR).charge.chargeable


def test_only_what_takes_the_account_into_debit_is_lent_to_the_penny() -> None:
    assert charged((MAY, 1)) == 1
    assert charged((MAY, -500), (JUNE, 800)) == 300
    assert charged((MAY, -500), (JUNE, 500)) == 0


def test_what_comes_back_before_the_tax_falls_due_is_not_charged_to_the_penny() -> None:
    assert charged((MAY, 100), (JUNE, -1)) == 99
    assert charged((MAY, 100), (JUNE, -900)) == 0


@pytest.mark.parametrize(
    ("moved", "reportable"),
    [
        ([(MARCH, 1_000_000)], False),
        ([(MARCH, 1_000_001)], True),
        ([(MARCH, 1_000_001), (MAY, -1_000_001)], True),
        ([(MARCH, 1_000_000), (MAY, -500_000)], False),
        ([(MARCH, 600_000), (MAY, 400_001)], True),
        ([(MAY, 1_000_000)], False),
        ([(MAY, 1_000_001), (MAY, -1)], False),
        ([(MARCH, -1_000_001)], False),
    ],
)
def test_a_benefit_is_reported_where_more_than_ten_thousand_was_owed_brought_forward_or_on_some_evening(
    moved: list[tuple[date, int]], *, reportable: bool
) -> None:
    found = directors_account(None, [LoanMove(*each) for each in moved], YEAR, lambda _: YEAR)
    assert found.benefit is reportable
