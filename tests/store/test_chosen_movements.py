"""What was posted to a few accounts is what all movements say of them."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.chart import standard_chart
from accountsos.reports.trial_balance import Movement
from accountsos.reports.warnings import watched
from accountsos.store.balances import movements, movements_of
from accountsos.store.engine.sql import Reader
from accountsos.store.names import names_of
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import found

DAYS = (date(2024, 1, 31), date(2024, 2, 10), date(2024, 2, 29), date(2025, 1, 1), date(2025, 12, 31))
WATCHED = watched(standard_chart())
CATEGORIES = ("cat_transfer", "cat_paye", "cat_rent", "cat_sales")


@pytest.mark.parametrize("day", [*DAYS, date(2024, 2, 11), date(2023, 12, 31), date(2026, 6, 30)], ids=str)
def test_chosen_accounts_move_as_they_do_among_all_of_them(books: Books, day: date) -> None:
    keeper = found(books)
    for n, booked_on in enumerate(DAYS):
        for m, category in enumerate(CATEGORIES):
            keeper.enter(booked_on, (-1) ** m * (1000 + 100 * n + m), f"Line {n} {m}", category=category)

    def both(db: Reader, company: int, _: None) -> tuple[list[Movement], list[Movement]]:
        names = names_of(db, company)
        return movements(db, company, names, None, day), movements_of(db, company, names, day, WATCHED)

    everything, chosen = keeper.ask(ReadWorkflow("test.chosen", both), None)
    assert chosen == [m for m in everything if m.category_id in WATCHED]
    assert {m.category_id for m in chosen} >= (set() if day < DAYS[0] else {"cat_transfer", "cat_paye"})
