"""What things are called, many at once: one statement for each kind of thing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accountsos.store.engine.in_list import rows_among
from accountsos.store.engine.sql import Reader, day_from


@dataclass(frozen=True, slots=True)
class _Kind:
    """How things of a kind are looked up: the first of these texts that says something is the name."""

    text: str
    column: str
    dated: bool = False
    """Whether its day belongs to the name: the last column."""


_KINDS = {
    "con_": _Kind("SELECT contact_no, name FROM contact WHERE company_id = :company", "contact_no"),
    "imp_": _Kind("SELECT import_no, file_name FROM statement_import WHERE company_id = :company", "import_no"),
    "txn_": _Kind(
        "SELECT transaction_no, description, booked_on FROM bank_transaction WHERE company_id = :company",
        "transaction_no",
        dated=True,
    ),
    "doc_": _Kind("SELECT document_no, supplier, file_name FROM document WHERE company_id = :company", "document_no"),
    "je_": _Kind("SELECT entry_no, narration FROM narration WHERE company_id = :company", "entry_no"),
    "whk_": _Kind("SELECT endpoint_no, url FROM webhook_endpoint WHERE company_id = :company", "endpoint_no"),
}
NAMED = frozenset(_KINDS)
"""How the ids of what has a name begin."""


def _said(day: date) -> str:
    """As a person reads it: `, 9 Oct 2026`."""
    return f", {day.day} {day:%b} {day.year}"


def names_of_things(db: Reader, company: int, prefix: str, numbers: Collection[int]) -> dict[int, str]:
    """By number, the names of those things of a kind; of one that is not there, or has none, nothing."""
    kind, found = _KINDS[prefix], {}
    for number, *texts in rows_among(db, kind.text, kind.column, sorted(numbers), company=company):
        day = _said(day_from(texts.pop())) if kind.dated else ""
        name = next((text for text in texts if text), "")
        if name:
            found[int(number)] = f"{name}{day}"
    return found
