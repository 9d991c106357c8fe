"""Filters of the list on both engines, each against a plain look through all lines; both orders; pages without gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accountsos import ids
from accountsos.store import transaction_list
from accountsos.workflows.bank import list_transactions as module
from accountsos.workflows.bank.list_transactions import (
    LIST,
    LIST_AT_LENGTH,
    SHOW,
    TransactionPage,
    TransactionQuestion,
    TransactionState,
)
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat.set_vat_scheme import SET, SetVatScheme
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.workflows.documents.papers import Clerk, einvoice

DAY = date(2026, 5, 1)
PAID = date(2026, 5, 6)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    """Twenty lines of a file, four by hand, one of them with a paper beside it."""
    keeper = found(books)
    keeper.do(SET, SetVatScheme(date(2026, 4, 1), "standard", stagger="1"))
    rows = [
        (DAY + timedelta(days=n // 3), (-1) ** n * (500 + 100 * n), f"SHOP {'ABCDEFGHIJKLMNOPQRST'[n]}")
        for n in range(20)
    ]
    keeper.load(plain_file(rows))
    for n in range(3):
        keeper.enter(DAY + timedelta(days=n), -750 - n, f"BY HAND {n}")
    keeper.enter(PAID, -12_000, "HARBOUR STATIONERS")
    for number in keeper.numbers()[:5]:
        keeper.change(number, category_id="cat_office")
    clerk = Clerk(keeper)
    clerk.uploaded_and_read(einvoice(number="HS-1"))
    return keeper


def asked(keeper: Bookkeeper, **where: Any) -> TransactionPage:
    question = TransactionQuestion(limit=where.pop("limit", 200), **where)
    return keeper.ask(LIST_AT_LENGTH if question.may_take_long else LIST, question)


def numbers(page: TransactionPage) -> list[int]:
    return [row.number for row in page.rows]


def states(keeper: Bookkeeper) -> list[TransactionState]:
    """All lines, newest first, each shown by itself."""
    rows = asked(keeper).rows
    return [keeper.ask(SHOW, ids.public_id("txn_", keeper.company, row.number)) for row in rows]


Holds = Callable[[TransactionState], bool]
FILTERS: dict[str, tuple[dict[str, Any], Holds]] = {
    "amount from": ({"amount_from": -800}, lambda s: s.row.amount >= -800),
    "amount to": ({"amount_to": -800}, lambda s: s.row.amount <= -800),
    "amounts": ({"amount_from": -900, "amount_to": 900}, lambda s: -900 <= s.row.amount <= 900),
    "from a person": ({"source": "person"}, lambda s: s.row.source == "person"),
    "from nowhere": ({"source": "nowhere"}, lambda s: False),
    "of a file": ({"import_id": "file"}, lambda s: s.source_import is not None),
    "of a file, some days": (
        {"import_id": "file", "first": 20260503},
        lambda s: s.source_import is not None and s.row.booked_on >= 20260503,
    ),
    "of no file": ({"import_id": "imp_00000000000000"}, lambda s: False),
    "with a paper": ({"has_document": True}, lambda s: s.documents != ()),
    "without a paper": ({"has_document": False}, lambda s: s.documents == ()),
    "with a paper, money out": ({"has_document": True, "money_in": False}, lambda s: s.documents != ()),
    "without a paper, in a category": (
        {"has_document": False, "category": "cat_office"},
        lambda s: s.documents == () and s.names.category_id[s.row.category_no] == "cat_office",
    ),
    "without a paper, some days": (
        {"has_document": False, "first": 20260502, "last": 20260506},
        lambda s: s.documents == () and 20260502 <= s.row.booked_on <= 20260506,
    ),
}


def question(keeper: Bookkeeper, where: dict[str, Any]) -> dict[str, Any]:
    """The file's own id where it is named."""
    if where.get("import_id") != "file":
        return where
    done = next(s.source_import for s in states(keeper) if s.source_import is not None)
    return {**where, "import_id": ids.public_id("imp_", keeper.company, done.number)}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_what_it_says_in_both_orders_with_the_exact_total(keeper: Bookkeeper, name: str) -> None:
    where, holds = FILTERS[name]
    where = question(keeper, where)
    wanted = [state.row.number for state in states(keeper) if holds(state)]
    for oldest_first in (False, True):
        page = asked(keeper, **where, oldest_first=oldest_first)
        assert numbers(page) == (wanted[::-1] if oldest_first else wanted)
        assert page.total == len(wanted)
        assert asked(keeper, **where, limit=1, oldest_first=oldest_first).total == len(wanted)


