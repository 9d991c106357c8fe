"""An entry that was made before its contact was known is written, and digested, as one made afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.entry import JournalEntry, Posting, Source
from accountsos.store.entry_rows import EntryRows, numbered
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
    assert numbered(early, 10, contacts) == late
    head, postings, _, written = late
    assert written == (repr(postings),)
    assert head[2] == 13
