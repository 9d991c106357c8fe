"""The menu, made from the pages that have a place in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accountsos.dashboard.page import Page
from accountsos.dashboard.request import Request

MOST_SHOWN = 99


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


def menu(pages: Iterable[Page], request: Request) -> list[list[Link]]:
    """The groups of the menu for this person in this company."""
    groups: dict[int, list[Link]] = {}
    for page in pages:
        if page.menu is None or page.right is None or not request.may(page.right):
            continue
        entry = page.menu
        current = page.name in (request.page.name, request.page.under)
        address = page.address(company=request.company_id)
        key = f"g {entry.key}" if entry.key else ""
        link = Link(entry.label, entry.icon, address, key, current, entry.phone, _waits(request, entry.waits))
        groups.setdefault(entry.group, []).append(link)
    return [groups[number] for number in sorted(groups)]


def _waits(request: Request, what: str) -> str:
    number = getattr(request.work, what) if what and request.work is not None else 0
    return "" if not number else str(number) if number <= MOST_SHOWN else f"{MOST_SHOWN}+"
