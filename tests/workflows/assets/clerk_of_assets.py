"""One word for each thing that is done with fixed assets in a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accountsos import ids
from accountsos.ledger.fixed_assets import RegisteredAsset
from accountsos.reports.fixed_assets import FixedAssetReport
from accountsos.workflows.assets import dispose_of_asset, keep_register, post_depreciation, report_fixed_assets
from accountsos.workflows.assets.dispose_of_asset import DisposeOfAsset
from accountsos.workflows.assets.keep_register import AssetChange, RegisterAsset
from accountsos.workflows.assets.post_depreciation import DepreciationOfYear, DepreciationQuestion
from accountsos.workflows.assets.report_fixed_assets import FixedAssetQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found


@dataclass
class AssetClerk:
    """Keeps the register of one company."""

    keeper: Bookkeeper

    def paid(self, day: date, amount: int, category: str = "cat_fa_computers", text: str = "A thing") -> str:
        """A bank line on an account; its id."""
        return self.line_id(self.keeper.enter(day, amount, text, category=category).row.number)

    def line_id(self, number: int) -> str:
        return ids.public_id("txn_", self.keeper.company, number)

    def register(self, **fields: Any) -> str:
        """An asset; its id."""
        said = {"kind": "computer", "description": "Laptop", "category_id": "cat_fa_computers", **fields}
        state = self.keeper.do(keep_register.REGISTER, RegisterAsset(TODAY, said))
        return ids.public_id("ast_", self.keeper.company, state.known.asset.number)

    def change(self, asset: str, **fields: Any) -> None:
        self.keeper.do(keep_register.CHANGE, AssetChange(TODAY, asset, fields))

    def remove(self, asset: str) -> None:
        self.keeper.do(keep_register.REMOVE, asset)

    def known(self, asset: str) -> RegisteredAsset:
        return self.keeper.ask(keep_register.SHOW, asset).known

    def look(self, day: date) -> DepreciationOfYear:
        return self.keeper.ask(post_depreciation.LOOK, DepreciationQuestion(TODAY, day))

    def post(self, day: date) -> DepreciationOfYear:
        return self.keeper.do(post_depreciation.POST, DepreciationQuestion(TODAY, day))

    def undo(self, day: date) -> DepreciationOfYear:
        return self.keeper.do(post_depreciation.UNDO, DepreciationQuestion(TODAY, day))

    def dispose(self, asset: str, day: date | None = None, proceeds: int | None = None, **more: Any) -> None:
        command = DisposeOfAsset(today=TODAY, asset_id=asset, disposed_on=day, proceeds=proceeds, **more)
        self.keeper.do(dispose_of_asset.DISPOSE, command)

    def undo_disposal(self, asset: str) -> None:
        self.keeper.do(dispose_of_asset.UNDO, asset)

    def report(self, start: date, end: date, known_at: datetime | None = None) -> FixedAssetReport:
        return self.keeper.ask(report_fixed_assets.REPORT, FixedAssetQuestion(TODAY, start, end, known_at))[0]


def clerk(books: Books, **more: Any) -> AssetClerk:
    """Of a company whose years end on 31 March, founded on 1 April 2023."""
    return AssetClerk(found(books, **more))
