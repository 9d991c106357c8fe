"""Post a journal, and say where a dividend that it declares is more than what was there for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.ledger.journals import Journal
from accountsos.reports.warnings import ReportWarning
from accountsos.store.changed_things import JOURNAL
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.external_references import Naming, always
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import JournalState, state_of_journal
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.dividend_cover import uncovered_in_any_year
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True)
class PostedJournal:
    """What was posted, and what is to be said of it."""

    state: JournalState
    warnings: tuple[ReportWarning, ...]


def apply(db: Writer, company: int, plan: Journal, cause: Cause) -> PostedJournal:
    """As any journal; the dividends of its day are held against the reserves with it in the books."""
    state = post_journal.apply(db, company, plan, cause)
    dividends = state.names.chart.in_role("dividends")
    if not any(line.category_id in dividends and line.debit for line in plan.lines):
        return PostedJournal(state, ())
    today = cause.today
    return PostedJournal(state, _warnings(BooksAsKnown(db, company), plan.day, today))


def _warnings(books: BooksAsKnown, day: date, today: date) -> tuple[ReportWarning, ...]:
    return tuple(one.warning for one in uncovered_in_any_year(books, max(day, today)) if one.day >= day)


def _again(db: Reader, company: int, posted: PostedJournal) -> PostedJournal:
    return replace(posted, state=state_of_journal(db, company, posted.state.journal))


NAMING = Naming(JOURNAL, lambda posted: posted.state.journal.entry_no, _again, always)
"""What another system calls the journal that was just posted."""
POST = WriteWorkflow("journal.post", post_journal.prepare, apply, person_needs=post_journal.POST.person_needs)
