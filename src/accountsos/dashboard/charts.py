"""Charts as shapes: the server works out where each stands, the template writes them, and words stay words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from accountsos.dashboard.figures import MINUS

STEPS_MOST = 5
CHARTS_AT_HAND = 256
"""The same figures make the very same chart, so that what a template made of it is found again."""
COLUMN = 10
"""The width of a month, in the units of the picture."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its class and place."""

    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Month:
    """What stands behind a month of the picture, and what it says when pointed at."""

    name: str
    title: str
    address: str
    figures: tuple[int, ...]
    x: int
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, its axis and the table that says the same."""

    label: str
    heads: tuple[str, ...]
    months: tuple[Month, ...]
    width: int
    grid: tuple[str, ...]
    zero: str
    ticks: tuple[str, ...]
    """From the top down."""
    trace: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A month as it comes: a short name, the whole sentence, its address and figures in pence."""

    name: str
    title: str
    address: str
    figures: tuple[int, ...]


def bars(label: str, heads: tuple[str, ...], points: Sequence[Point], kinds: tuple[str, ...]) -> Chart:
    """Beside each other in each month, from zero up or down."""
    return _bars(label, heads, tuple(points), kinds)


@lru_cache(maxsize=CHARTS_AT_HAND)
def _bars(label: str, heads: tuple[str, ...], points: tuple[Point, ...], kinds: tuple[str, ...]) -> Chart:
    scale = _Scale([figure for point in points for figure in point.figures])
    wide = 50 if len(kinds) == 1 else 32
    left = (COLUMN * 10 - wide * len(kinds) - 4 * (len(kinds) - 1)) // 2
    months = []
    for n, point in enumerate(points):
        drawn = []
        for which, (kind, figure) in enumerate(zip(kinds, point.figures, strict=True)):
            top, bottom = sorted((scale.tenths(figure), scale.tenths(0)))
            x = n * COLUMN * 10 + left + which * (wide + 4)
            drawn.append(Bar(kind, _one(x), _one(top), _one(wide), _one(bottom - top)))
        months.append(Month(point.name, point.title, point.address, point.figures, n * COLUMN, tuple(drawn)))
    return _chart(label, heads, months, scale)


def line(label: str, heads: tuple[str, ...], points: Sequence[Point]) -> Chart:
    """A line through the middle of each month, filled down to zero."""
    return _line(label, heads, tuple(points))


@lru_cache(maxsize=CHARTS_AT_HAND)
def _line(label: str, heads: tuple[str, ...], points: tuple[Point, ...]) -> Chart:
    scale = _Scale([point.figures[0] for point in points])
    months = [Month(p.name, p.title, p.address, p.figures, n * COLUMN) for n, p in enumerate(points)]
    heights = [_one(scale.tenths(p.figures[0])) for p in points]
    ends = [(0, heights[0]), *((n * COLUMN + COLUMN // 2, h) for n, h in enumerate(heights))]
    ends.append((len(points) * COLUMN, heights[-1]))
    trace = "M" + "L".join(f"{x} {height}" for x, height in ends)
    zero = _one(scale.tenths(0))
    chart = _chart(label, heads, months, scale)
    return replace(chart, trace=trace, area=f"{trace}L{ends[-1][0]} {zero}L0 {zero}Z")


def share(part: int, whole: int) -> str:
    """A part as the width of a bar, in hundredths of the whole with one decimal."""
    return _one(max(part, 0) * 1_000 // whole) if whole > 0 else "0"


def _chart(label: str, heads: tuple[str, ...], months: list[Month], scale: _Scale) -> Chart:
    marks = range(scale.high, scale.low - 1, -scale.step)
    return Chart(
        label=label,
        heads=heads,
        months=tuple(months),
        width=len(months) * COLUMN,
        grid=tuple(_one(scale.tenths(mark)) for mark in marks),
        zero=_one(scale.tenths(0)),
        ticks=tuple(_tick(mark, scale.step) for mark in marks),
    )


class _Scale:
    """From a round figure below to one above, zero always on it, in at most six marks."""

    def __init__(self, figures: Sequence[int]) -> None:
        top, bottom = max([0, *figures]), min([0, *figures])
        wanted, size = max(-(-(top - bottom) // STEPS_MOST), 100), 1
        while 10 * size < wanted:
            size *= 10
        self.step = next(
            n * size
            for n in (1, 2, 5, 10, 20, 50)
            if n * size >= wanted and -(-top // (n * size)) + -(bottom // (n * size)) <= STEPS_MOST
        )
        self.high = max(-(-top // self.step), 1 if not bottom else 0) * self.step
        self.low = bottom // self.step * self.step

    def tenths(self, figure: int) -> int:
        """How far below the top, in thousandths of the height."""
        return (self.high - figure) * 1_000 // (self.high - self.low)


def _one(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def _tick(pence: int, step: int) -> str:
    pounds = abs(pence) // 100
    said = f"{pounds // 1_000}k" if step % 100_000 == 0 and pounds else f"{pounds:,}"
    return (MINUS if pence < 0 else "") + said
