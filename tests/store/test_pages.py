"""Pages of every list after a place in it, on both engines: what comes after is what came after before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.store.audit import NOTHING_IS_LATER, audit_page
from accountsos.store.contacts import ContactFilter, contact_page
from accountsos.store.document_list import DocumentFilter, document_page
from accountsos.store.doubts import doubtful_page
from accountsos.store.engine.sql import Reader, day_number
from accountsos.store.evidence import lines_without_document
from accountsos.store.imports import import_page
from accountsos.store.invoice_list import InvoiceFilter, invoice_page
from accountsos.store.jobs import job_page
from accountsos.store.manual_journals import JournalFilter, journal_page
from accountsos.store.mileage import trip_page
from accountsos.store.refilings import refiling_page
from accountsos.workflows.contacts.manage_contacts import ADD, NewContact
from accountsos.workflows.mileage import record_trip
from accountsos.workflows.mileage.record_trip import NewTrip
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.workflows.documents.papers import Clerk, einvoice

DAY, DAYS = date(2026, 5, 2), (0, NO_DAY_IS_LATER)
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
START = (NO_DAY_IS_LATER, ABOVE_ALL)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    keeper = found(books)
    clerk = Clerk(keeper)
    for n in range(3):
        keeper.load(plain_file([(date(2026, 5, n + 1), -1_000 - n, f"SHOP {'ABC'[n]}")]))
        keeper.change(keeper.numbers()[n], category_id="cat_office")
        clerk.uploaded_and_read(einvoice(number=f"HS-{n}"))
        keeper.journal(DAY, {"cat_travel": 500, "cat_directors_loan": -500})
        keeper.do(ADD, NewContact(f"contact {'bAc'[n]}"))
        keeper.do(record_trip.ADD, NewTrip(DAY, DAY, "Ann", "car", Decimal(12), purpose="To the bank"))
    return keeper


def day_of(day: date | None) -> int:
    assert day is not None
    return day_number(day)


Page = Callable[[Reader, int, Any], list[Any]]
LISTS: dict[str, tuple[Page, Callable[[Any], Any], Any]] = {
    "documents": (
        lambda db, c, at: document_page(db, c, DocumentFilter(), limit=90, offset=0, below=at)[0],
        lambda row: row.number, ABOVE_ALL,
    ),
    "jobs": (
        lambda db, c, at: job_page(db, c, state="", limit=90, offset=0, below=at)[0], lambda row: row.number, ABOVE_ALL
    ),
    "refilings": (
        lambda db, c, at: refiling_page(db, c, limit=90, offset=0, below=at)[0], lambda row: row.number, ABOVE_ALL
    ),
    "doubtful": (
        lambda db, c, at: doubtful_page(db, c, decided=False, limit=90, offset=0, below=at)[0],
        lambda row: row, ABOVE_ALL,
    ),
    "imports": (
        lambda db, c, at: import_page(db, c, limit=90, offset=0, below=at)[0], lambda row: row.number, ABOVE_ALL
    ),
    "audit": (
        lambda db, c, at: audit_page(db, c, limit=90, offset=0, before=at)[0],
        lambda row: (row.seq, row.part), NOTHING_IS_LATER,
    ),
    "trips": (
        lambda db, c, at: trip_page(db, c, (FIRST, LAST), "", (90, 0), before=at)[0],
        lambda row: (day_of(row.trip.made_on), row.number), START,
    ),
    "missing": (
        lambda db, c, at: lines_without_document(db, c, DAYS, threshold=1, page=(90, 0), before=at)[0],
        lambda row: (row[1], row[0]), START,
    ),
    "invoices": (
        lambda db, c, at: invoice_page(db, c, InvoiceFilter(20260601), limit=90, offset=0, before=at)[0],
        lambda number: (20260120, number), START,
    ),
    "contacts": (
        lambda db, c, at: contact_page(db, c, ContactFilter(after=at), limit=90, offset=0)[0], lambda row: row.number, 0
    ),
    "journals": (
        lambda db, c, at: journal_page(db, c, JournalFilter(before=at), limit=90, offset=0)[0],
        lambda row: (day_of(row.entry_date), row.number), START,
    ),
}  # fmt: skip


def test_what_comes_after_any_row_is_what_came_after_it_before(keeper: Bookkeeper) -> None:
    several = set()
    with keeper.books.engine.reading() as db:
        for name, (page, place, start) in LISTS.items():
            whole = page(db, keeper.company, start)
            for n, row in enumerate(whole):
                if name != "invoices" or n == len(whole) - 1:
                    assert page(db, keeper.company, place(row)) == whole[n + 1 :], name
            if len(whole) >= 3:
                several.add(name)
    assert several >= {"documents", "jobs", "imports", "audit", "trips", "missing", "contacts", "journals"}


def test_some_by_number_and_by_day(keeper: Bookkeeper) -> None:
    with keeper.books.engine.reading() as db:
        company = keeper.company
        documents = document_page(db, company, DocumentFilter(), limit=9, offset=0)[0]
        named = DocumentFilter(numbers=(documents[0].number, documents[2].number, -1))
        assert document_page(db, company, named, limit=9, offset=0) == ([documents[0], documents[2]], 2)
        day = day_of(documents[0].issued_on)
        assert document_page(db, company, DocumentFilter(days=(day, day)), limit=9, offset=0)[1] == 3
        assert document_page(db, company, DocumentFilter(days=(0, day - 1)), limit=9, offset=0) == ([], 0)
        assert document_page(db, company, DocumentFilter(contact=99), limit=9, offset=0) == ([], 0)
        contacts = contact_page(db, company, ContactFilter(), limit=90, offset=0)[0]
        some = ContactFilter(numbers=tuple(c.number for c in contacts[1:3]))
        assert contact_page(db, company, some, limit=9, offset=0) == (contacts[1:3], 2)
        journals = journal_page(db, company, JournalFilter(), limit=9, offset=0)[0]
        one = JournalFilter(entries=(journals[1].entry_no,), template="manual", first=20260502, last=20260502)
        assert journal_page(db, company, one, limit=9, offset=0) == ([journals[1]], 1)
        assert journal_page(db, company, JournalFilter(last=20260501), limit=9, offset=0) == ([], 0)
        invoices = invoice_page(db, company, InvoiceFilter(20260601), limit=9, offset=0, before=START)[0]
        chosen = InvoiceFilter(20260601, numbers=tuple(invoices[:1]))
        assert invoice_page(db, company, chosen, limit=9, offset=0, before=START) == (invoices[:1], len(invoices[:1]))
