"""One request on its way: its id, its headers, and the answer's headers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, MutableMapping
from datetime import datetime
from typing import Any

from accountsos import __version__
from accountsos.errors import InvalidApiKey, RateLimited, Refused, Unauthorised, Unavailable
from accountsos.ids import random_base62
from accountsos.web.body import Receive
from accountsos.web.context import ApiContext, ApiSettings, Caller, Spending
from accountsos.web.errors import MethodNotAllowed, error_body, status_of
from accountsos.web.etags import etag_header
from accountsos.web.request import FileBody, Reply
from accountsos.wire.encode import encode_json

Headers = list[tuple[bytes, bytes]]

_GIVEN_ID = re.compile(rb"(?!.*sk_)[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LISTS = frozenset({b"if-match", b"if-none-match", b"accept", b"accept-encoding", b"x-forwarded-for"})
_NO_SNIFF = (b"x-content-type-options", b"nosniff")
_NO_STORE = (b"cache-control", b"no-store")
_VERSION = (b"accountsos-version", __version__.encode("ascii"))
_CHALLENGE = (b"www-authenticate", b"Bearer")
UNKNOWN = "-"
"""What is counted where no operation was found."""
CLOSE = (b"connection", b"close")
"""Sent where the rest of a body is not going to be read."""


class RequestIds:
    """Gives every request an id: the client's where it is a plain word, else one of ours."""

    __slots__ = ("_count", "_start")

    def __init__(self) -> None:
        # Random once per process and counted from there: unique, and nothing is asked of the system per request.
        self._start = b"req_" + random_base62(12).encode("ascii")
        self._count = itertools.count(1)

    def for_request(self, given: bytes | None) -> bytes:
        """The id, as the header has it. Nothing that looks like an API key is taken: ids are logged."""
        if given is not None and _GIVEN_ID.fullmatch(given):
            return given
        return b"%s%06x" % (self._start, next(self._count))


class Visit:
    """One request on its way through the checks: what came, and what has become known of it."""

    __slots__ = (
        "caller",
        "close",
        "headers",
        "ids",
        "method",
        "moment",
        "now",
        "operation",
        "receive",
        "repeated",
        "request_id",
        "scope",
        "spending",
        "template",
        "unread",
    )

    def __init__(self, scope: MutableMapping[str, Any], receive: Receive, ids: RequestIds) -> None:
        raw = scope["headers"]
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        self.headers: dict[bytes, bytes] = dict(raw)
        self.repeated: frozenset[bytes] = frozenset()
        if len(self.headers) != len(raw):
            self.headers, self.repeated = merged(raw)
        self.request_id = ids.for_request(self.headers.get(b"x-request-id"))
        self.template = "-"
        self.operation = UNKNOWN
        self.ids: dict[str, str] | None = None
        self.caller: Caller | None = None
        self.spending: Spending | None = None
        self.moment: datetime | None = None
        self.now = 0.0
        self.unread = b"expect" not in self.headers and (
            b"transfer-encoding" in self.headers or self.headers.get(b"content-length", b"0") != b"0"
        )
        """A body is on its way that has not been read."""
        self.close = False
        """What follows on the connection cannot be told from the rest of a body."""


def merged(raw: Iterable[tuple[bytes, bytes]]) -> tuple[dict[bytes, bytes], frozenset[bytes]]:
    """Headers of which some came twice: lists are joined, the names of all others are returned beside."""
    headers: dict[bytes, bytes] = {}
    repeated: set[bytes] = set()
    for name, value in raw:
        if name not in headers:
            headers[name] = value
        elif name in _LISTS:
            headers[name] += b", " + value
        else:
            repeated.add(name)
    return headers, frozenset(repeated)


