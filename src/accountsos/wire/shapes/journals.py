"""Manual journals, their templates, and opening balances."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.ledger.journal_template import Template
from accountsos.ledger.journal_templates import TEMPLATES
from accountsos.money import text_from_pence
from accountsos.wire.fields import DateOut, TimeOut
from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.common import CursorPageOut, Paging, pairs_out
from accountsos.wire.shapes.entries import EntryOut, entry_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.statements import WarningOut, warnings_out
from accountsos.workflows.journals.post_journal import JournalPage, JournalState
from accountsos.workflows.tax.declare_dividend import PostedJournal


class JournalOut(msgspec.Struct, frozen=True):
    """A journal and what it posted."""

    id: str
    date: DateOut
    narration: str | None
    kind: str
    """`manual`, `opening_balances`, `depreciation`, `disposal` or `revaluation`."""
    auto_reverse_on: DateOut | None
    undone: bool
    entry: EntryOut
    reversal: EntryOut | None
    """What takes it back on `auto_reverse_on`."""
    external_id: str | None
    metadata: dict[str, str] | None
    created_at: TimeOut
    updated_at: TimeOut


class OneJournal(msgspec.Struct, frozen=True):
    """A journal."""

    journal: JournalOut


class PostedJournalOut(msgspec.Struct, frozen=True):
    """A journal that was just posted."""

    journal: JournalOut
    warnings: list[WarningOut]
    """Of a dividend: what the reserves that the books had on its day did not cover."""


class JournalList(msgspec.Struct, frozen=True):
    """A page of journals, newest first."""

    journals: list[JournalOut]
    pagination: CursorPageOut


class OpeningBalancesOut(msgspec.Struct, frozen=True):
    """The trial balance with which the books start."""

    conversion_date: DateOut
    """The first day whose transactions are posted."""
    journal: JournalOut


class OneOpeningBalances(msgspec.Struct, frozen=True):
    """The trial balance with which the books start."""

    opening_balances: OpeningBalancesOut


class TemplateFieldOut(msgspec.Struct, frozen=True):
    """One value that a template takes."""

    name: str
    kind: str
    """`amount`, `count` (a whole number), `date`, `contact` (its id), `category` (its id), `choice` or `text`."""
    description: str
    required: bool
    accepted: list[str]
    """The words that a choice takes; the first is taken where none is given."""


class TemplateOut(msgspec.Struct, frozen=True):
    """A journal that recurs."""

    key: str
    title: str
    description: str
    fields: list[TemplateFieldOut]


class TemplateList(msgspec.Struct, frozen=True):
    """Journals that recur."""

    templates: list[TemplateOut]
    pagination: CursorPageOut


def journal_out(state: JournalState) -> JournalOut:
    """One journal."""
    journal, chart, company = state.journal, state.names.chart, state.company
    return JournalOut(
        ids.public_id("je_", company, journal.entry_no),
        state.entry.entry.entry_date.isoformat(),
        state.entry.entry.narration,
        journal.template,
        journal.auto_reverse_on.isoformat() if journal.auto_reverse_on else None,
        journal.undone,
        entry_out(company, chart, state.entry),
        entry_out(company, chart, state.reversal) if state.reversal is not None else None,
        state.moments.external.external_id,
        pairs_out(state.moments.external.metadata),
        rfc3339(state.moments.created_at),
        rfc3339(state.moments.updated_at),
    )


def posted_journal(posted: PostedJournal) -> PostedJournalOut:
    """One journal, and what is to be said of it."""
    return PostedJournalOut(journal_out(posted.state), warnings_out(posted.warnings))


def journal_list(page: JournalPage, *, paging: Paging) -> JournalList:
    """A page of journals."""
    shown, told = paging.page(
        page.rows, page.total, lambda row: (row.journal.entry_date.strftime("%Y%m%d"), row.journal.number)
    )
    return JournalList([journal_out(row) for row in shown], told)


def journal_table(page: JournalPage) -> Table:
    """The rows of a file; the amount is what its debits come to."""
    columns = ("id", "date", "narration", "kind", "auto_reverse_on", "undone", "external_id")
    heads, rows = list_table([journal_out(state) for state in page.rows], columns)
    debits = [sum(p.amount for p in state.entry.entry.postings if p.amount > 0) for state in page.rows]
    return [*heads, "amount"], [[*row, text_from_pence(pence)] for row, pence in zip(rows, debits, strict=True)]


def opening_balances_out(state: JournalState) -> OneOpeningBalances:
    """The opening balances as they were posted, on the eve of the conversion date."""
    return OneOpeningBalances(OpeningBalancesOut(state.journal.entry_date.isoformat(), journal_out(state)))


def template_list(*, paging: Paging) -> TemplateList:
    """A page of the templates."""
    shown, page = paging.cut([_template(template) for template in TEMPLATES.values()], lambda one: one.key)
    return TemplateList(shown, page)


def _template(template: Template) -> TemplateOut:
    fields = [TemplateFieldOut(f.name, f.kind, f.description, f.required, list(f.accepted)) for f in template.fields]
    return TemplateOut(template.key, template.title, template.description, fields)
