"""Ask an ASGI application in process, one request at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from accountsos.api.app import ASGIApp
from tests.api.framework.toys import READ


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json()["error"]
        return found


def ask(
    app: ASGIApp,
    target: str = "/api/transactions",
    method: str = "GET",
    *,
    key: str | None = READ,
    headers: Sequence[tuple[str, str]] = (),
    chunks: Sequence[bytes] = (),
    json_body: object = None,
    client: str = "192.0.2.1",
) -> Answer:
    """Send it and return the whole answer. `chunks` go out without Content-Length, `json_body` with it."""
    sent = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    if key is not None:
        sent.append((b"authorization", b"Bearer " + key.encode()))
    pieces = list(chunks)
    if json_body is not None:
        pieces = [json_body if isinstance(json_body, bytes) else json.dumps(json_body).encode()]
        names = {name for name, _ in sent}
        if b"content-length" not in names:
            sent.append((b"content-length", str(len(pieces[0])).encode()))
        if b"content-type" not in names:
            sent.append((b"content-type", b"application/json"))
    elif pieces:
        sent.append((b"transfer-encoding", b"chunked"))
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": unquote(path),
        "query_string": query.encode(),
        "headers": sent,
        "client": (client, 50000),
    }
    out: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not pieces:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: dict[str, Any]) -> None:
        out.append(message)

    async def drive() -> None:
        await app(scope, receive, send)

    asyncio.run(drive())
    start, *bodies = out
    answered = [name for name, _ in start["headers"]]
    assert len(set(answered)) == len(answered), "a header twice"
    assert [message.get("more_body", False) for message in bodies] == [True] * (len(bodies) - 1) + [False]
    body = b"".join(message["body"] for message in bodies)
    return Answer(start["status"], {name.decode(): value.decode("latin-1") for name, value in start["headers"]}, body)