class AnswerHeaders:
    """Puts the headers of an answer together."""

    __slots__ = ("_origins", "_policy")

    def __init__(self, context: ApiContext) -> None:
        settings = context.settings
        self._origins = frozenset(origin.encode("ascii") for origin in settings.cors_origins)
        self._policy = rate_policy(settings)

    def of(self, reply: Reply, size: int | None, visit: Visit) -> Headers:
        """All headers of the reply, whose body has so many bytes; None where nobody can tell before it is sent."""
        headers = [
            (b"content-type", reply.content_type),
            (b"content-length", b"%d" % (size or 0)),
            (b"x-request-id", visit.request_id),
            _NO_SNIFF,
            _NO_STORE,
            _VERSION,
        ]
        if reply.status in (204, 304):
            del headers[:2]
        elif size is None:
            del headers[1]
        spending = visit.spending
        if spending is not None:
            headers += self._rate(spending, visit.now)
        if reply.etag is not None:
            headers.append((b"etag", etag_header(reply.etag)))
        if reply.headers:
            overridden = {name for name, _ in reply.headers}
            headers = [h for h in headers if h[0] not in overridden]
            headers += reply.headers
        if self._origins:
            headers += self._cross_origin(visit.headers.get(b"origin"))
        if visit.close:
            headers.append(CLOSE)
        return headers

    def _rate(self, spending: Spending, now: float) -> Headers:
        left, remaining = max(0, -int(now - spending.reset_at)), spending.remaining
        if spending.allowed:
            # What binds next is the window of which less is left.
            in_minute = spending.in_minute
            if in_minute < remaining:
                state = b'"minute";r=%d;t=%d' % (in_minute, 60 - int(now) % 60)
            else:
                state = b'"hour";r=%d;t=%d' % (remaining, left)
        else:
            # What is refused until later than the minute's end is refused by the hour.
            state = b'"%s";r=0;t=%d' % (b"minute" if remaining and left <= 60 else b"hour", left)
        return [
            (b"x-ratelimit-limit", b"%d" % spending.limit),
            (b"x-ratelimit-remaining", b"%d" % remaining),
            (b"x-ratelimit-reset", b"%d" % spending.reset_at),
            (b"ratelimit-policy", self._policy),
            (b"ratelimit", state),
        ]

    def _cross_origin(self, origin: bytes | None) -> Headers:
        headers: Headers = [(b"vary", b"Origin")]
        if origin in self._origins:
            headers.append((b"access-control-allow-origin", origin))
            headers.append((b"access-control-expose-headers", _EXPOSED))
        return headers

    def preflight(self, origin: bytes | None, allow: str) -> Reply | None:
        """The answer to a browser's question whether a page of that origin may call; None where it may not."""
        if origin is None or origin not in self._origins:
            return None
        return Reply(
            status=204,
            headers=(
                (b"access-control-allow-methods", allow.encode("ascii")),
                (b"access-control-allow-headers", _ASKED),
                (b"access-control-max-age", b"600"),
            ),
        )


_EXPOSED = (
    b"ETag, Retry-After, X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, RateLimit, "
    b"RateLimit-Policy, Content-Disposition, Location, Idempotent-Replayed, AccountsOS-Version"
)
_ASKED = b"Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"


def rate_policy(settings: ApiSettings) -> bytes:
    """Both windows as the RateLimit-Policy header has them."""
    return f'"hour";q={settings.requests_per_hour};w=3600, "minute";q={settings.requests_per_minute};w=60'.encode()


def body_bytes(reply: Reply) -> bytes:
    """The reply's body as it goes out."""
    body = reply.body
    if body is None:
        return b""
    if isinstance(body, FileBody):
        return b"".join(body.pieces())
    return body if isinstance(body, bytes) else encode_json(body)


def refused(refusal: Refused, visit: Visit) -> Reply:
    """The answer to a refusal."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    if isinstance(refusal, Unauthorised | InvalidApiKey):
        headers = (_CHALLENGE,)
    elif isinstance(refusal, RateLimited | Unavailable):
        headers = ((b"retry-after", b"%d" % max(1, refusal.retry_after_seconds)),)
    elif isinstance(refusal, MethodNotAllowed):
        headers = ((b"allow", refusal.allow.encode("ascii")),)
    return Reply(error_body(refusal, visit.request_id.decode("ascii")), status_of(refusal), headers)
