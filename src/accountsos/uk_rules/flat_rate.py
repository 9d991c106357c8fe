"""The flat rate scheme: percentages, limited cost businesses, the first year, the boxes of a return."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from accountsos.dates import ONE_DAY, Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up, share
from accountsos.uk_rules.parameters import all_parameters, in_force_on, pounds_on, rate_on
from accountsos.uk_rules.periods import add_months_same_day, whole_months
from accountsos.uk_rules.vat_boxes import VatBoxes, VatFact, VatKind, boxes_of_all
from accountsos.uk_rules.vat_errors import bad_debt_claimable_from

_SECTOR = "flat_rate_sector_"
_RELEVANT_PURCHASES = frozenset({VatKind.IMPORT_PVA, VatKind.NI_ACQUISITION})


@dataclass(frozen=True, slots=True)
class Turnover:
    """Gross flat-rate turnover (exempt and zero-rated sales included) that bears one percentage."""

    gross: Pence
    percentage: Decimal


@dataclass(frozen=True, slots=True)
class CapitalPurchase:
    """A single purchase of capital goods, VAT included; `vat` is the part of it that is VAT."""

    gross: Pence
    vat: Pence
    bought_on: date


def sectors() -> Mapping[str, str]:
    """Each sector's key and what the law calls it."""
    return _sectors()


def sector_percentage(sector: str, day: date) -> Decimal:
    """The sector's percentage as a fraction (SI 1995/2518 reg 55K). Reads a key or the name of a sector."""
    return rate_on(day, _SECTOR + sector_key(sector))


def sector_warning(sector: str, day: date) -> str | None:
    """What to tell the user when that sector's percentage has not been verified."""
    return in_force_on(day, _SECTOR + sector_key(sector)).warning


def sector_key(text: str) -> str:
    """The key of a sector given by key or by (the beginning of) its name."""
    wanted = _plain(text)
    known = sectors()
    exact = [key for key, name in known.items() if wanted in {_plain(key), _plain(name)}]
    found = exact or [key for key, name in known.items() if _plain(name).startswith(wanted)]
    if len(found) != 1:
        raise BadRequest(f"{text!r} is not a flat rate sector; accepted are {', '.join(known)}", param="sector")
    return found[0]


def percentage_on(day: date, sector_rate: Decimal, registered_on: date) -> Decimal:
    """The percentage for a supply of that day: one point less up to the day before the first anniversary.

    The year runs from VAT registration, not from joining the scheme. Source: SI 1995/2518 reg 55JB.
    """
    reduction = rate_on(day, "flat_rate_first_year_reduction")
    return sector_rate - reduction if day < first_anniversary(registered_on) else sector_rate


def first_anniversary(registered_on: date) -> date:
    """One year after registration; the reduction ends on the day before."""
    return add_months_same_day(registered_on, 12)


def split_at_anniversary(period: Period, registered_on: date) -> tuple[Period, ...]:
    """The parts of a VAT period that bear different percentages in the first year: one or two."""
    anniversary = first_anniversary(registered_on)
    if not period.start < anniversary <= period.end:
        return (period,)
    return (Period(period.start, anniversary - ONE_DAY), Period(anniversary, period.end))


def is_limited_cost(turnover_gross: Pence, relevant_goods_gross: Pence, period: Period) -> bool:
    """Relevant goods strictly under 2 per cent of gross turnover, or under 1,000 pounds a year (250 a quarter).

    Source: SI 1995/2518 reg 55KA; VAT Notice 733 s4.4. Other lengths in proportion, by months where whole.
    """
    day = period.end
    share_of_turnover = Decimal(turnover_gross) * rate_on(day, "flat_rate_limited_cost_share")
    yearly = pounds_on(day, "flat_rate_limited_cost_minimum")
    months = whole_months(period)
    minimum = Decimal(yearly * months) / 12 if months else Decimal(yearly * period.days) / 365
    return relevant_goods_gross < share_of_turnover or relevant_goods_gross < minimum


