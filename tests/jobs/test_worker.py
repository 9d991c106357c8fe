"""Jobs end once with their effect; a late worker writes nothing; hostile files end as failed, with a reason."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from accountsos.documents.facts import ReadOutcome
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import failed
from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.frames import ReadRequest
from accountsos.jobs.reader_process import ReaderProcess
from accountsos.jobs.worker import LEASE_SECONDS, Worker
from accountsos.store.engine.sql import micros
from accountsos.store.idempotency import StoredAnswer, answer_of, put_answer
from accountsos.store.jobs import Job, renew, revive
from accountsos.workflows.documents import delete_document, list_documents, record_reading
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.documents.record_reading import LateWorker, ReadingDone
from accountsos.workflows.documents.upload_document import READ_DOCUMENT
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found
from tests.support.engines import Clock
from tests.workflows.documents.papers import MINUTE, Clerk, einvoice

REQUEST = ReadRequest("x", date(2026, 3, 5), KnownSuppliers())


class LosingReader(ReaderProcess):
    """A reader that is lost in a given way."""

    def __init__(self, cause: str) -> None:
        super().__init__()
        self.lost_by = cause
        self.asked = 0

    def read(self, request: ReadRequest, content: bytes) -> ReadOutcome:
        self.asked += 1
        raise ReaderLost(self.lost_by, "as the test wants")


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(found(books))


@pytest.fixture
def worker(books: Books) -> Iterator[Worker]:
    found_worker = Worker(books)
    yield found_worker
    found_worker.reader.close()


def only_job(clerk: Clerk) -> Job:
    (one,) = clerk.keeper.ask(list_documents.LIST_JOBS, (None, 50, 0)).rows
    return one


def test_the_reader_process_reads_what_was_uploaded(clerk: Clerk, worker: Worker) -> None:
    state = clerk.upload(einvoice())
    assert worker.run_once() == 1
    read = clerk.show(state).document
    assert (read.status, read.gross, read.supplier) == ("processed", 12000, "Harbour Stationers Ltd")
    assert (only_job(clerk).state, only_job(clerk).attempt) == ("done", 1)
    assert worker.run_once() == 0
    assert clerk.keeper.faults() == []


def test_of_many_workers_one_gets_the_job(clerk: Clerk, books: Books) -> None:
    clerk.upload(einvoice())
    (seen,) = clerk.waiting()
    claimed: list[Job | None] = []
    together = [threading.Thread(target=lambda: claimed.append(Worker(books).claim(seen))) for _ in range(8)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert len([one for one in claimed if one is not None]) == 1


def test_a_worker_that_comes_back_late_cannot_write(clerk: Clerk, worker: Worker, clock: Clock) -> None:
    state = clerk.upload(einvoice())
    (seen,) = clerk.waiting()
    late = worker.claim(seen)
    assert late is not None
    assert clerk.show(state).document.status == "processing"
    assert clerk.waiting() == []
    clock.now += timedelta(seconds=LEASE_SECONDS + 1)
    assert worker.run_once() == 1
    read = clerk.show(state).document
    with pytest.raises(LateWorker):
        clerk.keeper.do(record_reading.RECORD, ReadingDone(late, failed("read by a worker that was given up")))
    assert clerk.show(state).document == read
    assert only_job(clerk).attempt == 2
    assert clerk.keeper.faults() == []


def test_a_lost_worker_is_replaced_within_a_minute(clerk: Clerk, worker: Worker, clock: Clock) -> None:
    clerk.upload(einvoice())
    (seen,) = clerk.waiting()
    assert worker.claim(seen) is not None
    clock.now += timedelta(seconds=59)
    assert [one.number for one in clerk.waiting()] == [seen.number]


def test_work_is_renewed_and_not_taken_away_while_it_goes_on(clerk: Clerk, worker: Worker, clock: Clock) -> None:
    clerk.upload(einvoice())
    (seen,) = clerk.waiting()
    held = worker.claim(seen)
    assert held is not None
    clock.now += timedelta(seconds=LEASE_SECONDS - 5)
    assert clerk.keeper.books.engine.submit(lambda db: renew(db, held, until=micros(clock.now) + MINUTE)).result()
    clock.now += timedelta(seconds=59)
    assert clerk.waiting() == []


@pytest.mark.parametrize(("cause", "tries"), [("memory", 2), ("time", 2), ("cpu", 2), ("fault", 2), ("crash", 3)])
def test_a_file_that_breaks_its_reader_is_tried_again_and_then_given_up(
    clerk: Clerk, books: Books, clock: Clock, cause: str, tries: int
) -> None:
    state = clerk.upload(einvoice())
    reader = LosingReader(cause)
    for _ in range(6):
        Worker(books, reader).run_once()
        clock.now += timedelta(minutes=10)
    document = clerk.show(state).document
    assert reader.asked == tries
    assert document.status == "failed"
    assert (document.reason or "").startswith("This document could not be read: ")
    assert [dead.subject for dead in clerk.keeper.ask(list_documents.LIST_JOBS, ("dead", 50, 0)).rows] == [
        clerk.id_of(state)
    ]


def test_a_running_worker_forgets_what_was_answered_a_day_ago(books: Books, worker: Worker, clock: Clock) -> None:
    company = found(books).company
    answer = StoredAnswer(b"-", 201, {}, b"{}")
    books.engine.submit(lambda db: put_answer(db, company, "k", answer, clock.now)).result()
    for days, left in ((0, answer), (2, None)):
        clock.now += timedelta(days=days)
        worker.run(still_wanted=iter((True, False)).__next__)
        with books.engine.reading() as db:
            assert answer_of(db, company, "k") == left


def test_a_failed_attempt_waits_before_the_next(clerk: Clerk, books: Books, clock: Clock) -> None:
    clerk.upload(einvoice())
    Worker(books, LosingReader("memory")).run_once()
    assert clerk.waiting() == []
    clock.now += timedelta(seconds=33)
    assert len(clerk.waiting()) == 1


def test_a_job_that_was_given_up_can_be_revived(clerk: Clerk, books: Books, worker: Worker, clock: Clock) -> None:
    state = clerk.upload(einvoice())
    for _ in range(3):
        Worker(books, LosingReader("memory")).run_once()
        clock.now += timedelta(minutes=10)
    dead = only_job(clerk)
    assert dead.state == "dead"
    assert books.engine.submit(lambda db: revive(db, clerk.keeper.company, dead.number, now=0)).result()
    worker.run_once()
    assert clerk.show(state).document.status == "processed"


def test_a_document_deleted_while_it_was_read_ends_its_job_and_its_bytes(clerk: Clerk, worker: Worker) -> None:
    state = clerk.upload(einvoice())
    clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(state)))
    assert worker.run_once() == 2
    assert clerk.waiting() == []
    assert not worker.books.objects.holds(clerk.keeper.company, state.document.sha256)


def test_bytes_uploaded_again_before_they_were_erased_stay(clerk: Clerk, worker: Worker) -> None:
    state = clerk.upload(einvoice())
    clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(state)))
    again = clerk.upload(einvoice())
    worker.run_once()
    assert worker.books.objects.holds(clerk.keeper.company, state.document.sha256)
    assert clerk.show(again).document.status == "processed"


def test_a_stored_file_that_is_gone_fails_its_document_and_says_so(clerk: Clerk, worker: Worker) -> None:
    state = clerk.upload(einvoice())
    worker.books.objects.remove(clerk.keeper.company, state.document.sha256)
    worker.run_once()
    document = clerk.show(state).document
    assert document.status == "failed"
    assert state.document.sha256.hex() in (document.reason or "")


def test_readers_killed_again_and_again_lose_and_double_nothing(clerk: Clerk, books: Books, clock: Clock) -> None:
    states = [clerk.upload(einvoice(number=f"HS-{n}", net=f"{n}.00", vat="0.20", gross=f"{n}.20")) for n in range(1, 9)]
    worker = Worker(books, ReaderProcess())
    killed = 0
    ended = threading.Event()

    def killer() -> None:
        nonlocal killed
        while not ended.wait(0.05):
            if worker.reader.pid is not None and killed < 12:
                worker.reader.stop()
                killed += 1

    shooting = threading.Thread(target=killer)
    shooting.start()
    rounds = 0
    while rounds < 60 and any(s in ("pending", "processing") for s in statuses(clerk, states)):
        worker.run_once()
        clock.now += timedelta(seconds=2)
        rounds += 1
        time.sleep(0.05)
    ended.set()
    shooting.join()
    worker.reader.close()
    assert killed >= 5
    assert set(statuses(clerk, states)) <= {"processed", "needs_review"}
    jobs = clerk.keeper.ask(list_documents.LIST_JOBS, (None, 50, 0)).rows
    assert [one.state for one in jobs if one.kind == READ_DOCUMENT] == ["done"] * 8
    assert clerk.keeper.faults() == []


def statuses(clerk: Clerk, states: list[DocumentState]) -> list[str]:
    return [clerk.show(state).document.status for state in states]


def test_a_reader_that_takes_too_long_is_ended_and_replaced() -> None:
    reader = ReaderProcess(wall_seconds=0)
    with pytest.raises(ReaderLost) as lost:
        reader.read(REQUEST, einvoice())
    assert lost.value.cause == "time"
    assert reader.pid is None
    reader.close()


def test_a_reader_that_ends_by_itself_is_told_from_one_that_was_killed() -> None:
    reader = ReaderProcess()
    with pytest.raises(ReaderLost) as lost:
        reader.read(replace(REQUEST, file_name=7), einvoice())  # type: ignore[arg-type]  # what no reader understands
    assert (lost.value.cause, lost.value.detail) == ("crash", "the reader ended with 1")
    assert reader.read(REQUEST, einvoice()).status.value == "processed"
    reader.close()


def test_a_reader_is_recycled_after_its_share() -> None:
    reader = ReaderProcess(recycle_after=2)
    for _ in range(3):
        assert reader.read(REQUEST, einvoice()).status.value == "processed"
    assert reader.started == 2
    reader.close()
