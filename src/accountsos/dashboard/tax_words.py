"""What filing under a category means for tax, in a few words."""

from __future__ import annotations

from accountsos.ledger.chart import Category

_KINDS = {
    "income": "Money you earn",
    "asset": "What the business owns or is owed: no cost",
    "liability": "What the business owes: no cost",
    "equity": "Between you and the business: no cost",
}
_VAT = {
    "yes": "VAT back",
    "no": "no VAT back",
    "no_cars": "no VAT back",
    "half": "half of the VAT back",
    "partial": "part of the VAT back",
    "if_charged": "VAT back where it was charged",
    "fuel_element": "VAT back on the fuel in it",
}
_RELIEF = {
    "yes": "tax relief",
    "yes_company": "tax relief for the company",
    "yes_when_paid": "tax relief when paid",
    "no": "no tax relief",
    "partial": "tax relief on a part",
    "review": "tax relief depends on what it was",
    "capital_allowances": "tax relief by capital allowances",
}


def meaning(category: Category, *, registered: bool) -> str:
    """`No VAT back, no tax relief`."""
    if category.type != "expense":
        return _KINDS.get(category.type, "")
    said = [_RELIEF.get(category.ct_allowable, "")]
    if registered:
        said.insert(0, _VAT.get(category.vat_reclaim, ""))
    words = ", ".join(word for word in said if word)
    return words[:1].upper() + words[1:]
