"""Fixed assets, their depreciation and their report as JSON."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.ledger.chart import Chart
from accountsos.ledger.depreciation import YearCharge
from accountsos.ledger.fixed_assets import AssetDisposal, CameFrom, FixedAsset, RegisteredAsset
from accountsos.money import text_from_pence
from accountsos.reports.figures import LEDGER, Figure
from accountsos.reports.fixed_assets import AssetClass, AssetFigures, AssetLine, FixedAssetReport
from accountsos.wire.fields import DateOut, MilesOut, MoneyOut, TimeOut, money_out, number_out
from accountsos.wire.shapes.common import CategoryRef, CursorPageOut, Paging
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.shown import Shown
from accountsos.wire.shapes.reports.statements import WarningOut, warnings_out
from accountsos.workflows.assets.keep_register import AssetPage, AssetState
from accountsos.workflows.assets.post_depreciation import DepreciationOfYear, entry_id

_PREFIX = {"transaction": "txn_", "document": "doc_"}


class RuleOut(msgspec.Struct, frozen=True):
    """How an asset is depreciated."""

    method: str
    """`none`, `straight_line` or `reducing_balance`."""
    years: int | None
    rate: MilesOut | None
    """In per cent a year, of a reducing balance."""
    residual: MoneyOut
    """Below which it is not depreciated."""


class ChargeOut(msgspec.Struct, frozen=True):
    """Depreciation that is posted."""

    date: DateOut
    amount: MoneyOut
    of_disposal: bool
    """As it left, rather than at a year end."""


class AssetDisposalOut(msgspec.Struct, frozen=True):
    """How an asset left."""

    date: DateOut
    proceeds: MoneyOut
    result: MoneyOut
    """Profit, or loss where negative."""
    source: str
    """What brought the money: `transaction`, `document`, `journal`, `hand`, or `scrapped` where there was none."""
    transaction_id: str | None
    document_id: str | None
    proceeds_category_id: str | None
    entry_id: str | None
    """The journal; null where the money stood against the cost already and nothing was left to post."""


class AssetTaxOut(msgspec.Struct, frozen=True):
    """What capital allowances ask of it."""

    pool: str
    co2: int | None
    new: bool
    private_percent: MilesOut
    claim: str
    value_brought_forward: MoneyOut | None


class AssetOut(msgspec.Struct, frozen=True):
    """A fixed asset."""

    id: str
    kind: str
    description: str
    category: CategoryRef
    accumulated_category: CategoryRef | None
    cost: MoneyOut
    bought_on: DateOut
    in_use_on: DateOut
    depreciation: RuleOut
    tax: AssetTaxOut
    source: str
    """`transaction`, `document`, `journal`, `opening` (in the opening balances) or `hand`."""
    transaction_id: str | None
    document_id: str | None
    depreciated: MoneyOut | None
    """What was in the books before the register knew of it."""
    depreciated_through: DateOut | None
    accumulated: MoneyOut
    """Depreciation that stands, the one taken over among it; nothing once it has left."""
    net_book_value: MoneyOut
    charges: list[ChargeOut]
    disposal: AssetDisposalOut | None


class OneAsset(msgspec.Struct, frozen=True):
    """A fixed asset."""

    asset: AssetOut


class AssetList(msgspec.Struct, frozen=True):
    """A page of the register, oldest first."""

    assets: list[AssetOut]
    pagination: CursorPageOut


class YearChargeOut(msgspec.Struct, frozen=True):
    """What an asset bears of the year."""

    asset_id: str
    description: str
    months: int
    before: MoneyOut
    """Its depreciation before."""
    amount: MoneyOut
    net_book_value: MoneyOut
    """After it."""


class DepreciationOut(msgspec.Struct, frozen=True):
    """The depreciation of a financial year."""

    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    charges: list[YearChargeOut]
    total: MoneyOut
    posted: MoneyOut
    """What is posted for the year; where it differs from `total`, posting replaces it."""
    entry_id: str | None
    closed: bool
    post_first: DateOut | None
    """The end of an earlier open year whose depreciation is not posted."""


class OneDepreciation(msgspec.Struct, frozen=True):
    """The depreciation of a financial year."""

    depreciation: DepreciationOut


class AssetFiguresOut(msgspec.Struct, frozen=True):
    """From the start of the period to its end; what left is negative."""

    cost_brought_forward: MoneyOut
    additions: MoneyOut
    disposals: MoneyOut
    cost_carried_forward: MoneyOut
    depreciation_brought_forward: MoneyOut
    charge: MoneyOut
    on_disposals: MoneyOut
    depreciation_carried_forward: MoneyOut
    net_brought_forward: MoneyOut
    net_carried_forward: MoneyOut


class AssetLineOut(msgspec.Struct, frozen=True):
    """One asset's figures."""

    id: str
    description: str
    bought_on: DateOut
    figures: AssetFiguresOut


