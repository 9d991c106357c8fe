"""Made-up papers in families of layout that have little in common: letters, bills, slips, boxes, columns, two pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.document_papers import FIRST, STREETS, Paper, Setter, paper, pounds

Family = Callable[[Paper], "tuple[bytes, dict[str, Any]]"]
_SERIF, _MONO = "Times-Roman", "Courier"


def _rows(page: Setter, x: float, y: float, texts: Sequence[str], *, step: float = 4.5, size: float = 9) -> float:
    for text in texts:
        page.text(x, y, text, size=size)
        y += step
    return y


def _pairs(page: Setter, at: tuple[float, float, float], facts: Sequence[tuple[str, str]], *, step: float = 5) -> float:
    x, value_x, y = at
    for label, value in facts:
        page.text(x, y, label, size=8)
        page.text(value_x, y, value, size=9)
        y += step
    return y


def _buyer(made: Paper) -> list[str]:
    return [made.customer, f"{made.rng.randrange(1, 90)} {made.rng.choice(STREETS)}", "Reading", "RG1 2AB"]


def _address(made: Paper) -> list[str]:
    return [made.street, made.town, made.postcode]


def _named(made: Paper, *tails: str) -> None:
    """Another kind of name than a trade with a legal form."""
    made.supplier = f"{made.rng.choice(FIRST)} {made.rng.choice(tails)}"


def _shown(made: Paper, page: Setter, **more: Any) -> tuple[bytes, dict[str, Any]]:
    return page.done(), made.truth() | more


def _lines(made: Paper, page: Setter, y: float, *, right: float = 190, sign: str = "") -> float:
    for item in made.items:
        page.text(20, y, item.name)
        page.text(right, y, sign + pounds(item.amount), align="right")
        y += 6
    return y


def letter(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A solicitor's bill: a letter with its date at the top, no label, and the firm's full name at the foot."""
    rng, page = made.rng, Setter(210, 297)
    one, two = rng.sample(FIRST, 2)
    made.supplier = f"{one} {two} LLP"
    page.text(105, 20, f"{one} {two}".upper(), size=16, font=_SERIF, align="centre")
    page.text(105, 26, "Solicitors and Commissioners for Oaths", size=8, font=_SERIF, align="centre")
    _rows(page, 150, 36, [*_address(made), "DX 4471"], size=8)
    _rows(page, 20, 50, _buyer(made))
    reference = f"{rng.choice('ABCDEF')}{rng.choice('GHJK')}/{rng.randrange(1000, 9999)}/{rng.randrange(9)}"
    page.text(20, 76, f"Our ref: {reference}", size=9)
    page.text(150 if rng.random() < 0.5 else 20, 84, made.day.strftime("%d %B %Y").lstrip("0"))
    page.text(20, 94, "Dear Sirs")
    page.text(20, 101, f"Lease of 4 {rng.choice(STREETS)}", bold=True)
    page.text(20, 108, f"We refer to our letter dated {made.earlier_text} and enclose our bill number {made.number}")
    page.text(20, 113, "for professional charges to date.")
    y = _lines(made, page, 125, right=160)
    for label, amount in (("VAT", made.vat), ("Total due", made.gross)):
        page.text(100, y, label)
        page.text(160, y, "£" + pounds(amount), align="right")
        y += 6
    page.text(20, y + 8, "Yours faithfully")
    page.text(20, y + 24, f"{one} {two} LLP")
    foot = (
        f"{one} {two} LLP is a limited liability partnership registered in England OC{rng.randrange(300000, 400000)}."
    )
    page.text(20, 280, f"{foot} VAT no {made.vat_number}", size=7)
    return _shown(made, page)


