"""What holds for every operation, generated from OPERATIONS: examples, other companies' ids, repeats, scopes."""

from __future__ import annotations

import asyncio
import copy
import json
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships without types
import jsonschema_rs
import msgspec
import pytest
from msgspec import inspect
from openapi_spec_validator import OpenAPIV31SpecValidator

from accountsos.access.rights import SCOPES
from accountsos.api.openapi import document
from accountsos.api.operation import Operation
from accountsos.api.operations.events import EVENT_ID as CHANGE_ID
from accountsos.api.operations.examples import CONTACT_ID, EVENT_ID, TRANSACTION_ID
from accountsos.api.operations.registry import OPERATIONS
from accountsos.ids import public_id
from accountsos.web.context import ApiSettings
from accountsos.web.multipart import Multipart
from accountsos.web.parameters import Id
from accountsos.wire.encode import encode_json
from accountsos.workflows.documents import record_reading
from accountsos.workflows.documents.record_reading import ReadingGivenUp
from tests.api.framework.asking import Answer
from tests.api.operations.world import FORM_TYPE, RECEIPT, STATEMENT, Client, World, form, found, refiled
from tests.support.bookkeeper import Bookkeeper, simple_file
from tests.support.ofx_file import ofx
from tests.workflows.bank.test_pending_lines import bank_file
from tests.workflows.documents.papers import Clerk, einvoice

OURS = {"txn_": "", "ba_": "ba_main", "cat_": "cat_software", "ddl_": "ddl_accounts_20260331"}
"""Ids of our company; the others are looked up."""
EUROS = "ba_euros"
"""An account in another currency, where one is made."""

CONTRACT: dict[str, Any] = json.loads(encode_json(document(OPERATIONS, ApiSettings())))


def named(operations: Any) -> list[Any]:
    return [pytest.param(operation, id=operation.name) for operation in operations]


def our_id(world: World, prefix: str) -> str:
    """A thing of that kind in our company, made where there is none yet."""
    if prefix == "txn_":
        return world.transactions[1]
    if prefix == "con_":
        return world.contact("acme")
    if prefix == "key_":
        return world.ours.tenant.key_ids["read"]
    if prefix == "imp_":
        body = form(STATEMENT, bank_account_id="ba_main", mode="commit")
        return str(world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE]).json()["import"]["id"])
    if prefix == "doc_":
        return read_document(world)
    if prefix == "stl_":
        return written_off(world)
    if prefix == "job_":
        return given_up_job(world)
    if prefix == "je_":
        return str(world.ours.post("/api/journals", example(world, "post_journal"))["journal"]["id"])
    if prefix == "rule_":
        rules = world.ours.get("/api/categorisation-rules")["rules"]
        return str(
            rules[0]["id"]
            if rules
            else world.ours.post("/api/categorisation-rules", example(world, "add_rule"))["rule"]["id"]
        )
    if prefix == "rfl_":
        return str(refiled(world.ours)["id"])
    if prefix == "ast_":
        return str(world.ours.post("/api/assets", example(world, "register_asset"))["asset"]["id"])
    if prefix == "trip_":
        return str(world.ours.post("/api/mileage", example(world, "add_trip"))["trip"]["id"])
    if prefix == "evt_":
        return changed_line(world)
    if prefix == "fnd_":
        return finding(world)
    if prefix == "whk_":
        return webhook(world)
    if prefix == "dlv_":
        sent = world.ours.post(f"/api/webhooks/{webhook(world)}/test", None, scope="admin")
        return str(sent["delivery"]["id"])
    if prefix == "chg_":
        return str(world.ours.get("/api/changes?limit=1")["changes"][0]["id"])
    return OURS[prefix]


def webhook(world: World) -> str:
    """An endpoint that is told what changes."""
    found = world.ours.get("/api/webhooks", scope="admin")["webhooks"]
    made = found or [world.ours.post("/api/webhooks", example(world, "add_webhook"), scope="admin")["webhook"]]
    return str(made[0]["id"])


