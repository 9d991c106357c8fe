"""Many lines are changed in one write: exactly those that were seen, each as by itself, and undone together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import BadRequest, NotFound, PreconditionFailed
from accountsos.workflows.bank.change_many import CHANGE_MANY, LOOK, MOST, ChangeMany, ManyChanged, WhichLines
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.bank.remove_transaction import REMOVE
from accountsos.workflows.bank.undo_change import UNDO, UndoChange
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat.set_vat_scheme import SET, SetVatScheme
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file

DAY = date(2026, 5, 1)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    keeper = found(books)
    keeper.do(SET, SetVatScheme(date(2026, 4, 1), "standard", stagger="1"))
    lines = [(DAY + timedelta(days=n), -1_200 - n, f"SHOP NUMBER {'ABCDEFGH'[n]}") for n in range(6)]
    keeper.load(plain_file([*lines, (date(2026, 5, 20), 50_000, "ACME LTD INVOICE 7")]))
    return keeper


def line(keeper: Bookkeeper, number: int) -> str:
    return ids.public_id("txn_", keeper.company, number)


def picked(keeper: Bookkeeper, *numbers: int) -> WhichLines:
    return WhichLines(tuple((line(keeper, n), str(keeper.state(n).row.version)) for n in numbers))


def shops(keeper: Bookkeeper, seen: str | None = None) -> WhichLines:
    return WhichLines(matching=TransactionQuestion(limit=50, search="shop number"), seen=seen)


def seen(keeper: Bookkeeper) -> str:
    return keeper.ask(LOOK, ChangeMany(shops(keeper))).seen


def filed(keeper: Bookkeeper, *, seen: str) -> ManyChanged:
    return keeper.do(CHANGE_MANY, ChangeMany(shops(keeper, seen), category_id="cat_software"))


def readings(keeper: Bookkeeper) -> list[tuple[object, ...]]:
    rows = [keeper.state(number).row for number in keeper.numbers()]
    return [(r.category_no, r.confidence, r.source, r.reviewed, r.notes, r.parts) for r in rows]


def test_all_that_match_are_counted_first_and_then_exactly_these_are_filed(keeper: Bookkeeper) -> None:
    look = keeper.ask(LOOK, ChangeMany(shops(keeper)))
    assert (look.lines, look.money_in, look.money_out) == (6, 0, -7_215)  # 6 × 12.00 and 1 + 2 + 3 + 4 + 5 pence
    done = filed(keeper, seen=look.seen)
    assert (done.chosen, done.changed) == (6, 6)
    # A sixth of each is VAT: 200, 200.17, 200.33, 200.50, 200.67 and 200.83 pence, rounded to the penny
    assert keeper.balances(TODAY)["cat_software"] == 7_215 - (200 + 200 + 200 + 201 + 201 + 201)
    assert keeper.faults() == []


def test_each_is_filed_as_it_would_be_by_itself(keeper: Bookkeeper, books: Books) -> None:
    other = found(books, "Other Ltd")
    other.do(SET, SetVatScheme(date(2026, 4, 1), "standard", stagger="1"))
    lines = [(DAY + timedelta(days=n), -1_200 - n, f"SHOP NUMBER {'ABCDEFGH'[n]}") for n in range(6)]
    other.load(plain_file([*lines, (date(2026, 5, 20), 50_000, "ACME LTD INVOICE 7")]))
    filed(keeper, seen=seen(keeper))
    for number in other.numbers()[:6]:
        other.change(number, category_id="cat_software")
    assert readings(keeper) == readings(other)
    assert keeper.balances(TODAY) == other.balances(TODAY)


@pytest.mark.parametrize("what", ["changed", "came", "went"])
def test_none_is_changed_where_one_changed_came_or_went_since(keeper: Bookkeeper, what: str) -> None:
    last = keeper.enter(date(2026, 5, 9), -99, "SHOP NUMBER Z").row.number
    look = seen(keeper)
    if what == "changed":
        keeper.change(last, notes="wait")
    elif what == "came":
        keeper.enter(date(2026, 5, 10), -98, "SHOP NUMBER Y")
    else:
        keeper.do(REMOVE, line(keeper, last))
    before = readings(keeper)
    with pytest.raises(PreconditionFailed):
        filed(keeper, seen=look)
    assert readings(keeper) == before


def test_all_are_undone_by_one_write_splits_and_notes_too(keeper: Bookkeeper) -> None:
    first, second, *_ = keeper.numbers()
    parts = (
        SplitPart(category_id="cat_rent", amount=-700, notes="half"),
        SplitPart(category_id="cat_office", amount=-500, vat_code="P20"),
    )
    keeper.change(first, splits=parts)
    keeper.change(second, category_id="cat_rent", notes="with Ann")
    before, balances = readings(keeper), keeper.balances(TODAY)
    done = filed(keeper, seen=seen(keeper))
    assert len(keeper.do(UNDO, UndoChange(done.event)).transaction_ids) == done.changed
    assert (readings(keeper), keeper.balances(TODAY)) == (before, balances)
    assert keeper.faults() == []


def test_lines_are_picked_one_by_one_each_in_the_version_that_was_seen(keeper: Bookkeeper) -> None:
    first, second, third, *_ = keeper.numbers()
    which = picked(keeper, first, second)
    done = keeper.do(CHANGE_MANY, ChangeMany(which, reviewed=True))
    assert done.changed == 2
    assert [keeper.state(n).row.reviewed for n in (first, second, third)] == [1, 1, 0]
    keeper.change(second, notes="wait")
    with pytest.raises(PreconditionFailed):
        keeper.do(CHANGE_MANY, ChangeMany(which, category_id="cat_software"))
    assert keeper.state(first).row.category_no == keeper.state(third).row.category_no


def test_what_is_so_already_is_not_written_again(keeper: Bookkeeper) -> None:
    filed(keeper, seen=seen(keeper))
    versions = [keeper.state(n).row.version for n in keeper.numbers()]
    assert filed(keeper, seen=seen(keeper)).changed == 0
    assert [keeper.state(n).row.version for n in keeper.numbers()] == versions


def test_another_companys_line_is_not_there(keeper: Bookkeeper, books: Books) -> None:
    other = found(books, "Other Ltd")
    theirs = other.enter(DAY, -500, "SHOP NUMBER A").row.number
    with pytest.raises(NotFound):
        keeper.do(CHANGE_MANY, ChangeMany(WhichLines(((line(other, theirs), None),)), reviewed=True))


def test_more_than_a_thousand_at_once_are_too_many(keeper: Bookkeeper) -> None:
    many = tuple((line(keeper, 1), None) for _ in range(MOST + 1))
    with pytest.raises(BadRequest, match="1,001"):
        keeper.do(CHANGE_MANY, ChangeMany(WhichLines(many), reviewed=True))
