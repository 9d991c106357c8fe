"""How much waits for somebody: the numbers of the menu, from counters; the same until the books are written again."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.store.engine.sql import Reader
from accountsos.store.inbox import CHECK, papers_by_part
from accountsos.store.line_sums import sums_of
from accountsos.store.names import names_of
from accountsos.store.remembered import remembered
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
    return remembered(db, "work_left", company, lambda: _counted(db, company), most=COMPANIES_KEPT)


def _counted(db: Reader, company: int) -> WorkLeft:
    sums = sums_of(db, company, filter_of(names_of(db, company), company, TransactionQuestion(limit=1)))
    return WorkLeft(sums.questions.lines, papers_by_part(db, company)[CHECK])


WORK_LEFT = ReadWorkflow("overview.work_left", work_left, short=True)
