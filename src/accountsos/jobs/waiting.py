"""What stands beside the server while nothing is to be done: it looks for work, and knows nothing of how it is done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import sleep
from typing import TYPE_CHECKING

from accountsos.errors import Unavailable
from accountsos.meters import Meters
from accountsos.store.engine.sql import micros
from accountsos.store.work_due import is_work_due

if TYPE_CHECKING:
    from accountsos.store.engine.postgres import PostgresEngine
    from accountsos.store.engine.sqlite import SqliteEngine

POLL_SECONDS = 0.5
LOOKS_UNTIL_SEEN = 20


def wait_for_work(
    engine: SqliteEngine | PostgresEngine,
    clock: Callable[[], datetime],
    meters: Meters,
    still_wanted: Callable[[], bool],
    *,
    upkeep: int,
) -> bool:
    """Until a worker is wanted: for work, or after so many looks. False where nobody waits for one any more."""
    looks = 0
    while still_wanted():
        try:
            with engine.glancing() as db:
                due = is_work_due(db, micros(clock()))
        except Unavailable:
            due = False
        else:
            # Only where there is nothing to do is all said to be well: where no worker comes up, nobody says so.
            if not due and looks % LOOKS_UNTIL_SEEN == 0:
                with suppress(OSError):  # `/readyz` says that the directory cannot be written
                    meters.publish()
        looks += 1
        if due or looks >= upkeep:
            return True
        sleep(POLL_SECONDS)
    return False
