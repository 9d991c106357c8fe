"""What comes and goes by the calendar: rent, rates, utilities, subscriptions, retainers, loans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.generator import working_days
from accountsos.money import Pence, pence_from_text

_QUARTER_DAYS = {3: 25, 6: 24, 9: 29, 12: 25}
RATES_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1)
"""Business rates come in ten instalments from April."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One regular (or planned) payment or receipt."""

    contact: str
    text: str
    category_id: str
    amount: Pence
    """Money in positive; in the minor units of `foreign` where that is set."""
    kind: str
    every: str = "month"
    """month | quarter_days | rates | year | once"""
    day: int = 1
    month: int = 0
    """The month of the year for `year`."""
    vary: int = 0
    """Thousandths by which the amount may differ."""
    foreign: str | None = None
    reference: str = ""
    priority: int = 5
    """Where a month has room for few lines, the lowest numbers come first."""
    first_offset: int = 0
    """Months after the start; for `once` the month."""
    last_offset: int = 10_000
    account: str = "ba_main"

    def due_in(self, month: date, offset: int) -> date | None:
        """The day it is booked in that month, or None."""
        day = self._nominal_day(month, offset)
        if day is None or not self.first_offset <= offset <= self.last_offset:
            return None
        return within_month(month, day)

    def _nominal_day(self, month: date, offset: int) -> int | None:
        match self.every:
            case "quarter_days":
                return _QUARTER_DAYS.get(month.month)
            case "rates":
                return self.day if month.month in RATES_MONTHS else None
            case "year":
                return self.day if month.month == self.month else None
            case "once":
                return self.day if offset == self.first_offset else None
            case _:
                return self.day


def within_month(month: date, day: int) -> date:
    """The working day on or after that day of the month; the month's last one where none is left."""
    last = working_days.working_days(month)[-1]
    return min(last, working_days.on_or_after(month + timedelta(days=day - 1)))


_KINDS = {"DD": "direct_debit", "SO": "standing_order", "CARD": "card", "OUT": "payment_out", "IN": "payment_in"}


def _bills(table: str) -> tuple[Bill, ...]:
    """Read `contact | text | category | pounds | kind | every | extras` rows; extras: `name=number` or a currency."""
    bills: list[Bill] = []
    for row in table.strip().splitlines():
        contact, text, category, pounds, kind, every, extras = (cell.strip() for cell in row.split("|"))
        settings: dict[str, int] = {}
        foreign: str | None = None
        for extra in extras.split():
            name, is_number, value = extra.partition("=")
            if is_number:
                settings[name] = int(value)
            else:
                foreign = name
        how = _KINDS[kind]
        bills.append(
            Bill(
                contact, text, "cat_" + category, pence_from_text(pounds), how, every, foreign=foreign,
                day=settings.pop("day", 1), month=settings.pop("month", 0), vary=settings.pop("vary", 0),
                priority=settings.pop("priority", 5), first_offset=settings.pop("from", 0),
                last_offset=settings.pop("to", 10_000),
            )
        )  # fmt: skip
        assert not settings, f"unknown extras {settings} in {row!r}"
    return tuple(bills)


_COMPANY = _bills("""
    Companies House | COMPANIES HOUSE | legal | -34 | CARD | year | month=5 day=12 priority=7
    ICO | ICO DATA PROTECTION FEE | legal | -47 | DD | year | month=2 day=9 priority=7
    Hiscox | HISCOX INSURANCE | insurance | -46.18 | DD | month | day=6 priority=4
""")
_ACCOUNTANT = _bills("""
    Ledgerwood Accountants | LEDGERWOOD ACCOUNTANTS LTD | accountancy | -165 | DD | month | day=10 priority=4
""")