class AssetClassOut(msgspec.Struct, frozen=True):
    """The assets of one account."""

    category: CategoryRef
    assets: list[AssetLineOut]
    figures: AssetFiguresOut
    link: str
    """Where the postings of the period on that account are listed."""


class AccountBesideOut(msgspec.Struct, frozen=True):
    """What the register and the books say of an account at the end; depreciation is negative."""

    category: CategoryRef
    register: MoneyOut
    books: MoneyOut
    difference: MoneyOut
    link: str


class FixedAssetReportOut(msgspec.Struct, frozen=True):
    """Fixed assets from the start of a period to its end."""

    type: str
    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    currency: str
    classes: list[AssetClassOut]
    totals: AssetFiguresOut
    accounts: list[AccountBesideOut]
    warnings: list[WarningOut]
    known_at: TimeOut | None


class OneFixedAssetReport(msgspec.Struct, frozen=True):
    """The fixed-asset report."""

    report: FixedAssetReportOut


def one_asset(state: AssetState) -> OneAsset:
    """The asset."""
    return OneAsset(asset_out(state))


def asset_list(page: AssetPage, *, paging: Paging) -> AssetList:
    """A page of the register."""
    shown, told = paging.cut([asset_out(state) for state in page.assets], lambda one: one.id)
    return AssetList(shown, told)


def asset_out(state: AssetState) -> AssetOut:
    """One asset."""
    known, asset, company = state.known, state.known.asset, state.company
    over, gone = asset.taken_over, known.disposal
    accumulated = (over.amount if over is not None else 0) + sum(c.amount for c in known.charges)
    left = 0 if gone is not None else asset.cost - accumulated
    return AssetOut(
        id=ids.public_id("ast_", company, asset.number),
        kind=str(asset.kind),
        description=asset.description,
        category=_category(state.names.chart, asset.category_id),
        accumulated_category=None
        if asset.accumulated_id is None
        else _category(state.names.chart, asset.accumulated_id),
        cost=money_out(asset.cost),
        bought_on=asset.bought_on.isoformat(),
        in_use_on=asset.in_use_on.isoformat(),
        depreciation=_rule(asset),
        tax=_tax(asset),
        source=_source(state),
        transaction_id=_origin(company, asset.source, "transaction"),
        document_id=_origin(company, asset.source, "document"),
        depreciated=None if over is None else money_out(over.amount),
        depreciated_through=None if over is None else over.through.isoformat(),
        accumulated=money_out(0 if gone is not None else accumulated),
        net_book_value=money_out(left),
        charges=[ChargeOut(c.posted_on.isoformat(), money_out(c.amount), c.of_disposal) for c in known.charges],
        disposal=None if gone is None else _disposal(company, known, gone, accumulated),
    )


def _category(chart: Chart, category_id: str) -> CategoryRef:
    return CategoryRef(category_id, chart[category_id].name)


def _rule(asset: FixedAsset) -> RuleOut:
    rule = asset.rule
    rate = None if rule.rate is None else number_out(rule.rate * 100)
    return RuleOut(str(rule.method), rule.years, rate, money_out(rule.residual))


def _tax(asset: FixedAsset) -> AssetTaxOut:
    tax = asset.tax
    value = None if tax.value_brought_forward is None else money_out(tax.value_brought_forward)
    return AssetTaxOut(str(tax.pool), tax.co2, tax.new, number_out(tax.private_percent), str(tax.claim), value)


def _source(state: AssetState) -> str:
    asset = state.known.asset
    opened = state.conversion is not None and asset.bought_on < state.conversion
    return "opening" if asset.source.kind == "hand" and opened else asset.source.kind


