"""Make an asset of what a person says of it, or refuse with what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from accountsos.bookkeeping.asset_register import Origin, register
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.look_ups import category_or_refuse
from accountsos.dates import ONE_DAY
from accountsos.errors import BadRequest
from accountsos.ledger.fixed_assets import (
    IS_PLANT,
    AssetKind,
    AssetPool,
    AssetTax,
    CameFrom,
    Claim,
    DepreciationRule,
    FixedAsset,
    Method,
    TakenOver,
    accumulated_account,
    gathers_depreciation,
    holds_cost,
)
from accountsos.money import PENCE_MAX, Pence, text_from_pence
from accountsos.store.engine.sql import Reader
from accountsos.store.manual_journals import conversion_day

Given: TypeAlias = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
YEARS_MAX = 100
CO2_MAX = 999
_POOLED = {Claim.FULL: AssetPool.MAIN, Claim.HALF: AssetPool.SPECIAL, Claim.FORTY: AssetPool.MAIN}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said, of whose asset, and on which day; `before` is the asset as it was."""

    books: CompanyBooks[Reader]
    today: date
    fields: Given
    origin: Origin | None = None
    before: FixedAsset | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """What was said, or the default where nothing or null was."""
        value = self.fields.get(name)
        return default if value is None else value


def asset_from(told: Told) -> FixedAsset:
    """The asset."""
    kind = _word(told, "kind", AssetKind)
    description = " ".join(str(told.get("description", "")).split())
    if not description:
        raise BadRequest("description: say what it is, so that people find it again", param="description")
    category_id = _category(told)
    source = told.before.source if told.before is not None else told.origin.source if told.origin else CameFrom()
    bought_on = _day(told, "bought_on", told.origin.day if told.origin else None)
    if bought_on > told.today:
        raise BadRequest(f"bought_on: {bought_on} has not come yet; enter an asset when it is there", param="bought_on")
    in_use_on = _day(told, "in_use_on", bought_on)
    if in_use_on < bought_on:
        raise BadRequest(f"in_use_on: {in_use_on} is before it was bought, on {bought_on}", param="in_use_on")
    cost = _cost(told, category_id)
    rule = _rule(told, cost)
    return FixedAsset(
        number=0 if told.before is None else told.before.number,
        kind=kind,
        description=description,
        category_id=category_id,
        accumulated_id=_accumulated(told, kind, rule),
        cost=cost,
        bought_on=bought_on,
        in_use_on=in_use_on,
        rule=rule,
        tax=_tax(told, kind, bought_on),
        taken_over=_taken_over(told, rule, (bought_on, in_use_on), cost),
        source=source,
    )


def fields_of(asset: FixedAsset) -> dict[str, Any]:
    """An asset as it would be said."""
    rule, tax, over = asset.rule, asset.tax, asset.taken_over
    return {
        "kind": str(asset.kind),
        "description": asset.description,
        "category_id": asset.category_id,
        "accumulated_category_id": asset.accumulated_id,
        "cost": asset.cost,
        "bought_on": asset.bought_on,
        "in_use_on": asset.in_use_on,
        "method": str(rule.method),
        "years": rule.years,
        "rate": None if rule.rate is None else rule.rate * 100,
        "residual": rule.residual,
        "depreciated": None if over is None else over.amount,
        "depreciated_through": None if over is None else over.through,
        "pool": str(tax.pool),
        "co2": tax.co2,
        "new": tax.new,
        "private_percent": tax.private_percent,
        "claim": str(tax.claim),
        "value_brought_forward": tax.value_brought_forward,
    }


def _word(told: Told, name: str, words: type[E], default: E | None = None) -> E:
    value = told.get(name, default)
    if value not in tuple(words):
        raise BadRequest(f"{name}: {value!r} is not one of {', '.join(words)}", param=name)
    return words(value)


def _day(told: Told, name: str, default: date | None) -> date:
    value: date | None = told.get(name, default)
    if value is None:
        raise BadRequest(f"{name}: say on which day", param=name)
    return value


def _amount(told: Told, name: str, most: Pence, what: str) -> Pence | None:
    value: Pence | None = told.get(name)
    if value is not None and not 0 <= value <= most:
        raise BadRequest(f"{name}: {text_from_pence(value)} is not between 0 and {what}", param=name)
    return value


def _category(told: Told) -> str:
    chosen = told.get("category_id")
    if chosen is None:
        raise BadRequest(
            "category_id: say on which account its cost stands", param="category_id", see="list_categories"
        )
    category = category_or_refuse(told.books.names, chosen)
    if not holds_cost(category):
        raise BadRequest(
            f"category_id: {chosen} ({category.name}) is no account of fixed assets; file its cost under one first, "
            "such as cat_fa_plant",
            param="category_id",
            see="list_categories",
        )
    return str(chosen)


def _cost(told: Told, category_id: str) -> Pence:
    free = None
    if told.origin is not None:
        posted = told.origin.posted(told.books, category_id)
        taken = [
            one.asset.cost
            for one in register(told.books)
            if one.asset.source == told.origin.source and one.asset.category_id == category_id
        ]
        free = posted - sum(taken)
        if free <= 0:
            thing = _called(told.origin)
            what = f"the {thing} does not stand there; file it under {category_id} first"
            raise BadRequest(
                f"category_id: {what if posted <= 0 else f'all of the {thing} is registered already'}, or name another",
                param="category_id",
            )
    cost: Pence | None = told.get("cost", free)
    if cost is None or not 0 < cost <= PENCE_MAX:
        raise BadRequest("cost: say what it cost, without the VAT that was reclaimed", param="cost")
    if free is not None and cost > free:
        raise BadRequest(
            f"cost: only {text_from_pence(free)} of the {_called(told.origin)} stands there and is not registered yet",
            param="cost",
        )
    return cost


