"""What must hold for any sequence of files: nothing doubled, nothing lost, every undo exact."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.reconciliation.line_key import line_key
from accountsos.statements.line import StatementLine
from tests.reconciliation.imports import FIRST, Account, bank_line

_DAYS = 6
_TEXTS = ("BEAN THERE CAFE", "OVO ENERGY", "HARBOUR LTD")


@st.composite
def histories(draw: st.DrawFn) -> list[StatementLine]:
    """All that happened on an account in order, full of twins, without ids and balances."""
    happened = draw(
        st.lists(st.tuples(st.integers(0, _DAYS - 1), st.sampled_from((-340, -1000, 2500)), st.sampled_from(_TEXTS)))
    )
    return [bank_line(FIRST + timedelta(days=day), amount, text) for day, amount, text in sorted(happened)]


def _with_balances(history: list[StatementLine], opening: int = 100_000) -> list[StatementLine]:
    found, balance = [], opening
    for line in history:
        balance += line.amount
        found.append(bank_line(line.booked_on, line.amount, line.description, balance=balance))
    return found


def _with_ids(history: list[StatementLine]) -> list[StatementLine]:
    return [bank_line(x.booked_on, x.amount, x.description, bank_id=f"F{n}") for n, x in enumerate(history)]


def _keys(lines: list[StatementLine]) -> Counter[int]:
    return Counter(line_key(line) for line in lines)


def _held(account: Account) -> Counter[int]:
    return Counter(line_key(bank_line(line.booked_on, line.amount, line.description)) for line in account.live())


@st.composite
def whole_day_files(draw: st.DrawFn) -> tuple[list[StatementLine], list[list[StatementLine]]]:
    """A history, and files of whole days out of it, in any order and overlap, oldest or newest first."""
    history = draw(histories())
    spans = draw(st.lists(st.tuples(st.integers(0, _DAYS - 1), st.integers(0, _DAYS - 1), st.booleans()), max_size=5))
    files = []
    for one, other, newest_first in spans:
        first, last = (FIRST + timedelta(days=n) for n in sorted((one, other)))
        file = [line for line in history if first <= line.booked_on <= last]
        files.append(file[::-1] if newest_first else file)
    return history, files


@settings(max_examples=50, deadline=None)
@given(whole_day_files())
def test_overlapping_files_of_whole_days_add_exactly_what_happened(
    drawn: tuple[list[StatementLine], list[list[StatementLine]]],
) -> None:
    _, files = drawn
    account = Account()
    for file in files:
        account.load(file)
    most = Counter[int]()
    for file in files:
        most |= _keys(file)
    assert _held(account) == most


@settings(max_examples=50, deadline=None)
@given(whole_day_files())
def test_importing_a_file_again_changes_nothing(
    drawn: tuple[list[StatementLine], list[list[StatementLine]]],
) -> None:
    _, files = drawn
    account = Account()
    for file in files:
        account.load(file)
        before = dict(account.known)
        account.load(file)
        assert account.known == before


@settings(max_examples=50, deadline=None)
@given(histories(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_cuts_inside_a_day_are_exact_with_running_balances(
    history: list[StatementLine], cuts: list[tuple[int, int]]
) -> None:
    printed = _with_balances(history)
    account, shown = Account(), set[int]()
    for one, other in cuts:
        start, end = sorted((one, other))
        account.load(printed[start:end])
        shown |= set(range(start, min(end, len(printed))))
    # Two moments of one history can only print the same day, amount, text and balance if the money moved in a circle.
    if max(_keys(printed).values(), default=1) == 1:
        assert _held(account) == _keys([printed[n] for n in shown])


@settings(max_examples=50, deadline=None)
@given(histories(), st.integers(0, 30), st.integers(0, 30))
def test_an_overlap_cut_inside_a_day_is_exact_with_ids_that_hold(
    history: list[StatementLine], first_end: int, second_start: int
) -> None:
    printed = _with_ids(history)
    start = min(second_start, max(first_end - 1, 0))
    account = Account()
    account.load(printed[:first_end])
    account.load(printed[start:])
    assert sorted(line.bank_id or "" for line in account.live()) == sorted(line.bank_id or "" for line in printed)


@settings(max_examples=50, deadline=None)
@given(whole_day_files(), st.lists(st.integers(1, 5), unique=True))
def test_undo_leaves_what_the_other_imports_show(
    drawn: tuple[list[StatementLine], list[list[StatementLine]]], undone: list[int]
) -> None:
    _, files = drawn
    account = Account()
    for file in files:
        account.load(file)
    for number in undone:
        account.undo(number)
    most = Counter[int]()
    for number, file in enumerate(files, 1):
        if number not in undone:
            most |= _keys(file)
    assert _held(account) == most


@settings(max_examples=50, deadline=None)
@given(histories())
def test_every_pending_line_is_replaced_by_its_booked_one_under_a_new_id(history: list[StatementLine]) -> None:
    account = Account()
    account.load(
        [bank_line(x.booked_on, x.amount, x.description, bank_id=f"P{n}", pending=True) for n, x in enumerate(history)]
    )
    account.load(_with_ids(history))
    assert len(account.live()) == len(history)
    assert not any(line.pending for line in account.live())


@settings(max_examples=50, deadline=None)
@given(histories())
def test_another_format_of_whole_days_never_loses_a_line(history: list[StatementLine]) -> None:
    account = Account()
    account.load(_with_balances(history), "lloyds")
    count = len(account.live())
    account.load(_with_ids(history), "ofx")
    assert len(account.live()) == count
