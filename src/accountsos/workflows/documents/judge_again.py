"""Judge a waiting document again by what the books know now: another supplier, a correction, the bank's lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from accountsos.documents.corrections import sheet_kept
from accountsos.documents.facts import PICTURE, DocumentFacts, Fact, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers, core_name
from accountsos.documents.outcome import SURE, outcome_of
from accountsos.store.documents import Document, reading_kept, waiting_documents
from accountsos.store.engine.sql import Reader
from accountsos.workflows.documents.document_parties import known_suppliers, other_party
from accountsos.workflows.documents.propose_matches import find_payments
from accountsos.workflows.documents.supplier_lessons import templates_of

LOOKED_AT = 200
"""So many waiting documents are judged at once, the newest ones."""
_ASKS_FOR_FACTS = "please check: "
_WITNESSED = 0.97
_NAME_LEAST = 4
_LIKELY = 0.5
"""A reading below it is a guess, which a line of that amount does not make true."""


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """A document that waited, as it stood then, and the reading that no longer needs a person."""

    document: Document
    outcome: ReadOutcome


def judged_again(db: Reader, company: int, today: date) -> Iterator[JudgedAgain]:
    """Every waiting document of which a page was read and no person said anything, that now goes through."""
    waiting = [d for d in waiting_documents(db, company, limit=LOOKED_AT) if not d.corrections.fields_said]
    if not waiting:
        return
    from accountsos.documents.judge_sheet import outcome_of_sheet  # noqa: PLC0415 - numpy, where a page is judged only

    known, templates = known_suppliers(db, company), templates_of(db, company)
    for document in waiting:
        kept = reading_kept(db, company, document.number)
        before = None if kept is None else msgspec.json.decode(kept, type=ReadOutcome)
        if before is None or not before.pieces or not _asks_for_facts_only(before):
            continue
        sheet = sheet_kept(before.pieces, by_eye=before.source == PICTURE)
        outcome = outcome_of_sheet(sheet, before.source, known=known, templates=templates, today=today)
        outcome = replace(outcome, read_from=before.read_from, turns=before.turns)
        outcome = by_the_bank(db, company, document, outcome, known=known, today=today)
        if outcome.status is ReadStatus.PROCESSED:
            yield JudgedAgain(document, outcome)


def by_the_bank(
    db: Reader, company: int, document: Document, outcome: ReadOutcome, *, known: KnownSuppliers, today: date
) -> ReadOutcome:
    """The outcome with the bank as a witness: a line of just that amount, in its days, that names party or number.

    The document must be stored as it was read, for its payment is looked for by that.
    """
    facts = outcome.facts
    if outcome.status is not ReadStatus.NEEDS_REVIEW or facts is None or not _asks_for_facts_only(outcome):
        return outcome
    found = find_payments(db, company, document)
    lines = [m for m in found.matches if m.exact and m.strong and not m.refused and not m.line.has_documents]
    if len(lines) != 1 or facts.gross is None or facts.gross.value != document.gross:
        return outcome
    sure = _surer(facts, lines[0].line.text)
    return (
        outcome
        if sure == facts
        else replace(
            outcome_of(sure, source=outcome.source, known=known, today=today),
            pieces=outcome.pieces,
            read_from=outcome.read_from,
            turns=outcome.turns,
        )
    )


def _asks_for_facts_only(outcome: ReadOutcome) -> bool:
    """Whether nothing is wrong with it but that something was read unsurely."""
    return outcome.reason is not None and outcome.reason.startswith(_ASKS_FOR_FACTS)


def _surer(facts: DocumentFacts, said: str) -> DocumentFacts:
    """Name and total as the bank has them too; the day and the currency it does not vouch for."""
    name, gross = other_party(facts).name, facts.gross
    assert gross is not None, "a payment was found by its total"
    if name is None or gross.confidence < _LIKELY:
        return facts
    # However hardly a name was read on the page: that the bank has it beside this very amount is no chance.
    core = core_name(name.value)
    named = len(core) >= _NAME_LEAST and f" {core} " in f" {core_name(said)} "
    if not named and name.confidence < _LIKELY:
        return facts
    party = replace(other_party(facts), name=Fact(name.value, max(name.confidence, _WITNESSED), name.place))
    sold = other_party(facts) is facts.customer
    facts = replace(facts, customer=party) if sold else replace(facts, supplier=party)
    return facts if gross.confidence >= SURE else replace(facts, gross=Fact(gross.value, _WITNESSED, gross.place))
