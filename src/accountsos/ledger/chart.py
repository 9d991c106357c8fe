"""The chart of accounts: a category is an account; the standard chart is data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from accountsos.ledger.category_ids import (
    BANK,
    CASH,
    CREDIT_CARDS,
    CREDITORS,
    DEBTORS,
    DIRECTORS_LOAN,
    LOANS,
    PROCESSOR,
)

ACCOUNT_TYPES = ("income", "expense", "asset", "liability", "equity")
VAT_DEFAULTS = ("standard", "reduced", "zero", "exempt", "outside_scope", "mixed", "none")


CONTROL_OF_KIND: Mapping[str, str] = {
    "current": BANK,
    "savings": BANK,
    "card": CREDIT_CARDS,
    "cash": CASH,
    "processor": PROCESSOR,
    "loan": LOANS,
    "director": DIRECTORS_LOAN,
}
"""The category in which a bank account of each kind stands."""

PER_CONTACT = frozenset({DEBTORS, CREDITORS, DIRECTORS_LOAN})
"""Accounts whose balance is shown per contact (or director), never netted between them."""


@dataclass(frozen=True, slots=True)
class Category:
    """An account of the chart with its treatment in tax and in the statements."""

    category_id: str
    name: str
    type: str
    nominal: str
    vat_default: str = "outside_scope"
    vat_reclaim: str = "n/a"
    ct_allowable: str = "n/a"
    frs105_line: str = "none"
    management_block: str | None = None
    vat_rate: int | None = None
    ct600_box: str | None = None
    sa103f_box: str | None = None
    note: str = ""
    archived: bool = False

    def __post_init__(self) -> None:
        if self.type not in ACCOUNT_TYPES:
            raise ValueError(f"{self.category_id}: unknown account type {self.type!r}")

    @property
    def in_profit_and_loss(self) -> bool:
        """Whether it is an income or expense account."""
        return self.type in ("income", "expense")


@dataclass(frozen=True)
class Chart:
    """A company's accounts, by id, in the order of their nominal codes."""

    categories: Mapping[str, Category]

    @classmethod
    def of(cls, categories: Iterable[Category]) -> Chart:
        """The chart of those categories."""
        return cls({c.category_id: c for c in sorted(categories, key=lambda c: (c.nominal, c.category_id))})

    def __getitem__(self, category_id: str) -> Category:
        return self.categories[category_id]

    def get(self, category_id: str) -> Category | None:
        """The category, or None where the chart has none of that id."""
        return self.categories.get(category_id)

    @cached_property
    def control_accounts(self) -> frozenset[str]:
        """Categories that stand for bank accounts: lines are never filed under them by hand."""
        return frozenset(CONTROL_OF_KIND.values()) - {DIRECTORS_LOAN, LOANS}


@lru_cache(maxsize=1)
def standard_chart() -> Chart:
    """The shipped chart for UK micro companies and sole traders."""
    text = resources.files("accountsos.ledger").joinpath("standard_chart.toml").read_text("utf-8")
    rows = tomllib.loads(text)["categories"]
    return Chart.of(Category(category_id=row.pop("id"), **row) for row in rows)
