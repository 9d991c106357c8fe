"""Look again for the payment of documents that stand beside no line: after an import, a late line may be it."""

from __future__ import annotations

from accountsos import ids
from accountsos.reconciliation.match_documents import Match, ready
from accountsos.store.documents import Document, unpaid_documents
from accountsos.store.engine import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.jobs import Job, enqueue, finish
from accountsos.workflows.match_document import link, proposals
from accountsos.workflows.record_reading import LateWorker, chosen_by_score
from accountsos.workflows.unit_of_work import WriteWorkflow

MATCH_DOCUMENTS = "match_documents"
"""The kind of job that looks for payments; its subject is what brought the lines."""
LOOKED_AT = 500


def ask_for_matching(db: Writer, cause: Cause, subject: str) -> None:
    """Queue a look at the open documents; nothing where there are none."""
    if unpaid_documents(db, cause.company, limit=1):
        enqueue(db, cause, MATCH_DOCUMENTS, subject)


def prepare(_db: Reader, _company: int, job: Job) -> Job:
    """All is decided when applying."""
    return job


def apply(db: Writer, company: int, job: Job, cause: Cause) -> int:
    """Link what is surely paid by one line, and only by that; how many that were."""
    if not finish(db, job):
        raise LateWorker(f"job {job.number} is no longer held by attempt {job.attempt}")
    found = [
        (document, best)
        for document in unpaid_documents(db, company, limit=LOOKED_AT)
        if (best := ready(proposals(db, company, document))) is not None
    ]
    linked = claimed_once(found)
    for document, match in linked:
        link(db, cause, document, [chosen_by_score(match)])
    if linked:
        after = {ids.public_id("doc_", company, d.number): m.line.number for d, m in linked}
        cause.note("documents.match", job.subject, after=after)
    return len(linked)


def claimed_once(found: list[tuple[Document, Match]]) -> list[tuple[Document, Match]]:
    """Without the lines that two documents claim: there a person decides."""
    claims = [match.line.number for _, match in found]
    return [(document, match) for document, match in found if claims.count(match.line.number) == 1]


MATCH_OPEN = WriteWorkflow("document.match_open", prepare, apply)
