"""What the dashboard is given from outside: books, clock, counters, log and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from typing import Protocol

from accountsos.dashboard.hashing import Hashing
from accountsos.dashboard.long_work import LongWork
from accountsos.jobs.page_drawer import PageDrawer
from accountsos.web.context import RequestLog
from accountsos.web.meter import RequestMeter
from accountsos.web.report import OfferedList, OfferedReport
from accountsos.workflows.access.session_ring import SessionRing
from accountsos.workflows.unit_of_work import Books


class Attempts(Protocol):
    """Where attempts to log in are counted, for all processes together."""

    def spend(self, keys: Iterable[str], now: float) -> int:
        """Count one attempt under each key; 0, or in how many seconds the next one is looked at."""
        ...

    def forgive(self, keys: Iterable[str]) -> None:
        """It was the right password."""
        ...


class Heartbeats(Protocol):
    """Where long work is said to go on, for all processes together."""

    def beat(self, work: str, now: float) -> None:
        """It goes on."""
        ...

    def silent_for(self, work: str, now: float) -> int | None:
        """How many seconds ago it was last heard of; None: never, or long ago."""
        ...


class Mail(Protocol):
    """Where letters are handed in."""

    async def send(self, to: str, subject: str, text: str) -> bool:
        """Whether it was taken."""
        ...

    def send_later(self, to: str, subject: str, text: str) -> object:
        """The same without waiting."""
        ...


@dataclass(frozen=True, slots=True)
class DashboardContext:
    """Everything the dashboard takes from outside."""

    books: Books
    sessions: SessionRing
    attempts: Attempts
    heartbeats: Heartbeats
    clock: Callable[[], datetime]
    log: RequestLog | None = None
    meter: RequestMeter | None = None
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    public_url: str = ""
    mail: Mail | None = None
    """None: links are shown, and no letters sent."""
    reports: tuple[OfferedReport, ...] = ()
    """Every report there is; the API declares them."""
    lists: tuple[OfferedList, ...] = ()
    """Every list that is also a file to keep."""
    calls_an_hour: int = 1_000
    calls_a_minute: int = 100
    body_seconds: float = 28.0
    patience_seconds: float = 1.0
    """How long a form waits for long work before a page of progress stands in for it."""
    hashing: Hashing = field(default_factory=Hashing)
    pages: PageDrawer = field(default_factory=PageDrawer)
    """Draws pages of papers."""
    long_work: LongWork = field(default_factory=LongWork)
