"""Categories: own names, and what the books cannot do without."""

from __future__ import annotations

import pytest

from accountsos.errors import BadRequest
from accountsos.workflows.companies.chart import ADD_CATEGORY, CHANGE_CATEGORY, CategoryChange, NewCategory
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found


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
