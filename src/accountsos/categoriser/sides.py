"""Which side of the books a category stands on, and what a sole trader calls what a company has."""

from __future__ import annotations

from collections.abc import Iterable

from accountsos.ledger.chart import Category

_OF_A_SOLE_TRADER = {
    "cat_directors_loan": "cat_drawings", "cat_dividends": "cat_drawings", "cat_directors_salary": "cat_drawings",
    "cat_ct_payable": "cat_drawings", "cat_share_capital": "cat_capital_introduced",
}  # fmt: skip
_OF_A_COMPANY = {"cat_drawings": "cat_directors_loan", "cat_capital_introduced": "cat_directors_loan"}


def on_the_other_side(category: Category, *, money_in: bool) -> bool:
    """Whether the line would be a negative one of its category: money in as a cost, money out as income."""
    return category.type == ("expense" if money_in else "income") and not category.both_ways


def for_entity(category_id: str, entity_type: str, *, money_in: bool) -> str:
    """The category as this kind of business has it: a sole trader has drawings, a company a director's loan."""
    if entity_type == "sole_trader":
        category_id = _OF_A_SOLE_TRADER.get(category_id, category_id)
        return "cat_capital_introduced" if money_in and category_id == "cat_drawings" else category_id
    return _OF_A_COMPANY.get(category_id, category_id)


def merged(ranked: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """One row per category, the shares of equal ones added, the likeliest first."""
    shares: dict[str, float] = {}
    for category_id, share in ranked:
        shares[category_id] = shares.get(category_id, 0.0) + share
    return sorted(shares.items(), key=lambda row: -row[1])
