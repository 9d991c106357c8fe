"""What may be said of a category by hand, and which accounts it fits. Pure."""

from __future__ import annotations

from dataclasses import fields, replace

from accountsos.ledger.chart import TREATMENT_WORDS, Category

_LINES_OF_TYPE = {
    "income": ("PL.A", "PL.B"),
    "expense": ("PL.C", "PL.D", "PL.E", "PL.F", "PL.G"),
    "asset": ("BS.A", "BS.B", "BS.C", "BS.D"),
    "liability": ("BS.E", "BS.H", "BS.I", "BS.J"),
    "equity": ("BS.K",),
}
_ALLOWABLE_OF_TYPE = {
    "income": ("taxable", "exempt_usually"),
    "expense": ("yes", "no", "partial", "review", "qualifying", "yes_when_paid", "yes_company"),
}
_SA103_OF_TYPE = {"income": ("15", "16"), "expense": tuple(str(box) for box in range(17, 31))}
BY_HAND = ("place_of_supply", "supply", "vat_behaviour", "allowance_class", "ct_allowable", "sa103f_box", "frs105_line")
"""The fields of a treatment that a person may state of a category."""
TOLD_AS = {"sa103f_box": "sa103_box", "frs105_line": "statutory_line"}
"""What a field is called where people state it, if otherwise than in the chart."""
OF_VAT = (
    "vat_default",
    "vat_reclaim",
    "place_of_supply",
    "supply",
    "vat_behaviour",
    "allowance_class",
    "frs105_line",
)
"""What the VAT of a line follows from: where one of them changes, lines are posted anew."""

assert {*BY_HAND, *OF_VAT} <= {f.name for f in fields(Category)}, "they are fields of a category"


def fitting(category: Category, field: str) -> tuple[str, ...]:
    """The words that this field may have for an account of that type."""
    if field == "frs105_line":
        return _LINES_OF_TYPE[category.type]
    if field == "ct_allowable":
        return _ALLOWABLE_OF_TYPE.get(category.type, ())
    if field == "sa103f_box":
        return ("none", *_SA103_OF_TYPE.get(category.type, ()))
    if field == "place_of_supply":
        return TREATMENT_WORDS[field] if category.type == "income" else ("uk",)
    if field == "supply":
        return TREATMENT_WORDS[field] if category.type == "expense" else ("any",)
    if field == "vat_behaviour":
        return {"income": ("plain", "incidental"), "expense": ("plain", "hospitality")}.get(category.type, ("plain",))
    assert field == "allowance_class", field
    return TREATMENT_WORDS[field] if category.frs105_line == "BS.B" else ("none",)


def pattern_copied(pattern: Category, *, category_id: str, name: str, **otherwise: str) -> Category:
    """An account like another one: the same to every rule but in what is said otherwise."""
    assert not pattern.only_one, f"the books have one {pattern.name}"
    return replace(
        pattern,
        category_id=category_id,
        name=name,
        note=f"like {pattern.category_id}",
        archived=False,
        **otherwise,  # type: ignore[arg-type]  # fields of text, as the callers name them
    )