def test_the_example_has_something_on_either_side_of_each_filter(keeper: Bookkeeper) -> None:
    all_of_them = states(keeper)
    found = {name: sum(map(holds, all_of_them)) for name, (_, holds) in FILTERS.items() if " no" not in name}
    assert all(0 < count < len(all_of_them) for count in found.values()), found


def test_many_papers_are_found_as_few_are(keeper: Bookkeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [numbers(asked(keeper, has_document=True, oldest_first=oldest)) for oldest in (False, True)]
    monkeypatch.setattr(transaction_list, "FEW_PAPERS", 0)
    assert [numbers(asked(keeper, has_document=True, oldest_first=oldest)) for oldest in (False, True)] == few
    assert len(few[0]) == 1


@pytest.mark.parametrize(
    "where", [{}, {"has_document": False}, {"money_in": False}, {"category": "cat_office"}, {"has_document": True}]
)
@pytest.mark.parametrize("oldest_first", [False, True])
def test_page_after_page_neither_skips_nor_repeats(
    keeper: Bookkeeper, where: dict[str, Any], oldest_first: bool
) -> None:
    whole = numbers(asked(keeper, **where, oldest_first=oldest_first))
    walked: list[int] = []
    after = None
    while len(walked) < len(whole):
        page = asked(keeper, **where, oldest_first=oldest_first, limit=3, after=after)
        assert page.rows
        walked += numbers(page)
        after = (page.rows[-1].booked_on, page.rows[-1].number)
    assert walked == whole
    by_offset = [
        n
        for offset in range(0, len(whole), 3)
        for n in numbers(asked(keeper, **where, oldest_first=oldest_first, limit=3, offset=offset))
    ]
    assert by_offset == whole


def test_a_page_far_from_the_oldest_line_is_found_from_the_newest(
    keeper: Bookkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction_list, "WALK_FROM", 2)
    whole = numbers(asked(keeper))[::-1]
    for offset in (0, 2, 5, 20, 23, 24, 90):
        page = asked(keeper, oldest_first=True, limit=4, offset=offset)
        assert (numbers(page), page.total) == (whole[offset : offset + 4], 24)


def test_some_are_asked_for_by_their_ids(keeper: Bookkeeper) -> None:
    whole = numbers(asked(keeper))
    for some in (whole[3:4], whole[2:9], whole[::-1], [*whole[:2], *whole[:2]]):
        named = tuple(ids.public_id("txn_", keeper.company, number) for number in some)
        page = asked(keeper, ids=(*named, "txn_00000000000000"))
        assert numbers(page) == [number for number in whole if number in some]
        assert page.total == len(set(some))
    other = tuple(ids.public_id("txn_", keeper.company, number) for number in whole[:2])
    assert numbers(asked(keeper, ids=other, category="cat_travel")) == []


def test_what_is_included_is_what_each_line_shows_by_itself(keeper: Bookkeeper) -> None:
    keeper.close_through(date(2026, 3, 31))
    included = frozenset({"vat", "net", "documents", "category_reason", "version"})
    page = asked(keeper, include=included)
    assert page.extras is not None
    for state in states(keeper):
        number = state.row.number
        assert tuple(page.extras.documents.get(number, ())) == state.documents
        assert page.extras.reasons[number] == state.reason
    assert sum(bool(bases) for bases, _ in page.extras.vat.values()) >= 5


def test_a_correction_in_a_closed_year_counts_with_what_it_corrects(keeper: Bookkeeper) -> None:
    """The VAT of a line that was refiled after its year was closed is that of both entries together."""
    line = keeper.numbers()[0]
    before = asked(keeper, include=frozenset({"vat"})).extras
    keeper.close_through(date(2027, 3, 31))
    keeper.change(line, category_id="cat_rent")
    after = asked(keeper, include=frozenset({"vat"})).extras
    assert before is not None
    assert after is not None
    assert before.vat[line][1] != 0
    assert after.vat.get(line, (frozenset(), 0))[1] == 0


def test_a_file_reads_them_all_page_after_page(keeper: Bookkeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 7)
    for where in ({}, {"oldest_first": True}, {"money_in": True, "offset": 2}):
        whole = numbers(asked(keeper, **{**where, "offset": 0}))[where.get("offset", 0) :]
        with keeper.books.engine.reading() as db:
            asked_for = TransactionQuestion(limit=1, **where)
            pages = list(module.transactions_in_pages(db, keeper.company, asked_for))
            assert [number for page in pages for number in numbers(page)] == whole
