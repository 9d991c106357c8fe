"""One way of answering, over all operations: what is made, shown, gone, unknown, mistaken, or long."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from accountsos.access.actor import key_actor
from accountsos.api.operation import Operation
from accountsos.api.operations.registry import OPERATIONS
from accountsos.errors import BadRequest, Conflict
from accountsos.web.compress import COMPRESS_FROM, takes_gzip
from accountsos.wire.decode import MISTAKES_MAX, decode_body
from accountsos.workflows.access.manage_keys import REVOKE
from tests.api.operations.test_every_operation import asked, example, named, path_of, prepared, structs_in
from tests.api.operations.world import Client, World

SHOWS = {operation.path: operation for operation in OPERATIONS if operation.method == "GET"}
SHOWN_ELSEWHERE = {
    "/api/evidence/missing": "/api/transactions/{transaction_id}",
    "/api/changes": "/api/events/{event_id}",
}
"""Lists that tell something of things which have a list of their own."""


def listed_things() -> Iterator[tuple[str, Any]]:
    """Each list of things with an id: its path, and what one of them is."""
    for path, operation in SHOWS.items():
        body = operation.replies[200].body
        for field in msgspec.structs.fields(body) if body is not None else ():
            kind = inspect.type_info(field.type)
            if isinstance(kind, inspect.ListType) and isinstance(kind.item_type, inspect.StructType):
                names = {inner.encode_name for inner in kind.item_type.fields}
                if "id" in names:
                    yield path, kind.item_type.cls


def test_every_thing_that_is_listed_is_shown_by_itself() -> None:
    lists = dict(listed_things())
    assert len(lists) >= 17
    for path in lists:
        shown = [p for p in SHOWS if p.startswith(f"{path}/{{") and p.count("/") == path.count("/") + 1]
        assert shown or SHOWS[SHOWN_ELSEWHERE[path]], path


def test_what_is_gone_is_answered_by_nothing_everywhere() -> None:
    gone = [operation for operation in OPERATIONS if operation.method == "DELETE"]
    assert len(gone) >= 20
    assert {tuple(operation.replies) for operation in gone} == {(204,)}


MADE = [operation for operation in OPERATIONS if 201 in operation.replies and operation.location is not None]


@pytest.mark.parametrize("operation", named(MADE))
def test_what_was_made_is_where_its_reply_says_also_when_the_request_is_repeated(
    world: World, operation: Operation
) -> None:
    prepared(world, operation)
    path, key = path_of(world, operation), [("Idempotency-Key", "made-once")]
    first, again = (asked(world, operation, path, headers=key) for _ in range(2))
    assert first.status == again.status == 201
    assert first.headers["location"] == again.headers["location"]
    (shown,) = world.ours.get(first.headers["location"], scope="admin").values()
    (made,) = [value for value in first.json().values() if isinstance(value, dict)][:1]
    assert shown.get("id") == made.get("id")


def test_only_a_secret_is_shown_nowhere_again() -> None:
    nowhere = [operation.name for operation in OPERATIONS if 201 in operation.replies and operation.location is None]
    assert nowhere == ["make_calendar_token"]


def id_fields(declared: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for field in msgspec.structs.fields(declared):
        if field.encode_name == "external_id":
            continue  # the other system's, and any text will do
        if field.encode_name.endswith("_id") or field.encode_name in ("into", "same_as"):
            yield (*place, field.encode_name)
        for part in structs_in(inspect.type_info(field.type)):
            yield from id_fields(part, (*place, field.encode_name))


PREFIXES = {
    "contact_id": "con_", "into": "con_", "same_as": "txn_", "transaction_id": "txn_", "document_id": "doc_",
    "invoice_id": "doc_", "credit_note_id": "doc_", "journal_id": "je_", "bank_account_id": "ba_", "event_id": "evt_",
    "credits_invoice_id": "doc_",
}  # fmt: skip
WORDS_OF_A_LIST = (
    "category_id", "default_category_id", "accumulated_category_id", "proceeds_category_id", "fee_category_id",
)  # fmt: skip
"""Categories are the words of a closed list, in bodies as in filters: an unknown one is a 400 with the list."""
WITH: dict[str, dict[str, Any]] = {
    "settle_invoice-credit_note_id": {"kind": "credit_note"},
    "settle_invoice-invoice_id": {"kind": "contra"},
    "settle_invoice-journal_id": {"kind": "journal"},
    "settle_invoice-transaction_id": {"kind": "overpayment"},
    "settle_invoice-contact_id": {"kind": "director"},
    "register_asset-transaction_id": {"cost": None, "bought_on": None},
    "register_asset-document_id": {"cost": None, "bought_on": None},
    "register_asset-journal_id": {"cost": None, "bought_on": None},
    "decide_doubtful-same_as": {"decision": "same"},
}
BODY_IDS = [
    pytest.param(operation, place[0], id=f"{operation.name}-{place[0]}")
    for operation in OPERATIONS
    if isinstance(operation.body, type)
    for place in id_fields(operation.body)
    if len(place) == 1 and place[0] not in WORDS_OF_A_LIST
]


@pytest.mark.parametrize(("operation", "field"), BODY_IDS)
def test_an_unknown_id_in_a_body_is_not_found_by_the_name_of_its_field(
    world: World, operation: Operation, field: str
) -> None:
    prepared(world, operation)
    body = {**example(world, operation.name), **WITH.get(f"{operation.name}-{field}", {})}
    body = {name: value for name, value in body.items() if value is not None}
    prefix = PREFIXES[field]
    for stranger in (world.their_ids[prefix], prefix + "0" * 14):
        answer = asked(world, operation, path_of(world, operation), {**body, field: stranger})
        assert (answer.status, answer.error.get("param")) == (404, field), answer.body


BODIES = [operation for operation in OPERATIONS if isinstance(operation.body, type)]


def patterns_in(kind: inspect.Type, place: str = "") -> Iterator[tuple[str, int]]:
    """Every place of a body where a text has a form of its own, and how long it is at least."""
    if isinstance(kind, inspect.Metadata):
        yield from patterns_in(kind.type, place)
    elif isinstance(kind, inspect.UnionType):
        for part in kind.types:
            yield from patterns_in(part, place)
    elif isinstance(kind, inspect.ListType):
        yield from patterns_in(kind.item_type, f"{place}[]")
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from patterns_in(field.type, f"{place}.{field.encode_name}" if place else field.encode_name)
    elif isinstance(kind, inspect.StrType) and kind.pattern:
        yield place, kind.min_length or 0


def with_value(place: str, value: object) -> Any:
    """A body that holds nothing but the value, in that place."""
    step, _, rest = place.partition(".")
    inner = with_value(rest, value) if rest else value
    return {step.removesuffix("[]"): [inner] if step.endswith("[]") else inner}


FORMS = [
    pytest.param(operation, place, length, id=f"{operation.name}-{place}")
    for operation in BODIES
    if isinstance(operation.body, type)
    for place, length in patterns_in(inspect.type_info(operation.body))
]


@pytest.mark.parametrize(("operation", "place", "length"), FORMS)
def test_no_refusal_shows_a_pattern(operation: Operation, place: str, length: int) -> None:
    assert isinstance(operation.body, type)
    with pytest.raises(BadRequest) as refused:
        decode_body(with_value(place, " \t ".ljust(length)), operation.body)
    told = json.dumps([refused.value.message, refused.value.details])
    assert "expected" in told
    for sign in ("regex", "^", "\\\\u", "[0-9]", "[^"):
        assert sign not in told, told


@pytest.mark.parametrize("operation", named(BODIES))
def test_all_mistakes_of_a_body_are_told_at_once(operation: Operation) -> None:
    assert isinstance(operation.body, type)
    fields = [field.encode_name for field in msgspec.structs.fields(operation.body)]
    wrong = {name: {"not": ["this"]} for name in fields}
    with pytest.raises(BadRequest) as refused:
        decode_body({**wrong, "surely_unknown": 1}, operation.body)
    details = refused.value.details or [{"param": refused.value.param}]
    told = {str(one["param"]).partition(".")[0] for one in details}
    free = {"values", "columns"}  # any object will do there
    missing = {*fields, "surely_unknown"} - told - free
    assert not missing or len(details) == MISTAKES_MAX
    assert str(refused.value.param).partition(".")[0] in told


def test_mistakes_inside_the_elements_of_a_list_are_told_by_their_place_and_a_single_one_has_no_list(
    world: World,
) -> None:
    path = f"/api/transactions/{world.transactions[1]}"
    parts = [
        {"category_id": "cat_travel", "amount": "ten", "colour": "red"},
        {"amount": -5, "business_percent": 300},
    ]
    error = world.ours.refused("PATCH", path, {"splits": parts, "notes": 5})
    assert {one["param"] for one in error["details"]} == {
        "splits[0].amount", "splits[0].colour", "splits[1].category_id", "splits[1].business_percent", "notes",
    }  # fmt: skip
    assert error["message"].endswith("5 mistakes in all; see `details`.")
    single = world.ours.refused("PATCH", path, {"notes": 5})
    assert ("details" in single, single["param"]) == (False, "notes")


def test_the_last_admin_key_that_works_is_not_revoked_by_a_key(world: World) -> None:
    other = world.ours.post("/api/keys", {"scopes": ["admin"]}, scope="admin")["key"]["id"]
    company, own = world.ours.tenant.number, world.ours.tenant.key_ids["admin"]
    assert world.ours.ask("DELETE", f"/api/keys/{other}", scope="admin").status == 204
    # The other one was let in just before it was revoked, and asks the same of this one.
    with pytest.raises(Conflict, match="last admin key"):
        world.books.write(REVOKE, company, own, key_actor(other, "admin"))
    assert world.ours.get(f"/api/keys/{own}", scope="admin")["key"]["revoked_at"] is None


def test_a_deadline_of_ones_own_is_removed_and_one_of_the_law_stays(world: World) -> None:
    made = world.ours.post("/api/deadlines", {"title": "Insurance", "due_date": "2026-09-01"})["deadline"]
    path = f"/api/deadlines/{made['id']}"
    assert world.ours.ask("DELETE", path).status == 204
    assert world.ours.refused("DELETE", path)["status"] == world.ours.refused("GET", path)["status"] == 404
    assert made["id"] not in [one["id"] for one in world.ours.get("/api/deadlines")["deadlines"]]
    law = world.ours.get("/api/deadlines?days=2000&include_completed=true")["deadlines"][0]["id"]
    assert world.ours.refused("DELETE", f"/api/deadlines/{law}")["code"] == "conflict"


def long_list(client: Client) -> str:
    """A page that is worth compressing, of categories with all their fields."""
    return "/api/categories?limit=200"


def test_a_long_reply_is_compressed_for_whoever_takes_it_and_tells_the_same(world: World) -> None:
    path = long_list(world.ours)
    plain = world.ours.ask("GET", path)
    assert len(plain.body) >= COMPRESS_FROM
    assert ("content-encoding" in plain.headers, plain.headers["vary"]) == (False, "Accept-Encoding")
    short = world.ours.ask("GET", path, headers=[("Accept-Encoding", "br;q=1.0, gzip;q=0.8")])
    assert (short.headers["content-encoding"], short.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert int(short.headers["content-length"]) == len(short.body) < len(plain.body) / 4
    assert gzip.decompress(short.body) == plain.body
    small = world.ours.ask("GET", "/api/bank-accounts", headers=[("Accept-Encoding", "gzip")])
    assert not {"content-encoding", "vary"} & set(small.headers)


@pytest.mark.parametrize(
    ("header", "taken"),
    [(b"gzip", True), (b"*", True), (b"GZIP;q=0.5", True), (b"deflate, br", False), (b"gzip;q=0", False), (b"", False),
     (b"*;q=0, gzip", True), (b"gzip; q=0.000, *", False), (None, False)],
)  # fmt: skip
def test_who_takes_gzip(header: bytes | None, taken: bool) -> None:
    assert takes_gzip(header) is taken


def test_a_compressed_reply_has_a_tag_of_its_own_that_both_conditions_know(world: World) -> None:
    path = f"/api/transactions/{world.transactions[4]}"
    for number in range(60):
        world.ours.patch(path, {"notes": f"{number} " + "long words " * 60})
    takes = ("Accept-Encoding", "gzip")
    plain, short = world.ours.ask("GET", path), world.ours.ask("GET", path, headers=[takes])
    assert short.headers["content-encoding"] == "gzip"
    assert short.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    for known in (plain.headers["etag"], short.headers["etag"]):
        again = world.ours.ask("GET", path, headers=[takes, ("If-None-Match", known)])
        assert (again.status, again.headers["etag"]) == (304, known)
    held = [("If-Match", short.headers["etag"])]
    assert world.ours.ask("PATCH", path, {"notes": "a"}, headers=held).status == 200
    assert world.ours.ask("PATCH", path, {"notes": "b"}, headers=held).status == 412


def test_a_long_file_is_compressed_piece_by_piece(world: World) -> None:
    for number in range(400):
        line = {"date": "2026-01-20", "description": f"LINE {number} " + "W" * 80, "amount": -1.5}
        world.ours.post("/api/transactions", {**line, "bank_account_id": "ba_main", "category_id": "cat_travel"})
    path = "/api/reports/ledger?account=cat_travel&from=2025-04-01&to=2026-03-31&format=csv"
    plain = world.ours.ask("GET", path)
    short = world.ours.ask("GET", path, headers=[("Accept-Encoding", "gzip")])
    assert short.headers["content-encoding"] == "gzip"
    read = gzip.decompress(short.body).decode().splitlines()
    made_at = [n for n, line in enumerate(read) if line.startswith("# made_at")]
    told = plain.body.decode().splitlines()
    assert [line for n, line in enumerate(read) if n not in made_at] == [
        line for n, line in enumerate(told) if n not in made_at
    ]
