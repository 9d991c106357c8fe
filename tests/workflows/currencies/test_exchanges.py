"""Money changed from one own account into another of another currency is a transfer, less what the exchange cost."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found
from tests.workflows.currencies.euros import wise_file

AUGUST = date(2026, 8, 31)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    keeper = found(books)
    keeper.rates("2026-08", EUR="1.1712", USD="1.28")
    return keeper


def _categories(keeper: Bookkeeper, account: str) -> list[str]:
    found = []
    for number in keeper.numbers(bank_account=account):
        state = keeper.state(number)
        found.append(state.names.category_id[state.row.category_no])
    return found


@pytest.mark.parametrize("euros_first", [True, False])
def test_euros_sold_for_pounds_are_a_transfer(keeper: Bookkeeper, euros_first: bool) -> None:
    euros = keeper.add_account("Wise EUR", "current", "EUR")
    row = 'BALANCE-4,26-08-2026,428.30,GBP,"Moved from the other balance",,428.30,EUR,GBP,0.85986,,,,,0,428.30'
    out = 'BALANCE-4,26-08-2026,-499.68,EUR,"Converted 499.68 EUR to 428.30 GBP",,0.32,EUR,GBP,0.85986,,,,,1.58,428.30'
    files = [(wise_file(out), euros), (wise_file(row), "ba_main")]
    for content, account in files if euros_first else files[::-1]:
        done = keeper.load(content, account)
    assert "2 lines were recognised as halves of transfers between your own accounts" in done.done.warnings
    assert _categories(keeper, "ba_main") == _categories(keeper, euros) == ["cat_transfer"]
    assert keeper.balances(AUGUST).get("cat_transfer", 0) == 0
    assert "cat_fx" not in keeper.balances(AUGUST)
    assert keeper.faults() == []


def test_what_the_exchange_cost_is_an_exchange_loss(keeper: Bookkeeper) -> None:
    euros = keeper.add_account("Wise EUR", "current", "EUR")
    paid = 'BALANCE-7,26-08-2026,-100.00,GBP,"Converted 99.50 GBP to 116.53 EUR",,900.00,GBP,EUR,1.1712,,,,,0.50,116.53'
    came = 'BALANCE-7,26-08-2026,116.53,EUR,"Converted 99.50 GBP to 116.53 EUR",,116.53,GBP,EUR,1.1712,,,,,0.50,116.53'
    keeper.load(wise_file(paid), "ba_main")
    keeper.load(wise_file(came), euros)
    # EUR 116.53 were bought at 1.1712 for 99.50 pounds; the account paid 100.00.
    assert keeper.bank_balance(euros) == 9950
    balances = keeper.balances(AUGUST)
    assert (balances.get("cat_transfer", 0), balances["cat_fx"]) == (0, 50)
    assert keeper.faults() == []


def test_between_two_other_currencies_what_came_in_says_what_was_lost(keeper: Bookkeeper) -> None:
    euros, dollars = keeper.add_account("EUR", "current", "EUR"), keeper.add_account("USD", "current", "USD")
    out = 'BALANCE-8,26-08-2026,-117.12,EUR,"Converted 117.12 EUR to 127.00 USD",,0.00,EUR,USD,1.0844,,,,,0,127.00'
    into = 'BALANCE-8,26-08-2026,127.00,USD,"Converted 117.12 EUR to 127.00 USD",,127.00,EUR,USD,1.0844,,,,,0,127.00'
    keeper.load(wise_file(out), euros)
    keeper.load(wise_file(into), dollars)
    # EUR 117.12 / 1.1712 = 100.00; USD 127.00 / 1.28 = 99.22.
    assert (keeper.bank_balance(dollars), keeper.balances(AUGUST).get("cat_transfer", 0)) == (9922, 0)
    assert keeper.balances(AUGUST)["cat_fx"] == 78
    assert keeper.faults() == []


def test_an_equal_id_in_two_accounts_of_one_currency_says_nothing(keeper: Bookkeeper) -> None:
    other = keeper.add_account("Second", "current")
    keeper.load(wise_file('X-1,26-08-2026,-30.00,GBP,"Paper & Ink",,0.00,,,,,,,,0,'), "ba_main")
    keeper.load(wise_file('X-1,26-08-2026,20.00,GBP,"Kontor",,20.00,,,,,,,,0,'), other)
    assert "cat_transfer" not in {*_categories(keeper, "ba_main"), *_categories(keeper, other)}


def test_undoing_one_half_leaves_the_other_as_a_question(keeper: Bookkeeper) -> None:
    euros = keeper.add_account("Wise EUR", "current", "EUR")
    paid = 'BALANCE-7,26-08-2026,-100.00,GBP,"Converted 99.50 GBP to 116.53 EUR",,900.00,GBP,EUR,1.1712,,,,,0.50,116.53'
    came = 'BALANCE-7,26-08-2026,116.53,EUR,"Converted 99.50 GBP to 116.53 EUR",,116.53,GBP,EUR,1.1712,,,,,0.50,116.53'
    keeper.load(wise_file(paid), "ba_main")
    done = keeper.load(wise_file(came), euros)
    keeper.undo(done)
    assert keeper.balances(AUGUST).get("cat_fx", 0) == 0
    keeper.load(wise_file(came), euros)
    assert keeper.balances(AUGUST)["cat_fx"] == 50
    assert keeper.faults() == []
