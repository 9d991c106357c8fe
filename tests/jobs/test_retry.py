"""A job that was given up can be tried again: once however often it is asked, with its audit row, and not in vain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from accountsos import ids
from accountsos.documents.facts import ReadOutcome
from accountsos.documents.outcome import failed
from accountsos.errors import Conflict, NotFound
from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.frames import ReadRequest
from accountsos.jobs.reader_process import ReaderProcess
from accountsos.jobs.worker import Worker
from accountsos.store.audit import audit_page
from accountsos.store.jobs import Job
from accountsos.workflows.documents import correct_document, delete_document, list_documents, retry_job
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found
from tests.support.engines import Clock
from tests.workflows.documents.papers import Clerk, einvoice


class Refusing(ReaderProcess):
    """A reader that never gets to an end, or that says why it could not."""

    def __init__(self, reason: str | None = None) -> None:
        super().__init__()
        self.reason = reason

    def read(self, request: ReadRequest, content: bytes) -> ReadOutcome:
        if self.reason is not None:
            return failed(self.reason)
        raise ReaderLost("memory", "as the test wants")


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(found(books))


@pytest.fixture
def worker(books: Books) -> Iterator[Worker]:
    found_worker = Worker(books)
    yield found_worker
    found_worker.reader.close()


def given_up(clerk: Clerk, clock: Clock) -> DocumentState:
    state = clerk.upload(einvoice())
    for _ in range(3):
        Worker(clerk.keeper.books, Refusing()).run_once()
        clock.now += timedelta(minutes=10)
    assert (clerk.show(state).document.status, the_job(clerk).state) == ("failed", "dead")
    return state


def the_job(clerk: Clerk) -> Job:
    rows = clerk.keeper.ask(list_documents.LIST_JOBS, (None, 50, 0)).rows
    return next(job for job in rows if job.kind == "read_document")


def job_id(clerk: Clerk) -> str:
    return ids.public_id("job_", clerk.keeper.company, the_job(clerk).number)


def retry(clerk: Clerk) -> Job:
    return clerk.keeper.do(retry_job.RETRY, job_id(clerk)).rows[0]


def retries_in_the_audit_log(clerk: Clerk) -> int:
    with clerk.keeper.books.engine.reading() as db:
        rows = audit_page(db, clerk.keeper.company, limit=100, offset=0)[0]
    return sum(row.action == "job.retry" for row in rows)


def test_a_job_that_was_given_up_is_tried_again_and_its_document_read(
    clerk: Clerk, worker: Worker, clock: Clock
) -> None:
    state = given_up(clerk, clock)
    assert (retry(clerk).state, clerk.show(state).document.status) == ("queued", "pending")
    worker.run_once()
    assert (clerk.show(state).document.status, the_job(clerk).state) == ("processed", "done")
    assert clerk.keeper.faults() == []


def test_asking_twice_is_asking_once(clerk: Clerk, clock: Clock) -> None:
    given_up(clerk, clock)
    assert [retry(clerk).state, retry(clerk).state] == ["queued", "queued"]
    assert retries_in_the_audit_log(clerk) == 1
    assert len(clerk.waiting()) == 1


def test_a_document_that_could_not_be_read_is_read_again_too(clerk: Clerk, books: Books, worker: Worker) -> None:
    state = clerk.upload(einvoice())
    Worker(books, Refusing("Photos need the extra ocr")).run_once()
    assert (clerk.show(state).document.status, the_job(clerk).state) == ("failed", "done")
    assert retry(clerk).state == "queued"
    worker.run_once()
    assert clerk.show(state).document.status == "processed"


def test_a_document_that_was_read_is_not_read_again(clerk: Clerk) -> None:
    clerk.uploaded_and_read(einvoice())
    with pytest.raises(Conflict, match="read or put right since"):
        retry(clerk)


def test_what_a_person_has_put_right_meanwhile_is_not_read_over(clerk: Clerk, clock: Clock) -> None:
    state = given_up(clerk, clock)
    said = {"supplier": "Quay Ltd", "type": "invoice", "issued_on": date(2026, 3, 2), "currency": "GBP"}
    clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(clerk.id_of(state), changes=said))
    with pytest.raises(Conflict, match="put right since"):
        retry(clerk)
    assert clerk.show(state).document.supplier == "Quay Ltd"


def test_a_job_about_a_deleted_document_says_so(clerk: Clerk, clock: Clock) -> None:
    state = given_up(clerk, clock)
    clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(state)))
    with pytest.raises(Conflict, match="was deleted; upload the file again"):
        retry(clerk)
    assert the_job(clerk).state == "dead"


def test_a_job_that_is_not_there_or_anothers_is_not_found(clerk: Clerk, books: Books, clock: Clock) -> None:
    given_up(clerk, clock)
    theirs = Clerk(found(books, "Mill Street Ltd"))
    for unknown in (job_id(clerk), "job_nonsense", ids.public_id("job_", theirs.keeper.company, 999_999)):
        with pytest.raises(NotFound):
            theirs.keeper.do(retry_job.RETRY, unknown)
    assert the_job(clerk).state == "dead"
