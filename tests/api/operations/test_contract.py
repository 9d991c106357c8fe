"""The document tells the truth, teaches, and is the one that was reviewed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships without types
import jsonschema_rs
import pytest
from tools.contract import CONTRACT, contract_text

from accountsos.api.openapi import document
from accountsos.api.operations.registry import OPERATIONS
from accountsos.uk_rules.vat_codes import VAT_CODES
from accountsos.web.context import ApiSettings
from accountsos.wire.closed_words import CLOSED
from accountsos.wire.encode import encode_json
from accountsos.wire.field_docs import words
from accountsos.wire.schema import structs_in
from tests.api.operations.world import World

DOCUMENT: dict[str, Any] = json.loads(encode_json(document(OPERATIONS, ApiSettings())))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in SCHEMAS.items():
        for field, found in schema.get("properties", {}).items():
            yield f"{name}.{field}", found


def test_the_contract_that_is_kept_is_the_one_that_is_served() -> None:
    assert CONTRACT.read_text(encoding="utf-8") == contract_text(), "make contract writes it; read the difference"


def test_every_property_of_every_schema_says_what_it_means() -> None:
    without = [name for name, field in properties() if len(field.get("description", "")) < len("The key.")]
    assert without == []
    assert all(schema.get("description") for schema in SCHEMAS.values())


def test_a_property_that_may_be_null_says_when_and_one_that_may_be_left_out_too() -> None:
    silent = [
        name
        for name, field in properties()
        if {"type": "null"} in field.get("anyOf", ()) and "null" not in field["description"].lower()
        and "left out" not in field["description"]
    ]  # fmt: skip
    assert silent == []


def test_no_word_is_explained_that_no_field_bears() -> None:
    structs = structs_in(
        [
            *(shape.body for operation in OPERATIONS for shape in operation.replies.values() if shape.body is not None),
            *(operation.body for operation in OPERATIONS if isinstance(operation.body, type)),
        ]
    )
    names = {name.partition(".")[2] for name, _ in properties()}
    of_structs = {f"{struct.__name__}.{name}" for struct in structs for name in names}
    assert {word for word in words() if word not in names and word not in of_structs} == set()
    fields = {f"{struct.__name__}.{field}" for struct in structs for field in struct.__struct_fields__}
    assert set(CLOSED) - fields == set()


def test_no_number_is_said_to_be_a_multiple_of_a_binary_fraction() -> None:
    assert "multipleOf" not in json.dumps(DOCUMENT)
    amount = SCHEMAS["TransactionRow"]["properties"]["amount"]
    validator = jsonschema.validators.validator_for(amount)
    validator.check_schema(amount)
    allowed = validator(amount)
    for pence in range(1, 20_000):
        allowed.validate(float(f"{pence // 100}.{pence % 100:02d}"))
    assert jsonschema_rs.is_valid(amount, 1.15)


def test_an_example_of_a_path_names_a_thing_of_its_kind_and_words_are_closed_in_replies() -> None:
    status = SCHEMAS["DocumentOut"]["properties"]["status"]
    assert set(status["enum"]) >= {"pending", "processing", "processed", "needs_review", "failed"}
    assert "enum" in SCHEMAS["ContactOut"]["properties"]["type"]
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    assert parameter["example"]


def test_a_documents_file_is_of_the_kinds_that_are_taken() -> None:
    content = DOCUMENT["paths"]["/api/documents/{document_id}/file"]["get"]["responses"]["200"]["content"]
    assert {"application/pdf", "image/jpeg", "message/rfc822", "application/xml"} <= set(content)


SECTIONS = ("Keys and scopes", "Values", "Changing what you have read", "Versions", "Doing things once",
            "Lists and pages", "Limits", "Errors")  # fmt: skip


@pytest.mark.parametrize("title", SECTIONS)
def test_the_documentation_begins_with_what_holds_everywhere(title: str) -> None:
    assert f"\n\n## {title}\n\n" in DOCUMENT["info"]["description"]


def test_every_vat_code_is_listed_with_its_rate_on_a_day_and_its_boxes(world: World) -> None:
    codes = {code["code"]: code for code in world.ours.get("/api/vat-codes")["vat_codes"]}
    assert set(codes) == set(VAT_CODES)
    assert (codes["P20"]["side"], codes["P20"]["rate"], codes["P20"]["boxes"]) == ("purchase", 20, [4, 7])
    assert (codes["SE"]["rate"], codes["RC20"]["self_assessed"], codes["RC20"]["boxes"]) == (None, True, [1, 4, 6, 7])
    before = world.ours.get("/api/vat-codes?on=2010-12-31")["vat_codes"]
    assert next(code["rate"] for code in before if code["code"] == "S20") == 17.5
    sectors = world.ours.get(f"/api/vat-schemes/sectors?on={date(2026, 3, 31)}")["sectors"]
    assert {"sector", "title", "rate"} == set(sectors[0])


def test_a_repeated_request_says_that_it_was_one(world: World) -> None:
    key = [("Idempotency-Key", "again-and-again")]
    body = {"name": "Fenwick Glass"}
    first, second = (world.ours.ask("POST", "/api/contacts", body, headers=key) for _ in range(2))
    assert "idempotent-replayed" not in first.headers
    assert (second.body, second.headers["idempotent-replayed"]) == (first.body, "true")
