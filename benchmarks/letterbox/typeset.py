"""Papers set in type by another tool than the first set's, in other looks: rules, boxes, tables, margins, "
"tear-off slips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import typst

from benchmarks.letterbox.desk import Desk, Layout, Written, money, truth

_MARKS = re.compile(r"([\\#$*_@<>\[\]`=~/+\-])")


def said(text: str) -> str:
    """Text that is printed as it is."""
    return _MARKS.sub(r"\\\1", text)


def lines(texts: Sequence[str]) -> str:
    """A block of lines."""
    return " \\\n".join(said(text) for text in texts)


def table(rows: Sequence[Sequence[str]], columns: str, ruled: bool = False) -> str:
    """A table, the last column to the right."""
    cells = "\n".join(", ".join(f"[{said(cell)}]" for cell in row) + "," for row in rows)
    stroke = "0.4pt" if ruled else "none"
    count = len(rows[0])
    return (
        f"#table(columns: {columns}, stroke: {stroke}, align: (x, y) => if x == {count - 1} {{ right }} else {{ "
        f"left }},\n"
        f"{cells}\n)"
    )


def set_in(
    body: str, paper: str = 'paper: "a4", margin: 18mm', font: str = "Libertinus Serif", size: int = 10
) -> bytes:
    """The PDF."""
    head = f'#set page({paper})\n#set text(font: "{font}", size: {size}pt)\n'
    return typst.compile((head + body).encode(), format="pdf")


def day(d: Desk, style: str) -> str:
    """The day without a leading nought."""
    return d.day.strftime(style).replace("{d}", str(d.day.day))


def vet(d: Desk) -> Written:
    """Prices that contain the VAT, in a ruled table; the client's animal above it."""
    name = d.pick(["Ashgrove Veterinary Centre", "Paws of Pickering Ltd"])
    number, parts = f"V{d.digits(6)}", d.sums(1500, 18000, 3)
    total = sum(parts)
    vat = round(total / 6)
    rows = [["Item", "Price inc VAT"]]
    rows += [[t, money(p)] for t, p in zip(("Consultation", "Booster", "Flea treatment"), parts, strict=True)]
    body = (
        f"#align(center)[#text(size: 18pt)[{said(name)}]"
        f"\\\n{said('Hall Lane, Pickering YO18 7BX | 01751 555 010')}]\n\n"
        f"#grid(columns: (1fr, 1fr), [{lines(d.buyer)}], "
        f"[{lines([f'Invoice number: {number}', 'Animal: Biscuit (dog)'])}])\n"
        f"#v(6mm)\n{lines([day(d, 'Invoice date: %d/%m/%Y')])}\n\n{table(rows, '(1fr, auto)', True)}\n"
        f"#align(right)[{lines([f'Amount due £{money(total)}', f'of which VAT £{money(vat)}'])}]\n"
        f"#v(1fr)\n#text(size: 7pt)[{said(f'VAT Registration {d.vat_number()}')}]"
    )
    return set_in(body), truth(name, d.day, total, vat, number)


def skip(d: Desk) -> Written:
    """Hire with days on and off, the facts in a box at the right, a tear-off slip at the foot."""
    name = d.pick(["Mawson Skip Hire Limited", "Greenbank Plant & Tool Hire Ltd"])
    number, net = f"{d.digits(3)}/{d.digits(4)}", d.rng.randrange(15000, 70000)
    vat = round(net * 0.2)
    on, off = d.day - timedelta(days=12), d.day - timedelta(days=2)
    facts = [["Invoice", number], ["Invoice date", day(d, "%d %b %y")], ["On hire", f"{on:%d %b %y}"],
             ["Off hire", f"{off:%d %b %y}"], ["Contract", "H" + d.digits(5)]]  # fmt: skip
    sums = [["Goods/services", money(net)], ["VAT @ 20.00%", money(vat)], ["TOTAL", "£" + money(net + vat)]]
    slip = [["Remittance advice", name], ["Invoice", number], ["Amount", "£" + money(net + vat)]]
    body = (
        f"#grid(columns: (1.4fr, 1fr), [*{said(name)}* "
        f"\\\n{lines(['Quarry Road, Shap', f'VAT {d.vat_number()}'])}\n\n"
        f"{lines(['Customer', *d.buyer])}], [{table(facts, '(1fr, auto)', True)}])\n#v(10mm)\n"
        f"{said('8 yard skip, mixed waste')} \\\n#v(8mm)\n#align(right)[#box(width: "
        f"70mm)[{table(sums, '(1fr, auto)')}]]\n"
        f"#v(1fr)\n#line(length: 100%)\n{table(slip, '(1fr, auto)')}"
    )
    return set_in(body, font="DejaVu Sans Mono", size=8), truth(name, d.day, net + vat, vat, number)


