"""Which of several candidates is meant: a small trained scorer and a softmax over the document."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

NOTHING_FITS = 0.97
"""From this probability of "it is not there" on, nothing is offered; below, the best is, with its low confidence."""
V = TypeVar("V", bound=Hashable)
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scorer:
    """One hidden layer over standardised features, and how its answers map to a share of right ones."""

    mean: Numbers
    spread: Numbers
    hidden: Numbers
    hidden_bias: Numbers
    out: Numbers
    straight: Numbers
    """Weights from the features past the hidden layer: what holds everywhere, also far from what was trained on."""
    temperature: float
    scores: Numbers
    """Rising probabilities of the softmax, with `shares`, the measured shares of right answers."""
    shares: Numbers
    eye_scores: Numbers
    """The same of what was read off a picture, where letters are misread and the names of shops run over lines."""
    eye_shares: Numbers

    def raw(self, features: Numbers) -> Numbers:
        """The score of each row of features."""
        standard = (features - self.mean) / self.spread
        result: Numbers = np.tanh(standard @ self.hidden + self.hidden_bias) @ self.out + standard @ self.straight
        return result

    def confidence(self, probability: float, *, by_eye: bool) -> float:
        """The measured share of right answers at this probability, in text or off pictures."""
        scores, shares = (self.eye_scores, self.eye_shares) if by_eye else (self.scores, self.shares)
        return float(np.interp(probability, scores, shares))


@lru_cache(maxsize=1)
def scorers() -> dict[str, Scorer]:
    """The trained scorers by field, from the numbers that ship with the package."""
    text = (files("accountsos.documents.extract") / "scorers.json").read_text(encoding="utf-8")
    return {name: scorer_from(held) for name, held in json.loads(text)["scorers"].items()}


def scorer_from(held: dict[str, Any]) -> Scorer:
    """A scorer from its numbers; the weights are kept in thousandths."""
    return Scorer(
        mean=np.array(held["mean"], dtype=np.float64),
        spread=np.array(held["spread"], dtype=np.float64),
        hidden=np.array(held["hidden"], dtype=np.float64) / 1000,
        hidden_bias=np.array(held["hidden_bias"], dtype=np.float64) / 1000,
        out=np.array(held["out"], dtype=np.float64) / 1000,
        straight=np.array(held["straight"], dtype=np.float64) / 1000,
        temperature=float(held["temperature"]),
        scores=np.array(held["scores"], dtype=np.float64),
        shares=np.array(held["shares"], dtype=np.float64),
        eye_scores=np.array(held["eye_scores"], dtype=np.float64),
        eye_shares=np.array(held["eye_shares"], dtype=np.float64),
    )


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """The value chosen, how sure, and which candidate shows it best."""

    value: V
    confidence: float
    best: int


def choose(scorer: Scorer, values: Sequence[V], features: Numbers, *, by_eye: bool) -> Choice[V] | None:
    """The value with the most probability; equal values of several candidates count together. None where none fits.

    The last row of `features` is the candidate "it is not there", which has no value.
    """
    if not values:
        return None
    first, *_ = ranked(scorer, values, features, by_eye=by_eye)
    nothing = softmax(scorer.raw(features) / scorer.temperature)[-1]
    return None if nothing > NOTHING_FITS else first


def ranked(scorer: Scorer, values: Sequence[V], features: Numbers, *, by_eye: bool) -> list[Choice[V]]:
    """Every value with how sure it would be, most likely first."""
    probability = softmax(scorer.raw(features) / scorer.temperature)
    sums: dict[V, float] = {}
    best: dict[V, int] = {}
    for n, value in enumerate(values):
        sums[value] = sums.get(value, 0.0) + float(probability[n])
        if value not in best or probability[n] > probability[best[value]]:
            best[value] = n
    order = sorted(sums, key=lambda value: -sums[value])
    return [Choice(value, scorer.confidence(sums[value], by_eye=by_eye), best[value]) for value in order]


def softmax(scores: Numbers) -> Numbers:
    """Shares that add up to one."""
    powers = np.exp(scores - scores.max())
    result: Numbers = powers / powers.sum()
    return result
