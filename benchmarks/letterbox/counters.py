"""More of the fifth set: what counters, markets, networks and hirers give."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth
from benchmarks.letterbox.tills import cells, mail, slip


def bazaar_invoice(d: Desk) -> Written:
    """A large market's VAT invoice: who sold it at the right, addresses in three columns, rates in a table."""
    seller = d.pick(["Brightleaf Trading Ltd", "KeenDeals Electronics Limited"])
    number, gross = f"GB6{d.digits(9)}", d.rng.randrange(900, 30000)
    net = round(gross / 1.2)
    page = Page()
    page.put(40, 45, "Invoice", 20, "Helvetica-Bold")
    page.put(40, 62, "Paid", 11, ink="green")
    page.lines(330, 45, [f"Payment reference number {d.digits(9)}", f"Sold by {seller}",
                         f"VAT # GB{d.vat_number().replace(' ', '')}",
                         f"Invoice date / Delivery date {d.day:%d %B %Y}", f"Invoice # {number}",
                         f"Total payable {money(gross, '£')}"], 12, size=9)  # fmt: skip
    page.lines(40, 150, ["Billing address", *d.buyer], 11, size=8)
    page.lines(230, 150, ["Delivery address", *d.buyer], 11, size=8)
    page.lines(400, 150, ["Sold by", seller, "14 Bridge Business Park", "Salford M5 4QR", "GB"], 11, size=8)
    page.put(40, 235, "Order information", 10, "Helvetica-Bold")
    placed = d.day - timedelta(days=1)
    page.row(
        250,
        [(40, f"Order date {placed.day:02d} {placed:%B %Y}"), (300, f"Order # 204-{d.digits(7)}-{d.digits(7)}")],
        size=8,
    )
    page.row(285, [(40, "Description"), (260, "Qty"), (-350, "Unit price (excl. VAT)"), (-400, "VAT rate"),
                   (-480, "Unit price (incl. VAT)"), (-555, "Item subtotal (incl. VAT)")], size=7)  # fmt: skip
    page.row(300, [(40, "Label printer, 203 dpi"), (260, "1"), (-350, money(net, "£")), (-400, "20%"),
                   (-480, money(gross, "£")), (-555, money(gross, "£"))], size=8)  # fmt: skip
    page.row(314, [(40, "Shipping Charges"), (-350, "£0.00"), (-480, "£0.00"), (-555, "£0.00")], size=8)
    page.row(340, [(-480, "Invoice total"), (-555, money(gross, "£"))], size=10, font="Helvetica-Bold")
    page.row(370, [(260, "VAT rate"), (-450, "Item subtotal (excl. VAT)"), (-555, "VAT subtotal")], size=7)
    page.row(384, [(260, "20%"), (-450, money(net, "£")), (-555, money(gross - net, "£"))], size=8)
    page.row(398, [(260, "Total"), (-450, money(net, "£")), (-555, money(gross - net, "£"))], size=8)
    return page.done(), truth(seller, d.day, gross, gross - net, number)


def trade_counter(d: Desk) -> Written:
    """A chain's trade counter: store and company, sums in one line, what was paid."""
    name, company = d.pick([("FixPoint", "FixPoint Direct Limited"), ("ToolBarn", "Toolbarn Retail Ltd")])
    number, net = f"A{d.digits(9)}", d.rng.randrange(800, 25000)
    vat = round(net * 0.2)
    page = Page(300, 460)
    page.mid(30, name, 20, "Helvetica-Bold")
    page.mid(44, "Trade counter, Unit 2 Riverside Retail Park", 7)
    page.mid(54, "Kendal LA9 6QX", 7)
    page.mid(72, "VAT INVOICE", 10, "Helvetica-Bold")
    page.lines(15, 95, [f"Order number: {number}", f"Date: {d.day:%d/%m/%Y} 08:12:44", "Till: 03   Served by: Kyle",
                        f"Account: {d.own}"], 12, size=8)  # fmt: skip
    page.row(155, [(15, "59214  Wood screws 5x80 (200)"), (-285, money(net))], size=8)
    for n, (label, pence) in enumerate((("Goods total ex VAT", net), ("VAT @ 20%", vat), ("Total inc VAT", net + vat),
                                        ("Contactless Visa ****4417", net + vat))):  # fmt: skip
        page.row(190 + 14 * n, [(15, label), (-285, money(pence, "£"))], size=8)
    page.mid(290, f"{company}. Registered office: Trade House, Mead Avenue, Yeovil BA22 8RT", 5.5)
    page.mid(300, f"Registered in England No. 0{d.digits(7)}. VAT No. GB {d.vat_number()}", 5.5)
    page.mid(330, "Returns within 30 days with this invoice", 7)
    return page.done(), truth((name, company), d.day, net + vat, vat, number)