def changed_line(world: World) -> str:
    """The first change of a line of ours."""
    path, what = f"/api/transactions/{world.transactions[1]}", "transaction.change"
    for _ in range(2):
        history = world.ours.get(path)["transaction"]["history"]
        if changes := [event["id"] for event in history if event["action"] == what]:
            return str(changes[-1])
        world.ours.patch(path, {"notes": "changed"})
    raise AssertionError("a change is told")


def id_for(world: World, operation: Operation | None, prefix: str) -> str:
    """A thing of that kind that the operation can do something with."""
    if operation is not None and operation.name in ("merge_contact", "undo_merger", "split_contact"):
        return contact_to(world, operation.name)
    if operation is not None and operation.path.startswith("/api/imports/doubtful/"):
        return doubtful_line(world)
    if operation is not None and operation.path.startswith("/api/imports/pending/"):
        return pending_line(world)
    if operation is not None and operation.name == "remove_deadline":
        body = {"title": "Insurance", "due_date": "2026-09-01"}
        return str(world.ours.post("/api/deadlines", body)["deadline"]["id"])
    if operation is not None and operation.path.endswith("/revaluation"):
        return EUROS
    if operation is not None and operation.path.endswith("/gross-up"):
        return world.transactions[0]
    if operation is not None and operation.name == "undo_disposal":
        asset = our_id(world, prefix)
        world.ours.post(f"/api/assets/{asset}/disposal", example(world, "dispose_asset"))
        return asset
    if operation is not None and operation.path.startswith("/api/invoices"):
        return typed_invoice(world)
    return our_id(world, prefix)


def contact_to(world: World, what: str) -> str:
    """A contact that can be merged, was merged, or has two aliases."""
    if what == "split_contact":
        for text in ("ALDER VALE SANDWICH", "ALDER VALE SANDWICH BAR"):
            line = {"date": "2025-10-02", "description": text, "amount": -4.5, "bank_account_id": "ba_main"}
            world.ours.post("/api/transactions", line)
        return world.contact("alder")
    made = str(world.ours.post("/api/contacts", {"name": f"Twice {secrets.token_hex(4)}"})["contact"]["id"])
    if what == "undo_merger":
        world.ours.post(f"/api/contacts/{made}/merge", {"into": our_id(world, "con_")}, status=200)
    return made


def doubtful_line(world: World) -> str:
    """A line of one format whose text tells nothing about which line of another format it is."""
    day, amount = date(2026, 2, 20), -3_130
    files = (simple_file([(day, amount, "CARD PAYMENT 4410")]), ofx((day, "-31.30", "F1", "HOTEL SOLE")))
    for content in files:
        body = form(content, bank_account_id="ba_main", mode="commit")
        assert world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE]).status in (200, 201)
    listed = [world.ours.get(f"/api/imports/doubtful?state={state}")["doubtful"] for state in ("open", "decided")]
    return str((listed[0] or listed[1])[0]["transaction"]["id"])


def pending_line(world: World) -> str:
    """A line that the bank showed and has not booked."""
    content = bank_file(("p1", date(2026, 3, 4), -8_800, "HOTEL SOLE YORK", "Pending"))
    body = form(content, file_name="bank.json", bank_account_id="ba_main", mode="commit")
    assert world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE]).status in (200, 201)
    return str(world.ours.get("/api/imports/pending")["pending"][0]["id"])


def finding(world: World) -> str:
    """A machine that was bought and is not in the register."""
    found = world.ours.get("/api/checks")["findings"]
    if not found:
        line = {"date": "2026-02-12", "description": "LATHE", "amount": -900.0, "bank_account_id": "ba_main"}
        world.ours.post("/api/transactions", {**line, "category_id": "cat_fa_plant"})
        found = world.ours.get("/api/checks")["findings"]
    return str(found[0]["id"])


def typed_invoice(world: World) -> str:
    """A bill that was typed in, with a number of its own."""
    body = {**example(world, "enter_invoice"), "number": f"HS-{secrets.token_hex(4)}"}
    return str(world.ours.post("/api/invoices", body)["invoice"]["id"])


