"""Whatever is owed, paid, filed and said anew in whatever order: nothing is paid twice and every report agrees."""

from __future__ import annotations

import os

import pytest

from accountsos.workflows.unit_of_work import Books
from tests.bookkeeping.trader import Trader
from tests.workflows.documents.clerk_of_invoices import vat_clerk

LONG = bool(os.environ.get("ACCOUNTSOS_TEST_LONG"))
SEEDS = range(200) if LONG else range(2)
STEPS = 60 if LONG else 22


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_paid_twice_and_a_fact_said_anew_and_back_leaves_nothing(books: Books, seed: int) -> None:
    trader = Trader(vat_clerk(books, ("standard", "cash")[seed % 2]), seed)
    for _ in range(STEPS):
        trader.step()
        trader.in_order()
        if LONG:
            assert trader.keeper.faults() == []
    assert trader.keeper.faults() == []
