"""After 200 reviewed lines a company's answers are counted anew: kept as a version, and nothing in the books moves."""

from __future__ import annotations

import json
from datetime import date, timedelta

from accountsos.bookkeeping.own_curves import curves_of
from accountsos.categoriser.calibration import REFIT_AFTER, shipped
from accountsos.store.audit import audit_page
from accountsos.store.deadlines import fact_of
from accountsos.store.engine.opening import Place
from accountsos.store.names import CURVES, names_of
from accountsos.workflows.bank.commit_import import PREVIEW
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.bank.manage_rules import ADD_RULE
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.engines import opened

FIRST = date(2026, 1, 5)
PAYEE = "TFL TRAVEL CHARGE"


def _statement(first: date, lines: int) -> bytes:
    """In HSBC's form."""
    rows = [f"{first + timedelta(days=n // 4):%d/%m/%Y},VIS {PAYEE},-{2 + n % 4}.{n % 90:02d}" for n in range(lines)]
    return "\n".join(rows).encode()


def _load(keeper: Bookkeeper, first: date, lines: int) -> list[int]:
    before = set(keeper.numbers())
    keeper.load(_statement(first, lines))
    return sorted(set(keeper.numbers()) - before)


def _counted(keeper: Bookkeeper) -> int:
    page, _ = keeper.books.look(lambda db: audit_page(db, keeper.company, limit=1000, offset=0))
    return sum(row.action == "categoriser.calibrate" for row in page)


def _review(keeper: Bookkeeper, numbers: list[int], *, wrong: int) -> None:
    """Look at each: leave it as it is filed, or file the first ones elsewhere."""
    for at, number in enumerate(numbers):
        if at < wrong:
            keeper.change(number, category_id="cat_subsistence", reviewed=True)
        else:
            keeper.change(number, reviewed=True)


def test_reviewed_lines_are_counted_at_the_next_import_and_once(books: Books) -> None:
    keeper = found(books)
    said = {n: keeper.state(n).row.confidence for n in _load(keeper, FIRST, REFIT_AFTER + 4)}
    _review(keeper, sorted(said), wrong=90)
    assert _counted(keeper) == 0
    command = ImportStatement(_statement(date(2026, 4, 1), 3), "ba_main", TODAY)
    keeper.ask(PREVIEW, command)
    assert _counted(keeper) == 0  # a preview keeps nothing
    _load(keeper, date(2026, 4, 1), 3)
    assert _counted(keeper) == 1
    kept = keeper.books.look(lambda db: fact_of(db, keeper.company, CURVES))
    assert kept["reviewed"] == REFIT_AFTER + 4
    humbled = keeper.books.look(lambda db: curves_of(names_of(db, keeper.company)))
    assert humbled.worth("knowledge", 0.97) < shipped().worth("knowledge", 0.97)
    _load(keeper, date(2026, 5, 1), 3)
    assert _counted(keeper) == 1  # nothing was reviewed since
    assert keeper.faults() == []


def test_undoing_what_brought_the_count_leaves_books_that_hold(books: Books) -> None:
    keeper = found(books)
    _review(keeper, _load(keeper, FIRST, REFIT_AFTER), wrong=0)
    done = keeper.load(_statement(date(2026, 4, 1), 3))
    assert _counted(keeper) == 1
    keeper.undo(done)
    assert keeper.faults() == []
    again = keeper.load(_statement(date(2026, 4, 1), 3))
    assert again.done.lines_new == 3
    assert _counted(keeper) == 1


def test_fewer_reviewed_lines_change_nothing(books: Books) -> None:
    keeper = found(books)
    _review(keeper, _load(keeper, FIRST, REFIT_AFTER - 1), wrong=50)
    _load(keeper, date(2026, 4, 1), 3)
    assert _counted(keeper) == 0
    assert keeper.books.look(lambda db: curves_of(names_of(db, keeper.company))).own == {}


def test_what_rules_answered_is_certain_and_nothing_is_learnt_of_it(sqlite_place: Place) -> None:
    with opened(sqlite_place) as installation:
        keeper = found(installation.books)
        keeper.do(ADD_RULE, WantedRule("cat_travel", description_contains="TFL"))
        _review(keeper, _load(keeper, FIRST, REFIT_AFTER), wrong=0)
        _load(keeper, date(2026, 4, 1), 3)
        assert _counted(keeper) == 0


def test_a_correction_is_counted_once_and_the_next_count_begins_with_the_import_of_the_first(
    sqlite_place: Place,
) -> None:
    with opened(sqlite_place) as installation:
        keeper = found(installation.books)
        _review(keeper, _load(keeper, FIRST, REFIT_AFTER), wrong=20)
        second = _load(keeper, date(2026, 4, 1), REFIT_AFTER)
        assert _counted(keeper) == 1
        _review(keeper, second, wrong=20)
        _load(keeper, date(2026, 7, 1), 3)
        page, _ = keeper.books.look(lambda db: audit_page(db, keeper.company, limit=1000, offset=0))
        judged = [
            json.loads(row.after)["judged"] for row in page if row.action == "categoriser.calibrate" and row.after
        ]
        assert judged == [REFIT_AFTER, REFIT_AFTER]
