"""File many bank lines in one write, as one is filed: their entries, readings and counters are written together."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.bookkeeping.book_invoice import bring_invoices_of_lines
from accountsos.bookkeeping.bring_entry import Wanted, bring_entries
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.file_line import (
    FiledLine,
    Intended,
    TransactionChange,
    entry_for,
    file_readings,
    filed,
    intended,
    keep_counts,
    replaced,
)
from accountsos.bookkeeping.teach_payee import teach_line
from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause


def file_lines(books: CompanyBooks[Writer], cause: Cause, changes: Sequence[TransactionChange]) -> list[FiledLine]:
    """Those that changed, each as `file_line` would file it. No line may come twice."""
    wanted = [each for each in (intended(books, change) for change in changes) if each.changes]
    posting = [each for each in wanted if each.posts]
    landed = _posted(books, cause, posting)
    file_readings(books, [(each.new, each.reading) for each in wanted if not each.posts])
    keep_counts(books.db, cause, [(each.old, each.new) for each in wanted])
    for each in posting:
        teach_line(books.db, books.company, each.teaching, each.new)
    return [filed(books, each, landed.get(each.old.number, each.old.entry_no)) for each in wanted]


def _posted(books: CompanyBooks[Writer], cause: Cause, many: Sequence[Intended]) -> dict[int, int | None]:
    """Post and store what the lines say now; the entry of each by the line's number."""
    entries = [Wanted(each.old.entry_no, entry_for(books, each), late_evidence=each.says_vat) for each in many]
    brought = bring_entries(books, cause, entries)
    pairs = list(zip(many, brought, strict=True))
    file_readings(books, [(replaced(each.new, entry_no=now.number), each.reading) for each, now in pairs])
    bring_invoices_of_lines(books, cause, [each.old.number for each in many])
    return {each.old.number: now.number for each, now in pairs}
