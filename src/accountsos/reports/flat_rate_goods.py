"""Which costs are relevant goods in the flat rate scheme's test of a limited cost business. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.dates import Period
from accountsos.ledger.chart import Chart
from accountsos.ledger.vat_scheme import VatScheme
from accountsos.money import Pence
from accountsos.reports.trial_balance import Movements, balance_in
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.uk_rules.flat_rate import is_limited_cost


@dataclass(frozen=True, slots=True)
class RelevantGoods:
    """What the accounts say of goods bought, VAT included."""

    surely: Pence = 0
    perhaps: Pence = 0
    """On accounts that also hold services."""


NO_GOODS = RelevantGoods()


def relevant_goods(chart: Chart, movements: Movements) -> RelevantGoods:
    """The goods of a period: what is bought as goods for sale and materials surely are, VAT included.

    Cleaning products, consumables, stationery, gas and electricity are relevant goods; services, postage, rent of
    machines, water and equipment that is capital are not, and the same (`mixed`) accounts hold both. Every other
    account holds none: services, travel, food and drink for the business and its staff, vehicles, their parts and fuel
    (but of a transport business), capital goods. Source: SI 1995/2518 reg 55A; VAT Notice 733 s4.6 and s4.7.
    """
    surely = balance_in(movements, chart.where(lambda category: category.supply == "goods"))
    perhaps = balance_in(movements, chart.where(lambda category: category.supply == "mixed"))
    return RelevantGoods(surely, max(perhaps, 0))


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
