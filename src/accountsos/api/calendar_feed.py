"""The iCalendar feed: an address with a secret in it, for calendars that cannot send a key."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from accountsos.api.app import ASGIApp, Scope, Send
from accountsos.dates import london_day
from accountsos.web.body import Receive
from accountsos.web.meter import RequestMeter
from accountsos.wire.shapes.deadlines import calendar_text
from accountsos.workflows.companies import manage_company
from accountsos.workflows.deadlines.list_deadlines import LIST, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import TOKEN_OWNER
from accountsos.workflows.unit_of_work import Books

_PATH = re.compile(r"/calendar/([0-9A-Za-z]{40})\.ics", re.ASCII)
_HEADERS = [(b"cache-control", b"private, max-age=3600"), (b"x-content-type-options", b"nosniff")]


class CalendarFeed:
    """Answers `/calendar/TOKEN.ics` and hands everything else on."""

    def __init__(
        self, books: Books, clock: Callable[[], datetime], elsewhere: ASGIApp, meter: RequestMeter | None = None
    ) -> None:
        self._books, self._clock, self._elsewhere, self._meter = books, clock, elsewhere, meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        ours = scope["type"] == "http" and scope["path"].startswith("/calendar/")
        match = _PATH.fullmatch(scope["path"]) if ours else None
        if match is None or scope["method"] not in ("GET", "HEAD"):
            await self._elsewhere(scope, receive, send)
            return
        began = perf_counter()
        body = await asyncio.get_running_loop().run_in_executor(None, self._calendar, match[1])
        status, kind = (200, b"text/calendar; charset=utf-8") if body is not None else (404, b"text/plain")
        content = body if body is not None else b"There is no such calendar.\n"
        headers = [*_HEADERS, (b"content-type", kind), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})
        if self._meter is not None:
            self._meter.request("calendar", status, perf_counter() - began)

    def _calendar(self, token: str) -> bytes | None:
        company = self._books.read(TOKEN_OWNER, 0, token)
        if company is None:
            return None
        now = self._clock()
        found = self._books.read(LIST, company, DeadlineQuestion(london_day(now)))
        name = self._books.read(manage_company.SHOW, company, None).company.name
        return calendar_text(name, found, now).encode()
