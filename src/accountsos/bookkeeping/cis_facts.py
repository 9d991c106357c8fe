"""What a company knows of a contact under the construction industry scheme, dated: rate, reference, reverse charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.store.deadlines import EVER, fact_of
from accountsos.store.engine.sql import Reader


@dataclass(frozen=True, slots=True)
class CisFact:
    """What holds from a day on."""

    start: date
    rate: int | None
    """What is deducted of labour, in percent, as HMRC verified; None: no subcontractor of ours."""
    utr: str | None = None
    verification: str | None = None
    reverse_charge: bool = False
    """Whether the domestic reverse charge applies between both: registered for VAT, and no end user."""


def fact_name(contact: int) -> str:
    """Under which name of company facts a contact's rows are kept."""
    return f"cis.{contact}"


def cis_facts(db: Reader, company: int, contact: int, *, seq: int = EVER) -> tuple[CisFact, ...]:
    """Every row of a contact, oldest first."""
    rows = fact_of(db, company, fact_name(contact), seq=seq).get("rows", [])
    return tuple(CisFact(**{**row, "start": date.fromisoformat(row["start"])}) for row in rows)


def cis_on(db: Reader, company: int, contact: int | None, day: date) -> CisFact | None:
    """What held of the contact on that day."""
    if contact is None:
        return None
    held = [row for row in cis_facts(db, company, contact) if row.start <= day]
    return held[-1] if held else None
