"""A sixth set, written when the fifth had been mended for and before it was seen how these fare."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth
from benchmarks.letterbox.tills import cells, mail, slip


def dentist(d: Desk) -> Written:
    """A practice's receipt in two halves: patient at the left, practice at the right, exempt."""
    name = d.pick(["Cathedral Close Dental Practice", "Elm House Physiotherapy"])
    page, number, total = Page(), d.digits(5), d.rng.randrange(40, 400) * 100
    page.lines(320, 50, [name, "2 Cathedral Close, Ely CB7 4JJ", "01353 555 012"])
    page.lines(40, 50, ["Account for", d.own, d.street, f"{d.town} {d.postcode}"])
    page.row(150, [(40, f"Receipt number {number}"), (320, f"Receipt date {d.day.day} {d.day:%B %Y}")])
    page.row(190, [(40, "Occupational health assessment"), (-540, money(total, "£"))])
    page.row(215, [(40, "Amount paid by card"), (-540, money(total, "£"))], font="Helvetica-Bold")
    page.put(40, 260, "Health services are exempt from VAT.", 8)
    return page.done(), truth(name, d.day, total, 0, number, type="receipt")


def cloud(d: Desk) -> Written:
    """Computing by the hour from Luxembourg, in dollars with the pounds of the VAT beside."""
    name = d.pick(["Nimbus Web Services EMEA SARL", "Stratus Cloud Europe SARL"])
    page, number, net = Page(), f"EUINGB26-{d.digits(6)}", d.rng.randrange(500, 90000)
    vat = round(net * 0.2)
    page.lines(40, 50, [name, "38 Avenue John F. Kennedy, L-1855 Luxembourg", "VAT Number: GB 215 7374 34"], 12)
    page.lines(40, 110, ["Bill to Address:", "ATTN: Accounts", *d.buyer, "GB"], 12)
    page.row(110, [(340, "VAT Invoice Number:"), (-555, number)])
    page.row(124, [(340, "VAT Invoice Date:"), (-555, f"{d.day:%B} {d.day.day}, {d.day.year}")])
    page.row(148, [(340, "TOTAL AMOUNT"), (-555, f"USD {money(net + vat)}")], font="Helvetica-Bold")
    page.row(162, [(340, "TOTAL VAT"), (-555, f"USD {money(vat)}")])
    start = d.day.replace(day=1) - timedelta(days=1)
    page.put(40, 230, f"This VAT Invoice is for the billing period {start:%B} 1 - {start:%B} {start.day}, {start.year}")
    rows = (("Charges (excl. VAT)", net), ("VAT - 20%", vat), ("Total for this VAT Invoice", net + vat))
    for n, (label, pence) in enumerate(rows):
        page.row(260 + 15 * n, [(40, label), (-555, f"USD {money(pence)}")])
    page.put(40, 330, f"VAT in local currency: GBP {money(round(vat * 0.79))}", 8)
    return page.done(), truth(name, d.day, net + vat, vat, number, currency="USD")


def roadside(d: Desk) -> Written:
    """A recovery firm's job sheet: times, mileage, who authorised it, sums at the right of a sentence."""
    name = d.pick(["A66 Recovery Ltd", "Bowes Breakdown & Transport"])
    page, number, net = Page(), f"J{d.digits(5)}", d.rng.randrange(8000, 60000)
    vat = round(net * 0.2)
    page.put(40, 45, name, 17, "Helvetica-Bold")
    page.put(40, 60, f"Brough, Kirkby Stephen CA17 4AX   VAT No {d.vat_number()}", 8)
    page.row(
        90, [(40, "JOB / INVOICE"), (140, number), (260, "JOB DATE"), (340, f"{d.day - timedelta(days=3):%d/%m/%Y}")]
    )
    page.row(106, [(40, "INVOICED"), (140, f"{d.day:%d/%m/%Y}"), (260, "CALLED"), (340, "03:41")])
    page.row(122, [(40, "CUSTOMER"), (140, d.own)])
    page.row(160, [(40, "Recovery of van, 44 miles"), (-540, money(net))])
    page.row(200, [(40, "Labour and mileage net"), (-540, money(net))])
    page.row(214, [(40, "VAT 20%"), (-540, money(vat))])
    page.row(228, [(40, "TO PAY"), (-540, money(net + vat, "£"))], font="Helvetica-Bold")
    return page.done(), truth(name, d.day, net + vat, vat, number)


def tyre_shop(d: Desk) -> Written:
    """A till's roll with goods at VAT-inclusive prices, a deposit of nothing and the VAT code table below."""
    name = d.pick(["KWIK GRIP TYRES", "BORDER EXHAUSTS"])
    gross, number = d.rng.randrange(6000, 60000), d.digits(6)
    net = round(gross / 1.2)
    texts = [
        name,
        "14 Station Yard, Gretna DG16 5HD",
        f"VAT Reg No {d.vat_number()}",
        "",
        f"Sale {number}   {d.day:%d-%b-%Y} 09:55",
        "",
        cells("2 x 205/55R16", gross),
        "",
        cells("Sale total", gross),
        cells("Paid: Visa", gross),
        cells("Due", 0),
        "",
        "VAT    Goods      VAT      Total",
        f"20%  {money(net):>8} {money(gross - net):>8} {money(gross):>9}",
    ]
    return slip(270, texts), truth(name.title(), d.day, gross, gross - net, number, type="receipt")


