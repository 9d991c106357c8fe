"""What every page is shown with: layout, menu, tokens; and the pages for what went wrong."""

from __future__ import annotations

from collections.abc import Iterable

from accountsos.access.roles import Right
from accountsos.dashboard import security, words
from accountsos.dashboard.assets import Assets
from accountsos.dashboard.figures import clock, weekday
from accountsos.dashboard.navigation import Menus
from accountsos.dashboard.page import Leave, Page, Shown
from accountsos.dashboard.pages import PROBLEM, WITHOUT_HTTPS
from accountsos.dashboard.proof import AGAIN
from accountsos.dashboard.render import Templates
from accountsos.dashboard.request import Request
from accountsos.dashboard.security import Transport
from accountsos.dates import london_day
from accountsos.errors import Forbidden, NotFound, RateLimited, Refused, Unavailable
from accountsos.ids import random_base62
from accountsos.web.errors import MethodNotAllowed, status_of

Headers = list[tuple[bytes, bytes]]
_HTML = (b"content-type", b"text/html; charset=utf-8")
_ASIDE: Headers = [(b"hx-retarget", b"#told"), (b"hx-reswap", b"innerHTML")]
"""A problem never takes the place of a part of the page; it is told above it."""


class Screen:
    """Renders."""

    def __init__(self, pages: Iterable[Page], assets: Assets) -> None:
        pages = tuple(pages)
        self._menus = Menus(pages)
        self._has_papers = any(page.path.startswith("/{company}/documents/{") for page in pages)
        self._assets = assets
        self._templates = Templates()

    def page(self, request: Request, shown: Shown) -> tuple[bytes, Headers]:
        """The page, or the part of it that was asked for, and the cookie where the browser has none yet."""
        cookies: Headers = []
        if not request.secret and request.transport is not Transport.OPEN:
            request.secret = security.new_secret()
            cookies.append(security.cookie(request.secret, request.transport))
        context = {**self._frame(request), **shown.context}
        return self._templates.page(request.page.name, context, block=request.part), cookies

    def problem(self, request: Request, refusal: Refused | None) -> tuple[int, bytes, Headers]:
        """What is said instead of the page. None is a fault of ours."""
        status, head, sentence = _told(request, refusal)
        more: Headers = list(_ASIDE) if request.htmx else []
        if isinstance(refusal, RateLimited | Unavailable):
            more.append((b"retry-after", b"%d" % max(1, refusal.retry_after_seconds)))
        part, request.part = request.htmx, "told" if request.htmx else ""
        request.page = PROBLEM
        when = f"{weekday(london_day(request.now))}, {clock(request.now)}"
        about = {"head": head, "sentence": sentence, "status": status, "when": when, "part": part}
        body = self._templates.page(PROBLEM.name, {**self._frame(request), **about}, block=request.part)
        return status, body, more

    def without_https(self, request: Request) -> tuple[int, Headers, bytes]:
        """There is no log-in where a password would be read on its way."""
        request.page = WITHOUT_HTTPS
        body = self._templates.page(WITHOUT_HTTPS.name, self._frame(request))
        return 403, [_HTML, *security.PAGE_HEADERS, (b"cache-control", b"no-store")], body

    def elsewhere(self, leave: Leave) -> tuple[int, Headers, bytes]:
        """The browser goes on to another page by itself."""
        return 200, [(b"hx-redirect", leave.to.encode("ascii")), *leave.cookies, *security.PAGE_HEADERS], b""

    def sentence(self, request: Request, refusal: Refused) -> tuple[str, str]:
        """The field and our words for a refusal."""
        return words.said(request.page.name, refusal)

    def _frame(self, request: Request) -> dict[str, object]:
        """What the layout needs."""
        member = request.person.membership(request.company) if request.person is not None else None
        return {
            "page": request.page,
            "request": request,
            "static": self._assets.base,
            "person": request.person.user if request.person is not None else None,
            "member": member,
            "companies": request.person.memberships if request.person is not None else (),
            "menu": self._menus.of(request) if member is not None else None,
            "has_papers": self._has_papers,
            "title": request.page.title,
            "csrf": security.form_token(request.secret) if request.secret else "",
            "once": random_base62(24),
            "state": request.state,
            "form": request.action.form if request.action is not None else None,
            "today": request.today,
            "may_found": request.person is not None and any(m.has(Right.GOVERN) for m in request.person.memberships),
            "Right": Right,
            "again": None if request.person is None or request.proved else AGAIN,
        }


def _told(request: Request, refusal: Refused | None) -> tuple[int, str, str]:
    """Status, heading and sentence."""
    if refusal is None:
        return (
            500,
            "Sorry, something went wrong",
            "Your books are as they were: what you just did was not saved. Please check and try again. If it happens "
            "again, give the number below to whoever runs this server.",
        )
    if isinstance(refusal, NotFound):
        return 404, "There is nothing here", "The address may be mistyped, or what stood here was removed."
    if isinstance(refusal, Forbidden):
        if refusal.param in set(Right):
            who = words.who_may(Right(refusal.param))
            return 403, "You may not do that", f"This is for {who}. Ask whoever owns these books."
        return 403, "That did not work", words.TOO_OLD
    if isinstance(refusal, MethodNotAllowed):
        return 405, "That did not work", "This address cannot be used like that."
    return status_of(refusal), "That did not work", words.said(request.page.name, refusal)[1]
