"""Scale charges of private fuel: HMRC's tables, the band of a car, the part of a period, the VAT inside."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.uk_rules.fuel_scale import HIGHEST, LOWEST, STEP, scale_band, scale_charge, scale_row
from accountsos.uk_rules.parameters import all_parameters, in_force_or_none

# first day, months, the charges with VAT of 120 or less, 125, 130 … 225 or more; of 2026 those that could be read.
TABLES = """
2023-05-01 1 61 91 97 103 110 115 122 128 134 140 146 152 159 164 171 178 183 190 195 202 208 214
2023-05-01 3 183 276 293 312 331 349 368 386 405 423 441 459 478 497 515 534 552 571 588 607 626 644
2023-05-01 12 737 1103 1179 1250 1327 1398 1474 1545 1622 1693 1769 1840 1917 1988 2064 2135 2212 2283 2359 2430
  2507 2578
2024-05-01 1 58 87 92 98 105 110 116 122 127 134 139 145 151 157 163 169 174 180 186 192 198 203
2024-05-01 3 174 263 279 297 315 332 350 368 385 403 420 437 455 473 490 508 526 544 560 578 596 613
2024-05-01 12 702 1050 1123 1191 1263 1331 1404 1471 1544 1612 1685 1752 1825 1893 1965 2033 2106 2174 2246 2314
  2387 2454
2025-05-01 1 54 82 87 93 99 103 109 115 120 126 131 137 143 148 153 159 164 170 175 181 187 192
2025-05-01 3 164 248 263 280 297 313 330 347 363 380 396 412 429 446 462 479 496 512 528 545 561 578
2025-05-01 12 661 990 1059 1122 1191 1255 1323 1387 1456 1520 1588 1652 1721 1784 1853 1917 1985 2049 2118 2182
  2250 2314
2026-05-01 1 54 81 86 92 98 103 109 114 119
2026-05-01 3 163 246 261 278 294 311 328 344 361
2026-05-01 12 657 983 1051 1114 1182 1245 1314 1377 1445 1508 1576 1640 1708 1771 1839 1902 1971 2034 2102 2165
  2233 2297
"""
BANDS = range(LOWEST, HIGHEST + STEP, STEP)
TOLD = [line.split() for line in TABLES.replace("\n  ", " ").strip().splitlines()]
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize("told", TOLD, ids=[f"{first}-{months}" for first, months, *_ in TOLD])
def test_the_table_applies_to_periods_that_begin_on_its_first_day_or_later(told: list[str]) -> None:
    first, months, *charges = told
    day = date.fromisoformat(first)
    for band, charge in zip(BANDS, charges, strict=False):
        name = f"fuel_scale_{band}_{months}m"
        known = in_force_or_none(day, name)
        assert known is not None
        assert known.value == Decimal(charge), name
        before = in_force_or_none(day - timedelta(days=1), name)
        assert before is None or before.in_force_from < day


def test_no_charge_stands_in_the_data_that_is_not_in_these_tables() -> None:
    rows = [row for name, each in all_parameters().items() if name.startswith("fuel_scale_") for row in each.rows]
    assert len(rows) == sum(len(charges) for _, _, *charges in TOLD)


def test_the_band_is_rounded_down_to_a_multiple_of_five_within_the_table() -> None:
    assert [scale_band(grams) for grams in (0, 119, 120, 124, 125, 139, 140, 224, 225, 226, 400)] == [
        120,
        120,
        120,
        120,
        125,
        135,
        140,
        220,
        225,
        225,
        225,
    ]
    with pytest.raises(BadRequest, match="co2 is -1"):
        scale_band(-1)


def test_the_first_day_of_the_period_chooses_the_table() -> None:
    """The quarter from 1 April 2026 still has the table of May 2025; that from 1 May has the next one."""
    april = scale_row(140, Period(date(2026, 4, 1), date(2026, 6, 30)))
    may = scale_row(140, Period(date(2026, 5, 1), date(2026, 7, 31)))
    assert (april and april.value, may and may.value) == (Decimal(297), Decimal(294))


def test_where_no_table_is_known_none_is_taken_for_it() -> None:
    assert scale_row(140, Period(date(2026, 7, 1), date(2026, 8, 31))) is None, "there is no table of two months"
    assert scale_row(200, Period(date(2026, 7, 1), date(2026, 9, 30))) is None, "not read of May 2026"
    assert scale_row(140, Period(date(2027, 7, 1), date(2027, 9, 30))) is None, "May 2027 has a table of its own"
    assert scale_row(140, Period(date(2023, 4, 1), date(2023, 6, 30))) is None


def test_a_car_used_for_a_part_of_the_period_bears_that_part_by_days() -> None:
    """297 x 31 / 90 = 102.30, a sixth of it 17.05."""
    whole = scale_charge(297_00, QUARTER, QUARTER)
    part = scale_charge(297_00, QUARTER, Period(date(2026, 3, 1), QUARTER.end))
    assert (whole.gross, whole.vat, whole.net) == (297_00, 49_50, 247_50)
    assert (part.gross, part.vat, part.net) == (102_30, 17_05, 85_25)


@pytest.mark.parametrize(
    ("first", "last", "param"), [("2025-12-31", "2026-03-31", "used_from"), ("2026-01-01", "2026-04-01", "used_to")]
)
def test_days_outside_the_period_are_refused(first: str, last: str, param: str) -> None:
    used = Period(date.fromisoformat(first), date.fromisoformat(last))
    with pytest.raises(BadRequest, match="the VAT period is 2026-01-01 to 2026-03-31") as refused:
        scale_charge(297_00, QUARTER, used)
    assert refused.value.param == param
