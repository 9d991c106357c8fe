"""What trades, lawyers, merchants and landlords send."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth


def plumber(d: Desk) -> Written:
    """Facts in a row of boxes, each below its heading; the heading white on blue."""
    name = d.pick(["Coldwell Plumbing & Heating Ltd", "J. Askew Gas Services", "Drip Doctor (Northern) Ltd"])
    page, number = Page(), f"CPH/{d.digits(4)}"
    page.bar(0, 70, 595, 70, "navy")
    page.put(40, 45, name, 20, "Helvetica-Bold", ink="white")
    page.put(430, 45, "INVOICE", 18, "Helvetica", ink="white")
    page.lines(40, 95, ["Gas Safe 512204", "Tel 01434 609 118", "office@coldwell-heating.example"], size=8)
    page.lines(40, 150, d.buyer)
    page.row(220, [(40, "Invoice No"), (170, "Date"), (280, "Job ref"), (400, "Payment due")], font="Helvetica-Bold")
    due = d.day + timedelta(days=14)
    page.row(235, [(40, number), (170, f"{d.day:%d/%m/%Y}"), (280, "J" + d.digits(5)), (400, f"{due:%d/%m/%Y}")])
    parts = d.sums(2500, 42000, 3)
    y = 280.0
    for text, pence in zip(("Labour - two men, one day", "Combi valve and fittings", "Disposal"), parts, strict=True):
        page.row(y, [(40, text), (-550, money(pence))])
        y += 18
    net = sum(parts)
    vat = round(net * 0.2)
    for label, pence in (("Net", net), ("VAT @ 20%", vat), ("TOTAL", net + vat)):
        page.row(y + 20, [(400, label), (-550, money(pence, "£"))])
        y += 16
    page.mid(810, f"VAT Reg {d.vat_number()}   Bank: 20-44-18  {d.digits(8)}", 8)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def electrician(d: Desk) -> Written:
    """A small trader below the threshold: no VAT, a day without a label, the total in a sentence."""
    name = d.pick(["Tom Hargreaves Electrical", "Sparks of Selby", "P & D Lowe Electricians"])
    page, number, total = Page(), d.digits(3), d.rng.randrange(80, 900) * 100
    page.mid(50, name, 16, "Times-Bold")
    page.mid(66, "NICEIC approved - 14 Mill Row, Selby YO8 4QP - 07700 900 412", 9, "Times-Roman")
    page.end(550, 110, f"{d.day.day} {d.day:%B %Y}", font="Times-Roman")
    page.lines(40, 110, d.buyer, font="Times-Roman")
    page.put(40, 190, f"Invoice {number}", 12, "Times-Bold")
    page.lines(40, 220, ["Replace consumer unit and test all circuits.", "Certificate enclosed.",
                         "", f"Total to pay: £{money(total)}", "", "I am not registered for VAT.",
                         "Please pay within 7 days to T Hargreaves, 09-01-28, 40112233"],
               font="Times-Roman")  # fmt: skip
    return page.done(), truth(name, d.day, total, 0, number)


def lawyers(d: Desk) -> Written:
    """A fee note as a letter: references, a day at its top, costs with VAT, payments made for the client without."""
    name = d.pick(["Harcourt Venn LLP", "Blackwood, Tarrant & Co", "Ferris Legal Limited"])
    page, number = Page(), f"{d.digits(5)}/{d.rng.randrange(1, 9)}"
    page.end(550, 50, name, 17, "Times-Bold")
    page.end(550, 64, "SOLICITORS", 8, "Times-Roman")
    for n, text in enumerate(("2 Chancery Passage", "Exeter EX1 1GT", "DX 8320 Exeter")):
        page.end(550, 78 + 11 * n, text, 8, "Times-Roman")
    page.lines(40, 110, d.buyer, font="Times-Roman")
    page.lines(40, 180, [f"Our ref: HV/KMT/{d.digits(6)}", "Your ref: lease", "", f"{d.day.day} {d.day:%B %Y}", "",
                         f"Bill number {number}", "", "Dear Sirs", "", "Lease of premises", "",
                         "To our professional charges in acting for you in the renewal of your lease,",
                         "including correspondence with the landlord's agents from 3 November 2025."],
               font="Times-Roman")  # fmt: skip
    costs, search = d.sums(45000, 260000, 1)[0], d.rng.randrange(300, 4000)
    vat = round(costs * 0.2)
    rows = (("Our costs", costs), ("VAT thereon at 20%", vat), ("Land Registry fees (no VAT)", search),
            ("Total payable", costs + vat + search))  # fmt: skip
    for n, (label, pence) in enumerate(rows):
        page.row(370 + 16 * n, [(60, label), (-520, "£" + money(pence))], font="Times-Roman")
    page.lines(40, 480, ["With compliments", "", name], font="Times-Roman")
    page.mid(810, f"{name} is authorised and regulated by the SRA no. {d.digits(6)}. VAT {d.vat_number()}", 7)
    return page.done(), truth(name, d.day, costs + vat + search, vat, number)


def merchant(d: Desk) -> Written:
    """A builders' merchant over two pages, the sums on the second, VAT in a box by code."""
    name = d.pick(["Brigg Timber Supplies Ltd", "Castlegate Building Materials Limited", "Rowan & Hoyle plc"])
    page, number = Page(), f"{d.digits(2)}-{d.digits(6)}"
    rows = d.sums(240, 15000, 44)

    def head(sheet: int) -> None:
        page.put(40, 40, name, 13, "Helvetica-Bold")
        page.put(40, 54, "Trading Estate Road, Brigg DN20 8XB", 7)
        facts = [("SALES INVOICE", ""), ("Document", number), ("Tax point", f"{d.day:%d-%b-%y}"),
                 ("Account", "W" + d.digits(4)), ("Your order", "PO" + d.digits(4)),
                 ("Page", f"{sheet} of 2")]  # fmt: skip
        for n, (label, value) in enumerate(facts):
            page.row(40 + 11 * n, [(400, label), (480, value)], size=8)

    head(1)
    page.lines(40, 90, ["Invoice to:", *d.buyer], 11, size=8)
    page.lines(220, 90, ["Deliver to:", "Site at Long Meadow", "Hexham"], 11, size=8)
    y = 170.0
    for n, pence in enumerate(rows):
        if n == 40:
            page.put(450, 800, "Continued", 8)
            page.turn()
            head(2)
            y = 140.0
        page.row(y, [(40, f"T{1000 + n}"), (100, f"CLS timber {n + 2}x3 treated"), (-480, money(pence)), (500, "S")],
                 size=8)  # fmt: skip
        y += 15
    net = sum(rows)
    vat = round(net * 0.2)
    page.row(300, [(40, "VAT code"), (100, "Rate"), (-220, "Goods"), (-300, "VAT")], size=8)
    page.row(314, [(40, "S"), (100, "20.00"), (-220, money(net)), (-300, money(vat))], size=8)
    for n, (label, pence) in enumerate((("Goods total", net), ("VAT total", vat), ("Invoice total", net + vat))):
        page.row(300 + 14 * n, [(380, label), (-550, money(pence))])
    page.mid(815, f"Registered in England {d.digits(7)}  VAT registration {d.vat_number()}  E&OE", 7)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def grocer(d: Desk) -> Written:
    """A food wholesaler: zero and standard rate, the analysis at the left, the sums at the right."""
    name = d.pick(["Pennine Foodservice Ltd", "Hallam Cash & Carry Limited", "Solway Catering Supplies Ltd"])
    page, number = Page(), d.digits(7)
    page.put(40, 45, name.upper(), 15, "Courier-Bold")
    page.lines(40, 60, ["Depot 4, Orchard Park, Carlisle CA2 7NA", f"VAT No. GB{d.vat_number()}"], 10, size=8)
    page.lines(40, 110, d.buyer, 11, font="Courier")
    page.lines(330, 110, [f"INVOICE NO : {number}", f"INV. DATE  : {d.day:%d/%m/%y}",
                          f"DELIVERED  : {d.day - timedelta(days=1):%d/%m/%y}", f"CUSTOMER   : {d.digits(5)}"],
               11, font="Courier")  # fmt: skip
    plain, taxed = d.sums(300, 5200, 5), d.sums(300, 3800, 4)
    y = 200.0
    for text, pence, code in [
        *(("Potatoes 25kg", p, "Z") for p in plain), *(("Cola 24x330ml", p, "S") for p in taxed)
    ]:  # fmt: skip
        page.row(y, [(40, text), (-420, money(pence)), (440, code)], font="Courier")
        y += 13
    vat = round(sum(taxed) * 0.2)
    page.row(520, [(40, "RATE"), (-170, "GOODS"), (-250, "VAT")], font="Courier")
    page.row(533, [(40, "Z  0%"), (-170, money(sum(plain))), (-250, "0.00")], font="Courier")
    page.row(546, [(40, "S 20%"), (-170, money(sum(taxed))), (-250, money(vat))], font="Courier")
    total = sum(plain) + sum(taxed) + vat
    rows = (("GOODS", total - vat), ("VAT", vat), ("TO PAY", total))
    for n, (label, pence) in enumerate(rows):
        page.row(520 + 13 * n, [(350, label), (-500, money(pence))], font="Courier-Bold")
    return page.done(), truth(name, d.day, total, vat, number)


