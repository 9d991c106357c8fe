"""Help: a short guide, and a plain sentence for every word of accountants that stands on a page."""

from __future__ import annotations

from accountsos.dashboard.help_words import GUIDE, PICTURE_HEIGHT, PICTURE_WIDTH, WORDS
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.request import Request


async def show(_: Request) -> Answer:
    """The same for everybody, logged in or not."""
    return Shown({"guide": GUIDE, "groups": WORDS, "width": PICTURE_WIDTH, "height": PICTURE_HEIGHT})


PAGES = (Page(name="help", path="/help", title="Help", show=show, right=None),)
