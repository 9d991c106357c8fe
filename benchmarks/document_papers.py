"""Made-up UK documents before they are set: names, goods, figures that add up, and a page to set them on."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

FIRST = (
    "Ashdown Beacon Calder Dunmore Elmfield Foxglove Granary Harrow Ivy Juniper Kestrel Larkhill Marlow Northgate "
    "Oakhurst Pennine Quayside Redcar Severn Thornbury Upton Valley Wharf Yarrow Kingsley Tamar Bluebell Orchard"
).split()
_TRADES = {
    "receipt": ["Stores", "Hardware", "Cafe", "Bakery", "Service Station", "Garden Centre", "Pharmacy", "Deli", "Inn"],
    "invoice": ["Plumbing", "Design Studio", "Logistics", "Software", "Electrical Services", "Consulting",
                "Print Works", "Roofing", "Accountancy", "Couriers", "Telecom", "Timber Merchants"],
}  # fmt: skip
_FORMS = ["Ltd", "Limited", "LLP", "& Sons", "", "(UK) Ltd", "PLC", "Group Ltd"]
STREETS = ["High Street", "Mill Lane", "Station Road", "Church Street", "Victoria Road", "The Parade", "Park Way"]
_TOWNS = [("Leeds", "LS1 4AB"), ("Bristol", "BS1 5TR"), ("York", "YO1 7HH"), ("London", "SE1 9GF"),
          ("Cardiff", "CF10 1EP"), ("Glasgow", "G1 3SL"), ("Exeter", "EX1 1EE"), ("Norwich", "NR2 1RQ"),
          ("Derby", "DE1 2GY")]  # fmt: skip
_GOODS = {
    "receipt": ["White bread 800g", "Semi skimmed milk 2L", "AA batteries 4pk", "Flat white", "Wood screws 4x40",
                "Masking tape", "Printer paper A4", "Cheddar 350g", "Paint brush 2in", "Bananas loose",
                "Tea bags 80s", "Bin liners"],
    "invoice": ["Website maintenance, monthly", "Boiler service and safety certificate", "Labour, two men, per day",
                "Pallet delivery to Manchester", "Business cards 500, matt", "Hosting plan Pro", "Advice on VAT return",
                "Copper pipe 15mm x 3m", "Oak boards 25mm, per metre", "Licence renewal, 12 months", "Call-out charge"],
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A line of goods: price each in pence (net on invoices, gross on receipts) and its VAT rate."""

    name: str
    quantity: int
    price: int
    rate: int

    @property
    def amount(self) -> int:
        return self.quantity * self.price


@dataclass
class Paper:
    """One document with its truth, before it is set."""

    rng: random.Random
    kind: str
    supplier: str
    street: str
    town: str
    postcode: str
    vat_number: str
    customer: str
    number: str
    day: date
    due: date
    items: list[Item]
    day_text: str
    due_text: str
    earlier_text: str = ""
    net: int = 0
    vat: int = 0
    gross: int = 0
    rates: dict[int, tuple[int, int]] = field(default_factory=dict)

    def truth(self) -> dict[str, Any]:
        return {
            "company": self.supplier, "customer": self.customer, "date": self.day_text,
            "total": pounds(self.gross), "number": self.number,
            "net": pounds(self.net), "vat": pounds(self.vat), "vat_number": self.vat_number.replace(" ", ""),
            "type": self.kind, "day": self.day.isoformat(),
            "due": self.due.isoformat() if self.kind == "invoice" else None,
        }  # fmt: skip


def pounds(pence: int) -> str:
    return f"{pence // 100:,}.{pence % 100:02d}"


def _vat_number(rng: random.Random) -> str:
    digits = [rng.randint(1, 9), *(rng.randint(0, 9) for _ in range(6))]
    check = 97 - (sum(d * w for d, w in zip(digits, range(8, 1, -1), strict=True)) + 55) % 97
    text = "".join(map(str, digits)) + f"{check:02d}"
    return f"GB {text[:3]} {text[3:7]} {text[7:]}" if rng.random() < 0.7 else f"GB{text}"


