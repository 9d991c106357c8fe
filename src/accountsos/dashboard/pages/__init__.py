"""All pages, in the order of the menu."""

from __future__ import annotations

from accountsos.dashboard.page import Page, Shown
from accountsos.dashboard.pages import (
    api_keys,
    choose_category,
    doors,
    home,
    me,
    settings,
    sign_up,
    transactions,
    welcome,
)
from accountsos.dashboard.request import Request

PAGES: tuple[Page, ...] = (
    *doors.PAGES,
    *sign_up.PAGES,
    *welcome.PAGES,
    *home.PAGES,
    *transactions.PAGES,
    *choose_category.PAGES,
    *settings.PAGES,
    *api_keys.PAGES,
    *me.PAGES,
)


async def _nothing(_: Request) -> Shown:
    return Shown()


PROBLEM = Page(name="problem", path="/problem", title="Problem", show=_nothing, right=None)
WITHOUT_HTTPS = Page(
    name="without-https", path="/without-https", title="Not over this connection", show=_nothing, right=None
)
"""What stands in the place of a page."""
