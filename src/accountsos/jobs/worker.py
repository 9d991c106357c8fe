"""The worker: claims what waits, has it read or erased, and writes the effect together with the end of the job."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from accountsos.bookkeeping.ask_for_matching import MATCH_DOCUMENTS
from accountsos.dates import london_day
from accountsos.errors import NotFound, Unavailable
from accountsos.jobs.frames import ReadRequest
from accountsos.jobs.reader_process import ReaderLost, ReaderProcess
from accountsos.store import jobs
from accountsos.store.documents import begin_reading
from accountsos.store.engine.objects import MissingObject
from accountsos.store.engine.sql import Writer, micros
from accountsos.store.jobs import Job
from accountsos.store.maintenance import waiting_jobs
from accountsos.workflows.documents.delete_document import ERASE_FILE
from accountsos.workflows.documents.document_parties import known_suppliers
from accountsos.workflows.documents.erase_file import ERASE
from accountsos.workflows.documents.match_open_documents import MATCH_OPEN
from accountsos.workflows.documents.record_reading import (
    GIVE_UP,
    RECORD,
    LateWorker,
    ReadingDone,
    ReadingGivenUp,
    document_of_job,
)
from accountsos.workflows.documents.supplier_lessons import templates_of
from accountsos.workflows.documents.upload_document import READ_DOCUMENT
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.forget_answers import OldAnswers

ACTOR = "worker"
SECOND = 1_000_000
LEASE_SECONDS, RENEW_SECONDS = 45, 15
POLL_SECONDS = 0.5
IDLE_POLLS_UNTIL_READER_ENDS = 60
CLAIMS_AT_ONCE = 20

FAILURES_MAX = 10
COST = {"memory": 5, "cpu": 5, "time": 5, "fault": 5, "crash": 4, "killed": 1, "unavailable": 0}
"""What a lost reader counts: a file that breaks its limits gets one more chance, a reader that was shot many."""
LONGEST_WAIT_SECONDS = 300
WHY = {
    "memory": "it needs more memory than one document may take; is it very large, or damaged? A smaller PDF may work",
    "cpu": "it takes longer than one document may; is it very large, or damaged? A smaller PDF may work",
    "time": "it takes longer than one document may; is it very large, or damaged? A smaller PDF may work",
    "fault": "the reader did not understand it; a PDF or a photo of it may work",
    "crash": "the reader ended unexpectedly on it; a PDF or a photo of it may work",
    "killed": "the reader was ended again and again while it read",
}


class Worker:
    """Works through the queue of every company."""

    def __init__(self, books: Books, reader: ReaderProcess | None = None) -> None:
        self.books = books
        self.reader = reader or ReaderProcess()
        self.old_answers = OldAnswers(books)
        self._stop = threading.Event()

    def run(self, still_wanted: Callable[[], bool] = lambda: True) -> None:
        """Work until told to stop, or until nobody wants it any more."""
        idle = 0
        while not self._stop.is_set() and still_wanted():
            try:
                done = self.run_once()
                self.old_answers.forget_some()
            except Unavailable:
                done = 0
            idle = 0 if done else idle + 1
            if idle == IDLE_POLLS_UNTIL_READER_ENDS:
                self.reader.close()
            if not done:
                self._stop.wait(POLL_SECONDS)
        self.reader.close()

    def stop(self) -> None:
        """End soon; the document in hand goes back into the queue. May be called by a signal handler."""
        self._stop.set()
        self.reader.stop()

    def run_once(self) -> int:
        """Do what can be claimed now; how many jobs that were."""
        with self.books.engine.reading() as db:
            waiting = waiting_jobs(db, now=self._now(), limit=CLAIMS_AT_ONCE)
        done = 0
        for seen in waiting:
            if self._stop.is_set():
                break
            held = self.claim(seen)
            if held is not None:
                self._do(held)
                done += 1
        return done

    def claim(self, seen: Job) -> Job | None:
        """The job as it is held now, or None where another worker was faster."""
        now = self._now()

        def work(db: Writer) -> bool:
            taken = jobs.claim(db, seen, now=now, until=now + LEASE_SECONDS * SECOND)
            document = document_of_job(db, seen.company, seen) if taken and seen.kind == READ_DOCUMENT else None
            if document is not None:
                begin_reading(db, seen.company, document.number)
            return taken

        if not self.books.engine.submit(work).result():
            return None
        return replace(seen, state="running", attempt=seen.attempt + 1)

    def _do(self, job: Job) -> None:
        with self._held(job):
            try:
                if job.kind == READ_DOCUMENT:
                    self._read(job)
                elif job.kind == ERASE_FILE:
                    self.books.write(ERASE, job.company, (job, self.books.objects), ACTOR)
                elif job.kind == MATCH_DOCUMENTS:
                    self.books.write(MATCH_OPEN, job.company, job, ACTOR)
                else:
                    self._submit(lambda db: jobs.bury(db, job, error=f"unknown kind {job.kind}", failures=0))
            except ReaderLost as lost:
                self._lost(job, lost)
            except Unavailable:
                self._again(job, "unavailable", "the database or the file store was away")
            except (LateWorker, NotFound):
                return  # another attempt holds it, or its company is gone: what was found is not written

    def _read(self, job: Job) -> None:
        with self.books.engine.reading() as db:
            document = document_of_job(db, job.company, job)
            known, templates = known_suppliers(db, job.company), templates_of(db, job.company)
        if document is None:
            self._submit(lambda db: jobs.finish(db, job))
            return
        try:
            content = self.books.objects.get(job.company, document.sha256)
        except MissingObject as missing:
            self._give_up(job, str(missing), FAILURES_MAX)
            return
        request = ReadRequest(document.file_name, london_day(self.books.clock()), known, templates)
        outcome = self.reader.read(request, content)
        self.books.write(RECORD, job.company, ReadingDone(job, outcome), ACTOR)

    def _lost(self, job: Job, lost: ReaderLost) -> None:
        if self._stop.is_set():
            self._again(job, "unavailable", "the worker was stopped", wait_seconds=0)
        elif job.failures + COST[lost.cause] >= FAILURES_MAX:
            self._give_up(job, f"This document could not be read: {WHY[lost.cause]}.", job.failures + COST[lost.cause])
        else:
            self._again(job, lost.cause, str(lost))

    def _again(self, job: Job, cause: str, error: str, *, wait_seconds: int | None = None) -> None:
        failures = job.failures + COST[cause]
        if wait_seconds is None:
            wait_seconds = 1 if cause == "killed" else min(2**failures, LONGEST_WAIT_SECONDS)
        later = self._now() + wait_seconds * SECOND
        self._submit(lambda db: jobs.put_back(db, job, error=error, not_before=later, failures=failures))

    def _give_up(self, job: Job, reason: str, failures: int) -> None:
        self.books.write(GIVE_UP, job.company, ReadingGivenUp(job, reason, failures), ACTOR)

    @contextmanager
    def _held(self, job: Job) -> Iterator[None]:
        """Renew the lease while the job is worked on."""
        ended = threading.Event()

        def renewing() -> None:
            while not ended.wait(RENEW_SECONDS):
                try:
                    self._submit(lambda db: jobs.renew(db, job, until=self._now() + LEASE_SECONDS * SECOND))
                except Unavailable:
                    continue  # the lease may run out; then the attempt's number keeps this worker's result out

        heart = threading.Thread(target=renewing, name="lease", daemon=True)
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join()

    def _submit(self, work: Callable[[Writer], object]) -> None:
        self.books.engine.submit(work).result()

    def _now(self) -> int:
        return micros(self.books.clock())