def subcontractor(d: Desk) -> Written:
    """Labour less the deduction of the construction scheme: it asks for less than its total."""
    name = d.pick(["Kev Brannigan Plastering", "Stonefields Groundworks Ltd", "M Dudek Drylining"])
    page, number = Page(), f"KB{d.digits(3)}"
    page.put(40, 50, name, 14, "Helvetica-Bold")
    page.lines(40, 66, ["UTR 48211 90337", "22 Dale Street, Leek"], 11, size=8)
    page.lines(350, 66, [f"Invoice: {number}", f"Dated: {d.day:%d.%m.%Y}", "Plot 14, Meadow Rise"])
    page.lines(40, 130, ["To", *d.buyer])
    labour, materials = d.sums(60000, 320000, 2)
    cis = round(labour * 0.2)
    rows = (("Labour", labour), ("Materials", materials), ("Gross", labour + materials),
            ("CIS deduction 20% on labour", -cis), ("Amount payable", labour + materials - cis))  # fmt: skip
    for n, (label, pence) in enumerate(rows):
        page.row(240 + 18 * n, [(40, label), (-500, money(pence, "£"))])
    page.put(40, 400, "Domestic reverse charge applies: customer to account for VAT to HMRC.", 8)
    return page.done(), truth(name, d.day, labour + materials, 0, number, waits=True)


