"""Train the small scorers that choose a document's total, date, supplier and number; ships as extract/scorers.json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.documents import Example, examples, group_of

from accountsos.documents.extract.choose import NOTHING_FITS, Scorer, scorer_from, softmax

Numbers = npt.NDArray[np.float64]
TARGET = Path(__file__).resolve().parents[1] / "src/accountsos/documents/extract/scorers.json"
HIDDEN = {"total": 16, "date": 10, "supplier": 12, "number": 10}
FOLDS = 5


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


def cases_for(field: str, found: Sequence[Example]) -> list[Case]:
    """The documents whose truth is among their candidates, and copies of them without it: there is none then."""
    cases = []
    for example in found:
        candidates = example.candidates(field)
        if candidates is None:
            continue
        keys, right, features = candidates
        marks = np.array([*right, False])
        if not marks.any():
            continue
        cases.append(
            Case(features, marks, (*keys, None), group_of(example), example.weight, example.set_name, example.name)
        )
        if len(cases) % 12 == 0:
            keep = ~marks
            without = features[keep]
            nothing = np.zeros(len(without), dtype=np.bool_)
            nothing[-1] = True
            kept_keys = tuple(k for k, ok in zip((*keys, None), keep, strict=True) if ok)
            cases.append(
                Case(without, nothing, kept_keys, group_of(example), example.weight * 0.2, "none there", example.name)
            )
    return cases


def trained(cases: Sequence[Case], hidden: int, seed: int = 1, epochs: int = 500) -> dict[str, Any]:
    """Adam on the likelihood that the softmax gives to the right candidates."""
    everything = np.concatenate([c.features for c in cases])
    right = np.concatenate([c.right for c in cases])
    starts = np.cumsum([0, *[len(c.features) for c in cases]])[:-1]
    sizes = np.array([len(c.features) for c in cases])
    weight = np.repeat(np.array([c.weight for c in cases]) / sum(c.weight for c in cases), sizes)
    mean, spread = everything.mean(axis=0), everything.std(axis=0)
    # Rare marks must not be blown up to enormous values.
    spread = np.maximum(spread, 0.15)
    x = (everything - mean) / spread
    random = np.random.default_rng(seed)
    params = [
        random.normal(0, 0.3 / np.sqrt(x.shape[1]), (x.shape[1], hidden)) * 2,
        np.zeros(hidden),
        random.normal(0, 0.3, hidden),
    ]
    moments = [[np.zeros_like(p), np.zeros_like(p)] for p in params]
    for step in range(1, epochs + 1):
        drop = (random.random(hidden) > 0.1) / 0.9
        layer = np.tanh(x @ params[0] + params[1])
        score = (layer * drop) @ params[2]
        top = np.repeat(np.maximum.reduceat(score, starts), sizes)
        power = np.exp(score - top)
        total = np.repeat(np.add.reduceat(power, starts), sizes)
        p = power / total
        good = np.repeat(np.add.reduceat(p * right, starts), sizes)
        gradient = weight * (p - p * right / np.maximum(good, 1e-12))
        d_out = (layer * drop).T @ gradient
        d_layer = np.outer(gradient, params[2] * drop) * (1 - layer**2)
        gradients = [x.T @ d_layer, d_layer.sum(axis=0), d_out]
        rate = 0.03 * min(1.0, step / 20) * (1 - step / (epochs + 1)) ** 0.7
        for n, slope in enumerate(gradients):
            g = slope + DECAY * params[n]
            moments[n][0] = 0.9 * moments[n][0] + 0.1 * g
            moments[n][1] = 0.99 * moments[n][1] + 0.01 * g * g
            m = moments[n][0] / (1 - 0.9**step)
            v = moments[n][1] / (1 - 0.99**step)
            params[n] = params[n] - rate * m / (np.sqrt(v) + 1e-9)
    return {
        "mean": [round(float(v), 4) for v in mean],
        "spread": [round(float(v), 4) for v in spread],
        "hidden": [[round(float(v) * 1000) for v in row] for row in params[0]],
        "hidden_bias": [round(float(v) * 1000) for v in params[1]],
        "out": [round(float(v) * 1000) for v in params[2]],
        "temperature": 1.0,
        "scores": [0.0, 1.0],
        "shares": [0.0, 1.0],
    }


DECAY = 0.0004


@dataclass(frozen=True)
class Judged:
    """What a scorer that never saw the shop chose."""

    probability: float
    right: bool
    value: object
    case: Case


def chosen(scorer: Scorer, case: Case) -> Judged:
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
    return Judged(sums[best], good[best], best, case)


def folded(cases: Sequence[Case], hidden: int) -> list[Judged]:
    """Each document judged by a scorer that never saw its shop."""
    groups = sorted({c.group for c in cases})
    order = np.random.default_rng(7).permutation(len(groups))
    fold = {group: int(order[n]) % FOLDS for n, group in enumerate(groups)}
    judged = []
    for number in range(FOLDS):
        held = trained([c for c in cases if fold[c.group] != number], hidden)
        scorer = scorer_from(held)
        judged += [chosen(scorer, c) for c in cases if fold[c.group] == number]
    return judged


def calibration(judged: Iterable[Judged]) -> tuple[list[float], list[float]]:
    """Rising shares of right answers by probability: pooled neighbours, a little pessimistic where there are few."""
    points = sorted((j.probability, j.right) for j in judged)
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
    return scores, [0.0, *[round(float(s), 4) for s in shares], round(float(min(0.995, shares[-1])), 4)]


def report(field: str, judged: Sequence[Judged], found: Sequence[Example], *, show: bool) -> None:
    """A line a set: right of all with a truth, also where the truth is not among the candidates."""
    for set_name in sorted({j.case.set_name for j in judged}):
        ours = [j for j in judged if j.case.set_name == set_name]
        asked = sum(e.set_name == set_name for e in found) or len(ours)
        sure = [j for j in ours if j.probability >= SURE]
        say(
            f"{field:9} {set_name:14} {sum(j.right for j in ours)}/{asked} = {sum(j.right for j in ours) / asked:.3f};"
            f" p >= {SURE}: {sum(j.right for j in sure) / max(1, len(sure)):.4f} of {len(sure) / asked:.2f}"
        )
        if show:
            for j in ours:
                if not j.right:
                    wanted = {k for k, r in zip(j.case.keys, j.case.right, strict=True) if r}
                    say(f"    {j.case.name}: chose {j.value} ({j.probability:.2f}), right {wanted}")
    if show:
        there = {j.case.name for j in judged}
        for e in found:
            if e.name not in there:
                say(f"    {e.set_name} {e.name}: not among the candidates: {e.truth}")


SURE = 0.95


def say(text: str) -> None:
    """A line for the person who trains."""
    sys.stdout.write(text + "\n")


def main() -> None:
    """Train, judge by shops not seen, and write the numbers."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--fields", default="total,date,supplier,number")
    reader.add_argument("--dry-run", action="store_true", help="judge, but leave the shipped numbers alone")
    reader.add_argument("--show", action="store_true", help="list the mistakes")
    choice = reader.parse_args()
    found = list(examples(today=date(2026, 6, 30)))
    held: dict[str, Any] = {"scorers": {}}
    if TARGET.exists():
        held = json.loads(TARGET.read_text(encoding="utf-8"))
    for field in choice.fields.split(","):
        cases = cases_for(field, found)
        judged = folded(cases, HIDDEN[field])
        report(field, judged, [e for e in found if e.candidates(field) is not None], show=choice.show)
        scorer = trained(cases, HIDDEN[field])
        scorer["scores"], scorer["shares"] = calibration(judged)
        held["scorers"][field] = scorer
    if not choice.dry_run:
        TARGET.write_text(json.dumps(held, separators=(",", ":")) + "\n", encoding="utf-8")
        say(f"{TARGET.name}: {TARGET.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