def agency(d: Desk) -> Written:
    """Temporary staff: a week's end, hours, and the day of the invoice as a tax point."""
    name = d.pick(["Beckwith Staffing Ltd", "Catterick Personnel Limited"])
    number, hours, rate = f"T{d.digits(5)}", d.rng.randrange(20, 41), d.rng.randrange(1400, 2600)
    net = hours * rate
    vat = round(net * 0.2)
    week = d.day - timedelta(days=d.day.weekday() + 1)
    rows = [["Worker", "Week ending", "Hours", "Rate", "Value"],
            ["J Lund", f"{week:%d/%m/%Y}", f"{hours}.00", money(rate), money(net)]]  # fmt: skip
    sums = [["Net value", money(net)], ["VAT", money(vat)], ["Gross", money(net + vat)]]
    upper = lines(["Tannery House, Ripon HG4 1AA"])
    middle = lines(
        [f"Our reference {number}", day(d, "Date / tax point {d}.%m.%Y"), "Payment: 14 days from date of invoice"]
    )
    lower = said(f"{name}. Registered number 0{d.digits(7)} (England). VAT number GB {d.vat_number()}")
    body = (
        f'#align(right)[#text(size: 16pt, weight: "bold")[{said(name)}] \\\n{upper}]\n'
        f"#text(size: 15pt)[Invoice]\n\n{lines(d.buyer)}\n#v(5mm)\n"
        f"{middle}\n"
        f"#v(5mm)\n{table(rows, '(1fr, auto, auto, auto, auto)', True)}\n#align(right)[#box(width: "
        f"60mm)[{table(sums, '(1fr, auto)')}]]\n"
        f"#v(1fr)\n#text(size: 7pt)[{lower}]"
    )
    return set_in(body), truth(name, d.day, net + vat, vat, number)


def canadian(d: Desk) -> Written:
    """Software from Canada in its own dollars."""
    name = d.pick(["Maplewren Software Inc.", "Loonlake Systems Corp."])
    number, total = f"INV{d.digits(6)}", d.rng.randrange(1900, 40000)
    rows = [["Licence, 12 months", f"CA${money(total)}"], ["Tax (exempt, export)", "CA$0.00"],
            ["Invoice total (CAD)", f"CA${money(total)}"]]  # fmt: skip
    upper = lines(["Paid by card ending 0021. Nothing further to pay."])
    body = (
        f"= Invoice {number}\n{lines([day(d, '%B {d}, %Y')])}\n\n#grid(columns: (1fr, 1fr), "
        f"[{lines([name, '200 Wellington St W', 'Toronto, ON M5V 3C7', 'Canada'])}], "
        f"[{lines(['Billed to', *d.buyer, 'UK'])}])\n"
        f"#v(10mm)\n{table(rows, '(1fr, auto)', True)}\n{upper}"
    )
    return set_in(body), truth(name, d.day, total, 0, number, currency="CAD")


def dutch(d: Desk) -> Written:
    """A Dutch seller, no tax, days with dashes."""
    name = d.pick(["Polderwerk B.V.", "Zeilmakerij Noordzee B.V."])
    number, total = f"{d.digits(4)}.{d.digits(4)}", d.rng.randrange(4000, 90000)
    text = "€ " + money(total).replace(",", " ").replace(".", ",").replace(" ", ".")
    facts = [["Factuurnummer", number], ["Factuurdatum", day(d, "%d-%m-%Y")], ["Klantnummer", d.digits(5)]]
    rows = [
        ["Omschrijving", "Bedrag"],
        ["Zeildoek 20 m", text],
        ["BTW 0% (export)", "€ 0,00"],
        ["Totaal te betalen", text],
    ]
    upper = lines([*d.buyer, "Verenigd Koninkrijk"])
    body = (
        f'#text(size: 14pt, weight: "bold")[{said(name)}]\n\n#grid(columns: (1fr, 1fr), [{upper}],'
        f" [{table(facts, '(auto, auto)')}])\n#v(8mm)\n{table(rows, '(1fr, auto)')}\n#v(1fr)\n"
        f"#text(size: 7pt)[{said(f'{name}, Havenkade 3, 1781 AA Den Helder | KvK 61122334 | BTW NL004495445B01')}]"
    )
    return set_in(body), truth(name, d.day, total, 0, number, currency="EUR")


