"""From a path to its page: one walk over the pages of as many steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from accountsos.dashboard.page import Page

_Holes: TypeAlias = tuple[tuple[int, str], ...]
"""Which steps of a path are holes, and their names."""


class Router:
    """Finds pages. A trailing slash makes no difference."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._by_holes: dict[int, dict[_Holes, dict[tuple[str, ...], Page]]] = {}
        """By the number of steps, by where the holes are (fewest first), by the words around them."""
        for page in sorted(pages, key=lambda page: len(page.holes)):
            steps = _steps(page.path)
            holes = tuple((at, step[1:-1]) for at, step in enumerate(steps) if step.startswith("{"))
            alike = self._by_holes.setdefault(len(steps), {}).setdefault(holes, {})
            alike.setdefault(_around(holes, steps), page)

    def find(self, path: str) -> tuple[Page, dict[str, str]] | None:
        """The page and what fills the holes of its path; written words come before holes."""
        steps = _steps(path)
        for holes, alike in self._by_holes.get(len(steps), {}).items():
            page = alike.get(_around(holes, steps))
            if page is not None:
                return page, {name: steps[at] for at, name in holes}
        return None


def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.strip("/").split("/")) if path.strip("/") else ()


def _around(holes: _Holes, steps: tuple[str, ...]) -> tuple[str, ...]:
    words = list(steps)
    for at, _ in holes:
        words[at] = ""
    return tuple(words)
