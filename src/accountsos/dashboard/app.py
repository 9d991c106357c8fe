"""The door: static file, session, company, role, token, form, page, in this order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from time import perf_counter
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard import security
from accountsos.dashboard.assets import PREFIX, assets
from accountsos.dashboard.body import form_of
from accountsos.dashboard.context import DashboardContext
from accountsos.dashboard.forms import State
from accountsos.dashboard.kept_answers import KeptAnswers
from accountsos.dashboard.page import Action, Answer, Download, Leave, Shown
from accountsos.dashboard.pages import PAGES, PROBLEM
from accountsos.dashboard.proof import prove
from accountsos.dashboard.render import Packing
from accountsos.dashboard.request import Request
from accountsos.dashboard.router import Router
from accountsos.dashboard.security import Transport
from accountsos.dashboard.show import Screen
from accountsos.errors import Forbidden, NotFound, Refused
from accountsos.web.body import Receive, drain
from accountsos.web.client_address import client_address
from accountsos.web.errors import MethodNotAllowed
from accountsos.web.exchange import RequestIds, Visit
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.companies.how_books_stand import asked_at_once
from accountsos.workflows.overview.work_left import WORK_LEFT

Scope: TypeAlias = MutableMapping[str, Any]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]
Answered: TypeAlias = tuple[int, Headers, bytes]

ASSET = "asset"
"""What a file of the dashboard is counted as; a page by its own path, with holes."""
_HTML = (b"content-type", b"text/html; charset=utf-8")
_NO_STORE = (b"cache-control", b"no-store")
_VARY = (b"vary", b"cookie, accept-encoding, hx-request-type")


class Dashboard:
    """The ASGI application for people."""

    def __init__(self, context: DashboardContext, answers: KeptAnswers | None = None) -> None:
        self._context = context
        self._router = Router(PAGES)
        self._assets = assets()
        self._screen = Screen(PAGES, self._assets)
        self._ids = RequestIds()
        self._packed = Packing()
        self._answers = KeptAnswers(asked_at_once(context.books)) if answers is None else answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await _not_http(scope, receive, send)
            return
        began = perf_counter()
        visit = Visit(scope, receive, self._ids)
        status, headers, body = await self._answer(visit)
        if _HTML in headers:
            small = self._packed(visit.template, body, visit.headers.get(b"accept-encoding", b""))
            if small is not None:
                body = small
                headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", b"%d" % len(body)))
        headers.append((b"x-request-id", visit.request_id))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if visit.method == "HEAD" else body})
        if visit.unread:
            await drain(receive)
        seconds = perf_counter() - began
        if self._context.meter is not None:
            self._context.meter.request(visit.operation, status, seconds)
        self._note(visit, status, seconds)

    async def _answer(self, visit: Visit) -> Answered:
        if visit.scope["path"].startswith(PREFIX):
            asset = self._assets.find(visit.scope["path"])
            if asset is not None and visit.method in ("GET", "HEAD"):
                visit.operation = ASSET
                body, headers = asset.answer(visit.headers.get(b"accept-encoding", b""))
                return 200, headers, body
        request = self._first_look(visit)
        try:
            await self._let_in(request)
            return await self._page(visit, request)
        except Refused as refusal:
            return self._problem(request, refusal, visit)
        except Exception as fault:
            if self._context.log is not None:
                self._context.log.fault(route=visit.template, request_id=request.request_id, fault=fault)
            return self._problem(request, None, visit)

    def _first_look(self, visit: Visit) -> Request:
        """What is known before anybody is looked up."""
        context, scope, headers = self._context, visit.scope, visit.headers
        transport = security.transport_of(scope, headers, context.trusted_proxies)
        peer = (scope.get("client") or ("unknown", 0))[0]
        found = self._router.find(scope["path"])
        page, holes = found if found is not None else (PROBLEM, {})
        if found is not None:
            visit.template = visit.operation = page.path
        partial = headers.get(b"hx-request-type") == b"partial"
        return Request(
            page=page,
            context=context,
            answers=self._answers,
            transport=transport,
            address=client_address(peer, scope["headers"], context.trusted_proxies),
            host=headers.get(b"host", b"").decode("latin-1"),
            browser=headers.get(b"user-agent", b"").decode("latin-1"),
            secret=security.secret_in(headers, transport) or "",
            now=context.clock(),
            request_id=visit.request_id.decode("ascii"),
            path=scope["path"],
            query=query_of(scope["query_string"]),
            holes=holes,
            part=page.fragment if partial else "",
            htmx=b"hx-request" in headers,
            look=security.look_in(headers),
        )

    async def _let_in(self, request: Request) -> None:
        """Who it is, and whether there is anything for them at that address."""
        if request.secret:
            find = self._context.sessions.person_of
            inline = self._context.books.reads_inline
            request.person = find(request.secret) if inline else await in_thread(lambda: find(request.secret))
        if request.page.of_company and request.person is not None:
            company = ids.company_number(request.holes["company"])
            if company is None or request.person.membership(company) is None:
                request.page = PROBLEM
                raise NotFound("there is no such company")
            request.company = company
        if request.page is PROBLEM:
            raise NotFound("there is no such page")

    async def _page(self, visit: Visit, request: Request) -> Answered:
        page = request.page
        if request.transport is Transport.OPEN:
            return self._screen.without_https(request)
        if page.right is not None and request.person is None:
            return _to_log_in(request)
        if page.of_company and page.right is not None and not request.may(page.right):
            raise _not_allowed(page.right)
        if visit.method in ("GET", "HEAD"):
            shown = await page.show(request)
            if isinstance(shown, Leave) and request.htmx:
                return self._screen.elsewhere(shown)
            return await self._shown(request, shown)
        if visit.method != "POST" or not page.actions:
            raise MethodNotAllowed("no such method here", allow="GET, POST" if page.actions else "GET")
        return await self._posted(visit, request)

    async def _posted(self, visit: Visit, request: Request) -> Answered:
        """Token, then form, then what it asks for."""
        await form_of(visit, request)
        fits = request.secret and security.token_fits(request.typed.get("csrf", ""), request.secret)
        if not fits or not security.same_origin(visit.scope, visit.headers, request.transport):
            raise Forbidden("the form's token does not fit")
        action = _action(request)
        if request.page.of_company and not request.may(action.right):
            raise _not_allowed(action.right)
        request.action = action
        request.part = action.fragment if request.part or visit.headers.get(b"hx-request-type") == b"partial" else ""
        request.state = action.form.read(request.typed)
        if action.proof:
            await prove(request)
        if request.state.mistakes:
            return await self._mistaken(request, await request.page.show(request), 422)
        try:
            done = await action.do(request)
            request.stood = None
        except Refused as refusal:
            return await self._refused(request, action, refusal)
        if isinstance(done, Leave) and request.htmx:
            if not request.part:
                return self._screen.elsewhere(done)
            request.state = State()
            done = await request.page.show(request)
        if request.state.mistakes:
            return await self._mistaken(request, done, 422)
        return await self._shown(request, done)

    async def _refused(self, request: Request, action: Action, refusal: Refused) -> Answered:
        """The form again, with what the books said in our words; not there, or not allowed, is a page of its own."""
        if isinstance(refusal, NotFound | Forbidden) or refusal.code == "unavailable":
            raise refusal
        name, sentence = self._screen.sentence(request, refusal)
        action.form.wrong(request.state, name, sentence)
        status = 409 if refusal.code in ("conflict", "precondition_failed") else 422
        return await self._mistaken(request, await request.page.show(request), status)

    async def _mistaken(self, request: Request, answer: Answer, status: int) -> Answered:
        if isinstance(answer, Shown):
            answer = replace(answer, status=status)
        return await self._shown(request, answer)

    async def _shown(self, request: Request, answer: Answer) -> Answered:
        if isinstance(answer, Leave):
            return 303, [(b"location", answer.to.encode("ascii")), *answer.cookies, *_headers(request)], b""
        if isinstance(answer, Download):
            kind = (b"content-type", answer.content_type)
            return 200, [kind, *answer.headers, *_headers(request)], answer.content
        if request.page.of_company and request.may(Right.KEEP_BOOKS) and not request.part:
            request.work = await request.read(WORK_LEFT, None)
        body, cookies = self._screen.page(request, answer)
        return answer.status, [_HTML, *cookies, *_headers(request)], body

    def _problem(self, request: Request, refusal: Refused | None, visit: Visit) -> Answered:
        status, body, more = self._screen.problem(request, refusal)
        if isinstance(refusal, MethodNotAllowed):
            more.append((b"allow", refusal.allow.encode("ascii")))
        return status, [_HTML, *more, *_headers(request)], body

    def _note(self, visit: Visit, status: int, seconds: float) -> None:
        if self._context.log is not None:
            self._context.log.request(
                method=visit.method,
                route=visit.template,
                status=status,
                milliseconds=seconds * 1000,
                request_id=visit.request_id.decode("ascii"),
                key_id="-",
            )


def query_of(raw: bytes) -> dict[str, str]:
    """The parameters; of one that is given twice the last, and none that is no text."""
    if not raw:
        return {}
    pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=False, max_num_fields=64, errors="replace")
    return {name: value for name, value in pairs if value.isprintable() and len(value) <= 500}


def _action(request: Request) -> Action:
    """The action that the form names; a page with one needs no name."""
    actions = request.page.actions
    name = request.typed.get("do", "")
    if name in actions:
        return actions[name]
    if len(actions) == 1 and not name:
        return next(iter(actions.values()))
    raise NotFound("there is no such action")


def _not_allowed(right: Right) -> Forbidden:
    refusal = Forbidden("the role does not allow it")
    refusal.param = right.value
    return refusal


def _to_log_in(request: Request) -> Answered:
    """To log in, and back here afterwards."""
    target = "/log-in" if request.path == "/" else "/log-in?next=" + security.quoted(request.here())
    if request.htmx:
        return 401, [(b"hx-redirect", target.encode("ascii")), *_headers(request)], b""
    return 303, [(b"location", target.encode("ascii")), *_headers(request)], b""


def _headers(request: Request) -> Headers:
    https = [security.HTTPS_ONLY] if request.transport is Transport.HTTPS else []
    return [*security.PAGE_HEADERS, *https, _NO_STORE, _VARY]


async def _not_http(scope: Scope, receive: Receive, send: Send) -> None:
    """Started at once; no WebSocket."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
