"""The HTTP door as an ASGI application: every check in its order, then the operation's handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from time import perf_counter
from typing import Any, NamedTuple, TypeAlias

from msgspec.structs import replace

from accountsos.access.rights import SCOPES
from accountsos.api.admission import Admission, secret_in
from accountsos.api.negotiation import chosen_format
from accountsos.api.operation import Operation
from accountsos.api.operations.run import answered_before
from accountsos.api.router import Page, Place, Probe, Route, Router
from accountsos.errors import BadRequest, Forbidden, NotFound, RateLimited, Refused, Unauthorised
from accountsos.web.body import Receive, declared_length, drain, has_body, read_body, require_form, require_json
from accountsos.web.compress import CODING, SUFFIX, VARY, compressed, is_worth_it, pieces_of, takes_gzip
from accountsos.web.context import ApiContext, Caller, Spending
from accountsos.web.errors import MethodNotAllowed, server_error_body
from accountsos.web.etags import EntityTags, entity_tags, representation_tag, versions_of
from accountsos.web.exchange import AnswerHeaders, RequestIds, Visit, body_bytes, refused
from accountsos.web.idempotency import RepeatGuard, read_idempotency_key, request_fingerprint
from accountsos.web.kept_replies import KeptReplies
from accountsos.web.multipart import Multipart, read_form
from accountsos.web.request import ApiRequest, FileBody, Reply
from accountsos.web.run_workflow import in_thread
from accountsos.wire.decode import decode_body
from accountsos.wire.json_gate import parse_json, shown

Scope: TypeAlias = MutableMapping[str, Any]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
ASGIApp: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

_SCOPE_RANK = {scope: rank for rank, scope in enumerate(SCOPES)}


def build_app(
    operations: Iterable[Operation],
    context: ApiContext,
    *,
    pages: Iterable[Page] = (),
    probes: Iterable[Probe] = (),
    elsewhere: ASGIApp | None = None,
) -> ASGIApp:
    """The door for these operations. Paths outside `/api` that are no probe's go `elsewhere`, or are unknown."""
    return Api(Router(operations, pages, probes), context, elsewhere)


class _RawBody(NamedTuple):
    content: bytes = b""
    boundary: bytes = b""


_NO_BODY = _RawBody()


class _SentBack(NamedTuple):
    """A body that is what GET shows: what of it is a change is known once that has been read."""

    members: dict[str, Any]


