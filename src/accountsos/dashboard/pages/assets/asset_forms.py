"""What is asked of a fixed asset, and what was typed as the register wants it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accountsos.dashboard.figures import full_day
from accountsos.dashboard.forms import Choice, Field, Form, Option, Tick, Typed
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Money, Number, WorkingDay, day_typed
from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.fixed_assets import AssetKind, Claim, FixedAsset, Method, gathers_depreciation, holds_cost
from accountsos.money import text_from_pence
from accountsos.workflows.assets.asset_fields import CO2_MAX, YEARS_MAX, fields_of

KINDS: Mapping[str, str] = {
    AssetKind.PLANT: "Machine, tool or furniture",
    AssetKind.COMPUTER: "Computer or phone",
    AssetKind.VAN: "Van or lorry",
    AssetKind.CAR: "Car",
    AssetKind.BUILDING: "Building or land",
    AssetKind.INTANGIBLE: "Nothing to touch: a licence, a website, goodwill",
    AssetKind.OTHER: "Something else",
}
METHODS: Mapping[str, tuple[str, str]] = {
    Method.STRAIGHT_LINE: ("The same every year", "Accountants say: straight line"),
    Method.REDUCING_BALANCE: ("A share of what is left each year", "Accountants say: reducing balance"),
    Method.NONE: ("Not at all", "Land, or what you depreciate outside"),
}
CLAIMS: Mapping[str, str] = {
    Claim.AUTO: "whatever gives most",
    Claim.INVESTMENT: "annual investment allowance: all of it in the first year",
    Claim.FULL: "full expensing: all of it, bought new by a company",
    Claim.HALF: "50% in the first year, special rate, bought new by a company",
    Claim.FORTY: "40% in the first year, bought new",
    Claim.POOL: "a share every year: writing-down allowance",
    Claim.NONE: "none",
}


def _is(name: str, value: str) -> Any:
    def asked(typed: Typed) -> bool:
        return typed.get(name) == value

    return asked


WHAT = (
    Field(name="description", label="What is it?", hint="So that you find it again: MacBook, blue van"),
    Choice(
        name="kind",
        label="Of which kind?",
        options=tuple(Option(value, label) for value, label in KINDS.items()),
        preset=AssetKind.PLANT,
        as_list=True,
    ),
)
ACCOUNT = Field(name="category", label="Where its cost stands", most=70, optional=True)
COST = (
    Money(
        name="cost",
        label="Cost",
        hint="Without the VAT that you reclaimed; empty: all that stands there of the payment or bill",
        optional=True,
        marked=False,
    ),
    WorkingDay(
        name="bought", label="Bought on", hint="Empty: the day of the payment or bill", optional=True, marked=False
    ),
    WorkingDay(name="in_use", label="In use since", hint="If later than that", optional=True, marked=False),
)
RULE = (
    Choice(
        name="method",
        label="How does it lose its value?",
        options=tuple(Option(value, *words) for value, words in METHODS.items()),
        preset=Method.STRAIGHT_LINE,
    ),
    Number(
        name="years",
        label="Over how many years?",
        hint="Where it is the same every year",
        most=3,
        largest=YEARS_MAX,
        shown_if=_is("method", Method.STRAIGHT_LINE),
    ),
    Number(
        name="rate",
        label="Which share each year, in percent?",
        hint="Where it is a share of what is left",
        decimals=2,
        largest=100,
        shown_if=_is("method", Method.REDUCING_BALANCE),
    ),
    Money(name="residual", label="Worth at the end", hint="What it will still fetch then", optional=True, marked=False),
)
GATHERS = Field(name="gathers", label="Where its depreciation gathers", most=70, optional=True)
TAX = (
    Tick(name="new", label="Bought new, not second-hand", optional=True),
    Choice(
        name="claim",
        label="Tax relief on it (capital allowances)",
        options=tuple(Option(value, label) for value, label in CLAIMS.items()),
        preset=Claim.AUTO,
        as_list=True,
    ),
    Choice(
        name="pool",
        label="Rate of the relief",
        options=(Option("main", "main rate"), Option("special", "special rate: wiring, heating, lifts, insulation")),
        preset="main",
        as_list=True,
    ),
    Number(
        name="co2",
        label="CO2 in g/km",
        hint="Of a car, from its papers",
        most=4,
        largest=CO2_MAX,
        shown_if=_is("kind", AssetKind.CAR),
    ),
    Number(
        name="private",
        label="Private use in percent",
        hint="Of a sole trader",
        optional=True,
        marked=False,
        decimals=2,
        largest=100,
    ),
)
BEFORE = (
    Money(
        name="depreciated",
        label="Depreciation so far",
        hint="What of it is in your opening balances, 0 if none",
        optional=True,
        marked=False,
    ),
    WorkingDay(
        name="through", label="Up to which day?", hint="Empty: the eve of your books here", optional=True, marked=False
    ),
    Money(
        name="value_before",
        label="Left for tax relief when you began here",
        hint="Of a car or anything with a pool of its own",
        optional=True,
        marked=False,
    ),
)
SOURCE = Field(name="source", label="Where is it from?", most=70, optional=True)
STATED = (*WHAT, ACCOUNT, *COST, *RULE, GATHERS, *TAX, *BEFORE)
ENTERED = Form((SOURCE, *STATED))
CHANGED = Form(STATED)
_NAMES = {
    "description": "description",
    "kind": "kind",
    "category": "category_id",
    "cost": "cost",
    "method": "method",
    "rate": "rate",
    "residual": "residual",
    "gathers": "accumulated_category_id",
    "new": "new",
    "claim": "claim",
    "pool": "pool",
    "depreciated": "depreciated",
    "private": "private_percent",
    "value_before": "value_brought_forward",
}
"""Of the form's fields those that the register takes as they are."""
_DAYS = {"bought": "bought_on", "in_use": "in_use_on", "through": "depreciated_through"}
_WHOLE = ("years", "co2")
OF_SOURCE = {"txn_": "transaction_id", "doc_": "document_id", "je_": "journal_id"}


