"""Whether a worker is wanted: one question to all companies, asked twice a second by a process that is nothing else."""

from __future__ import annotations

from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.jobs import IS_DUE, IS_LOST
from accountsos.store.webhooks import IS_ASKED, IS_FREE
from accountsos.store.webhooks import IS_DUE as IS_TO_BE_TOLD

WORK_DUE = Sql(
    f"""SELECT CASE WHEN EXISTS (
            SELECT 1 FROM job WHERE state IN ('queued', 'running')
            AND (state = 'queued' AND {IS_DUE} OR state = 'running' AND {IS_LOST}))
          OR EXISTS (SELECT 1 FROM webhook_endpoint e WHERE {IS_FREE} AND ({IS_TO_BE_TOLD} OR {IS_ASKED}))
        THEN 1 ELSE 0 END"""
)


def is_work_due(db: Reader, now: int) -> bool:
    """Whether any company has a job that may be claimed now, or an endpoint that something is to be told."""
    row = db.row(WORK_DUE, now=now)
    return row is not None and bool(row[0])