class Api:
    """The ASGI application. Raw on purpose: a framework's request and reply objects cost as much as the books."""

    __slots__ = (
        "_admission",
        "_books_stand",
        "_clock",
        "_context",
        "_elsewhere",
        "_headers",
        "_ids",
        "_kept",
        "_log",
        "_meter",
        "_router",
        "_settings",
    )

    def __init__(self, router: Router, context: ApiContext, elsewhere: ASGIApp | None) -> None:
        self._router = router
        self._context = context
        self._settings = context.settings
        self._clock = context.clock
        self._log = context.log
        self._meter = context.meter
        self._admission = Admission(context)
        self._headers = AnswerHeaders(context)
        self._ids = RequestIds()
        self._books_stand = context.books_stand
        self._kept = KeptReplies()
        self._elsewhere = elsewhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await _not_http(scope, receive, send, self._elsewhere)
            if self._log is not None:
                self._log.flush()
            return
        path = scope["path"]
        if self._elsewhere is not None and not (path + "/").startswith("/api/") and path not in self._router.outside:
            await self._elsewhere(scope, receive, send)
            return
        began = perf_counter()
        file: FileBody | None = None
        visit = Visit(scope, receive, self._ids)
        try:
            reply = await self._answer(visit)
            file = reply.body if isinstance(reply.body, FileBody) else None
            body = b"" if file is not None else body_bytes(reply)
        except Refused as refusal:
            reply = refused(refusal, visit)
            body = body_bytes(reply)
        except Exception as fault:
            reply = self._fault(fault, visit)
            body = body_bytes(reply)
        size: int | None = len(body) if file is None else file.size
        coded = False
        if size and is_worth_it(size, reply.content_type):
            coded = takes_gzip(visit.headers.get(b"accept-encoding"))
            reply = _as_coded(reply) if coded else replace(reply, headers=(*reply.headers, VARY))
            if coded:
                body = await compressed(body)
                size = len(body) if file is None else None
        headers = self._headers.of(reply, size, visit)
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        if visit.method == "HEAD":
            body = b""
        if file is not None:
            await _send_file(file, send, wanted=visit.method != "HEAD", coded=coded)
        await send({"type": "http.response.body", "body": body})
        if visit.unread:
            await drain(receive)
        seconds = perf_counter() - began
        if self._meter is not None:
            self._meter.request(visit.operation, reply.status, seconds)
        if self._log is not None:
            self._note(visit, reply.status, seconds)

    async def _answer(self, visit: Visit) -> Reply:
        found = self._router.find(visit.scope["path"])
        if found is None:
            raise NotFound("There is no such path; /api/docs lists those there are.")
        place, visit.ids = found
        visit.template = place.template
        method = "GET" if visit.method == "HEAD" else visit.method
        route = place.routes.get(method)
        if route is None:
            return await self._without_key(visit, place, method)
        visit.operation = route.operation.name
        headers = visit.headers
        if b"authorization" in visit.repeated:
            raise Unauthorised("The header Authorization was sent twice; send it once.")
        secret = secret_in(headers.get(b"authorization"))
        visit.moment = moment = self._clock()
        visit.now = now = moment.timestamp()
        if self._admission.blocks:
            visit.caller, visit.spending = await self._admission.admit_in_thread(secret, now, visit.scope)
        else:
            visit.caller, visit.spending = self._admission.admit(secret, now, visit.scope)
        _refuse_beyond_limits(visit.caller, visit.spending, route)
        raw = _NO_BODY
        if route.reads_body or b"content-length" in headers or b"transfer-encoding" in headers:
            raw = await self._read_body(visit, route)
        if route.kept and self._books_stand is not None and b"if-match" not in headers:
            return await self._kept_reply(visit, route, self._books_stand(visit.caller.company))
        request = self._request(visit, route, raw)
        if isinstance(request.body, _SentBack):
            kept = await answered_before(request)
            if kept is not None:
                return kept
            representation = route.representation
            assert representation is not None, "only a body of a representation is one sent back"
            change = await representation.change_in(request, request.body.members)
            request = replace(request, body=decode_body(change, representation.body))
        if route.worth is not None and (worth := route.worth(request.body)) > 1:
            visit.spending = await self._admission.spend_more(visit.caller, now, worth)
            _refuse_beyond_limits(visit.caller, visit.spending, route)
        reply = await route.handler(request)
        if reply.status == 201 and route.location is not None:
            reply = route.location.of(reply)
        if reply.etag is not None and method == "GET":
            return _as_known(_tagged(reply), headers.get(b"if-none-match"))
        return reply

    async def _kept_reply(self, visit: Visit, route: Route, books: tuple[int, int]) -> Reply:
        """The reply to a question that only the books and the day answer: made once for as long as both stand.

        Asked after key, limits, scope and body have been looked at, as for any request. How the books stand was looked
        at before the reply is made, so one that is kept is as new as that or newer.
        """
        scope, headers, caller = visit.scope, visit.headers, visit.caller
        assert caller is not None, "admitted without a caller"
        standing = (*books, int(visit.now) // 3600)
        asked = (caller.company, caller.scope, scope["path"], scope["query_string"], headers.get(b"accept"))
        reply = self._kept.get(asked, standing)
        if reply is None:
            request = self._request(visit, route, _NO_BODY)
            reply = await route.handler(request)
            if request.reply_format == "json" and reply.status == 200:
                reply = _tagged(reply) if reply.etag is not None else replace(reply, body=body_bytes(reply))
                self._kept.put(asked, standing, reply)
        return reply if reply.etag is None else _as_known(reply, headers.get(b"if-none-match"))

    async def _without_key(self, visit: Visit, place: Place, method: str) -> Reply:
        """A page or a probe, or a method that the path does not have."""
        if method == "GET" and place.page is not None:
            visit.operation = place.template
            return await in_thread(place.page.reply)
        if method == "GET" and place.probe is not None:
            visit.operation = place.probe.name
            return await place.probe.answer(visit)
        return self._other_method(visit, place)

    async def _read_body(self, visit: Visit, route: Route) -> _RawBody:
        """Size, type, and the body itself."""
        headers, declared = visit.headers, route.operation.body
        expected = declared_length(headers)
        boundary = b""
        if not has_body(headers, visit.scope["http_version"]):
            return _NO_BODY
        content_type = headers.get(b"content-type", b"")
        if isinstance(declared, Multipart):
            boundary = require_form(content_type)
        elif declared is not None:
            require_json(content_type)
        try:
            content = await read_body(visit.receive, expected, self._settings.body_seconds)
        except BadRequest:
            visit.close, visit.unread = True, False
            raise
        visit.unread = False
        if declared is None and content:
            raise BadRequest(f"{route.operation.title} takes no body; send none.")
        return _RawBody(content, boundary)

    def _request(self, visit: Visit, route: Route, raw: _RawBody) -> ApiRequest:
        """Parameters and headers, as the operation declares them."""
        operation, headers = route.operation, visit.headers
        query = route.read_query(visit.scope["query_string"])
        body, essence = _read_declared(route, raw) if route.reads_body else (None, None)
        reply_format = "json"
        if route.formats is not None:
            reply_format = chosen_format(query, headers.get(b"accept"), route.formats)
        tags: EntityTags | None = None
        if operation.etag and b"if-match" in headers:
            tags = versions_of(entity_tags(headers[b"if-match"], "If-Match"))
        guard: RepeatGuard | None = None
        if operation.idempotent and b"idempotency-key" in headers:
            if b"idempotency-key" in visit.repeated:
                raise BadRequest("The header Idempotency-Key was sent twice; send it once.", param="Idempotency-Key")
            key = read_idempotency_key(headers[b"idempotency-key"])
            guard = RepeatGuard(key, request_fingerprint(visit.method, visit.scope["path"], query, essence))
        if operation.ids:
            _require_form_of_ids(operation, visit.ids or {})
        assert visit.caller is not None, "admitted without a caller"
        assert visit.moment is not None, "admitted at no time"
        return ApiRequest(
            visit.caller,
            query,
            visit.ids or {},
            body,
            visit.moment,
            visit.request_id.decode("ascii"),
            reply_format,
            self._context.books,
            tags,
            guard,
        )

    def _other_method(self, visit: Visit, place: Place) -> Reply:
        if visit.method == "OPTIONS":
            reply = self._headers.preflight(visit.headers.get(b"origin"), place.allow)
            if reply is not None:
                return reply
        raise MethodNotAllowed(
            f"{place.template} has no method {shown(visit.method)}; it has {place.allow}.", allow=place.allow
        )

    def _fault(self, fault: Exception, visit: Visit) -> Reply:
        request_id = visit.request_id.decode("ascii")
        if self._log is not None:
            self._log.fault(route=visit.template, request_id=request_id, fault=fault)
        return Reply(server_error_body(request_id), status=500)

    def _note(self, visit: Visit, status: int, seconds: float) -> None:
        if self._log is not None:
            self._log.request(
                method=visit.method,
                route=visit.template,
                status=status,
                milliseconds=seconds * 1000,
                request_id=visit.request_id.decode("ascii"),
                key_id=visit.caller.key_id if visit.caller is not None else "-",
            )


def _refuse_beyond_limits(caller: Caller, spending: Spending, route: Route) -> None:
    """The rate windows speak before the scope."""
    if not spending.allowed:
        raise RateLimited(
            f"Too many requests with this key; wait {spending.retry_after} seconds.",
            retry_after_seconds=spending.retry_after,
        )
    if _SCOPE_RANK[caller.scope] < route.scope_rank:
        operation = route.operation
        raise Forbidden(f"This key's scope is {caller.scope}; {operation.title} needs {operation.scope}.")


def _as_coded(reply: Reply) -> Reply:
    """The reply as it is told in gzip."""
    etag = None if reply.etag is None else reply.etag + SUFFIX
    return replace(reply, etag=etag, headers=(*reply.headers, CODING, VARY))


async def _send_file(file: FileBody, send: Send, *, wanted: bool, coded: bool) -> None:
    """Piece by piece; the last message, which ends the body, is the caller's."""
    try:
        if wanted:
            for piece in pieces_of(file, coded=coded):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    finally:
        file.close()


def _tagged(reply: Reply) -> Reply:
    """What is shown, under a tag of its own."""
    assert reply.etag is not None, "only replies with a version are tagged"
    body = body_bytes(reply)
    return replace(reply, body=body, etag=representation_tag(reply.etag, body))


def _as_known(reply: Reply, known: bytes | None) -> Reply:
    """304 where the client has it."""
    if known is not None:
        tags = entity_tags(known, "If-None-Match")
        for shown_under in (f"{reply.etag}", f"{reply.etag}{SUFFIX}"):
            if tags.names(shown_under):
                return Reply(status=304, etag=shown_under)
    return reply


def _read_declared(route: Route, raw: _RawBody) -> tuple[object, object]:
    """The body as declared, and what of it tells two requests apart."""
    declared = route.operation.body
    if isinstance(declared, Multipart):
        form = read_form(raw.content, raw.boundary, declared)
        return form, form.essence()
    assert declared is not None, "only called for operations with a body"
    parsed = parse_json(raw.content)
    if route.representation is not None and route.representation.is_sent_back(parsed):
        assert isinstance(parsed, dict), "a representation is an object"
        return _SentBack(parsed), parsed
    return decode_body(parsed, declared), parsed


def _require_form_of_ids(operation: Operation, ids: dict[str, str]) -> None:
    """An id without its prefix, or with characters no id has, is an unknown one."""
    for path_id in operation.ids:
        text = ids[path_id.name]
        try:
            path_id.kind.read(text)
        except ValueError:
            raise NotFound(f"There is nothing with the id {shown(text)} here.", param=path_id.name) from None


async def _not_http(scope: Scope, receive: Receive, send: Send, elsewhere: ASGIApp | None) -> None:
    """Start, stop and WebSocket are the other application's; without one, started at once and no WebSocket."""
    if elsewhere is not None:
        await elsewhere(scope, receive, send)
    elif scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