def written_off(world: World) -> str:
    """The write-off of a bill."""
    path = f"/api/documents/{read_document(world)}"
    world.ours.patch(path, {"direction": "purchase", "category_id": "cat_office"})
    done = world.ours.post(f"{path}/settlements", {"kind": "write_off", "reason": "never delivered"})
    return str(done["document"]["settlements"][0]["id"])


def read_document(world: World) -> str:
    """An uploaded invoice that has been read."""
    clerk = Clerk(Bookkeeper(world.books, world.ours.tenant.number))
    return clerk.id_of(clerk.uploaded_and_read(einvoice()))


def given_up_job(world: World) -> str:
    """The job of an uploaded invoice that no reader got through."""
    clerk = Clerk(Bookkeeper(world.books, world.ours.tenant.number))
    clerk.upload(einvoice(number=f"HS-{secrets.token_hex(4)}"))
    held = clerk.claim(clerk.waiting(later_minutes=1)[-1], later_minutes=1)
    assert held is not None
    clerk.keeper.do(record_reading.GIVE_UP, ReadingGivenUp(held, "It takes too long.", 10))
    return public_id("job_", held.company, held.number)


def multipart_example(operation: Operation, *, other: bool = False) -> bytes:
    """A form that the operation takes; `other` holds another file."""
    if operation.name == "upload_document":
        return form(RECEIPT + b"!" * other, file_name="receipt.pdf", type="receipt")
    return form(STATEMENT + b"\n" * other, bank_account_id="ba_main", mode="commit")


def example(world: World, name: str) -> Any:
    """The body that the documentation shows, with our contact in it."""
    operation = next(o for o in OPERATIONS if o.name == name)
    text = json.dumps(operation.body_example)
    for shown, prefix in ((CONTACT_ID, "con_"), (TRANSACTION_ID, "txn_"), (EVENT_ID, "evt_"), (CHANGE_ID, "chg_")):
        text = text.replace(shown, our_id(world, prefix)) if shown in text else text
    return json.loads(text)


def path_of(world: World, operation: Operation, ids: dict[str, str] | None = None) -> str:
    path = operation.path
    for path_id in operation.ids:
        found = (ids or {}).get(path_id.name)
        if not found:
            found = id_for(world, operation, path_id.kind.prefix)
        path = path.replace("{" + path_id.name + "}", found)
    return path


def required_query(operation: Operation) -> dict[str, str]:
    needed = {p.name: str(p.example) for p in operation.query if p.required}
    return {**needed, "payee": "Esso"} if operation.name == "preview_rule" else needed  # at least one condition


def asked(world: World, operation: Operation, path: str, body: object = None, **options: Any) -> Answer:
    """The operation with the scope it needs and a body that it takes."""
    headers = list(options.pop("headers", ()))
    if isinstance(operation.body, Multipart):
        body = body or multipart_example(operation)
        headers.append(FORM_TYPE)
    elif operation.body is not None and body is None:
        body = example(world, operation.name)
    query = "&".join(f"{name}={value}" for name, value in required_query(operation).items())
    target = f"{path}?{query}" if query and "?" not in path else path
    return world.ours.ask(operation.method, target, body, scope=operation.scope, headers=headers)