_DAY_FORMS = [
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d%b%y",
    "%A %d %B %Y",
    "%Y-%m-%d",
]


def paper(rng: random.Random, kind: str, *, whole_pounds: bool = False) -> Paper:
    """A document with made-up but consistent figures."""
    trade = "receipt" if kind == "receipt" else "invoice"
    form = rng.choice(_FORMS) if trade == "invoice" or rng.random() < 0.4 else ""
    name = f"{rng.choice(FIRST)} {rng.choice(_TRADES[trade])} {form}".strip()
    town, postcode = rng.choice(_TOWNS)
    day = date(2022, 1, 1) + timedelta(days=rng.randrange(1500))
    form_of_day = rng.choice(_DAY_FORMS if trade == "invoice" else _DAY_FORMS[:2] * 2 + _DAY_FORMS[3:7])
    due = day + timedelta(days=rng.choice([7, 14, 30, 30, 60]))
    items = []
    for name_of in rng.sample(_GOODS[trade], rng.randint(1, 6)):
        price = rng.randrange(60, 2500) if trade == "receipt" else rng.randrange(1500, 90000)
        if whole_pounds or (trade == "invoice" and rng.random() < 0.4):
            price = price // 100 * 100 + 100
        rate = rng.choice([20, 20, 20, 0] if trade == "receipt" else [20] * 6 + [5, 0])
        items.append(Item(name_of, rng.choice([1, 1, 1, 2, 3]), price, rate))
    digits = rng.randrange(100, 99999)
    number = rng.choice(
        [f"INV-{digits}", f"{digits}", f"SI{digits:06d}", f"{day.year}/{digits}", f"A{digits}-{rng.randrange(9)}"]
    )
    if kind == "credit_note":
        number = f"CN-{digits}"
    made = Paper(
        rng, kind, name, f"{rng.randrange(1, 190)} {rng.choice(STREETS)}", town, postcode, _vat_number(rng),
        f"{rng.choice(FIRST)} {rng.choice(['Holdings Ltd', 'Catering Ltd', 'Interiors', 'Media Ltd'])}",
        number, day, due, items, day.strftime(form_of_day), due.strftime(form_of_day),
        (day - timedelta(days=rng.randrange(2, 40))).strftime(form_of_day),
    )  # fmt: skip
    for rate in sorted({item.rate for item in items}, reverse=True):
        amount = sum(item.amount for item in items if item.rate == rate)
        if trade == "receipt":
            vat = int((Decimal(amount) * rate / (100 + rate)).quantize(Decimal(1), ROUND_HALF_UP))
            made.rates[rate] = (amount - vat, vat)
        else:
            vat = int((Decimal(amount) * rate / 100).quantize(Decimal(1), ROUND_HALF_UP))
            made.rates[rate] = (amount, vat)
    made.net = sum(net for net, _ in made.rates.values())
    made.vat = sum(vat for _, vat in made.rates.values())
    made.gross = made.net + made.vat
    return made


class Setter:
    """Sets text on a page, in millimetres from the top left."""

    def __init__(self, width: float, height: float) -> None:
        self.file = io.BytesIO()
        self.width, self.height = width, height
        self.canvas = Canvas(self.file, pagesize=(width * mm, height * mm), invariant=1)

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, align: str = "left", font: str = ""
    ) -> None:
        self.canvas.setFont(font or ("Helvetica-Bold" if bold else "Helvetica"), size)
        draw = {
            "left": self.canvas.drawString,
            "right": self.canvas.drawRightString,
            "centre": self.canvas.drawCentredString,
        }
        draw[align](x * mm, (self.height - y) * mm, text)

    def line(self, x: float, y: float, to: float) -> None:
        self.canvas.line(x * mm, (self.height - y) * mm, to * mm, (self.height - y) * mm)

    def done(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()
