"""The books against a model ledger: whatever is done in whatever order, both say the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import Conflict
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import day_from
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.journals import post_journal
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file
from tests.support.engines import Clock, opened

LONG = bool(os.environ.get("ACCOUNTSOS_TEST_LONG"))
FIRST = date(2023, 4, 1)
YEAR_ENDS = (date(2024, 3, 31), date(2025, 3, 31), date(2026, 3, 31))
CATEGORIES = ("cat_rent", "cat_travel", "cat_software", "cat_sales", "cat_directors_loan")
DAYS = 1100

Row = tuple[int, int, str]
"""Day of the bank's story, amount, text."""


@dataclass
class Line:
    """A transaction as the model knows it."""

    day: date
    amount: int
    shown_by: set[int] = field(default_factory=set)
    by_hand: bool = False


@dataclass
class Journal:
    """A journal of the model: what it moved."""

    entry: int
    rent: int
    day: date
    reverse: date | None


class BooksAndModel(RuleBasedStateMachine):
    """One company. The bank's story is fixed; statements are cut from it anywhere."""

    make_books: Callable[[], Books]

    @initialize(seed=st.integers(0, 10**6))
    def found_company(self, seed: int) -> None:
        self.books = type(self).make_books()
        self.keeper: Bookkeeper = found(self.books)
        self.story = _story(seed)
        self.lines: dict[int, Line] = {}
        self.imports: dict[int, tuple[Imported, int, int]] = {}
        self.journals: list[Journal] = []
        self.closed = 0
        self.snapshots: list[tuple[datetime, date, dict[str, int]]] = []
        self.manual = 0

    @rule(start=st.integers(0, 38), length=st.integers(1, 12))
    def import_statement(self, start: int, length: int) -> None:
        rows = self.story[start : start + length]
        done = self.keeper.load(_file(rows))
        if done.status == "already_imported":
            return
        self.imports[done.number] = (done, start, start + length)
        ours = {(line.day, line.amount): number for number, line in self.lines.items()}
        assert done.done.lines_new == sum((_day(d), a) not in ours for d, a, _ in rows)
        for number in set(self.keeper.numbers()) - self.lines.keys():
            row = self.keeper.state(number).row
            self.lines[number] = Line(day_from(row.booked_on), row.amount)
        ours = {(line.day, line.amount): number for number, line in self.lines.items()}
        for day, amount, _ in rows:
            self.lines[ours[_day(day), amount]].shown_by.add(done.number)

    @precondition(lambda self: self.imports)
    @rule(data=st.data())
    def undo_import(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.imports)))
        done, _, _ = self.imports[number]
        gone = {n for n, line in self.lines.items() if line.shown_by == {number} and not line.by_hand}
        locked = self._closed_through()
        if locked is not None and any(self.lines[n].day <= locked for n in gone):
            with pytest.raises(Conflict):
                self.keeper.undo(done)
            return
        self.keeper.undo(done)
        del self.imports[number]
        for line in self.lines.values():
            line.shown_by.discard(number)
        for n in gone:
            del self.lines[n]

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), category=st.none() | st.sampled_from(CATEGORIES))
    def refile(self, data: st.DataObject, category: str | None) -> None:
        self.keeper.change(data.draw(st.sampled_from(sorted(self.lines))), category_id=category)

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), percent=st.integers(0, 100), first=st.sampled_from(CATEGORIES))
    def split(self, data: st.DataObject, percent: int, first: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.lines)))
        amount = self.lines[number].amount
        part = amount // 3
        parts = (
            SplitPart(category_id=first, amount=part, business_percent=percent),
            SplitPart(category_id="cat_office", amount=amount - part),
        )
        self.keeper.change(number, splits=parts, notes="split")

    @rule(day=st.integers(0, DAYS), amount=st.integers(1, 99), category=st.none() | st.sampled_from(CATEGORIES))
    def enter_by_hand(self, day: int, amount: int, category: str | None) -> None:
        self.manual += 1
        pence = -(1_000_000 + self.manual * 100 + amount)
        state = self.keeper.enter(_day(day), pence, f"Hand {self.manual}", category=category)
        self.lines[state.row.number] = Line(_day(day), pence, by_hand=True)

    @rule(day=st.integers(0, DAYS), amount=st.integers(1, 9999), reverse=st.none() | st.integers(1, 400))
    def post_journal(self, day: int, amount: int, reverse: int | None) -> None:
        on, back = _day(day), None if reverse is None else _day(day + reverse)
        amounts = {"cat_accruals": -amount, "cat_rent": amount}
        locked = self._closed_through()
        if locked is not None and on <= locked:
            with pytest.raises(Conflict):
                self.keeper.journal(on, amounts, reverse=back)
            return
        state = self.keeper.journal(on, amounts, reverse=back)
        self.journals.append(Journal(state.entry.number, amount, on, back))

    @precondition(lambda self: self.journals)
    @rule(data=st.data())
    def take_journal_back(self, data: st.DataObject) -> None:
        journal = self.journals.pop(data.draw(st.integers(0, len(self.journals) - 1)))
        self.keeper.do(post_journal.UNDO, ids.public_id("je_", self.keeper.company, journal.entry))

    @precondition(lambda self: self.closed < len(YEAR_ENDS))
    @rule()
    def close_year(self) -> None:
        self.keeper.close_through(YEAR_ENDS[self.closed])
        self.closed += 1

    @precondition(lambda self: self.closed > 0)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        self.closed = data.draw(st.integers(0, self.closed - 1))
        self.keeper.reopen(YEAR_ENDS[self.closed - 1] if self.closed else None)

    @rule(day=st.integers(0, DAYS + 200))
    def remember(self, day: int) -> None:
        """What the books say now of some day must be found again later."""
        on = _day(day)
        self.snapshots.append((self.books.clock(), on, self.keeper.balances(on)))

    def _closed_through(self) -> date | None:
        return YEAR_ENDS[self.closed - 1] if self.closed else None

    @invariant()
    def the_books_are_in_order(self) -> None:
        if not hasattr(self, "keeper"):
            return
        assert self.keeper.faults() == []
        assert set(self.keeper.numbers()) == self.lines.keys()

    @invariant()
    def the_bank_balance_is_the_models(self) -> None:
        if not hasattr(self, "keeper"):
            return
        everything = self.keeper.balances(date(2030, 1, 1))
        opening = -everything.get("cat_opening_balances", 0)
        assert everything.get("ba_main", 0) == sum(line.amount for line in self.lines.values()) + opening
        assert opening == 0, "no file of the story states a balance"
        assert sum(everything.values()) == 0
        accruals = -sum(j.rent for j in self.journals if j.reverse is None)
        assert everything.get("cat_accruals", 0) == accruals
        sheet = self.keeper.balance_sheet(TODAY)
        assert sheet.balanced

    @invariant()
    def nothing_is_dated_into_a_closed_year(self) -> None:
        """What a closed year said when it was closed, it says until it is opened again."""
        if not hasattr(self, "keeper"):
            return
        locked = self._closed_through()
        if locked is None:
            self.frozen: tuple[date, dict[str, int]] | None = None
            return
        now = self.keeper.balances(locked)
        kept = getattr(self, "frozen", None)
        if kept is not None and kept[0] == locked:
            assert now == kept[1]
        self.frozen = (locked, now)

    def teardown(self) -> None:
        for moment, day, balances in getattr(self, "snapshots", []):
            assert self.keeper.balances(day, known_at=moment) == balances


