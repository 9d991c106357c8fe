"""What a stage's own figure is worth: the share of such answers that were right, counted on companies held apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise
from operator import itemgetter

Curve = tuple[tuple[float, float], ...]
"""Points of a curve that never falls: the stage's own figure, and how many of such answers were right."""

MOST_WITHOUT_HISTORY_OR_NAME = 0.80
_MOST = 0.985
"""Only a person's own choice or rule is certain."""
_MOST_COUNTED = 0.995
"""Where a company's own reviewed lines say so."""
BY_MODEL = "language_model"
_WITHOUT = frozenset({"keyword", "none", BY_MODEL})
CERTAIN = "rule"
NOTHING_FILED = "new"
"""Behind a stage's name: counted where nobody has filed anything yet. Then each stage sees other lines: all of a
payee's, not the first alone."""
REFIT_AFTER = 200
"""Reviewed lines after which a company's curves are counted anew."""
_IN_FORCE_COUNTS = 20
"""The curve in force counts as so many lines: a handful of reviewed ones moves it little."""
_OWN_AT_LEAST = 30
STEPS = tuple(n / 100 for n in range(70, 101))
"""At which figures a company's own curves are kept: what was not suggested nobody has judged."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many answers of one source at one confidence that a person saw, and how many of them stood."""

    source: str
    confidence: float
    lines: int
    right: int


OwnCurves = Mapping[str, tuple[float, ...]]
"""By source: what an answer proved to be worth in this company at each of `STEPS`."""


class Curves:
    """The curves of all stages. A stage without a curve is taken at its word."""

    def __init__(self, curves: Mapping[str, Curve], own: OwnCurves | None = None) -> None:
        """`own`: what this company's reviewed lines made of what the curves say."""
        self._xs = {stage: [x for x, _ in curve] for stage, curve in curves.items()}
        self._ys = {stage: [y for _, y in curve] for stage, curve in curves.items()}
        self._curves = curves
        self.own: OwnCurves = own or {}

    def worth(self, stage: str, figure: float, *, nothing_filed: bool = False) -> float:
        """The share of right answers at this figure of the stage, between the points on a straight line."""
        source = stage.partition(" ")[0]
        counted = f"{stage} {NOTHING_FILED}"
        said = min(_MOST, self._between(counted if nothing_filed and counted in self._xs else stage, figure))
        own = self.own.get(source)
        if own is not None:
            said = min(_MOST_COUNTED, _own(own, said))
        return min(MOST_WITHOUT_HISTORY_OR_NAME, said) if source in _WITHOUT else said

    def owned(self, own: OwnCurves) -> Curves:
        """The same with a company's own curves."""
        return Curves(self._curves, own)

    def refitted(self, counted: Sequence[Counted]) -> OwnCurves:
        """The company's own curves, from answers that were given under these and that people have seen since.

        They are laid upon those in force, so answers from before the last count are not counted again.
        """
        found = dict(self.own)
        for source in {count.source for count in counted} - {CERTAIN}:
            points = _shares([count for count in counted if count.source == source])
            in_force = found.get(source, STEPS)
            found[source] = tuple(round(min(_MOST_COUNTED, _on(points, said)), 4) for said in in_force)
        return found

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


def _own(own: tuple[float, ...], said: float) -> float:
    """Between the steps on a straight line. Below them nothing was judged: it stays, and stays below them."""
    if said <= STEPS[0]:
        return min(said, own[0])
    return _on(tuple(zip(STEPS, own, strict=True)), said)


def _shares(counted: Sequence[Counted]) -> Curve:
    """What the answers of one source proved to be worth, the curve in force counting as some lines of its own."""
    answers = [
        (count.confidence, good)
        for count in counted
        for good, lines in ((True, count.right), (False, count.lines - count.right))
        for _ in range(lines)
    ]
    pools: list[tuple[float, float]] = [(0.0, 0.0)]
    for figure, share, lines in _pools(answers, at_least=_OWN_AT_LEAST):
        worth = (share * lines + figure * _IN_FORCE_COUNTS) / (lines + _IN_FORCE_COUNTS)
        pools.append((figure, max(worth, pools[-1][1])))
    return (*pools, (1.0, 1.0)) if pools[-1][0] < 1.0 else tuple(pools)


def _on(curve: Curve, figure: float) -> float:
    at = bisect_right(curve, figure, key=itemgetter(0))
    if at == 0:
        return curve[0][1]
    if at == len(curve):
        return curve[-1][1]
    (x0, y0), (x1, y1) = curve[at - 1], curve[at]
    return y0 + (y1 - y0) * (figure - x0) / (x1 - x0)


def isotonic(answers: Sequence[tuple[float, bool]], *, at_least: int) -> Curve:
    """The curve that never falls and lies nearest to the answers: neighbours that would make it fall become one.

    `at_least`: so many answers make a point, so that a handful of lucky ones makes none.
    """
    return tuple((figure, share) for figure, share, _ in _pools(answers, at_least=at_least))


def _pools(answers: Sequence[tuple[float, bool]], *, at_least: int) -> list[tuple[float, float, int]]:
    """Figure, share that was right, and count of each point."""
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
    return [(figures / count, right / count, int(count)) for figures, right, count in pools]


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
