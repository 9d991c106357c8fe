"""At the end of a period an account in another currency is worth what it holds at the rate of that day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos import ids
from accountsos.errors import Refused
from accountsos.workflows.currencies.revalue_account import PROPOSE, REVALUE, Revaluation, Revalue
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import JournalState
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.workflows.currencies.euros import WISE

AUGUST, EUROS = date(2026, 8, 31), "ba_wise_eur"


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    keeper = found(books)
    keeper.add_account("Wise EUR", "current", "EUR")
    keeper.rates("2026-08", EUR="1.1712")
    keeper.load(WISE, EUROS)
    return keeper


def _proposed(keeper: Bookkeeper, rate: str | None, day: date = AUGUST) -> Revaluation:
    return keeper.ask(PROPOSE, Revalue(EUROS, day, TODAY, None if rate is None else Decimal(rate)))


def _posted(keeper: Bookkeeper, rate: str | None, day: date = AUGUST) -> JournalState:
    return keeper.do(REVALUE, Revalue(EUROS, day, TODAY, None if rate is None else Decimal(rate)))


def test_what_it_is_worth_at_the_closing_rate_is_proposed(keeper: Bookkeeper) -> None:
    # EUR 1,740.20 / 1.165 = 1,493.73; the books have 1,484.14.
    found = _proposed(keeper, "1.165")
    assert (found.own_balance, found.worth, found.booked, found.gain) == (174020, 149373, 148414, 959)
    assert (found.rate, found.rate_source) == ("1.165", "person")


def test_the_months_rate_stands_in_for_the_closing_rate(keeper: Bookkeeper) -> None:
    # EUR 1,740.20 / 1.1712 = 1,485.83.
    found = _proposed(keeper, None)
    assert (found.worth, found.gain, found.rate_source) == (148583, 169, "hmrc")
    with pytest.raises(Refused, match="no exchange rate is stated for EUR in September 2026"):
        _proposed(keeper, None, date(2026, 9, 30))


def test_the_difference_is_part_of_profit_and_the_balance_sheet_is_at_the_closing_rate(keeper: Bookkeeper) -> None:
    done = _posted(keeper, "1.165")
    assert done.journal.template == "revaluation"
    assert done.entry.entry.narration == "Wise EUR revalued: €1,740.20 at 1.165 is £1,493.73"
    balances = keeper.balances(AUGUST)
    assert (balances[EUROS], balances["cat_fx"]) == (149373, -959)
    assert keeper.faults() == []
    with pytest.raises(Refused, match=r"stands in the books at £1,493\.73, which is what it is worth on 2026-08-31"):
        _posted(keeper, "1.165")


def test_a_loss_is_posted_the_other_way_round_and_only_the_step_since_the_last_one(keeper: Bookkeeper) -> None:
    _posted(keeper, "1.165")
    # EUR 1,740.20 / 1.2 = 1,450.17.
    _posted(keeper, "1.2", date(2026, 9, 30))
    assert keeper.balances(AUGUST)[EUROS] == 149373
    balances = keeper.balances(date(2026, 9, 30))
    assert (balances[EUROS], balances["cat_fx"]) == (145017, -959 + 4356)


def test_it_is_taken_back_like_any_journal(keeper: Bookkeeper) -> None:
    done = _posted(keeper, "1.165")
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, done.journal.entry_no))
    balances = keeper.balances(AUGUST)
    assert (balances[EUROS], balances.get("cat_fx", 0)) == (148414, 0)
    assert keeper.faults() == []


def test_nothing_is_revalued_into_a_closed_year_or_ahead_of_the_day(keeper: Bookkeeper) -> None:
    with pytest.raises(Refused, match="has not come yet"):
        _posted(keeper, "1.165", date(2026, 11, 30))
    keeper.close_through(date(2024, 3, 31))
    with pytest.raises(Refused, match="2024-03-31 is in a closed year"):
        _posted(keeper, "1.165", date(2024, 3, 31))


def test_an_account_in_pounds_has_nothing_to_revalue(keeper: Bookkeeper) -> None:
    with pytest.raises(Refused, match="ba_main is kept in pounds"):
        keeper.ask(PROPOSE, Revalue("ba_main", AUGUST, TODAY))
