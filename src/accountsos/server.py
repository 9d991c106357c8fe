"""The server: dashboard and API over open books, wired; `main` hands settings and clock over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian

from accountsos import __version__, ids
from accountsos.api.app import build_app
from accountsos.api.calendar_feed import CalendarFeed
from accountsos.api.openapi import documentation_pages
from accountsos.api.operations.registry import OPERATIONS
from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.context import DashboardContext
from accountsos.jobs.beside_server import worker_beside
from accountsos.settings import Settings
from accountsos.store.engine.attempts import Attempts
from accountsos.store.engine.opening import Place, open_store
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.web.context import ApiContext, ApiSettings, Caller
from accountsos.web.context import Spending as ApiSpending
from accountsos.web.log import StructuredLog
from accountsos.workflows.access.manage_keys import KeyRing
from accountsos.workflows.access.session_ring import SessionRing
from accountsos.workflows.unit_of_work import Books


def application_of(settings: Settings, place: Place, clock: Callable[[], datetime]) -> Any:
    """The ASGI application of an installation, its books open."""
    opened = open_store(place)
    limits = settings.limits
    windows = RateWindows(opened.counter, limits)
    books = Books(opened.engine, clock, opened.objects, windows.use_of)
    api_settings = ApiSettings(
        public_url=settings.public_url,
        cors_origins=settings.cors_origins,
        trusted_proxies=settings.trusted_proxies,
        requests_per_hour=limits.hour,
        requests_per_minute=limits.minute,
        bad_keys_per_minute=limits.bad_keys,
    )
    context = ApiContext(
        authenticator=KeyAuthenticator(KeyRing(opened.engine, books.clock)),
        rate_windows=ApiWindows(windows),
        clock=books.clock,
        settings=api_settings,
        log=StructuredLog(books.clock) if settings.log else None,
        admission_blocks=not books.reads_inline,
        books=books,
    )
    pages = documentation_pages(OPERATIONS, api_settings, __version__)
    dashboard = Dashboard(
        DashboardContext(
            books=books,
            sessions=SessionRing(books, books.clock),
            attempts=Attempts(opened.counter),
            clock=books.clock,
            log=context.log,
            trusted_proxies=settings.trusted_proxies,
            public_url=settings.public_url,
            calls_an_hour=limits.hour,
            calls_a_minute=limits.minute,
        )
    )
    return CalendarFeed(books, books.clock, build_app(OPERATIONS, context, pages=pages, elsewhere=dashboard))


class KeyAuthenticator:
    """Whom a secret belongs to, for the API."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    def caller_of(self, secret: str) -> Caller | None:
        """None where it is unknown, revoked or expired."""
        key = self._keys.key_of(secret)
        if key is None:
            return None
        return Caller(key.key_id, key.company, ids.company_id(key.company), key.scope, key.sandbox)


class ApiWindows:
    """The store's rate windows in the API's words."""

    def __init__(self, windows: RateWindows) -> None:
        self._windows = windows

    def spend(self, key_id: str, now: float) -> ApiSpending:
        """Count one request of the key, unless a window is full."""
        spent = self._windows.spend(key_id, now)
        return ApiSpending(spent.allowed, spent.limit, spent.remaining, spent.reset_at, spent.retry_after)

    def spend_bad_key(self, address: str, now: float) -> int:
        """Count one request with a bad key; 0, or the seconds that the address has to wait."""
        return self._windows.spend_bad_key(address, now)


def serve(host: str, port: int, workers: int) -> None:
    """Run the server until it is told to stop. Its worker processes read the settings from the environment again."""
    server = Granian(
        "accountsos.main:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    with worker_beside():
        server.serve()
