"""Bodies are read as declared or refused with the field's name, what was got and what is accepted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Meta, UnsetType

from accountsos.errors import BadRequest
from accountsos.wire.decode import Body, decode_body
from accountsos.wire.encode import canonical_json, encode_json
from accountsos.wire.fields import (
    CurrencyMoneyField,
    DateField,
    MoneyField,
    MoneyOut,
    PercentField,
    confidence_out,
    money_out,
)
from accountsos.wire.json_gate import parse_json
from accountsos.wire.schema import json_schemas


class SplitBody(Body, frozen=True):
    category_id: str
    amount: MoneyField


class LineBody(Body, frozen=True):
    date: DateField
    amount: CurrencyMoneyField | UnsetType = UNSET
    notes: Annotated[str, Meta(max_length=5)] | UnsetType | None = UNSET
    count: int = 0
    reviewed: bool = False
    direction: Literal["in", "out"] | None = None
    share: PercentField | None = None
    splits: list[SplitBody] = msgspec.field(default_factory=list)


def read(text: str) -> LineBody:
    return decode_body(parse_json(text.encode()), LineBody)


def test_a_body_arrives_with_its_types() -> None:
    line = read(
        '{"date":"2026-02-28","amount":-45.990,"notes":null,"share":12.5,'
        '"splits":[{"category_id":"cat_software","amount":10}]}'
    )
    assert line.date == date(2026, 2, 28)
    assert isinstance(line.amount, CurrencyMoneyField)
    assert line.amount.pence_in("GBP") == -4599
    assert line.notes is None
    assert line.share == Decimal("12.5")
    assert line.splits == [SplitBody(category_id="cat_software", amount=MoneyField(1000))]


def test_an_absent_field_is_not_null() -> None:
    assert read('{"date":"2026-02-28"}').notes is UNSET


REFUSED = {
    '{"date":"2026-02-28","note":"x"}': ("note", "is not a field of this request; accepted are date, amount, notes"),
    '{"date":"2026-02-28","splits":[{"category_id":"c","amount":1,"x":1}]}': (
        "splits[0].x",
        "accepted are category_id, amount",
    ),
    "{}": ("date", "`date` is missing"),
    "[]": (None, "The body is a list; expected an object"),
    '{"date":"20260228"}': ("date", '`date` is "20260228"; expected a date as YYYY-MM-DD'),
    '{"date":"2026-W09-6"}': ("date", "expected a date as YYYY-MM-DD"),
    '{"date":"2026-02-29"}': ("date", "expected a date as YYYY-MM-DD"),
    '{"date":"1899-12-31"}': ("date", "from 1900-01-01 to 2199-12-31"),
    '{"date":"２026-02-28"}': ("date", "expected a date as YYYY-MM-DD"),
    '{"date":20260228}': ("date", "`date` is 20260228; expected a date"),
    '{"date":"2026-02-28","amount":"1.00"}': ("amount", '`amount` is "1.00"; expected a JSON number such as -45.99'),
    '{"date":"2026-02-28","amount":true}': ("amount", "`amount` is true; expected a JSON number"),
    '{"date":"2026-02-28","amount":0.0001}': ("amount", "at most the currency's decimals"),
    '{"date":"2026-02-28","amount":10000000000000.01}': ("amount", "from -10^13 to 10^13"),
    '{"date":"2026-02-28","splits":[{"category_id":"c","amount":1.005}]}': ("splits[0].amount", "at most 2 decimals"),
    '{"date":"2026-02-28","splits":[{"category_id":"c","amount":1.0000000000000000000000001}]}': (
        "splits[0].amount",
        "at most 2 decimals",
    ),
    '{"date":"2026-02-28","count":"1"}': ("count", '`count` is "1"; expected a whole number'),
    '{"date":"2026-02-28","count":1.0}': ("count", "expected a whole number"),
    '{"date":"2026-02-28","count":true}': ("count", "expected a whole number"),
    '{"date":"2026-02-28","reviewed":1}': ("reviewed", "expected true or false"),
    '{"date":"2026-02-28","notes":"sixsix"}': ("notes", "expected text of length <= 5"),
    '{"date":"2026-02-28","direction":"up"}': ("direction", '`direction` is "up"; expected one of in, out, or null'),
    '{"date":"2026-02-28","share":100.01}': ("share", "a JSON number from 0 to 100"),
    '{"date":"2026-02-28","share":0.001}': ("share", "at most 2 decimals"),
    '{"date":"2026-02-28","share":false}': ("share", "a JSON number from 0 to 100"),
    '{"date":"2026-02-28","splits":[1]}': ("splits[0]", "`splits[0]` is 1; expected an object"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_wrong_body_is_refused_naming_the_field_and_what_is_accepted(text: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        read(text)
    param, message = REFUSED[text]
    assert refusal.value.param == param
    assert message in refusal.value.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["date", "amount", "splits", "category_id", "share", "count", "x`", "a.b", "direction"]
                ),
                inner,
            )
        ),
        max_leaves=10,
    )
)
def test_no_value_whatever_causes_anything_but_a_refusal(value: object) -> None:
    try:
        decode_body(value, LineBody)
    except BadRequest as refusal:
        refusal.message.encode()


def test_pence_of_a_currency_with_fewer_decimals_are_refused() -> None:
    yen = CurrencyMoneyField.read(Decimal("100.5"))
    with pytest.raises(ValueError, match="at most 0 decimals"):
        yen.pence_in("JPY")
    assert CurrencyMoneyField.read(Decimal("100.00")).pence_in("JPY") == 100
    assert CurrencyMoneyField.read(Decimal("1.234")).pence_in("KWD") == 1234


def test_the_bounds_of_money_are_inclusive() -> None:
    assert MoneyField.read(10**13) == MoneyField(10**15)
    assert MoneyField.read(-(10**13)) == MoneyField(-(10**15))
    with pytest.raises(ValueError, match=r"10\^13"):
        MoneyField.read(10**13 + 1)


class RowReply(msgspec.Struct):
    amount: MoneyOut


@pytest.mark.parametrize(
    ("pence", "currency", "text"),
    [
        (-4599, "GBP", b"-45.99"),
        (120000, "GBP", b"1200.00"),
        (0, "GBP", b"0.00"),
        (-5, "GBP", b"-0.05"),
        (-100, "GBP", b"-1.00"),
        (10**15, "GBP", b"10000000000000.00"),
        (-105, "JPY", b"-105"),
        (1005, "KWD", b"1.005"),
    ],
)
def test_money_goes_out_with_exactly_the_currencys_decimals(pence: int, currency: str, text: bytes) -> None:
    assert encode_json(RowReply(money_out(pence, currency))) == b'{"amount":' + text + b"}"


@given(st.integers(-(10**15), 10**15))
def test_money_comes_back_as_it_went_out(pence: int) -> None:
    assert MoneyField.read(parse_json(encode_json(money_out(pence)))) == MoneyField(pence)


def test_decimals_keep_their_places_and_fields_go_out_as_numbers() -> None:
    assert (
        encode_json([Decimal("12000.00"), MoneyField(-5), CurrencyMoneyField(Decimal("1.5"))])
        == b"[12000.00,-0.05,1.5]"
    )


@pytest.mark.parametrize(("sure", "out"), [(0.95, 0.95), (0.12345, 0.123), (0.99999, 0.999), (1.0, 1.0), (0, 0)])
def test_only_a_persons_choice_has_confidence_one(sure: float, out: float) -> None:
    assert confidence_out(sure) == out


def test_amounts_are_equal_by_value_and_can_be_members_of_a_set() -> None:
    assert len({MoneyField(1), MoneyField(1), MoneyField(2)}) == 2
    assert len({CurrencyMoneyField(Decimal("1.0")), CurrencyMoneyField(Decimal("1.00"))}) == 1
    assert MoneyField(1) != 1
    assert repr(MoneyField(-5)) == "MoneyField(-5)"
    assert repr(CurrencyMoneyField(Decimal("1.5"))) == "CurrencyMoneyField(1.5)"


def test_what_has_no_json_form_is_a_fault_and_not_guessed() -> None:
    with pytest.raises(NotImplementedError):
        encode_json(object())
    with pytest.raises(NotImplementedError):
        decode_body({}, complex)
    with pytest.raises(TypeError, match="complex"):
        json_schemas([complex])


def test_one_meaning_has_one_canonical_spelling() -> None:
    first = parse_json(b'{"b": 1.50, "a": [1.0, "x"]}')
    second = parse_json(b'{"a":[1,"x"],"b":1.5}')
    assert canonical_json(first) == canonical_json(second) == b'{"a":[1,"x"],"b":1.5}'
    assert canonical_json([1]) != canonical_json(["1"])