def advert(d: Desk) -> Written:
    """An advertiser's receipt: a transaction, a period, what was paid."""
    name = d.pick(["Clickharbour Ltd", "Adverta Ireland Limited"])
    number, total = f"{d.digits(8)}-{d.digits(8)}", d.rng.randrange(500, 60000)
    start = d.day - timedelta(days=30)
    rows = [["Invoice/payment date", day(d, "{d} %b %Y, 02:14")], ["Payment method", "Visa ···· 4417"],
            ["Transaction ID", number], ["Billing reason", "You reached your threshold"]]  # fmt: skip
    upper = table([[f"Spring offer, {start:%d %b} to {d.day:%d %b %Y}", f"£{money(total)}"]], "(1fr, auto)")
    middle = lines(
        [
            name,
            "4 Quayside Plaza",
            d.pick(["London EC2A 4NE", "Dublin 2, D02 AB12"]),
            "The customer accounts for VAT: reverse charge",
        ]
    )
    body = (
        f"{lines([f'Receipt for {d.own}'])}\n\n#text(size: 20pt)[Paid £{money(total)}]"
        f"\n\n{table(rows, '(50mm, 1fr)')}\n"
        f"*Campaigns*\n{upper}\n"
        f"#v(1fr)\n{middle}"
    )
    return set_in(body), truth(name, d.day, total, None, number, type="receipt")


def flight(d: Desk) -> Written:
    """A ticket: bought on one day, flown on two others, charges that are no VAT."""
    name = d.pick(["Puffin Air", "Skerry Airways Ltd"])
    number, fare, tax = d.pick(["QX8L2M", "R7TZP4"]), d.rng.randrange(4000, 30000), 1300
    out = d.day + timedelta(days=20)
    rows = [["Fare", money(fare)], ["UK Air Passenger Duty", money(tax)], ["Total price GBP", money(fare + tax)]]
    upper = table(
        [["Booking reference", number], ["Date of booking", day(d, "{d} %B %Y")], ["Passenger", "MS A ROWE"]],
        "(50mm, 1fr)",
    )
    middle = table(
        [
            ["PF201", f"{out:%a %d %b %Y}", "Kirkwall to London City"],
            ["PF208", f"{out + timedelta(days=3):%a %d %b %Y}", "London City to Kirkwall"],
        ],
        "(20mm, 40mm, 1fr)",
    )
    body = (
        f'#text(size: 22pt, fill: rgb("#204080"))[{said(name)}]\n\n*E-ticket receipt*\n\n'
        f"{upper}\n"
        f"{middle}\n"
        f"{table(rows, '(50mm, auto)')}\n{lines(['Paid in full by Mastercard'])}"
    )
    return set_in(body, font="New Computer Modern"), truth(name, d.day, fare + tax, 0, number, type="receipt")


def society(d: Desk) -> Written:
    """A professional body: a year's fee, exempt, the name spelt out and no legal form."""
    name = d.pick(["The Guild of Timber Craftsmen", "Institute of Rural Surveyors"])
    number, total = d.digits(6), d.rng.randrange(8000, 45000)
    upper = table(
        [["Membership no.", d.digits(5)], ["Invoice no.", number], ["Issued", day(d, "{d} %B %Y")]], "(40mm, 1fr)"
    )
    middle = table(
        [
            ["Annual subscription to 31 March 2027", f"£{money(total)}"],
            ["VAT (exempt)", "£0.00"],
            ["Now due", f"£{money(total)}"],
        ],
        "(1fr, auto)",
    )
    body = (
        f"#align(center)[#smallcaps[{said(name)}] \\\n{said('12 Saddler Street, Durham DH1 3NP')}]"
        f"\n#v(8mm)\n{lines(d.buyer)}\n#v(6mm)\n"
        f"*Membership renewal*\n\n{upper}\n"
        f"{middle}"
    )
    return set_in(body), truth(name, d.day, total, 0, number)


