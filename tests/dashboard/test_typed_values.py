"""Amounts and days are read as people write them, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dashboard.typed_values import day_typed, pence_typed
from accountsos.dashboard.vat_words import vat_choices, vat_means

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1,200", 120_000),
        ("£1200.00", 120_000),
        ("45.99", 4_599),
        ("45.9", 4_590),
        ("(45.99)", -4_599),
        ("-3", -300),
        ("\u22123.10", -310),
        (" 7 ", 700),
        ("1.234", None),
        ("12.", None),
        ("twelve", None),
        ("1e3", None),
        ("", None),
        ("99999999999999", None),
        ("\u0661", None),
    ],
)
def test_an_amount_is_read_to_the_penny(text: str, pence: int | None) -> None:
    assert pence_typed(text) == pence


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/10/26", date(2026, 10, 1)),
        ("01.10.2026", date(2026, 10, 1)),
        ("1 Oct", date(2026, 10, 1)),
        ("1st October", date(2026, 10, 1)),
        ("24 Dec", date(2025, 12, 24)),
        ("1 October 2024", date(2024, 10, 1)),
        ("29 Feb", date(2024, 2, 29)),
        ("2026-10-01", date(2026, 10, 1)),
        ("today", SUNDAY),
        ("Yesterday", date(2026, 11, 21)),
        ("31/11/2026", None),
        ("10/13/2026", None),
        ("Oct", None),
        ("1 Okt", None),
        ("", None),
    ],
)
def test_a_day_is_day_first_and_without_a_year_the_latest_that_has_been(text: str, day: date | None) -> None:
    assert day_typed(text, SUNDAY) == day


def test_vat_is_said_with_its_rate_and_what_it_means_in_money() -> None:
    assert vat_means("P20", 7_263, SUNDAY) == "20%, you reclaim £12.11"  # 72.63 / 6 = 12.105
    assert vat_means("RC20", 7_263, SUNDAY) == "bought abroad: you add £14.53 and take it off again, nothing to pay"
    assert vat_means("P5", 2_100, SUNDAY) == "5%, you reclaim £1.00"  # 21.00 / 21
    assert vat_means("S20", 12_000, date(2010, 6, 1)) == "17.5%: £17.87 is owed to HMRC"  # 120.00 × 7 / 47 = 17.872
    assert vat_means("P20", None, SUNDAY) == "20%, you reclaim it"


def test_a_code_that_somebody_said_stays_among_the_choices() -> None:
    assert [option.value for option in vat_choices(-100, SUNDAY, "PVA20")][-1] == "PVA20"
    assert "S20" not in {option.value for option in vat_choices(-100, SUNDAY)}
