"""Tell how the installation does: which schema its books have, and what waits in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accountsos.store.engine.migrate import HEAD
from accountsos.store.engine.sql import Reader, micros
from accountsos.store.maintenance import queue_length, schema_of
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class Condition:
    """What the database says of itself."""

    schema: str
    queued: int
    running: int
    oldest_seconds: int
    """Since the oldest of these jobs was put into the queue; 0 where none waits."""

    @property
    def schema_fits(self) -> bool:
        """Whether the books have the schema of this release."""
        return self.schema == HEAD


def tell(db: Reader, _company: int, now: datetime) -> Condition:
    """Of all companies together."""
    queue = queue_length(db)
    oldest = 0 if queue.oldest is None else max(0, micros(now) - queue.oldest) // 1_000_000
    return Condition(schema_of(db), queue.queued, queue.running, oldest)


CONDITION = ReadWorkflow("installation.condition", tell)
