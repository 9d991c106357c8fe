"""The treatment of a category in words: its VAT, its tax, its place in the accounts."""

from __future__ import annotations

from collections.abc import Mapping

from accountsos.dashboard.categories import GROUPS
from accountsos.dashboard.forms import Choice, Field, Option
from accountsos.ledger.chart import VAT_DEFAULTS, Category
from accountsos.ledger.treatment import BY_HAND, fitting
from accountsos.workflows.companies.chart import VAT_RECLAIMS

KINDS: Mapping[str, str] = dict(GROUPS)
VAT: Mapping[str, str] = {
    "standard": "standard rate",
    "reduced": "reduced rate",
    "zero": "zero rate",
    "exempt": "exempt",
    "outside_scope": "no VAT: outside its scope",
    "mixed": "mixed: each line is looked at",
    "none": "no VAT",
}
RECLAIM: Mapping[str, str] = {
    "yes": "all",
    "no": "nothing",
    "half": "half, as of a leased car",
    "if_charged": "what was charged",
    "partial": "a part: each line is looked at",
    "no_cars": "all but of cars",
    "fuel_element": "of the fuel in it",
    "bad_debt_relief": "as relief for bad debts",
    "n/a": "",
}
TAX: Mapping[str, str] = {
    "yes": "deducted",
    "no": "not deducted",
    "partial": "deducted in part",
    "review": "looked at before it is deducted",
    "qualifying": "deducted where it qualifies",
    "yes_when_paid": "deducted when it is paid",
    "yes_company": "deducted by a company",
    "capital_allowances": "by capital allowances",
    "taxable": "taxed",
    "exempt_usually": "usually not taxed",
    "n/a": "",
}
LINES: Mapping[str, str] = {
    "PL.A": "Turnover",
    "PL.B": "Other income",
    "PL.C": "Cost of raw materials and consumables",
    "PL.D": "Staff costs",
    "PL.E": "Depreciation and other amounts written off assets",
    "PL.F": "Other charges",
    "PL.G": "Tax",
    "BS.A": "Called up share capital not paid",
    "BS.B": "Fixed assets",
    "BS.C": "Current assets",
    "BS.D": "Prepayments and accrued income",
    "BS.E": "Creditors: due within one year",
    "BS.H": "Creditors: due after more than one year",
    "BS.I": "Provisions for liabilities",
    "BS.J": "Accruals and deferred income",
    "BS.K": "Capital and reserves",
    "none": "",
}
SHARE = "reclaim_share"
"""The field of a percentage, which stands in the place of a word where it is given."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "vat_default": VAT,
    "ct_allowable": TAX,
    "frs105_line": LINES,
    "place_of_supply": {"uk": "in the United Kingdom", "abroad": "abroad: their country taxes it"},
    "supply": {"any": "not said", "goods": "goods", "services": "services", "mixed": "both"},
    "vat_behaviour": {
        "plain": "nothing beyond its rate",
        "hospitality": "hospitality, which had rates of its own",
        "incidental": "incidental, such as bank interest",
    },
    "allowance_class": {"none": "none", "plant": "plant and machinery", "car": "a car"},
}
LABELS: Mapping[str, str] = {
    "vat_default": "VAT of its lines",
    "vat_reclaim": "VAT you can reclaim",
    "ct_allowable": "In your tax",
    "frs105_line": "Line of the accounts",
    "sa103f_box": "Self-employment box",
    "place_of_supply": "Where the customers are",
    "supply": "What is bought",
    "vat_behaviour": "VAT beyond its rate",
    "allowance_class": "Capital allowances",
}


def said(category: Category, name: str) -> str:
    """What a field of the treatment means."""
    value = str(getattr(category, name) or "none")
    if name == "vat_reclaim":
        return RECLAIM.get(value, value)
    if name == "sa103f_box":
        return "none" if value == "none" else f"box {value}"
    return WORDS.get(name, {}).get(value, value)


def treatment_of(category: Category) -> list[tuple[str, str]]:
    """Every part of it that says something of this kind of category."""
    names = ["vat_default", "vat_reclaim", *(name for name in BY_HAND if len(fitting(category, name)) > 1)]
    told = [(LABELS[name], said(category, name)) for name in names]
    return [(label, words) for label, words in told if words]


def fields_of(category: Category) -> tuple[Field, ...]:
    """What can be stated of this category; the books' own have a treatment of theirs."""
    if category.only_one:
        return ()
    options = tuple(Option(word, VAT[word]) for word in VAT_DEFAULTS)
    found: list[Field] = [Choice(name="vat_default", label=LABELS["vat_default"], options=options, as_list=True)]
    if category.type == "expense" or category.frs105_line == "BS.B":
        now = category.vat_reclaim
        reclaims = list(VAT_RECLAIMS) if now in VAT_RECLAIMS else [now, *VAT_RECLAIMS]
        options = tuple(Option(word, RECLAIM.get(word) or word) for word in reclaims)
        found.append(Choice(name="vat_reclaim", label=LABELS["vat_reclaim"], options=options, as_list=True))
        found.append(
            Field(name=SHARE, label="or this share of it", hint="Such as 60%", most=20, optional=True, marked=False)
        )
    for name in BY_HAND:
        words = fitting(category, name)
        if len(words) > 1:
            now = str(getattr(category, name) or "none")
            words = words if now in words else (now, *words)
            options = tuple(Option(word, _option(name, word)) for word in words)
            found.append(Choice(name=name, label=LABELS[name], options=options, as_list=True, optional=True))
    return tuple(found)


def _option(name: str, word: str) -> str:
    if name == "sa103f_box":
        return "none" if word == "none" else f"box {word}"
    return WORDS[name].get(word, word)


def as_it_is(category: Category) -> dict[str, str]:
    """The fields of its form as they stand."""
    asked = [field.name for field in fields_of(category) if field.name != SHARE]
    typed = {name: str(getattr(category, name) or "none") for name in asked}
    return {**typed, "name": category.name, "nominal": category.nominal}