def membership(d: Desk) -> Written:
    """A chamber's renewal: this year's fee, a day by which it must be paid, last year's in small print."""
    name = d.pick(["Craven Chamber of Trade", "Association of Upland Builders"])
    page, number, net = Page(), f"M-{d.digits(4)}", d.rng.randrange(100, 900) * 100
    vat = round(net * 0.2)
    page.mid(50, name, 16, "Times-Bold")
    page.lines(
        60,
        100,
        [*d.buyer, "", f"{d.day.day} {d.day:%B %Y}", "", f"Membership invoice {number}"],
        14,
        font="Times-Roman",
    )
    for n, (label, pence) in enumerate(
        (("Annual subscription", net), ("Add VAT", vat), ("Subscription due", net + vat))
    ):
        page.row(240 + 16 * n, [(60, label), (-400, money(pence, "£"))], font="Times-Roman")
    due = d.day + timedelta(days=30)
    page.lines(
        60,
        330,
        [f"Please pay by {due.day} {due:%B %Y}. Cheques to {name}.", f"VAT {d.vat_number()}"],
        13,
        font="Times-Roman",
    )
    return page.done(), truth(name, d.day, net + vat, vat, number)


def skipper(d: Desk) -> Written:
    """A marketplace for freelancers: its own invoice for a fee, with the job it is about."""
    name = d.pick(["Taskwright Ltd", "Gigbridge UK Limited"])
    number, net = f"T{d.digits(8)}", d.rng.randrange(300, 9000)
    vat = round(net * 0.2)
    html = (
        f"<table><tr><td><b>{name}</b></td><td>Invoice {number}</td></tr></table>"
        f"<p>Issued: {d.day.day} {d.day:%b %Y}<br>Status: Paid</p><p>Billed to: {d.own}</p>"
        f"<table><tr><th>Item</th><th>Amount</th></tr>"
        f"<tr><td>Service fee, job 'Logo redraw'</td><td>£{money(net)}</td></tr>"
        f"<tr><td>VAT @ 20%</td><td>£{money(vat)}</td></tr>"
        f"<tr><td>Invoice total</td><td>£{money(net + vat)}</td></tr>"
        f"<tr><td>Charged to Mastercard 4417</td><td>-£{money(net + vat)}</td></tr>"
        f"<tr><td>Balance</td><td>£0.00</td></tr></table>"
        f"<p>{name}, 9 Deansgate, Salford M3 1AZ. Company 0{d.digits(7)}. VAT GB{d.vat_number().replace(' ', '')}</p>"
    )
    content = mail(f"{name} <billing@taskwright.example>", f"Invoice {number}", d, html=html)
    return content, truth(name, d.day, net + vat, vat, number, file="fee.eml")


def florist(d: Desk) -> Written:
    """A florist's invoice with one price that includes VAT, and no sum but that."""
    name = d.pick(["Petal & Thorn", "The Flower Loft Ltd"])
    page, number, gross = Page(420, 595), d.digits(4), d.rng.randrange(2000, 20000)
    vat = round(gross / 6)
    page.mid(50, name, 20, "Times-Italic")
    page.mid(66, f"Shambles Court, Wetherby LS22 6NE   VAT {d.vat_number()}", 8)
    page.row(110, [(30, "Invoice"), (90, number), (250, "Date"), (300, f"{d.day:%d.%m.%y}")])
    page.row(126, [(30, "For"), (90, d.own)])
    page.row(170, [(30, "Reception arrangement"), (-390, money(gross, "£"))])
    page.row(200, [(30, f"Price includes VAT of {money(vat, '£')} at 20%")])
    page.row(230, [(30, "Please pay"), (-390, money(gross, "£"))], font="Helvetica-Bold")
    return page.done(), truth(name, d.day, gross, vat, number)


def danish(d: Desk) -> Written:
    """A Danish maker in crowns."""
    name = d.pick(["Havnsø Møbler ApS", "Nordkyst Keramik A/S"])
    page, number, net = Page(), d.digits(5), d.rng.randrange(50000, 900000)
    text = f"{net // 100:,}".replace(",", ".") + f",{net % 100:02d}"
    page.lines(40, 60, [name, "Havnegade 12, 4591 Føllenslev", "CVR-nr. 28 41 77 03"])
    page.lines(360, 60, ["FAKTURA", f"Nr. {number}", f"Dato {d.day:%d-%m-%Y}"])
    page.lines(40, 130, [*d.buyer, "Storbritannien"])
    page.row(240, [(40, "Stole, eg, 6 stk."), (-540, text)])
    page.row(260, [(40, "Total DKK"), (-540, text)], font="Helvetica-Bold")
    return page.done(), truth(name, d.day, net, None, number, currency="DKK")


