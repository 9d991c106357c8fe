"""The worker: claims what waits, has it read or erased, and writes the effect together with the end of the job."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

from accountsos.access.actor import WORKER
from accountsos.bookkeeping.ask_about_unsure import ASK_MODEL
from accountsos.errors import NotFound, Unavailable
from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.kinds import FAILURES_MAX, KINDS, Tools
from accountsos.jobs.reader_process import ReaderProcess
from accountsos.jobs.turns import due_in_turn
from accountsos.meters import WORKER as WORKER_PROCESS
from accountsos.meters import Meters
from accountsos.store import jobs
from accountsos.store.engine.sql import Writer, micros
from accountsos.store.jobs import Job
from accountsos.workflows.documents.record_reading import GIVE_UP, LateWorker, ReadingGivenUp
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.forget_answers import OldAnswers
from accountsos.workflows.upkeep.lapse_by_clock import PendingLines

SECOND = 1_000_000
LEASE_SECONDS, RENEW_SECONDS = 45, 15
POLL_SECONDS = 0.5
IDLE_POLLS_UNTIL_READER_ENDS = 60
IDLE_POLLS_UNTIL_SEEN = 20
IDLE_POLLS_OF_NOBODY = 4
"""After so many looks a worker has rested that found no job at all: it came for the upkeep, or to tell endpoints."""
CLAIMS_AT_ONCE = 20
LOOK_AGAIN_SECONDS = 1.0
"""After so long somebody else's turn may have come, whom nobody had seen before."""

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

    def __init__(
        self,
        books: Books,
        reader: ReaderProcess | None = None,
        *,
        data: Path | None = None,
        beside: int | None = None,
        quick_only: bool = False,
        asks_model: bool = False,
    ) -> None:
        self.books = books
        self.quick_only = quick_only
        """Whether it leaves everything to others that may take seconds."""
        self.asks_model = asks_model
        """Whether it does nothing but ask a language model, which may take minutes."""
        self.reader = reader or ReaderProcess()
        engine = books.engine
        place = None if beside is None else str(beside)
        self.meters = None if data is None else Meters(data, WORKER_PROCESS, lambda: engine.commits, follows=place)
        """Left in the data directory: what was read, and that there is somebody who reads. Of those that follow each
        other beside a server, the figures go on."""
        self.old_answers = OldAnswers(books)
        self.pending_lines = PendingLines(books)
        self.idle, self.done = 0, 0
        """How often it has looked since there was anything to do; how many jobs it has done."""
        self._stop = threading.Event()
        self._helpers: tuple[Worker, ...] = ()

    def run(self, still_wanted: Callable[[], bool] = lambda: True) -> None:
        """Work until told to stop, or until nobody wants it any more."""
        while not self._stop.is_set() and still_wanted():
            try:
                done = self.run_once()
                if not self._helps:
                    self.old_answers.forget_some()
                    self.pending_lines.lapse_some()
            except Unavailable:
                done = 0
            if done or self.idle % IDLE_POLLS_UNTIL_SEEN == 0:
                self._show()
            self.idle = 0 if done else self.idle + 1
            self.done += done
            if self.idle == IDLE_POLLS_UNTIL_READER_ENDS:
                self.reader.close()
            if not done:
                self._stop.wait(POLL_SECONDS)
        self.reader.close()

    @property
    def _helps(self) -> bool:
        return self.quick_only or self.asks_model

    @property
    def has_rested(self) -> bool:
        """Whether there has been nothing to do for a while, for it and for those that help it."""
        if not all(helper.has_rested for helper in self._helpers):
            return False
        upkeep_is_done = self._helps or (self.old_answers.rests and self.pending_lines.rests)
        return upkeep_is_done and self.idle >= (IDLE_POLLS_UNTIL_READER_ENDS if self.done else IDLE_POLLS_OF_NOBODY)

    @property
    def is_told_to_end(self) -> bool:
        """Whether somebody wants it to end."""
        return self._stop.is_set()

    @contextmanager
    def helped(self, still_wanted: Callable[[], bool], *, cores: int) -> Iterator[None]:
        """Where there is a core for it, a second reader for what takes milliseconds: nothing slow keeps it waiting.

        And where there is a language model, somebody who waits for its answers, so that nobody else has to.
        """
        helpers = [Worker(self.books, quick_only=True)] if cores >= 2 else []
        helpers += [Worker(self.books, asks_model=True)] if self.books.language_model is not None else []
        self._helpers = tuple(helpers)
        working = []
        for helper in helpers:
            helper.meters = self.meters
            working.append(threading.Thread(target=helper.run, args=(still_wanted,), name="helper", daemon=True))
            working[-1].start()
        try:
            yield
        finally:
            for helper, thread in zip(helpers, working, strict=True):
                helper.stop()
                # An answer that is waited for is not worth the wait: the next worker asks again.
                thread.join(1 if helper.asks_model else None)

    def stop(self) -> None:
        """End soon; the document in hand goes back into the queue. May be called by a signal handler."""
        self._stop.set()
        self.reader.stop()
        for helper in self._helpers:
            helper.stop()

    def run_once(self) -> int:
        """Do what can be claimed now; how many jobs that were."""
        waiting, looked = self._due(), monotonic()
        done = 0
        while waiting and done < CLAIMS_AT_ONCE and not self._stop.is_set():
            held = self.claim(waiting.pop(0))
            if held is not None:
                self._do(held)
                done += 1
            if waiting and monotonic() - looked > LOOK_AGAIN_SECONDS:
                waiting, looked = self._due(), monotonic()
        return done

    def _due(self) -> list[Job]:
        now = self._now()
        return self.books.look(
            lambda db: due_in_turn(db, now=now, limit=CLAIMS_AT_ONCE, quick_only=self.quick_only, **self._kinds),
        )

    @property
    def _kinds(self) -> dict[str, str]:
        """Where no model is set, what was to be asked of one is ended by whoever comes."""
        if self.asks_model:
            return {"only": ASK_MODEL}
        return {} if self.books.language_model is None else {"but": ASK_MODEL}

    def claim(self, seen: Job) -> Job | None:
        """The job as it is held now, or None where another worker was faster."""
        now = self._now()

        kind = KINDS.get(seen.kind)

        def work(db: Writer) -> bool:
            taken = jobs.claim(db, seen, now=now, until=now + LEASE_SECONDS * SECOND)
            if taken and kind is not None and kind.claimed is not None:
                kind.claimed(db, seen)
            return taken

        if not self.books.tend(work):
            return None
        return replace(seen, state="running", attempt=seen.attempt + 1)

    def _do(self, job: Job) -> None:
        with self._held(job):
            try:
                kind = KINDS.get(job.kind)
                if kind is None:
                    self.books.tend(lambda db: jobs.bury(db, job, error=f"unknown kind {job.kind}", failures=0))
                else:
                    kind.work(Tools(self.books, self.reader, self.meters), job)
            except ReaderLost as lost:
                self._lost(job, lost)
            except Unavailable:
                self._again(job, "unavailable", "the database or the file store was away")
            except (LateWorker, NotFound):
                return  # another attempt holds it, or its company is gone: what was found is not written

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
        self.books.tend(lambda db: jobs.put_back(db, job, error=error, not_before=later, failures=failures))

    def _give_up(self, job: Job, reason: str, failures: int) -> None:
        self.books.write(GIVE_UP, job.company, ReadingGivenUp(job, reason, failures), WORKER)

    @contextmanager
    def _held(self, job: Job) -> Iterator[None]:
        """Renew the lease while the job is worked on."""
        ended = threading.Event()

        def renewing() -> None:
            while not ended.wait(RENEW_SECONDS):
                self._show()
                try:
                    self.books.tend(lambda db: jobs.renew(db, job, until=self._now() + LEASE_SECONDS * SECOND))
                except Unavailable:
                    continue  # the lease may run out; then the attempt's number keeps this worker's result out

        heart = threading.Thread(target=renewing, name="lease", daemon=True)
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join()

    def _show(self) -> None:
        """Leave the figures; `/readyz` takes a worker that does not for one that is gone."""
        if self.meters is not None:
            try:
                self.meters.publish()
            except OSError:
                return  # jobs are worked through all the same; `/readyz` says that the directory cannot be written

    def _now(self) -> int:
        return micros(self.books.clock())