def flat_rate_vat(turnover: Turnover) -> Pence:
    """The percentage of gross turnover, to the nearest penny (SI 1995/2518 reg 55D)."""
    return share(turnover.gross, turnover.percentage)


def reclaimable_capital(purchase: CapitalPurchase) -> bool:
    """A single purchase of capital goods of 2,000 pounds or more including VAT. Source: SI 1995/2518 reg 55E."""
    return purchase.gross >= pounds_on(purchase.bought_on, "flat_rate_capital_minimum")


def flat_rate_boxes(
    turnover: tuple[Turnover, ...],
    *,
    capital: tuple[CapitalPurchase, ...] = (),
    outside: tuple[VatFact, ...] = (),
) -> VatBoxes:
    """The boxes of a flat rate return, in pence.

    Box 6 is the gross turnover; box 4 and 7 hold only capital goods and what lies `outside` the scheme: overseas
    reverse charge, overseas services sold, capital goods sold. Postponed import VAT is due in box 1 and not reclaimed.
    Source: VAT Notice 733 s6, s7 and s15.
    """
    due = sum(flat_rate_vat(each) for each in turnover)
    claimed = [each for each in capital if reclaimable_capital(each)]
    scheme = VatBoxes(
        box1=due,
        box4=sum(each.vat for each in claimed),
        box6=sum(each.gross for each in turnover),
        box7=sum(each.gross - each.vat for each in claimed),
    )
    return scheme + boxes_of_all(_as_flat_rate_trader(fact) for fact in outside)


def kept_by_business(sale_gross: Pence, percentage: Decimal) -> Pence:
    """What a sale leaves as income: the gross less the flat rate on it."""
    return sale_gross - rounded_half_up(Decimal(sale_gross) * percentage)


def may_join(turnover_next_year_net: Pence, day: date) -> bool:
    """Expected turnover without VAT of the next 12 months not above the limit (SI 1995/2518 reg 55L)."""
    return turnover_next_year_net <= pounds_on(day, "flat_rate_join_limit")


def must_leave(income_last_year_gross: Pence, anniversary: date) -> bool:
    """Income of the year to the anniversary, VAT and overseas services included, above the limit (reg 55M)."""
    return income_last_year_gross > pounds_on(anniversary, "flat_rate_leave_limit")


def bad_debt_relief(charged: Pence, flat: Pence, *, accounted: bool) -> Pence:
    """What is relieved of a sale that bore the flat rate: `charged` is its VAT at its own rate, `flat` the flat rate.

    Where the flat rate was accounted for (basic turnover method), the VAT charged. Where it waits for the money (cash
    based turnover method), what the VAT charged is more: the flat rate allows for input VAT that the customer would
    have paid for. Sources: VATA 1994 s36; SI 1995/2518 reg 55V; VAT Notice 733 s14.
    """
    return charged if accounted else charged - flat


def bad_debt_claimable_when_cash_based(supplied_on: date) -> date:
    """The first day of relief on what never was in cash based turnover: six months after the supply (reg 55V(1)(e))."""
    return bad_debt_claimable_from(due_on=supplied_on, supplied_on=supplied_on)


def claims_self_assessed(kind: VatKind, capital: CapitalPurchase | None) -> bool:
    """Whether VAT that the business charges itself is reclaimed too.

    Imports and acquisitions are relevant purchases, whose VAT only capital goods bring back; what was supplied under a
    reverse charge is none. Sources: SI 1995/2518 reg 55C(1), (5) and (6), reg 55E; VAT Notice 733 s2.4 and s6.4.
    """
    return kind not in _RELEVANT_PURCHASES or capital is not None


def _as_flat_rate_trader(fact: VatFact) -> VatFact:
    return fact if claims_self_assessed(fact.kind, None) else replace(fact, reclaim=Decimal(0))


@cache
def _sectors() -> Mapping[str, str]:
    return MappingProxyType(
        {name.removeprefix(_SECTOR): each.what for name, each in all_parameters().items() if name.startswith(_SECTOR)}
    )


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
