"""What the JSON gate lets through and what it refuses."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accountsos.errors import BadRequest
from accountsos.wire.json_gate import DEPTH_MAX, VALUES_MAX, parse_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**26), 10**26) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_well_formed_documents_are_read_as_they_stand(value: object, ascii_only: bool) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_amounts_stay_exact(amount: Decimal) -> None:
    text = format(amount, "f")
    found = parse_json(text.encode())
    assert isinstance(found, Decimal)
    assert str(found) == text


@given(st.binary(max_size=60))
@example(b'{"a":"\\ud800\\u0000"}')
@example(b"[" * 1000)
@example(b"-")
@example(b"1E+")
@example(b"9" * 5000)
def test_no_bytes_whatever_cause_anything_but_a_refusal(body: bytes) -> None:
    try:
        parse_json(body)
    except BadRequest as refusal:
        refusal.message.encode()


@given(st.text(st.sampled_from('[]{}:,"\\u0d8e1.+-nNaIt \t\n'), max_size=40))
def test_no_json_like_text_causes_anything_but_a_refusal(text: str) -> None:
    try:
        parse_json(text.encode())
    except BadRequest as refusal:
        refusal.message.encode()


REFUSED = {
    b"": "The body is empty",
    b" \n": "The body is empty",
    b"\xef\xbb\xbf{}": "byte order mark",
    b'"\xff"': "not UTF-8 (byte 2)",
    b'"\xed\xa0\x80"': "not UTF-8",
    b'{"a":1,"a":1}': 'The field "a" is given twice',
    b'{"a":{"b":[{"c":1,"c":2}]}}': 'The field "c" is given twice',
    b"NaN": "NaN is not a JSON number",
    b"[Infinity]": "Infinity is not a JSON number",
    b"-Infinity": "-Infinity is not a JSON number",
    b"1e400": "out of range",
    b"-1e31": "out of range",
    b"1e-400": "out of range",
    b"1e99999999999999999999": "out of range",
    b"12345678901234567890123456789": "too long",
    b'"\\u0000"': "NUL character",
    b'"\x00"': "not JSON",
    b'{"notes":"\\ud83d"}': "`notes` holds half of a surrogate pair",
    b'{"a":[{"b":"x\\udc00"}]}': "`a[0].b` holds half of a surrogate pair",
    b'{"\\ud800":1}': "half of a surrogate pair",
    b"{} {}": "extra data at line 1, column 4",
    b"[1,]": "not JSON",
    b"{'a':1}": "not JSON",
    b"[01]": "not JSON",
    b"[1.]": "not JSON",
    b"[+1]": "not JSON",
    b'"\t"': "control character",
    "[１]".encode(): "not JSON",
    b'{"a":1': "not JSON",
    b'"abc': "not JSON",
    b"[" * (DEPTH_MAX + 1) + b"]" * (DEPTH_MAX + 1): "nested deeper than 32",
    b'{"a":' * (DEPTH_MAX + 1) + b"1" + b"}" * (DEPTH_MAX + 1): "nested deeper than 32",
    b"[" + b"0," * VALUES_MAX + b"0]": "more than 100000 values",
}


@pytest.mark.parametrize("body", REFUSED, ids=lambda body: repr(body[:24]))
def test_unclean_json_is_refused_saying_what_and_where(body: bytes) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse_json(body)
    assert REFUSED[body] in refusal.value.message


def test_a_surrogate_pair_is_one_character() -> None:
    assert parse_json(b'"\\ud83d\\ude00"') == "\U0001f600"


def test_the_deepest_accepted_nesting_is_read() -> None:
    value = parse_json(b"[" * DEPTH_MAX + b"]" * DEPTH_MAX)
    for _ in range(DEPTH_MAX - 1):
        assert isinstance(value, list)
        (value,) = value
    assert value == []


def test_brackets_and_commas_inside_text_are_not_structure() -> None:
    text = "[{,\\" * 50_000
    assert parse_json(json.dumps({"notes": text}).encode()) == {"notes": text}


def test_a_whole_number_is_an_int_and_a_fraction_a_decimal() -> None:
    found = parse_json(b"[5, -0, 5.0, 1e2, 0e5]")
    assert isinstance(found, list)
    assert [type(number) for number in found] == [int, int, Decimal, Decimal, Decimal]
    assert found == [5, 0, 5, 100, 0]
