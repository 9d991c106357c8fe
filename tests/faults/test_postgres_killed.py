"""PostgreSQL is killed under load: what was answered is stored, the rest is told as unavailable, work goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from accountsos.errors import Refused, Unavailable
from accountsos.workflows.bank import add_transaction
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.list_transactions import LIST, TransactionQuestion
from accountsos.workflows.unit_of_work import Answer, IdempotencyKey, Request, Shaping
from tests.conftest import IN_CI
from tests.faults.figures import LONG, note
from tests.support.bookkeeper import TESTER, Bookkeeper, found
from tests.support.engines import NOON, opened, postgres_place
from tests.support.postgres import PostgresServer, binaries

KILLS, WRITERS = (10 if LONG else 2), 6
SHAPING: Shaping[Any] = Shaping(result=lambda _: Answer(201, b"", {}), refusal=lambda _: Answer(400, b"", {}))


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that may be killed without hurting other tests."""
    programs = binaries()
    if programs is None:
        assert not IN_CI, "no PostgreSQL binaries"
        pytest.skip("no PostgreSQL binaries")
    server = PostgresServer.create(programs)
    yield server
    server.remove()


class _Client:
    """Sends lines one after another until told to stop; an unavailable answer is sent again with the same key."""

    def __init__(self, keeper: Bookkeeper, number: int) -> None:
        self.keeper, self.number = keeper, number
        self.answered: list[str] = []
        self.unavailable = 0
        self.others: list[BaseException] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        n = 0
        while not self.stop.is_set():
            n += 1
            text = f"C{self.number} N{n}"
            command = NewTransaction(date(2026, 5, 1), text, -100, "ba_main", "cat_rent")
            key = IdempotencyKey(text, sha256(text.encode()).digest())
            while True:
                try:
                    asked = Request(TESTER, NOON, key)
                    books, company = self.keeper.books, self.keeper.company
                    books.answer(add_transaction.ADD, company, command, asked, SHAPING).result(60)
                except Unavailable:
                    self.unavailable += 1
                    time.sleep(0.02)
                except BaseException as error:  # anything else is the finding
                    self.others.append(error)
                    return
                else:
                    self.answered.append(text)
                    break


def test_what_was_answered_is_stored_and_no_restart_is_needed(own_server: PostgresServer, tmp_path: Path) -> None:
    with postgres_place(own_server, tmp_path / "data") as place, opened(place) as whole:
        keeper = found(whole.books)
        clients = [_Client(keeper, n) for n in range(WRITERS)]
        for n in range(KILLS):
            time.sleep(0.4)
            own_server.kill()
            if n == 0:
                with pytest.raises(Refused, match="away"):
                    keeper.bank_balance()
            own_server.start()
        time.sleep(0.4)
        for client in clients:
            client.stop.set()
        for client in clients:
            client.thread.join(60)
        assert [error for client in clients for error in client.others] == []
        answered = sorted(text for client in clients for text in client.answered)
        page = keeper.ask(LIST, TransactionQuestion(limit=100_000))
        assert sorted(row.description for row in page.rows) == answered
        assert keeper.bank_balance() == -100 * len(answered)
        assert keeper.faults() == []
        unavailable = sum(client.unavailable for client in clients)
        assert unavailable, "nobody noticed the kill: nothing was proved"
        note("PostgreSQL killed under load", f"{KILLS} kills", answered=len(answered), lost=0, unavailable=unavailable)
