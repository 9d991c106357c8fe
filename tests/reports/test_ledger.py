"""An account's ledger carries its balance from the first posting to the last."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period
from accountsos.reports.ledger import LedgerRow, account_ledger

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def row(number: int, day: int, amount: int) -> LedgerRow:
    return LedgerRow(number, date(2026, 4, day), amount)


def test_each_line_shows_the_balance_after_it() -> None:
    """100.00 brought in; +50.00, -170.00, +5.00 leave 150.00, -20.00, -15.00."""
    result = account_ledger("cat_bank", APRIL, 100_00, [row(3, 20, 5_00), row(2, 7, -170_00), row(1, 7, 50_00)])
    assert [(line.row.entry_number, line.balance) for line in result.lines] == [(1, 150_00), (2, -20_00), (3, -15_00)]
    assert [(line.debit, line.credit) for line in result.lines] == [(50_00, 0), (0, 170_00), (5_00, 0)]
    assert (result.opening, result.closing) == (100_00, -15_00)
    assert (result.total_debit, result.total_credit) == (55_00, 170_00)


def test_a_period_without_postings_closes_as_it_opened() -> None:
    result = account_ledger("cat_bank", APRIL, -7, [])
    assert (result.closing, result.lines, result.total_debit) == (-7, (), 0)


def test_a_posting_outside_the_period_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="entry 9 of 2026-05-01 is outside 2026-04-01 to 2026-04-30"):
        account_ledger("cat_bank", APRIL, 0, [LedgerRow(9, date(2026, 5, 1), 1)])


@given(st.integers(-(10**9), 10**9), st.lists(st.tuples(st.integers(1, 30), st.integers(-(10**9), 10**9))))
def test_opening_plus_debits_less_credits_is_closing(opening: int, postings: list[tuple[int, int]]) -> None:
    rows = [row(n, day, amount) for n, (day, amount) in enumerate(postings)]
    result = account_ledger("cat_bank", APRIL, opening, rows)
    assert result.closing == opening + sum(a for _, a in postings)
    assert opening + result.total_debit - result.total_credit == result.closing
    assert [li.row.entry_date for li in result.lines] == sorted(r.entry_date for r in rows)
