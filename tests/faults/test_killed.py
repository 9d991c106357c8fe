"""kill -9 while statements are imported and lines entered: what was answered is there, and nothing twice."""

from __future__ import annotations

import base64
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import IO, Any

import pytest

from accountsos.store.engine.opening import Place
from tests.faults.figures import LONG, note
from tests.support.bookkeeper import Bookkeeper, found, simple_file
from tests.support.engines import opened

KILLS = 200 if LONG else 5
LINES = 120
READY_SECONDS_MAX = 5 if LONG else 60
"""What is promised is measured by the long form, which has the machine to itself."""


@dataclass
class Child:
    """The process with the books, and what it has answered."""

    place: Place
    company: int
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    ready_after: float = 0.0

    def start(self) -> None:
        told = {"data": str(self.place.data), "database_url": self.place.database_url, "company": self.company}
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.child", json.dumps(told)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._line(30) is not None, "the child did not come up"
        self.ready_after = time.monotonic() - began

    def ask(self, request: dict[str, Any]) -> None:
        self._into.write(json.dumps(request).encode() + b"\n")
        self._into.flush()

    def hear(self, seconds: float) -> None:
        """Collect answers for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._line(left)

    def hear_all(self, requests: dict[str, dict[str, Any]]) -> None:
        """Until each is answered; what is refused as busy or overtaken is sent again, as a client would."""
        while not requests.keys() <= self.answers.keys():
            answer = self._line(60)
            assert answer is not None, f"no answer to {requests.keys() - self.answers.keys()}"
            if "refused" in answer:
                assert answer["refused"] in ("conflict", "unavailable"), answer
                self.ask(requests[answer["key"]])

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        while self._line(5) is not None:  # what was printed before the kill was answered
            continue
        self.process.wait(10)
        self._into.close()
        self._out.close()

    @property
    def _into(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def _out(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def _line(self, seconds: float) -> dict[str, Any] | None:
        if not select.select([self._out], [], [], seconds)[0]:
            return None
        text = _read_line(self._out.fileno())
        if text is None:
            return None
        answer: dict[str, Any] = json.loads(text)
        if "key" in answer and "status" in answer:
            self.answers[answer["key"]] = answer
        return answer


def _read_line(descriptor: int) -> bytes | None:
    """One whole line, unbuffered so that `select` tells the truth; None where the process died inside it."""
    text = b""
    while (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
        text += byte
    return text if byte == b"\n" else None


def _requests(round_: int, chance: random.Random) -> list[dict[str, Any]]:
    """A statement and some lines by hand, all of this round's own days."""
    first = date(2024, 1, 1) + timedelta(days=4 * round_)
    rows = [
        (first + timedelta(days=n // 40), chance.randrange(-9000, 9000) or 1, f"R{round_} N{n}") for n in range(LINES)
    ]
    requests: list[dict[str, Any]] = [
        {"key": f"file {round_}", "file": base64.b64encode(simple_file(rows)).decode(), "sum": sum(r[1] for r in rows)}
    ]
    for n in range(6):
        amount = chance.randrange(1, 9000)
        requests.append(
            {
                "key": f"line {round_}/{n}",
                "day": first.isoformat(),
                "text": f"H{round_} {n}",
                "amount": amount,
                "sum": amount,
            }
        )
    return requests


@pytest.mark.parametrize("place", ["sqlite", *(["postgresql"] if LONG else [])], indirect=True)
def test_what_was_answered_before_a_kill_is_there_exactly_once(place: Place) -> None:
    chance = random.Random(20261122)
    with opened(place) as whole:
        keeper = found(whole.books)
    child = Child(place, keeper.company)
    slowest, unanswered, killed_inside = 0.0, 0, 0
    expected: Counter[str] = Counter()
    for round_ in range(KILLS):
        requests = _requests(round_, chance)
        child.start()
        slowest = max(slowest, child.ready_after)
        for request in requests:
            child.ask(request)
        child.hear(chance.random() * 0.12)
        child.kill()
        before, child.answers = child.answers, {}
        missing = [r for r in requests if r["key"] not in before]
        unanswered += len(missing)
        killed_inside += bool(missing)
        child.start()
        slowest = max(slowest, child.ready_after)
        for request in requests:
            child.ask(request)
        child.hear_all({r["key"]: r for r in requests})
        lost = [key for key in before if not child.answers[key]["replayed"]]
        assert lost == [], "answered before the kill, and not there after it"
        child.kill()
        child.answers = {}
        expected.update({r["key"]: r["sum"] for r in requests})
    with opened(place) as whole:
        keeper = Bookkeeper(whole.books, keeper.company)
        assert len(keeper.numbers()) == KILLS * (LINES + 6)
        assert keeper.bank_balance() == sum(expected.values())
        assert keeper.faults() == []
    assert killed_inside, "no kill came in time: nothing was proved"
    assert slowest <= READY_SECONDS_MAX
    note(
        "kill -9 during import",
        f"{KILLS} kills on {whole.store.engine.name}, {killed_inside} inside work",
        lost=0,
        doubled=0,
        unanswered=unanswered,
        slowest_start_s=round(slowest, 2),
    )
