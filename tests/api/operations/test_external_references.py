"""What another system calls a thing: said, shown, found, taken away, and refused where another one has it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.framework.asking import Answer
from tests.api.operations.test_every_operation import example, read_document, typed_invoice
from tests.api.operations.world import FORM_TYPE, RECEIPT, World, form
from tests.support.bookkeeper import Bookkeeper

PAIRS = {"order": "A-17", "shop": "York"}
CALLED: dict[str, Any] = {"external_id": "shop-10417", "metadata": PAIRS}
LINE = {"date": "2026-02-12", "description": "STALL 4", "amount": -4.5, "bank_account_id": "ba_main"}
SIDES = [{"category_id": "cat_travel", "debit": 5}, {"category_id": "cat_directors_loan", "credit": 5}]


def _line(world: World, **said: Any) -> Any:
    return world.ours.post("/api/transactions", {**LINE, **said})["transaction"]


def _contact(world: World, **said: Any) -> Any:
    name = f"Party {secrets.token_hex(4)}"
    return world.ours.post("/api/contacts", {"name": name, **said})["contact"]


def _invoice(world: World, **said: Any) -> Any:
    body = {**example(world, "enter_invoice"), "allow_same_number": True, **said}
    return world.ours.post("/api/invoices", body)["invoice"]


def _journal(world: World, **said: Any) -> Any:
    return world.ours.post("/api/journals", {"date": "2026-01-31", "narration": "Parking", "lines": SIDES, **said})[
        "journal"
    ]


MAKE: dict[str, Callable[..., Any]] = {
    "transactions": _line,
    "contacts": _contact,
    "invoices": _invoice,
    "journals": _journal,
}


def _faults(world: World) -> Any:
    return Bookkeeper(world.books, world.ours.tenant.number).faults()


def _one(world: World, things: str, thing_id: str) -> Any:
    (shown,) = world.ours.get(f"/api/{things}/{thing_id}").values()
    return shown


def _found(world: World, things: str, external_id: str) -> list[str]:
    page = world.ours.get(f"/api/{things}?external_id={external_id}")
    assert page["pagination"]["total"] == len(page[things])
    return [one["id"] for one in page[things]]


@pytest.mark.parametrize("things", MAKE)
def test_a_thing_is_called_something_when_it_is_made_found_by_it_and_no_more_when_it_is_taken_away(
    world: World, things: str
) -> None:
    made = MAKE[things](world, **CALLED)
    assert (made["external_id"], made["metadata"]) == ("shop-10417", PAIRS)
    shown = _one(world, things, made["id"])
    assert (shown["external_id"], shown["metadata"], shown.get("version", 1)) == (
        "shop-10417",
        PAIRS,
        made.get("version", 1),
    )
    assert _found(world, things, "shop-10417") == [made["id"]]
    assert _found(world, things, "SHOP-10417") == []
    path = f"/api/{things}/{made['id']}"
    (changed,) = [
        v for k, v in world.ours.patch(path, {"external_id": None}).items() if k not in ("posted", "warnings")
    ]
    assert (changed["external_id"], changed["metadata"]) == (None, PAIRS)
    assert _found(world, things, "shop-10417") == []
    world.ours.patch(path, {"metadata": {"only": "this"}})
    assert _one(world, things, made["id"])["metadata"] == {"only": "this"}
    world.ours.patch(path, {"metadata": None})
    assert _one(world, things, made["id"])["metadata"] is None
    MAKE[things](world, external_id="shop-10417")
    assert _faults(world) == []


@pytest.mark.parametrize("things", MAKE)
def test_two_things_of_a_kind_are_not_called_the_same_and_the_other_is_named(world: World, things: str) -> None:
    first, second = MAKE[things](world, external_id="one"), MAKE[things](world, external_id="two")
    refused = world.ours.refused("PATCH", f"/api/{things}/{second['id']}", {"external_id": "one"})
    assert (refused["code"], refused["param"]) == ("conflict", "external_id")
    assert first["id"] in refused["message"]
    again: Answer = world.ours.ask("POST", f"/api/{things}", _body(world, things))
    assert (again.status, first["id"] in again.error["message"]) == (409, True)
    assert _one(world, things, second["id"])["external_id"] == "two"
    world.ours.patch(f"/api/{things}/{first['id']}", {"external_id": None})
    world.ours.patch(f"/api/{things}/{second['id']}", {"external_id": "one"})
    assert _found(world, things, "one") == [second["id"]]
    assert _faults(world) == []


def _body(world: World, things: str) -> dict[str, Any]:
    bodies: dict[str, dict[str, Any]] = {
        "transactions": LINE,
        "contacts": {"name": "Somebody Else"},
        "invoices": {**example(world, "enter_invoice"), "allow_same_number": True},
        "journals": {"date": "2026-01-31", "narration": "Parking", "lines": SIDES},
    }
    return {**bodies[things], "external_id": "one"}


def test_each_kind_has_ids_of_its_own_and_each_company_too(world: World) -> None:
    for make in MAKE.values():
        make(world, external_id="17")
    world.theirs.post("/api/contacts", {"name": "Theirs", "external_id": "17"})
    assert _found(world, "transactions", "17") != _found(world, "contacts", "17")


def test_a_version_is_new_where_it_is_called_something_else_and_only_there(world: World) -> None:
    for path in (f"/api/transactions/{world.transactions[1]}", f"/api/invoices/{typed_invoice(world)}"):
        before = world.ours.ask("GET", path).headers["etag"].strip('"').partition("-")[0]
        said = world.ours.ask("PATCH", path, CALLED)
        assert said.headers["etag"] == f'"{int(before) + 1}"'
        assert world.ours.ask("PATCH", path, CALLED).headers["etag"] == said.headers["etag"]
        old = [("If-Match", f'"{before}"')]
        assert world.ours.refused("PATCH", path, {"external_id": "x"}, headers=old)["code"] == "precondition_failed"
        (shown,) = world.ours.get(path).values()
        assert shown["external_id"] == "shop-10417"


def test_an_invoice_is_called_what_its_document_is_called(world: World) -> None:
    document = read_document(world)
    world.ours.patch(f"/api/documents/{document}", CALLED)
    assert world.ours.get(f"/api/invoices/{document}")["invoice"]["external_id"] == "shop-10417"
    assert _found(world, "invoices", "shop-10417") == _found(world, "documents", "shop-10417") == [document]
    listed = world.ours.get("/api/documents")["documents"]
    assert [one["metadata"] for one in listed if one["id"] == document] == [PAIRS]


def test_a_file_is_called_something_while_it_is_uploaded_and_no_second_thing_the_second_time(world: World) -> None:
    def upload(external_id: str, metadata: str = '{"order": "A-17"}') -> Answer:
        body = form(RECEIPT + b" new", file_name="r.pdf", external_id=external_id, metadata=metadata)
        return world.ours.ask("POST", "/api/documents/upload", body, headers=[FORM_TYPE])

    first = upload("scan-1")
    assert (first.status, first.json()["document"]["external_id"]) == (201, "scan-1")
    assert first.json()["document"]["metadata"] == {"order": "A-17"}
    assert upload("scan-1").status == 200
    other = upload("scan-2")
    assert (other.status, "scan-1" in other.error["message"]) == (409, True)
    odd = upload("scan-1", metadata="[1]")
    assert (odd.status, odd.error["param"]) == (400, "metadata")


def test_a_list_of_lines_shows_it_where_it_is_asked_for(world: World) -> None:
    line = world.transactions[1]
    world.ours.patch(f"/api/transactions/{line}", CALLED)
    rows = world.ours.get("/api/transactions")["transactions"]
    assert all("external_id" not in row and "metadata" not in row for row in rows)
    asked = world.ours.get("/api/transactions?include=external_id,metadata")["transactions"]
    assert {row["id"]: row["external_id"] for row in asked if row["external_id"]} == {line: "shop-10417"}
    assert [row["metadata"] for row in asked if row["id"] == line] == [PAIRS]
    table = world.ours.ask("GET", "/api/transactions?include=external_id,metadata&format=csv").body.decode()
    assert 'shop-10417,"{""order"":""A-17"",""shop"":""York""}"' in table
    assert world.ours.get(f"/api/transactions?external_id=shop-10417&ids={world.transactions[0]}")["transactions"] == []
    assert world.ours.get(f"/api/transactions?external_id=shop-10417&ids={line}")["pagination"]["total"] == 1
    assert world.ours.get("/api/transactions?external_id=shop-10417&category=cat_rent")["transactions"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"external_id": ""},
        {"external_id": " "},
        {"external_id": "x" * 201},
        {"external_id": 17},
        {"metadata": {str(n): "x" for n in range(21)}},
        {"metadata": {"": "x"}},
        {"metadata": {"n" * 41: "x"}},
        {"metadata": {"a": ""}},
        {"metadata": {"a": "x" * 501}},
        {"metadata": {"a": 1}},
        {"metadata": {"a": {"b": "c"}}},
        {"metadata": ["a"]},
    ],
)
def test_ids_and_pairs_are_short_text(world: World, body: dict[str, Any]) -> None:
    refused = world.ours.refused("PATCH", f"/api/contacts/{world.contact('acme')}", body)
    assert (refused["code"], refused["param"]) == ("bad_request", next(iter(body)))


def test_the_longest_are_taken_as_they_are(world: World) -> None:
    body = {"external_id": "é" * 200, "metadata": {f"{n:02d}" + "n" * 38: "v" * 500 for n in range(20)}}
    path = f"/api/contacts/{world.contact('acme')}"
    assert {**world.ours.patch(path, body)["contact"], **body} == world.ours.get(path)["contact"]
    assert world.ours.get("/api/contacts?external_id=" + "%C3%A9" * 200)["pagination"]["total"] == 1


def test_the_change_is_told_in_the_feed_and_in_the_log(world: World) -> None:
    for things, thing in (
        ("transactions", world.transactions[1]),
        ("contacts", world.contact("acme")),
        ("invoices", typed_invoice(world)),
        ("journals", _journal(world)["id"]),
    ):
        after = world.ours.get("/api/changes?start=now")["cursor"]
        world.ours.patch(f"/api/{things}/{thing}", CALLED)
        told = world.ours.get(f"/api/changes?after={after}")["changes"]
        assert (things[:-1], thing, "updated") in [(one["type"], one["thing_id"], one["change"]) for one in told]
        world.ours.patch(f"/api/{things}/{thing}", CALLED)
        assert world.ours.get(f"/api/changes?after={after}")["changes"] == told
        event = world.ours.get("/api/audit?limit=1")["events"][0]
        assert (event["action"], event["subject"]) == ("external_reference.set", thing)
        assert event["after"] == {"external_id": "shop-10417", "metadata": PAIRS}
    assert _faults(world) == []


def test_a_hundred_lines_are_called_something_in_one_write(world: World) -> None:
    one, two, three = world.transactions[:3]
    world.ours.patch(f"/api/transactions/{three}", {"external_id": "taken"})
    changes = [
        {"id": one, "external_id": "a", "notes": "first"},
        {"id": two, "external_id": "taken"},
    ]
    done = world.ours.patch("/api/transactions", {"changes": changes})
    assert [result["status"] for result in done["results"]] == [200, 409]
    assert done["results"][0]["transaction"]["external_id"] == "a"
    assert done["results"][1]["error"]["param"] == "changes[1].external_id"
    refused = world.ours.refused("PATCH", "/api/transactions", {"changes": changes, "atomic": True})
    assert refused["code"] == "conflict"
    same = [{"id": one, "external_id": "b"}, {"id": two, "external_id": "b"}]
    assert world.ours.refused("PATCH", "/api/transactions", {"changes": same})["param"] == "changes[1].external_id"
    only = world.ours.patch("/api/transactions", {"changes": [{"id": two, "metadata": PAIRS}]})
    assert only["event_id"] is not None
    assert _faults(world) == []
