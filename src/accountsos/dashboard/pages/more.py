"""More: on a phone, what has no place in the bar under the thumb."""

from __future__ import annotations

from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.request import Request


async def show(_: Request) -> Answer:
    """Made from the menu, as the bar is."""
    return Shown()


PAGES = (Page(name="more", path="/{company}/more", title="More", show=show),)
