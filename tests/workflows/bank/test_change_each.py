"""Many lines are changed in one write, each in its own way: all or none, or each that can be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart, TransactionChange
from accountsos.errors import BadRequest, NotFound, PreconditionFailed, Refused
from accountsos.workflows.bank.change_each import CHANGE_EACH, ChangeEach, EachChanged
from accountsos.workflows.bank.change_transaction import TransactionChanged
from accountsos.workflows.bank.undo_change import UNDO, UndoChange
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat.set_vat_scheme import SET, SetVatScheme
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file

DAY = date(2026, 5, 1)


def shop(books: Books, name: str = "Teasel & Co Ltd") -> Bookkeeper:
    keeper = found(books, name)
    keeper.do(SET, SetVatScheme(date(2026, 4, 1), "standard", stagger="1"))
    lines = [(DAY + timedelta(days=n), -1_200 - n, f"SHOP NUMBER {'ABCDEFGH'[n]}") for n in range(6)]
    keeper.load(plain_file([*lines, (date(2026, 5, 20), 50_000, "ACME LTD INVOICE 7")]))
    return keeper


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return shop(books)


PARTS = (
    SplitPart(category_id="cat_rent", amount=-700, notes="half"),
    SplitPart(category_id="cat_office", amount=-502, vat_code="P20"),
)
DIFFERENT: tuple[dict[str, Any], ...] = (
    {"category_id": "cat_software"},
    {"notes": "with Ann"},
    {"splits": PARTS},
    {"reviewed": True},
    {"category_id": "cat_travel", "vat_code": "P0", "notes": "train"},
    {},
)
"""One for each of the six payments."""


def changes(keeper: Bookkeeper, *several: dict[str, Any]) -> tuple[TransactionChange, ...]:
    lines = [ids.public_id("txn_", keeper.company, number) for number in keeper.numbers()]
    return tuple(TransactionChange(transaction_id=line, **one) for line, one in zip(lines, several, strict=False))


def each(keeper: Bookkeeper, *several: dict[str, Any], atomic: bool = False) -> EachChanged:
    return keeper.do(CHANGE_EACH, ChangeEach(changes(keeper, *several), atomic))


def readings(keeper: Bookkeeper) -> list[tuple[object, ...]]:
    states = [keeper.state(number) for number in keeper.numbers()]
    return [(s.row.category_no, s.row.source, s.row.reviewed, s.row.notes, s.parts, s.row.version) for s in states]


def refusals(done: EachChanged) -> list[type[Refused] | None]:
    return [type(result) if isinstance(result, Refused) else None for result in done.results]


@pytest.mark.parametrize("atomic", [True, False])
def test_each_is_changed_as_it_would_be_by_itself(keeper: Bookkeeper, books: Books, atomic: bool) -> None:
    other = shop(books, "Other Ltd")
    done = each(keeper, *DIFFERENT, atomic=atomic)
    for number, one in zip(other.numbers(), DIFFERENT, strict=False):
        other.change(number, **one)
    assert readings(keeper) == readings(other)
    assert keeper.balances(TODAY) == other.balances(TODAY)
    assert refusals(done) == [None] * 6
    posted = [result.posted is not None for result in done.results if isinstance(result, TransactionChanged)]
    assert posted == [True, True, True, True, True, False], "what was not changed lands nowhere"
    assert keeper.faults() == []


WRONG: tuple[dict[str, Any], ...] = (
    {"category_id": "cat_software"},
    {"category_id": "cat_nonsense"},
    {"notes": "late", "if_match": frozenset({"7"})},
    {"contact_id": "con_00000000000000"},
    {"splits": (SplitPart(category_id="cat_rent", amount=-5),)},
    {"reviewed": True},
)


def test_what_is_refused_leaves_the_others_as_they_were_asked_for(keeper: Bookkeeper) -> None:
    before = readings(keeper)
    done = each(keeper, *WRONG)
    assert refusals(done) == [None, BadRequest, PreconditionFailed, NotFound, BadRequest, None]
    assert [result.param for result in done.results if isinstance(result, Refused)] == [
        "changes[1].category_id", "changes[2].if_match", "changes[3].contact_id", "changes[4].splits",
    ]  # fmt: skip
    after = readings(keeper)
    assert [n for n in range(7) if before[n] != after[n]] == [0, 5]
    assert keeper.faults() == []


def test_all_or_none_changes_nothing_where_one_is_refused_and_tells_of_each(keeper: Bookkeeper) -> None:
    before, balances = readings(keeper), keeper.balances(TODAY)
    with pytest.raises(BadRequest) as refused:
        each(keeper, *WRONG, atomic=True)
    assert (readings(keeper), keeper.balances(TODAY)) == (before, balances)
    assert refused.value.param == "changes[1].category_id"
    assert refused.value.details is not None
    assert [(one["param"], one["code"]) for one in refused.value.details] == [
        ("changes[1].category_id", "bad_request"),
        ("changes[2].if_match", "precondition_failed"),
        ("changes[3].contact_id", "not_found"),
        ("changes[4].splits", "bad_request"),
    ]


def test_a_line_that_is_not_there_is_refused_by_its_id(keeper: Bookkeeper) -> None:
    gone = TransactionChange(transaction_id="txn_00000000000000", notes="x")
    done = keeper.do(CHANGE_EACH, ChangeEach((gone, *changes(keeper, {"notes": "here"}))))
    assert refusals(done) == [NotFound, None]
    first = done.results[0]
    assert isinstance(first, Refused)
    assert first.param == "changes[0].id"
    with pytest.raises(NotFound):
        keeper.do(CHANGE_EACH, ChangeEach((gone,), atomic=True))


def test_all_are_undone_by_one_write(keeper: Bookkeeper) -> None:
    keeper.change(keeper.numbers()[0], category_id="cat_rent", notes="before")
    before, balances = readings(keeper), keeper.balances(TODAY)
    done = each(keeper, *DIFFERENT)
    assert done.event is not None
    assert len(keeper.do(UNDO, UndoChange(done.event)).transaction_ids) == 5, "one of the six changed nothing"
    told = [row[:-1] for row in readings(keeper)]
    assert (told, keeper.balances(TODAY)) == ([row[:-1] for row in before], balances)
    assert keeper.faults() == []


def test_what_changes_nothing_leaves_nothing_to_undo(keeper: Bookkeeper) -> None:
    done = each(keeper, {}, {"reviewed": False})
    assert (refusals(done), done.event) == ([None, None], None)


def test_a_line_comes_once(keeper: Bookkeeper) -> None:
    twice = changes(keeper, {"notes": "a"}) + changes(keeper, {"notes": "b"})
    with pytest.raises(BadRequest) as refused:
        keeper.do(CHANGE_EACH, ChangeEach(twice))
    assert refused.value.param == "changes[1].id"


def test_a_version_that_is_current_is_taken(keeper: Bookkeeper) -> None:
    done = each(keeper, {"notes": "a", "if_match": frozenset({"1"})}, {"notes": "b", "if_match": frozenset({"2"})})
    assert refusals(done) == [None, PreconditionFailed]
