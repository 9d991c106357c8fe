"""What comes from outside into the log is known, bounded and plain."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest

from accountsos.web.log import StructuredLog
from tests.api.framework.asking import ask
from tests.api.framework.toys import READ, WRITE, toy_app, toy_context


@pytest.mark.parametrize("method", [READ, "GET" * 400, "GE\x1b[2JT", "get", "TRACE"])
def test_the_log_names_known_methods_only(method: str) -> None:
    lines = io.BytesIO()
    log = StructuredLog(lambda: datetime(2026, 3, 5, tzinfo=UTC), stream=lines)
    ask(toy_app(toy_context(log=log)), method=method, key=WRITE)
    log.flush()
    assert json.loads(lines.getvalue())["method"] == "-"


@pytest.mark.parametrize(
    "given", [READ, f"a.{READ}", "x" * 65, "a b", "a\x1b[2J", "-a", 'a"}', "\xb9", ""], ids=lambda given: given[:8]
)
def test_a_request_id_that_is_no_plain_word_is_neither_taken_nor_logged(given: str) -> None:
    lines = io.BytesIO()
    log = StructuredLog(lambda: datetime(2026, 3, 5, tzinfo=UTC), stream=lines)
    answer = ask(toy_app(toy_context(log=log)), key=WRITE, headers=[("X-Request-Id", given)])
    log.flush()
    assert answer.headers["x-request-id"].startswith("req_")
    assert json.loads(lines.getvalue())["request_id"] == answer.headers["x-request-id"]
