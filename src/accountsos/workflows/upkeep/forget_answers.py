"""Forget what was answered under Idempotency-Keys more than a day ago, a little at a time, and sessions that ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from accountsos.store.engine.sql import micros
from accountsos.store.idempotency import forget_answers
from accountsos.store.maintenance import BEFORE_ALL_ANSWERS, answers_after
from accountsos.workflows.access.log_in import ENDED_QUIET
from accountsos.workflows.unit_of_work import Books

KEPT = timedelta(hours=24)
STEP = 500
REST = timedelta(hours=1)


class OldAnswers:
    """Goes through the answers of all companies, so many at a step, and rests when it has seen the last one."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._after = BEFORE_ALL_ANSWERS
        self._done_at: datetime | None = None

    @property
    def rests(self) -> bool:
        """Whether it has seen all of them."""
        return self._done_at is not None

    def forget_some(self) -> int:
        """One step; how many answers were forgotten. Those of imports are kept for good."""
        now = self.books.clock()
        if self._done_at is not None and self._done_at <= now < self._done_at + REST:
            return 0
        seen = self.books.look(lambda db: answers_after(db, self._after, limit=STEP))
        before = micros(now - KEPT)
        old = [(company, key) for company, key, created_at in seen if created_at < before]
        for company, keys in groupby(old, key=lambda each: each[0]):
            self._forget(company, [key for _, key in keys], before)
        whole = len(seen) < STEP
        self._after = BEFORE_ALL_ANSWERS if whole else seen[-1][:2]
        self._done_at = now if whole else None
        if whole:
            self.books.keep(ENDED_QUIET, None).result()
        return len(old)

    def _forget(self, company: int, keys: list[str], before: int) -> None:
        self.books.tend(lambda db: forget_answers(db, company, keys, before))
