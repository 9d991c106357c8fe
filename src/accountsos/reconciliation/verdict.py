"""What a line of a file was found to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DAYS_AROUND = 5
"""Known lines are needed from so many days before the file's first day to so many after its last."""


class Finding(StrEnum):
    """What a line of the file is."""

    NEW = "new"
    DUPLICATE = "duplicate"
    DOUBTFUL = "doubtful"
    REPLACES_PENDING = "replaces_pending"


class MatchedBy(StrEnum):
    """What a duplicate was known by."""

    BANK_ID = "bank_id"
    KEY = "key"
    """Day, amount and text."""
    TEXT = "text"
    """Amount and a day on or near it: another format's wording, a text the bank changed, or pending become booked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one line of the file is, and why."""

    finding: Finding
    number: int | None = None
    """The known line that it is, or that it replaces."""
    matched_by: MatchedBy | None = None
    candidates: tuple[int, ...] = ()
    """For a doubtful line: the known lines that it may be."""
    warning: str | None = None


NEW = Verdict(Finding.NEW)
