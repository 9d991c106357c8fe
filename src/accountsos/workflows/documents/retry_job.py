"""Try a job that has ended again: one that was given up, or one whose document could not be read."""

from __future__ import annotations

from accountsos.bookkeeping.look_ups import thing_number
from accountsos.errors import Conflict, NotFound
from accountsos.store.documents import set_status
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.jobs import Job, job_of, revive
from accountsos.workflows.documents.list_documents import JobPage
from accountsos.workflows.documents.record_reading import FAILED, document_of_job
from accountsos.workflows.documents.upload_document import READ_DOCUMENT
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

WAITING = ("queued", "running")


def prepare(db: Reader, company: int, job_id: str) -> str:
    """It must be there, and there must be something left to do."""
    _refuse_pointless(db, company, _job(db, company, job_id), job_id)
    return job_id


def apply(db: Writer, company: int, job_id: str, cause: Cause) -> JobPage:
    """Back into the queue, with its document; a job that waits or runs already is left alone."""
    job = _job(db, company, job_id)
    _refuse_pointless(db, company, job, job_id)
    if job.state in WAITING:
        return JobPage(company, [job], 1)
    revive(db, company, job.number, now=cause.recorded_at)
    document = document_of_job(db, company, job) if job.kind == READ_DOCUMENT else None
    if document is not None:
        set_status(db, company, document.number, status="pending", reason=None)
    cause.note("job.retry", job_id, before=_state(job), after={"state": "queued"})
    revived = job_of(db, company, job.number)
    assert revived is not None
    return JobPage(company, [revived], 1)


def _job(db: Reader, company: int, job_id: str) -> Job:
    job = job_of(db, company, thing_number("job_", company, job_id, "job"))
    if job is None:
        raise NotFound(f"there is no job {job_id!r}")
    return job


def _refuse_pointless(db: Reader, company: int, job: Job, job_id: str) -> None:
    if job.state in WAITING:
        return
    if job.kind != READ_DOCUMENT:
        if job.state == "done":
            raise Conflict(f"{job_id} is done; there is nothing to try again")
        return
    document = document_of_job(db, company, job)
    if document is None:
        raise Conflict(f"{job_id} was about {job.subject}, which was deleted; upload the file again to have it read")
    if document.status != FAILED:
        raise Conflict(f"{job.subject} has been read or put right since; correct it where it is wrong")


def _state(job: Job) -> dict[str, object]:
    return {"state": job.state, "attempts": job.attempt, "error": job.last_error}


def show(db: Reader, company: int, job_id: str) -> JobPage:
    """One job by its id."""
    return JobPage(company, [_job(db, company, job_id)], 1)


SHOW = ReadWorkflow("job.show", show)
RETRY = WriteWorkflow("job.retry", prepare, apply)