def _called(origin: Origin | None) -> str:
    assert origin is not None, "only what came from something has a name for it"
    return {"transaction": "bank line", "document": "invoice", "journal": "journal"}[origin.source.kind]


def _rule(told: Told, cost: Pence) -> DepreciationRule:
    method = _word(told, "method", Method, Method.NONE)
    years, rate = told.get("years"), told.get("rate")
    if years is not None and method is not Method.STRAIGHT_LINE:
        if told.before is None or told.fields.get("years") != told.before.rule.years:
            raise BadRequest("years: only a straight line has them", param="years")
        years = None
    if rate is not None and method is not Method.REDUCING_BALANCE:
        if told.before is None or told.fields.get("rate") != fields_of(told.before)["rate"]:
            raise BadRequest("rate: only a reducing balance has one", param="rate")
        rate = None
    if method is Method.STRAIGHT_LINE and not 1 <= (years or 0) <= YEARS_MAX:
        raise BadRequest(f"years: say over how many years, 1 to {YEARS_MAX}", param="years")
    if method is Method.REDUCING_BALANCE and not 0 < (rate or 0) <= 100:
        raise BadRequest("rate: say which percentage of what is left is taken each year, up to 100", param="rate")
    residual = _amount(told, "residual", cost, f"its cost, {text_from_pence(cost)}") or 0
    return DepreciationRule(method, years, None if rate is None else Decimal(rate) / 100, residual)


def _accumulated(told: Told, kind: AssetKind, rule: DepreciationRule) -> str | None:
    chosen = told.get("accumulated_category_id")
    if chosen is not None and told.before is not None and kind is not told.before.kind:
        chosen = None if chosen == accumulated_account(told.before.kind) else chosen
    account = chosen or accumulated_account(kind)
    if account is None:
        if rule.method is Method.NONE and told.get("depreciated") is None:
            return None
        raise BadRequest(
            f"accumulated_category_id: say on which account the depreciation of a {kind} gathers; add one like "
            "cat_dep_plant where there is none",
            param="accumulated_category_id",
            see="list_categories",
        )
    category = category_or_refuse(told.books.names, account, param="accumulated_category_id")
    if not gathers_depreciation(category):
        raise BadRequest(
            f"accumulated_category_id: {account} ({category.name}) gathers no depreciation; it is cat_dep_plant or one "
            "added like it",
            param="accumulated_category_id",
        )
    return str(account)


def _taken_over(told: Told, rule: DepreciationRule, days: tuple[date, date], cost: Pence) -> TakenOver | None:
    (bought_on, in_use_on), conversion = days, conversion_day(told.books.db, told.books.company)
    amount = _amount(told, "depreciated", cost, f"its cost, {text_from_pence(cost)}")
    through: date | None = told.get("depreciated_through")
    if amount is None:
        if through is not None:
            raise BadRequest("depreciated: say how much it was depreciated by then", param="depreciated")
        if conversion is not None and bought_on < conversion and rule.method is not Method.NONE:
            raise BadRequest(
                f"depreciated: it was bought before the conversion date, {conversion}; say how much of its "
                "depreciation is in the opening balances, 0 if none",
                param="depreciated",
            )
        return None
    if through is None and conversion is not None and bought_on < conversion:
        through = conversion - ONE_DAY
    if through is None or not in_use_on <= through <= told.today:
        raise BadRequest(
            "depreciated_through: say up to which day it was depreciated so, between its use and today",
            param="depreciated_through",
        )
    return TakenOver(amount, through)


def _tax(told: Told, kind: AssetKind, bought_on: date) -> AssetTax:
    pool = _word(told, "pool", AssetPool, AssetPool.MAIN)
    co2 = told.get("co2")
    if (co2 is not None) != (kind is AssetKind.CAR) or not 0 <= (co2 or 0) <= CO2_MAX:
        raise BadRequest(
            f"co2: a car has its CO2 in g/km, 0 to {CO2_MAX}, and nothing else has; its allowances go by it",
            param="co2",
        )
    if pool is AssetPool.SPECIAL and kind not in IS_PLANT:
        raise BadRequest(
            f"pool: a {kind} is not put into a pool by hand: a car's follows from its CO2, and the rest has none",
            param="pool",
        )
    private = Decimal(told.get("private_percent", 0))
    if private and told.books.profile.entity_type == "ltd":
        raise BadRequest(
            "private_percent: a company has no private use; what a director uses privately is a benefit to report",
            param="private_percent",
        )
    claim = _claim(told, kind, pool, bought_on)
    value = _amount(told, "value_brought_forward", PENCE_MAX, text_from_pence(PENCE_MAX))
    return AssetTax(pool, co2, bool(told.get("new", False)), private, claim, value)


def _claim(told: Told, kind: AssetKind, pool: AssetPool, bought_on: date) -> Claim:
    claim = _word(told, "claim", Claim, Claim.AUTO)
    if claim in (Claim.AUTO, Claim.NONE) or (claim is Claim.POOL and (kind in IS_PLANT or kind is AssetKind.CAR)):
        return claim
    needs_new = claim in _POOLED and not told.get("new", False)
    if kind not in IS_PLANT or _POOLED.get(claim, pool) is not pool or needs_new:
        raise BadRequest(
            f"claim: {claim} is not for this {kind}; it is for plant, not cars, and a first-year allowance for what is "
            "new, of its own pool",
            param="claim",
        )
    if claim in (Claim.FULL, Claim.HALF) and told.books.profile.entity_type != "ltd":
        raise BadRequest(f"claim: {claim} is for companies only (CAA 2001 s45S)", param="claim")
    return claim
