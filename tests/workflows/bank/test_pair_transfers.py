"""Own transfers are paired where one pair fits; where two fit as well, nobody says which half belongs to which."""

from __future__ import annotations

from datetime import date

from accountsos.dates import ONE_DAY
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found, plain_file

DAY = date(2026, 3, 4)


def loaded(books: Books, *arrives_on: str) -> Bookkeeper:
    """400.00 leaves once, with no word of where to, and arrives on these accounts the same day."""
    keeper = found(books)
    accounts = {name: keeper.add_account(name, "savings") for name in ("Rainy Day", "Tax Pot")}
    for name in arrives_on:
        keeper.load(plain_file([(DAY, 40_000, "FROM MAIN ACCOUNT")]), accounts[name])
    keeper.load(plain_file([(DAY, -40_000, "TRANSFER")]))
    return keeper


def reason(keeper: Bookkeeper) -> str:
    """Why the line that left stands where it stands."""
    left = next(state for state in map(keeper.state, keeper.numbers()) if state.row.amount < 0)
    return left.reason or ""


def test_a_half_is_paired_with_the_only_one_that_fits(books: Books) -> None:
    keeper = loaded(books, "Tax Pot")
    assert reason(keeper) == "the other half is on Tax Pot, 2026-03-04"
    assert keeper.faults() == []


def test_a_question_leaves_the_other_pairs_to_be_found(books: Books) -> None:
    """400.00 may have gone to either account; 55.00 that left the day after can only be on one of them."""
    keeper = found(books)
    for name in ("Rainy Day", "Tax Pot"):
        rows = [(DAY, 40_000, "FROM MAIN ACCOUNT"), (DAY, 5_500, "FROM MAIN ACCOUNT")]
        keeper.load(plain_file(rows[: 2 if name == "Tax Pot" else 1]), keeper.add_account(name, "savings"))
    keeper.load(plain_file([(DAY - ONE_DAY, -40_000, "TRANSFER"), (DAY, -5_500, "TRANSFER")]))
    reasons = {state.row.amount: state.reason or "" for state in map(keeper.state, keeper.numbers())}
    assert "other half" not in reasons[-40_000]
    assert reasons[-5_500] == "the other half is on Tax Pot, 2026-03-04"


def test_nobody_says_which_of_two_equal_halves_it_is(books: Books) -> None:
    keeper = loaded(books, "Tax Pot", "Rainy Day")
    assert "other half" not in reason(keeper)
    assert keeper.faults() == []
