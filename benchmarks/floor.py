"""The floor under the list benchmark: the least that can answer, on the same server, with the same bytes of body.

    granian --interface asgi --workers 1 --port 8999 benchmarks.floor:app

What the product costs above this is what it does: check a key, count it, read a query, look into the books.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

_ROW = (
    b'{"id":"txn_0mTQ5cYV8wRk2LxJ7aHsPd","date":"2025-01-06","description":"CARD PAYMENT TO AWS EMEA","amount":-45.99,'
    b'"currency":"GBP","category":{"id":"cat_software","name":"Software & Subscriptions"},"confidence":0.95,'
    b'"bank_account_id":"ba_main","notes":null,"contact":{"id":"con_0mTQ5cYV8wRk2L","name":"AWS EMEA"},'
    b'"reviewed":false,"category_source":"knowledge","direction":"out","split_count":0,'
    b'"created_at":"2025-01-07T09:30:00.123456Z","updated_at":"2025-01-07T09:30:00.123456Z"}'
)
_PAGINATION = (
    b'"pagination":{"total":120000,"limit":10,"offset":0,"has_more":true,'
    b'"next_cursor":"eyJrIjoiMjAyNS0wMS0wNiIsIm4iOjEyMH0"}'
)


def _constant(rows: int) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    body = b'{"transactions":[' + b",".join([_ROW] * rows) + b"]," + _PAGINATION + b"}"
    return body, [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]


_TEN, _HUNDRED = _constant(10), _constant(100)


async def app(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Ten constant rows, or a hundred where the query asks for `limit=100`."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    body, headers = _HUNDRED if b"limit=100" in scope["query_string"] else _TEN
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
