"""The register of fixed assets as a table."""

from __future__ import annotations

from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.assets import asset_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.assets.keep_register import AssetPage


def asset_table(page: AssetPage) -> Table:
    """The rows of a file."""
    columns = (
        *("id", "bought_on", "in_use_on", "description", "kind", "category_id: category.id", "category: category.name"),
        *("cost", "method: depreciation.method", "years: depreciation.years", "rate: depreciation.rate"),
        *("accumulated", "net_book_value", "sold_on: disposal.date", "proceeds: disposal.proceeds"),
    )
    return list_table([asset_out(state) for state in page.assets], columns)
