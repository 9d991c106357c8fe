"""Queries are read as declared, or refused naming the parameter, what was got and what is accepted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.errors import BadRequest
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.query import QueryReader
from tests.api.framework.asking import ask
from tests.api.framework.toys import OPERATIONS, toy_app

LIST = OPERATIONS[0]
READER = QueryReader(LIST.title, LIST.parameters, ordered=LIST.ordered, exclusive=LIST.exclusive)


def test_every_parameter_has_its_value_or_its_default() -> None:
    found = READER.read(b"from=2025-04-06&category=cat_software&search=AWS+caf%C3%A9&reviewed=false&min_confidence=0.5")
    assert found == {
        "from": date(2025, 4, 6),
        "to": None,
        "category": "cat_software",
        "search": "AWS café",
        "reviewed": False,
        "direction": None,
        "min_confidence": Decimal("0.5"),
        "max_confidence": None,
        "min_amount": None,
        "known_at": None,
        "period": None,
        "limit": 50,
        "offset": 0,
        "cursor": None,
        "format": None,
    }


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("limit=1", "limit", 1),
        ("limit=200", "limit", 200),
        ("offset=1000000000", "offset", 10**9),
        ("l%69mit=7", "limit", 7),
        ("min_amount=-45.99", "min_amount", -4599),
        ("min_amount=10000000000000", "min_amount", 10**15),
        ("from=2024-02-29", "from", date(2024, 2, 29)),
        ("from=2025-01-01&to=2025-01-01", "to", date(2025, 1, 1)),
        ("known_at=2026-01-31T17:30:00Z", "known_at", datetime(2026, 1, 31, 17, 30, tzinfo=UTC)),
        ("known_at=2026-01-31T17:30:00%2B01:00", "known_at", datetime(2026, 1, 31, 16, 30, tzinfo=UTC)),
        (
            "known_at=2026-01-31T17:30:00.123456789Z",
            "known_at",
            datetime(2026, 1, 31, 17, 30, 0, 123456, tzinfo=UTC),
        ),
        ("known_at=2026-06-30", "known_at", datetime(2026, 6, 30, 22, 59, 59, 999999, tzinfo=UTC)),
        ("period=2026-Q1", "period", "2026-Q1"),
        ("cursor=" + encode_cursor("transactions", Cursor("2025-01-06", 7)), "cursor", Cursor("2025-01-06", 7)),
    ],
)
def test_acceptable_values_are_read(query: str, name: str, value: object) -> None:
    assert READER.read(query.encode())[name] == value


REFUSED = {
    "limt=10": ("limt", "is not a parameter of GET /api/transactions; accepted are: from, to, category"),
    "Limit=10": ("Limit", "is not a parameter"),
    "limit=1&limit=2": ("limit", "given twice"),
    "limit=1&l%69mit=1": ("limit", "given twice"),
    "limit": ("limit", "is empty; expected a whole number from 1 to 200"),
    "direction=": ("direction", "is empty; expected one of in, out"),
    "limit=0": ("limit", '`limit` is "0"; expected a whole number from 1 to 200'),
    "limit=201": ("limit", "from 1 to 200"),
    "limit=1_0": ("limit", '`limit` is "1_0"'),
    "limit=%D9%A1%D9%A0": ("limit", "expected a whole number"),
    "limit=１０": ("limit", "expected a whole number"),
    "limit=+10": ("limit", "expected a whole number"),
    "limit=%2B10": ("limit", "expected a whole number"),
    "limit=10.0": ("limit", "expected a whole number"),
    "limit=1e1": ("limit", "expected a whole number"),
    "limit=010": ("limit", "expected a whole number"),
    "limit=" + "9" * 5000: ("limit", "expected a whole number"),
    "limit=10%0A": ("limit", "expected a whole number"),
    "offset=-1": ("offset", "from 0 to"),
    "from=20250105": ("from", '`from` is "20250105"; expected a date as YYYY-MM-DD'),
    "from=2025-W01-1": ("from", "expected a date"),
    "from=2025-02-29": ("from", "expected a date"),
    "from=2025-1-5": ("from", "expected a date"),
    "from=2025-01-05T00:00:00Z": ("from", "expected a date"),
    "from=%D9%A2025-01-05": ("from", "expected a date"),
    "from=2025-01-05%20": ("from", "expected a date"),
    "from=0001-01-01": ("from", "from 1900-01-01 to 2199-12-31"),
    "from=2025-02-01&to=2025-01-31": ("from", "`from` (2025-02-01) is after `to` (2025-01-31)"),
    "min_confidence=0.9&max_confidence=0.5": (
        "min_confidence",
        "`min_confidence` (0.9) is above `max_confidence` (0.5)",
    ),
    "min_confidence=1.001": ("min_confidence", "a number from 0 to 1 with at most 3 decimals"),
    "min_confidence=0.0001": ("min_confidence", "at most 3 decimals"),
    "min_confidence=NaN": ("min_confidence", "a number from 0 to 1"),
    "min_confidence=.5": ("min_confidence", "a number from 0 to 1"),
    "min_amount=1.001": ("min_amount", "an amount such as -45.99"),
    "min_amount=10000000000000.01": ("min_amount", "from -10^13 to 10^13"),
    "min_amount=1e3": ("min_amount", "an amount such as -45.99"),
    "category=software": ("category", "an id that starts with cat_"),
    "category=cat_": ("category", "an id that starts with cat_"),
    "category=cat_a%00": ("category", "an id that starts with cat_"),
    "reviewed=1": ("reviewed", "expected true or false"),
    "reviewed=True": ("reviewed", "expected true or false"),
    "direction=up": ("direction", "expected one of in, out"),
    "search=%20": ("search", "not only blanks"),
    "search=a%00b": ("search", "text of at most 50"),
    "search=" + "x" * 51: ("search", "text of at most 50 characters"),
    "search=%ff": ("search", "not percent-encoded UTF-8"),
    "search=%ed%a0%80": ("search", "not percent-encoded UTF-8"),
    "%ff=1": (None, "not percent-encoded UTF-8"),
    "period=2026-Q5": ("period", "a quarter such as 2026-Q1"),
    "period=2026-Q1%0A": ("period", "a quarter such as 2026-Q1"),
    "known_at=2026-01-31T25:00:00Z": ("known_at", "or a time as"),
    "known_at=2026-01-31T17:30:00": ("known_at", "or a time as"),
    "known_at=2026-01-31 17:30:00Z": ("known_at", "or a time as"),
    "cursor=abc": ("cursor", "the next_cursor of a page of the same list"),
    "cursor=" + encode_cursor("documents", Cursor("2025-01-06", 7)): ("cursor", "of the same list"),
    "offset=0&cursor=" + encode_cursor("transactions", Cursor("2025-01-06", 7)): ("cursor", "exclude each other"),
    "format=pdf": ("format", "expected one of json, csv"),
    "&": ("", "is not a parameter"),
}


@pytest.mark.parametrize("query", REFUSED, ids=lambda query: query[:40])
def test_a_wrong_query_is_refused_naming_the_parameter_and_what_is_accepted(query: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        READER.read(query.encode())
    param, message = REFUSED[query]
    assert refusal.value.param == param
    assert message in refusal.value.message


@given(st.binary(max_size=60) | st.text(st.sampled_from("limtfro=&%+20-1٣é\x00"), max_size=40).map(str.encode))
def test_no_query_whatever_causes_anything_but_a_refusal(raw: bytes) -> None:
    try:
        READER.read(raw)
    except BadRequest as refusal:
        refusal.message.encode()


def test_a_required_parameter_that_is_missing_is_named() -> None:
    from accountsos.web.parameters import Day
    from accountsos.web.query import QueryParameter

    reader = QueryReader("GET /api/x", [QueryParameter("as_of", Day(), "The day.", required=True)])
    with pytest.raises(BadRequest, match="`as_of` is missing; expected a date") as refusal:
        reader.read(b"")
    assert refusal.value.param == "as_of"


def test_the_refusal_reaches_the_client_with_the_parameters_name() -> None:
    error = ask(toy_app(), "/api/transactions?limit=1_0").error
    assert error["param"] == "limit"
    assert error["code"] == "bad_request"


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        ("", None, "application/json"),
        ("", "*/*", "application/json"),
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("", "text/csv", "text/csv; charset=utf-8; header=present"),
        ("", "application/json;q=0.5, text/csv;q=0.9", "text/csv; charset=utf-8; header=present"),
        ("", "text/csv;q=0, */*", "application/json"),
        ("", "text/csv;q=x", "application/json"),
        ("", "image/png", "application/json"),
        ("?format=csv", "application/json", "text/csv; charset=utf-8; header=present"),
        ("?format=json", "text/csv", "application/json"),
    ],
)
def test_the_form_of_the_reply_is_chosen(query: str, accept: str | None, content_type: str) -> None:
    headers = [] if accept is None else [("Accept", accept)]
    answer = ask(toy_app(), "/api/transactions" + query, headers=headers)
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)


def test_a_form_not_built_is_400() -> None:
    answer = ask(toy_app(), headers=[("Accept", "application/pdf")])
    assert (answer.status, answer.error["param"]) == (400, "Accept")
    assert ask(toy_app(), headers=[("Accept", "application/pdf, application/json;q=0.1")]).status == 200
