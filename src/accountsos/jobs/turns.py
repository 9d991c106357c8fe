"""Whose turn it is: companies in turn, what takes milliseconds first, what broke its limits of late at the end."""

from __future__ import annotations

from accountsos.documents.kinds import Kind
from accountsos.store.engine.sql import Reader
from accountsos.store.jobs import Job
from accountsos.store.maintenance import waiting_jobs
from accountsos.workflows.documents.record_reading import document_of_job
from accountsos.workflows.documents.upload_document import READ_DOCUMENT

LOOKED_AT = 100


def due_in_turn(
    db: Reader, *, now: int, limit: int, quick_only: bool = False, only: str = "", but: str = ""
) -> list[Job]:
    """Jobs that may be claimed now, in the order in which they should be. `only`, `but`: a kind; empty: all, none."""
    waiting = waiting_jobs(db, now=now, limit=LOOKED_AT, only=only, but=but)
    if len(waiting) <= 1 and not quick_only:
        return waiting
    quick = [job for job in waiting if _is_quick(db, job)]
    known = {(job.company, job.number) for job in quick}
    others = [] if quick_only else [job for job in waiting if (job.company, job.number) not in known]
    return [*quick, *others][:limit]


def _is_quick(db: Reader, job: Job) -> bool:
    """An e-invoice that has not failed; and what opens no file."""
    if job.kind != READ_DOCUMENT:
        return True
    document = document_of_job(db, job.company, job) if job.failures == 0 else None
    return document is not None and document.content_type == Kind.EINVOICE.value
