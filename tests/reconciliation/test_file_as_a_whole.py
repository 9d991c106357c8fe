"""A file is asked as a whole: what banks do to days that they have already shown, each case by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

import pytest

from accountsos.statements.line import StatementLine
from tests.reconciliation.imports import FIRST, Account, bank_line, findings

_DAY = timedelta(days=1)
_PAYEES = ("BEAN THERE CAFE", "OVO ENERGY", "HARBOUR LTD", "SCREWFIX", "ROYAL MAIL")


def _month(count: int = 20, opening: int = 500_000) -> list[StatementLine]:
    """Two lines a day with running balances, oldest first."""
    amounts = [-(100 + 7 * n) for n in range(count)]
    balances = list(accumulate(amounts, initial=opening))[1:]
    return [
        bank_line(FIRST + n // 2 * _DAY, amount, _PAYEES[n % 5], balance=balance)
        for n, (amount, balance) in enumerate(zip(amounts, balances, strict=True))
    ]


def printed(lines: list[StatementLine], opening: int = 500_000) -> list[StatementLine]:
    """The same lines in this order, with the running balances that the bank would print beside them."""
    balances = list(accumulate((line.amount for line in lines), initial=opening))[1:]
    return [
        bank_line(x.booked_on, x.amount, x.description, bank_id=x.bank_id, balance=balance)
        for x, balance in zip(lines, balances, strict=True)
    ]


@pytest.mark.parametrize("at", [0, 1, 7, 18, 19, 20], ids=lambda n: f"before line {n}")
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_line_that_the_bank_puts_into_a_day_is_the_only_new_one(at: int, newest_first: bool) -> None:
    account, month = Account(), _month()
    day = month[min(at, 19)].booked_on
    changed = printed([*month[:at], bank_line(day, -4242, "LATE FEE"), *month[at:]])
    order = -1 if newest_first else 1
    account.load(month[::order], "lloyds")
    verdicts = account.load(changed[::order], "lloyds")
    assert findings(verdicts).count("new") == 1
    assert findings(verdicts).count("duplicate") == 20
    assert account.gone == ()


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_day_in_another_order_is_the_same_day(newest_first: bool) -> None:
    account, month = Account(), _month()
    order = -1 if newest_first else 1
    account.load(month[::order], "natwest")
    sorted_anew = printed([line for pair in range(0, 20, 2) for line in (month[pair + 1], month[pair])])
    assert findings(account.load(sorted_anew[::order], "natwest")) == ["duplicate"] * 20


@pytest.mark.parametrize("has_balance", [True, False])
def test_one_line_dated_back_by_two_weeks_is_new_and_nineteen_are_known(has_balance: bool) -> None:
    account, month = Account(), _month(19)
    account.load(month if has_balance else _bare(month))
    dated_back = [bank_line(FIRST - 14 * _DAY, -999, "CHARGE FOR JULY"), *month]
    verdicts = account.load(printed(dated_back) if has_balance else _bare(dated_back))
    assert findings(verdicts) == ["new"] + ["duplicate"] * 19
    assert account.gone == ()


def _bare(lines: list[StatementLine]) -> list[StatementLine]:
    return [bank_line(x.booked_on, x.amount, x.description) for x in lines]


def test_files_of_two_formats_without_a_shared_day_are_never_merged() -> None:
    account = Account()
    august = [bank_line(date(2026, 8, 1) + n * _DAY, -340, "BEAN THERE", bank_id=f"{n}") for n in range(31)]
    september = [bank_line(date(2026, 9, 1) + n * _DAY, -340, "BEAN THERE", balance=n) for n in range(30)]
    account.load(august, "ofx")
    assert findings(account.load(september, "lloyds")) == ["new"] * 30
    assert len(account.live()) == 61


def test_a_line_reworded_on_its_day_is_one_line() -> None:
    account, month = Account(), _month()
    month[7] = bank_line(month[7].booked_on, -340, ")))  PRET A MANGER LONDON", balance=1)
    account.load(month, "hsbc")
    reworded = list(month)
    reworded[7] = bank_line(month[7].booked_on, -340, "VIS PRET A MANGER LONDON", balance=1)
    reworded[10] = bank_line(month[10].booked_on, month[10].amount, "QUITE ANOTHER NAME", balance=month[10].balance)
    assert findings(account.load(reworded, "hsbc")) == ["duplicate"] * 20
    assert account.gone == ()
    alone = Account()
    alone.load([bank_line(text=")))  PRET A MANGER LONDON")], "hsbc")
    assert findings(alone.load([bank_line(text="VIS PRET A MANGER LONDON")], "hsbc")) == ["duplicate"]


def test_a_renamed_payee_on_a_day_that_could_be_cut_is_one_line_if_the_day_is_all_there() -> None:
    account = Account()
    account.load([bank_line(amount=-1, text="A"), bank_line(text="BEAN THERE")])
    assert findings(account.load([bank_line(amount=-1, text="A"), bank_line(text="SUNNY SIDE")])) == ["duplicate"] * 2


def test_lines_that_the_bank_no_longer_shows_are_told_and_left() -> None:
    account, month = Account(), _month()
    account.load(month)
    verdicts = account.load([*month[:6], *month[8:]])
    assert findings(verdicts) == ["duplicate"] * 18
    assert account.gone == (1007, 1008)
    assert len(account.live()) == 20
    assert account.warnings == (
        "2 lines that were here are gone from the bank's file (06 August 2026 -1.42 ovo energy; "
        "06 August 2026 -1.49 harbour ltd). Nothing was taken out: decide whether they stay.",
    )


@pytest.mark.parametrize("apart", [0, 1])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ALDER VALE SANDWIC", "ALDER VALE SANDWICH BAR"),
        ("SCREWFIX DIR", "SCREWFIX DIRECT LTD"),
        ("BEANTHERECAFE", "BEAN THERE CAFE YORK"),
    ],
)
def test_a_payee_cut_by_one_format_is_never_silently_two(one: str, other: str, apart: int) -> None:
    account = Account()
    account.load([bank_line(text=one, bank_id="1")], "ofx")
    assert findings(account.load([bank_line(FIRST + apart * _DAY, text=other)], "lloyds")) in (
        ["duplicate"],
        ["doubtful"],
    )
    within, days = Account(), [bank_line(FIRST - 3 * _DAY, -1, "A"), bank_line(FIRST + 3 * _DAY, -2, "B")]
    within.load([*days, bank_line(text=one, bank_id="1")], "ofx")
    verdicts = within.load([*days, bank_line(FIRST + apart * _DAY, text=other)], "lloyds")
    assert findings(verdicts) == ["duplicate"] * 3


def test_a_twin_on_the_day_where_one_file_ends_and_the_next_begins_is_asked_about() -> None:
    account = Account()
    account.load([bank_line(FIRST - _DAY, -1, "A"), bank_line()])
    assert findings(account.load([bank_line(), bank_line(FIRST + _DAY, -2, "B")])) == ["duplicate", "new"]
    assert account.warnings == (
        "1 identical row of 03 August 2026 skipped: on that day one file ends and the other begins. "
        "Keep them if they are further payments.",
    )


def test_a_twin_there_is_kept_where_the_balance_tells_it_apart() -> None:
    account = Account()
    account.load([bank_line(FIRST - _DAY, -1, "A", balance=1000), bank_line(balance=660)])
    twin = [bank_line(balance=320), bank_line(FIRST + _DAY, -2, "B", balance=318)]
    assert findings(account.load(twin)) == ["new", "new"]


def test_a_file_of_another_account_contradicts_what_is_known() -> None:
    account = Account()
    account.load(_month())
    other = [bank_line(FIRST + n * _DAY, -5000 - n, "ELSEWHERE") for n in range(10)]
    account.load(other)
    assert "is it a file of another account?" in account.warnings[0]


def test_ids_counted_anew_in_each_file_neither_lose_nor_double_a_line() -> None:
    account, month = Account(), _bare(_month())
    account.load([bank_line(x.booked_on, x.amount, x.description, bank_id=f"{n}") for n, x in enumerate(month[:14])])
    again = [bank_line(x.booked_on, x.amount, x.description, bank_id=f"{n}") for n, x in enumerate(month[6:])]
    assert findings(account.load(again)) == ["duplicate"] * 8 + ["new"] * 6