def fields_typed(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """By the register's names what was typed; what was left empty is None."""
    said = {name: values[field] for field, name in _NAMES.items()}
    said |= {name: day_typed(values[field], today) if values[field] else None for field, name in _DAYS.items()}
    return said | {name: None if values[name] is None else int(values[name]) for name in _WHOLE}


def source_typed(text: str) -> dict[str, str]:
    """The payment, bill or journal by the name of its kind; nothing where it is by hand."""
    return {name: text for start, name in OF_SOURCE.items() if text.startswith(start)}


def typed_of(asset: FixedAsset) -> dict[str, str]:
    """An asset as it would be typed."""
    known = fields_of(asset)
    typed = {field: _typed(known[name]) for field, name in {**_NAMES, **_DAYS}.items()}
    typed |= {name: _typed(known[name]) for name in _WHOLE}
    for money in ("cost", "residual", "depreciated", "value_before"):
        pence = known[_NAMES[money]]
        typed[money] = "" if pence is None else text_from_pence(pence)
    return {**typed, "new": "yes" if asset.tax.new else ""}


def _typed(value: object) -> str:
    if isinstance(value, date):
        return full_day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def form_context(request: Request, chart: Chart, *, sole_trader: bool) -> dict[str, Any]:
    """What the form is shown with."""
    usable = [c for c in chart.categories.values() if not c.archived]
    return {
        "what": WHAT,
        "account": _accounts([c for c in usable if holds_cost(c)]),
        "cost_fields": COST,
        "rule": RULE,
        "gathers": _accounts([c for c in usable if gathers_depreciation(c)]),
        "tax": TAX if sole_trader else TAX[:-1],
        "before": BEFORE,
        "today": request.today,
    }


def _accounts(found: list[Category]) -> list[Option]:
    return [Option(c.category_id, c.name) for c in sorted(found, key=lambda c: c.nominal)]
