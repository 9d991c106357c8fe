"""Deadlines are worked out once for each state of the books and each day, and are what they would be without that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from accountsos.store.engine.sql import Reader
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineBooks, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import DeadlineChange, NewDeadline
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.workflows.vat.keeping import VatKeeper, registered

HORIZONS = (0, 30, 120, 365, 400, 401, 800, 5_000)


def _worked_out(db: Reader, company: int, asked: DeadlineQuestion) -> list[Deadline]:
    """As it was before anything was remembered."""
    known = DeadlineBooks(db, company, asked.today)
    until = asked.today + timedelta(days=min(asked.days, list_deadlines.LONGEST_HORIZON))
    every = [each for each in (*known.computed(until), *known.own()) if each.due_date <= until]
    open_ones = [each for each in every if asked.include_completed or each.status != "completed"]
    return sorted(open_ones, key=lambda each: (each.due_date, each.type, each.deadline_id))


WORKED_OUT = ReadWorkflow("test.worked_out", _worked_out)


def _same(keeper: Bookkeeper, today: date = TODAY) -> None:
    for days in HORIZONS:
        for everything in (False, True):
            asked = DeadlineQuestion(today, days, include_completed=everything)
            assert keeper.ask(list_deadlines.LIST, asked) == keeper.ask(WORKED_OUT, asked), (days, everything)


def _sell(vat: VatKeeper) -> None:
    vat.line(date(2026, 8, 3), 120_000, "cat_sales")


def _tick_the_first(vat: VatKeeper) -> None:
    first = vat.keeper.ask(list_deadlines.LIST, DeadlineQuestion(TODAY))[0].deadline_id
    vat.keeper.do(manage_deadlines.CHANGE, DeadlineChange(first, TODAY, {"completed": True}))


CHANGES: list[Callable[[VatKeeper], object]] = [
    _sell,
    lambda vat: vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2026, 1, 1)}),
    lambda vat: vat.keeper.do(manage_deadlines.ADD, NewDeadline("Insurance", date(2026, 12, 1), TODAY)),
    _tick_the_first,
    lambda vat: vat.file("2026-Q3"),
]


def test_after_each_change_they_are_what_the_books_say_now(books: Books) -> None:
    vat = registered(books)
    _same(vat.keeper)
    before = vat.keeper.ask(list_deadlines.LIST, DeadlineQuestion(TODAY, include_completed=True))
    for change in CHANGES:
        change(vat)
        _same(vat.keeper)
    assert vat.keeper.ask(list_deadlines.LIST, DeadlineQuestion(TODAY, include_completed=True)) != before


def test_another_day_and_another_company_have_their_own(books: Books) -> None:
    ours, theirs = registered(books).keeper, found(books, "Mill Street Ltd")
    for keeper in (ours, theirs, ours):
        _same(keeper)
        _same(keeper, TODAY + timedelta(days=1))
    assert ours.ask(list_deadlines.LIST, DeadlineQuestion(TODAY)) != theirs.ask(
        list_deadlines.LIST, DeadlineQuestion(TODAY)
    )


def test_they_are_worked_out_once_for_all_who_look_a_year_ahead(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    vat, made = registered(books), []
    _sell(vat)

    class Counted(DeadlineBooks):
        def __init__(self, db: Reader, company: int, today: date) -> None:
            made.append((company, today))
            super().__init__(db, company, today)

    monkeypatch.setattr(list_deadlines, "DeadlineBooks", Counted)
    for days in (120, 400, 365, 0):
        vat.keeper.ask(list_deadlines.LIST, DeadlineQuestion(TODAY, days))
    assert len(made) == 1
    _sell(vat)
    vat.keeper.ask(list_deadlines.LIST, DeadlineQuestion(TODAY, 120))
    assert len(made) == 2
