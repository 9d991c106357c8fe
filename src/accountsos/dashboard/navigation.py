"""The menu, made from the pages that have a place in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accountsos.access.roles import Right
from accountsos.dashboard.page import Page
from accountsos.dashboard.request import Request
from accountsos.workflows.overview.work_left import WorkLeft

MOST_SHOWN = 99
MENUS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the menu, as it stands on one page."""

    label: str
    icon: str
    address: str
    key: str
    current: bool
    phone: bool
    count: str
    """How much waits there; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu as it stands on one page."""

    groups: tuple[tuple[Link, ...], ...]
    all_pages: str
    """The address where all of it stands."""
    at_all_pages: bool


class Menus:
    """Made once for each page, company and what waits: the same for whoever may do the same."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = tuple(page for page in pages if page.menu is not None and page.right is not None)
        self._made: dict[object, Menu] = {}

    def of(self, request: Request) -> Menu:
        """The menu for this person in this company."""
        asked = (request.page.name, request.page.under, request.company, request.rights, request.work)
        made = self._made.get(asked)
        if made is None:
            made = self._menu(request.page, request.company_id, request.rights, request.work)
            if len(self._made) >= MENUS_KEPT:
                self._made.clear()
            self._made[asked] = made
        return made

    def _menu(self, at: Page, company: str, rights: frozenset[Right], work: WorkLeft | None) -> Menu:
        groups: dict[int, list[Link]] = {}
        for page in self._pages:
            entry = page.menu
            if entry is None or page.right not in rights:
                continue
            link = Link(
                entry.label,
                entry.icon,
                page.address(company=company),
                f"g {entry.key}" if entry.key else "",
                page.name in (at.name, at.under),
                entry.phone,
                _waits(work, entry.waits),
            )
            groups.setdefault(entry.group, []).append(link)
        return Menu(tuple(tuple(groups[number]) for number in sorted(groups)), f"/{company}/more", at.name == "more")


def _waits(work: WorkLeft | None, what: str) -> str:
    number = getattr(work, what) if what and work is not None else 0
    return "" if not number else str(number) if number <= MOST_SHOWN else f"{MOST_SHOWN}+"