def supermarket(d: Desk) -> Written:
    """A supermarket's till roll: offers, a card's points, no VAT printed, the day at the foot."""
    name = d.pick(["Marsden's", "Fairways Food Store"])
    prices = d.sums(60, 900, 5)
    saved, goods = 50, sum(prices)
    texts = [
        name.center(34),
        "Skipton Superstore".center(34),
        "01756 555 090".center(34),
        f"VAT Number {d.vat_number()}",
        "",
    ]
    texts += [
        cells(t, p, 34)
        for t, p in zip(("SEMI SKIM 4PT", "TEA 240S", "BISCUITS", "HAND SOAP", "COFFEE"), prices, strict=True)
    ]
    texts += ["", cells("SUBTOTAL", goods, 34), cells("Members price BISCUITS", -saved, 34),
              cells("TOTAL TO PAY", goods - saved, 34), "", cells("VISA DEBIT SALE", goods - saved, 34),
              "AID A0000000031010", "NUMBER ************4417  ICC", "CONTACTLESS  AUTH CODE 118842", "",
              "POINTS THIS VISIT            12", "", f"{d.day:%d/%m/%y}  17:52  5521 041 4417 0382"]  # fmt: skip
    return slip(270, texts), truth(name, d.day, goods - saved, None, None, type="receipt")


def reader_slip(d: Desk) -> Written:
    """A small card reader's receipt by mail: a market trader, a sum, a table of VAT that is nought or 20 per cent."""
    name = d.pick(["Old Mill Bakehouse", "Kettle & Crumb"])
    gross, number, rate = d.rng.randrange(300, 6000), f"#S{d.digits(7)}", d.pick([0, 20])
    vat = round(gross / 6) if rate else 0
    html = (
        f"<h2>{name}</h2><p>Market Place, Beverley HU17 8BB</p>"
        f"<p>Receipt {number}<br>{d.day.day} {d.day:%b %Y} 11:38</p>"
        f"<table><tr><td>1 x Lunch platter</td><td>£{money(gross)}</td></tr>"
        f"<tr><td><b>Total</b></td><td><b>£{money(gross)}</b></td></tr>"
        f"<tr><td>Mastercard •••• 4417</td><td>£{money(gross)}</td></tr></table>"
        f"<table><tr><th>VAT rate</th><th>Net</th><th>VAT</th><th>Gross</th></tr>"
        f"<tr><td>{rate}%</td><td>£{money(gross - vat)}</td>"
        f"<td>£{money(vat)}</td><td>£{money(gross)}</td></tr></table><p>Receipt sent with TapTill</p>"
    )
    content = mail("TapTill <no-reply@taptill.example>", f"Receipt from {name}", d, html=html)
    return content, truth(name, d.day, gross, vat, number, type="receipt", file="receipt.eml")


def post_counter(d: Desk) -> Written:
    """Postage over a counter: every line its own reference, exempt, the branch's name."""
    name = d.pick(["Post Office Ltd", "Hexham Post Office"])
    parts = d.sums(155, 1900, 3)
    total = sum(parts)
    texts = [name.center(32), "Your Receipt".center(32), "", "Hexham", "6 Battle Hill", "NE46 1BB", "",
             "VAT REG No. GB 243 1700 02", f"{d.day:%d/%m/%Y} 15:20", f"SESSION ID: 2-{d.digits(6)}", ""]  # fmt: skip
    for pence in parts:
        texts += [cells("1st Class Signed For", pence), f"Ref: KB{d.digits(9)}GB"]
    texts += ["", cells("TOTAL DUE TO POST OFFICE", total), cells("Debit Card", total), cells("BALANCE", 0), "",
              "Postage is exempt from VAT", "This is not a proof of posting"]  # fmt: skip
    return slip(260, texts), truth((name, "Post Office"), d.day, total, 0, None, type="receipt")