def _day(n: int) -> date:
    return FIRST + timedelta(days=n)


def _story(seed: int) -> list[Row]:
    """Fifty lines in date order whose amounts tell them apart, several on some days."""
    days = sorted((seed * 31 + n * n * 17) % DAYS // 3 * 3 for n in range(50))
    return [(day, (n + 1) * (-100 if n % 3 else 170) - n % 7, f"PAYEE {n % 6} LTD") for n, day in enumerate(days)]


def _file(rows: list[Row]) -> bytes:
    return plain_file([(_day(day), amount, text) for day, amount, text in rows])


LIMITS: dict[str, Any] = {
    "max_examples": 150 if LONG else 12,
    "stateful_step_count": 40 if LONG else 25,
    "deadline": None,
    "derandomize": not LONG,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}


def test_the_books_say_what_the_model_says(place: Place) -> None:
    """One database for all runs: each founds a company of its own."""
    with ExitStack() as stack:
        books = stack.enter_context(opened(place, Clock())).books

        class Machine(BooksAndModel):
            make_books = staticmethod(lambda: books)

        run_state_machine_as_test(Machine, settings=settings(**LIMITS))


def test_the_story_has_no_two_lines_of_one_day_and_amount() -> None:
    """Else the model could not tell which of them a file shows."""
    for seed in range(200):
        story = _story(seed)
        assert len({(day, amount) for day, amount, _ in story}) == len(story)
        assert 0 not in {amount for _, amount, _ in story}
