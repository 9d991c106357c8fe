"""How much waits for somebody: the numbers of the menu, from counters; the same until the books are written again."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Reader
from accountsos.store.head import VERSION
from accountsos.store.inbox import CHECK, papers_by_part
from accountsos.store.line_sums import sums_of
from accountsos.store.names import names_of
from accountsos.workflows.bank.list_transactions import TransactionQuestion, filter_of
from accountsos.workflows.unit_of_work import ReadWorkflow

COMPANIES_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class WorkLeft:
    """Lines that are asked about, and papers that ask for somebody."""

    questions: int
    papers: int


def work_left(db: Reader, company: int, _: None) -> WorkLeft:
    """What waits now."""
    head = db.row(VERSION, company=company)
    seq = -1 if head is None else int(head[0])
    kept: Recent[int, tuple[int, WorkLeft]] | None = db.cache.get("work_left")
    if kept is None:
        kept = db.cache.setdefault("work_left", Recent(COMPANIES_KEPT))
    known = kept.get(company)
    if known is not None and known[0] == seq:
        return known[1]
    sums = sums_of(db, company, filter_of(names_of(db, company), company, TransactionQuestion(limit=1)))
    found = WorkLeft(sums.questions.lines, papers_by_part(db, company)[CHECK])
    kept.put(company, (seq, found))
    return found


WORK_LEFT = ReadWorkflow("overview.work_left", work_left, short=True)