def bistro(d: Desk) -> Written:
    """A restaurant's bill printed by its till with an optional charge left out, VAT under the total."""
    name, company = d.pick([("THE TITHE BARN", "Tithe Barn Inns Ltd"), ("LEMON THYME", "Lemon Thyme Dining Limited")])
    rows = d.sums(550, 2400, 4)
    total, number = sum(rows), d.digits(5)
    vat = round(total / 6)
    texts = [name, "High Street, Ludlow SY8 1BS", company, f"VAT: {d.vat_number()}", "",
             f"Bill {number}  Tbl 12  Cov 2", f"{d.day:%a %d %b %y}  20:46", "-" * 32]  # fmt: skip
    texts += [cells(f"1 {t}", p) for t, p in zip(("Soup", "Hake", "Rib eye", "Btl house red"), rows, strict=True)]
    texts += ["-" * 32, cells("TOTAL", total), f"  VAT 20% incl {money(vat)}", "", cells("Amex", total),
              "Gratuity not included",
              "See you again soon!"]  # fmt: skip
    return slip(250, texts), truth((name, company), d.day, total, vat, None, type="receipt")


def charger(d: Desk) -> Written:
    """An electric car's charging session by mail: kilowatt hours, start and end, VAT within."""
    name = d.pick(["Voltway Charging Ltd", "GreenMile Networks Limited"])
    total, number = d.rng.randrange(600, 4500), f"VW-{d.digits(8)}"
    vat = round(total / 6)
    html = (
        f"<p>Your VAT receipt</p><p>Receipt no: {number}</p><p>Date issued: {d.day:%d/%m/%Y}</p>"
        f"<p>Session start {d.day - timedelta(days=1):%d/%m/%Y} 23:10, end {d.day:%d/%m/%Y} 00:25</p>"
        f"<table><tr><td>Energy delivered</td><td>41.220 kWh</td></tr><tr><td>Price per kWh</td><td>£0.69</td></tr>"
        f"<tr><td>Net amount</td><td>£{money(total - vat)}</td></tr><tr><td>VAT (20%)</td><td>£{money(vat)}</td></tr>"
        f"<tr><td>Total charged</td><td>£{money(total)}</td></tr></table>"
        f"<p>{name}, 5 Tower Bridge Mews, London SE1 2AA. VAT registration: GB{d.vat_number().replace(' ', '')}</p>"
    )
    content = mail(f"{name} <receipts@voltway.example>", "Thanks for charging", d, html=html)
    return content, truth(name, d.day, total, vat, number, type="receipt", file="charge.eml")


def broadband(d: Desk) -> Written:
    """A business broadband bill: bill number and date in a box, charges before VAT, when the direct debit goes."""
    name = d.pick(["Northlink Business Ltd", "Cablewise Communications plc"])
    number, net = f"M{d.digits(3)} {d.digits(2)}", d.rng.randrange(2500, 30000)
    vat, taken = round(net * 0.2), d.day + timedelta(days=12)
    page = Page()
    page.put(40, 60, name, 22, "Helvetica-Bold", ink="purple")
    page.lines(40, 100, d.buyer, 13)
    page.bar(330, 175, 225, 105, "lavender")
    facts = [("Account number", f"GB {d.digits(8)}"), ("Bill number", number),
             ("Bill date", f"{d.day.day} {d.day:%b %Y}"),
             ("Page", "1 of 3")]  # fmt: skip
    for n, (label, value) in enumerate(facts):
        page.row(95 + 18 * n, [(340, label), (-545, value)], size=10)
    page.put(40, 220, "Your bill", 18, "Helvetica-Bold")
    start = d.day + timedelta(days=1)
    rows = ((f"Service charges {start.day} {start:%b} to {taken.day} {taken:%b}", net), ("Usage charges", 0),
            ("Total excluding VAT", net), ("VAT at 20%", vat), ("Total for this bill", net + vat))  # fmt: skip
    for n, (label, pence) in enumerate(rows):
        page.row(245 + 18 * n, [(40, label), (-400, money(pence, "£"))], size=10)
    page.put(40, 360, f"We'll take {money(net + vat, '£')} by Direct Debit on {taken.day} {taken:%b %Y}.", 10)
    page.put(40, 800, f"{name}. Registered office: 1 Exchange Square, Hull HU1 3RE. VAT reg no. GB {d.vat_number()}", 7)
    page.turn()
    page.put(40, 60, "Your charges in detail", 16)
    page.row(90, [(40, "Fibre 900 Business"), (-400, money(net, "£"))])
    return page.done(), truth(name, d.day, net + vat, vat, number)


