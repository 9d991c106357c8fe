"""What stands beside the server: it sees that a worker is wanted, and says that all is well only where none is."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from accountsos.jobs.waiting import wait_for_work
from accountsos.jobs.worker import LEASE_SECONDS, Worker
from accountsos.meters import SERVER, WORKER, Meters
from accountsos.store.engine.opening import Place, open_to_look
from accountsos.store.engine.sql import micros
from accountsos.store.maintenance import due_endpoints, waiting_jobs
from accountsos.store.work_due import is_work_due
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.webhooks import manage_webhooks
from tests.support.bookkeeper import found
from tests.support.engines import Clock
from tests.workflows.documents.papers import Clerk, einvoice

LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(found(books))


def is_due(place: Place, books: Books) -> bool:
    """Whether it says so; the worker's own questions must agree."""
    now = micros(books.clock())
    with closing(open_to_look(place)) as engine, engine.glancing() as db:
        due = is_work_due(db, now)
        assert due == bool(waiting_jobs(db, now=now, limit=1) or due_endpoints(db, now=now, limit=1))
    return due


def waits(place: Place, books: Books, data: Path, *, looks: int, upkeep: int = 100) -> bool:
    """Whether a worker is wanted within so many looks."""
    wanted = iter([True] * looks + [False])
    with closing(open_to_look(place)) as engine:
        meters = Meters(data, WORKER, follows="1")
        return wait_for_work(engine, books.clock, meters, lambda: next(wanted), upkeep=upkeep)


def test_a_paper_makes_a_worker_wanted_until_it_is_read(place: Place, books: Books, clerk: Clerk) -> None:
    worker = Worker(books)
    assert not is_due(place, books)
    clerk.upload(einvoice())
    assert is_due(place, books)
    while worker.run_once():
        pass
    worker.reader.close()
    assert not is_due(place, books)


def test_what_is_in_hand_is_due_again_when_its_worker_is_lost(
    place: Place, books: Books, clerk: Clerk, clock: Clock
) -> None:
    clerk.upload(einvoice())
    (job,) = clerk.waiting()
    assert Worker(books).claim(job) is not None
    assert not is_due(place, books)
    clock.now += timedelta(seconds=LEASE_SECONDS + 1)
    assert is_due(place, books)


def test_a_change_makes_a_worker_wanted_where_an_endpoint_is_to_be_told(
    place: Place, books: Books, clerk: Clerk
) -> None:
    clerk.keeper.do(manage_webhooks.ADD, manage_webhooks.NewEndpoint("http://127.0.0.1:9/hooks", LOOPBACK))
    clerk.keeper.do(manage_contacts.ADD, manage_contacts.NewContact("Harbour Stationers"))
    assert is_due(place, books)


def test_it_waits_while_nothing_is_due_and_says_that_all_is_well(place: Place, books: Books, tmp_path: Path) -> None:
    assert not waits(place, books, tmp_path, looks=2)
    assert Meters(tmp_path, SERVER).worker_seen() is not None


def test_it_is_silent_where_there_is_work(place: Place, books: Books, clerk: Clerk, tmp_path: Path) -> None:
    clerk.upload(einvoice())
    assert waits(place, books, tmp_path, looks=2)
    assert Meters(tmp_path, SERVER).worker_seen() is None


def test_a_worker_is_wanted_for_the_upkeep_too(place: Place, books: Books, tmp_path: Path) -> None:
    assert waits(place, books, tmp_path, looks=3, upkeep=2)


def test_figures_of_workers_that_follow_each_other_go_on(tmp_path: Path) -> None:
    first = Meters(tmp_path, WORKER, lambda: 3, follows="7")
    first.read("read", 0.2)
    first.publish()
    second = Meters(tmp_path, WORKER, lambda: 2, follows="7")
    second.read("read", 0.3)
    second.publish()
    told = Meters(tmp_path, SERVER).of_all()
    assert (told.readings["read"].count, told.commits) == (2, 5)
    assert len(list((tmp_path / "meters").iterdir())) == 1
