"""Half a year of files with everything that banks do: nothing lost, nothing doubled, hardly a question."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.statements.line import StatementLine
from tests.reconciliation.imports import FIRST, Account, bank_line, findings
from tests.reconciliation.simulation import IDS, PRINTED, Outcome, simulate
from tests.reconciliation.test_file_as_a_whole import printed

_PAYEES = ("BEAN THERE CAFE", "OVO ENERGY", "HARBOUR LTD")


@pytest.mark.parametrize("ids", IDS)
def test_half_a_year_of_one_format_is_exact(ids: str) -> None:
    outcome = sum((simulate([bank], ids, seed) for seed, bank in enumerate(PRINTED)), Outcome())
    _is_exact(outcome)


@pytest.mark.parametrize("ids", IDS)
def test_half_a_year_with_another_format_each_month_is_exact(ids: str) -> None:
    _is_exact(sum((simulate(PRINTED[n:] + PRINTED[:n], ids, n) for n in range(0, len(PRINTED), 3)), Outcome()))


def _is_exact(outcome: Outcome) -> None:
    assert outcome.shown > outcome.lines > 2_000
    assert (outcome.lost, outcome.doubled, outcome.gone) == (0, 0, 0)
    assert outcome.doubtful <= outcome.shown / 1_000


@st.composite
def accounts(draw: st.DrawFn) -> list[StatementLine]:
    """Some days of an account, full of twins, as the bank prints them with balances."""
    happened = draw(
        st.lists(
            st.tuples(st.integers(0, 5), st.sampled_from((-340, -1000, 2500)), st.sampled_from(_PAYEES)),
            min_size=1,
            max_size=20,
        )
    )
    return printed([bank_line(FIRST + timedelta(days=day), amount, text) for day, amount, text in sorted(happened)])


@settings(max_examples=50, deadline=None)
@given(accounts(), st.integers(0, 20), st.booleans(), st.booleans())
def test_a_line_put_in_anywhere_is_the_only_new_one(
    lines: list[StatementLine], at: int, has_balance: bool, newest_first: bool
) -> None:
    at = min(at, len(lines))
    day = lines[min(at, len(lines) - 1)].booked_on
    changed = printed([*lines[:at], bank_line(day, -777, "LATE FEE"), *lines[at:]])
    account = Account()
    for file in (lines, changed):
        shown = file if has_balance else [bank_line(x.booked_on, x.amount, x.description) for x in file]
        verdicts = account.load(shown[::-1] if newest_first else shown, "lloyds")
    assert findings(verdicts).count("new") == 1
    assert len(account.live()) == len(lines) + 1
    assert account.gone == ()


@settings(max_examples=50, deadline=None)
@given(accounts(), st.randoms(use_true_random=False))
def test_days_in_any_other_order_change_nothing(lines: list[StatementLine], draw: Random) -> None:
    account = Account()
    account.load(lines, "natwest")
    mixed = list(lines)
    draw.shuffle(mixed)
    again = printed(sorted(mixed, key=lambda line: line.booked_on))
    assert findings(account.load(again, "natwest")) == ["duplicate"] * len(lines)


@settings(max_examples=50, deadline=None)
@given(accounts(), st.sets(st.integers(0, 19)))
def test_after_a_file_the_books_have_of_its_whole_days_what_it_shows_or_it_is_said(
    lines: list[StatementLine], left_out: set[int]
) -> None:
    account = Account()
    account.load(lines, "natwest")
    again = printed([line for n, line in enumerate(lines) if n not in left_out])
    verdicts = account.load(again, "natwest")
    days = sorted({line.booked_on for line in again})
    whole = [line.booked_on for line in account.live() if days and days[0] < line.booked_on < days[-1]]
    told = {*account.gone, *(number for verdict in verdicts for number in verdict.candidates)}
    gone = [account.known[number].booked_on for number in told]
    found = [v for line, v in zip(again, findings(verdicts), strict=True) if days[0] < line.booked_on < days[-1]]
    assert set(found) <= {"duplicate"}
    for day in set(whole):
        assert whole.count(day) - gone.count(day) == sum(line.booked_on == day for line in again)
