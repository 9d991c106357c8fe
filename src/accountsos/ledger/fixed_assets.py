"""The register of fixed assets: what the business keeps to use, how it wears out, how it left. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accountsos.ledger.category_ids import (
    AMORT_INTANGIBLE,
    AMORTISATION,
    DEP_COMPUTERS,
    DEP_PLANT,
    DEP_VEHICLES,
    DEPRECIATION,
)
from accountsos.ledger.chart import Category
from accountsos.money import Pence


class AssetKind(StrEnum):
    """What an asset is: its accounts of depreciation and its allowances follow from it."""

    PLANT = "plant"
    COMPUTER = "computer"
    VAN = "van"
    CAR = "car"
    BUILDING = "building"
    INTANGIBLE = "intangible"
    OTHER = "other"


class Method(StrEnum):
    """How an asset is depreciated."""

    NONE = "none"
    STRAIGHT_LINE = "straight_line"
    REDUCING_BALANCE = "reducing_balance"


class AssetPool(StrEnum):
    """Of which rate plant is: integral features, long-life assets and insulation are special."""

    MAIN = "main"
    SPECIAL = "special"


class Claim(StrEnum):
    """Which allowance is claimed on it, in the year it was bought in."""

    AUTO = "auto"
    """Whatever gives most: the annual investment allowance, then a first-year allowance, then the pool."""
    INVESTMENT = "annual_investment"
    FULL = "full_expensing"
    HALF = "special_rate_first_year"
    FORTY = "first_year_40"
    POOL = "writing_down"
    NONE = "none"


SOURCES = ("hand", "transaction", "document", "journal")
"""Where an asset came from, and the money for one that was sold."""


@dataclass(frozen=True, slots=True)
class DepreciationRule:
    """Over how many years, or by which rate of what is left each year; never below the residual value."""

    method: Method = Method.NONE
    years: int | None = None
    rate: Decimal | None = None
    """Of the reducing balance, a year: 0.25."""
    residual: Pence = 0

    def __post_init__(self) -> None:
        if (self.years is not None) != (self.method is Method.STRAIGHT_LINE):
            raise ValueError("straight line has years, and nothing else has")
        if (self.rate is not None) != (self.method is Method.REDUCING_BALANCE):
            raise ValueError("a reducing balance has a rate, and nothing else has")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Depreciation that was in the books before the register knew of the asset."""

    amount: Pence
    through: date


@dataclass(frozen=True, slots=True)
class CameFrom:
    """What posted it: a bank line, an invoice or a journal by number; `hand` has none."""

    kind: str = "hand"
    number: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in SOURCES or (self.number is None) != (self.kind == "hand"):
            raise ValueError(f"an asset does not come from {self.kind} {self.number}")


@dataclass(frozen=True, slots=True)
class AssetTax:
    """What capital allowances ask of an asset."""

    pool: AssetPool = AssetPool.MAIN
    co2: int | None = None
    """Of a car, in g/km."""
    new: bool = False
    """Neither used nor second-hand."""
    private_percent: Decimal = Decimal(0)
    """A sole trader's private use."""
    claim: Claim = Claim.AUTO
    value_brought_forward: Pence | None = None
    """What was left for allowances of an asset with a pool of its own when the computations begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedAsset:
    """One asset as the register has it."""

    number: int
    kind: AssetKind
    description: str
    category_id: str
    """The account on which its cost stands."""
    accumulated_id: str | None
    """The account of its depreciation so far; None where it is not depreciated."""
    cost: Pence
    bought_on: date
    in_use_on: date
    rule: DepreciationRule
    tax: AssetTax = AssetTax()
    taken_over: TakenOver | None = None
    source: CameFrom = CameFrom()

    @property
    def expense_id(self) -> str:
        """The account of its yearly charge."""
        return AMORTISATION if self.kind is AssetKind.INTANGIBLE else DEPRECIATION


@dataclass(frozen=True, slots=True)
class Charge:
    """Depreciation of an asset that was posted, up to a day: at a year end, or as it left."""

    journal: int | None
    """None where it left for exactly what it stood at, and there was nothing to post."""
    amount: Pence
    posted_on: date
    through: date
    of_disposal: bool = False


@dataclass(frozen=True, slots=True)
class AssetDisposal:
    """How an asset left: sold, or scrapped for nothing."""

    number: int
    journal: int | None
    """What posted it; None where the money stood against the cost already, and nothing was left to post."""
    entry_no: int | None
    disposed_on: date
    proceeds: Pence
    """Without VAT."""
    source: CameFrom
    proceeds_id: str | None
    """The account in which the money stands where no bank line, invoice or journal brought it."""


@dataclass(frozen=True, slots=True)
class RegisteredAsset:
    """An asset with what happened to it."""

    asset: FixedAsset
    charges: tuple[Charge, ...] = ()
    disposal: AssetDisposal | None = None

    def accumulated(self, day: date, *, but: int | None = None) -> Pence:
        """Depreciation up to a day, whether taken over or posted; without that of one journal."""
        over = self.asset.taken_over
        taken = over.amount if over is not None and over.through <= day else 0
        return taken + sum(c.amount for c in self.charges if c.posted_on <= day and c.journal != but)

    def depreciated_through(self, *, but: int | None = None) -> date | None:
        """The day up to which its depreciation is in the books."""
        over = self.asset.taken_over
        days = [c.through for c in self.charges if c.journal != but]
        return max([*days, *([over.through] if over is not None else [])], default=None)

    def gone_by(self, day: date) -> bool:
        """Whether it had left by then."""
        return self.disposal is not None and self.disposal.disposed_on <= day

    def cost_on(self, day: date) -> Pence:
        """What of it stands on its account at the end of a day."""
        return self.asset.cost if self.asset.bought_on <= day and not self.gone_by(day) else 0


_ACCUMULATED: Mapping[AssetKind, str] = {
    AssetKind.PLANT: DEP_PLANT,
    AssetKind.COMPUTER: DEP_COMPUTERS,
    AssetKind.VAN: DEP_VEHICLES,
    AssetKind.CAR: DEP_VEHICLES,
    AssetKind.INTANGIBLE: AMORT_INTANGIBLE,
}
IS_PLANT = frozenset({AssetKind.PLANT, AssetKind.COMPUTER, AssetKind.VAN})
"""Plant and machinery to capital allowances, other than cars."""


def accumulated_account(kind: AssetKind) -> str | None:
    """The account of the standard chart that gathers the depreciation of such assets."""
    return _ACCUMULATED.get(kind)


def holds_cost(category: Category) -> bool:
    """Whether the cost of an asset may stand on that account."""
    return category.frs105_line == "BS.B" and not gathers_depreciation(category)


def gathers_depreciation(category: Category) -> bool:
    """Whether it is an account of depreciation so far, of the standard chart or added like one."""
    pattern = category.note.removeprefix("like ")
    return {category.category_id, pattern}.intersection(_ACCUMULATED.values()) != set()
