"""The iCalendar feed: an address with a secret in it, for calendars that cannot send a key."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from accountsos.api.app import ASGIApp, Scope, Send
from accountsos.dates import london_day
from accountsos.errors import NotFound, Refused
from accountsos.web.body import Receive
from accountsos.web.context import RequestLog
from accountsos.web.errors import server_error_body
from accountsos.web.exchange import RequestIds, Visit, body_bytes, refused
from accountsos.web.meter import RequestMeter
from accountsos.web.request import Reply
from accountsos.wire.shapes.deadlines import calendar_text
from accountsos.workflows.companies import manage_company
from accountsos.workflows.deadlines.list_deadlines import LIST, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import TOKEN_OWNER
from accountsos.workflows.unit_of_work import Books

_PATH = re.compile(r"/calendar/([0-9A-Za-z]{40})\.ics", re.ASCII)
_REFUSED = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
_HEADERS = [(b"cache-control", b"private, max-age=3600"), (b"x-content-type-options", b"nosniff")]


class CalendarFeed:
    """Answers `/calendar/TOKEN.ics` and hands everything else on."""

    def __init__(
        self,
        books: Books,
        clock: Callable[[], datetime],
        elsewhere: ASGIApp,
        meter: RequestMeter | None = None,
        log: RequestLog | None = None,
    ) -> None:
        self._books, self._clock, self._elsewhere, self._meter, self._log = books, clock, elsewhere, meter, log
        self._ids = RequestIds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        ours = scope["type"] == "http" and scope["path"].startswith("/calendar/")
        match = _PATH.fullmatch(scope["path"]) if ours else None
        if match is None or scope["method"] not in ("GET", "HEAD"):
            await self._elsewhere(scope, receive, send)
            return
        began = perf_counter()
        visit = Visit(scope, receive, self._ids)
        status, kind, more = 200, b"text/calendar; charset=utf-8", _HEADERS
        try:
            content = await asyncio.get_running_loop().run_in_executor(None, self._calendar, match[1])
        except Refused as refusal:
            reply = refused(refusal, visit)
            status, kind, content, more = (
                reply.status,
                reply.content_type,
                body_bytes(reply),
                [*_REFUSED, *reply.headers],
            )
        except Exception as fault:
            status, kind, more = 500, Reply().content_type, _REFUSED
            content = server_error_body(visit.request_id.decode("ascii"))
            if self._log is not None:
                self._log.fault(route="/calendar", request_id=visit.request_id.decode("ascii"), fault=fault)
        headers = [
            *more,
            (b"content-type", kind),
            (b"content-length", str(len(content)).encode()),
            (b"x-request-id", visit.request_id),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})
        if self._meter is not None:
            self._meter.request("calendar", status, perf_counter() - began)

    def _calendar(self, token: str) -> bytes:
        company = self._books.read(TOKEN_OWNER, 0, token)
        if company is None:
            raise NotFound("There is no such calendar; its address may have been changed.")
        now = self._clock()
        found = self._books.read(LIST, company, DeadlineQuestion(london_day(now)))
        name = self._books.read(manage_company.SHOW, company, None).company.name
        return calendar_text(name, found, now).encode()
