"""The most VAT that a gross amount can hold: the standard rate of the day, and a penny for rounding."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.bookkeeping.invoice_vat import most_vat_in


@pytest.mark.parametrize(
    ("gross", "day", "most"),
    [
        (12_000, date(2026, 3, 2), 2_001),  # 120.00 at 20 %: 20.00
        (11_750, date(2010, 6, 1), 1_751),  # 117.50 at 17.5 %: 17.50
        (11_500, date(2009, 6, 1), 1_501),  # 115.00 at 15 %: 15.00
        (100, date(2026, 3, 2), 18),  # 1.00 at 20 %: 16.67 pence, so 17
        (1, date(2026, 3, 2), 1),
        (0, date(2026, 3, 2), 0),  # of nothing there is no VAT, not even a penny of rounding
    ],
)
def test_the_most_vat_is_that_of_the_days_standard_rate_and_one_penny(gross: int, day: date, most: int) -> None:
    assert most_vat_in(gross, day) == most
