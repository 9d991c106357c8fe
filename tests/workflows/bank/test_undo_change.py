"""A change of how a line is filed is undone exactly, until something else changed the line."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import Conflict, NotFound, PreconditionFailed
from accountsos.store.transactions import BankTransaction, StoredPart, parts_of
from accountsos.workflows.bank.change_many import CHANGE_MANY, ChangeMany, WhichLines
from accountsos.workflows.bank.undo_change import UNDO, UndoChange
from accountsos.workflows.contacts.manage_contacts import ADD, NewContact
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat.set_vat_scheme import SET, SetVatScheme
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file

DAY = date(2026, 5, 1)
SPLIT = (
    SplitPart(category_id="cat_rent", amount=-7_000, notes="the office"),
    SplitPart(category_id="cat_travel", amount=-5_000, business_percent=80, vat_code="P20", vat_amount=833),
)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    keeper = found(books)
    keeper.do(SET, SetVatScheme(date(2026, 4, 1), "standard", stagger="1"))
    keeper.load(plain_file([(DAY, -12_000, "XQZV HOLDINGS"), (date(2026, 5, 2), -555, "PRET A MANGER")]))
    return keeper


def filed(keeper: Bookkeeper, number: int) -> tuple[object, ...]:
    """Everything that is our reading of the line, and what the books say."""
    row: BankTransaction = keeper.state(number).row
    with keeper.books.engine.reading() as db:
        parts: list[StoredPart] = list(parts_of(db, keeper.company, number)) if row.parts else []
    reading = (row.category_no, row.confidence, row.source, row.reason, row.contact_no, row.reviewed, row.notes)
    return (*reading, row.parts, parts, keeper.balances(TODAY))


def undo(keeper: Bookkeeper, number: int, event: int | None = None) -> None:
    keeper.do(UNDO, UndoChange(event, ids.public_id("txn_", keeper.company, number)))


def event_of(keeper: Bookkeeper, number: int) -> int:
    return next(row.seq for row in keeper.state(number).history if row.action == "transaction.change")


@pytest.mark.parametrize(
    "change",
    [
        {"category_id": "cat_travel"},
        {"category_id": None},
        {"splits": SPLIT},
        {"notes": "asked for a receipt"},
        {"category_id": "cat_travel", "vat_code": "P20", "vat_amount": 1_000},
        {"reviewed": True},
        {"contact": True},
    ],
    ids=["category", "given back", "split", "notes", "vat", "reviewed", "contact"],
)
@pytest.mark.parametrize("first", [{}, {"splits": SPLIT}, {"category_id": "cat_rent", "notes": "Rent of May"}])
def test_whatever_was_changed_comes_back_as_it_was(
    keeper: Bookkeeper, change: dict[str, object], first: dict[str, object]
) -> None:
    number = keeper.numbers()[0]
    if first:
        keeper.change(number, **first)
    if change.pop("contact", False):
        change = {
            "contact_id": ids.public_id("con_", keeper.company, keeper.do(ADD, NewContact("Acme")).contact.number)
        }
    before = filed(keeper, number)
    keeper.change(number, **change)
    changed = filed(keeper, number)
    if changed == before:
        return
    undo(keeper, number)
    assert filed(keeper, number) == before
    undo(keeper, number)
    assert filed(keeper, number) == changed, "an undo is itself undone"
    assert keeper.faults() == []


def test_changes_are_undone_back_to_the_first_one_after_another(keeper: Bookkeeper) -> None:
    number = keeper.numbers()[0]
    states, events = [filed(keeper, number)], []
    for change in ({"category_id": "cat_rent"}, {"splits": SPLIT}, {"category_id": "cat_travel"}):
        keeper.change(number, **change)
        events.append(event_of(keeper, number))
        states.append(filed(keeper, number))
    for event in reversed(events):
        states.pop()
        undo(keeper, number, event)
        assert filed(keeper, number) == states[-1]


def test_a_change_is_not_undone_once_something_else_changed_the_line(keeper: Bookkeeper) -> None:
    number = keeper.numbers()[0]
    keeper.change(number, category_id="cat_rent")
    event = event_of(keeper, number)
    keeper.change(number, notes="later")
    before = filed(keeper, number)
    with pytest.raises(Conflict, match="changed again since"):
        undo(keeper, number, event)
    assert filed(keeper, number) == before


def test_nothing_is_undone_where_there_is_nothing(keeper: Bookkeeper) -> None:
    number = keeper.numbers()[0]
    for command in (
        UndoChange(None, ids.public_id("txn_", keeper.company, number)),
        UndoChange(10**9),
        UndoChange(),
        UndoChange(None, ids.public_id("txn_", found(keeper.books).company, number)),
    ):
        with pytest.raises(NotFound):
            keeper.do(UNDO, command)


def test_lines_accepted_together_are_undone_together(keeper: Bookkeeper) -> None:
    numbers = keeper.numbers()
    before = [filed(keeper, number) for number in numbers]
    lines = tuple(
        (ids.public_id("txn_", keeper.company, number), str(keeper.state(number).row.version)) for number in numbers
    )
    done = keeper.do(CHANGE_MANY, ChangeMany(WhichLines(lines), reviewed=True))
    assert (done.chosen, done.changed) == (2, 2)
    assert [keeper.state(number).row.reviewed for number in numbers] == [1, 1]
    again = ChangeMany(WhichLines(((lines[0][0], "2"),)), reviewed=True)
    assert keeper.do(CHANGE_MANY, again).changed == 0
    assert len(keeper.do(UNDO, UndoChange(done.event)).transaction_ids) == 2
    assert [filed(keeper, number) for number in numbers] == before


def test_of_lines_accepted_together_none_is_when_one_changed_since(keeper: Bookkeeper) -> None:
    numbers = keeper.numbers()
    lines = tuple(
        (ids.public_id("txn_", keeper.company, number), str(keeper.state(number).row.version)) for number in numbers
    )
    keeper.change(numbers[1], category_id="cat_rent")
    with pytest.raises(PreconditionFailed):
        keeper.do(CHANGE_MANY, ChangeMany(WhichLines(lines), reviewed=True))
    assert keeper.state(numbers[0]).row.reviewed == 0


def test_what_a_line_taught_is_forgotten_with_it(keeper: Bookkeeper) -> None:
    number = keeper.numbers()[0]
    keeper.change(number, category_id="cat_rent")
    undo(keeper, number)
    keeper.load(plain_file([(date(2026, 6, 1), -12_345, "XQZV HOLDINGS")]))
    row = keeper.state(keeper.numbers()[-1]).row
    assert row.source != "history"
