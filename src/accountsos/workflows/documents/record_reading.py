"""Record what a reader found in a document: facts, contact, duplicates and match, together with the end of its job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from accountsos import ids
from accountsos.bookkeeping.ask_for_matching import ask_to_judge_again
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.write_up import papers_changed, what_is_owed_changed
from accountsos.documents.checks import EarlierDocument, duplicate_check
from accountsos.documents.facts import NEVER_BOOKED, DocumentFacts, Fact, ReadOutcome
from accountsos.errors import Conflict
from accountsos.store.documents import Document, document_of, earlier_documents, set_reading, set_status
from accountsos.store.engine.sql import Reader, Writer, optional_day
from accountsos.store.head import Cause
from accountsos.store.jobs import Job, bury, finish
from accountsos.workflows.documents.document_parties import (
    contact_made,
    contact_recognised,
    known_suppliers,
    other_party,
)
from accountsos.workflows.documents.judge_again import by_the_bank
from accountsos.workflows.documents.propose_matches import link_surely
from accountsos.workflows.documents.supplier_lessons import remember
from accountsos.workflows.unit_of_work import WriteWorkflow

T = TypeVar("T")
PROCESSED, NEEDS_REVIEW, FAILED = "processed", "needs_review", "failed"
_TEXT_MAX = 300


class LateWorker(Conflict):
    """The job was taken from this worker while it worked; what it found is not written."""


@dataclass(frozen=True, slots=True)
class ReadingDone:
    """A claimed job and how the reading ended."""

    job: Job
    outcome: ReadOutcome


@dataclass(frozen=True, slots=True)
class ReadingGivenUp:
    """A claimed job that will not be tried again, and why, for a person."""

    job: Job
    reason: str
    failures: int


def prepare(_db: Reader, _company: int, command: ReadingDone) -> ReadingDone:
    """Everything is decided when applying: the document may be corrected or deleted until then."""
    return command


def apply(db: Writer, company: int, done: ReadingDone, cause: Cause) -> Document | None:
    """End the job and store its effect, or neither: a worker that comes back late fits no attempt."""
    if not finish(db, done.job):
        raise LateWorker(f"job {done.job.number} is no longer held by attempt {done.job.attempt}")
    document = document_of_job(db, company, done.job)
    if document is None:
        return None
    outcome, facts = done.outcome, done.outcome.facts
    filed: list[FiledLine] = []
    if facts is None:
        document = replace(document, status=FAILED, reason=outcome.reason, warnings=outcome.warnings)
        set_reading(db, company, document, reading=msgspec.json.encode(outcome).decode())
    else:
        document, more = take_in(db, cause, document, outcome)
        filed += more
    document_id = ids.public_id("doc_", company, document.number)
    cause.note("document.read", document_id, after={"status": document.status, "reason": document.reason})
    for line in filed:
        line.note(cause)
    return document


def take_in(db: Writer, cause: Cause, document: Document, outcome: ReadOutcome) -> tuple[Document, list[FiledLine]]:
    """Store what was read of a document and what follows from it; the lines that this files.

    The bank is asked where the page alone is not sure enough, so that it is the same which of them came first.
    """
    company = cause.company
    document = _stored(db, company, document, outcome)
    if document.status == NEEDS_REVIEW:
        today = cause.today
        known = known_suppliers(db, company)
        surer = by_the_bank(db, company, document, outcome, known=known, today=today)
        if surer is not outcome:
            outcome, document = surer, _stored(db, company, document, surer)
    if document.supplier is not None and _may_have_a_new_contact(document):
        document = replace(document, contact_no=contact_made(db, cause, document.supplier))
        set_reading(db, company, document)
        ask_to_judge_again(db, cause, ids.public_id("doc_", company, document.number), but=document.number)
    remember(db, cause, document, outcome)
    books = books_of(db, company)
    filed = link_surely(books, cause, document)
    papers_changed(books, cause, [document.number])
    filed += what_is_owed_changed(books, cause, documents=[document.number])
    return document, filed


def _stored(db: Writer, company: int, document: Document, outcome: ReadOutcome) -> Document:
    facts = outcome.facts
    assert facts is not None, "what has no facts failed"
    document = _warned_of_repeats(db, company, _read(company, document, outcome, facts), facts)
    set_reading(db, company, document, reading=msgspec.json.encode(outcome).decode())
    return document


def document_of_job(db: Reader, company: int, job: Job) -> Document | None:
    """The document that the job is about; None where it was deleted meanwhile."""
    number = ids.number_in("doc_", company, job.subject)
    return None if number is None else document_of(db, company, number)


def _read(company: int, document: Document, outcome: ReadOutcome, facts: DocumentFacts) -> Document:
    party = other_party(facts)
    name = _value(party.name)
    return replace(
        document,
        status=outcome.status.value,
        reason=outcome.reason,
        warnings=outcome.warnings,
        type=document.type if document.type_given else facts.type.value.value,
        direction=facts.direction.value.value if facts.direction else None,
        supplier=name[:_TEXT_MAX] if name else None,
        contact_no=contact_recognised(company, facts),
        doc_number=(_value(facts.number) or "")[:_TEXT_MAX] or None,
        issued_on=_value(facts.date),
        due_on=_value(facts.due_date),
        currency=_value(facts.currency),
        net=_value(facts.net),
        vat=_value(facts.vat),
        gross=_value(facts.gross),
        confidence=confidence_of(facts),
        paid_to=msgspec.json.encode(facts.bank.value).decode() if facts.bank else None,
    )


def _may_have_a_new_contact(document: Document) -> bool:
    """Nobody becomes a supplier by a delivery note or a quotation."""
    return document.contact_no is None and document.status == PROCESSED and document.type not in NEVER_BOOKED


def confidence_of(facts: DocumentFacts) -> int:
    """How sure all that the books need is together: as sure as the least sure of it, in ten-thousandths."""
    name, day, total, currency = other_party(facts).name, facts.date, facts.gross, facts.currency
    if name is None or day is None or total is None or currency is None:
        return 0
    return round(min(name.confidence, day.confidence, total.confidence, currency.confidence) * 10_000)


def _value(fact: Fact[T] | None) -> T | None:
    return None if fact is None else fact.value


def _warned_of_repeats(db: Reader, company: int, document: Document, facts: DocumentFacts) -> Document:
    earlier = [
        EarlierDocument(
            ids.public_id("doc_", company, number), supplier, doc_number, optional_day(day), gross, currency
        )
        for number, supplier, doc_number, day, gross, currency in earlier_documents(db, company, document)
    ]
    check = duplicate_check(facts, earlier)
    if check is None or check.holds is not False or document.type in NEVER_BOOKED:
        return document
    reason = "; ".join(filter(None, (check.message, document.reason)))
    return replace(document, status=NEEDS_REVIEW, reason=reason)


def prepare_given_up(_db: Reader, _company: int, command: ReadingGivenUp) -> ReadingGivenUp:
    """Nothing to decide."""
    return command


def apply_given_up(db: Writer, company: int, plan: ReadingGivenUp, cause: Cause) -> Document | None:
    """The job is dead and stays visible; its document says why."""
    if not bury(db, plan.job, error=plan.reason, failures=plan.failures):
        raise LateWorker(f"job {plan.job.number} is no longer held by attempt {plan.job.attempt}")
    document = document_of_job(db, company, plan.job)
    if document is None:
        return None
    set_status(db, company, document.number, status=FAILED, reason=plan.reason)
    cause.note("document.read", plan.job.subject, after={"status": FAILED, "reason": plan.reason})
    return replace(document, status=FAILED, reason=plan.reason)


RECORD = WriteWorkflow("document.record_reading", prepare, apply)
GIVE_UP = WriteWorkflow("document.give_up", prepare_given_up, apply_given_up)
