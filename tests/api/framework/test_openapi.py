"""The OpenAPI document and the readable page say what is served."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships without types
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from accountsos.web.context import ApiSettings
from tests.api.framework.asking import ask
from tests.api.framework.toys import OPERATIONS, WRITE, toy_app, toy_context


@pytest.fixture(scope="module")
def contract() -> Any:
    answer = ask(toy_app(), "/api/openapi.json", key=None)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert "x-ratelimit-limit" not in answer.headers
    return answer.json()


def schema(contract: Any, name: str) -> Any:
    return {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}


def test_the_document_is_valid_openapi_3_1(contract: Any) -> None:
    assert contract["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(contract).iter_errors()) == []


def test_every_operation_is_in_it(contract: Any) -> None:
    found = {op["operationId"] for methods in contract["paths"].values() for op in methods.values()}
    assert found == {operation.name for operation in OPERATIONS}


def test_every_status_the_framework_can_answer_is_in_it(contract: Any) -> None:
    def statuses(path: str, method: str) -> set[str]:
        return set(contract["paths"][path][method]["responses"])

    always = {"400", "401", "413", "429", "500", "503"}
    assert statuses("/api/transactions", "get") == always | {"200"}
    assert statuses("/api/transactions", "post") == always | {"201", "403", "409", "415", "422"}
    assert statuses("/api/transactions/{transaction_id}", "get") == always | {"200", "304", "404"}
    assert statuses("/api/transactions/{transaction_id}", "patch") == always | {
        "200",
        "403",
        "404",
        "409",
        "412",
        "415",
        "422",
    }
    assert statuses("/api/transactions/{transaction_id}", "delete") == always | {"204", "403", "404"}
    assert statuses("/api/documents/upload", "post") == always | {"201", "403", "409", "415", "422"}


def test_replies_and_errors_are_as_described(contract: Any) -> None:
    jsonschema.validate(ask(toy_app()).json(), schema(contract, "RowListReply"))
    jsonschema.validate(ask(toy_app(), "/api/transactions/txn_known").json(), schema(contract, "OneRowReply"))
    for answer in (ask(toy_app(), key=None), ask(toy_app(), "/api/x"), ask(toy_app(), "/api/transactions?limit=0")):
        jsonschema.validate(answer.json(), schema(contract, "Error"))


def test_money_is_a_number_in_both_directions_and_no_multiple_of_a_binary_fraction(contract: Any) -> None:
    schemas = contract["components"]["schemas"]
    for amount in (schemas["NewRow"]["properties"]["amount"], schemas["RowReply"]["properties"]["amount"]):
        assert amount["type"] == "number"
        assert "multipleOf" not in amount
    assert schemas["NewRow"]["additionalProperties"] is False
    assert schemas["NewRow"]["properties"]["date"]["format"] == "date"


def test_the_examples_are_accepted_and_are_what_is_answered(contract: Any) -> None:
    operation = contract["paths"]["/api/transactions"]["post"]
    example = operation["requestBody"]["content"]["application/json"]["example"]
    assert ask(toy_app(), method="POST", key=WRITE, json_body=example).status == 201
    shown = operation["responses"]["201"]["content"]["application/json"]["example"]
    jsonschema.validate(shown, schema(contract, "OneRowReply"))


def test_the_limits_described_are_those_of_the_installation() -> None:
    settings = ApiSettings(requests_per_hour=50, requests_per_minute=5, public_url="https://books.example")
    contract = ask(toy_app(toy_context(settings=settings)), "/api/openapi.json", key=None).json()
    assert "50; beside it 5 a minute" in contract["components"]["headers"]["X-RateLimit-Limit"]["description"]
    assert contract["servers"] == [{"url": "https://books.example"}]


def test_the_page_is_readable_and_loads_nothing() -> None:
    answer = ask(toy_app(), "/api/docs", key=None)
    page = answer.body.decode()
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for operation in OPERATIONS:
        assert operation.summary in page
        assert operation.path in page
    assert "is not acceptable" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?![#/])", page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert 'style="' not in page


def test_the_document_is_the_same_each_time() -> None:
    first, second = (ask(toy_app(), "/api/openapi.json", key=None).body for _ in range(2))
    assert first == second
    assert json.loads(first)["info"]["title"] == "AccountsOS"