def payroll(d: Desk) -> Written:
    """A bureau's monthly invoice with headings above values in capitals, and its bank in the foot."""
    name = d.pick(["Pennine Payroll Bureau Ltd", "Wageline Services Limited"])
    page, number, heads = Page(), f"PB/{d.digits(4)}", d.rng.randrange(3, 30)
    net = heads * 650
    vat = round(net * 0.2)
    page.end(555, 45, name, 14, "Helvetica-Bold")
    for n, (label, value) in enumerate((("INVOICE TO", d.own), ("INVOICE NUMBER", number),
                                        ("INVOICE DATE", f"{d.day:%d %B %Y}"),
                                        ("MONTH", f"{d.day - timedelta(days=28):%B %Y}"))):  # fmt: skip
        page.put(40 + 135 * n, 90, label, 6.5, ink="grey")
        page.put(40 + 135 * n, 103, value, 8.5)
    page.row(150, [(40, f"Payslips processed: {heads} at £6.50"), (-540, money(net))])
    for n, (label, pence) in enumerate((("NET", net), ("VAT @ 20%", vat), ("TOTAL", net + vat))):
        page.row(190 + 15 * n, [(420, label), (-540, money(pence))])
    page.put(40, 800, f"{name}   Barclays 20-45-45 7{d.digits(7)}   VAT {d.vat_number()}", 7)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def refund(d: Desk) -> Written:
    """A shop gives money back on a till roll."""
    name = d.pick(["Homeware Depot", "The Paint Barn Ltd"])
    gross, number = d.rng.randrange(900, 9000), d.digits(7)
    texts = [
        name,
        "Retail Park, Scunthorpe DN15 8GR",
        f"VAT {d.vat_number()}",
        "*** REFUND ***",
        f"Refund no {number}",
        f"{d.day:%d/%m/%Y} 12:12",
        "",
        cells("Masonry paint 5L", -gross),
        cells("TOTAL REFUND", -gross),
        cells("Refunded to Visa", -gross),
        f"VAT in above {money(-round(gross / 6))}",
    ]
    return slip(260, texts), truth(name, d.day, gross, None, number, type="credit_note", waits=True)


def purchase_order(d: Desk) -> Written:
    """Our own order to a supplier, or an order's acknowledgement: nothing to book."""
    name = d.pick(["Dales Timber Ltd", "Hoist & Winch Supplies Ltd"])
    page, number, net = Page(), f"PO{d.digits(4)}", d.rng.randrange(5000, 90000)
    page.put(40, 50, d.own if d.n % 2 else name, 14, "Helvetica-Bold")
    page.put(40, 80, "PURCHASE ORDER" if d.n % 2 else "ORDER ACKNOWLEDGEMENT", 16)
    page.lines(40, 110, ["To", name if d.n % 2 else d.own, f"Order {number}", f"Date {d.day:%d/%m/%Y}"])
    for n, (label, pence) in enumerate(
        (("Net", net), ("VAT", round(net * 0.2)), ("Order total", net + round(net * 0.2)))
    ):
        page.row(220 + 15 * n, [(40, label), (-400, money(pence, "£"))])
    return page.done(), truth(name, d.day, net, None, number, type="other", waits=True)


def utilities(d: Desk) -> Written:
    """A business's water: charges by service, VAT on a part, what was paid last time."""
    name = d.pick(["Aquilon Business Water Ltd", "Clearbrook Water Retail Limited"])
    page, number, water, trade = Page(), d.digits(9), d.rng.randrange(3000, 20000), d.rng.randrange(3000, 20000)
    vat, last = round(trade * 0.2), d.rng.randrange(4000, 30000)
    page.put(360, 50, name, 14, "Helvetica-Bold", ink="teal")
    page.lines(40, 100, d.buyer)
    page.lines(
        360,
        100,
        ["Invoice number", number, "Tax point", f"{d.day.day} {d.day:%B %Y}", "Customer number", d.digits(8)],
        12,
    )
    rows = (("Your last bill", last), ("Payment received, thank you", -last), ("Water supply (0% VAT)", water),
            ("Trade effluent (20% VAT)", trade), ("VAT at 20%", vat),
            ("Total for this invoice", water + trade + vat))  # fmt: skip
    for n, (label, pence) in enumerate(rows):
        page.row(230 + 16 * n, [(40, label), (-400, money(pence, "£"))])
    page.put(40, 800, f"{name}, registered in England 0{d.digits(7)}. VAT registration number {d.vat_number()}", 7)
    return page.done(), truth(name, d.day, water + trade + vat, vat, number)


SIXTH: dict[str, Layout] = {
    "dentist": dentist, "cloud": cloud, "roadside": roadside, "tyreshop": tyre_shop, "membership": membership,
    "skipper": skipper, "florist": florist, "danish": danish, "payroll": payroll, "refund": refund,
    "purchaseorder": purchase_order, "utilities": utilities,
}  # fmt: skip
