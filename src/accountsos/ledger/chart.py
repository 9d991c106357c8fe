"""The chart of accounts: a category is an account; the standard chart is data."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, TypeVar

from accountsos.ledger.category_ids import (
    BANK,
    CAPITAL_INTRODUCED,
    CASH,
    CREDIT_CARDS,
    DIRECTORS_LOAN,
    DRAWINGS,
    LOANS,
    PROCESSOR,
)

T = TypeVar("T")
ACCOUNT_TYPES = ("income", "expense", "asset", "liability", "equity")
VAT_DEFAULTS = ("standard", "reduced", "zero", "exempt", "outside_scope", "mixed", "none")
TREATMENT_WORDS: Mapping[str, tuple[str, ...]] = {
    "place_of_supply": ("uk", "abroad"),
    "supply": ("any", "goods", "services", "mixed"),
    "vat_behaviour": ("plain", "hospitality", "incidental"),
    "allowance_class": ("none", "plant", "car"),
    "role": (
        "none",
        "uncategorised",
        "transfers",
        "opening_balances",
        "shares",
        "retained",
        "dividends",
        "owners_capital",
        "drawings",
        "capital_introduced",
        "directors_loan",
        "rent_received",
        "corporation_tax",
        "corporation_tax_payable",
        "paye_payable",
        "cis_payable",
        "wages_payable",
        "pension_payable",
    ),
}
"""What a category may say of itself beside type, VAT rate and statutory line."""


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
OWN_MONEY = "director"
"""The kind of account whose money is somebody's own."""


def control_of(kind: str, entity_type: str, *, taken: bool = False) -> str:
    """The category of an account of that kind: a sole trader has no loan account, but puts in and takes out."""
    if kind == OWN_MONEY and entity_type == "sole_trader":
        return DRAWINGS if taken else CAPITAL_INTRODUCED
    return CONTROL_OF_KIND[kind]


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
    place_of_supply: str = "uk"
    """Of a sale: `abroad` where the customer's country taxes it."""
    supply: str = "any"
    """What is bought there: `goods`, `services`, or `mixed`."""
    vat_behaviour: str = "plain"
    """Beyond its rate: `hospitality` had rates of its own, `incidental` exempt income is no trade."""
    allowance_class: str = "none"
    """Of a fixed asset: `plant` has the annual investment allowance, a `car` its own rules, the rest nothing."""
    added_back: bool = False
    """Whether its cost is added back until somebody has looked at it."""
    never_refunded: bool = False
    """Whether money that comes back is something else: wages, loans, what the owner drew."""
    both_ways: bool = False
    """Of income and costs: whether money moves there in either direction in the ordinary course."""
    role: str = "none"
    """What reports take it for: dividends, a director's loan, PAYE owed."""
    per_contact: bool = False
    """Whether its balance is shown per contact (or director), never netted between them."""
    only_one: bool = False
    """Whether the books have one of its kind: they post to it by themselves, and no second one is added like it."""

    def __post_init__(self) -> None:
        if self.type not in ACCOUNT_TYPES:
            raise ValueError(f"{self.category_id}: unknown account type {self.type!r}")
        for name, words in TREATMENT_WORDS.items():
            if getattr(self, name) not in words:
                raise ValueError(
                    f"{self.category_id}: {name} is {getattr(self, name)!r}, not one of {', '.join(words)}"
                )

    @property
    def in_profit_and_loss(self) -> bool:
        """Whether it is an income or expense account."""
        return self.type in ("income", "expense")

    @property
    def of_goods_or_services(self) -> bool:
        """Whether what was bought or sold can stand there: income, costs and fixed assets."""
        return self.in_profit_and_loss or self.frs105_line == "BS.B"

    @property
    def of_capital_goods(self) -> bool:
        """Whether things of lasting use stand there: no land, and nothing that cannot be touched."""
        return self.frs105_line == "BS.B" and self.allowance_class != "none"


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

    def where(self, holds: Callable[[Category], bool]) -> frozenset[str]:
        """The ids of the categories of which that holds."""
        return frozenset(c.category_id for c in self.categories.values() if holds(c))

    def once(self, work: Callable[[Chart], T]) -> T:
        """What follows from the chart alone: worked out when it is first asked for, and kept with it."""
        known: T | None = self._worked_out.get(work)
        if known is None:
            known = self._worked_out[work] = work(self)
        return known

    @cached_property
    def _worked_out(self) -> dict[Callable[[Chart], Any], Any]:
        return {}

    @cached_property
    def profit_and_loss(self) -> Mapping[str, Category]:
        """The income and expense accounts, by id and in order."""
        return {i: c for i, c in self.categories.items() if c.in_profit_and_loss}

    def in_role(self, role: str) -> frozenset[str]:
        """The accounts that reports take for that: the standard one and those added like it."""
        assert role in TREATMENT_WORDS["role"], role
        return self._by_role.get(role, frozenset())

    @cached_property
    def _by_role(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for category in self.categories.values():
            found.setdefault(category.role, set()).add(category.category_id)
        return {role: frozenset(accounts) for role, accounts in found.items()}

    @cached_property
    def per_contact(self) -> frozenset[str]:
        """Accounts whose balance is kept per contact."""
        return self.where(lambda category: category.per_contact)

    @cached_property
    def control_accounts(self) -> frozenset[str]:
        """Categories that stand for bank accounts: lines are never filed under them by hand."""
        stands_for_one = self.where(lambda category: category.only_one)
        return stands_for_one.intersection(CONTROL_OF_KIND.values())


@lru_cache(maxsize=1)
def standard_chart() -> Chart:
    """The shipped chart for UK micro companies and sole traders."""
    text = resources.files("accountsos.ledger").joinpath("standard_chart.toml").read_text("utf-8")
    rows = tomllib.loads(text)["categories"]
    return Chart.of(Category(category_id=row.pop("id"), **row) for row in rows)
