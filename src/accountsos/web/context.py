"""What the door is given: who a key belongs to, the rate windows, the clock, the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from typing import Any, NamedTuple, Protocol

from accountsos.access.actor import Actor
from accountsos.web.meter import RequestMeter

BODY_BYTES_MAX = 10 * 1024 * 1024
"""For the whole request body, also of an upload."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom an API key speaks for."""

    key_id: str
    company: int
    company_id: str
    scope: str
    sandbox: bool = False
    actor: Actor | None = None
    """Who it is where it is no key: whoever runs commands on the machine."""
    name: str = ""
    """A person's, where one is logged in, or that of the key."""


class Spending(NamedTuple):
    """What one request did to its key's windows. `limit` and `remaining` are the hour's."""

    allowed: bool
    limit: int
    remaining: int
    reset_at: int
    """Epoch seconds: the end of the hour, or when refused the time at which a retry will work."""
    retry_after: int
    """Seconds to wait; 0 when allowed."""
    in_minute: int = 0
    """What remains of the minute, of an allowed request."""


class Authenticator(Protocol):
    """Knows the keys."""

    def caller_of(self, secret: str) -> Caller | None:
        """Whom the secret belongs to; None where it is unknown, revoked or expired. Its form is checked already."""
        ...


class RateWindows(Protocol):
    """Counts requests, exactly, across all processes."""

    def spend(self, key_id: str, now: float) -> Spending:
        """Count one request of the key, unless a window is full."""
        ...

    def spend_more(self, key_id: str, now: float, worth: int) -> Spending:
        """A request of the key that was counted once is worth so many: count the others too, or not even the one."""
        ...

    def spend_bad_key(self, address: str, now: float) -> int:
        """Count one request with a bad key; 0, or the seconds that the address has to wait."""
        ...


class RequestLog(Protocol):
    """Where requests and faults are written down."""

    def request(
        self, *, method: str, route: str, status: int, milliseconds: float, request_id: str, key_id: str
    ) -> None:
        """One request was answered."""
        ...

    def fault(self, *, route: str, request_id: str, fault: BaseException) -> None:
        """Something broke that no one foresaw."""
        ...

    def flush(self) -> None:
        """The server stops: write what is still to be written."""
        ...


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """What an installation may choose about the door."""

    public_url: str = ""
    cors_origins: frozenset[str] = frozenset()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Only from these is `X-Forwarded-For` believed."""
    requests_per_hour: int = 1000
    requests_per_minute: int = 100
    bad_keys_per_minute: int = 60
    body_seconds: float = 28.0
    """Until a body has to be there: a slow client is gone within 30 seconds, the answer included."""


@dataclass(frozen=True, slots=True)
class ApiContext:
    """Everything the framework takes from outside."""

    authenticator: Authenticator
    rate_windows: RateWindows
    clock: Callable[[], datetime]
    settings: ApiSettings = field(default_factory=ApiSettings)
    log: RequestLog | None = None
    meter: RequestMeter | None = None
    admission_blocks: bool = False
    """True where key and windows are looked up over a network: then both happen in one hop to a thread."""
    books_stand: Callable[[int], tuple[int, int]] | None = None
    """The number and the moment of a company's last write, asked on the event loop for each reply that may be kept.
    None where asking takes long: then nothing is kept."""
    books: Any = None
    """What the operations' handlers work on; the framework hands it through and never looks at it."""
