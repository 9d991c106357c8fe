"""VAT in journals: an invoice by hand is in the boxes of its day's period, and a filed period is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import BadRequest
from accountsos.ledger.journals import JournalLine
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostJournal
from accountsos.workflows.unit_of_work import Books
from tests.workflows.vat.keeping import VatKeeper, registered

DAY = date(2026, 2, 10)
INVOICE = (
    JournalLine("cat_other_debtors", debit=120_000),
    JournalLine("cat_sales", credit=100_000, vat_code="S20"),
    JournalLine("cat_vat", credit=20_000, vat_code="S20"),
)


def post(vat: VatKeeper, lines: tuple[JournalLine, ...] = INVOICE, *, reverse: date | None = None) -> None:
    vat.keeper.do(post_journal.POST, PostJournal(DAY, "Invoice 9", lines, auto_reverse_on=reverse))


def test_an_invoice_by_journal_is_in_the_boxes_of_its_day(books: Books) -> None:
    vat = registered(books)
    post(vat)
    assert vat.boxes("2026-Q1") == {1: 20_000, 3: 20_000, 5: 20_000, 6: 100_000}
    assert vat.keeper.faults() == []


def test_its_automatic_reversal_is_in_the_period_of_its_own_day(books: Books) -> None:
    vat = registered(books)
    post(vat, reverse=date(2026, 4, 1))
    assert vat.boxes("2026-Q1") == {1: 20_000, 3: 20_000, 5: 20_000, 6: 100_000}
    assert vat.boxes("2026-Q2") == {1: -20_000, 3: -20_000, 5: 20_000, 6: -100_000}


def test_a_journal_dated_in_a_filed_period_is_a_correction(books: Books) -> None:
    vat = registered(books)
    post(vat)
    vat.file("2026-Q1")
    post(vat)
    assert vat.boxes("2026-Q1") == {1: 20_000, 3: 20_000, 5: 20_000, 6: 100_000}
    assert vat.boxes("2026-Q4") == {1: 20_000, 3: 20_000, 5: 20_000}
    assert vat.keeper.faults() == []


@pytest.mark.parametrize(
    ("scheme", "lines", "words"),
    [
        ("standard", (*INVOICE[:1], JournalLine("cat_sales", credit=120_000, vat_code="S21")), "line 2: 'S21'"),
        ("standard", (*INVOICE[:1], JournalLine("cat_sales", credit=120_000, vat_code="RC20/1")), "line 2: 'RC20/1'"),
        ("cash", (JournalLine("cat_debtors", debit=120_000, contact=1), *INVOICE[1:]), "cash accounting"),
    ],
)
def test_what_no_return_could_take_is_refused_by_line(
    books: Books, scheme: str, lines: tuple[JournalLine, ...], words: str
) -> None:
    vat = registered(books, scheme)
    with pytest.raises(BadRequest, match=words):
        post(vat, lines)


def test_before_the_registration_a_journal_carries_no_code(books: Books) -> None:
    vat = registered(books, start=date(2026, 4, 1))
    with pytest.raises(BadRequest, match="not registered for VAT on 2026-02-10"):
        post(vat)
