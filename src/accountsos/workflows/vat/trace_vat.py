"""From a box of the VAT return to the postings behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accountsos.errors import BadRequest
from accountsos.ledger.vat_postings import read_code
from accountsos.store.engine.sql import Reader
from accountsos.store.vat import vat_postings
from accountsos.workflows.reports.trace import PostingSource, SourcesPage, SourcesQuestion, source_of
from accountsos.workflows.unit_of_work import ReadWorkflow
from accountsos.workflows.vat.vat_books import VatBooks

FIGURES = {f"box{n}": n for n in range(1, 10)}
SALES_BOX = 6


def list_sources(db: Reader, company: int, asked: SourcesQuestion) -> SourcesPage:
    """The postings behind one box of the period that ends on `to`."""
    box = FIGURES.get(asked.figure)
    if box is None:
        raise BadRequest(f"vat has no figure {asked.figure!r}; accepted: {', '.join(FIGURES)}", param="figure")
    books = VatBooks(db, company, asked.known_at)
    end: date = asked.end or asked.today
    period = books.regime.period_of(end)
    rows: list[PostingSource] = []
    total, skip = 0, asked.offset
    if period is not None:
        for code, control in books.figures(period).behind[box]:
            found, count = vat_postings(
                db,
                company,
                books.names,
                (period.end, code, control),
                last_entry=books.last_entry,
                limit=asked.limit - len(rows),
                offset=skip,
            )
            against = _counts_against(box, code, control=control)
            rows += [replace(source_of(db, company, books.names, row), against=against) for row in found]
            skip = max(skip - count, 0)
            total += count
    return SourcesPage(rows, total, books.names, company)


def _counts_against(box: int, code: str, *, control: bool) -> bool:
    """Whether a cost stands in a box of sales: what is bought under the reverse charge is in boxes 6 and 7."""
    law = read_code(code).law
    return box == SALES_BOX and not control and law is not None and not law.sales


SOURCES = ReadWorkflow("trace.vat_sources", list_sources)
