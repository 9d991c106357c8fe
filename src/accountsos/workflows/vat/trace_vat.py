"""From a box of the VAT return to the postings behind it."""

from __future__ import annotations

from datetime import date

from accountsos.errors import BadRequest
from accountsos.store.engine.sql import Reader
from accountsos.store.vat import vat_postings
from accountsos.workflows.reports.trace import PostingSource, SourcesPage, SourcesQuestion, source_of
from accountsos.workflows.unit_of_work import ReadWorkflow
from accountsos.workflows.vat.vat_return import VatBooks

FIGURES = {f"box{n}": n for n in range(1, 10)}


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
            rows += [source_of(db, company, books.names, row) for row in found]
            skip = max(skip - count, 0)
            total += count
    return SourcesPage(rows, total, books.names, company)


SOURCES = ReadWorkflow("trace.vat_sources", list_sources)
