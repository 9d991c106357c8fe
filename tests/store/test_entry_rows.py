"""An entry that was made before its contact was known is written, and digested, as one made afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.entry import JournalEntry, Posting, Source
from accountsos.store.entry_rows import DIGEST_KEPT, EntryRows, rows_of
from accountsos.store.names import names_of
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found

DAY = date(2026, 5, 4)


def _entry(contact: int | None, number: int) -> JournalEntry:
    """An amount that looks like the payee's place, and a second posting of the same contact."""
    sides = (
        Posting("cat_office", 41, contact=contact, vat_code="T1", vat_period=date(2026, 6, 30), tax_point=DAY),
        Posting("cat_office", 2, contact=contact),
        Posting("cat_uncategorised", -1),
    )
    return JournalEntry(DAY, Source("transaction", number), (Posting("cat_rent", -42), *sides))


@pytest.mark.parametrize(("before", "contact"), [(-1, 7), (-42, 1_234), (None, None), (5, 5)])
def test_an_entry_made_early_becomes_the_one_made_late(books: Books, before: int | None, contact: int | None) -> None:
    company = found(books).company
    names = books.look(lambda db: names_of(db, company))
    early, late = EntryRows(names).made(_entry(before, 3)), EntryRows(names).made(_entry(contact, 13))
    contacts = {before: contact} if before is not None and contact is not None and before < 0 else {}
    row, postings, digest = rows_of(early, company, 4, 9, after=10, contacts=contacts)
    assert (row, postings, digest) == rows_of(late, company, 4, 9)
    assert (row[:6], row[-1]) == ((company, 4, 9, 20260504, 1, 13), digest[:DIGEST_KEPT])
    assert [posting[7] for posting in postings] == [None, contact, contact, None]
    assert late[3:] == ((repr(late[1]),), None)


@pytest.mark.parametrize("contact", [None, 7])
def test_postings_are_written_out_as_their_tuples_are(books: Books, contact: int | None) -> None:
    company = found(books).company
    names = books.look(lambda db: names_of(db, company))
    alone = JournalEntry(DAY, Source("transaction", 3), (Posting("cat_office", 0, contact=contact),))
    for entry in (alone, _entry(contact, 3)):
        _, postings, _, written, _ = EntryRows(names).made(entry)
        assert written == (repr(postings),)
