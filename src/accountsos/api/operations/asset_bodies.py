"""What is sent about fixed assets: the bodies of their operations."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operations.bodies import Name, ThingId
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MoneyField, PercentField
from accountsos.workflows.assets.asset_fields import CO2_MAX, YEARS_MAX

KindWord = Literal["plant", "computer", "van", "car", "building", "intangible", "other"]
MethodWord = Literal["none", "straight_line", "reducing_balance"]
PoolWord = Literal["main", "special"]
ClaimWord = Literal[
    "auto",
    "annual_investment",
    "full_expensing",
    "special_rate_first_year",
    "first_year_40",
    "writing_down",
    "none",
]
Years = Annotated[int, Meta(ge=1, le=YEARS_MAX)]
Co2 = Annotated[int, Meta(ge=0, le=CO2_MAX)]


class _AssetFields(Body, frozen=True):
    """What may be said of an asset; what is left out has its default, or stays as it is."""

    cost: MoneyField | UnsetType | None = UNSET
    """Without the VAT that was reclaimed; left out, what stands of the bank line, invoice or journal."""
    bought_on: DateField | UnsetType | None = UNSET
    """Left out, the day of the bank line, invoice or journal."""
    in_use_on: DateField | UnsetType | None = UNSET
    """From this month on it is depreciated; left out, the day it was bought."""
    method: MethodWord | UnsetType | None = UNSET
    years: Years | UnsetType | None = UNSET
    """Of a straight line."""
    rate: PercentField | UnsetType | None = UNSET
    """Of a reducing balance: per cent of what is left, each year."""
    residual: MoneyField | UnsetType | None = UNSET
    """What will be left at the end."""
    accumulated_category_id: ThingId | UnsetType | None = UNSET
    """The account of its depreciation, where its kind does not say."""
    depreciated: MoneyField | UnsetType | None = UNSET
    """What of its depreciation is in the books already, such as in the opening balances."""
    depreciated_through: DateField | UnsetType | None = UNSET
    """Up to which day; left out, the eve of the conversion."""
    pool: PoolWord | UnsetType | None = UNSET
    """`special` for integral features, long-life assets and insulation."""
    co2: Co2 | UnsetType | None = UNSET
    """Of a car, in g/km."""
    new: bool | UnsetType | None = UNSET
    """Neither used nor second-hand: first-year allowances ask for that."""
    private_percent: PercentField | UnsetType | None = UNSET
    """A sole trader's private use."""
    claim: ClaimWord | UnsetType | None = UNSET
    """Which allowance is claimed on it; `auto` takes what gives most."""
    value_brought_forward: MoneyField | UnsetType | None = UNSET
    """What is left for allowances of an asset with a pool of its own, bought before the first year worked out here."""


class NewAssetBody(_AssetFields, frozen=True, kw_only=True):
    """A fixed asset: from a bank line, an invoice or a journal on an account of fixed assets, or by hand."""

    kind: KindWord
    description: Name
    category_id: ThingId
    """The account on which its cost stands."""
    transaction_id: ThingId | UnsetType | None = UNSET
    document_id: ThingId | UnsetType | None = UNSET
    journal_id: ThingId | UnsetType | None = UNSET


class AssetBody(_AssetFields, frozen=True):
    """What to change; null takes back what was said."""

    kind: KindWord | UnsetType = UNSET
    description: Name | UnsetType = UNSET
    category_id: ThingId | UnsetType = UNSET


class DisposalBody(Body, frozen=True):
    """Sold, with where the money stands; or scrapped, with nothing."""

    date: DateField | UnsetType | None = UNSET
    """Left out, that of the bank line, invoice or journal."""
    proceeds: MoneyField | UnsetType | None = UNSET
    """Without VAT; left out, what stands for it on the asset's own account."""
    transaction_id: ThingId | UnsetType | None = UNSET
    """A receipt that is filed under the asset's own account."""
    document_id: ThingId | UnsetType | None = UNSET
    journal_id: ThingId | UnsetType | None = UNSET
    proceeds_category_id: ThingId | UnsetType | None = UNSET
    """Without such a thing: the account on which the money stands, such as `cat_directors_loan`."""
    contact_id: ThingId | UnsetType | None = UNSET
    """Whose account that is, where it is kept by contact."""


class DepreciationBody(Body, frozen=True):
    """Of which year."""

    day: DateField | UnsetType | None = UNSET
    """A day of the financial year; left out, the last year that is over."""
