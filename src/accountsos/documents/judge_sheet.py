"""What a page says, once its text is known: no file is opened for it, and none of the libraries that open files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accountsos.documents.corrections import applied, kept
from accountsos.documents.extract.doubts import doubts_of
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import Doubt, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import outcome_of, unsure_fields
from accountsos.documents.parties import facts_told_apart
from accountsos.documents.templates import Template


def outcome_of_sheet(
    sheet: Sheet, source: str, *, known: KnownSuppliers, templates: Sequence[Template], today: date
) -> ReadOutcome:
    """What a page says, by what the books know: the same page may be judged again when they know more."""
    facts = facts_told_apart(sheet, known, today)
    facts = applied(templates, facts, sheet)
    outcome = outcome_of(facts, source=source, known=known, today=today)
    doubts: tuple[Doubt, ...] = ()
    if outcome.status is ReadStatus.NEEDS_REVIEW:
        assert outcome.facts is not None, "facts were read"
        doubts = doubts_of(sheet, unsure_fields(outcome.facts), today=today, own_names=known.own_names)
    return replace(outcome, doubts=doubts, pieces=kept(sheet))
