"""Amounts of other currencies in pounds: one rounding, and rates that give the pounds again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accountsos.exchange import exchanged, pounds_of, rate_between, rate_read, rate_text
from accountsos.money import with_unit


@pytest.mark.parametrize(
    ("amount", "currency", "rate", "pence"),
    [
        (4500, "EUR", "1.1712", 3842),  # 38.4221…
        (-4500, "EUR", "1.1712", -3842),
        (1000, "EUR", "1.6", 625),
        (1, "EUR", "2", 1),  # a half penny, away from zero
        (-1, "EUR", "2", -1),
        (1, "EUR", "2.01", 0),
        (21489, "JPY", "214.89", 10000),
        (4125, "KWD", "0.4125", 1000),
        (0, "EUR", "1.1", 0),
    ],
)
def test_an_amount_in_pounds(amount: int, currency: str, rate: str, pence: int) -> None:
    assert pounds_of(amount, currency, Decimal(rate)) == pence


@given(st.integers(1, 10**11), st.integers(1, 10**11), st.sampled_from(["EUR", "JPY", "KWD"]), st.sampled_from([1, -1]))
def test_the_rate_between_two_amounts_gives_the_pounds_again(own: int, pence: int, currency: str, sign: int) -> None:
    assume(10**-3 <= own / pence <= 10**6)
    rate = rate_between(sign * own, currency, sign * pence)
    assert rate is not None
    assert pounds_of(sign * own, currency, Decimal(rate)) == sign * pence


def test_there_is_no_rate_between_nothing_and_something_or_money_in_and_out() -> None:
    assert [rate_between(*each) for each in ((0, "EUR", 1), (1, "EUR", 0), (100, "EUR", -90))] == [None] * 3
    assert rate_between(1, "KWD", 10**9) is None


def test_an_amount_of_another_currency_by_the_printed_rate() -> None:
    assert exchanged(-49968, "EUR", "GBP", Decimal("0.85986")) == -42965
    assert exchanged(10000, "GBP", "JPY", Decimal("214.89")) == 21489
    assert exchanged(10**15, "GBP", "JPY", Decimal(10**9)) is None


@pytest.mark.parametrize("text", ["", "one", "-1", "0", "1e20", "NaN", "Infinity", "1.1234567890123456789"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        rate_read(text)


def test_a_rate_is_kept_plain() -> None:
    assert [rate_text(rate_read(text)) for text in ("1.1700", " 1.2", "150", "1e2")] == ["1.17", "1.2", "150", "100"]


def test_amounts_are_said_with_their_unit() -> None:
    said = [with_unit(*each) for each in ((123456, "EUR"), (-500, "USD"), (1200, "CHF"), (1500, "JPY"), (-5, "GBP"))]
    assert said == ["€1,234.56", "-US$5.00", "CHF 12.00", "¥1,500", "-£0.05"]
