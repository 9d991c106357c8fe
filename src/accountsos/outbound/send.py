"""Send one signed message: to an address that was looked up once and checked, in bounded time, whatever is answered."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from time import monotonic

from accountsos import __version__
from accountsos.outbound.connection import CAUSES, Bounds, Resolve, exchange, in_words
from accountsos.workflows.webhooks.endpoint_address import Networks, Target, target_of

SECONDS = 10.0
"""For everything together: the name, the connection, the message and the beginning of the reply."""
REPLY_BYTES_MAX = 65_536
REPLY_CHARACTERS = 1_000
ERROR_CHARACTERS = 300
OK_FROM, OK_BELOW, GONE, REDIRECTS = 200, 300, 410, (300, 400)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to one endpoint."""

    message_id: str
    seconds: int
    """Since 1970, as it is signed."""
    body: bytes
    secrets: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it."""

    status: int | None
    """None where nothing was answered."""
    error: str | None
    """None where it arrived."""
    reply: str | None
    milliseconds: int


def send(url: str, message: Message, inside: Networks, *, resolve: Resolve | None = None) -> Outcome:
    """One attempt. Redirects are not followed; what is answered beyond the beginning is not read."""
    began = monotonic()
    bounds = Bounds(began + SECONDS, REPLY_BYTES_MAX, inside)
    status, reply, error = None, None, None
    try:
        target = target_of(url, inside)
        status, reply = exchange(target, _request(target, message), bounds, _beginning, resolve)
        error = _why_refused(status)
    except CAUSES as wrong:
        error = in_words(wrong, SECONDS)
    spent = int((monotonic() - began) * 1000)
    return Outcome(status, error and error[:ERROR_CHARACTERS], reply, spent)


def signatures(message: Message) -> str:
    """One of each secret (Standard Webhooks 1.0.0): HMAC-SHA256 of id, timestamp and body, joined by full stops."""
    signed = b".".join((message.message_id.encode(), str(message.seconds).encode(), message.body))
    made = (hmac.new(secret, signed, hashlib.sha256).digest() for secret in message.secrets)
    return " ".join("v1," + base64.b64encode(digest).decode("ascii") for digest in made)


def _why_refused(status: int) -> str | None:
    if OK_FROM <= status < OK_BELOW:
        return None
    if REDIRECTS[0] <= status < REDIRECTS[1]:
        return f"it answered {status}: redirects are not followed; give the address it leads to"
    return f"it answered {status}"


def _request(target: Target, message: Message) -> bytes:
    headers: Mapping[str, str] = {
        "Host": target.authority,
        "User-Agent": f"AccountsOS/{__version__} (webhooks)",
        "Content-Type": "application/json",
        "Content-Length": str(len(message.body)),
        "webhook-id": message.message_id,
        "webhook-timestamp": str(message.seconds),
        "webhook-signature": signatures(message),
        "Connection": "close",
    }
    head = [f"POST {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(head).encode("ascii") + message.body


def _beginning(response: HTTPResponse) -> tuple[int, str]:
    try:
        content = response.read(REPLY_CHARACTERS * 4)
    except (OSError, HTTPException, ValueError):
        content = b""  # the status has been said
    return response.status, content.decode("utf-8", "replace").replace("\x00", "\ufffd")[:REPLY_CHARACTERS]
