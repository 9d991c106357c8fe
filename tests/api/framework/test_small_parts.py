"""Cursors, versions, idempotency keys, CSV cells, the error table, declarations."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accountsos.errors
from accountsos.api.csv_reply import attachment, csv_table, inert
from accountsos.api.operation import Operation
from accountsos.api.router import Router
from accountsos.errors import BadRequest, Refused
from accountsos.web.client_address import client_address
from accountsos.web.context import ApiSettings
from accountsos.web.cursor import Cursor, decode_cursor, encode_cursor
from accountsos.web.errors import MEANING, STATUS_OF, status_of
from accountsos.web.etags import entity_tags
from accountsos.web.idempotency import read_idempotency_key, request_fingerprint
from tests.api.framework.toys import OPERATIONS

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(NAMES, st.integers(0, 2**31 - 1))
def test_a_cursor_comes_back_as_it_was_given_out(name: str, number: int) -> None:
    assert decode_cursor("contacts", encode_cursor("contacts", Cursor(name, number))) == Cursor(name, number)


@given(st.data())
def test_a_cursor_that_was_changed_is_refused(data: st.DataObject) -> None:
    text = encode_cursor("transactions", Cursor("2025-01-06", 4711))
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("ABCDEFGHabcdefgh0123456789-_=+/é").filter(lambda c: c != text[at]))
    with pytest.raises(ValueError, match=r"."):
        decode_cursor("transactions", text[:at] + other + text[at + 1 :])


@given(st.text(max_size=60))
def test_a_made_up_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_cursor("transactions", text)


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(ValueError, match="changed"):
        decode_cursor("documents", encode_cursor("transactions", Cursor("2025-01-06", 1)))


@pytest.mark.parametrize("header", [b"", b"abc", b'"a', b'a"', b'"a" "b"', b'"a";', b"*,", b'w/"a"', b'"a\x00"'])
def test_versions_that_are_no_quoted_tags_are_refused(header: bytes) -> None:
    with pytest.raises(BadRequest) as refusal:
        entity_tags(header, "If-Match")
    assert refusal.value.param == "If-Match"


@pytest.mark.parametrize("header", [b"", b"a b", b"a" * 256, b"\xc3\xa9", b"a\tb", b"a\x00"])
def test_an_idempotency_key_is_1_to_255_visible_characters(header: bytes) -> None:
    with pytest.raises(BadRequest):
        read_idempotency_key(header)
    assert read_idempotency_key(b"a" * 255) == "a" * 255
    assert read_idempotency_key(b"!~") == "!~"


def test_a_fingerprint_tells_method_path_query_and_body_apart() -> None:
    requests: list[tuple[str, str, dict[str, object], object]] = [
        ("POST", "/api/a", {}, {"x": 1}),
        ("PATCH", "/api/a", {}, {"x": 1}),
        ("POST", "/api/b", {}, {"x": 1}),
        ("POST", "/api/a", {"y": 1}, {"x": 1}),
        ("POST", "/api/a", {}, {"x": "1"}),
        ("POST", "/api/a", {}, {"x": None}),
        ("POST", "/api/a", {}, {}),
    ]
    found = [request_fingerprint(*request) for request in requests]
    assert len(set(found)) == len(requests)
    assert [len(digest) for digest in found] == [32] * len(requests)
    assert request_fingerprint("POST", "/api/a", {"b": 1, "a": 2}, None) == request_fingerprint(
        "POST", "/api/a", {"a": 2, "b": 1}, None
    )


def test_a_fingerprint_knows_dates_and_cursors_and_leaves_out_what_was_not_sent() -> None:
    def of(**query: object) -> bytes:
        return request_fingerprint("POST", "/api/a", query, None)

    assert of(day=date(2026, 1, 1)) == of(day=date(2026, 1, 1), other=None)
    assert of(day=date(2026, 1, 1)) != of(day=date(2026, 1, 2))
    assert of(at=Cursor("a", 1)) != of(at=Cursor("a", 2))


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("/run/server.sock", "203.0.113.9", "/run/server.sock"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::/64"),
    ],
)
def test_only_a_trusted_proxy_is_believed_about_its_client(peer: str, forwarded: str, counted: str) -> None:
    settings = ApiSettings(trusted_proxies=(ip_network("10.0.0.0/8"),))
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert client_address(peer, headers, settings.trusted_proxies) == counted


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+44 7700 900123", "'+44 7700 900123"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("Tea;=1+1", "Tea;'=1+1"),
        ("Tea; @SUM(A1);-2", "Tea; '@SUM(A1);'-2"),
        ("Tea; milk", "Tea; milk"),
        ("-45.99", "-45.99"),
        ("-٣", "'-٣"),
        (-45, "-45"),
        ("", ""),
        (None, ""),
        ("AWS", "AWS"),
        ("2026-01-31", "2026-01-31"),
    ],
)
def test_no_cell_can_become_a_formula_and_numbers_stay_numbers(cell: object, shown: str) -> None:
    assert inert(cell) == shown


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_a_csv_table_reads_back_as_inert_cells(rows: list[list[str]]) -> None:
    clean = [[c.replace("\x00", "").encode("utf-8", "replace").decode() for c in row] for row in rows]
    page = csv_table(["=a", "b"], clean).decode()
    assert list(csv.reader(io.StringIO(page, newline=""))) == [["'=a", "b"], *[[inert(c) for c in r] for r in clean]]


def test_a_download_has_a_name_of_ours() -> None:
    assert attachment("ledger-2026.csv") == ((b"content-disposition", b'attachment; filename="ledger-2026.csv"'),)
    with pytest.raises(AssertionError):
        attachment('x"; y')


def test_every_refusal_has_a_status_and_a_meaning() -> None:
    refusals = [c for c in vars(accountsos.errors).values() if isinstance(c, type) and issubclass(c, Refused)]
    assert len(refusals) >= 13
    for refusal in refusals:
        assert refusal.code in STATUS_OF
    assert set(MEANING) == set(STATUS_OF)
    assert status_of(BadRequest("x")) == 400


LIST, SHOW, ADD = OPERATIONS[0], OPERATIONS[1], OPERATIONS[2]
MISTAKES: list[tuple[Operation, dict[str, Any]]] = [
    (LIST, {"method": "FETCH"}),
    (LIST, {"path": "/transactions"}),
    (LIST, {"path": "/api/transactions/{x}"}),
    (SHOW, {"ids": ()}),
    (LIST, {"scope": "everything"}),
    (LIST, {"replies": {}}),
    (LIST, {"errors": ("nonsense",)}),
    (LIST, {"idempotent": True}),
    (LIST, {"formats": ("csv",)}),
    (LIST, {"formats": ("json", "docx")}),
    (LIST, {"query": LIST.query * 2}),
    (ADD, {"method": "GET", "idempotent": False}),
]


@pytest.mark.parametrize(("operation", "change"), MISTAKES)
def test_a_wrong_declaration_is_noticed_when_it_is_made(operation: Operation, change: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        replace(operation, **change)


def test_an_operation_cannot_be_declared_twice() -> None:
    with pytest.raises(AssertionError, match="declared twice"):
        Router([LIST, LIST])
