"""What answers: dashboard and API over open books, wired; `main` hands settings and clock over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from accountsos import __version__, ids
from accountsos.api.app import build_app
from accountsos.api.calendar_feed import CalendarFeed
from accountsos.api.openapi import documentation_pages
from accountsos.api.operations.registry import LISTS, OPERATIONS, REPORTS
from accountsos.api.probes import Probes
from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.context import DashboardContext
from accountsos.jobs.statement_opener import ConfinedOpener
from accountsos.mail.relay import Outgoing
from accountsos.meters import SERVER, Meters
from accountsos.settings import Settings
from accountsos.store.engine.attempts import Attempts
from accountsos.store.engine.heartbeats import Heartbeats
from accountsos.store.engine.opening import Place, open_store
from accountsos.store.engine.rate_windows import RateWindows, Spending
from accountsos.store.keys import ApiKey
from accountsos.web.context import ApiContext, ApiSettings, Caller, RequestLog
from accountsos.web.context import Spending as ApiSpending
from accountsos.web.log import StructuredLog
from accountsos.web.meter import RequestMeter
from accountsos.workflows.access.manage_keys import KeyRing
from accountsos.workflows.access.session_ring import SessionRing
from accountsos.workflows.companies.how_books_stand import asked_at_once
from accountsos.workflows.unit_of_work import Books


def application_of(settings: Settings, place: Place, clock: Callable[[], datetime]) -> Any:
    """The ASGI application of an installation, its books open."""
    opened = open_store(place)
    meters = Meters(settings.data, SERVER, lambda: opened.engine.commits)
    meter = RequestMeter(meters)
    limits = settings.limits
    windows = RateWindows(opened.counter, limits)
    books = Books(opened.engine, clock, opened.objects, windows.use_of, settings.webhook_networks)
    books.opener = ConfinedOpener()
    books.language_model = settings.language_model
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
        rate_windows=ApiWindows(windows, meters),
        clock=books.clock,
        settings=api_settings,
        log=StructuredLog(books.clock) if settings.log else None,
        meter=meter,
        admission_blocks=not books.reads_inline,
        books_stand=asked_at_once(books),
        books=books,
    )
    pages = documentation_pages(OPERATIONS, api_settings, __version__)
    log = context.log or StructuredLog(books.clock, requests=False)
    dashboard = Dashboard(
        DashboardContext(
            books=books,
            sessions=SessionRing(books, books.clock),
            attempts=CountedAttempts(Attempts(opened.counter), meters),
            heartbeats=Heartbeats(opened.counter),
            clock=books.clock,
            log=context.log,
            meter=meter,
            trusted_proxies=settings.trusted_proxies,
            public_url=settings.public_url,
            mail=None if settings.relay is None else Outgoing(settings.relay, _undelivered(log)),
            reports=REPORTS,
            lists=LISTS,
            calls_an_hour=limits.hour,
            calls_a_minute=limits.minute,
        )
    )
    probes = Probes(books, meters, settings.metrics_token).places()
    door = build_app(OPERATIONS, context, pages=pages, probes=probes, elsewhere=dashboard)
    return CalendarFeed(books, books.clock, door, meter, context.log)


def _undelivered(log: RequestLog) -> Callable[[BaseException], None]:
    return lambda fault: log.fault(route="mail", request_id="-", fault=fault)


class KeyAuthenticator:
    """Whom a secret belongs to, for the API."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys
        self._callers: dict[str, tuple[ApiKey, Caller]] = {}
        """By key id, made of this very key as it was last read."""

    def caller_of(self, secret: str) -> Caller | None:
        """None where it is unknown, revoked or expired."""
        key = self._keys.key_of(secret)
        if key is None:
            return None
        known = self._callers.get(key.key_id)
        if known is not None and known[0] is key:
            return known[1]
        name = f"API key {key.name}" if key.name else ""
        caller = Caller(key.key_id, key.company, ids.company_id(key.company), key.scope, key.sandbox, name=name)
        if len(self._callers) >= self._keys.MOST:
            self._callers.clear()
        self._callers[key.key_id] = (key, caller)
        return caller


class ApiWindows:
    """The store's rate windows in the API's words."""

    def __init__(self, windows: RateWindows, meters: Meters) -> None:
        self._windows, self._meters = windows, meters

    def spend(self, key_id: str, now: float) -> ApiSpending:
        """Count one request of the key, unless a window is full."""
        return self._told(self._windows.spend(key_id, now))

    def spend_more(self, key_id: str, now: float, worth: int) -> ApiSpending:
        """Count a request that was counted once as so many, or not even once."""
        return self._told(self._windows.spend_more(key_id, now, worth))

    def _told(self, spent: Spending) -> ApiSpending:
        if not spent.allowed:
            self._meters.refused("key")
        return ApiSpending._make(spent)

    def spend_bad_key(self, address: str, now: float) -> int:
        """Count one request with a bad key; 0, or the seconds that the address has to wait."""
        wait = self._windows.spend_bad_key(address, now)
        if wait:
            self._meters.refused("bad keys")
        return wait


class CountedAttempts:
    """Attempts to log in, those that were not looked at told to the meters."""

    def __init__(self, attempts: Attempts, meters: Meters) -> None:
        self._attempts, self._meters = attempts, meters

    def spend(self, keys: Iterable[str], now: float) -> int:
        """Count one attempt under each key; 0, or in how many seconds the next one is looked at."""
        wait = self._attempts.spend(keys, now)
        if wait:
            self._meters.refused("log-in")
        return wait

    def forgive(self, keys: Iterable[str]) -> None:
        """It was the right password."""
        self._attempts.forgive(keys)
