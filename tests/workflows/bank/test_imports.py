"""Statements of every bank, overlapping, cut, repeated, undone: each payment is in the books exactly once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountsos.errors import Conflict, NotFound, Refused
from accountsos.generator import BANKS, GeneratedCompany, StatementOptions, generate
from accountsos.generator.faults import FaultCase, fault_cases
from accountsos.store.engine.opening import Place
from accountsos.workflows.bank import commit_import, list_imports
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.bank.list_transactions import LIST, TransactionQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file, simple_file
from tests.support.engines import opened

Lines = Counter[tuple[int, int]]
FORMAT = {"amex": "amex", "stripe": "stripe"}
"""Files that nothing but their owner can tell apart."""


@lru_cache(maxsize=1)
def cafe() -> GeneratedCompany:
    return generate(21, archetype="cafe", transactions=600, months=4)


def _in_books(keeper: Bookkeeper, account: str = "ba_main") -> Lines:
    page = keeper.ask(LIST, TransactionQuestion(limit=100_000, bank_account=account))
    return Counter((row.booked_on, row.amount) for row in page.rows)


def _true(truth: GeneratedCompany, first: date, last: date) -> Lines:
    lines = (n for n in truth.lines(first, last) if n.account == "ba_main")
    return Counter((int(f"{n.booked_on:%Y%m%d}"), n.amount) for n in lines)


def _file(bank: str, first: date, last: date, **options: object) -> bytes:
    return cafe().statement("ba_main", first, last, bank=bank, options=StatementOptions(**options))  # type: ignore[arg-type]  # a test's options


slices = st.lists(
    st.tuples(st.integers(0, 75), st.integers(0, 45)).map(lambda s: (s[0], min(s[0] + s[1], 90))),
    min_size=1,
    max_size=4,
)


def _days(span: tuple[int, int]) -> tuple[date, date]:
    start = cafe().start
    return start + timedelta(days=span[0]), start + timedelta(days=span[1])


@pytest.fixture(scope="module")
def shared(sqlite_template: object) -> None:
    """Only so that the template is made before hypothesis starts its clock."""


@pytest.mark.parametrize("bank", BANKS)
def test_overlapping_slices_in_any_order_show_each_line_once(sqlite_place: Place, bank: str) -> None:
    with opened(sqlite_place) as whole:
        _overlapping(whole.books, bank)


@pytest.mark.parametrize("bank", ["monzo", "natwest", "ofx"])
def test_overlapping_slices_show_each_line_once_on_either_database(books: Books, bank: str) -> None:
    _overlapping(books, bank, examples=4)


def _overlapping(books: Books, bank: str, examples: int = 6) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(spans=slices, again=st.integers(0, 3), undone=st.integers(0, 3))
    def run(spans: list[tuple[int, int]], again: int, undone: int) -> None:
        keeper = found(books)
        expected: Lines = Counter()
        imports = []
        for span in spans:
            first, last = _days(span)
            before = _in_books(keeper)
            done = keeper.load(_file(bank, first, last), format=FORMAT.get(bank))
            imports.append((span, done))
            expected |= _true(cafe(), first, last)
            assert _in_books(keeper) == expected
            assert before <= expected
        span, done = imports[again % len(imports)]
        repeated = keeper.load(_file(bank, *_days(span)), format=FORMAT.get(bank))
        assert (repeated.status, repeated.done.lines_new) == ("already_imported", 0)
        assert _in_books(keeper) == expected
        span, done = imports[undone % len(imports)]
        keeper.undo(done)
        left = [s for s, d in imports if d.number != done.number]
        rest: Lines = Counter()
        for other in left:
            rest |= _true(cafe(), *_days(other))
        assert _in_books(keeper) == rest
        assert keeper.faults() == []
        keeper.load(_file(bank, *_days(span)), format=FORMAT.get(bank))
        assert _in_books(keeper) == expected
        assert keeper.faults() == []

    run()


@lru_cache(maxsize=1)
def cases() -> list[FaultCase]:
    return fault_cases(generate(21, archetype="cafe", transactions=4_000))


NAMED = [f"{case.fault}-{case.bank}-{n}" for n, case in enumerate(cases())]


@pytest.mark.parametrize(
    "number",
    [pytest.param(n, id=name) for n, name in enumerate(NAMED)],
)
def test_what_goes_wrong_at_banks_comes_out_right(sqlite_place: Place, number: int) -> None:
    """Import the files, undo and import again in turn, and every line the case names is there once."""
    case, truth = cases()[number], generate(21, archetype="cafe", transactions=4_000)
    wanted = set(case.lines)
    expected: Lines = Counter((int(f"{n.booked_on:%Y%m%d}"), n.amount) for n in truth.lines() if n.number in wanted)
    with opened(sqlite_place) as whole:
        keeper = found(whole.books)
        done = [keeper.load(file) for file in case.files]
        assert _in_books(keeper) == expected
        assert keeper.faults() == []
        for file in case.files:
            assert keeper.load(file).done.lines_new == 0
        keeper.undo(done[0])
        assert _in_books(keeper) <= expected
        assert keeper.faults() == []
        keeper.load(case.files[0])
        assert _in_books(keeper) == expected
        for each in (*done[1:], keeper.load(case.files[0])):
            keeper.undo(each)
        assert _in_books(keeper) == Counter()
        assert keeper.balances(TODAY) == {}
        assert keeper.faults() == []


MAY = [(date(2026, 5, 4), -340, "BEAN THERE"), (date(2026, 5, 4), -340, "BEAN THERE"), (date(2026, 5, 5), 9000, "ACME")]


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def test_twins_of_a_day_stay_two(keeper: Bookkeeper) -> None:
    keeper.load(plain_file(MAY))
    keeper.load(plain_file(MAY[1:]))
    keeper.load(plain_file([*MAY, (date(2026, 5, 6), -100, "FEE")]))
    assert _in_books(keeper) == Counter({(20260504, -340): 2, (20260505, 9000): 1, (20260506, -100): 1})
    assert keeper.faults() == []


def test_the_same_bytes_again_say_so_and_change_nothing(keeper: Bookkeeper) -> None:
    first = keeper.load(plain_file(MAY))
    again = keeper.load(plain_file(MAY))
    assert (again.status, again.number) == ("already_imported", first.number)
    assert (again.done.lines_new, again.done.lines_duplicate) == (0, 3)


def test_an_undone_file_can_be_imported_again(keeper: Bookkeeper) -> None:
    keeper.undo(keeper.load(plain_file(MAY)))
    assert keeper.balances(TODAY) == {}
    again = keeper.load(plain_file(MAY))
    assert again.done.lines_new == 3
    assert keeper.bank_balance() == 9000 - 680
    with pytest.raises(Conflict, match="already undone"):
        keeper.undo(commit_import.Imported(0, 1002, "", again.account, again.done))


def test_undoing_leaves_what_another_file_also_showed(keeper: Bookkeeper) -> None:
    first = keeper.load(plain_file(MAY))
    second = keeper.load(plain_file(MAY[1:]))
    keeper.undo(first)
    assert _in_books(keeper) == Counter({(20260504, -340): 1, (20260505, 9000): 1})
    keeper.undo(second)
    assert _in_books(keeper) == Counter()
    assert keeper.faults() == []


def test_undoing_twice_in_either_order_with_a_third_file_between(keeper: Bookkeeper) -> None:
    first = keeper.load(plain_file(MAY))
    second = keeper.load(plain_file(MAY[1:]))
    keeper.undo(first)
    third = keeper.load(plain_file([*MAY, (date(2026, 5, 6), -100, "FEE")]))
    assert sum(_in_books(keeper).values()) == 4
    keeper.undo(second)
    assert sum(_in_books(keeper).values()) == 4
    keeper.undo(third)
    assert _in_books(keeper) == Counter()
    assert keeper.faults() == []


def test_an_undo_takes_back_what_was_filed_split_and_taught(keeper: Bookkeeper) -> None:
    done = keeper.load(plain_file([(date(2026, 5, 4), -900, "ZANZIBAR SUPPLIES"), (date(2026, 5, 5), -900, "OTHER")]))
    first, second = keeper.numbers()
    keeper.change(first, category_id="cat_rent")
    keeper.change(second, category_id="cat_travel", notes="kept")
    keeper.undo(done)
    assert keeper.balances(TODAY) == {}
    assert keeper.faults() == []
    keeper.load(plain_file([(date(2026, 6, 4), -901, "ZANZIBAR SUPPLIES")]))
    row = keeper.state(keeper.numbers()[-1])
    assert row.names.category_id[row.row.category_no] != "cat_rent", "what was taken back teaches nothing"


def test_a_preview_changes_nothing(keeper: Bookkeeper) -> None:
    command = ImportStatement(plain_file(MAY), "ba_main", TODAY)
    shown = keeper.ask(commit_import.PREVIEW, command)
    assert (shown.status, shown.done.lines_new, len(shown.preview)) == ("preview", 3, 3)
    assert _in_books(keeper) == Counter()
    assert keeper.ask(list_imports.LIST, list_imports.ImportQuestion(10)).total == 0


def test_a_line_entered_by_hand_is_known_when_its_statement_comes(keeper: Bookkeeper) -> None:
    keeper.enter(date(2026, 5, 5), 9000, "ACME", category="cat_sales")
    done = keeper.load(plain_file(MAY))
    assert (done.done.lines_new, done.done.lines_duplicate) == (2, 1)
    keeper.undo(done)
    assert _in_books(keeper) == Counter({(20260505, 9000): 1})
    assert keeper.faults() == []


def test_a_file_in_another_currency_is_refused(keeper: Bookkeeper) -> None:
    """Its amounts are no pounds."""
    head = "Date,Counter Party,Reference,Type,Amount (EUR),Balance (EUR)\n"
    with pytest.raises(Refused, match="EUR"):
        keeper.load((head + "04/05/2026,HOTEL,REF,CARD,-100.00,900.00\n").encode())
    assert keeper.balances(TODAY) == {}


def test_a_file_with_mistakes_is_refused_whole_with_every_line_named(keeper: Bookkeeper) -> None:
    good = simple_file(MAY).decode()
    with pytest.raises(Refused) as refused:
        keeper.load((good + "31/02/2026,X,R,T,1.00,1.00\n05/05/2026,X,R,T,one,1.00\n").encode())
    assert [d["line"] for d in refused.value.details or ()] == [5, 6]
    assert keeper.balances(TODAY) == {}


def test_no_such_account_or_import_is_not_found(keeper: Bookkeeper) -> None:
    with pytest.raises(NotFound, match="ba_nowhere"):
        keeper.load(plain_file(MAY), "ba_nowhere")
    with pytest.raises(NotFound):
        keeper.do(commit_import.UNDO, "imp_nothing")


def test_texts_of_any_kind_come_back_as_they_were(keeper: Bookkeeper) -> None:
    texts = ["CAFÉ ÉCLAIR £5", "=1+1", "'; DROP TABLE posting; --", "100% %s %(name)s :company ?1", "日本 😀", "a\\b"]
    keeper.load(plain_file([(date(2026, 5, n + 1), -100 - n, text) for n, text in enumerate(texts)]))
    page = keeper.ask(LIST, TransactionQuestion(limit=50))
    assert [row.description for row in page.rows][::-1] == texts
    assert keeper.faults() == []
