"""kill -9 of readers under load, and a worker that comes back late: no document is lost, none is read twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accountsos.store.audit import audit_page
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Sql
from accountsos.workflows.documents import list_documents
from tests.faults.figures import LONG, note
from tests.support.bookkeeper import found
from tests.support.engines import opened
from tests.workflows.documents.papers import Clerk, einvoice, page

KILLS = 50 if LONG else 6
WORKERS = 2
WAITING_MIN = 6
"""Uploads go on while fewer than this wait, so that every kill comes under load."""
PATIENCE_SECONDS = 60
READER = b"accountsos.jobs.reader"
ENDED = {"processed", "needs_review"}


@contextmanager
def clerk_at(place: Place) -> Iterator[Clerk]:
    with opened(place) as whole:
        # Workers are processes of their own, by the clock that everyone has.
        whole.books.clock = lambda: datetime.now(UTC)
        yield Clerk(found(whole.books))


@contextmanager
def workers(place: Place, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many worker processes, each with a group of its own; whatever is left of them is ended."""
    settings = {"ACCOUNTSOS_DATA": str(place.data), "ACCOUNTSOS_DATABASE_URL": place.database_url}
    environment = {**os.environ, **{name: value for name, value in settings.items() if value}}
    command = [sys.executable, "-m", "accountsos.main", "worker"]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
        for _ in range(count)
    ]
    try:
        yield running
    finally:
        for worker in running:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def reader_of(worker: subprocess.Popen[bytes]) -> int | None:
    """The reader process that this worker has now."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent == worker.pid and READER in (status.parent / "cmdline").read_bytes():
                return int(status.parent.name)
    return None


def wait_until(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if done():
            return True
        time.sleep(0.05)
    return False


def upload(clerk: Clerk, number: int) -> None:
    """By turns an e-invoice and a page of text, each with sums of its own."""
    if number % 2:
        clerk.upload(einvoice(number=f"HS-{number}", net=f"{number}.00", vat="0.20", gross=f"{number}.20"))
        return
    rows = [("Quay Timber Ltd",), ("INVOICE",), (f"Invoice number: Q-{number}",), ("Invoice date: 4 March 2026",)]
    clerk.upload(page(*rows, ("Subtotal", f"{number}.00"), ("VAT 20%", "0.20"), ("Total", f"£{number}.20")), "a.pdf")


def jobs_by_state(clerk: Clerk) -> Counter[str]:
    states = Sql("SELECT state, COUNT(*) FROM job WHERE company_id = :company GROUP BY state")
    with clerk.keeper.books.engine.reading() as db:
        return Counter({state: int(count) for state, count in db.rows(states, company=clerk.keeper.company)})


def statuses(clerk: Clerk) -> Counter[str]:
    states = Sql("SELECT status, COUNT(*) FROM document WHERE company_id = :company GROUP BY status")
    with clerk.keeper.books.engine.reading() as db:
        return Counter({status: int(count) for status, count in db.rows(states, company=clerk.keeper.company)})


def readings(clerk: Clerk) -> Counter[str]:
    """How often the audit log says that each document was read."""
    with clerk.keeper.books.engine.reading() as db:
        rows = audit_page(db, clerk.keeper.company, limit=100_000, offset=0)[0]
    return Counter(row.subject for row in rows if row.action == "document.read")


@pytest.mark.parametrize("place", ["sqlite", *(["postgresql"] if LONG else [])], indirect=True)
def test_readers_killed_under_load_lose_and_double_nothing(place: Place) -> None:
    chance = random.Random(20261122)
    killed = uploaded = inside = 0
    began = time.monotonic()
    with clerk_at(place) as clerk:
        with workers(place, WORKERS) as running:
            while killed < KILLS:
                assert time.monotonic() < began + PATIENCE_SECONDS + 5 * KILLS, f"{killed} kills only"
                assert [worker.poll() for worker in running] == [None] * WORKERS, "a worker has ended by itself"
                while jobs_by_state(clerk)["queued"] < WAITING_MIN:
                    uploaded += 1
                    upload(clerk, uploaded)
                time.sleep(chance.random() * 0.8)
                reader = reader_of(chance.choice(running))
                if reader is None:
                    continue
                inside += jobs_by_state(clerk)["running"] > 0
                with suppress(ProcessLookupError):
                    os.kill(reader, signal.SIGKILL)
                    killed += 1
            assert wait_until(lambda: set(jobs_by_state(clerk)) == {"done"}), jobs_by_state(clerk)
            for worker in running:
                worker.terminate()
                assert worker.wait(10) == 0
        ended = statuses(clerk)
        assert set(ended) <= ENDED, ended
        assert ended.total() == uploaded
        assert sorted(readings(clerk).values()) == [1] * uploaded
        retried = [job.attempt for job in clerk.keeper.ask(list_documents.LIST_JOBS, (None, 200, 0)).rows]
        assert inside, "no kill came while a document was read: nothing was proved"
        assert clerk.keeper.faults() == []
        seconds = round(time.monotonic() - began)
        note(
            "kill -9 of the reader",
            f"{killed} kills on {clerk.keeper.books.engine.name}, {inside} while documents were read",
            documents=uploaded,
            lost=0,
            doubled=0,
            most_attempts=max(retried),
            seconds=seconds,
        )


def test_a_worker_that_was_stopped_and_comes_back_late_cannot_write(sqlite_place: Place) -> None:
    lapsed = Sql("UPDATE job SET lease_until = 0 WHERE company_id = :company AND state = 'running'")
    with clerk_at(sqlite_place) as clerk, workers(sqlite_place, 1) as (late,):
        upload(clerk, 2)
        assert wait_until(lambda: jobs_by_state(clerk)["running"] == 1)
        os.kill(late.pid, signal.SIGSTOP)
        clerk.keeper.books.engine.submit(lambda db: db.run(lapsed, company=clerk.keeper.company)).result()
        with workers(sqlite_place, 1):
            assert wait_until(lambda: jobs_by_state(clerk)["done"] == 1), jobs_by_state(clerk)
        (first,) = clerk.keeper.ask(list_documents.LIST, list_documents.DocumentQuestion(limit=9)).rows
        os.kill(late.pid, signal.SIGCONT)
        # The next one shows that it has finished with the first: it works through them one after another.
        upload(clerk, 3)
        assert wait_until(lambda: jobs_by_state(clerk)["done"] == 2), jobs_by_state(clerk)
        assert clerk.show(clerk.id_of(first)).document == first.document
        assert list(readings(clerk).values()) == [1, 1]
        tries = {job.subject: job.attempt for job in clerk.keeper.ask(list_documents.LIST_JOBS, (None, 9, 0)).rows}
        assert tries[clerk.id_of(first)] == 2
        assert clerk.keeper.faults() == []