def kitchen(d: Desk) -> Written:
    """The balance of an order, less the deposit invoiced before."""
    name = d.pick(["Larkhill Kitchens Ltd", "Thornbury Windows Limited", "The Shopfitting Company (York) Ltd"])
    page, number = Page(), f"SI-{d.digits(5)}"
    page.lines(350, 50, [name, "Showroom 2, Foss Bank", "York YO31 7XX", f"VAT: {d.vat_number()}"])
    page.put(40, 60, "Invoice", 24, "Helvetica-Bold")
    page.lines(40, 100, d.buyer)
    page.lines(350, 130, [f"No. {number}", f"Date {d.day:%d %b %Y}"])
    net = d.rng.randrange(200000, 900000)
    vat = round(net * 0.2)
    deposit = (net + vat) // 3
    before = d.day - timedelta(days=40)
    rows = (("Supply and fit as quoted", net), ("VAT 20%", vat), ("Contract total", net + vat),
            (f"Less deposit, our invoice of {before:%d %b %Y}", -deposit),
            ("Balance due", net + vat - deposit))  # fmt: skip
    for n, (label, pence) in enumerate(rows):
        page.row(240 + 18 * n, [(40, label), (-550, money(pence, "£"))])
    return page.done(), truth(name, d.day, net + vat, vat, number, waits=True)


