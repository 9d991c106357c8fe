"""Give up pending lines when their days are over, also where nobody imports anything any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from accountsos.access.actor import WORKER
from accountsos.dates import london_day
from accountsos.store.pending_lines import companies_with_pending
from accountsos.workflows.bank.lapse_pending import LAPSE, due
from accountsos.workflows.unit_of_work import Books

STEP = 200
REST = timedelta(hours=1)


class PendingLines:
    """Goes through the companies that have such lines, so many at a step, and rests when it has seen the last one."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._after = 0
        self._done_at: datetime | None = None

    @property
    def rests(self) -> bool:
        """Whether it has seen all of them."""
        return self._done_at is not None

    def lapse_some(self) -> int:
        """One step; how many lines were given up."""
        now = self.books.clock()
        if self._done_at is not None and self._done_at <= now < self._done_at + REST:
            return 0
        companies = self.books.look(lambda db: companies_with_pending(db, self._after, limit=STEP))
        lapsed = sum(self._lapse(company, now) for company in companies)
        whole = len(companies) < STEP
        self._after = 0 if whole else companies[-1]
        self._done_at = now if whole else None
        return lapsed

    def _lapse(self, company: int, now: datetime) -> int:
        if not self.books.look(lambda db: due(db, company, london_day(now))):
            return 0
        return self.books.write(LAPSE, company, None, WORKER)
