"""Categories: own names, and what the books cannot do without."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import BadRequest
from accountsos.workflows.bank.manage_rules import ADD_RULE
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.companies.chart import (
    ADD_CATEGORY,
    CHANGE_CATEGORY,
    CategoryChange,
    CategoryChanged,
    NewCategory,
)
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found


def test_two_categories_never_share_a_name(books: Books) -> None:
    keeper = found(books)
    own = keeper.do(ADD_CATEGORY, NewCategory("Van hire", like="cat_travel"))
    with pytest.raises(BadRequest, match="already"):
        keeper.do(ADD_CATEGORY, NewCategory("VAN HIRE", like="cat_travel"))
    with pytest.raises(BadRequest, match="cat_sales is called Sales already"):
        keeper.do(CHANGE_CATEGORY, CategoryChange(own.category_id, {"name": "sales"}))
    renamed = keeper.do(CHANGE_CATEGORY, CategoryChange(own.category_id, {"name": "Van Hire"}))
    assert renamed.category.name == "Van Hire"


@pytest.mark.parametrize("category_id", ["cat_uncategorised", "cat_bank", "cat_transfer", "cat_retained"])
def test_what_the_product_posts_to_by_itself_is_not_archived(books: Books, category_id: str) -> None:
    keeper = found(books)
    with pytest.raises(BadRequest, match="the books need"):
        keeper.do(CHANGE_CATEGORY, CategoryChange(category_id, {"archived": True}))


def archive(keeper: Bookkeeper, category_id: str, successor: str | None = None) -> CategoryChanged:
    return keeper.do(CHANGE_CATEGORY, CategoryChange(category_id, {"archived": True}, replaced_by=successor))


def category_of(keeper: Bookkeeper, text: str, day: date = date(2026, 7, 1)) -> str:
    state = keeper.state(keeper.enter(day, -2_500, text).row.number)
    return state.names.category_id[state.row.category_no]


def test_the_next_lines_of_an_archived_category_go_to_its_successor(books: Books) -> None:
    """What a rule, the past of a payee and general knowledge would file there goes to the other; and back again."""
    keeper = found(books)
    keeper.do(ADD_RULE, WantedRule("cat_travel", description_contains="QUARRY"))
    for day in (1, 2, 3):
        keeper.enter(date(2026, 6, day), -2_500, "TEASEL COACHES", category="cat_travel")
    assert category_of(keeper, "TEASEL COACHES") == "cat_travel"
    assert category_of(keeper, "TRAINLINE.COM") == "cat_travel"
    assert archive(keeper, "cat_travel", "cat_accommodation").rules == 1
    for text in ("TEASEL COACHES", "QUARRY ROAD", "TRAINLINE.COM"):
        assert category_of(keeper, text, date(2026, 8, 3)) == "cat_accommodation"
    # A successor may be archived in its turn: the last one in use takes them.
    archive(keeper, "cat_accommodation", "cat_subsistence")
    assert category_of(keeper, "TRAINLINE.COM", date(2026, 8, 4)) == "cat_subsistence"
    keeper.do(CHANGE_CATEGORY, CategoryChange("cat_travel", {"archived": False}))
    assert category_of(keeper, "TRAINLINE.COM", date(2026, 8, 5)) == "cat_travel"
    assert keeper.faults() == []


def test_the_next_lines_of_a_category_archived_without_a_successor_are_asked_about(books: Books) -> None:
    keeper = found(books)
    assert category_of(keeper, "TRAINLINE.COM") == "cat_travel"
    archive(keeper, "cat_travel")
    assert category_of(keeper, "TRAINLINE.COM", date(2026, 8, 3)) == "cat_uncategorised"