def fuel_cards(d: Desk) -> Written:
    """A week of fuel on cards: days and litres by line, net, VAT and total at the foot of the table."""
    name = d.pick(["Roadstar Fuel Cards Ltd", "Drover Card Services Limited"])
    rows, number = d.sums(3500, 9000, 4), f"{d.digits(8)}"
    net = sum(rows)
    vat = sum(round(p * 0.2) for p in rows)
    page = Page(842, 595)
    page.put(40, 45, name, 16, "Helvetica-Bold")
    page.put(40, 60, f"Cross Gates House, Leeds LS15 8ZA   VAT Reg: {d.vat_number()}", 8)
    page.lines(40, 90, d.buyer, 12)
    facts = [
        ("Invoice No", number),
        ("Invoice Date", f"{d.day:%d-%b-%Y}"),
        ("Account", d.digits(6)),
        ("Period Ending", f"{d.day - timedelta(days=1):%d-%b-%Y}"),
        ("Payment Due", f"{d.day + timedelta(days=7):%d-%b-%Y}"),
    ]
    for n, (label, value) in enumerate(facts):
        page.row(80 + 13 * n, [(600, label), (-800, value)])
    page.row(180, [(40, "Date"), (120, "Site"), (260, "Reg"), (340, "Product"), (-500, "Litres"), (-600, "Net"),
                   (-700, "VAT"),
                   (-800, "Gross")], font="Helvetica-Bold")  # fmt: skip
    for n, pence in enumerate(rows):
        bought = d.day - timedelta(days=7 - n)
        page.row(196 + 14 * n, [(40, f"{bought:%d/%m/%y}"), (120, "SHELL A1 NORTH"), (260, "YJ21 KLM"), (340, "DIESEL"),
                                (-500, f"{pence / 118:.2f}"), (-600, money(pence)), (-700, money(round(pence * 0.2))),
                                (-800, money(pence + round(pence * 0.2)))])  # fmt: skip
    page.row(
        260, [(40, "TOTALS"), (-600, money(net)), (-700, money(vat)), (-800, money(net + vat))], font="Helvetica-Bold"
    )
    page.put(40, 300, f"The amount of {money(net + vat, '£')} will be collected from your bank on the due date.")
    return page.done(), truth(name, d.day, net + vat, vat, number)


def lease(d: Desk) -> Written:
    """A van's rental: agreement, registration, one month, tax point and the day of collection."""
    name = d.pick(["Halcyon Vehicle Leasing Ltd", "Motive Contract Hire plc"])
    number, rental = f"{d.digits(7)}/{d.digits(2)}", d.rng.randrange(18000, 60000)
    vat = round(rental * 0.2)
    page = Page()
    page.end(555, 50, name, 15, "Helvetica-Bold")
    page.lines(40, 70, ["PRIVATE & CONFIDENTIAL", *d.buyer], 13)
    page.put(40, 170, "VAT INVOICE", 14, "Helvetica-Bold")
    facts = (("Agreement number", d.digits(8)), ("Invoice number", number),
             ("Invoice date and tax point", f"{d.day:%d/%m/%Y}"),
             ("Registration", "YK22 ABZ"), ("Collection date", f"{d.day + timedelta(days=10):%d/%m/%Y}"))  # fmt: skip
    for n, (label, value) in enumerate(facts):
        page.row(195 + 15 * n, [(40, label), (220, value)])
    page.row(
        300,
        [(40, "Description"), (-330, "Net"), (-400, "VAT rate"), (-470, "VAT"), (-550, "Total")],
        font="Helvetica-Bold",
    )
    page.row(
        318,
        [(40, "Finance rental"), (-330, money(rental)), (-400, "20%"), (-470, money(vat)), (-550, money(rental + vat))],
    )
    page.row(
        342,
        [(40, "Invoice total"), (-330, money(rental)), (-470, money(vat)), (-550, money(rental + vat))],
        font="Helvetica-Bold",
    )
    page.put(40, 800, f"{name}, Fleet House, Swindon SN2 8BW. Registered in England 0{d.digits(7)}. "
             f"VAT {d.vat_number()}. "
             "Authorised and regulated by the FCA.", 6.5)  # fmt: skip
    return page.done(), truth(name, d.day, rental + vat, vat, number)


COUNTERS: dict[str, Layout] = {
    "bazaarinvoice": bazaar_invoice, "tradecounter": trade_counter, "supermarket": supermarket,
    "readerslip": reader_slip,
    "postcounter": post_counter, "bistro": bistro, "charger": charger, "broadband": broadband, "fuelcards": fuel_cards,
    "lease": lease,
}  # fmt: skip