def prepared(world: World, operation: Operation) -> None:
    """Bring the books to where the operation's example makes sense; it is asked of a sole trader where it is theirs."""
    if operation.name in OF_A_SOLE_TRADER:
        world.ours = Client(world.app, found(world.books, "Ida Bell", entity_type="sole_trader", lines=False))
    if operation.name == "claim_simplified_expenses":
        world.ours.ask("PUT", "/api/simplified-expenses", example(world, "state_simplified_expenses"))
    if operation.name == "remove_bank_account":
        world.ours.post("/api/bank-accounts", {"name": "Unused", "kind": "savings"})
    if operation.name in ("propose_revaluation", "revalue_bank_account"):
        world.ours.post("/api/bank-accounts", {"name": "Euros", "kind": "current", "currency": "EUR"})
        spent = "Date,Counter Party,Reference,Type,Amount (EUR),Balance (EUR)\n03/02/2026,HOTEL,R,CARD,-50.00,950.00\n"
        statement = form(spent.encode(), bank_account_id=EUROS, mode="commit")
        for month in ("2026-02", "2026-03"):
            rates = {"month": month, "rates": [{"currency": "EUR", "rate": 1.2}]}
            world.ours.post("/api/exchange-rates", rates, status=200)
        world.ours.ask("POST", "/api/imports", statement, headers=[FORM_TYPE])
    if operation.name == "remove_contact":
        OURS["con_unused"] = world.ours.post("/api/contacts", {"name": "Unused"})["contact"]["id"]
    if operation.name in ("undo_change", "undo_event"):
        our_id(world, "evt_")
    if operation.name == "claim_mileage":
        our_id(world, "trip_")
    if operation.name == "undo_depreciation":
        early = {**example(world, "register_asset"), "bought_on": "2024-10-06"}
        world.ours.post("/api/assets", early)
        world.ours.post("/api/assets/depreciation", {"day": "2025-03-31"}, status=200)
    if operation.name == "pay_on_account":
        typed_invoice(world)
    if operation.name == "reopen_years":
        world.ours.post("/api/years/close", {"through": "2025-03-31"}, status=200)
    if operation.name in ("file_vat_return", "unfile_vat_return", "vat_return_payload"):
        body = {"scheme": "standard", "from": "2025-10-01"}
        world.ours.post("/api/vat-schemes", body, status=200, scope="admin")
    if operation.name in ("withdraw_opening_balances", "show_opening_balances"):
        our_opening_balances(world)
    if operation.name == "unfile_vat_return":
        world.ours.post("/api/vat-returns/file", {"period": "2025-Q4"}, status=200)


OF_A_SOLE_TRADER = ("list_simplified_expenses", "state_simplified_expenses", "claim_simplified_expenses")
UNUSED_ACCOUNT = {"bank_account_id": "ba_unused"}


def our_opening_balances(world: World) -> None:
    lines = [{"category_id": "cat_fa_plant", "debit": 100}, {"category_id": "cat_share_capital", "credit": 100}]
    world.ours.post("/api/opening-balances", {"conversion_date": "2025-04-01", "lines": lines})


@pytest.mark.parametrize("operation", named(OPERATIONS))
def test_the_example_of_the_documentation_works_and_the_reply_has_the_declared_shape(
    world: World, operation: Operation
) -> None:
    prepared(world, operation)
    unused = {"remove_contact": {"contact_id": OURS.get("con_unused", "")}, "remove_bank_account": UNUSED_ACCOUNT}
    ids = unused.get(operation.name)
    answer = asked(world, operation, path_of(world, operation, ids))
    assert answer.status in operation.replies, answer.body
    declared = operation.replies[answer.status].body
    if declared is None:
        media_types = operation.replies[answer.status].media_types
        assert (answer.body == b"") is (media_types == ())
        assert not media_types or answer.headers["content-type"] in media_types
    else:
        responses = CONTRACT["paths"][operation.path][operation.method.lower()]["responses"]
        check(responses[str(answer.status)]["content"]["application/json"]["schema"], answer.json())


def check(schema: dict[str, Any], value: object) -> None:
    """By two validators: what one of them would refuse cannot be used by those who have that one."""
    whole = {**schema, "components": CONTRACT["components"]}
    jsonschema_rs.validator_for(whole).validate(value)
    jsonschema.validate(value, whole, cls=jsonschema.Draft202012Validator)


def test_the_openapi_document_is_valid_and_so_is_every_example_in_it() -> None:
    OpenAPIV31SpecValidator(CONTRACT).validate()
    checked = 0
    for methods in CONTRACT["paths"].values():
        for operation in methods.values():
            for schema, value in examples(operation):
                check(schema, value)
                checked += 1
    assert checked > len(OPERATIONS)


