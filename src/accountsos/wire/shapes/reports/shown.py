"""To whom a report is shown: whose it is, as known when, and how the door writes the way to a figure's postings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accountsos.reports.figures import Figure


@dataclass(frozen=True, slots=True)
class Shown:
    """What a shape needs of the door that shows the report."""

    company: int
    known_at: str | None
    link: Callable[[Figure], str]
    query: Mapping[str, Any]
    """What was asked: which page, which account."""
