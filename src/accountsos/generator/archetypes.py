"""Eight kinds of small business: how each is paid, what it pays regularly and where it shops."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.generator.bills import (
    BUILDER_BILLS,
    CAFE_BILLS,
    CONTRACTOR_BILLS,
    ELECTRICIAN_BILLS,
    LETTINGS_BILLS,
    PHOTOGRAPHER_BILLS,
    STUDIO_BILLS,
    WEBSHOP_BILLS,
    Bill,
)
from accountsos.money import Pence


@dataclass(frozen=True, slots=True)
class Source:
    """Someone or something that pays the company."""

    contact: str
    text: str
    """"" stands for clients, named one by one."""
    weight: int
    kind: str = "payment_in"
    category_id: str = "cat_sales"


@dataclass(frozen=True, slots=True)
class Archetype:
    """A kind of business."""

    key: str
    trade: str
    entity_type: str
    first_name: str
    """The name of company 0; later ones take a place and the suffix."""
    suffix: str
    banks: tuple[str, str, str | None]
    """Current account, savings, card."""
    year_end: tuple[int, int]
    staff: tuple[tuple[str, Pence], ...]
    """(role, net pay a month)."""
    turnover_month: Pence
    money_in_permille: int
    """Of the lines that are not regular bills."""
    sources: tuple[Source, ...]
    invoice_unit: Pence
    """Invoices are multiples of this; 1 where takings come as they come."""
    bills: tuple[Bill, ...]
    spending: tuple[tuple[str, int], ...]
    """(group of payees, weight)."""
    dividend_every: int = 0
    """Months between dividends; 0 for a sole trader, who draws every month."""
    trade_month: Pence = 0
    """What goods, materials or subcontractors cost in a month of few lines."""
    opening: Pence = 500_000
    """The director's loan or the owner's capital on the first day."""
    client_money_permille: int = 0
    """Of the lines of money in and its passing on: rent collected for landlords."""


_CLIENTS = Source("", "", 10)

ARCHETYPES: dict[str, Archetype] = {
    "agency": Archetype(
        key="agency",
        trade="design and marketing agency",
        entity_type="ltd",
        first_name="Bramble & Finch Studio Ltd",
        suffix="Studio Ltd",
        banks=("barclays", "barclays", "amex"),
        year_end=(3, 31),
        staff=(
            ("director", 104_750),
            ("director", 104_750),
            ("staff", 214_835),
            ("staff", 198_412),
            ("staff", 231_270),
        ),
        turnover_month=2_000_000,
        trade_month=420_000,
        money_in_permille=230,
        sources=(_CLIENTS, Source("Kvist Media AB", "KVIST MEDIA AB", 1, "payment_in", "cat_sales_overseas")),
        invoice_unit=2_500,
        bills=STUDIO_BILLS,
        spending=(
            ("meals", 14),
            ("rail", 14),
            ("office", 8),
            ("freelancers", 11),
            ("software_card", 7),
            ("entertaining", 5),
            ("hardware", 4),
            ("welfare", 5),
            ("ads", 4),
            ("hotels", 3),
            ("courses", 2),
            ("print_ads", 2),
        ),
        dividend_every=3,
        opening=1_800_000,
    ),
    "cafe": Archetype(
        key="cafe",
        trade="cafe",
        entity_type="ltd",
        first_name="The Copper Kettle Café Ltd",
        suffix="Café Ltd",
        banks=("natwest", "natwest", None),
        year_end=(6, 30),
        staff=(("director", 104_750), ("staff", 158_320), ("staff", 141_275), ("staff", 96_480)),
        turnover_month=1_650_000,
        trade_month=560_000,
        money_in_permille=420,
        sources=(
            Source("SumUp", "SUMUP PAYMENTS {n}", 12, "payout"),
            Source("Worldpay", "WORLDPAY {n}", 8, "payout"),
            Source("Deliveroo", "ROOFOODS LTD DELIVEROO", 3, "payout"),
            Source("", "CASH PAID IN", 2, "cash_in"),
        ),
        invoice_unit=1,
        bills=CAFE_BILLS,
        spending=(
            ("ingredients", 40),
            ("ingredients_dd", 14),
            ("cleaning", 5),
            ("office", 3),
            ("repairs", 4),
            ("welfare", 3),
            ("parking", 2),
            ("fuel", 3),
            ("print_ads", 2),
        ),
        dividend_every=6,
        opening=2_500_000,
    ),
    "builder": Archetype(
        key="builder",
        trade="builder (CIS)",
        entity_type="ltd",
        first_name="Hartwell & Pike Builders Ltd",
        suffix="Builders Ltd",
        banks=("lloyds", "lloyds", None),
        year_end=(4, 30),
        staff=(("director", 104_750), ("staff", 221_940), ("staff", 203_615)),
        turnover_month=1_900_000,
        trade_month=1_250_000,
        money_in_permille=150,
        sources=(_CLIENTS,),
        invoice_unit=1_000,
        bills=BUILDER_BILLS,
        spending=(
            ("materials", 40),
            ("labour", 10),
            ("fuel", 14),
            ("meals", 8),
            ("parking", 5),
            ("hardware", 1),
            ("office", 2),
            ("print_ads", 2),
            ("repairs", 2),
        ),
        dividend_every=3,
        opening=2_000_000,
    ),
    "webshop": Archetype(
        key="webshop",
        trade="web shop, gifts and homeware",
        entity_type="ltd",
        first_name="Paper Lantern Goods Ltd",
        suffix="Goods Ltd",
        banks=("monzo", "monzo", "amex"),
        year_end=(1, 31),
        staff=(("director", 104_750), ("staff", 162_390)),
        turnover_month=1_400_000,
        trade_month=800_000,
        money_in_permille=380,
        sources=(
            Source("Stripe", "STRIPE PAYMENTS UK LTD", 10, "payout"),
            Source("PayPal", "PAYPAL TRANSFER {n}", 6, "payout"),
            Source("Amazon", "AMAZON PAYMENTS UK LTD", 5, "payout"),
            Source("eBay", "EBAY COMMERCE UK LTD", 2, "payout"),
            Source("Nordlys Butikk AS", "NORDLYS BUTIKK AS", 1, "payment_in", "cat_sales_zero"),
        ),
        invoice_unit=1,
        bills=WEBSHOP_BILLS,
        spending=(
            ("stock", 30),
            ("postage_stock", 30),
            ("ads", 12),
            ("office", 8),
            ("software_card", 5),
            ("hardware", 2),
            ("meals", 3),
            ("parking", 2),
        ),
        dividend_every=3,
        opening=1_500_000,
    ),
    "contractor": Archetype(
        key="contractor",
        trade="software contractor",
        entity_type="ltd",
        first_name="Quayside Code Ltd",
        suffix="Code Ltd",
        banks=("starling", "starling", None),
        year_end=(9, 30),
        staff=(("director", 104_750),),
        turnover_month=860_000,
        money_in_permille=160,
        sources=(_CLIENTS,),
        invoice_unit=5_000,
        bills=CONTRACTOR_BILLS,
        spending=(
            ("rail", 16),
            ("meals", 16),
            ("software_card", 7),
            ("hardware", 6),
            ("office", 4),
            ("hotels", 4),
            ("courses", 4),
            ("entertaining", 2),
        ),
        dividend_every=1,
        opening=300_000,
    ),
    "lettings": Archetype(
        key="lettings",
        trade="landlord's letting agent",
        entity_type="ltd",
        first_name="Kestrel Lettings Ltd",
        suffix="Lettings Ltd",
        banks=("hsbc", "hsbc", None),
        year_end=(12, 31),
        staff=(("director", 104_750), ("staff", 178_225), ("staff", 196_340), ("staff", 142_615)),
        turnover_month=1_450_000,
        money_in_permille=640,
        sources=(_CLIENTS, Source("OpenRent", "OPENRENT REFERRALS", 1, "payout")),
        invoice_unit=500,
        bills=LETTINGS_BILLS,
        spending=(
            ("property_repairs", 14),
            ("referencing", 12),
            ("fuel", 8),
            ("parking", 8),
            ("office", 6),
            ("meals", 5),
            ("print_ads", 5),
        ),
        dividend_every=3,
        opening=1_000_000,
        client_money_permille=700,
    ),
    "electrician": Archetype(
        key="electrician",
        trade="electrician",
        entity_type="sole_trader",
        first_name="Larkfield Electrical",
        suffix="Electrical",
        banks=("nationwide", "nationwide", None),
        year_end=(4, 5),
        staff=(("owner", 0),),
        turnover_month=560_000,
        trade_month=110_000,
        money_in_permille=260,
        sources=(_CLIENTS, Source("SumUp", "SUMUP PAYMENTS {n}", 3, "payout")),
        invoice_unit=500,
        bills=ELECTRICIAN_BILLS,
        spending=(
            ("electrical", 36),
            ("fuel", 16),
            ("parking", 9),
            ("meals", 9),
            ("hardware", 1),
            ("office", 2),
            ("print_ads", 3),
        ),
        opening=250_000,
    ),
    "photographer": Archetype(
        key="photographer",
        trade="photographer",
        entity_type="sole_trader",
        first_name="Wren & Yarrow Photography",
        suffix="Photography",
        banks=("revolut_business", "revolut_business", None),
        year_end=(4, 5),
        staff=(("owner", 0),),
        turnover_month=420_000,
        money_in_permille=240,
        sources=(_CLIENTS, Source("Stripe", "STRIPE PAYMENTS UK LTD", 3, "payout")),
        invoice_unit=2_500,
        bills=PHOTOGRAPHER_BILLS,
        spending=(
            ("rail", 10),
            ("parking", 8),
            ("fuel", 8),
            ("meals", 10),
            ("hardware", 5),
            ("software_card", 8),
            ("office", 6),
            ("assistants", 5),
            ("hotels", 4),
            ("ads", 4),
        ),
        opening=200_000,
    ),
}
