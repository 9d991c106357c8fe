"""How far the categoriser can be relied on in this company: what it said of lines that people then looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

FULL = 10_000
"""Confidence is kept in ten-thousandths."""
BANDS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """So many lines of one stage and one confidence that a person saw, and how many they left as suggested."""

    stage: str
    confidence: int
    lines: int
    right: int

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.lines:
            raise ValueError(f"{self.right} of {self.lines} lines cannot be right")


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many lines of one stage and one confidence, whether a person saw them or not."""

    stage: str
    confidence: int
    lines: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """One row: of all lines how many were answered, of those that people saw how many were right."""

    lines: int
    suggested: int
    """Lines with an answer, from the confidence on from which one is given."""
    ready: int
    """Lines sure enough to need no look."""
    judged: int
    right: int
    judged_ready: int
    right_ready: int
    said: int
    """The confidences of the judged lines added up: where it holds what it says, `right` times 10,000."""

    @property
    def gap(self) -> int:
        """What it said less what was right, in lines of ten-thousandths."""
        return self.said - self.right * FULL


@dataclass(frozen=True, slots=True)
class ReliabilityReport:
    """By stage, by confidence in tenths, and in all."""

    stages: tuple[tuple[str, Reliability], ...]
    bands: tuple[tuple[int, Reliability], ...]
    """Of 0 to 9: confidences from so many tenths on."""
    whole: Reliability

    @property
    def calibration_error(self) -> int | None:
        """Over the bands, how far what was said is from what was right, in ten-thousandths; None without judgements."""
        gaps = sum(abs(row.gap) for _, row in self.bands)
        return round(gaps / self.whole.judged) if self.whole.judged else None


def reliability(
    waiting: Iterable[Waiting], judged: Iterable[Judged], *, suggested_from: int, ready_from: int
) -> ReliabilityReport:
    """Add up; `suggested_from` and `ready_from` are confidences in ten-thousandths."""
    stages, bands = defaultdict[str, list[int]](_nothing), defaultdict[int, list[int]](_nothing)
    whole = _nothing()
    for row in waiting:
        counts = (row.lines, _from(suggested_from, row), _from(ready_from, row), 0, 0, 0, 0, 0)
        for sums in (stages[row.stage], bands[_band(row.confidence)], whole):
            _add(sums, counts)
    for one in judged:
        sure = one.confidence >= ready_from
        counts = (
            0, 0, 0, one.lines, one.right, one.lines if sure else 0, one.right if sure else 0,
            one.lines * one.confidence,
        )  # fmt: skip
        for sums in (stages[one.stage], bands[_band(one.confidence)], whole):
            _add(sums, counts)
    return ReliabilityReport(
        tuple((stage, Reliability(*stages[stage])) for stage in sorted(stages)),
        tuple((band, Reliability(*bands[band])) for band in sorted(bands)),
        Reliability(*whole),
    )


def _nothing() -> list[int]:
    return [0] * 8


def _add(sums: list[int], counts: Iterable[int]) -> None:
    for at, count in enumerate(counts):
        sums[at] += count


def _from(least: int, row: Waiting) -> int:
    return row.lines if row.confidence >= least else 0


def _band(confidence: int) -> int:
    return min(BANDS - 1, confidence * BANDS // FULL)