def energy(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A utility's bill: account number, period, what was paid before, and the bill's own charges."""
    rng, page = made.rng, Setter(210, 297)
    _named(made, "Energy", "Water", "Power", "Gas & Electric")
    page.text(190, 18, made.supplier, size=20, align="right")
    _rows(page, 20, 40, _buyer(made))
    account = f"{rng.randrange(800, 899)} {rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)}"
    facts = [("Account number", account), ("Bill date", made.day_text), ("Bill reference", made.number)]
    y = 40.0
    for label, value in facts:
        page.text(120, y, label, size=7)
        page.text(120, y + 4, value)
        y += 10
    page.text(20, 80, "Your electricity bill", size=16)
    page.text(20, 87, f"For the period {made.earlier_text} to {made.day_text}", size=9)
    before = rng.randrange(3000, 20000)
    y = 100.0
    rows = [("Your last bill", before), ("Payments received - thank you", -before), ("Balance brought forward", 0)]
    rows += [("Charges excluding VAT", made.net), ("VAT", made.vat), ("Total charges this period", made.gross)]
    rows += [("Amount now due", made.gross)]
    for label, amount in rows:
        page.text(20, y, label, bold=label.startswith("Amount"))
        page.text(120, y, ("-£" if amount < 0 else "£") + pounds(max(amount, -amount)), align="right")
        y += 7
    page.text(20, y + 6, f"We will collect this by Direct Debit on or after {made.due_text}.", size=8)
    page.text(20, 284, f"{made.supplier} is a trading name. VAT registration {made.vat_number}", size=6)
    return _shown(made, page, due=None)


def saas_us(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A subscription from America, in dollars, month before day, without VAT."""
    rng, page = made.rng, Setter(216, 279)
    made.supplier = f"{rng.choice(FIRST)}{rng.choice(['ly', 'base', 'desk', 'hub'])}, Inc."
    made.day_text = made.due_text = made.day.strftime("%B %d, %Y").replace(" 0", " ")
    made.due, made.vat, made.gross = made.day, 0, made.net
    page.text(20, 22, "Invoice", size=22, bold=True)
    page.text(195, 22, made.supplier.partition(",")[0].lower(), size=18, align="right")
    _pairs(page, (20, 55, 34), [("Invoice number", made.number), ("Date of issue", made.day_text),
                                ("Date due", made.due_text)])  # fmt: skip
    state, place = rng.choice([("California 94104", "San Francisco"), ("New York 10001", "New York")])
    _rows(page, 20, 56, [made.supplier, f"{rng.randrange(100, 999)} Market Street", f"{place}, {state}",
                         "United States", f"billing@{made.supplier.partition(',')[0].lower()}.com"])  # fmt: skip
    _rows(page, 110, 56, ["Bill to", *_buyer(made), "United Kingdom"])
    page.text(20, 92, f"${pounds(made.gross)} USD due {made.due_text}", size=14, bold=True)
    y = _lines(made, page, 110, right=195, sign="$")
    for label in ("Subtotal", "Total", "Amount due"):
        page.text(120, y, label)
        page.text(195, y, "$" + pounds(made.gross) + (" USD" if label == "Amount due" else ""), align="right")
        y += 6
    return _shown(made, page, currency="USD", due=None)


def saas_eu(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A subscription from Ireland, Germany or France, in euros; the value stands below its label."""
    rng, page = made.rng, Setter(210, 297)
    form, street, number = rng.choice([
        (" Ltd", "5 Grand Canal Quay, Dublin 2, Ireland", "IE6388047V"),
        (" GmbH", "Torstrasse 14, 10119 Berlin, Germany", "DE136695976"),
        (" SAS", "12 rue de Rivoli, 75001 Paris, France", "FR83404833048"),
    ])  # fmt: skip
    made.supplier = f"{rng.choice(FIRST)} {rng.choice(['Cloud', 'Analytics', 'Mail', 'Fonts'])}{form}"
    made.day_text, made.vat, made.gross = made.day.strftime("%d.%m.%Y"), 0, made.net
    for x, label, value in (
        (20, "Issued", made.day_text), (70, "Invoice", made.number), (130, "Customer number", "C-20418"),
    ):  # fmt: skip
        page.text(x, 30, label, size=7)
        page.text(x, 35, value, size=10)
    _rows(page, 20, 50, ["Billed to", *_buyer(made), f"VAT GB{rng.randrange(10**8, 10**9)}"])
    y = _lines(made, page, 95, sign="€")
    page.text(20, y + 2, "VAT 0% - reverse charge, customer to account for VAT", size=8)
    page.text(190, y + 2, "€0.00", align="right")
    page.text(20, y + 10, "Total", bold=True)
    page.text(190, y + 10, "€" + pounds(made.gross), align="right", bold=True)
    page.text(20, 275, f"{made.supplier}, {street}. VAT {number}", size=7)
    return _shown(made, page, currency="EUR", vat_number=number, due=None)


def market(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A market place: its own logo, who really sold, and three days of which one is the invoice's."""
    rng, page = made.rng, Setter(210, 297)
    page.text(20, 20, rng.choice(["bazario", "Shopwell", "marketly.co.uk"]), size=22, bold=True)
    page.text(190, 20, "Invoice", size=14, align="right")
    page.text(120, 34, f"Sold by {made.supplier}", bold=True)
    page.text(120, 39, f"VAT # {made.vat_number}", size=8)
    _rows(page, 20, 34, ["Billing address", *_buyer(made)])
    order = f"{rng.randrange(200, 299)}-{rng.randrange(10**6, 10**7)}-{rng.randrange(10**6, 10**7)}"
    facts = [("Order date", made.earlier_text), ("Order #", order), ("Invoice date / Delivery date", made.day_text),
             ("Invoice #", made.number)]  # fmt: skip
    rng.shuffle(facts)
    _pairs(page, (20, 72, 66), facts)
    page.text(190, 66, f"Total payable £{pounds(made.gross)}", align="right", bold=True)
    y = _lines(made, page, 98)
    page.text(20, y + 4, "VAT rate", size=8)
    page.text(120, y + 4, "Item subtotal (excl. VAT)", align="right", size=8)
    page.text(190, y + 4, "VAT subtotal", align="right", size=8)
    y += 9
    for rate, (net, vat) in made.rates.items():
        page.text(20, y, f"{rate}%")
        page.text(120, y, "£" + pounds(net), align="right")
        page.text(190, y, "£" + pounds(vat), align="right")
        y += 5
    page.text(20, y + 5, "Invoice total")
    page.text(190, y + 5, "£" + pounds(made.gross), align="right", bold=True)
    return _shown(made, page, due=None)


def boxes(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A wholesaler's form: facts in a strip of boxes under their labels, sums likewise at the foot."""
    rng, page = made.rng, Setter(210, 297)
    _rows(page, 120, 16, [made.supplier, *_address(made), f"Tel 0{rng.randrange(10**9, 10**10)}"], size=8)
    page.text(20, 18, "INVOICE", size=18, bold=True)
    page.text(20, 36, "Invoice to", size=7)
    _rows(page, 20, 40, _buyer(made))
    page.text(110, 46, "Deliver to", size=7)
    _rows(page, 110, 50, ["Unit 4", "Dock Road", "Hull HU1 2AA"])
    strip = [("Account", f"HOL{rng.randrange(100, 999)}"), ("Date", made.day_text), ("Invoice No.", made.number),
             ("Your Order", f"PO{rng.randrange(1000, 9999)}"), ("Despatched", made.earlier_text)]  # fmt: skip
    rng.shuffle(strip)
    for n, (label, value) in enumerate(strip):
        page.text(20 + 37 * n, 74, label, size=7)
        page.text(20 + 37 * n, 79, value, size=8)
    y = 92.0
    for item in made.items:
        page.text(20, y, f"{rng.randrange(10000, 99999)}")
        page.text(40, y, item.name)
        page.text(150, y, str(item.quantity), align="right")
        page.text(190, y, pounds(item.amount), align="right")
        y += 5
    for n, (label, amount) in enumerate((("Goods", made.net), ("VAT", made.vat), ("Total", made.gross))):
        page.text(100 + 40 * n, 250, label, size=7)
        page.text(100 + 40 * n, 255, ("£" if n == 2 else "") + pounds(amount))
    page.text(20, 250, "Terms: strictly 30 days from date of invoice", size=7)
    page.text(
        20, 270, f"{made.supplier}. Registered in England 0{rng.randrange(10**6, 10**7)}. VAT {made.vat_number}", size=6
    )
    return _shown(made, page, due=None)


def hotel(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A hotel's folio: arrival, departure, and charges by day."""
    rng, page = made.rng, Setter(210, 297)
    _named(made, "Hotel", "Lodge", "House Hotel", "Inn")
    page.text(105, 18, made.supplier, size=18, font="Times-Bold", align="centre")
    page.text(105, 24, ", ".join(_address(made)), size=8, align="centre")
    _rows(page, 20, 40, [f"Guest: Mr {rng.choice(FIRST)}", made.customer, "Reading RG1 2AB"])
    facts = [("Room", str(rng.randrange(100, 400))), ("Arrival", made.earlier_text), ("Departure", made.day_text),
             ("Folio no", made.number), ("Invoice date", made.day_text)]  # fmt: skip
    _pairs(page, (130, 160, 40), facts)
    y = 80.0
    for item in made.items:
        page.text(20, y, made.earlier_text, size=8)
        page.text(50, y, rng.choice(["Accommodation", "Dinner", "Breakfast", "Car park"]))
        page.text(190, y, pounds(item.amount + item.amount * item.rate // 100), align="right")
        y += 5
    page.text(120, y + 6, "Total")
    page.text(190, y + 6, "GBP " + pounds(made.gross), align="right")
    page.text(120, y + 12, "Visa card")
    page.text(190, y + 12, pounds(made.gross), align="right")
    page.text(120, y + 18, "Balance")
    page.text(190, y + 18, "0.00", align="right")
    page.text(20, y + 30, f"Net {pounds(made.net)}  VAT {pounds(made.vat)}  Gross {pounds(made.gross)}", size=8)
    page.text(105, 280, f"VAT Reg {made.vat_number}", size=7, align="centre")
    return _shown(made, page, due=None)


def council(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A council's invoice, landscape, with a slip to tear off that repeats half of it."""
    rng, page = made.rng, Setter(297, 210)
    _named(made, "Borough Council", "District Council", "County Council")
    page.text(20, 16, made.supplier, size=14, bold=True)
    page.text(20, 22, f"Finance, Civic Centre, {made.town} {made.postcode}", size=8)
    page.text(277, 16, "Sundry Debtors Invoice", size=12, align="right")
    _rows(page, 20, 36, _buyer(made))
    facts = [("Customer reference", f"{rng.randrange(10**6, 10**7)}"), ("Invoice number", made.number),
             ("Date and tax point", made.day_text), ("Payment required by", made.due_text)]  # fmt: skip
    for n, (label, value) in enumerate(facts):
        page.text(200, 34 + 6 * n, value, size=9, align="right")
        page.text(204, 34 + 6 * n, label, size=8)
    y = 72.0
    for item in made.items:
        page.text(20, y, item.name)
        page.text(240, y, f"{item.rate}%", align="right")
        page.text(277, y, pounds(item.amount), align="right")
        y += 5
    for label, amount in (("Net", made.net), ("VAT", made.vat), ("Amount payable", made.gross)):
        page.text(240, y + 4, label, align="right")
        page.text(277, y + 4, "£" + pounds(amount), align="right")
        y += 5
    page.text(20, 170, "- - - - - - - - - - - - - Remittance slip - - - - - - - - - - - - -", size=8)
    page.text(
        20,
        178,
        f"Invoice {made.number}   Amount £{pounds(made.gross)}   Please return with payment to {made.supplier}",
        size=8,
    )
    page.text(20, 200, f"VAT registration number {made.vat_number}", size=7)
    return _shown(made, page)


def panel(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """Two columns: a panel of facts at the left, the goods at the right, the sender in small print at the foot only."""
    rng, page = made.rng, Setter(210, 297)
    page.text(75, 30, "invoice", size=30)
    y = 60.0
    for label, value in (("NO.", made.number), ("DATE", made.day_text), ("DUE", made.due_text), ("FOR", made.customer)):
        page.text(15, y, label, size=6)
        page.text(15, y + 5, value, size=9)
        y += 16
    y = 60.0
    for item in made.items:
        page.text(75, y, item.name)
        page.text(195, y, "£" + pounds(item.amount), align="right")
        y += 8
    for label, amount in (("Sub total", made.net), ("VAT", made.vat), ("TOTAL", made.gross)):
        page.text(150, y + 6, label, align="right")
        page.text(195, y + 6, "£" + pounds(amount), align="right")
        y += 6
    sort_code = "-".join(str(rng.randrange(10, 99)) for _ in range(3))
    page.text(
        15, 268, f"Please pay {made.supplier}, sort code {sort_code}, account {rng.randrange(10**7, 10**8)}", size=7
    )
    page.text(15, 273, f"{made.supplier} · {' · '.join(_address(made))} · VAT {made.vat_number}", size=7)
    return _shown(made, page)


def plain(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A handyman's bill: hardly a label, no VAT, the sum at the end."""
    rng, page = made.rng, Setter(210, 297)
    made.supplier = f"{rng.choice('ABCDEFGJ')} {rng.choice(FIRST)} {rng.choice(['Plastering', 'Roofing', 'Gardens'])}"
    made.vat, made.gross = 0, made.net
    page.text(20, 25, made.supplier, size=15, bold=True)
    page.text(20, 31, f"{', '.join(_address(made))}  07{rng.randrange(10**8, 10**9)}", size=9)
    page.text(190, 31, made.day_text, align="right")
    page.text(20, 48, made.customer)
    page.text(20, 60, f"Invoice {made.number}", bold=True)
    y = _lines(made, page, 74, right=150, sign="£")
    page.text(150, y + 4, "£" + pounds(made.gross), align="right", bold=True)
    page.text(110, y + 4, "Total", bold=True)
    page.text(20, y + 20, f"Bank transfer please: {made.supplier} 20-41-18 {rng.randrange(10**7, 10**8)}", size=9)
    page.text(20, y + 26, "Payment within 7 days. Many thanks for your business.", size=9)
    return _shown(made, page, due=None, vat_number=None)


def two_pages(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A long invoice whose sums stand on its second page, with a sum carried forward on the first."""
    rng, page = made.rng, Setter(210, 297)

    def head(number: int) -> None:
        page.text(20, 16, made.supplier, size=12, bold=True)
        page.text(190, 16, f"Page {number} of 2", size=8, align="right")
        page.text(190, 24, f"Invoice {made.number}", size=9, align="right")
        page.text(190, 29, made.day.strftime("Date: %d/%m/%Y"), size=9, align="right")

    made.day_text = made.day.strftime("%d/%m/%Y")
    head(1)
    _rows(page, 20, 36, ["To", *_buyer(made)])
    y = _lines(made, page, 70)
    page.text(150, 270, "Carried forward", align="right")
    page.text(190, 270, pounds(made.net), align="right")
    page.canvas.showPage()
    head(2)
    page.text(150, 50, "Brought forward", align="right")
    page.text(190, 50, pounds(made.net), align="right")
    y = 60.0
    for label, amount in (("Total excluding VAT", made.net), ("VAT at standard rate", made.vat), ("TOTAL", made.gross)):
        page.text(150, y, label, align="right")
        page.text(190, y, "£" + pounds(amount), align="right")
        y += 6
    page.text(20, 270, f"{', '.join(_address(made))}   VAT {made.vat_number}   {rng.randrange(10**7, 10**8)}", size=7)
    return _shown(made, page, due=None)


def fuel(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A filling station's slip: litres and pumps, the day at the end."""
    rng, page = made.rng, Setter(80, 130)
    _named(made, "Service Station", "Filling Station", "Garage", "Fuels")
    gross = rng.randrange(1500, 9500)
    made.vat = round(gross / 6)
    made.net, made.gross = gross - made.vat, gross
    litres = f"{gross / 145.9:.2f}"
    texts = [made.supplier, *_address(made), f"VAT NO {made.vat_number}", "", f"PUMP {rng.randrange(1, 12)}  UNLEADED",
             f"{litres} L @ 145.9 p/L", "", "TOTAL", "", "MASTERCARD SALE", f"AID A000000004{rng.randrange(1000)}",
             f"AUTH CODE {rng.randrange(10**5, 10**6)}", f"VAT 20.00%  {pounds(made.vat)}",
             f"{made.day.strftime('%d/%m/%y')} {rng.randrange(10, 22)}:{rng.randrange(10, 60)}  RCPT {made.number}",
             "THANK YOU - DRIVE SAFELY"]  # fmt: skip
    for n, text in enumerate(texts):
        page.text(6, 8 + 6 * n, text, size=9, font=_MONO)
        if text == "TOTAL":
            page.text(74, 8 + 6 * n, "£" + pounds(gross), size=9, font=_MONO, align="right")
    made.day_text = made.day.strftime("%d/%m/%y")
    return _shown(made, page, due=None)


def ride(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A taxi's or a train's receipt by mail: the day it was bought, and another on which one travels."""
    rng, page = made.rng, Setter(210, 297)
    _named(made, "Cars", "Trains", "Taxis", "Coaches")
    made.vat, made.net = 0, made.gross
    page.text(20, 20, made.supplier, size=16, bold=True)
    page.text(20, 32, "Your receipt", size=12)
    page.text(20, 40, f"Thank you for travelling with us, {rng.choice(FIRST)}. Here is your receipt.", size=9)
    _pairs(page, (20, 70, 52), [("Purchased", made.day_text), ("Booking reference", made.number),
                                ("Outward travel", made.due_text), ("From", made.town), ("To", "London")])  # fmt: skip
    y = 90.0
    fee = min(275, made.gross // 4)
    for label, amount in (("Fare", made.gross - fee), ("Booking fee", fee), ("Total paid", made.gross)):
        page.text(20, y, label)
        page.text(90, y, "£" + pounds(amount), align="right")
        y += 7
    page.text(20, y + 4, f"Paid by Visa ending {rng.randrange(1000, 9999)}", size=8)
    page.text(20, 280, f"{made.supplier}, {', '.join(_address(made))}", size=7)
    return _shown(made, page, due=None, vat_number=None)


def feenote(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A consultant's fee note in a serif face: value before its label, sums in words beside figures."""
    rng, page = made.rng, Setter(210, 297)
    made.supplier = f"Dr {rng.choice('ABCDEFGJ')} {rng.choice(FIRST)}"
    page.text(190, 20, made.supplier, size=13, font=_SERIF, align="right")
    page.text(190, 26, ", ".join(_address(made)), size=9, font=_SERIF, align="right")
    page.text(105, 44, "FEE NOTE", size=14, font="Times-Bold", align="centre")
    _rows(page, 20, 54, _buyer(made))
    page.text(20, 80, f"Fee note no. {made.number}", font=_SERIF)
    page.text(20, 86, f"Dated {made.day_text}", font=_SERIF)
    page.text(20, 98, f"To advising in conference on {made.earlier_text} and drafting:", font=_SERIF)
    y = _lines(made, page, 106, right=170)
    for label, amount in (("Fees", made.net), ("VAT thereon", made.vat), ("Total fee payable", made.gross)):
        page.text(90, y + 4, label, font=_SERIF)
        page.text(170, y + 4, "£" + pounds(amount), font=_SERIF, align="right")
        y += 6
    page.text(20, y + 20, f"VAT Registration {made.vat_number}.  Terms: 14 days.", size=8, font=_SERIF)
    return _shown(made, page, due=None)


FAMILIES: dict[str, tuple[str, Family]] = {
    "letter": ("invoice", letter), "energy": ("invoice", energy), "saasus": ("invoice", saas_us),
    "saaseu": ("invoice", saas_eu), "market": ("invoice", market), "boxes": ("invoice", boxes),
    "hotel": ("invoice", hotel), "council": ("invoice", council), "panel": ("invoice", panel),
    "plain": ("invoice", plain), "twopages": ("invoice", two_pages), "fuel": ("receipt", fuel),
    "ride": ("receipt", ride), "feenote": ("invoice", feenote),
}  # fmt: skip


def in_families(count_each: int = 8, seed: int = 2026) -> list[tuple[str, bytes, dict[str, Any]]]:
    """Name, PDF and truth of so many papers of each family."""
    made = []
    for name, (kind, setter) in FAMILIES.items():
        for n in range(count_each):
            content, truth = setter(paper(random.Random(f"{seed}/{name}/{n}"), kind))
            made.append((f"{name}-{n:02d}", content, truth | {"layout": name}))
    return made
