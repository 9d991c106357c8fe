"""Draws that any machine repeats: whole numbers from Philox, addressed by seed, company, month and stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.uint64]
T = TypeVar("T")
_BLOCK = 64


def philox(seed: int, company: int, month: int, stream: int) -> np.random.Philox:
    """The counter-based generator of one stream of one month: no other month is needed to reach it.

    Only its raw words are used, never numpy's distributions: those may change between releases, these may not.
    """
    key = np.array([seed % 2**64, company % 2**64], dtype=np.uint64)
    counter = np.array([0, stream, month % 2**64, 0], dtype=np.uint64)
    return np.random.Philox(key=key, counter=counter)


def columns(source: np.random.Philox, rows: int, width: int) -> list[Column]:
    """`width` columns of `rows` words of 32 bits; row k is the same however many there are."""
    words = np.asarray(source.random_raw(rows * width), dtype=np.uint64) >> np.uint64(32)
    return [words[n::width] for n in range(width)]


def below(column: Column, bound: int) -> Column:
    """Each 32-bit word scaled to 0 .. bound - 1."""
    return (column * np.uint64(bound)) >> np.uint64(32)


def skewed(column: Column) -> Column:
    """Small values often, large ones seldom: the square of a fraction, still in 32 bits."""
    return (column * column) >> np.uint64(32)


def pick(column: Column, weights: Sequence[int]) -> Column:
    """Indexes drawn in proportion to whole-number weights."""
    ends = np.cumsum(np.asarray(weights, dtype=np.uint64))
    return np.searchsorted(ends, below(column, int(ends[-1])), side="right").astype(np.uint64)


class Draws:
    """One draw after another from one stream."""

    def __init__(self, seed: int, company: int, month: int, stream: int) -> None:
        self._source = philox(seed, company, month, stream)
        self._words: list[int] = []

    def below(self, bound: int) -> int:
        """A whole number from 0 to bound - 1."""
        if not self._words:
            block = np.asarray(self._source.random_raw(_BLOCK), dtype=np.uint64) >> np.uint64(32)
            self._words = block.tolist()[::-1]
        return (self._words.pop() * bound) >> 32

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def one_in(self, n: int) -> bool:
        """True once in n times."""
        return self.below(n) == 0

    def choice(self, among: Sequence[T]) -> T:
        """One of them, each as likely."""
        return among[self.below(len(among))]

    def varied(self, pence: int, permille: int) -> int:
        """The amount, up or down by at most so many thousandths."""
        swing = abs(pence) * permille // 1000
        return pence + self.between(-swing, swing)