def deposit(d: Desk) -> Written:
    """The deposit itself: an invoice for half of an order, whose full price stands above it."""
    name = d.pick(["Copperfield Signs Ltd", "Anvil & Ash Metalwork", "Barrow Event Hire Limited"])
    page, number = Page(), f"{d.digits(4)}D"
    page.put(40, 50, name, 15, "Times-Bold")
    page.put(40, 66, f"The Old Forge, Ulverston LA12 7AB. VAT {d.vat_number()}", 8)
    page.lines(40, 100, ["DEPOSIT INVOICE", "", *d.buyer])
    page.lines(380, 100, [f"Invoice no: {number}", f"Invoice date: {d.day:%d/%m/%Y}"])
    order = d.rng.randrange(1000, 6000) * 200
    net = order // 2
    vat = round(net * 0.2)
    page.put(40, 210, f"Order value £{money(order)} plus VAT. 50% deposit now, balance on completion.")
    for n, (label, pence) in enumerate((("Deposit 50%", net), ("VAT", vat), ("Total due", net + vat))):
        page.row(250 + 16 * n, [(300, label), (-520, money(pence, "£"))])
    return page.done(), truth(name, d.day, net + vat, vat, number)


def rent(d: Desk) -> Written:
    """A landlord's demand: a period, a day it must be paid by, no VAT."""
    name = d.pick(["Fenwick Estates Ltd", "Queensgate Property Management Limited", "The Trustees of Oddfellows Hall"])
    page, number, total = Page(), f"RD{d.digits(5)}", d.rng.randrange(400, 2600) * 100
    page.mid(60, "RENT DEMAND", 14, "Helvetica-Bold")
    start = d.day + timedelta(days=10)
    page.lines(40, 100, ["Landlord:", name, "1 Grey Street, Newcastle NE1 6EE"])
    page.lines(320, 100, ["Tenant:", *d.buyer])
    page.lines(40, 190, [f"Demand no. {number}", f"Date of demand {d.day:%d %B %Y}",
                         f"Premises: {d.street}", f"Rent for one month from {start:%d %B %Y}   £{money(total)}",
                         "VAT: exempt", f"Sum due £{money(total)}", f"Due on {start:%d %B %Y}"], 18)  # fmt: skip
    return page.done(), truth(name, d.day, total, 0, number)


def settlement(d: Desk) -> Written:
    """A discount for paying early: two sums to pay, of which the invoice's total is the greater."""
    name = d.pick(["Calder Packaging Ltd", "Nidd Valley Fasteners Limited", "Ribble Abrasives Co. Ltd"])
    page, number = Page(), f"INV{d.digits(6)}"
    page.put(40, 50, name, 14, "Helvetica-Bold")
    page.lines(40, 64, ["Canal Wharf, Sowerby Bridge HX6 2AG"], size=8)
    page.lines(40, 110, d.buyer)
    page.row(110, [(330, "Invoice number"), (440, number)])
    page.row(124, [(330, "Invoice date"), (440, f"{d.day.day} {d.day:%b %Y}")])
    page.row(138, [(330, "Despatched"), (440, f"{(d.day - timedelta(days=3)).day} {d.day - timedelta(days=3):%b %Y}")])
    net = d.rng.randrange(12000, 190000)
    vat = round(net * 0.2)
    page.row(200, [(40, "Boxes, double wall, 500 off"), (-550, money(net))])
    for n, (label, pence) in enumerate((("Subtotal", net), ("VAT at 20.0%", vat), ("Total GBP", net + vat))):
        page.row(260 + 16 * n, [(400, label), (-550, money(pence))])
    early = round((net + vat) * 0.975)
    page.put(40, 330, f"If paid within 7 days: £{money(early)}. No credit note will be issued.", 8)
    page.mid(810, f"VAT no. {d.vat_number()}. Company no. 0{d.digits(7)}", 8)
    return page.done(), truth(name, d.day, net + vat, vat, number)


TRADES: dict[str, Layout] = {
    "plumber": plumber, "electrician": electrician, "lawyers": lawyers, "merchant": merchant, "grocer": grocer,
    "subcontractor": subcontractor, "kitchen": kitchen, "deposit": deposit, "rent": rent, "settlement": settlement,
}  # fmt: skip
