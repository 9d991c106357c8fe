"""Bring everything filed under a category to what its VAT treatment says now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accountsos.bookkeeping.book_invoice import bring_to_books
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.repost_lines import repost_lines
from accountsos.dates import FIRST_DAY, LAST_DAY, ONE_DAY
from accountsos.errors import Conflict
from accountsos.store.category_lines import posted_under
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import invoice_of, invoices_filed_under

PAGE = 1_000


def repost_category(books: CompanyBooks[Writer], cause: Cause, category_id: str, *, correct_filed: bool) -> int:
    """Repost lines and invoices of the category; how many changed. Nothing for a business that is not registered.

    What changes in a filed return becomes a correction of it, found today. That is right where the treatment was wrong
    all along and wrong where it changes from now on, so it is refused unless it is asked for.
    """
    if not books.names.vat:
        return 0
    filed, number = books.locks.vat_filed_through, books.names.category_no[category_id]
    invoices = _invoices(books, cause, category_id)
    corrected, since = 0, FIRST_DAY
    if filed is not None:
        corrected = sum(issued <= filed for issued in invoices)
        days = (FIRST_DAY, filed)
        corrected += repost_lines(books, cause, _lines(books, number, days))
        since = filed + ONE_DAY
    if corrected and not correct_filed:
        things = "1 line or invoice is" if corrected == 1 else f"{corrected} lines or invoices are"
        raise Conflict(
            f"{things} in VAT returns filed up to {filed}, and this change would correct them in the present period. "
            "If the treatment was wrong all along, repeat it with correct_filed_returns; if it changes from now on, "
            f"add a category like {category_id} with the new treatment and file what comes under that one"
        )
    later = repost_lines(books, cause, _lines(books, number, (since, LAST_DAY)))
    unfiled = sum(filed is None or issued > filed for issued in invoices)
    return corrected + unfiled + later


def _invoices(books: CompanyBooks[Writer], cause: Cause, category_id: str) -> list[date]:
    """The days of issue of those that changed."""
    db, changed = books.db, []
    number = books.names.category_no[category_id]
    for document in invoices_filed_under(db, cause.company, number, category_id):
        before = invoice_of(db, cause.company, document)
        assert before is not None
        bring_to_books(books, cause, document)
        after = invoice_of(db, cause.company, document)
        if after is None or after.entry_no != before.entry_no:
            changed.append(before.issued_on)
    return changed


def _lines(books: CompanyBooks[Reader], category: int, days: tuple[date, date]) -> Iterator[int]:
    after = 0
    while page := posted_under(books.db, books.company, category, days, after=after, limit=PAGE):
        yield from page
        after = page[-1]
