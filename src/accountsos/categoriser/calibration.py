"""What a stage's own figure is worth: the share of such answers that were right, counted on companies held apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise
from operator import itemgetter

Curve = tuple[tuple[float, float], ...]
"""Points of a curve that never falls: the stage's own figure, and how many of such answers were right."""

MOST_WITHOUT_HISTORY_OR_NAME = 0.80
_MOST = 0.985
"""Only a person's own choice or rule is certain."""
_WITHOUT = frozenset({"keyword", "none"})
CERTAIN = "rule"


class Curves:
    """The curves of all stages. A stage without a curve is taken at its word."""

    def __init__(self, curves: Mapping[str, Curve]) -> None:
        self._xs = {stage: [x for x, _ in curve] for stage, curve in curves.items()}
        self._ys = {stage: [y for _, y in curve] for stage, curve in curves.items()}

    def worth(self, stage: str, figure: float) -> float:
        """The share of right answers at this figure of the stage, between the points on a straight line."""
        most = MOST_WITHOUT_HISTORY_OR_NAME if stage.partition(" ")[0] in _WITHOUT else _MOST
        return min(most, self._between(stage, figure))

    def _between(self, stage: str, figure: float) -> float:
        xs = self._xs.get(stage)
        if not xs:
            return figure
        ys = self._ys[stage]
        at = bisect_right(xs, figure)
        if at == 0:
            return figure * ys[0] / xs[0] if xs[0] else ys[0]
        if at == len(xs):
            return ys[-1]
        x0, x1, y0, y1 = xs[at - 1], xs[at], ys[at - 1], ys[at]
        return y0 + (y1 - y0) * (figure - x0) / (x1 - x0)


def isotonic(answers: Sequence[tuple[float, bool]], *, at_least: int) -> Curve:
    """The curve that never falls and lies nearest to the answers: neighbours that would make it fall become one.

    `at_least`: so many answers make a point, so that a handful of lucky ones makes none.
    """
    pools: list[list[float]] = []  # sum of figures, right ones, count
    for figure, alike in groupby(sorted(answers), key=itemgetter(0)):
        right = [good for _, good in alike]
        pools.append([figure * len(right), float(sum(right)), float(len(right))])
        while len(pools) > 1 and (_falls(pools[-2], pools[-1]) or pools[-2][2] < at_least):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    if len(pools) > 1 and pools[-1][2] < at_least:
        last = pools.pop()
        pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return tuple((figures / count, right / count) for figures, right, count in pools)


def _falls(before: list[float], after: list[float]) -> bool:
    return before[1] / before[2] >= after[1] / after[2]


@cache
def shipped() -> Curves:
    """The curves counted by `python -m benchmarks.calibrate` on companies that no other figure is taken from."""
    return Curves(dict(read_curves(files(__package__).joinpath("calibration.tsv").read_text(encoding="utf-8"))))


def read_curves(text: str) -> Sequence[tuple[str, Curve]]:
    """One stage on a line, then its points as `figure:share`."""
    found = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        stage, *points = line.split("\t")
        curve = tuple((float(x), float(y)) for x, _, y in (point.partition(":") for point in points))
        if not curve or any(a[0] >= b[0] or a[1] > b[1] for a, b in pairwise(curve)):
            raise ValueError(f"calibration.tsv: the curve of {stage!r} falls or has no points")
        found.append((stage, curve))
    return found
