"""Look again at documents that are not paid in full or wait for a person: late lines may pay or explain them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.dates import london_day
from accountsos.reconciliation.match_groups import Proposal
from accountsos.reconciliation.match_open import surely_paid
from accountsos.reconciliation.payment_evidence import PaidDocument, instalment_window
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader, Writer, day_number, moment_from
from accountsos.store.evidence import free_lines, payment_line, payment_said
from accountsos.store.head import Cause
from accountsos.store.jobs import Job, finish
from accountsos.store.names import names_of
from accountsos.workflows.documents.judge_again import JudgedAgain, judged_again
from accountsos.workflows.documents.propose_matches import all_open, candidate, make, paid_document
from accountsos.workflows.documents.record_reading import NEEDS_REVIEW, LateWorker, take_in
from accountsos.workflows.unit_of_work import WriteWorkflow

LINES_LOOKED_AT = 20_000
"""So many lines without a document are held against the open documents at most, the newest ones."""


@dataclass(frozen=True, slots=True)
class MatchingPlan:
    """What is surely paid by what, and the documents as they stood when that was found."""

    job: Job
    found: Sequence[Proposal] = ()
    documents: dict[int, PaidDocument] = field(default_factory=dict)
    judged: Sequence[JudgedAgain] = ()


def prepare(db: Reader, company: int, job: Job) -> MatchingPlan:
    """Judge what waits, and find what is surely paid: one to one, several of a line, several lines of one. No lock."""
    plan = _paid(db, company, job)
    return replace(plan, judged=tuple(judged_again(db, company, london_day(moment_from(job.enqueued_at)))))


def _paid(db: Reader, company: int, job: Job) -> MatchingPlan:
    documents = all_open(db, company)
    if not documents:
        return MatchingPlan(job)
    windows = [instalment_window(document) for document in documents]
    days = (day_number(min(first for first, _ in windows)), day_number(max(last for _, last in windows)))
    names = names_of(db, company)
    lines = [candidate(row, names) for row in free_lines(db, company, days, limit=LINES_LOOKED_AT)]
    return MatchingPlan(job, surely_paid(documents, lines), {document.key: document for document in documents})


def apply(db: Writer, company: int, plan: MatchingPlan, cause: Cause) -> int:
    """Link what still stands as it was found; how many documents that were."""
    job = plan.job
    if not finish(db, job):
        raise LateWorker(f"job {job.number} is no longer held by attempt {job.attempt}")
    made = [one for one in plan.found if _still_stands(db, company, plan, one)]
    after: dict[str, list[int]] = {}
    books, filed = books_of(db, company), list[FiledLine]()
    for one in made:
        filed += make(books, cause, one)
        for share in one.shares:
            after.setdefault(ids.public_id("doc_", company, share.document), []).append(share.line)
    filed += what_is_owed_changed(books, cause, documents=[key for one in made for key in one.documents])
    for one_judged in plan.judged:
        filed += _through(db, cause, one_judged)
    if made:
        cause.note("documents.match", job.subject, after=dict(after))
    for line in filed:
        line.note(cause)
    return len(after)


def _through(db: Writer, cause: Cause, judged: JudgedAgain) -> list[FiledLine]:
    """Take in what needs no person any more, unless one has looked at it meanwhile."""
    now = document_of(db, cause.company, judged.document.number)
    if now is None or now.version != judged.document.version or now.status != NEEDS_REVIEW:
        return []
    document, filed = take_in(db, cause, now, judged.outcome)
    document_id = ids.public_id("doc_", cause.company, document.number)
    cause.note("document.read", document_id, after={"status": document.status, "reason": document.reason})
    return filed


def _still_stands(db: Reader, company: int, plan: MatchingPlan, one: Proposal) -> bool:
    """Whether its documents say what they said, and its lines are live and beside no document."""
    for key in one.documents:
        document, row = document_of(db, company, key), payment_said(db, company, key)
        if document is None or document.status != "processed" or row is None:
            return False
        if paid_document(row) != plan.documents[key]:
            return False
    names = names_of(db, company)
    rows = [payment_line(db, company, number) for number in one.lines]
    return all(row is not None and not candidate(row, names).has_documents for row in rows)


MATCH_OPEN = WriteWorkflow("document.match_open", prepare, apply)
