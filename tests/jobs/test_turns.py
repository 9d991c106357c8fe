"""Whose turn it is: nobody waits behind another company's queue, nor an e-invoice behind what may take seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountsos.documents.facts import ReadOutcome
from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.frames import ReadRequest
from accountsos.jobs.kinds import FIRST_CPU_SECONDS, LAST_CPU_SECONDS
from accountsos.jobs.limits import CPU_SECONDS
from accountsos.jobs.reader_process import ReaderProcess
from accountsos.jobs.turns import due_in_turn
from accountsos.jobs.worker import Worker
from accountsos.store.engine.sql import Sql, micros
from accountsos.store.jobs import Job
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found
from tests.support.engines import Clock
from tests.support.served import in_time
from tests.workflows.documents.papers import Clerk, einvoice

ALL = 1_000


class Slow(ReaderProcess):
    """A reader that PDFs break by their time, and that notes in which order it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    def read(self, request: ReadRequest, content: bytes) -> ReadOutcome:
        self.asked.append((request.file_name, request.cpu_seconds))
        if content.startswith(b"%PDF"):
            raise ReaderLost("cpu", "as the test wants")
        return super().read(request, content)


def _pdf(n: int) -> bytes:
    return b"%PDF-1.7 slow " + str(n).encode()


def _due(books: Books, *, quick_only: bool = False) -> list[Job]:
    now = micros(books.clock())
    return books.look(lambda db: due_in_turn(db, now=now, limit=ALL, quick_only=quick_only))


@pytest.fixture
def clerks(books: Books) -> tuple[Clerk, Clerk, Clerk]:
    return Clerk(found(books)), Clerk(found(books)), Clerk(found(books))


def test_companies_are_served_in_turn_and_an_e_invoice_first(books: Books, clerks: tuple[Clerk, Clerk, Clerk]) -> None:
    first, second, third = clerks
    for n in range(30):
        first.upload(_pdf(n), f"first {n}.pdf")
    for n in range(2):
        second.upload(_pdf(n), f"second {n}.pdf")
    third.upload(einvoice(), "third.xml")
    companies = [job.company for job in _due(books)]
    one, two, three = (clerk.keeper.company for clerk in clerks)
    assert companies[0] == three, "what takes milliseconds comes first"
    assert sorted(companies[1:3]) == sorted([one, two])
    assert sorted(companies[3:5]) == sorted([one, two])
    assert companies[5:] == [one] * 28
    assert [job.company for job in _due(books, quick_only=True)] == [three]


def test_what_broke_its_limits_goes_to_the_back_and_gets_the_rest_of_its_minute(
    books: Books, clock: Clock, clerks: tuple[Clerk, Clerk, Clerk]
) -> None:
    first, second, _ = clerks
    reader = Slow()
    worker = Worker(books, reader)
    for n in range(3):
        first.upload(_pdf(n), f"slow {n}.pdf")
    worker.run_once()
    assert reader.asked == [(f"slow {n}.pdf", FIRST_CPU_SECONDS) for n in range(3)]
    clock.now += timedelta(minutes=1)
    second.upload(_pdf(9), "new.pdf")
    second.upload(einvoice(), "new.xml")
    reader.asked.clear()
    worker.run_once()
    worker.reader.close()
    assert [name for name, _ in reader.asked] == ["new.xml", "new.pdf", "slow 0.pdf", "slow 1.pdf", "slow 2.pdf"]
    assert {seconds for name, seconds in reader.asked if name.startswith("slow")} == {LAST_CPU_SECONDS}
    assert FIRST_CPU_SECONDS + LAST_CPU_SECONDS <= CPU_SECONDS


def test_jobs_of_a_clock_that_was_ahead_are_done_once_it_is_right(
    books: Books, clock: Clock, clerks: tuple[Clerk, Clerk, Clerk]
) -> None:
    right = clock.now
    clock.now = right + timedelta(days=5 * 366)
    clerk = clerks[0]
    clerk.upload(einvoice(), "ahead.xml")
    taken = clerk.upload(einvoice(number="HS-2"), "held.xml")
    worker = Worker(books)
    held = [job for job in _due(books) if job.subject == clerk.id_of(taken)]
    assert [worker.claim(job) is not None for job in held] == [True] * len(held), "and its worker is lost"
    clock.now = right
    clerk.upload(einvoice(number="HS-3"), "after.xml")
    assert len({job.number for job in _due(books)}) >= 3
    worker.run_once()
    worker.reader.close()
    waiting = Sql("SELECT COUNT(*) FROM job WHERE state IN ('queued', 'running') AND kind = 'read_document'")
    assert books.look(lambda db: db.row(waiting)) == (0,)


def test_a_second_reader_takes_what_is_quick_where_there_is_a_core_for_it(
    books: Books, clerks: tuple[Clerk, Clerk, Clerk]
) -> None:
    """The first of them is busy all the while: it is not even running."""
    worker = Worker(books)
    clerks[0].upload(_pdf(1), "slow.pdf")
    quick = clerks[1].upload(einvoice(), "quick.xml")
    for cores, left in ((1, 2), (2, 1)):
        with worker.helped(lambda: True, cores=cores):
            assert cores == 1 or in_time(lambda: clerks[1].show(quick).document.status == "processed")
        assert len(_due(books)) == left
