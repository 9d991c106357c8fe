"""The papers of each set of this hand, with what they say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.letterbox.afar import AFAR
from benchmarks.letterbox.counters import COUNTERS
from benchmarks.letterbox.desk import Desk, Layout
from benchmarks.letterbox.fourth import FOURTH
from benchmarks.letterbox.programs import PROGRAMS
from benchmarks.letterbox.services import SERVICES
from benchmarks.letterbox.sixth import SIXTH
from benchmarks.letterbox.strips import STRIPS
from benchmarks.letterbox.third import THIRD
from benchmarks.letterbox.tills import TILLS
from benchmarks.letterbox.trades import TRADES
from benchmarks.letterbox.typeset import TYPESET

SETS: dict[str, tuple[dict[str, Layout], int]] = {
    "first": (TRADES | SERVICES | TILLS, 2),
    "second": (TYPESET | STRIPS, 2),
    "third": (THIRD, 3),
    "fourth": (FOURTH, 2),
    "fifth": (PROGRAMS | COUNTERS | AFAR, 2),
    "sixth": (SIXTH, 2),
}
"""The layouts of each set, and how many papers of each."""
TAUGHT = ("first", "second", "third", "fourth")
"""The sets that scorers are trained on, since they were measured."""


def papers(which: str) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Name, content and truth of each paper of a set."""
    layouts, each = SETS[which]
    for place, (layout, write) in enumerate(layouts.items()):
        for n in range(each):
            desk = Desk(random.Random(f"letterbox/{which}/{layout}/{n}"), place + n)
            content, held = write(desk)
            yield f"{layout}-{n}", content, held | {"layout": layout, "customer": desk.own}
