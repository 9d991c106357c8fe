"""To whom a report is shown: whose it is, as known when, and how the door writes the way to a figure's postings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accountsos import ids
from accountsos.reports.figures import Figure

_ANY = "any_figure"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a shape needs of the door that shows the report."""

    company: int
    known_at: str | None
    link: Callable[[Figure], str]
    query: Mapping[str, Any]
    """What was asked: which page, which account."""


class Links:
    """Makes the links of one report's figures: which report, over which days, as known when."""

    __slots__ = ("_after", "_before", "_figure", "_link", "company")

    def __init__(self, report: str, shown: Shown, start: date | None, end: date) -> None:
        self.company = shown.company
        self._link = shown.link
        self._figure = Figure(report, _ANY, end, start, known_at=shown.known_at)
        # Quoting is half the cost of a report: it is done once, around the figure's name.
        self._before, self._after = shown.link(self._figure).split(_ANY)

    def to(self, figure: str, bank_account: str | None = None, contact: int | None = None) -> str:
        """The way to one figure, or to one holder's part of it."""
        if bank_account is None and contact is None and figure.isascii() and figure.isidentifier():
            return self._before + figure + self._after
        contact_id = None if contact is None else ids.public_id("con_", self.company, contact)
        return self._link(replace(self._figure, figure=figure, bank_account=bank_account, contact=contact_id))