def examples(operation: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    for parameter in operation.get("parameters", []):
        if "example" in parameter:
            yield parameter["schema"], parameter["example"]
    media = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if media:
        yield media["schema"], media["example"]
    for reply in operation["responses"].values():
        for content in reply.get("content", {}).values():
            if "example" in content:
                yield content["schema"], content["example"]


def test_every_operation_shows_an_example_of_body_and_reply() -> None:
    for operation in OPERATIONS:
        for status, shape in operation.replies.items():
            assert shape.body is None or shape.example is not None, f"{operation.title} {status}"
        if operation.body is not None and not isinstance(operation.body, Multipart):
            assert operation.body_example is not None, operation.title


@pytest.mark.parametrize("operation", named(o for o in OPERATIONS if o.ids))
def test_another_companys_id_in_a_path_is_as_unknown_as_one_that_never_was(world: World, operation: Operation) -> None:
    for path_id in operation.ids:
        prefix = path_id.kind.prefix
        stranger = prefix + ("0" * 14 if prefix not in ("ba_", "cat_") else "nothing")
        answers = [
            asked(world, operation, path_of(world, operation, {path_id.name: found}))
            for found in (world.their_ids[prefix], stranger, "nonsense")
        ]
        assert [answer.status for answer in answers] == [404, 404, 404]
        assert {answer.error["code"] for answer in answers} == {"not_found"}
        assert {answer.error["param"] for answer in answers} == {path_id.name}


def id_parameters(operation: Operation) -> list[str]:
    return [p.name for p in operation.query if isinstance(p.kind, Id)]


FILTERED = [o for o in OPERATIONS if id_parameters(o)]


@pytest.mark.parametrize("operation", named(FILTERED))
def test_another_companys_id_in_a_filter_finds_nothing(world: World, operation: Operation) -> None:
    for parameter in operation.query:
        if not isinstance(parameter.kind, Id):
            continue
        theirs = world.their_ids[parameter.kind.prefix]
        query = {**required_query(operation), parameter.name: theirs}
        answer = asked(
            world, operation, path_of(world, operation) + "?" + "&".join(f"{k}={v}" for k, v in query.items())
        )
        if parameter.name in ("category", "category_id"):
            assert (answer.status, answer.error["param"]) == (400, parameter.name)
        elif answer.status == 200:
            (listed,) = [value for value in answer.json().values() if isinstance(value, list)]
            assert listed == []
        else:
            assert (answer.status, answer.error["param"]) == (404, parameter.name)


def test_another_companys_account_has_no_ledger_here(world: World) -> None:
    for prefix in ("ba_", "cat_"):
        error = world.ours.refused("GET", f"/api/reports/ledger?account={world.their_ids[prefix]}")
        assert (error["status"], error["param"]) == (400, "account")
        sources = f"/api/reports/sources?report=profit_loss&figure={world.their_ids[prefix]}"
        assert world.ours.refused("GET", sources)["status"] == 400


PREFIX_OF_FIELD = {"contact_id": "con_", "bank_account_id": "ba_", "category_id": "cat_", "like": "cat_"}


def body_ids(declared: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a body where an id of a thing goes."""
    for field in msgspec.structs.fields(declared):
        if field.name in PREFIX_OF_FIELD:
            yield (*place, field.encode_name)
        for part in structs_in(inspect.type_info(field.type)):
            yield from body_ids(part, (*place, field.encode_name, 0))


def structs_in(kind: inspect.Type) -> Iterator[Any]:
    if isinstance(kind, inspect.Metadata):
        yield from structs_in(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for part in kind.types:
            yield from structs_in(part)
    elif isinstance(kind, inspect.ListType):
        yield from structs_in(kind.item_type)
    elif isinstance(kind, inspect.StructType):
        yield kind.cls


BODY_IDS = [
    pytest.param(operation, place, id=f"{operation.name}-{'.'.join(map(str, place))}")
    for operation in OPERATIONS
    if isinstance(operation.body, type)
    for place in body_ids(operation.body)
]


SPLIT = {"splits": [{"category_id": "cat_software", "amount": -45.99}]}


@pytest.mark.parametrize(("operation", "place"), BODY_IDS)
def test_another_companys_id_in_a_body_is_refused(
    world: World, operation: Operation, place: tuple[str | int, ...]
) -> None:
    body = example(world, operation.name)
    if place[0] == "splits":
        body = copy.deepcopy(SPLIT)
    elif "splits" in place:
        body = {"changes": [{**copy.deepcopy(SPLIT), "id": body["changes"][0]["id"]}], "atomic": True}
    target: Any = body
    for step in place[:-1]:
        target = target[step]
    prefix = PREFIX_OF_FIELD[str(place[-1])]
    target[place[-1]] = world.their_ids[prefix]
    answer = asked(world, operation, path_of(world, operation), body)
    refused_as_line = prefix == "ba_" and len(place) > 1
    assert answer.status == (400 if prefix == "cat_" or refused_as_line else 404), answer.body
    assert world.their_ids[prefix] in answer.error["message"]


def test_every_id_in_a_body_was_found() -> None:
    assert len(BODY_IDS) >= 12


def test_another_companys_account_in_a_form_is_unknown(world: World) -> None:
    body = form(STATEMENT, bank_account_id=world.their_ids["ba_"], mode="commit")
    answer = world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE])
    assert (answer.status, answer.error["param"]) == (404, "bank_account_id")


IDEMPOTENT = [o for o in OPERATIONS if o.idempotent]


def test_every_post_and_patch_takes_an_idempotency_key() -> None:
    assert {o.name for o in OPERATIONS if o.method in ("POST", "PATCH")} == {o.name for o in IDEMPOTENT}


WITH_A_SECRET = ("make_key", "regenerate_key", "make_calendar_token", "add_webhook", "rotate_webhook_secret")


@pytest.mark.parametrize("operation", named(IDEMPOTENT))
def test_a_repeated_request_is_done_once_and_answered_alike(world: World, operation: Operation) -> None:
    prepared(world, operation)
    path, header = path_of(world, operation), [("Idempotency-Key", "the-same")]
    first = asked(world, operation, path, headers=header)
    events = world.ours.get("/api/audit")["pagination"]["total"]
    second = asked(world, operation, path, headers=header)
    assert first.status == second.status < 300
    if operation.name not in WITH_A_SECRET:
        assert first.body == second.body
    assert first.headers.get("etag") == second.headers.get("etag")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert world.ours.get("/api/audit")["pagination"]["total"] == events
    if operation.body is None:
        return  # without a body there is nothing to differ in
    other: object = {"notes": "another", "name": "Another"}
    if isinstance(operation.body, Multipart):
        other = multipart_example(operation, other=True)
    elif operation.body_example is not None:
        changed = {**example(world, operation.name)}
        name = next(
            n
            for n in (
                "narration",
                "month",
                "content",
                "external_id",
                "name",
                "notes",
                "description",
                "reason",
                "purpose",
                "trade",
                "phone",
                "supplier",
                "through",
                "ends_on",
                "conversion_date",
                "title",
                "from",
                "period",
                "completed_on",
                "tracked_from",
                "day",
                "date",
                "decision",
                "overlap_hours",
                "number",
                "position",
                "category_id",
                "contact_id",
                "fee_category_id",
                "event_id",
                "into",
                "atomic",
            )
            if n in changed
        )
        days = ("through", "ends_on", "conversion_date", "from", "completed_on", "tracked_from", "day", "date")
        changed[name] = "2026-03-31" if name in days else "different" if name == "decision" else "Another"
        if name == "month":
            changed[name] = "2026-01"
        if name in ("overlap_hours", "position"):
            changed[name] = 2
        if name == "atomic":
            changed[name] = not example(world, operation.name)[name]
        other = changed
    mismatch = asked(world, operation, path, other, headers=header)
    assert (mismatch.status, mismatch.error["code"]) == (422, "idempotency_mismatch")
    assert world.ours.get("/api/audit")["pagination"]["total"] == events


def test_a_refusal_that_is_final_is_repeated_and_one_that_is_not_may_be_mended(world: World) -> None:
    new = {"date": "2026-02-10", "description": "x", "amount": -1, "bank_account_id": "ba_later"}
    header = [("Idempotency-Key", "a")]
    first = world.ours.ask("POST", "/api/transactions", new, headers=header)
    assert first.status == 404
    world.ours.post("/api/bank-accounts", {"name": "Later", "kind": "cash"})
    again = world.ours.ask("POST", "/api/transactions", new, headers=header)
    assert (again.status, again.body) == (404, first.body)
    taken = [("Idempotency-Key", "b")]
    conflict = world.ours.ask("POST", "/api/contacts", {"name": "Acme"}, headers=taken)
    assert conflict.status == 409
    assert world.ours.ask("POST", "/api/contacts", {"name": "Acme"}, headers=taken).body == conflict.body
    bad = {"category_id": "cat_later"}
    path, soon = f"/api/transactions/{world.transactions[1]}", [("Idempotency-Key", "c")]
    assert world.ours.ask("PATCH", path, bad, headers=soon).status == 400
    world.ours.post("/api/categories", {"name": "Later", "like": "cat_travel"})
    assert world.ours.ask("PATCH", path, bad, headers=soon).status == 200


def test_a_key_of_one_company_says_nothing_to_another(world: World) -> None:
    header = [("Idempotency-Key", "shared")]
    ours = world.ours.post("/api/contacts", {"name": "Jo"}, headers=header)["contact"]
    theirs = world.theirs.post("/api/contacts", {"name": "Al"}, headers=header)["contact"]
    assert (ours["name"], theirs["name"]) == ("Jo", "Al")


def test_a_get_takes_no_notice_of_an_idempotency_key(world: World) -> None:
    header = [("Idempotency-Key", "get")]
    before = world.ours.get("/api/contacts", headers=header)["pagination"]["total"]
    world.ours.post("/api/contacts", {"name": "Jo"}, headers=header)
    assert world.ours.get("/api/contacts", headers=header)["pagination"]["total"] == before + 1


def test_fifty_requests_at_once_under_one_key_are_one_effect(world: World) -> None:
    body = json.dumps({"name": "Together Ltd"}).encode()
    secret = world.ours.tenant.secrets["write"]

    async def once() -> tuple[int, bytes]:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        headers = {
            b"authorization": b"Bearer " + secret.encode(),
            b"content-type": b"application/json",
            b"content-length": str(len(body)).encode(),
            b"idempotency-key": b"together",
        }
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "path": "/api/contacts",
            "query_string": b"",
            "headers": list(headers.items()),
            "client": ("192.0.2.1", 1),
        }
        await world.app(scope, receive, send)
        return sent[0]["status"], sent[1]["body"]

    async def together() -> list[tuple[int, bytes]]:
        return list(await asyncio.gather(*[once() for _ in range(50)]))

    answers = asyncio.run(together())
    assert {status for status, _ in answers} == {201}
    assert len({answer for _, answer in answers}) == 1
    assert world.ours.get("/api/contacts?search=together")["pagination"]["total"] == 1


@pytest.mark.parametrize("operation", named(o for o in OPERATIONS if o.scope != "read"))
def test_a_key_of_a_weaker_scope_is_forbidden_before_anything_is_looked_at(world: World, operation: Operation) -> None:
    weaker = SCOPES[SCOPES.index(operation.scope) - 1]
    path = operation.path.replace("{", "").replace("}", "")
    answer = world.ours.ask(operation.method, path, b"{" if operation.body else None, scope=weaker)
    assert (answer.status, answer.error["code"]) == (403, "forbidden")


@pytest.mark.parametrize("operation", named(OPERATIONS))
def test_an_unknown_parameter_is_refused_by_every_operation(world: World, operation: Operation) -> None:
    answer = asked(world, operation, path_of(world, operation) + "?colour=red")
    assert (answer.status, answer.error["param"]) == (400, "colour")


@pytest.mark.parametrize("operation", named(o for o in OPERATIONS if isinstance(o.body, type)))
def test_an_unknown_field_and_an_unclean_body_are_refused_by_every_operation(
    world: World, operation: Operation
) -> None:
    path = path_of(world, operation)
    body = {**example(world, operation.name), "colour": "red"}
    assert asked(world, operation, path, body).error["param"] == "colour"
    for unclean in (
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"a":1,"a":2}',
        b'{"name":"\\u0000"}',
        b'{"a":NaN}',
        b"\xef\xbb\xbf{}",
    ):
        answer = asked(world, operation, path, unclean)
        assert (answer.status, answer.error["code"]) == (400, "bad_request"), unclean