def mot(d: Desk) -> Written:
    """A garage: a test without VAT beside parts with it, all in one narrow page."""
    name = d.pick(["Harkness Motor Company", "Coach Lane Garage Ltd"])
    number, parts, test = d.digits(5), d.rng.randrange(5000, 40000), 5485
    vat = round(parts * 0.2)
    total = parts + vat + test
    rows = [
        ["Parts and labour", money(parts)],
        ["VAT at 20%", money(vat)],
        ["MOT test (no VAT)", money(test)],
        ["To pay", f"£{money(total)}"],
    ]
    upper = lines([f"INVOICE {number}", day(d, "%d/%m/%y"), "Reg YK19 ZTR   Mileage 61,204"])
    body = (
        f"#text(size: 14pt)[*{said(name)}*] "
        f"\\\n{lines(['Coach Lane, Otley LS21 2AB', f'VAT no {d.vat_number()}'])}\n\n"
        f"{upper}\n\n{lines(d.buyer)}\n#v(5mm)\n{table(rows, '(1fr, auto)')}"
    )
    return set_in(body, paper="width: 120mm, height: 190mm, margin: 10mm"), truth(name, d.day, total, vat, number)


def counsel(d: Desk) -> Written:
    """A barrister's fee note: a person's name, a case, a day by label below."""
    name = d.pick(["Miss Eleanor Vane", "Mr Rhodri Pugh KC"])
    number, net = f"{d.digits(5)}", d.rng.randrange(60000, 400000)
    vat = round(net * 0.2)
    heard = d.day - timedelta(days=9)
    upper = lines([name, "Priory Chambers", "8 Fleet Hill, Bristol BS1 4QA", f"VAT registration {d.vat_number()}"])
    middle = table(
        [["Fee note", number], ["Fee note date", day(d, "{d} %B %Y")], ["Case", "Whitby Harbour v Moss"]], "(40mm, 1fr)"
    )
    lower = table(
        [
            [f"{heard:%d/%m/%Y}", "Conference and advice", money(net)],
            ["", "VAT 20%", money(vat)],
            ["", "Total", f"£{money(net + vat)}"],
        ],
        "(30mm, 1fr, auto)",
    )
    body = (
        f"#align(center)[FEE NOTE]"
        f"\n\n{upper}\n#v(5mm)\n"
        f"{lines(['Professional client:', *d.buyer])}\n#v(5mm)\n{middle}\n"
        f"{lower}"
    )
    return set_in(body), truth((name, f"{name}, Priory Chambers"), d.day, net + vat, vat, number)


def memo(d: Desk) -> Written:
    """A credit memo with sums below zero."""
    name = d.pick(["Fellgate Workwear Ltd", "Lonsdale Office Supplies Limited"])
    number, net = f"CM-{d.digits(4)}", d.rng.randrange(1500, 20000)
    vat = round(net * 0.2)
    rows = [["Credit for returned items", money(-net)], ["VAT 20%", money(-vat)], ["Total", money(-net - vat, "£")]]
    upper = table(
        [["Number", number], ["Date", day(d, "%d-%b-%Y")], ["Applies to invoice", d.digits(5)]], "(40mm, 1fr)"
    )
    body = (
        f"#grid(columns: (1fr, 1fr), [*{said(name)}*], [#align(right)[#text(size: 16pt)[Credit memo]]]"
        f")\n\n{lines(d.buyer)}\n"
        f"#v(5mm)\n{upper}\n"
        f"{table(rows, '(1fr, auto)', True)}\n#v(1fr)\n{lines([f'VAT number {d.vat_number()}'])}"
    )
    return set_in(body), truth(name, d.day, net + vat, vat, number, type="credit_note", waits=True)


def final(d: Desk) -> Written:
    """Work done to date less what was asked before: a person must say what is new."""
    name = d.pick(["Trevithick Roofing Ltd", "Hob Moor Construction Limited"])
    number, whole = f"APP{d.digits(3)}", d.rng.randrange(900000, 3000000)
    before = whole * 2 // 3
    net = whole - before
    vat = round(net * 0.2)
    rows = [["Work done to date", money(whole)], ["Previously invoiced", money(-before)], ["Subtotal", money(net)],
            ["VAT 20%", money(vat)], ["Total this invoice", money(net + vat)]]  # fmt: skip
    body = (
        f"*{said(name)}* \\\n{lines(['Mine Lane, Redruth TR15 1AA', f'VAT {d.vat_number()}'])}\n\n= Invoice "
        f"{number}\n{lines([day(d, '{d} %B %Y'), *d.buyer])}\n\n"
        f"{table(rows, '(1fr, auto)')}"
    )
    return set_in(body), truth(name, d.day, net + vat, vat, number)


TYPESET: dict[str, Layout] = {
    "vet": vet, "skip": skip, "agency": agency, "canadian": canadian, "dutch": dutch, "advert": advert,
    "flight": flight, "society": society, "mot": mot, "counsel": counsel, "memo": memo, "final": final,
}  # fmt: skip
