"""Train the small scorers that choose a document's fields, and judge them by shops and hands they never saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from accountsos.documents.extract.choose import NOTHING_FITS, Scorer, scorer_from, softmax
from benchmarks.document_sets import HANDS, PHOTOS, Example, group_of

Numbers = npt.NDArray[np.float64]
HIDDEN = {"total": 16, "date": 10, "supplier": 8, "number": 10}
FOLDS = 5
NETS = 3
EPOCHS = 200
DECAY = 0.0004
SURE = 0.95
"""The confidence from which a field counts as sure."""
SURE_PRECISION = 0.99
"""The share of right answers that fields marked as sure must reach, on shops not seen."""

PROBABILITY_LEAST, EYE_LEAST = 0.8, 0.9
"""Below it no field counts as sure, however well the papers that are here fared: those of strangers are stranger."""
RECEIPTS = "receipt text"
"""The set of real receipts, read off pictures too."""


@dataclass(frozen=True)
class Case:
    """One document for one field: features of its candidates, which are right, and what shop it belongs to."""

    features: Numbers
    right: npt.NDArray[np.bool_]
    keys: tuple[object, ...]
    group: str
    weight: float
    set_name: str
    name: str

    @property
    def by_eye(self) -> bool:
        """Whether it was read off a picture."""
        return self.set_name == RECEIPTS or self.set_name.endswith(PHOTOS)


def cases_for(field: str, found: Sequence[Example]) -> list[Case]:
    """A case for each document; of some a copy without its right candidates, where the answer is that there is none."""
    cases = []
    for example in found:
        candidates = example.candidates(field)
        if candidates is None:
            continue
        keys, right, features = candidates
        marks = np.array([*right, False])
        group = group_of(example)
        cases.append(Case(features, marks, (*keys, None), group, example.weight, example.set_name, example.name))
        if len(cases) % 12 == 0 and marks.any():
            keep = ~marks
            without = features[keep]
            nothing = np.zeros(len(without), dtype=np.bool_)
            nothing[-1] = True
            kept_keys = tuple(k for k, ok in zip((*keys, None), keep, strict=True) if ok)
            cases.append(Case(without, nothing, kept_keys, group, example.weight * 0.2, "none there", example.name))
    return _shops_weighed(cases)


def _shops_weighed(cases: Sequence[Case]) -> list[Case]:
    """A shop with many receipts counts for more, but not for each of them: what is wanted holds for shops not seen.

    Made-up documents of one layout differ in all but the layout, so each of them counts.
    """
    counts = Counter(case.group for case in cases)
    return [
        case if case.group in HANDS.values() else replace(case, weight=case.weight / counts[case.group] ** 0.5)
        for case in cases
    ]


def trained(found: Sequence[Case], hidden: int, nets: int = NETS) -> dict[str, Any]:
    """Some nets from different beginnings, averaged: side by side they are one net with a wider hidden layer.

    Documents whose truth is not among their candidates teach nothing and are only judged.
    """
    cases = [case for case in found if case.right.any()]
    held = [_net(cases, hidden, seed) for seed in range(1, nets + 1)]
    return held[0] | {
        "hidden": [[v for row in rows for v in row] for rows in zip(*(net["hidden"] for net in held), strict=True)],
        "hidden_bias": [v for net in held for v in net["hidden_bias"]],
        "out": [round(value / nets) for net in held for value in net["out"]],
        "straight": [round(sum(values) / nets) for values in zip(*(net["straight"] for net in held), strict=True)],
    }


@dataclass(frozen=True)
class _Batch:
    """All cases as one table: standardised features, which rows are right, and where each case begins."""

    x: Numbers
    right: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    weight: Numbers


def _net(cases: Sequence[Case], hidden: int, seed: int) -> dict[str, Any]:
    """Adam on the likelihood that the softmax gives to the right candidates."""
    everything = np.concatenate([c.features for c in cases])
    sizes = np.array([len(c.features) for c in cases])
    # Rare marks must not be blown up to enormous values.
    mean, spread = everything.mean(axis=0), np.maximum(everything.std(axis=0), 0.15)
    batch = _Batch(
        (everything - mean) / spread,
        np.concatenate([c.right for c in cases]),
        np.cumsum([0, *sizes])[:-1],
        sizes,
        np.repeat(np.array([c.weight for c in cases]) / sum(c.weight for c in cases), sizes),
    )
    random = np.random.default_rng(seed)
    width = everything.shape[1]
    params: list[Numbers] = [
        random.normal(0, 0.3 / np.sqrt(width), (width, hidden)) * 2,
        np.zeros(hidden),
        random.normal(0, 0.3, hidden),
        np.zeros(width),
    ]
    moments = [[np.zeros_like(p), np.zeros_like(p)] for p in params]
    for step in range(1, EPOCHS + 1):
        rate = 0.03 * min(1.0, step / 20) * (1 - step / (EPOCHS + 1)) ** 0.7
        drop = (random.random(hidden) > 0.1) / 0.9
        for n, slope in enumerate(_slopes(batch, params, drop)):
            g = slope + DECAY * params[n]
            moments[n][0] = 0.9 * moments[n][0] + 0.1 * g
            moments[n][1] = 0.99 * moments[n][1] + 0.01 * g * g
            m, v = moments[n][0] / (1 - 0.9**step), moments[n][1] / (1 - 0.99**step)
            params[n] = params[n] - rate * m / (np.sqrt(v) + 1e-9)
    return {
        "mean": [round(float(v), 4) for v in mean],
        "spread": [round(float(v), 4) for v in spread],
        "hidden": [[round(float(v) * 1000) for v in row] for row in params[0]],
        "hidden_bias": [round(float(v) * 1000) for v in params[1]],
        "out": [round(float(v) * 1000) for v in params[2]],
        "straight": [round(float(v) * 1000) for v in params[3]],
        "temperature": 1.0,
        "scores": [0.0, 1.0],
        "shares": [0.0, 1.0],
        "eye_scores": [0.0, 1.0],
        "eye_shares": [0.0, 1.0],
    }


def _slopes(batch: _Batch, params: Sequence[Numbers], drop: Numbers) -> list[Numbers]:
    """The slope of the loss for each parameter, with some of the hidden units left out."""
    layer = np.tanh(batch.x @ params[0] + params[1])
    score = (layer * drop) @ params[2] + batch.x @ params[3]
    power = np.exp(score - np.repeat(np.maximum.reduceat(score, batch.starts), batch.sizes))
    p = power / np.repeat(np.add.reduceat(power, batch.starts), batch.sizes)
    good = np.repeat(np.add.reduceat(p * batch.right, batch.starts), batch.sizes)
    gradient = batch.weight * (p - p * batch.right / np.maximum(good, 1e-12))
    d_layer = np.outer(gradient, params[2] * drop) * (1 - layer**2)
    return [batch.x.T @ d_layer, d_layer.sum(axis=0), (layer * drop).T @ gradient, batch.x.T @ gradient]


@dataclass(frozen=True)
class Judged:
    """What a scorer that never saw the shop chose."""

    probability: float
    right: bool
    value: object
    case: Case
    fold: int


def _chosen(scorer: Scorer, case: Case, fold: int) -> Judged:
    """The value chosen with its probability, and whether it is right."""
    p = softmax(scorer.raw(case.features))
    sums: dict[object, float] = {}
    good: dict[object, bool] = {}
    for key, probability, right in zip(case.keys, p, case.right, strict=True):
        sums[key] = sums.get(key, 0.0) + float(probability)
        good[key] = good.get(key, False) or bool(right)
    nothing = sums.get(None, 0.0)
    if nothing <= NOTHING_FITS and len(sums) > 1 and case.set_name != "none there":
        del sums[None]
    best = max(sums, key=lambda k: sums[k])
    return Judged(sums[best], good[best], best, case, fold)


def folded(cases: Sequence[Case], hidden: int, seed: int = 7) -> list[Judged]:
    """Each real document judged by a scorer that never saw its shop."""
    shops = sorted({c.group for c in cases} - set(HANDS.values()))
    order = np.random.default_rng(seed).permutation(len(shops))
    return _judged(cases, hidden, {shop: int(order[n]) % FOLDS for n, shop in enumerate(shops)})


def by_hand(cases: Sequence[Case], hidden: int) -> list[Judged]:
    """Each made-up document judged by a scorer that never saw anything of the hand that wrote it."""
    hands = sorted({c.group for c in cases} & set(HANDS.values()))
    return _judged(cases, hidden, {hand: FOLDS + n for n, hand in enumerate(hands)})


def _judged(cases: Sequence[Case], hidden: int, fold: dict[str, int]) -> list[Judged]:
    judged = []
    for number in sorted(set(fold.values())):
        scorer = scorer_from(trained([c for c in cases if fold.get(c.group) != number], hidden))
        judged += [_chosen(scorer, c, number) for c in cases if fold.get(c.group) == number]
    return judged


_NOT_FOR_CALIBRATION = ("UK text", "none there")
"""Made-up documents are easier than real ones, and copies without their answer are harder."""


def calibration(judged: Iterable[Judged], *, by_eye: bool) -> tuple[list[float], list[float]]:
    """Rising shares of right answers by probability: pooled neighbours, a little pessimistic where there are few.

    Of text by unseen hands and senders, of pictures by unseen shops and hands.
    """
    counted = [j for j in judged if j.case.set_name not in _NOT_FOR_CALIBRATION]
    points = sorted((j.probability, j.right) for j in counted if j.case.by_eye is by_eye)
    if not points:
        # No receipt of that set has a number: what holds of text is all there is.
        points = sorted((j.probability, j.right) for j in counted)
    pools: list[list[float]] = []
    for p, right in points:
        pools.append([p, float(right), 1.0])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            last = pools.pop()
            pools[-1] = [
                (pools[-1][0] * pools[-1][2] + last[0] * last[2]) / (pools[-1][2] + last[2]),
                pools[-1][1] + last[1],
                pools[-1][2] + last[2],
            ]
    scores = [0.0, *[round(pool[0], 5) for pool in pools], 1.0]
    shares = [(pool[1] + 0.3) / (pool[2] + 0.8) for pool in pools]
    shares = list(np.maximum.accumulate(shares))
    shares = [0.0, *[round(float(s), 4) for s in shares], round(float(min(0.995, shares[-1])), 4)]
    return _sure_from(max(EYE_LEAST if by_eye else PROBABILITY_LEAST, _surely_right(points)), scores, shares)


def _surely_right(points: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability from which on enough of all answers are right."""
    right, least = 0, 1.0
    for count, (p, ok) in enumerate(reversed(points), 1):
        right += ok
        if right >= SURE_PRECISION * count:
            least = p
    return least


def _sure_from(least: float, scores: list[float], shares: list[float]) -> tuple[list[float], list[float]]:
    """The same shares, but none at or above SURE below that probability, and none under SURE above it."""
    low = [(p, min(share, SURE - 0.001)) for p, share in zip(scores, shares, strict=True) if p < least - 1e-6]
    high = [(p, max(share, SURE)) for p, share in zip(scores, shares, strict=True) if p > least]
    steps = [*low, (least - 1e-6, max(SURE - 0.001, low[-1][1])), (least, SURE), *high]
    return [round(p, 7) for p, _ in steps], [share for _, share in steps]
