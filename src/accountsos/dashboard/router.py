"""From a path to its page: one walk over the pages of as many steps."""

from __future__ import annotations

from collections.abc import Iterable

from accountsos.dashboard.page import Page


class Router:
    """Finds pages. A trailing slash makes no difference."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._by_length: dict[int, list[tuple[tuple[str, ...], Page]]] = {}
        for page in pages:
            steps = _steps(page.path)
            self._by_length.setdefault(len(steps), []).append((steps, page))

    def find(self, path: str) -> tuple[Page, dict[str, str]] | None:
        """The page and what fills the holes of its path; written words come before holes."""
        steps = _steps(path)
        best: tuple[int, Page, dict[str, str]] | None = None
        for wanted, page in self._by_length.get(len(steps), ()):
            holes = _fits(wanted, steps)
            if holes is not None and (best is None or len(holes) < best[0]):
                best = (len(holes), page, holes)
        return None if best is None else (best[1], best[2])


def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.strip("/").split("/")) if path.strip("/") else ()


def _fits(wanted: tuple[str, ...], steps: tuple[str, ...]) -> dict[str, str] | None:
    holes: dict[str, str] = {}
    for want, step in zip(wanted, steps, strict=True):
        if want.startswith("{"):
            holes[want[1:-1]] = step
        elif want != step:
            return None
    return holes