STUDIO_BILLS = (
    *_bills("""
    Northlight Brewing | NORTHLIGHT BREWING LTD | sales | 3450 | IN | month | day=7 priority=1
    Fernway Cycles | FERNWAY CYCLES LTD | sales | 2650 | IN | month | day=12 priority=1
    Oakmere Hotels | OAKMERE HOTELS GROUP | sales | 2250 | IN | month | day=18 priority=1 from=5
    Tallis Dental | TALLIS DENTAL GROUP | sales | 1850 | IN | month | day=24 priority=2
    Mill Lane Workspace | MILL LANE WORKSPACE | rent | -1150 | SO | month | day=1 priority=2
    Mill Lane Workspace | MILL LANE WORKSPACE DEPOSIT | deposits_paid | -1150 | OUT | once | day=3 priority=2
    Westmarch Council | WESTMARCH COUNCIL NNDR | business_rates | -182 | DD | rates | day=1 priority=3
    Adobe | ADOBE SYSTEMS | software | -103.22 | DD | month | day=14 priority=3
    Amazon Web Services | AWS EMEA | software | -148.4 | CARD | month | USD vary=180 day=3 priority=2
    Figma | FIGMA | software | -90 | CARD | month | USD day=9 priority=3
    Slack | SLACK T0{n} | software | -34.5 | CARD | month | EUR day=17 priority=5
    Google Workspace | GOOGLE *WORKSPACE | software | -41.4 | CARD | month | day=2 priority=4
    Xero | XERO UK | software | -37 | DD | month | day=21 priority=6
    Vodafone | VODAFONE LTD | phone_internet | -72.5 | DD | month | day=16 vary=60 priority=4
    BT Business | BT GROUP PLC | phone_internet | -44.94 | DD | month | day=20 priority=5
    Octopus Energy | OCTOPUS ENERGY | utilities | -138 | DD | month | day=23 vary=220 priority=4
    Apple | APPLE STORE R{n} | fa_computers | -1899 | CARD | once | from=2 day=11 priority=2
    Apple | APPLE STORE R{n} | fa_computers | -2349 | CARD | once | from=20 day=19 priority=2
    Shelter | SHELTER DONATION | donations | -150 | OUT | year | month=12 day=10 priority=7
    The Larder | THE LARDER CHRISTMAS PARTY | staff_welfare | -420 | CARD | year | month=12 day=15 priority=6
    Design Week | DESIGN WEEK CONFERENCE | staff_training | -345 | CARD | year | month=9 day=8 priority=6
    Westmarch Council | WESTMARCH COUNCIL GROWTH GRANT | grants | 2500 | IN | once | from=9 day=21 priority=4
    """),
    *_COMPANY,
    *_ACCOUNTANT,
)

CAFE_BILLS = (
    *_bills("""
    Castlegate Estates | CASTLEGATE ESTATES | rent | -5400 | SO | quarter_days | priority=1
    Castlegate Estates | CASTLEGATE ESTATES DEPOSIT | deposits_paid | -3600 | OUT | once | day=3 priority=2
    Millbrook Council | MILLBROOK COUNCIL NNDR | business_rates | -311 | DD | rates | day=1 priority=3
    British Gas | BRITISH GAS BUSINESS | utilities | -486 | DD | month | day=18 vary=250 priority=2
    Castle Water | CASTLE WATER | utilities | -64 | DD | month | day=11 vary=120 priority=5
    SumUp | SUMUP TERMINAL RENTAL | bank_charges | -15 | DD | month | day=4 priority=5
    PPL PRS | PPL PRS LTD | software | -31.2 | DD | month | day=22 priority=6
    Biffa | BIFFA WASTE SERVICES | cleaning | -96.5 | DD | month | day=9 vary=50 priority=4
    Funding Circle | FUNDING CIRCLE | loans | 15000 | IN | once | from=1 day=12 priority=2
    Funding Circle | FUNDING CIRCLE REPAYMENT | loans | -472.1 | DD | month | from=2 to=37 day=12 priority=3
    La Marzocco | LA MARZOCCO UK | fa_plant | -6450 | OUT | once | from=1 day=16 priority=3
    Sky Business | SKY BUSINESS | phone_internet | -58 | DD | month | day=13 priority=5
    Square | SQUARE *POS SOFTWARE | software | -29 | CARD | month | day=6 priority=6
    """),
    *_COMPANY,
    *_ACCOUNTANT,
)

BUILDER_BILLS = (
    *_bills("""
    Dunmere Homes | DUNMERE HOMES LTD CIS | sales | 6850 | IN | month | day=15 vary=300 priority=1
    Salters Yard | SALTERS YARD RENT | rent | -640 | SO | month | day=1 priority=2
    Black Horse | BLACK HORSE LTD HP | hire_purchase | -384.66 | DD | month | day=8 priority=2
    Arval | ARVAL UK LEASE | vehicle_lease | -412.8 | DD | month | day=19 priority=3
    DVLA | DVLA VEHICLE TAX | vehicle_running | -29.31 | DD | month | day=1 priority=5
    Makita | MAKITA DIRECT TOOLS | fa_plant | -1180 | CARD | once | from=3 day=9 priority=3
    EE | EE LIMITED | phone_internet | -61 | DD | month | day=20 vary=90 priority=4
    Admiral | ADMIRAL VAN INSURANCE | insurance | -94.12 | DD | month | day=25 priority=4
    CITB | CITB SITE SAFETY COURSE | staff_training | -216 | CARD | year | month=3 day=17 priority=6
    """),
    *_COMPANY,
    *_ACCOUNTANT,
)

