"""Categories: the accounts of the chart."""

from __future__ import annotations

import msgspec

from accountsos.ledger.chart import Category
from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.common import CursorPageOut, Paging
from accountsos.wire.shapes.reports.report_tables import Table


class CategoryOut(msgspec.Struct, frozen=True):
    """An account of the chart."""

    id: str
    name: str
    type: str
    """`income`, `expense`, `asset`, `liability` or `equity`."""
    nominal: str
    vat_default: str
    vat_reclaim: str
    """What of the VAT on it is reclaimed: `yes`, `no`, a percentage such as `60%`, or a word of the chart."""
    ct_allowable: str
    """Whether it is deducted for corporation tax."""
    statutory_line: str
    """Its line in FRS 105 accounts."""
    management_block: str | None
    place_of_supply: str
    """Of sales: `uk`, or `abroad` where the customer's country taxes them."""
    supply: str
    """What is bought there: `goods`, `services`, `mixed` or `any`."""
    vat_behaviour: str
    """`hospitality` (rates of its own from July 2020 to March 2022), `incidental` (exempt, no trade), else `plain`."""
    allowance_class: str
    """Of fixed assets: `plant`, `car` or `none`."""
    sa103_box: str | None
    """Its box on the full self-employment pages."""
    note: str
    archived: bool


class CategoryList(msgspec.Struct, frozen=True):
    """Categories in the order of their nominal codes."""

    categories: list[CategoryOut]
    pagination: CursorPageOut


class OneCategory(msgspec.Struct, frozen=True):
    """A category."""

    category: CategoryOut


class ChangedCategory(msgspec.Struct, frozen=True):
    """A category after a change."""

    category: CategoryOut
    lines_reposted: int
    """How many lines and invoices another VAT treatment posted anew."""
    rules_changed: int
    """How many rules file under the category that took its place."""


def category_list(categories: list[Category], *, paging: Paging) -> CategoryList:
    """A page of categories."""
    shown, page = paging.cut([category_out(category) for category in categories], lambda one: one.id)
    return CategoryList(shown, page)


def category_table(categories: list[Category]) -> Table:
    """The rows of a file."""
    columns = (
        *("id", "nominal", "name", "type", "vat_default", "vat_reclaim", "ct_allowable", "statutory_line"),
        *("management_block", "sa103_box", "archived", "note"),
    )
    return list_table([category_out(category) for category in categories], columns)


def category_out(category: Category) -> CategoryOut:
    """One category."""
    return CategoryOut(
        category.category_id,
        category.name,
        category.type,
        category.nominal,
        category.vat_default,
        category.vat_reclaim,
        category.ct_allowable,
        category.frs105_line,
        category.management_block,
        category.place_of_supply,
        category.supply,
        category.vat_behaviour,
        category.allowance_class,
        None if category.sa103f_box == "none" else category.sa103f_box,
        category.note,
        category.archived,
    )
