"""kill -9 inside a large import: the whole file is there, or nothing of it, and asking again brings it once."""

from __future__ import annotations

import base64
import random
from datetime import date, timedelta

import pytest

from accountsos.store.engine.opening import Place
from tests.faults.figures import LONG, note
from tests.faults.test_killed import Child
from tests.support.bookkeeper import Bookkeeper, found, simple_file
from tests.support.engines import opened

LINES = 20_000 if LONG else 3_000
KILLS = 40 if LONG else 3


@pytest.mark.parametrize("place", ["sqlite", *(["postgresql"] if LONG else [])], indirect=True)
def test_a_large_import_is_there_whole_or_not_at_all(place: Place) -> None:
    chance = random.Random(20261129)
    rows = [
        (date(2024, 1, 1) + timedelta(days=n // 30), chance.randrange(-9_000, 9_000) or 1, f"SHOP {n % 40} N{n}")
        for n in range(LINES)
    ]
    request = {"key": "large", "file": base64.b64encode(simple_file(rows)).decode()}
    with opened(place) as whole:
        keeper = found(whole.books)
    child = Child(place, keeper.company)
    killed_inside = 0
    for round_ in range(KILLS):
        child.start()
        child.ask(request)
        child.hear(LINES / 5_000 * (round_ + chance.random()) / KILLS)
        child.kill()
        killed_inside += "large" not in child.answers
        with opened(place) as whole:
            keeper = Bookkeeper(whole.books, keeper.company)
            there = len(keeper.numbers())
            assert there in (0, LINES), f"{there} of {LINES} lines are there"
            assert there == LINES or "large" not in child.answers
            assert keeper.faults() == []
    child.start()
    child.ask(request)
    child.hear_all({"large": request})
    child.kill()
    with opened(place) as whole:
        keeper = Bookkeeper(whole.books, keeper.company)
        assert len(keeper.numbers()) == LINES
        assert keeper.bank_balance() == sum(amount for _, amount, _ in rows)
        assert keeper.faults() == []
    assert killed_inside, "no kill came in time: nothing was proved"
    note("kill -9 inside a large import", f"{KILLS} kills of {LINES:,} lines", inside=killed_inside, half=0)
