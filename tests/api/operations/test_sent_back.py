"""What GET shows can be sent back: nothing is posted, nothing is told, no version moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from accountsos.api.operations.registry import OPERATIONS
from accountsos.api.sent_back import shows_one_thing
from tests.api.operations.test_every_operation import example, our_id, path_of, read_document, typed_invoice
from tests.api.operations.world import World

SHOWN = {operation.path for operation in OPERATIONS if operation.method == "GET" and shows_one_thing(operation)}
CHANGES = tuple(operation for operation in OPERATIONS if operation.method == "PATCH" and operation.path in SHOWN)


def split(world: World) -> str:
    """A line in three parts: with VAT as it follows, with VAT said, with neither and for the business in part."""
    world.ours.post("/api/vat-schemes", {"scheme": "standard", "from": "2025-04-01"}, status=200, scope="admin")
    path = f"/api/transactions/{world.transactions[3]}"
    parts = [
        {"category_id": "cat_travel", "amount": -60.0, "vat_code": "P20"},
        {"category_id": "cat_office", "amount": -40.5, "vat_code": "P20", "vat_amount": -6.0, "notes": "Paper"},
        {"category_id": "cat_software", "amount": -20.0, "business_percent": 80},
    ]
    world.ours.patch(path, {"splits": parts})
    return path


def with_vat_of_its_own(world: World) -> str:
    path = f"/api/transactions/{world.transactions[1]}"
    world.ours.post("/api/vat-schemes", {"scheme": "standard", "from": "2025-04-01"}, status=200, scope="admin")
    world.ours.patch(path, {"vat_code": "P20", "vat_amount": 7.66, "contact_id": world.contact("acme")})
    return path


def paid_by_a_line(world: World) -> str:
    """A paper beside the line that pays it, whose VAT the line bears."""
    document = f"/api/documents/{read_document(world)}"
    line = {"date": "2026-01-20", "description": "HARBOUR STATIONERS", "amount": -120.0, "bank_account_id": "ba_main"}
    transaction = world.ours.post("/api/transactions", line)["transaction"]["id"]
    world.ours.patch(document, {"direction": "purchase", "transaction_ids": [transaction]})
    return document


def the_line_that_pays(world: World) -> str:
    shown = world.ours.get(paid_by_a_line(world))["document"]
    return f"/api/transactions/{shown['transactions'][0]['id']}"


def to_be_looked_at(world: World) -> str:
    """A document of which something is missing: to say again what it shows would confirm it."""
    path = f"/api/documents/{read_document(world)}"
    shown = world.ours.patch(path, {"supplier": None})["document"]
    assert shown["status"] == "needs_review"
    return path


def each_category(world: World) -> Iterator[str]:
    for category in world.ours.get("/api/categories?limit=200")["categories"]:
        yield f"/api/categories/{category['id']}"


def each_deadline(world: World) -> Iterator[str]:
    world.ours.post("/api/deadlines", {"title": "Insurance", "due_date": "2026-09-01", "amount": 12.5})
    done = world.ours.post("/api/deadlines", {"title": "Paid", "due_date": "2026-02-01"})["deadline"]["id"]
    world.ours.patch(f"/api/deadlines/{done}", {"completed": True, "completed_on": "2026-01-30"})
    for deadline in world.ours.get("/api/deadlines?include_completed=true")["deadlines"]:
        yield f"/api/deadlines/{deadline['id']}"


def each_transaction(world: World) -> Iterator[str]:
    yield from (f"/api/transactions/{one}" for one in world.transactions)


def settings_said(world: World) -> Iterator[str]:
    yield "/api/deadline-settings"
    world.ours.patch("/api/deadline-settings", example(world, "change_deadline_settings"))
    yield "/api/deadline-settings"


def each_rule(world: World) -> Iterator[str]:
    for body in (example(world, "add_rule"), {"category_id": "cat_travel", "payee": "Alder taxis", "position": 1}):
        world.ours.post("/api/categorisation-rules", body)
    for rule in world.ours.get("/api/categorisation-rules")["rules"]:
        yield f"/api/categorisation-rules/{rule['id']}"


def each_asset(world: World) -> Iterator[str]:
    bought = {"category_id": "cat_fa_vehicles", "cost": 9000, "bought_on": "2025-06-01"}
    made = world.ours.post("/api/assets", {"kind": "car", "description": "Van", "co2": 90, **bought})["asset"]
    yield f"/api/assets/{made['id']}"
    yield f"/api/assets/{our_id(world, 'ast_')}"


def each_contact(world: World) -> Iterator[str]:
    world.ours.post("/api/contacts", {**example(world, "add_contact"), "vat_number": "GB123456782", "phone": "020"})
    for contact in world.ours.get("/api/contacts")["contacts"]:
        yield f"/api/contacts/{contact['id']}"


def each_account(world: World) -> Iterator[str]:
    world.ours.post("/api/bank-accounts", example(world, "add_bank_account"))
    for account in world.ours.get("/api/bank-accounts")["bank_accounts"]:
        yield f"/api/bank-accounts/{account['id']}"


def each_webhook(world: World) -> Iterator[str]:
    world.ours.post("/api/webhooks", {"url": "https://example.com/all"}, scope="admin")
    made = world.ours.post("/api/webhooks", example(world, "add_webhook"), scope="admin")["webhook"]["id"]
    world.ours.patch(f"/api/webhooks/{made}", {"status": "disabled"}, scope="admin")
    for webhook in world.ours.get("/api/webhooks", scope="admin")["webhooks"]:
        yield f"/api/webhooks/{webhook['id']}"


def one(make: Callable[[World], str]) -> Callable[[World], Iterator[str]]:
    return lambda world: iter([make(world)])


def called(world: World) -> Iterator[str]:
    """A thing of each kind that another system has called something."""
    things = [
        f"/api/transactions/{world.transactions[2]}",
        f"/api/contacts/{world.contact('acme')}",
        f"/api/documents/{read_document(world)}",
        f"/api/invoices/{typed_invoice(world)}",
        f"/api/journals/{our_id(world, 'je_')}",
    ]
    for number, path in enumerate(things):
        world.ours.patch(path, {"external_id": f"ours {number}", "metadata": {"z": "last", "a": "Ängström"}})
    return iter(things)


THINGS: dict[str, dict[str, Callable[[World], Iterator[str]]]] = {
    "/api/transactions/{transaction_id}": {
        "each": each_transaction,
        "split": one(split),
        "with VAT of its own": one(with_vat_of_its_own),
        "that pays a bill": one(the_line_that_pays),
        "called something, and each other kind": called,
    },
    "/api/documents/{document_id}": {
        "read": one(lambda world: f"/api/documents/{read_document(world)}"),
        "paid": one(paid_by_a_line),
        "to be looked at": one(to_be_looked_at),
    },
    "/api/invoices/{document_id}": {
        "typed": one(lambda world: f"/api/invoices/{typed_invoice(world)}"),
        "read": one(lambda world: f"/api/invoices/{read_document(world)}"),
    },
    "/api/categories/{category_id}": {"each": each_category},
    "/api/deadlines/{deadline_id}": {"each": each_deadline},
    "/api/deadline-settings": {"said": settings_said},
    "/api/categorisation-rules/{rule_id}": {"each": each_rule},
    "/api/assets/{asset_id}": {"each": each_asset},
    "/api/contacts/{contact_id}": {"each": each_contact},
    "/api/bank-accounts/{bank_account_id}": {"each": each_account},
    "/api/webhooks/{webhook_id}": {"each": each_webhook},
    "/api/journals/{journal_id}": {"posted": one(lambda world: f"/api/journals/{our_id(world, 'je_')}")},
    "/api/company": {"now": one(lambda world: "/api/company")},
}


def test_every_thing_that_can_be_changed_is_tried_below() -> None:
    assert {operation.path for operation in CHANGES} == set(THINGS)


def books_of(world: World) -> Any:
    """What would show that anything happened: the log of all writes, and what every account says."""
    return world.ours.get("/api/audit?limit=1"), world.ours.get("/api/reports/trial-balance")


@pytest.mark.parametrize(("path", "kind"), [(path, kind) for path, kinds in THINGS.items() for kind in kinds])
def test_what_is_shown_sent_back_changes_no_posting_and_no_version(world: World, path: str, kind: str) -> None:
    tried = 0
    for thing in THINGS[path][kind](world):
        before, answer = books_of(world), world.ours.ask("GET", thing, scope="admin")
        (shown,) = answer.json().values()
        world.ours.patch(thing, shown, scope="admin")
        held = [("If-Match", answer.headers["etag"])] if "etag" in answer.headers else []
        world.ours.patch(thing, shown, headers=held, scope="admin")
        assert books_of(world) == before, thing
        again = world.ours.ask("GET", thing, scope="admin")
        assert (again.json(), again.headers.get("etag")) == (answer.json(), answer.headers.get("etag"))
        tried += 1
    assert tried


def shown_of(world: World, path: str) -> Any:
    (shown,) = world.ours.get(path, scope="admin").values()
    return shown


@pytest.mark.parametrize("operation", [pytest.param(operation, id=operation.name) for operation in CHANGES])
def test_another_value_of_what_only_shows_is_refused_by_name(world: World, operation: Any) -> None:
    path = path_of(world, operation)
    shown = shown_of(world, path)
    assert isinstance(operation.body, type)
    only = set(shown) - {field.encode_name for field in msgspec.structs.fields(operation.body)}
    if operation.name == "change_deadline_settings":
        assert not only  # all that it shows can be said
        return
    before = books_of(world)
    for name in only:
        error = world.ours.refused("PATCH", path, {**shown, name: "something else"}, scope="admin")
        assert (error["code"], error["param"]) == ("bad_request", name)
    assert books_of(world) == before


def test_of_a_thing_sent_back_only_what_differs_is_changed(world: World) -> None:
    path = f"/api/transactions/{world.transactions[4]}"
    shown = shown_of(world, path)
    after = world.ours.patch(path, {**shown, "notes": "Refund of the second leg"})["transaction"]
    differs = {name for name in after if after[name] != shown[name]}
    assert differs == {"notes", "updated_at"}


def test_a_part_of_a_split_is_changed_and_the_others_keep_what_was_said_of_their_vat(world: World) -> None:
    path = split(world)
    shown = shown_of(world, path)
    assert [part["vat_amount"] for part in shown["splits"]] == [None, -6.0, None]
    assert shown["vat"]["amount"] == -18.66  # a sixth of 60.00 and of 16.00, and the 6.00 that was said
    shown["splits"][1]["notes"] = "Envelopes"
    after = world.ours.patch(path, shown)["transaction"]
    assert [part["notes"] for part in after["splits"]] == [None, "Envelopes", None]
    assert [part["vat_amount"] for part in after["splits"]] == [None, -6.0, None]
    assert after["vat"] == shown["vat"]


def test_parts_are_taken_out_and_put_in_another_order_as_they_were_shown(world: World) -> None:
    path = split(world)
    shown = shown_of(world, path)
    first, second, third = shown["splits"]
    third["amount"] = -80.0
    after = world.ours.patch(path, {**shown, "splits": [third, second]})["transaction"]
    assert [part["category"]["id"] for part in after["splits"]] == ["cat_software", "cat_office"]
    now = shown_of(world, path)
    now["splits"][0]["category"] = {"id": "cat_travel", "name": "Somewhere"}
    error = world.ours.refused("PATCH", path, now)
    assert error["param"] == "splits[0].category"
    assert first["category_id"] == "cat_travel"


def test_the_lines_of_an_invoice_are_changed_from_what_is_shown(world: World) -> None:
    path = f"/api/invoices/{typed_invoice(world)}"
    shown = shown_of(world, path)
    assert (shown["amounts"], shown["lines"][0]["amount"], shown["lines"][0]["vat_amount"]) == ("net", 100.0, None)
    shown["lines"][0]["amount"] = 90.0
    after = world.ours.patch(path, shown)["invoice"]
    assert (after["net"], after["lines"][0]["category"]["id"]) == (90.0, "cat_office")


def test_a_thing_sent_back_under_an_older_version_is_a_lost_update_and_not_a_mistake(world: World) -> None:
    path = f"/api/transactions/{world.transactions[4]}"
    answer = world.ours.ask("GET", path)
    shown = answer.json()["transaction"]
    world.ours.patch(path, {"category_id": "cat_office"})
    stale = world.ours.ask("PATCH", path, {**shown, "notes": "x"}, headers=[("If-Match", answer.headers["etag"])])
    assert (stale.status, stale.error["code"]) == (412, "precondition_failed")
    assert world.ours.refused("PATCH", path, {**shown, "notes": "x"})["code"] == "bad_request"


def test_a_thing_sent_back_twice_under_one_key_is_answered_as_the_first_time(world: World) -> None:
    path = f"/api/transactions/{world.transactions[4]}"
    shown = {**shown_of(world, path), "reviewed": True, "notes": "Seen"}
    del shown["history"]
    key = [("Idempotency-Key", "send-back-1")]
    first = world.ours.ask("PATCH", path, shown, headers=key)
    world.ours.patch(path, {"category_id": "cat_office"})
    again = world.ours.ask("PATCH", path, shown, headers=key)
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    other = world.ours.ask("PATCH", path, {**shown, "notes": "Other"}, headers=key)
    assert other.status == 422


def test_the_tag_is_another_whenever_the_reply_is_and_the_version_only_where_the_line_is(world: World) -> None:
    path = f"/api/transactions/{world.transactions[4]}"
    first = world.ours.ask("GET", path)
    world.ours.patch("/api/categories/cat_travel", {"name": "Journeys"})
    second = world.ours.ask("GET", path)
    assert second.json()["transaction"]["category"]["name"] == "Journeys"
    assert first.headers["etag"] != second.headers["etag"]
    known = [("If-None-Match", first.headers["etag"])]
    assert world.ours.ask("GET", path, headers=known).status == 200
    known = [("If-None-Match", second.headers["etag"])]
    assert world.ours.ask("GET", path, headers=known).status == 304
    held = [("If-Match", first.headers["etag"])]
    assert world.ours.ask("PATCH", path, {"notes": "a"}, headers=held).status == 200  # nobody changed the line
    assert world.ours.ask("PATCH", path, {"notes": "b"}, headers=held).status == 412
