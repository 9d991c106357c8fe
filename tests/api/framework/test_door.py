"""What goes in and out at the door beside the checks: ids, headers, bodies, versions, pages, faults."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from accountsos.api.app import build_app
from accountsos.web.context import BODY_BYTES_MAX, ApiSettings
from accountsos.web.log import StructuredLog
from tests.api.framework.asking import ask
from tests.api.framework.toys import OPERATIONS, READ, WRITE, toy_app, toy_context

NEW = {"date": "2026-02-28", "amount": -45.99, "description": "Stamps"}


def test_a_list_is_answered_with_exact_amounts() -> None:
    answer = ask(toy_app(), "/api/transactions?limit=2", headers=[("Content-Type", "application/json")])
    assert answer.status == 200
    assert b'"amount":-45.99,"currency":"GBP"' in answer.body
    assert b'"amount":-46.00,' in answer.body
    assert answer.json()["pagination"]["limit"] == 2
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_head_is_get_without_the_body() -> None:
    app = toy_app()
    full, head = ask(app), ask(app, method="HEAD")
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == full.headers["content-length"]
    assert ask(app, method="HEAD", key=None).status == 401


def test_every_answer_has_its_own_request_id() -> None:
    app = toy_app()
    found = {
        ask(app, path, key=key).headers["x-request-id"] for path in ("/api/transactions", "/x") for key in (READ, None)
    }
    assert len(found) == 4


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-123_X.y", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("", False),
        ("a b", False),
        ("é", False),
        ("a\n", False),
        ("../x", False),
        (READ, False),
    ],
)
def test_a_sane_request_id_is_kept_and_any_other_replaced(given: str, kept: bool) -> None:
    assert (ask(toy_app(), headers=[("X-Request-Id", given)]).headers["x-request-id"] == given) is kept


def test_a_body_is_read_in_chunks() -> None:
    text = json.dumps(NEW).encode()
    answer = ask(
        toy_app(),
        method="POST",
        key=WRITE,
        chunks=[text[:5], b"", text[5:]],
        headers=[("Content-Type", "application/json; charset=UTF-8")],
    )
    assert answer.status == 201
    assert answer.json()["transaction"]["amount"] == -45.99


def test_exactly_the_limit_passes_and_one_byte_more_is_413() -> None:
    app = toy_app()
    fits = b" " * (BODY_BYTES_MAX - len(json.dumps(NEW))) + json.dumps(NEW).encode()
    assert ask(app, method="POST", key=WRITE, json_body=fits).status == 201
    kind = [("Content-Type", "application/json")]
    assert ask(app, method="POST", key=WRITE, headers=kind, chunks=[fits, b"", b" "]).status == 413
    declared = ask(
        app, method="POST", key=WRITE, json_body=b"{}", headers=[("Content-Length", str(BODY_BYTES_MAX + 1))]
    )
    assert declared.error["code"] == "payload_too_large"
    assert ask(app, method="POST", key=WRITE, json_body=b"{}", headers=[("Content-Length", "9" * 30)]).status == 413


def test_a_flood_is_refused_while_reading_and_only_so_much_of_the_rest_is_thrown_away() -> None:
    app, asked = toy_app(), 0
    answered_after: list[int] = []

    async def flood() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": True}

    status = _drive(app, flood, [(b"transfer-encoding", b"chunked")], on_answer=lambda: answered_after.append(asked))
    assert status == 413
    assert answered_after == [11]
    assert asked <= 11 + 42


def test_a_client_that_goes_away_is_not_taken_for_a_whole_request() -> None:
    pieces: list[dict[str, Any]] = [
        {"type": "http.request", "body": json.dumps(NEW).encode(), "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def broken() -> dict[str, Any]:
        return pieces.pop(0)

    assert _drive(toy_app(), broken, headers=[(b"transfer-encoding", b"chunked")]) == 400
    assert pieces == []


@pytest.mark.parametrize("length", ["500", "3", "x", "-1", "٣"])
def test_a_length_that_lies_is_refused(length: str) -> None:
    sent = [("Content-Length", length.encode().decode("latin-1"))]
    assert ask(toy_app(), method="POST", key=WRITE, json_body=NEW, headers=sent).status == 400


def test_a_body_that_does_not_come_is_refused_in_time() -> None:
    async def never() -> dict[str, Any]:
        await asyncio.sleep(30)
        return {}

    app = toy_app(toy_context(settings=ApiSettings(body_seconds=0.05)))
    assert _drive(app, never, headers=[(b"content-length", b"10")]) == 400


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "",
        "application/json; charset=utf-16",
        "application/x-www-form-urlencoded",
        "application/jsonx",
    ],
)
def test_a_body_of_another_kind_is_415(kind: str) -> None:
    answer = ask(toy_app(), method="POST", key=WRITE, json_body=NEW, headers=[("Content-Type", kind)])
    assert answer.status == 415
    assert "application/json" in answer.error["message"]


def test_an_absent_body_is_an_empty_one() -> None:
    answer = ask(toy_app(), method="POST", key=WRITE)
    assert (answer.status, answer.error["code"]) == (400, "bad_request")
    assert "empty" in answer.error["message"]


def test_a_body_where_none_belongs_is_refused() -> None:
    app = toy_app()
    assert ask(app, json_body={}).status == 400
    assert ask(app, chunks=[b"x"]).status == 400
    assert ask(app, headers=[("Content-Length", "0")]).status == 200
    assert ask(app, headers=[("Content-Length", str(BODY_BYTES_MAX + 1))]).status == 413


def test_a_repeated_idempotency_key_header_is_refused() -> None:
    sent = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    answer = ask(toy_app(), method="POST", key=WRITE, json_body=NEW, headers=sent)
    assert (answer.status, answer.error["param"]) == (400, "Idempotency-Key")


def test_the_same_request_has_the_same_fingerprint_however_it_is_spelled() -> None:
    def seen(body: object) -> str:
        answer = ask(toy_app(), method="POST", key=WRITE, json_body=body, headers=[("Idempotency-Key", "k")])
        return answer.headers["x-seen"]

    first = seen(b'{"date":"2026-02-28","amount":-45.9,"description":"Stamps"}')
    assert first == seen(b'{ "description": "Stamps", "amount": -45.90, "date": "2026-02-28" }')
    assert first != seen(b'{"date":"2026-02-28","amount":-45.91,"description":"Stamps"}')


def test_a_version_that_is_known_is_304_and_a_stale_one_412() -> None:
    app, path = toy_app(), "/api/transactions/txn_known"
    fresh = ask(app, path)
    tag = fresh.headers["etag"]
    assert re.fullmatch('"v7-[0-9a-f]{16}"', tag)
    for given in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        known = ask(app, path, headers=[("If-None-Match", given)])
        assert (known.status, known.body, known.headers["etag"]) == (304, b"", tag)
    assert ask(app, path, headers=[("If-None-Match", '"v7"')]).status == 200
    assert ask(app, path, headers=[("If-None-Match", '"v6"')]).status == 200
    assert ask(app, path, headers=[("If-None-Match", "v6")]).status == 400

    def change(tag: str) -> int:
        return ask(app, path, "PATCH", key=WRITE, json_body=NEW, headers=[("If-Match", tag)]).status

    assert [change(given) for given in (tag, '"v7"', "*", '"v6", "v7"', '"v6"', 'W/"v7"', "v7")] == [
        200,
        200,
        200,
        200,
        412,
        412,
        400,
    ]


def test_no_browser_of_another_origin_is_let_in_unless_named() -> None:
    page = [("Origin", "https://books.example")]
    question = [*page, ("Access-Control-Request-Method", "POST")]
    closed = toy_app()
    assert not [name for name in ask(closed, headers=page).headers if name.startswith("access-control")]
    assert ask(closed, method="OPTIONS", headers=question, key=None).status == 405

    app = toy_app(toy_context(settings=ApiSettings(cors_origins=frozenset({"https://books.example"}))))
    asked = ask(app, method="OPTIONS", headers=question, key=None)
    assert asked.status == 204
    assert asked.headers["access-control-allow-origin"] == "https://books.example"
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    allowed = ask(app, headers=page, key=None)
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (401, "https://books.example")
    other = [("Origin", "https://evil.example")]
    assert "access-control-allow-origin" not in ask(app, headers=other).headers
    assert ask(app, headers=other).headers["vary"] == "Origin"
    assert ask(app, method="OPTIONS", headers=other, key=None).status == 405


def test_refusals_of_the_books_are_answered_by_the_table() -> None:
    def add(description: str) -> Any:
        return ask(toy_app(), method="POST", key=WRITE, json_body={**NEW, "description": description})

    assert (add("closed").status, add("closed").error["code"]) == (409, "conflict")
    away = add("away")
    assert (away.status, away.error["code"], away.headers["retry-after"]) == (503, "unavailable", "7")


def test_a_fault_of_ours_says_nothing_but_its_number_and_the_log_says_where() -> None:
    lines = io.BytesIO()
    log = StructuredLog(lambda: datetime(2026, 3, 5, tzinfo=UTC), stream=lines)
    app = toy_app(toy_context(log=log))
    answer = ask(
        app,
        method="POST",
        key=WRITE,
        json_body={**NEW, "description": "crash"},
        headers=[("X-Canary", "CANARY"), ("Cookie", "CANARY"), ("Idempotency-Key", "CANARY")],
    )
    assert (answer.status, answer.error["code"]) == (500, "server_error")
    assert b"RuntimeError" not in answer.body
    assert b"CANARY" not in answer.body
    assert [json.loads(line)["event"] for line in lines.getvalue().splitlines()] == ["fault"]
    log.flush()
    fault, request = map(json.loads, lines.getvalue().splitlines())
    assert fault["event"] == "fault"
    assert fault["kind"] == "RuntimeError"
    assert fault["frames"][-1].endswith("add_row")
    assert fault["request_id"] == request["request_id"] == answer.headers["x-request-id"]
    assert request == {
        "time": "2026-03-05T00:00:00Z",
        "level": "info",
        "event": "request",
        "method": "POST",
        "route": "/api/transactions",
        "status": 500,
        "ms": request["ms"],
        "request_id": answer.headers["x-request-id"],
        "key_id": "key_write",
    }
    assert b"CANARY" not in lines.getvalue()
    assert WRITE.encode() not in lines.getvalue()


def test_the_log_never_holds_a_path_a_query_or_a_key() -> None:
    lines = io.BytesIO()
    log = StructuredLog(lambda: datetime(2026, 3, 5, tzinfo=UTC), stream=lines)
    app = toy_app(toy_context(log=log))
    ask(app, "/api/CANARY?x=CANARY", key=READ)
    ask(app, "/api/transactions/CANARY?search=CANARY", key=READ)
    ask(app, "/api/transactions", key=None, headers=[("Authorization", "Bearer CANARY")])
    log.flush()
    routes = [json.loads(line)["route"] for line in lines.getvalue().splitlines()]
    assert routes == ["-", "/api/transactions/{transaction_id}", "/api/transactions"]
    assert b"CANARY" not in lines.getvalue()


def test_request_lines_can_be_left_off_but_faults_not() -> None:
    lines = io.BytesIO()
    log = StructuredLog(lambda: datetime(2026, 3, 5, tzinfo=UTC), requests=False, stream=lines)
    ask(toy_app(toy_context(log=log)), method="POST", key=WRITE, json_body={**NEW, "description": "crash"})
    log.flush()
    assert [json.loads(line)["event"] for line in lines.getvalue().splitlines()] == ["fault"]


def test_request_lines_are_written_within_a_second_and_at_the_end() -> None:
    lines = io.BytesIO()
    log = StructuredLog(lambda: datetime(2026, 3, 5, tzinfo=UTC), stream=lines)

    async def answer_some(count: int, seconds: float) -> int:
        for _ in range(count):
            log.request(method="GET", route="-", status=200, milliseconds=0.5, request_id="r", key_id="-")
        await asyncio.sleep(seconds)
        return len(lines.getvalue().splitlines())

    assert asyncio.run(answer_some(3, 0)) == 0
    log.flush()
    assert asyncio.run(answer_some(3, 0.7)) == 6
    assert asyncio.run(answer_some(512, 0)) == 518


def test_paths_outside_the_api_are_someone_elses() -> None:
    async def dashboard(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"dashboard"})

    app = build_app(OPERATIONS, toy_context(), elsewhere=dashboard)
    for path in ("/", "/apish", "/login"):
        assert ask(app, path, key=None).status == 299
    for path in ("/api", "/api/", "/api/x"):
        assert ask(app, path, key=None).status == 404
    assert ask(app).status == 200


def test_start_and_stop_are_acknowledged_and_web_sockets_closed() -> None:
    async def talk(kind: str, incoming: list[str]) -> list[str]:
        said: list[str] = []

        async def receive() -> dict[str, Any]:
            return {"type": incoming.pop(0)}

        async def send(message: dict[str, Any]) -> None:
            said.append(message["type"])

        await toy_app()({"type": kind}, receive, send)
        return said

    assert asyncio.run(talk("lifespan", ["lifespan.startup", "lifespan.shutdown"])) == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    assert asyncio.run(talk("websocket", ["websocket.connect"])) == ["websocket.close"]


def _drive(
    app: Any,
    receive: Callable[[], Any],
    headers: list[tuple[bytes, bytes]],
    on_answer: Callable[[], None] = lambda: None,
) -> int | None:
    statuses: list[int] = []

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
            on_answer()

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/transactions",
        "query_string": b"",
        "client": ("192.0.2.1", 1),
        "headers": [(b"authorization", b"Bearer " + WRITE.encode()), (b"content-type", b"application/json"), *headers],
    }
    asyncio.run(app(scope, receive, send))
    return statuses[0] if statuses else None
