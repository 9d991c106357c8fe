"""Who is asking, and may they ask now: the key and its rate windows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from accountsos.api.context import ApiContext, ApiSettings, Caller, Spending
from accountsos.errors import InvalidApiKey, RateLimited, Unauthorised
from accountsos.ids import is_api_key

_INVALID = "The API key provided is invalid or expired"


def secret_in(authorization: bytes | None) -> str:
    """The secret of a Bearer header; Unauthorised where there is none."""
    if authorization is None:
        raise Unauthorised("An API key is needed; send the header Authorization: Bearer YOUR_API_KEY.")
    scheme, _, secret = authorization.partition(b" ")
    if scheme.lower() != b"bearer" or not (secret := secret.strip(b" \t")):
        raise Unauthorised("The Authorization header has no Bearer key; send Authorization: Bearer YOUR_API_KEY.")
    return secret.decode("latin-1")


class Admission:
    """Admits requests: key first, then its windows."""

    __slots__ = ("_caller_of", "_settings", "_spend", "_spend_bad_key", "blocks")

    def __init__(self, context: ApiContext) -> None:
        self.blocks = context.admission_blocks
        """Whether to call `admit_in_thread` rather than `admit`."""
        self._settings = context.settings
        self._caller_of = context.authenticator.caller_of
        self._spend = context.rate_windows.spend
        self._spend_bad_key = context.rate_windows.spend_bad_key

    def admit(self, secret: str, now: float, scope: Mapping[str, Any]) -> tuple[Caller, Spending]:
        """The caller and what the request did to its windows; a spending that is not allowed is for the caller to see.

        A key that is no good counts against the client's address instead: InvalidApiKey, or RateLimited.
        """
        if is_api_key(secret):
            caller = self._caller_of(secret)
            if caller is not None:
                return caller, self._spend(caller.key_id, now)
        peer = scope.get("client") or ("unknown", 0)
        wait = self._spend_bad_key(client_address(peer[0], scope["headers"], self._settings), now)
        if wait:
            raise RateLimited(
                f"Too many requests with an invalid API key from this address; wait {wait} seconds.",
                retry_after_seconds=wait,
            )
        raise InvalidApiKey(_INVALID)

    async def admit_in_thread(self, secret: str, now: float, scope: Mapping[str, Any]) -> tuple[Caller, Spending]:
        """The same in one hop to a thread."""
        return await asyncio.get_running_loop().run_in_executor(None, self.admit, secret, now, scope)


def client_address(peer: str, headers: Iterable[tuple[bytes, bytes]], settings: ApiSettings) -> str:
    """The address that bad keys count against: the first one, from our side, that is no trusted proxy.

    An IPv6 client has a whole /64 to send from, so that is what is counted.
    """
    address = _parsed(peer)
    if address is None:
        return peer
    forwarded = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
    for hop in reversed(forwarded.split(",")):
        if not any(address in proxy for proxy in settings.trusted_proxies):
            break
        before = _parsed(hop.strip())
        if before is None:
            break
        address = before
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
