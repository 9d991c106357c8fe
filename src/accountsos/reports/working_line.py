"""One line of the workings of a tax report. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.money import Pence


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One step from the profit to the tax."""

    label: str
    amount: Pence
    category_id: str | None = None
