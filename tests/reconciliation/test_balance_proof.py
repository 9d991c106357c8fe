"""A statement proves itself by its balances, or names the first row that does not fit."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accountsos.reconciliation.balance_proof import BalanceProof, prove_balance
from accountsos.statements.line import StatementLine


def _line(number: int, amount: int, balance: int | None = None, *, pending: bool = False) -> StatementLine:
    return StatementLine(number, date(2026, 8, 3), amount, "GBP", "X", balance=balance, pending=pending)


def test_opening_plus_lines_is_closing() -> None:
    proof = prove_balance([_line(1, -340), _line(2, 1000)], opening=5000, closing=5660)
    assert proof == BalanceProof(
        5000, 5660, 0, None, True, "The balances agree: opening balance plus lines is the closing balance."
    )


def test_a_missing_line_shows_as_the_difference() -> None:
    proof = prove_balance([_line(1, -340)], opening=5000, closing=5660)
    assert (proof.holds, proof.difference, proof.first_bad_line) == (False, 1000, None)
    assert "misses the closing balance by 10.00 GBP" in proof.message


def test_the_first_row_that_does_not_follow_is_named() -> None:
    lines = [_line(2, -340, 4660), _line(3, 1000, 5660), _line(4, -60, 5500), _line(5, -500, 5000)]
    proof = prove_balance(lines, opening=5000, closing=5000)
    assert (proof.holds, proof.first_bad_line) == (False, 4)
    assert "the balance of line 4 is out by -1.00 GBP" in proof.message


def test_in_a_newest_first_file_the_first_row_in_time_is_named() -> None:
    newest_first = [_line(2, -500, 4000), _line(3, -60, 5500), _line(4, 1000, 5660), _line(5, -340, 4660)]
    proof = prove_balance(newest_first, opening=5000, closing=4000, newest_first=True)
    assert (proof.holds, proof.first_bad_line) == (False, 3)
    assert "the balance of line 3 is out by -1.00 GBP (1 more such breaks follow)" in proof.message


def test_rows_without_a_balance_are_bridged() -> None:
    assert prove_balance([_line(1, -1, 99), _line(2, -2), _line(3, -3, 94)], opening=None, closing=None).holds is True
    assert prove_balance([_line(1, -1, 99), _line(2, -2), _line(3, -3, 95)], opening=None, closing=None).holds is False
    newest_first = [_line(1, -3, 94), _line(2, -2), _line(3, -1, 99)]
    assert prove_balance(newest_first, opening=None, closing=None, newest_first=True).holds is True


def test_the_statement_must_follow_the_previous_one() -> None:
    proof = prove_balance([_line(1, -340)], opening=5000, closing=4660, previous_closing=5100)
    assert (proof.holds, proof.difference) == (False, 0)
    assert "differs by -1.00 GBP from where the last statement ended" in proof.message


def test_without_an_opening_balance_the_previous_statement_gives_it() -> None:
    assert prove_balance([_line(1, -340)], opening=None, closing=4660, previous_closing=5000).holds is True
    assert prove_balance([_line(1, -340)], opening=None, closing=4660, previous_closing=5001).difference == -1


def test_where_no_balance_is_stated_nothing_is_claimed() -> None:
    proof = prove_balance([_line(1, -340)], opening=None, closing=None)
    assert (proof.holds, proof.difference, proof.opening, proof.closing) == (None, None, None, None)
    assert "Type one balance from your bank" in proof.message


def test_a_closing_balance_alone_tells_where_it_must_have_opened() -> None:
    proof = prove_balance([_line(1, -340)], opening=None, closing=4660)
    assert (proof.holds, proof.opening, proof.closing) == (None, 5000, 4660)
    assert "only its closing balance" in proof.message


def test_pending_lines_do_not_count() -> None:
    assert prove_balance([_line(1, -340), _line(2, -999, pending=True)], opening=5000, closing=4660).holds is True


def test_an_empty_statement_holds_if_nothing_moved() -> None:
    assert prove_balance([], opening=10, closing=10).holds is True
    assert prove_balance([], opening=10, closing=11).holds is False


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=30), st.data(), st.booleans())
def test_a_row_left_out_always_shows_unless_it_moved_nothing(
    amounts: list[int], data: st.DataObject, newest_first: bool
) -> None:
    lines, balance = [], 0
    for number, amount in enumerate(amounts, 1):
        balance += amount
        lines.append(_line(number, amount, balance))
    gone = data.draw(st.integers(0, len(lines) - 1))
    kept = lines[:gone] + lines[gone + 1 :]
    ordered = kept[::-1] if newest_first else kept
    proof = prove_balance(ordered, opening=0, closing=balance, newest_first=newest_first)
    assert proof.holds is (amounts[gone] == 0)
    assert proof.difference == amounts[gone]
    whole = [*reversed(lines)] if newest_first else lines
    assert prove_balance(whole, opening=0, closing=balance, newest_first=newest_first).holds is True


def test_the_order_of_days_does_not_matter_only_the_order_of_rows() -> None:
    late = StatementLine(1, date(2026, 8, 3) - timedelta(days=9), 523, "GBP", "INTEREST", balance=5523)
    assert prove_balance([late, _line(2, -523, 5000)], opening=5000, closing=5000).holds is True
