"""The fixed assets of a period: cost, depreciation and book value from its start to its end, beside the books. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accountsos.dates import ONE_DAY, Period
from accountsos.ledger.chart import Chart
from accountsos.ledger.fixed_assets import FixedAsset, RegisteredAsset, gathers_depreciation, holds_cost
from accountsos.money import Pence
from accountsos.reports.trial_balance import Movements, balance_of
from accountsos.reports.warnings import ReportWarning, pounds


@dataclass(frozen=True, slots=True)
class AssetFigures:
    """From the start of the period to its end. Depreciation is positive; what left is negative in both halves."""

    cost_before: Pence
    additions: Pence
    disposals: Pence
    depreciation_before: Pence
    charge: Pence
    on_disposals: Pence

    @property
    def cost_after(self) -> Pence:
        """Carried forward."""
        return self.cost_before + self.additions + self.disposals

    @property
    def depreciation_after(self) -> Pence:
        """Carried forward."""
        return self.depreciation_before + self.charge + self.on_disposals

    @property
    def net_before(self) -> Pence:
        """The book value at the start."""
        return self.cost_before - self.depreciation_before

    @property
    def net_after(self) -> Pence:
        """The book value at the end."""
        return self.cost_after - self.depreciation_after


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One asset's figures."""

    known: RegisteredAsset
    figures: AssetFigures

    @property
    def asset(self) -> FixedAsset:
        """Which it is."""
        return self.known.asset


@dataclass(frozen=True, slots=True)
class AssetClass:
    """The assets of one account of cost."""

    category_id: str
    lines: tuple[AssetLine, ...]

    @property
    def figures(self) -> AssetFigures:
        """Of all of them."""
        return added_up(line.figures for line in self.lines)


@dataclass(frozen=True, slots=True)
class AccountBeside:
    """What the register and the books say of one account at the end: debit positive."""

    category_id: str
    registered: Pence
    posted: Pence

    @property
    def difference(self) -> Pence:
        """What the books have and the register has not."""
        return self.posted - self.registered


@dataclass(frozen=True, slots=True)
class FixedAssetReport:
    """The register as it went through a period."""

    period: Period
    currency: str
    classes: tuple[AssetClass, ...]
    accounts: tuple[AccountBeside, ...]
    warnings: tuple[ReportWarning, ...]

    @property
    def totals(self) -> AssetFigures:
        """Of all classes."""
        return added_up(each.figures for each in self.classes)


def added_up(figures: Iterable[AssetFigures]) -> AssetFigures:
    """Their sums."""
    rows = list(figures)
    return AssetFigures(*(sum(getattr(row, name) for row in rows) for name in AssetFigures.__dataclass_fields__))


def figures_of(known: RegisteredAsset, period: Period) -> AssetFigures:
    """The way through the period of an asset that was there in it."""
    eve, end = period.start - ONE_DAY, period.end
    gone = known.gone_by(end)
    before, after = known.accumulated(eve), known.accumulated(end)
    bought = known.asset.bought_on in period
    return AssetFigures(
        cost_before=known.cost_on(eve),
        additions=known.asset.cost if bought else 0,
        disposals=-known.asset.cost if gone else 0,
        depreciation_before=before,
        charge=after - before,
        on_disposals=-after if gone else 0,
    )


def fixed_asset_report(
    chart: Chart, period: Period, currency: str, register: Sequence[RegisteredAsset], posted: Movements
) -> FixedAssetReport:
    """The report; `posted` is everything in the books up to the period's end."""
    eve = period.start - ONE_DAY
    there = [one for one in register if one.asset.bought_on <= period.end and not one.gone_by(eve)]
    shown = [AssetLine(one, figures_of(one, period)) for one in there]
    classes = tuple(
        AssetClass(category_id, tuple(line for line in shown if line.asset.category_id == category_id))
        for category_id in chart.categories
        if any(line.asset.category_id == category_id for line in shown)
    )
    accounts = _accounts(chart, _registered(shown), posted)
    return FixedAssetReport(period, currency, classes, accounts, _warnings(chart, accounts))


def _registered(lines: Iterable[AssetLine]) -> dict[str, Pence]:
    """By account what the register says stands there, debit positive."""
    found: dict[str, Pence] = {}
    for line in lines:
        asset, figures = line.asset, line.figures
        found[asset.category_id] = found.get(asset.category_id, 0) + figures.cost_after
        if asset.accumulated_id is not None:
            found[asset.accumulated_id] = found.get(asset.accumulated_id, 0) - figures.depreciation_after
    return found


def _accounts(chart: Chart, registered: Mapping[str, Pence], posted: Movements) -> tuple[AccountBeside, ...]:
    beside = [
        AccountBeside(c.category_id, registered.get(c.category_id, 0), balance_of(posted, c.category_id))
        for c in chart.categories.values()
        if holds_cost(c) or gathers_depreciation(c)
    ]
    return tuple(one for one in beside if one.registered or one.posted)


def _warnings(chart: Chart, accounts: Iterable[AccountBeside]) -> tuple[ReportWarning, ...]:
    found = []
    for one in accounts:
        if one.difference:
            name = chart[one.category_id].name
            text = (
                f"{name}: the books have {_signed(one.posted)}, the register {_signed(one.registered)}. Register what "
                "is missing, or take out what is no longer there"
            )
            found.append(ReportWarning("register_differs", text, one.difference))
    return tuple(found)


def _signed(amount: Pence) -> str:
    return ("-" if amount < 0 else "") + pounds(amount)
