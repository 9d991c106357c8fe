"""Whatever is done with invoices in whatever order: the accounts hold what the invoices say is open."""

from __future__ import annotations

import pytest

from accountsos.workflows.unit_of_work import Books
from tests.bookkeeping.dealer import SCHEMES, Dealer
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import ages, correct, lines_of, standing, vat_clerk


@pytest.mark.parametrize("seed", range(6))
def test_the_accounts_hold_what_is_open(books: Books, seed: int) -> None:
    scheme = SCHEMES[seed % 2]
    dealer = Dealer(vat_clerk(books, scheme), seed)
    clerk = dealer.clerk
    for _ in range(25):
        dealer.step()
        for name in ("aged-creditors", "aged-debtors"):
            columns, other, control = ages(clerk, name, TODAY)
            assert (sum(columns), other) == (control, 0)
    kept = [invoice for s in dealer.papers if (invoice := clerk.show(s).invoice) is not None]
    assert all((invoice.settled_on is not None) == (invoice.open_amount == 0) for invoice in kept)
    assert clerk.keeper.faults() == []


@pytest.mark.parametrize("seed", range(3))
def test_nothing_waits_once_all_is_paid(books: Books, seed: int) -> None:
    dealer = Dealer(vat_clerk(books, "cash"), 100 + seed)
    for _ in range(4):
        dealer.arrive()
    for _ in range(40):
        dealer.pay()
    for state in dealer.papers:
        left = standing(dealer.clerk.keeper, state).open_amount
        if left:
            line = dealer.clerk.keeper.enter(dealer.day(), left, "THE REST").row.number
            links = dealer.links[state.document.number]
            links.append(line)
            correct(dealer.clerk, state, transactions=lines_of(dealer.clerk, *links))
    balances = dealer.clerk.keeper.balances(TODAY)
    assert {"cat_vat_deferred", "cat_debtors", "cat_creditors"}.isdisjoint(balances)
    sales = sum(standing(dealer.clerk.keeper, s).amount for s in dealer.papers)
    assert balances.get("ba_main", 0) == sales
