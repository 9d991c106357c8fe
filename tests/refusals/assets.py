"""What is refused about fixed assets, their depreciation and how they leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos import ids
from accountsos.workflows.assets import dispose_of_asset, keep_register, post_depreciation, report_fixed_assets
from accountsos.workflows.assets.dispose_of_asset import DisposeOfAsset
from accountsos.workflows.assets.keep_register import AssetChange, RegisterAsset
from accountsos.workflows.assets.post_depreciation import DepreciationQuestion
from accountsos.workflows.assets.report_fixed_assets import FixedAssetQuestion
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostOpeningBalances
from tests.refusals.contacts import added
from tests.refusals.desk import Cases, Desk, after
from tests.support.bookkeeper import TODAY, Bookkeeper, journal_lines

BOUGHT, LATER, MARCH_25, MARCH_26 = date(2024, 10, 1), date(2026, 7, 15), date(2025, 3, 31), date(2026, 3, 31)
LAPTOP: dict[str, Any] = {
    "kind": "computer",
    "description": "Laptop",
    "category_id": "cat_fa_computers",
    "cost": 1_200_00,
    "bought_on": BOUGHT,
    "method": "straight_line",
    "years": 3,
}
CAR = {**LAPTOP, "kind": "car", "category_id": "cat_fa_vehicles", "co2": 90}


def _register(keeper: Bookkeeper, **fields: Any) -> str:
    state = keeper.do(keep_register.REGISTER, RegisterAsset(TODAY, {**LAPTOP, **fields}))
    return ids.public_id("ast_", keeper.company, state.known.asset.number)


def _change(desk: Desk, asset: str, **fields: Any) -> object:
    return desk.do(keep_register.CHANGE, AssetChange(TODAY, asset, fields))


def _dispose(desk: Desk, asset: str | None = None, day: date | None = LATER, **more: Any) -> object:
    asset = asset or _register(desk.keeper, method="none", years=None)
    return desk.do(dispose_of_asset.DISPOSE, DisposeOfAsset(today=TODAY, asset_id=asset, disposed_on=day, **more))


def _post(desk: Desk, day: date) -> object:
    return desk.do(post_depreciation.POST, DepreciationQuestion(TODAY, day))


def _undo(desk: Desk, day: date) -> object:
    return desk.do(post_depreciation.UNDO, DepreciationQuestion(TODAY, day))


def _depreciated(desk: Desk, *days: date) -> str:
    asset = _register(desk.keeper)
    for day in days or (MARCH_25,):
        _post(desk, day)
    return asset


def _disposed(desk: Desk, **more: Any) -> str:
    asset = _register(desk.keeper, method="none", years=None)
    _dispose(desk, asset, **more)
    return asset


def _opened(desk: Desk) -> object:
    balances = journal_lines({"cat_fa_computers": 1_200_00, "cat_retained": -1_200_00})
    return desk.do(post_journal.POST_OPENING, PostOpeningBalances(date(2025, 4, 1), balances))


def _line(desk: Desk, amount: int, category: str = "cat_fa_computers") -> str:
    return desk.line(amount, category=category)


def _twice_registered(desk: Desk) -> object:
    line = _line(desk, -500_00)
    _register(desk.keeper, transaction_id=line, cost=None)
    return _register(desk.keeper, transaction_id=line, cost=1)


def _journal_of(desk: Desk) -> object:
    _depreciated(desk)
    entry = desk.ask(post_depreciation.LOOK, DepreciationQuestion(TODAY, MARCH_25)).entry_no
    return desk.do(post_journal.UNDO, desk.id("je_", entry))


def _of_a_closed_year(desk: Desk) -> object:
    asset = _register(desk.keeper)
    desk.keeper.close_through(MARCH_25)
    return _dispose(desk, asset, date(2025, 3, 1))


CASES: Cases = {
    "an asset that is not there": lambda d: d.ask(keep_register.SHOW, d.id("ast_")),
    "an asset of an unknown kind": lambda d: _register(d.keeper, kind="horse"),
    "an asset without a name": lambda d: _register(d.keeper, description=" "),
    "an asset on no account": lambda d: _register(d.keeper, category_id=None),
    "an asset among the costs": lambda d: _register(d.keeper, category_id="cat_office"),
    "an asset of tomorrow": lambda d: _register(d.keeper, bought_on=date(2027, 1, 1)),
    "an asset of no day": lambda d: _register(d.keeper, bought_on=None),
    "an asset in use before it was bought": lambda d: _register(d.keeper, in_use_on=date(2024, 9, 30)),
    "an asset for nothing": lambda d: _register(d.keeper, cost=None),
    "an asset from two things": lambda d: _register(d.keeper, transaction_id="txn_1", journal_id="je_1"),
    "an asset from a line that is not there": lambda d: _register(d.keeper, transaction_id=d.id("txn_")),
    "an asset from no invoice": lambda d: _register(d.keeper, document_id=d.id("doc_")),
    "an asset from no journal": lambda d: _register(d.keeper, journal_id=d.id("je_")),
    "an asset from a line filed elsewhere": lambda d: _register(
        d.keeper, transaction_id=_line(d, -500_00, "cat_office"), cost=None
    ),
    "an asset from a line that is registered": _twice_registered,
    "an asset that cost more than its line": lambda d: _register(
        d.keeper, transaction_id=_line(d, -500_00), cost=600_00
    ),
    "years without a straight line": lambda d: _register(d.keeper, method="none"),
    "a rate without a reducing balance": lambda d: _register(d.keeper, rate=25),
    "a straight line without years": lambda d: _register(d.keeper, years=None),
    "a reducing balance without a rate": lambda d: _register(d.keeper, method="reducing_balance", years=None),
    "a residual value above the cost": lambda d: _register(d.keeper, residual=1_300_00),
    "a building that is depreciated nowhere": lambda d: _register(
        d.keeper, kind="building", category_id="cat_fa_property"
    ),
    "depreciation gathered among the costs": lambda d: _register(d.keeper, accumulated_category_id="cat_office"),
    "depreciation through a day, and none": lambda d: _register(d.keeper, depreciated_through=MARCH_25),
    "an opened asset of which nothing is said": lambda d: after(_opened(d), _register(d.keeper)),
    "depreciation of no day": lambda d: _register(d.keeper, depreciated=100_00),
    "a car without CO2": lambda d: _register(d.keeper, **{**CAR, "co2": None}),
    "a car of the special pool by hand": lambda d: _register(d.keeper, **CAR, pool="special"),
    "a company's private use": lambda d: _register(d.keeper, private_percent=20),
    "an investment allowance on a car": lambda d: _register(d.keeper, **CAR, claim="annual_investment"),
    "a sole trader's full expensing": lambda d: _register(d.trader, claim="full_expensing", new=True),
    "changing an asset that has left": lambda d: _change(d, _disposed(d), description="Desktop"),
    "moving an asset under its depreciation": lambda d: _change(d, _depreciated(d), in_use_on=date(2024, 11, 1)),
    "removing an asset that has left": lambda d: d.do(keep_register.REMOVE, _disposed(d)),
    "removing an asset that is depreciated": lambda d: d.do(keep_register.REMOVE, _depreciated(d)),
    "an asset that leaves twice": lambda d: _dispose(d, _disposed(d)),
    "an asset that leaves on no day": lambda d: _dispose(d, day=None),
    "an asset that leaves before it came": lambda d: _dispose(d, day=date(2024, 9, 30)),
    "an asset that leaves a closed year": _of_a_closed_year,
    "an asset that left before its depreciation": lambda d: _dispose(d, _depreciated(d), date(2025, 3, 1)),
    "an asset that leaves before a year is posted": lambda d: _dispose(d, _register(d.keeper)),
    "money in two places": lambda d: _dispose(d, transaction_id="txn_1", document_id="doc_1"),
    "money that stands elsewhere": lambda d: _dispose(d, transaction_id=_line(d, 500_00, "cat_sales")),
    "more money than came": lambda d: _dispose(d, transaction_id=_line(d, 500_00), proceeds=600_00),
    "money that is nowhere": lambda d: _dispose(d, proceeds=100_00),
    "money below nothing": lambda d: _dispose(d, proceeds=-100_00, proceeds_category_id="cat_loans"),
    "scrapped for money of nothing": lambda d: _dispose(d, proceeds=0, proceeds_category_id="cat_loans"),
    "money of somebody on no account": lambda d: _dispose(d, contact_id=added(d, "Anna Roe")),
    "money of nobody": lambda d: _dispose(d, contact_id=d.id("con_")),
    "money among the sales": lambda d: _dispose(d, proceeds=100_00, proceeds_category_id="cat_sales"),
    "a disposal that is not there": lambda d: d.do(dispose_of_asset.UNDO, _register(d.keeper)),
    "depreciation of a year that is not over": lambda d: after(_register(d.keeper), _post(d, date(2027, 1, 1))),
    "depreciation before that of an earlier year": lambda d: after(_register(d.keeper), _post(d, MARCH_26)),
    "depreciation that was not posted": lambda d: _undo(d, MARCH_25),
    "depreciation of an asset that has left": lambda d: after(
        _dispose(d, _depreciated(d), date(2025, 4, 7)), _undo(d, MARCH_25)
    ),
    "depreciation on which a later year stands": lambda d: after(
        _depreciated(d, MARCH_25, MARCH_26), _undo(d, MARCH_25)
    ),
    "a journal of depreciation": _journal_of,
    "a report that ends before it begins": lambda d: d.ask(
        report_fixed_assets.REPORT, FixedAssetQuestion(TODAY, MARCH_26, MARCH_25)
    ),
}
