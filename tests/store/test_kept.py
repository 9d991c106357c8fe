"""What is kept beside the entries equals what the entries say, whatever was posted, taken back or asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountsos.dates import month_end, month_start
from accountsos.errors import BadRequest
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Reader, Sql, day_number
from accountsos.workflows.bank.list_transactions import LIST, TransactionQuestion
from accountsos.workflows.companies import chart
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import Bookkeeper, found, simple_file
from tests.support.engines import Clock, Opened, opened

SHARED = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
CATEGORIES = ("cat_rent", "cat_travel", "cat_sales", "cat_uncategorised", "cat_directors_loan")
EVERY_POSTING = Sql(
    """SELECT p.entry_no, p.category_no, p.entry_date, p.amount, e.reverses FROM posting p
       JOIN journal_entry e ON e.company_id = p.company_id AND e.entry_no = p.entry_no
       WHERE p.company_id = :company"""
)
days = st.dates(date(2024, 11, 20), date(2025, 3, 12))
amounts = st.integers(-50000, 50000).filter(bool)
postings = st.lists(st.tuples(days, amounts, st.sampled_from(CATEGORIES)), min_size=1, max_size=12)
edges = st.one_of(
    days,
    st.sampled_from([date(2024, 12, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 28)]),
    st.none(),
)


def _filled(books: Books, rows: Sequence[tuple[date, int, str]]) -> Bookkeeper:
    keeper = found(books)
    for day, amount, category in rows:
        keeper.enter(day, amount, f"Line {day}", category=None if category == "cat_uncategorised" else category)
    return keeper


def _in_order(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    return (last, first) if first is not None and last is not None and first > last else (first, last)


def _by_hand(keeper: Bookkeeper, first: date | None, last: date | None, until_entry: int) -> dict[str, tuple[int, ...]]:
    """Debits, credits and postings by category, added up one by one; what was taken back is left out, with what did."""

    def run(db: Reader, company: int, _: None) -> dict[str, tuple[int, ...]]:
        names = financial_statements.BooksAsKnown(db, company).names
        sums: dict[str, list[int]] = {}
        rows = [row for row in db.rows(EVERY_POSTING, company=company) if row[0] <= until_entry]
        taken_back = {row[4] for row in rows}
        for entry, category, day, amount, reverses in rows:
            low, high = day_number(first or date.min), day_number(last or date.max)
            if low <= day <= high and reverses is None and entry not in taken_back:
                kept = sums.setdefault(names.category_id[category], [0, 0, 0])
                kept[amount < 0] += abs(amount)
                kept[2] += 1
        return {name: tuple(kept) for name, kept in sums.items()}

    return keeper.ask(ReadWorkflow("test.by_hand", run), None)


def _kept(keeper: Bookkeeper, first: date | None, last: date | None, moment: datetime | None) -> dict[str, Any]:
    def run(db: Reader, company: int, _: None) -> dict[str, tuple[int, ...]]:
        sums: Counter[tuple[str, int]] = Counter()
        for m in financial_statements.BooksAsKnown(db, company, moment).movements(first, last):
            for n, value in enumerate((m.debit, m.credit, m.count)):
                sums[m.category_id, n] += value
        return {name: tuple(sums[name, n] for n in range(3)) for name, _ in sums}

    return keeper.ask(ReadWorkflow("test.kept", run), None)


@SHARED
@given(postings, st.lists(st.tuples(edges, edges), min_size=3, max_size=6))
def test_movements_of_any_days_are_the_sum_of_the_postings(
    books: Books, rows: list[tuple[date, int, str]], spans: list[tuple[date | None, date | None]]
) -> None:
    keeper = _filled(books, rows)
    for number in keeper.numbers()[::2]:
        keeper.change(number, category_id="cat_software")
    for span in spans:
        first, last = _in_order(*span)
        assert _kept(keeper, first, last, None) == _by_hand(keeper, first, last, 2**31)
    assert keeper.faults() == []


@SHARED
@given(postings, st.data())
def test_what_was_known_at_a_moment_comes_back_to_the_penny(
    installation: Opened, rows: list[tuple[date, int, str]], draw: st.DataObject
) -> None:
    """At each moment the books are asked and the answer kept; later the same question gets the same answer."""
    keeper, clock = found(installation.books), installation.clock
    seen: list[tuple[datetime, date | None, date | None, Any]] = []
    for day, amount, category in rows:
        number = keeper.enter(day, amount, "Line", category=category if amount > 0 else "cat_rent").row.number
        if draw.draw(st.booleans()):
            keeper.change(number, category_id=draw.draw(st.sampled_from(CATEGORIES)))
        first, last = _in_order(draw.draw(edges), draw.draw(edges))
        seen.append((clock.now, first, last, _kept(keeper, first, last, None)))
    for moment, first, last, answer in seen:
        assert _kept(keeper, first, last, moment) == answer
    assert _kept(keeper, None, None, datetime(2020, 1, 1, tzinfo=UTC)) == {}


def test_the_order_of_writes_stands_though_the_clock_steps_back(installation: Opened) -> None:
    keeper, clock = found(installation.books), installation.clock
    moments: list[tuple[datetime, int]] = []
    for step in (0, -3600, 7200, -86400 * 366, 1):
        clock.now += timedelta(seconds=step)
        keeper.enter(date(2025, 1, 1), -100)
        moments.append((clock.now, keeper.bank_balance()))
    latest = max(moment for moment, _ in moments)
    assert keeper.balances(date(2025, 1, 1), known_at=latest + timedelta(days=1))["ba_main"] == -500
    assert keeper.balances(date(2025, 1, 1), known_at=moments[0][0])["ba_main"] == -100
    assert keeper.faults() == []


def _brute_pages(keeper: Bookkeeper, rows: list[tuple[int, int, str]], asked: dict[str, Any]) -> list[int]:
    """Numbers that the list must give, newest first, from all rows as (number, day, category)."""
    low, high = asked.get("first") or 0, asked.get("last") or 99999999
    wanted = [
        (day, number)
        for number, day, category in rows
        if low <= day <= high and asked.get("category") in (None, category)
    ]
    return [number for _, number in sorted(wanted, reverse=True)]


@pytest.fixture
def listed(books: Books, monkeypatch: pytest.MonkeyPatch) -> tuple[Bookkeeper, list[tuple[int, int, str]]]:
    """Two hundred lines over four months, and what each is: number, day, category."""
    monkeypatch.setattr("accountsos.store.transaction_list.WALK_FROM", 7)
    keeper = found(books)
    start = date(2024, 11, 20)
    lines = [(start + timedelta(days=(n * n) % 113), 100 + n, f"CLIENT {n % 5} LTD") for n in range(200)]
    keeper.load(simple_file(sorted(lines)))
    for number in keeper.numbers()[::3]:
        keeper.change(number, category_id=CATEGORIES[number % 3])
    found_rows = keeper.ask(LIST, TransactionQuestion(limit=200))
    ids = found_rows.names.category_id
    return keeper, [(r.number, r.booked_on, ids[r.category_no]) for r in found_rows.rows]


days_or_months = st.one_of(days, days.map(month_start), days.map(month_end)).map(day_number)


@settings(SHARED, max_examples=150)
@given(
    where=st.fixed_dictionaries(
        {
            "first": st.none() | days_or_months,
            "last": st.none() | days_or_months,
            "category": st.none() | st.sampled_from(CATEGORIES),
        }
    ),
    offset=st.integers(0, 210),
    limit=st.integers(1, 20),
)
def test_any_page_is_the_same_as_counting_by_hand(
    listed: tuple[Bookkeeper, list[tuple[int, int, str]]], where: dict[str, Any], offset: int, limit: int
) -> None:
    keeper, rows = listed
    if where["first"] and where["last"]:
        where = {**where, "first": min(where["first"], where["last"]), "last": max(where["first"], where["last"])}
    expected = _brute_pages(keeper, rows, where)
    page = keeper.ask(LIST, TransactionQuestion(limit=limit, offset=offset, **where))
    assert [r.number for r in page.rows] == expected[offset : offset + limit]
    assert page.total == len(expected)


@settings(SHARED, max_examples=30)
@given(category=st.none() | st.sampled_from(CATEGORIES), limit=st.integers(1, 50), last=st.none() | days_or_months)
def test_following_the_cursor_shows_every_row_once(
    listed: tuple[Bookkeeper, list[tuple[int, int, str]]], category: str | None, limit: int, last: int | None
) -> None:
    keeper, rows = listed
    seen: list[int] = []
    after: tuple[int, int] | None = None
    while True:
        page = keeper.ask(LIST, TransactionQuestion(limit=limit, after=after, category=category, last=last))
        seen += [r.number for r in page.rows]
        if len(page.rows) < limit:
            break
        after = (page.rows[-1].booked_on, page.rows[-1].number)
    assert seen == _brute_pages(keeper, rows, {"category": category, "last": last})


def test_a_cursor_neither_skips_nor_repeats_while_lines_are_added(
    listed: tuple[Bookkeeper, list[tuple[int, int, str]]],
) -> None:
    keeper, rows = listed
    before = {number for number, _, _ in rows}
    seen: list[int] = []
    after: tuple[int, int] | None = None
    while True:
        page = keeper.ask(LIST, TransactionQuestion(limit=17, after=after))
        seen += [r.number for r in page.rows]
        if not page.rows:
            break
        after = (page.rows[-1].booked_on, page.rows[-1].number)
        keeper.enter(date(2025, 3, 12), 5, "New and later")
        keeper.enter(date(2024, 12, 24), 5, "New and earlier")
    assert before <= set(seen)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("where", "keep"),
    [
        ({"money_in": False}, lambda r: r.amount < 0),
        ({"money_in": True, "search": "client 3"}, lambda r: r.amount > 0 and "CLIENT 3" in r.description),
        ({"reviewed": True}, lambda r: r.reviewed == 1),
        ({"min_confidence": 9000}, lambda r: r.confidence >= 9000),
        ({"max_confidence": 8999, "reviewed": False}, lambda r: r.confidence < 9000 and not r.reviewed),
        ({"bank_account": "ba_main"}, lambda r: True),
        ({"bank_account": "ba_nowhere"}, lambda r: False),
        ({"contact": "con_nobody"}, lambda r: False),
        ({"search": "%"}, lambda r: "%" in r.description),
    ],
    ids=range(9),
)
def test_other_filters_count_exactly_too(
    listed: tuple[Bookkeeper, list[tuple[int, int, str]]], where: dict[str, Any], keep: Any
) -> None:
    keeper, _ = listed
    keeper.enter(date(2025, 1, 1), -5, "5 % off")
    everything = keeper.ask(LIST, TransactionQuestion(limit=250)).rows
    expected = [r.number for r in everything if keep(r)]
    page = keeper.ask(LIST, TransactionQuestion(limit=250, **where))
    assert [r.number for r in page.rows] == expected
    assert page.total == len(expected)


def test_another_process_finds_a_new_category_and_account_at_once(place: Place) -> None:
    """What one process remembers of the chart must not hide what another has added since."""
    clock = Clock()
    with opened(place, clock) as ours, opened(place, clock) as theirs:
        keeper = found(ours.books)
        other = Bookkeeper(theirs.books, keeper.company)
        assert other.ask(LIST, TransactionQuestion(limit=5)).total == 0
        with pytest.raises(BadRequest):
            other.ask(LIST, TransactionQuestion(limit=5, category="cat_van_hire"))
        keeper.do(chart.ADD_CATEGORY, chart.NewCategory("Van Hire", "cat_travel"))
        account = keeper.add_account("Petty cash", "cash")
        keeper.enter(date(2025, 1, 1), -500, account=account, category="cat_van_hire")
        assert other.ask(LIST, TransactionQuestion(limit=5, category="cat_van_hire")).total == 1
        assert other.ask(LIST, TransactionQuestion(limit=5, bank_account=account)).total == 1
        assert other.bank_balance(account) == -500
