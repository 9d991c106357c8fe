"""The reason given with a new line is the one given whenever it is shown."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found

TEXTS = ("CARD PAYMENT TO AWS EMEA", "TFL TRAVEL CHARGE", "QZX 77 QZXX", "HMRC VAT REF 123456789", "CASH WITHDRAWAL")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("category", [None, "cat_office"])
def test_a_new_line_says_at_once_why_it_is_filed_where_it_is(books: Books, text: str, category: str | None) -> None:
    keeper = found(books)
    entered = keeper.enter(date(2025, 1, 6), -45_99, text, category=category)
    shown = keeper.state(entered.row.number)
    assert entered.reason == shown.reason
    assert (entered.reason is None) == (category is not None)
