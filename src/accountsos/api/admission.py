"""Who is asking, and may they ask now: the key and its rate windows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from accountsos.errors import InvalidApiKey, RateLimited, Unauthorised
from accountsos.ids import is_api_key
from accountsos.web.client_address import client_address
from accountsos.web.context import ApiContext, Caller, Spending

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

    __slots__ = ("_caller_of", "_settings", "_spend", "_spend_bad_key", "_spend_more", "blocks")

    def __init__(self, context: ApiContext) -> None:
        self.blocks = context.admission_blocks
        """Whether to call `admit_in_thread` rather than `admit`."""
        self._settings = context.settings
        self._caller_of = context.authenticator.caller_of
        self._spend = context.rate_windows.spend
        self._spend_more = context.rate_windows.spend_more
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
        wait = self._spend_bad_key(client_address(peer[0], scope["headers"], self._settings.trusted_proxies), now)
        if wait:
            raise RateLimited(
                f"Too many requests with an invalid API key from this address; wait {wait} seconds.",
                retry_after_seconds=wait,
            )
        raise InvalidApiKey(_INVALID)

    async def admit_in_thread(self, secret: str, now: float, scope: Mapping[str, Any]) -> tuple[Caller, Spending]:
        """The same in one hop to a thread."""
        return await asyncio.get_running_loop().run_in_executor(None, self.admit, secret, now, scope)

    async def spend_more(self, caller: Caller, now: float, worth: int) -> Spending:
        """What a request does to the windows whose body is worth several."""
        if not self.blocks:
            return self._spend_more(caller.key_id, now, worth)
        return await asyncio.get_running_loop().run_in_executor(None, self._spend_more, caller.key_id, now, worth)