def _origin(company: int, source: CameFrom, kind: str) -> str | None:
    if source.kind != kind or source.number is None:
        return None
    return ids.public_id(_PREFIX[kind], company, source.number)


def _disposal(company: int, known: RegisteredAsset, gone: AssetDisposal, accumulated: int) -> AssetDisposalOut:
    return AssetDisposalOut(
        gone.disposed_on.isoformat(),
        money_out(gone.proceeds),
        money_out(gone.proceeds - (known.asset.cost - accumulated)),
        gone.source.kind if gone.proceeds else "scrapped",
        _origin(company, gone.source, "transaction"),
        _origin(company, gone.source, "document"),
        gone.proceeds_id,
        None if gone.entry_no is None else ids.public_id("je_", company, gone.entry_no),
    )


def one_depreciation(found: DepreciationOfYear) -> OneDepreciation:
    """A year's depreciation."""
    return OneDepreciation(
        DepreciationOut(
            found.year.start.isoformat(),
            found.year.end.isoformat(),
            [_year_charge(found.company, charge) for charge in found.charges],
            money_out(found.total),
            money_out(found.posted),
            entry_id(found),
            found.closed,
            None if found.left_out is None else found.left_out.end.isoformat(),
        )
    )


def _year_charge(company: int, charge: YearCharge) -> YearChargeOut:
    return YearChargeOut(
        ids.public_id("ast_", company, charge.asset.number),
        charge.asset.description,
        charge.months,
        money_out(charge.before),
        money_out(charge.amount),
        money_out(charge.left),
    )


def fixed_asset_report_out(made: tuple[FixedAssetReport, Chart], shown: Shown) -> OneFixedAssetReport:
    """The report."""
    report, chart = made
    period = report.period

    def link(category_id: str, *, whole: bool) -> str:
        start = None if whole else period.start
        return shown.link(Figure(LEDGER, category_id, period.end, start, known_at=shown.known_at))

    return OneFixedAssetReport(
        FixedAssetReportOut(
            "fixed_assets",
            period.start.isoformat(),
            period.end.isoformat(),
            report.currency,
            [_class(shown.company, chart, each, link(each.category_id, whole=False)) for each in report.classes],
            _figures(report.totals),
            [
                AccountBesideOut(
                    _category(chart, one.category_id),
                    money_out(one.registered),
                    money_out(one.posted),
                    money_out(one.difference),
                    link(one.category_id, whole=True),
                )
                for one in report.accounts
            ],
            warnings_out(report.warnings),
            shown.known_at,
        )
    )


def _class(company: int, chart: Chart, each: AssetClass, link: str) -> AssetClassOut:
    lines = [_line(company, line) for line in each.lines]
    return AssetClassOut(_category(chart, each.category_id), lines, _figures(each.figures), link)


def _line(company: int, line: AssetLine) -> AssetLineOut:
    asset = line.asset
    return AssetLineOut(
        ids.public_id("ast_", company, asset.number),
        asset.description,
        asset.bought_on.isoformat(),
        _figures(line.figures),
    )


def _figures(figures: AssetFigures) -> AssetFiguresOut:
    return AssetFiguresOut(*(money_out(amount) for amount in _in_order(figures)))


def _in_order(figures: AssetFigures) -> tuple[int, ...]:
    return (
        figures.cost_before,
        figures.additions,
        figures.disposals,
        figures.cost_after,
        figures.depreciation_before,
        figures.charge,
        figures.on_disposals,
        figures.depreciation_after,
        figures.net_before,
        figures.net_after,
    )


def fixed_asset_table(made: tuple[FixedAssetReport, Chart]) -> Table:
    """A row for each asset, then for each account, then for all."""
    report, _ = made
    rows: list[list[object]] = []
    for each in report.classes:
        rows += [_row(each.category_id, line.asset.description, line.figures) for line in each.lines]
        rows.append(_row(each.category_id, "together", each.figures))
    return ["category_id", "asset", *AssetFiguresOut.__struct_fields__], [*rows, _row("", "total", report.totals)]


def _row(category_id: str, name: str, figures: AssetFigures) -> list[object]:
    return [category_id, name, *(text_from_pence(amount) for amount in _in_order(figures))]
