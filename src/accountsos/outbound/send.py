"""Send one signed message: to an address that was looked up once and checked, in bounded time, whatever is answered."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any, cast

from accountsos import __version__
from accountsos.errors import BadRequest
from accountsos.workflows.webhooks.endpoint_address import Networks, Target, is_inside, target_of, why_not

SECONDS = 10.0
"""For everything together: the name, the connection, the message and the beginning of the reply."""
REPLY_BYTES_MAX = 65_536
REPLY_CHARACTERS = 1_000
ERROR_CHARACTERS = 300
OK_FROM, OK_BELOW, GONE, REDIRECTS = 200, 300, 410, (300, 400)
Resolve = Callable[[str, int], Sequence[str]]


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


class Blocked(Exception):
    """The address is not one that anything is sent to."""


def send(url: str, message: Message, inside: Networks, *, resolve: Resolve | None = None) -> Outcome:
    """One attempt. Redirects are not followed; what is answered beyond the beginning is not read."""
    began = monotonic()
    ends = began + SECONDS
    status, reply, error = None, None, None
    try:
        target = target_of(url, inside)
        status, reply = _exchange(target, message, _checked(target, inside, resolve or look_up, ends), ends)
        error = _why_refused(status)
    except BadRequest as refused:
        error = f"nothing was sent: {refused.message}"
    except Blocked as refused:
        error = f"nothing was sent: {refused}"
    except TimeoutError:
        error = f"there was no answer within {SECONDS:.0f} seconds"
    except ssl.SSLCertVerificationError as wrong:
        error = f"its certificate is not accepted: {wrong.verify_message}"
    except (OSError, HTTPException, ValueError) as wrong:
        error = f"it could not be reached, or did not speak HTTP: {wrong or type(wrong).__name__}"
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


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def _checked(target: Target, inside: Networks, resolve: Resolve, ends: float) -> Sequence[str]:
    """The addresses, looked up once. One that is not allowed is enough to send nothing at all."""
    addresses = _in_time(lambda: resolve(target.host, target.port), ends)
    if not addresses:
        raise Blocked(f"{target.host} has no address")
    for address in addresses:
        why = why_not(address, inside)
        if why is not None:
            raise Blocked(f"{target.host} leads to {address}, which {why}")
        if not target.secure and not is_inside(address, inside):
            raise Blocked(f"{target.host} leads to {address}; outside, only https will do")
    return addresses


def _in_time(ask: Callable[[], Sequence[str]], ends: float) -> Sequence[str]:
    """The resolver has no limit of its own that is short enough; whoever waits for it does."""
    found: list[Sequence[str]] = []
    failed: list[OSError] = []

    def asking() -> None:
        try:
            found.append(ask())
        except OSError as unknown:
            failed.append(unknown)

    asker = threading.Thread(target=asking, name="look-up", daemon=True)
    asker.start()
    asker.join(_left(ends))
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]


def _left(ends: float) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _exchange(target: Target, message: Message, addresses: Sequence[str], ends: float) -> tuple[int, str]:
    with _connected(addresses, target.port, ends) as plain:
        connection = plain
        if target.secure:
            plain.settimeout(_left(ends))
            connection = _tls().wrap_socket(plain, server_hostname=target.host.removesuffix("."))
        try:
            connection.settimeout(_left(ends))
            connection.sendall(_request(target, message))
            return _answer(connection, ends)
        finally:
            connection.close()


def _connected(addresses: Sequence[str], port: int, ends: float) -> socket.socket:
    """To one of the addresses that were checked: the name is not looked up again."""
    failed: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=_left(ends))
        except TimeoutError:
            raise
        except OSError as wrong:
            failed = wrong
    raise failed


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


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


class _InTime(io.RawIOBase):
    """A connection that is read until a moment, however slowly it drips, and never for more than so many bytes."""

    def __init__(self, connection: socket.socket, ends: float) -> None:
        self._connection, self._ends, self._most = connection, ends, REPLY_BYTES_MAX

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes; none after the most that are read."""
        self._connection.settimeout(_left(self._ends))
        with memoryview(buffer) as view:
            read = self._connection.recv_into(view[: self._most]) if self._most else 0
        self._most -= read
        return read

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        """What the reader of replies asks of a connection."""
        return io.BufferedReader(self)


def _answer(connection: socket.socket, ends: float) -> tuple[int, str]:
    response = HTTPResponse(cast("socket.socket", _InTime(connection, ends)), method="POST")
    response.begin()
    try:
        content = response.read(REPLY_CHARACTERS * 4)
    except (OSError, HTTPException, ValueError):
        content = b""  # the status has been said
    return response.status, content.decode("utf-8", "replace").replace("\x00", "\ufffd")[:REPLY_CHARACTERS]