WEBSHOP_BILLS = (
    *_bills("""
    Safestore | SAFESTORE LTD | rent | -288 | DD | month | day=2 priority=2
    Shopify | SHOPIFY* {n} | software | -79 | CARD | month | USD day=11 priority=2
    Klaviyo | KLAVIYO INC | software | -60 | CARD | month | USD day=15 vary=100 priority=3
    Stripe | STRIPE CHARGEBACK FEES | bank_charges | -20 | CARD | month | day=5 vary=300 priority=5
    Three | THREE BUSINESS | phone_internet | -28 | DD | month | day=20 priority=5
    Shenzhen Lantern Co | SHENZHEN LANTERN CO DEPOSIT | prepayments | -900 | OUT | year | month=8 day=6 priority=5
    Zebra | ZEBRA LABEL PRINTER | fa_computers | -612 | CARD | once | from=4 day=13 priority=3
    """),
    *_COMPANY,
    *_ACCOUNTANT,
)

CONTRACTOR_BILLS = (
    *_bills("""
    Harrowby Bank Technology | HARROWBY TECHNOLOGY PLC | sales | 7200 | IN | month | day=14 vary=150 priority=1
    GitHub | GITHUB INC | software | -21 | CARD | month | USD day=7 priority=4
    JetBrains | JETBRAINS | software | -69 | CARD | year | EUR month=4 day=19 priority=5
    Hetzner | HETZNER ONLINE | software | -38.4 | CARD | month | EUR day=4 vary=80 priority=4
    Virgin Media | VIRGIN MEDIA BUSINESS | phone_internet | -42 | DD | month | day=19 priority=4
    Apple | APPLE STORE R{n} | fa_computers | -2199 | CARD | once | from=1 day=9 priority=3
    Vitality | VITALITY LIFE RELEVANT LIFE | insurance | -31.5 | DD | month | day=13 priority=5
    """),
    *_COMPANY,
    *_ACCOUNTANT,
)

LETTINGS_BILLS = (
    *_bills("""
    Northgate Property | NORTHGATE PROPERTY RENT | rent | -780 | SO | month | day=1 priority=2
    Westmarch Council | WESTMARCH COUNCIL NNDR | business_rates | -143 | DD | rates | day=1 priority=3
    Rightmove | RIGHTMOVE GROUP LTD | advertising | -540 | DD | month | day=15 priority=2
    Goodlord | GOODLORD SOFTWARE | software | -159 | DD | month | day=6 priority=3
    Propertymark | PROPERTYMARK CMP | software | -405 | CARD | year | month=10 day=14 priority=5
    Santander Consumer | SANTANDER CONSUMER HP | hire_purchase | -268.4 | DD | month | day=21 priority=4
    O2 | O2 BUSINESS | phone_internet | -54 | DD | month | day=23 vary=80 priority=5
    """),
    *_COMPANY,
    *_ACCOUNTANT,
)

ELECTRICIAN_BILLS = _bills("""
    NICEIC | NICEIC MEMBERSHIP | software | -564 | CARD | year | month=1 day=15 priority=3
    Simply Business | SIMPLY BUSINESS | insurance | -28.4 | DD | month | day=7 priority=3
    Ford Lease | LEX AUTOLEASE | vehicle_lease | -289 | DD | month | day=17 priority=3
    giffgaff | GIFFGAFF | phone_internet | -15 | CARD | month | day=12 priority=4
    QuickBooks | INTUIT QUICKBOOKS | software | -12 | CARD | month | day=20 priority=5
    Megger | MEGGER MFT TESTER | fa_plant | -985 | CARD | once | from=2 day=10 priority=3
""")

PHOTOGRAPHER_BILLS = _bills("""
    Adobe | ADOBE CREATIVE CLOUD | software | -56.98 | CARD | month | day=14 priority=3
    Pixieset | PIXIESET MEDIA INC | software | -40 | CARD | month | USD day=8 priority=4
    Aaduki | AADUKI MULTIMEDIA INS | insurance | -31.75 | DD | month | day=6 priority=3
    Unit 4 Studios | UNIT 4 STUDIOS HIRE | rent | -240 | SO | month | day=1 priority=2
    Wex Photo | WEX PHOTO VIDEO {n} | fa_plant | -1649 | CARD | once | from=3 day=15 priority=3
    MPB | MPB GROUP LENS | fa_plant | -724 | CARD | once | from=15 day=21 priority=3
    EE | EE LIMITED | phone_internet | -36 | DD | month | day=22 priority=4
""")
