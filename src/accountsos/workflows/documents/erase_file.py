"""Erase the bytes of a deleted document, unless they were uploaded again meanwhile."""

from __future__ import annotations

from accountsos.access.roles import Right
from accountsos.store.documents import document_of_digest
from accountsos.store.engine.objects import Objects
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.jobs import Job, finish
from accountsos.workflows.documents.record_reading import LateWorker
from accountsos.workflows.unit_of_work import WriteWorkflow


def prepare(_db: Reader, _company: int, command: tuple[Job, Objects]) -> tuple[Job, Objects]:
    """All is decided when applying."""
    return command


def apply(db: Writer, company: int, plan: tuple[Job, Objects], _cause: Cause) -> bool:
    """Remove the file while no other write of the company runs: an upload of it looks again after this one."""
    job, objects = plan
    if not finish(db, job):
        raise LateWorker(f"job {job.number} is no longer held by attempt {job.attempt}")
    digest = bytes.fromhex(job.subject)
    if document_of_digest(db, company, digest) is not None:
        return False
    objects.remove(company, digest)
    return True


ERASE = WriteWorkflow("document.erase_file", prepare, apply, person_needs=Right.GOVERN)
