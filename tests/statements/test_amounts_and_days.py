"""Amounts and dates as banks print them: exact, or refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.money import text_from_pence
from accountsos.statements.amounts import amount_reader
from accountsos.statements.days import DayReader

_TODAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("printed", "pence"),
    [
        ("-45.99", -4599),
        ("0.00", 0),
        ("-0.00", 0),
        ("1200", 120000),
        ("5.5", 550),
        (".50", 50),
        ("12.", 1200),
        ("+3.40", 340),
        ("£1,234.56", 123456),
        ("-£3.40", -340),
        ("£-3.40", -340),
        ("+£1,500.00", 150000),
        ("(3.40)", -340),
        ("(£3.40)", -340),
        ("3.40-", -340),
        ("3.40DR", -340),
        ("3.40 CR", 340),
        ("3.40 D", -340),
        ("3.40 OD", -340),
        ("−3.40", -340),
        ("–3.40", -340),
        ("\u00a03.40\u00a0", 340),
        ("1\u00a0234.56", 123456),
        ("1\u202f234.56", 123456),
        ("1'234.56", 123456),
        ("'-12.00", -1200),
        ("GBP 12.00", 1200),
        ("12.00 GBP", 1200),
        ("-GBP12.00", -1200),
        ("9,999,999,999.99", 999999999999),
        ("1500.0000", 150000),
    ],
)
def test_a_printed_amount_is_read_exactly(printed: str, pence: int) -> None:
    assert amount_reader("GBP")(printed) == pence


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "-",
        ".",
        "£",
        "1,23",
        "12,34,567.00",
        "1.234",
        "1.2.3",
        "1,234,56",
        "--1.00",
        "-1.00-",
        "-(1.00)",
        "-1.00 DR",
        "(1.00",
        "1.00)",
        "€1.00",
        "USD 1.00",
        "1.00 EUR",
        "1e3",
        "1_000.00",
        "٣.٤٠",
        "１.００",
        "NaN",
        "O.50",
        "=1.00",
        "1 2 3",
        "99999999999999.00",
        "1" * 200,
        "(" * 100_000,
        "1 " * 100_000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_is_no_amount_for_certain_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r"amount|sign|bracket|decimals|currency|booked"):
        amount_reader("GBP")(printed)


@pytest.mark.parametrize(
    ("printed", "cents"),
    [("12,50", 1250), ("1.234,50", 123450), ("-3,4", -340), ("1 234,50", 123450), ("1.234", 123400)],
)
def test_with_a_decimal_comma_points_group_thousands(printed: str, cents: int) -> None:
    assert amount_reader("EUR", decimal_comma=True)(printed) == cents
    with pytest.raises(ValueError, match="amount"):
        amount_reader("EUR", decimal_comma=True)("12.50")


def test_the_currency_decides_the_decimals() -> None:
    assert amount_reader("JPY")("¥1,234") == 1234
    assert amount_reader("KWD")("1.234") == 1234
    with pytest.raises(ValueError, match="more decimals than JPY"):
        amount_reader("JPY")("12.5")


@given(st.integers(-(10**14), 10**14))
def test_every_amount_survives_printing(pence: int) -> None:
    printed = text_from_pence(pence)
    assert amount_reader("GBP")(printed) == pence
    sign, digits = ("-", printed[1:]) if pence < 0 else ("", printed)
    pounds, _, decimals = digits.partition(".")
    assert amount_reader("GBP")(f"{sign}£{int(pounds):,}.{decimals}") == pence
    assert amount_reader("GBP")(f"({digits})") == -abs(pence)


@pytest.mark.parametrize(
    "printed",
    [
        "25/08/2026",
        "25-08-2026",
        "25.08.2026",
        "25/8/2026",
        "25/08/26",
        "25 Aug 2026",
        "25 August 2026",
        "25-Aug-2026",
        "25-Aug-26",
        "25Aug2026",
        "25th August 2026",
        "Tue 25 Aug 2026",
        "August 25, 2026",
        "2026-08-25",
        "2026/08/25",
        "20260825",
        "2026-08-25 10:11:12",
        "2026-08-25T10:11:12.123456Z",
        "2026-08-25T23:59:59+01:00",
        "25/08/2026 18:02",
        " 25/08/2026\u00a0",
        "'25/08/2026",
    ],
)
def test_a_printed_date_is_its_day(printed: str) -> None:
    assert DayReader(_TODAY).read(printed) == date(2026, 8, 25)


@pytest.mark.parametrize(
    "printed",
    [
        "30/02/2026",
        "31/04/2026",
        "29/02/2025",
        "00/01/2026",
        "2026-02-30",
        "20120231",
        "30 Feb 2026",
        "25/08-2026",
        "25/08/20266",
        "25/08",
        "2026-W35-2",
        "25 Augustus 2026",
        "01/01/1899",
        "01/01/2200",
        "٢٥/٠٨/٢٠٢٦",
        "25/08/2026 lunch",
        "45894",
        "",
        "total",
    ],
)
def test_what_is_no_day_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r"date|calendar"):
        DayReader(_TODAY).read(printed)


def test_two_digits_of_a_year_are_at_most_one_year_ahead() -> None:
    assert DayReader(_TODAY).read("01/01/27") == date(2027, 1, 1)
    assert DayReader(_TODAY).read("01/01/28") == date(1928, 1, 1)
    assert DayReader(_TODAY).read("01/01/99") == date(1999, 1, 1)


def _decided(*printed: str, today: date = _TODAY) -> tuple[bool, bool]:
    days = DayReader(today)
    for text in printed:
        try:
            days.read(text)
        except ValueError:
            continue
    day_first, warning = days.decision()
    return day_first, warning is not None


def test_a_day_over_twelve_decides_the_order() -> None:
    assert _decided("03/04/2026", "13/04/2026") == (True, False)
    assert _decided("03/04/2026", "04/13/2026") == (False, True)


def test_the_order_of_the_rows_decides_where_no_day_is_over_twelve() -> None:
    assert _decided("01/02/2026", "09/02/2026", "02/03/2026", "11/03/2026") == (True, False)
    assert _decided("02/01/2026", "02/09/2026", "03/02/2026", "03/11/2026") == (False, True)
    assert _decided("11/03/2026", "02/03/2026", "09/02/2026") == (True, False)


def test_no_line_is_from_the_future() -> None:
    assert _decided("01/12/2026", "01/12/2026", today=date(2026, 1, 20)) == (False, True)
    assert _decided("12/01/2026", "12/01/2026", today=date(2026, 1, 20)) == (True, False)


def test_where_nothing_decides_it_is_the_uks_order_with_a_warning() -> None:
    assert _decided("03/04/2026") == (True, True)
    assert _decided("03/04/2026", "04/04/2026") == (True, True)


def test_a_date_that_is_the_same_both_ways_needs_no_warning() -> None:
    assert _decided("04/04/2026", "05/05/2026") == (True, False)
    assert _decided("25 Aug 2026", "2026-08-01") == (True, False)
