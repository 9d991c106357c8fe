"""One request over the network: to an address that was looked up once and checked, in bounded time and size."""

from __future__ import annotations

import io
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any, TypeVar, cast

from accountsos.errors import BadRequest
from accountsos.workflows.webhooks.endpoint_address import Networks, Target, is_inside, why_not

T = TypeVar("T")
Resolve = Callable[[str, int], Sequence[str]]


class Blocked(Exception):
    """The address is not one that anything is sent to."""


CAUSES = (BadRequest, Blocked, OSError, HTTPException, ValueError)
"""What an attempt may end with that came to nothing."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an attempt may take, and where it may lead."""

    ends: float
    """When, by the clock of no day: the name, the connection, the request and the reply together."""
    bytes_max: int
    """Of the reply with its head."""
    inside: Networks
    """Networks inside that it may lead to, by http as well."""


def exchange(
    target: Target, request: bytes, bounds: Bounds, take: Callable[[HTTPResponse], T], resolve: Resolve | None = None
) -> T:
    """What `take` makes of the reply. Redirects are not followed."""
    addresses = _checked(target, bounds, resolve or look_up)
    with _connected(addresses, target.port, bounds.ends) as plain:
        connection = plain
        if target.secure:
            plain.settimeout(_left(bounds.ends))
            connection = _tls().wrap_socket(plain, server_hostname=target.host.removesuffix("."))
        try:
            connection.settimeout(_left(bounds.ends))
            connection.sendall(request)
            response = HTTPResponse(cast("socket.socket", _InTime(connection, bounds)), method="POST")
            response.begin()
            return take(response)
        finally:
            connection.close()


def in_words(wrong: Exception, seconds: float) -> str:
    """Why an attempt came to nothing; `wrong` is one of CAUSES."""
    if isinstance(wrong, BadRequest):
        return f"nothing was sent: {wrong.message}"
    if isinstance(wrong, Blocked):
        return f"nothing was sent: {wrong}"
    if isinstance(wrong, TimeoutError):
        return f"there was no answer within {seconds:.0f} seconds"
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {wrong.verify_message}"
    return f"it could not be reached, or did not speak HTTP: {wrong or type(wrong).__name__}"


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def _checked(target: Target, bounds: Bounds, resolve: Resolve) -> Sequence[str]:
    """The addresses, looked up once. One that is not allowed is enough to send nothing at all."""
    addresses = _in_time(lambda: resolve(target.host, target.port), bounds.ends)
    if not addresses:
        raise Blocked(f"{target.host} has no address")
    for address in addresses:
        why = why_not(address, bounds.inside)
        if why is not None:
            raise Blocked(f"{target.host} leads to {address}, which {why}")
        if not target.secure and not is_inside(address, bounds.inside):
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


class _InTime(io.RawIOBase):
    """A connection that is read until a moment, however slowly it drips, and never for more than so many bytes."""

    def __init__(self, connection: socket.socket, bounds: Bounds) -> None:
        self._connection, self._ends, self._most = connection, bounds.ends, bounds.bytes_max

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
