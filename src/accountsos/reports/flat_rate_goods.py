"""Which costs are relevant goods in the flat rate scheme's test of a limited cost business. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.dates import Period
from accountsos.ledger.category_ids import CLEANING, IT_HARDWARE, OFFICE, PURCHASES, UTILITIES
from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.vat_scheme import VatScheme
from accountsos.money import Pence
from accountsos.reports.trial_balance import Movements, balance_of
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.uk_rules.flat_rate import is_limited_cost

GOODS = frozenset({PURCHASES})
"""Goods for sale and materials: relevant goods, VAT included."""
PERHAPS_GOODS = frozenset({CLEANING, IT_HARDWARE, OFFICE, UTILITIES})
"""Cleaning products, consumables, stationery, gas and electricity are relevant goods; services, postage, rent of
machines, water and equipment that is capital are not, and the same accounts hold both.

Every other account holds none: services, travel, food and drink for the business and its staff, vehicles, their parts
and fuel (but of a transport business), capital goods. Source: SI 1995/2518 reg 55A; VAT Notice 733 s4.6 and s4.7.
"""


@dataclass(frozen=True, slots=True)
class RelevantGoods:
    """What the accounts say of goods bought, VAT included."""

    surely: Pence = 0
    perhaps: Pence = 0
    """On accounts that also hold services."""


NO_GOODS = RelevantGoods()


def relevant_goods(chart: Chart, movements: Movements) -> RelevantGoods:
    """The goods of a period. A category that was added like one of the accounts above counts as that one."""
    surely = perhaps = 0
    for category in chart.categories.values():
        pattern = _pattern(category)
        if pattern in GOODS:
            surely += balance_of(movements, category.category_id)
        elif pattern in PERHAPS_GOODS:
            perhaps += balance_of(movements, category.category_id)
    return RelevantGoods(surely, max(perhaps, 0))


def _pattern(category: Category) -> str:
    return category.note.removeprefix("like ") if category.note.startswith("like cat_") else category.category_id


def limited_cost_warnings(
    scheme: VatScheme, period: Period, turnover: Pence, goods: RelevantGoods
) -> Iterator[ReportWarning]:
    """The test of one VAT period, and whether the scheme on record agrees. Nothing without turnover."""
    if turnover <= 0:
        return
    at_most = goods.surely + goods.perhaps
    surely_limited = is_limited_cost(turnover, at_most, period)
    surely_not = not is_limited_cost(turnover, goods.surely, period)
    if scheme.limited_cost and surely_not:
        yield ReportWarning(
            "limited_cost_not_met",
            f"Goods bought in the period come to {pounds(goods.surely)}, at least 2% of turnover and the minimum: this "
            "is no limited cost business in this period, and its sector's percentage applies, not 16.5%",
            goods.surely,
        )
    elif not scheme.limited_cost and surely_limited:
        yield ReportWarning(
            "limited_cost",
            f"Goods bought in the period come to {pounds(at_most)} at most: under 2% of turnover or the minimum. A "
            "limited cost business pays 16.5%: change the scheme from the period's first day",
            at_most,
        )
    elif not surely_limited and not surely_not:
        yield ReportWarning(
            "limited_cost_unclear",
            "Whether this is a limited cost business in this period (16.5%) depends on what of "
            f"{pounds(goods.perhaps)} for office, energy, cleaning and small equipment was goods; beside it "
            f"{pounds(goods.surely)} surely was",
            goods.perhaps,
        )
