"""kill -9 of worker and receiver while the books change: each change arrives, none is invented, the order is kept."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Reader, micros
from accountsos.store.maintenance import due_endpoints
from accountsos.workflows.changes.list_changes import LIST, NOW, ChangesQuestion
from accountsos.workflows.webhooks import manage_webhooks
from accountsos.workflows.webhooks.manage_webhooks import NewEndpoint
from tests.faults.figures import LONG, note
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.support.engines import Clock, opened
from tests.support.receiver import LOOPBACK, until

CHANGES = 10_000 if LONG else 1_500
KILLS = 60 if LONG else 6
BY_HAND = 0.1
"""What part of the changes is made one by one; the others come in statements of two hundred lines."""


class Process:
    """One of the two, started anew whenever it was killed."""

    def __init__(self, kind: str, told: dict[str, Any]) -> None:
        self._words = [sys.executable, "-m", "tests.faults.webhook_child", kind, json.dumps(told)]
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._words, stdout=subprocess.PIPE, start_new_session=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


class RealClock(Clock):
    """The clock that the killed processes have too."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _change(keeper: Bookkeeper) -> None:
    """Statements, and lines by hand between them."""
    made = 0
    while made < CHANGES:
        day = date(2025, 4, 1) + timedelta(days=7 * made // 200)
        lines = [(day, -500 - n, f"TRAINLINE {made + n}") for n in range(round(200 * (1 - BY_HAND)))]
        keeper.load(plain_file(lines))
        for n in range(round(200 * BY_HAND)):
            keeper.enter(day, -100 - n, f"BISCUITS {made} {n}", category="cat_office")
        made += 200


def test_worker_and_receiver_killed_lose_and_invent_nothing(place: Place, tmp_path: Path) -> None:
    chance = random.Random(20_261_129)
    port, heard = _free_port(), tmp_path / "heard"
    heard.touch()
    with opened(place, RealClock()) as installation:
        keeper = found(installation.books)
        start = keeper.ask(LIST, ChangesQuestion(1, NOW)).place
        made = keeper.do(manage_webhooks.ADD, NewEndpoint(f"http://127.0.0.1:{port}/", LOOPBACK))
        told = {"data": str(place.data), "database_url": place.database_url}
        running = {
            "worker": Process("worker", told),
            "receiver": Process("receiver", {"port": port, "secret": made.secret, "file": str(heard)}),
        }
        began = time.monotonic()
        writing = threading.Thread(target=_change, args=(keeper,))
        writing.start()
        try:
            for _ in range(KILLS):
                seen = heard.stat().st_size
                until(partial(_more_came, heard, seen, writing), 60)
                time.sleep(chance.uniform(0.05, 0.6))
                hit = running[chance.choice(["worker", "worker", "receiver"])]
                hit.kill()
                hit.start()
            writing.join()
            until(lambda: not _due(installation.books), 300)
        finally:
            writing.join()
            for process in running.values():
                process.kill()
        seconds = time.monotonic() - began
        wanted = _fed(keeper, start)
        arrived = heard.read_text("utf-8").split()
        assert keeper.faults() == []
    assert len(wanted) >= CHANGES
    assert list(dict.fromkeys(arrived)) == wanted, "each at least once, none invented, first arrivals in order"
    note(
        "webhooks_killed",
        f"{installation.store.engine.name}: each change arrived, in order",
        changes=len(wanted),
        kills=KILLS,
        told_again=len(arrived) - len(wanted),
        seconds=round(seconds),
    )


def _more_came(heard: Path, seen: int, writing: threading.Thread) -> bool:
    return heard.stat().st_size > seen or not writing.is_alive()


def _due(books: Any) -> bool:
    def run(db: Reader) -> bool:
        later = micros(datetime.now(UTC)) + 3_000_000  # a lease that a killed worker left counts as run out
        return bool(due_endpoints(db, now=later, limit=1))

    return bool(books.look(run))


def _fed(keeper: Bookkeeper, start: Any) -> list[str]:
    ids: list[str] = []
    while True:
        page = keeper.ask(LIST, ChangesQuestion(1000, start))
        ids += [change.change_id for change in page.changes]
        start = page.place
        if not page.has_more:
            return ids
