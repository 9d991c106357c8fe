"""Which check speaks first, and what each says."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from accountsos.web.context import BODY_BYTES_MAX, ApiSettings
from tests.api.framework.asking import Answer, ask
from tests.api.framework.toys import (
    ADMIN,
    NOON,
    READ,
    UNKNOWN,
    WRITE,
    ToyWindows,
    toy_app,
    toy_context,
)

NEW = {"date": "2026-02-28", "amount": -45.99, "description": "Stamps"}
HOUR_END = int(NOON.timestamp()) + 3600


def refused(answer: Answer, status: int, code: str) -> str:
    assert answer.status == status
    assert answer.headers["content-type"] == "application/json"
    assert answer.error["code"] == code
    assert answer.error["status"] == status
    assert answer.error["request_id"] == answer.headers["x-request-id"]
    message: str = answer.error["message"]
    return message


def limited(answer: Answer) -> bool:
    return "x-ratelimit-limit" in answer.headers


def test_an_unknown_path_is_404_without_key_count_or_limits() -> None:
    windows = ToyWindows()
    app = toy_app(toy_context(windows=windows))
    for path in (
        "/api/nothing",
        "/api",
        "/",
        "/api/transactions/",
        "//api/transactions",
        "/api/transactions/a/b",
        "/api/transactions//",
        "/API/transactions",
    ):
        answer = ask(app, path, key=None)
        assert "/api/docs" in refused(answer, 404, "not_found")
        assert not limited(answer)
    assert windows.spent == {}


def test_a_known_path_with_another_method_is_405_with_allow() -> None:
    windows = ToyWindows()
    app = toy_app(toy_context(windows=windows))
    answer = ask(app, "/api/transactions", "DELETE", key=None)
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, POST, HEAD"
    assert not limited(answer)
    assert ask(app, "/api/transactions/txn_x", "POST").headers["allow"] == "GET, PATCH, DELETE, HEAD"
    assert ask(app, "/api/documents/upload", "GET").headers["allow"] == "POST"
    assert ask(app, "/api/openapi.json", "POST", key=None).headers["allow"] == "GET, HEAD"
    assert ask(app, "/api/transactions", "OPTIONS", key=None).status == 405
    assert ask(app, "/api/transactions", "TRACE", key=None).status == 405
    assert windows.spent == {}


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Basic abc", "sk_live_x", "", "Token " + READ])
def test_without_a_bearer_key_it_is_401_unauthorized(header: str | None) -> None:
    sent = [] if header is None else [("Authorization", header)]
    answer = ask(toy_app(), key=None, headers=sent)
    assert "Authorization: Bearer" in refused(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert not limited(answer)


@pytest.mark.parametrize("secret", [UNKNOWN, "sk_live_short", READ[:-1] + "x", "clé", "a b", "x" * 5000])
def test_a_bad_key_is_401_invalid_api_key(secret: str) -> None:
    answer = ask(toy_app(), key=None, headers=[("Authorization", f"Bearer {secret}")])
    assert refused(answer, 401, "invalid_api_key") == "The API key provided is invalid or expired"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert not limited(answer)


def test_the_schemes_name_is_case_insensitive() -> None:
    assert ask(toy_app(), key=None, headers=[("Authorization", f"bEARER  {READ}")]).status == 200


def test_two_authorization_headers_are_refused() -> None:
    answer = ask(toy_app(), headers=[("Authorization", f"Bearer {UNKNOWN}")])
    assert "twice" in refused(answer, 401, "unauthorized")


def test_a_key_with_wrong_check_characters_never_reaches_the_keys() -> None:
    context = toy_context()
    asked: list[str] = []

    class Listening:
        def caller_of(self, secret: str) -> None:
            asked.append(secret)

    app = toy_app(type(context)(Listening(), ToyWindows(), context.clock))
    ask(app, key=READ[:-1] + ("0" if READ[-1] != "0" else "1"))
    assert asked == []
    ask(app, key=UNKNOWN)
    assert asked == [UNKNOWN]


def test_sixty_bad_keys_a_minute_and_address_then_429_while_good_keys_go_on() -> None:
    app = toy_app()
    for _ in range(60):
        assert ask(app, key=UNKNOWN).status == 401
    answer = ask(app, key=UNKNOWN)
    refused(answer, 429, "rate_limited")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert not limited(answer)
    assert ask(app, key=UNKNOWN, client="192.0.2.2").status == 401
    assert ask(app, key=READ).status == 200


def test_bad_keys_behind_a_trusted_proxy_count_against_the_client() -> None:
    settings = ApiSettings(trusted_proxies=(ip_network("10.0.0.0/8"),))
    windows = ToyWindows()
    app = toy_app(toy_context(windows=windows, settings=settings))
    forwarded = [("X-Forwarded-For", "203.0.113.9, 198.51.100.7"), ("X-Forwarded-For", "10.0.0.2")]
    ask(app, key=UNKNOWN, client="10.0.0.1", headers=forwarded)
    ask(app, key=UNKNOWN, client="192.0.2.1", headers=forwarded)
    ask(app, key=UNKNOWN, client="2001:db8:1:2:3::4")
    ask(app, key=UNKNOWN, client="::ffff:192.0.2.77")
    assert [address for address, _, _ in windows.spent] == [
        "198.51.100.7",
        "192.0.2.1",
        "2001:db8:1:2::/64",
        "192.0.2.77",
    ]


@pytest.mark.parametrize("blocks", [False, True])
def test_the_limits_are_on_every_authenticated_answer(blocks: bool) -> None:
    app = toy_app(toy_context(blocks=blocks))
    answers = [
        ask(app),
        ask(app, "/api/transactions?limit=0"),
        ask(app, "/api/transactions/txn_unknown"),
        ask(app, "/api/transactions", "POST", json_body=NEW),
    ]
    assert [answer.status for answer in answers] == [200, 400, 404, 403]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["999", "998", "997", "996"]
    for answer in answers:
        assert answer.headers["x-ratelimit-limit"] == "1000"
        assert answer.headers["x-ratelimit-reset"] == str(HOUR_END)
        assert answer.headers["ratelimit-policy"] == '"hour";q=1000;w=3600, "minute";q=100;w=60'
    assert answers[0].headers["ratelimit"] == '"minute";r=99;t=60'


def test_over_the_minute_it_is_429_until_the_minutes_end_and_costs_nothing() -> None:
    app = toy_app(toy_context(windows=ToyWindows(minute=2)))
    assert [ask(app).status for _ in range(2)] == [200, 200]
    for _ in range(2):
        answer = ask(app, "/api/transactions?limit=0", "GET")
        assert "60 seconds" in refused(answer, 429, "rate_limited")
        assert answer.headers["retry-after"] == "60"
        assert answer.headers["x-ratelimit-remaining"] == "998"
        assert answer.headers["x-ratelimit-reset"] == str(int(NOON.timestamp()) + 60)
        assert answer.headers["ratelimit"] == '"minute";r=0;t=60'


def test_over_the_hour_it_is_429_until_the_whole_hour() -> None:
    app = toy_app(toy_context(windows=ToyWindows(hour=1)))
    ask(app)
    answer = ask(app)
    refused(answer, 429, "rate_limited")
    assert answer.headers["retry-after"] == "3600"
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert answer.headers["x-ratelimit-reset"] == str(HOUR_END)
    assert answer.headers["ratelimit"] == '"hour";r=0;t=3600'


def test_the_rate_limit_speaks_before_the_scope() -> None:
    app = toy_app(toy_context(windows=ToyWindows(minute=0)))
    assert ask(app, "/api/transactions", "POST", json_body=NEW).status == 429


def test_scopes_include_the_ones_below() -> None:
    app = toy_app()
    wanted = {
        ("/api/transactions", "GET"): "read",
        ("/api/transactions/txn_known", "PATCH"): "write",
        ("/api/transactions/txn_known", "DELETE"): "admin",
    }
    rank = {READ: 0, WRITE: 1, ADMIN: 2}
    for (path, method), scope in wanted.items():
        for secret, has in rank.items():
            body = NEW if method == "PATCH" else None
            answer = ask(app, path, method, key=secret, json_body=body)
            if has >= ("read", "write", "admin").index(scope):
                assert answer.status in (200, 204)
            else:
                assert scope in refused(answer, 403, "forbidden")


def test_the_scope_speaks_before_the_body() -> None:
    too_long = [("Content-Length", str(BODY_BYTES_MAX + 1))]
    assert ask(toy_app(), "/api/transactions", "POST", headers=too_long).status == 403


def test_size_then_type_then_parameters_then_idempotency_key_then_existence_then_precondition() -> None:
    app = toy_app()
    bad_query, bad_key = "?nonsense=1", [("Idempotency-Key", "a b")]
    path = "/api/transactions/txn_unknown"

    def change(target: str, *, body: object = NEW, headers: list[tuple[str, str]]) -> tuple[int, object]:
        answer = ask(app, target, "PATCH", key=WRITE, json_body=body, headers=headers)
        return answer.status, answer.error.get("param")

    xml = [("Content-Type", "text/xml")]
    long = [("Content-Length", str(BODY_BYTES_MAX + 1))]
    assert change(path + bad_query, headers=[*bad_key, *xml, *long])[0] == 413
    assert change(path + bad_query, headers=[*bad_key, *xml])[0] == 415
    assert change(path + bad_query, headers=bad_key) == (400, "nonsense")
    assert change(path, body={**NEW, "x": 1}, headers=bad_key) == (400, "x")
    assert change(path, headers=bad_key) == (400, "Idempotency-Key")
    assert change(path, headers=[("If-Match", '"v1"')])[0] == 404
    assert change("/api/transactions/txn_known", headers=[("If-Match", '"v1"')])[0] == 412
    assert change("/api/transactions/con_x", headers=[])[0] == 404


@pytest.mark.parametrize(
    "segment", ["txn_", "con_known", "txn_%00", "txn_%ff", "..", "txn_" + "x" * 200, "%F0%9F%98%80"]
)
def test_text_that_is_no_id_of_its_kind_is_an_unknown_id(segment: str) -> None:
    message = refused(ask(toy_app(), f"/api/transactions/{segment}"), 404, "not_found")
    message.encode()
