"""Whether an answer is one of those that the document tells of: asked of every answer that a test is given."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from accountsos.api.openapi import document
from accountsos.api.operations.registry import OPERATIONS
from accountsos.web.context import ApiSettings
from accountsos.wire.encode import encode_json
from tests.api.framework.asking import Answer

_HOLE = re.compile(r"\\\{[a-z_]+\\\}")


def assert_documented(method: str, target: str, answer: Answer) -> None:
    """A status that no client was told of is a fault, whatever the test was after."""
    documented = _statuses(method, target.partition("?")[0])
    assert documented is None or answer.status in documented, (
        f"{method} {target} answered {answer.status}, which is not among {sorted(documented or ())}: {answer.body!r}"
    )


@cache
def _statuses(method: str, path: str) -> frozenset[int] | None:
    """None where there is no such operation, of which no document tells."""
    for pattern, methods in _paths():
        if method.lower() in methods and pattern.fullmatch(path):
            return frozenset(int(status) for status in methods[method.lower()]["responses"])
    return None


@cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """Those without holes first: the server looks for them first too."""
    told = json.loads(encode_json(document(OPERATIONS, ApiSettings())))["paths"]
    return [(re.compile(_HOLE.sub("[^/]+", re.escape(path))), told[path]) for path in sorted(told, key=_holes)]


def _holes(path: str) -> int:
    return path.count("{")
