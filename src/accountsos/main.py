"""Wires settings, clock, database and doors. The only reader of the clock and of the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian

from accountsos import __version__, ids
from accountsos.api.app import build_app
from accountsos.api.calendar_feed import CalendarFeed
from accountsos.api.openapi import documentation_pages
from accountsos.api.operations import OPERATIONS
from accountsos.cli.commands import run
from accountsos.cli.installation import Installation, OpenedBooks
from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.context import DashboardContext
from accountsos.errors import Refused
from accountsos.jobs.beside_server import worker_beside
from accountsos.settings import Settings, settings_from
from accountsos.store.engine.attempts import Attempts
from accountsos.store.engine.backup import back_up, restore
from accountsos.store.engine.opening import Place, open_store
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.web.context import ApiContext, ApiSettings, Caller
from accountsos.web.context import Spending as ApiSpending
from accountsos.web.log import StructuredLog
from accountsos.workflows.access.manage_keys import KeyRing
from accountsos.workflows.access.session_ring import SessionRing
from accountsos.workflows.unit_of_work import Books


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """The clock; in tests with a fixed day, the same hours on that day."""
    if settings.today is None:
        return lambda: datetime.now(UTC)
    day = settings.today

    def fixed() -> datetime:
        now = datetime.now(UTC)
        return datetime.combine(day, time(now.hour, now.minute, now.second, now.microsecond, UTC))

    return fixed


def open_books(settings: Settings) -> OpenedBooks:
    """Open the books where the settings say."""
    opened = open_store(place_of(settings))
    windows = RateWindows(opened.counter, settings.limits)
    return OpenedBooks(Books(opened.engine, clock_of(settings), opened.objects), opened.warnings, windows.last_used)


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


def application_of(settings: Settings) -> Any:
    """The ASGI application of an installation, its books open."""
    opened = open_store(place_of(settings))
    books = Books(opened.engine, clock_of(settings), opened.objects)
    limits = settings.limits
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
        rate_windows=ApiWindows(RateWindows(opened.counter, limits)),
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
        )
    )
    return CalendarFeed(books, books.clock, build_app(OPERATIONS, context, pages=pages, elsewhere=dashboard))


def application() -> Any:
    """What the server's worker processes load."""
    return application_of(settings_from(os.environ, Path.home()))


def place_of(settings: Settings) -> Place:
    """Where the books of these settings are."""
    return Place(settings.data, settings.database_url, settings.owner_url, settings.objects_url)


def _back_up(settings: Settings, destination: Path) -> None:
    back_up(place_of(settings), destination)


def _restore(settings: Settings, source: Path) -> None:
    restore(source, place_of(settings))


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Run the server until it is told to stop. Its worker processes read the settings from the environment again."""
    os.environ["ACCOUNTSOS_DATA"] = str(settings.data)
    sys.stdout.write(f"AccountsOS listens on http://{host}:{port} (stop with Ctrl-C)\n")
    sys.stdout.flush()
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


def main() -> None:
    """The command line: `accountsos …`."""
    try:
        settings = settings_from(os.environ, Path.home())
    except Refused as refusal:
        sys.stderr.write(f"accountsos: {refusal.message}\n")
        sys.exit(1)
    run(Installation(settings, open_books, clock_of(settings), serve, _back_up, _restore), sys.argv[1:])


if __name__ == "__main__":
    main()
