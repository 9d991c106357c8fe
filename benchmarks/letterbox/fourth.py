"""A fourth set, written when the third had been looked at; measured once, and not mended for before that."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth
from benchmarks.letterbox.tills import cells, mail, slip


def saddler(d: Desk) -> Written:
    """A craftsman's account: words in full, the sum in the margin, his name at the top in italics."""
    name = d.pick(["Aubrey Stroud, Saddler", "Fairweather & Daughters"])
    page, number, total = Page(), d.digits(3), d.rng.randrange(90, 2400) * 50
    page.mid(70, name, 22, "Times-Italic")
    page.mid(86, "Tanyard Cottage, Uppingham, Rutland LE15 9QJ", 9, "Times-Roman")
    page.put(60, 140, "To " + d.own, 11, "Times-Roman")
    page.end(535, 140, f"{d.day.day}th {d.day:%B %Y}" if 3 < d.day.day < 21 else f"{d.day.day} {d.day:%B %Y}", 11)
    page.put(60, 165, f"Account no. {number}", 11, "Times-Roman")
    page.row(210, [(60, "Restitching two hide panels and fitting new buckles"), (-535, money(total, "£"))])
    page.row(260, [(60, "With thanks. Terms strictly 30 days."), (-535, money(total, "£"))], font="Times-Bold")
    return page.done(), truth(name, d.day, total, 0, number)


def subscription(d: Desk) -> Written:
    """Software sold in Britain: a column of facts down the right edge, the sender under the sums."""
    name = d.pick(["Plumbline Apps Ltd", "Quillfeather Limited"])
    page, number, net = Page(), f"QF-{d.digits(6)}", d.rng.randrange(900, 30000)
    vat = round(net * 0.2)
    y = 60.0
    for label, value in (("TAX INVOICE", number), ("Billed on", f"{d.day:%d %b %Y}"), ("Billed to", d.own),
                         ("Next renewal", f"{d.day + timedelta(days=365):%d %b %Y}")):  # fmt: skip
        page.end(555, y, label, 7)
        page.end(555, y + 12, value, 10)
        y += 32
    page.row(260, [(40, "Studio plan, yearly"), (-555, money(net, "£"))])
    for n, (label, pence) in enumerate((("Excluding VAT", net), ("VAT 20%", vat), ("Including VAT", net + vat))):
        page.row(290 + 15 * n, [(380, label), (-555, money(pence, "£"))])
    page.lines(40, 400, [name, "2 Baltic Street", "London EC1Y 0UJ", f"VAT no. GB {d.vat_number()}"], size=8)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def optician(d: Desk) -> Written:
    """A receipt for an eye test and glasses: part with VAT, part without, what was paid at the desk."""
    name = d.pick(["Lowther Opticians", "Clearwell Eyecare Ltd"])
    test, glasses, number = 2500, d.rng.randrange(6000, 30000), d.digits(6)
    vat = round(glasses / 12)
    texts = [name, "14 King Street", "Penrith CA11 7AH", "", f"Date: {d.day:%d/%m/%Y}   Ref {number}", "",
             cells("Sight test (exempt)", test), cells("Spectacles inc VAT", glasses), cells("VAT included", vat),
             cells("Total", test + glasses), cells("Paid by card", test + glasses), "", "Thank you"]  # fmt: skip
    return slip(260, texts), truth(name, d.day, test + glasses, vat, None, type="receipt")


def power(d: Desk) -> Written:
    """Electricity: a nil balance before, units, and two columns of small print beside the sums."""
    name = d.pick(["Ampere & Ash Energy Ltd", "Heathlight Power"])
    page, number, used = Page(), d.digits(10), d.rng.randrange(7000, 50000)
    vat = round(used * 0.05)
    page.put(40, 50, name, 19, "Helvetica-Bold", ink="darkorange")
    page.lines(360, 50, [f"Invoice number: {number}", f"Invoice date: {d.day:%d %B %Y}", f"Account: {d.digits(7)}"], 13)
    page.lines(40, 90, d.buyer)
    rows = (("Opening balance", 0), ("Energy charges", used), ("VAT @ 5%", vat), ("Closing balance", used + vat))
    for n, (label, pence) in enumerate(rows):
        page.row(220 + 17 * n, [(40, label), (-300, money(pence, "£"))])
    page.lines(340, 220, ["Meter reading 04417 (actual)", f"Please pay by {d.day + timedelta(days=10):%d %B %Y}"], 13)
    page.put(40, 810, f"VAT registration {d.vat_number()}", 7)
    return page.done(), truth(name, d.day, used + vat, vat, number)


def docket(d: Desk) -> Written:
    """A builders' yard's docket on a strip: cash sale, rate by letter."""
    name = d.pick(["Penmaen Aggregates", "Cwm Stone & Slate Ltd"])
    net, number = d.rng.randrange(1500, 30000), d.digits(7)
    vat = round(net * 0.2)
    texts = [name.upper(), "QUARRY RD LL34 6LN", f"VAT REG {d.vat_number()}", "CASH SALE", f"DOCKET {number}",
             f"{d.day:%d.%m.%Y}  10:44", "", cells("10mm gravel bulk bag", net), "", cells("GOODS", net),
             cells("V.A.T. 20%", vat), cells("TO PAY", net + vat), cells("DEBIT CARD", net + vat)]  # fmt: skip
    return slip(250, texts), truth(name, d.day, net + vat, vat, number, type="receipt")


def tickets(d: Desk) -> Written:
    """Tickets for a conference by mail: the organiser sells, a platform writes."""
    name = d.pick(["Northern Makers Network CIC", "Craft Forum Ltd"])
    net, number = d.rng.randrange(4000, 40000), d.digits(10)
    vat = round(net * 0.2)
    html = (
        f"<h1>You're going!</h1><p>Order {number}, {d.day.day} {d.day:%B %Y}</p>"
        f"<p>Makers' Day, 14 October 2026, Salts Mill</p>"
        f"<table><tr><td>Ticket price</td><td>£{money(net)}</td></tr><tr><td>VAT (20%)</td><td>£{money(vat)}</td></tr>"
        f"<tr><td>Total</td><td>£{money(net + vat)}</td></tr></table><p>This is your tax receipt.</p>"
        f"<p>Sold by {name}, 8 Mill Street, Saltaire BD18 3LA, VAT {d.vat_number()}</p>"
    )
    content = mail("Ticketree <orders@ticketree.example>", "Your tickets", d, html=html)
    return content, truth(name, d.day, net + vat, vat, number, type="receipt", file="tickets.eml")


def pictures(d: Desk) -> Written:
    """Pictures from America in dollars, on one page, with the customer's address in Britain."""
    name = d.pick(["Framewell Stock LLC", "Lightvault Images, Inc."])
    page, number, total = Page(612, 792), f"LV{d.digits(7)}", d.rng.randrange(900, 60000)
    page.lines(50, 60, [name, "1201 Third Avenue", "Seattle, WA 98101"])
    page.lines(380, 60, ["RECEIPT", f"# {number}", f"{d.day:%B} {d.day.day}, {d.day.year}"])
    page.lines(50, 140, ["Customer", *d.buyer, "Great Britain"])
    page.row(250, [(50, "10 image credits"), (-560, f"${money(total)}")])
    page.row(270, [(50, "Sales tax"), (-560, "$0.00")])
    page.row(290, [(50, "Total charged to Visa 4417"), (-560, f"${money(total)}")], font="Helvetica-Bold")
    return page.done(), truth(name, d.day, total, 0, number, type="receipt", currency="USD")


def laundry(d: Desk) -> Written:
    """Linen by contract: abbreviations for labels, weeks as lines, sums in the middle of the page."""
    name = d.pick(["Whitesands Laundry Ltd", "Border Linen Hire Limited"])
    page, number, rows = Page(), d.digits(6), d.sums(1200, 7000, 4)
    net = sum(rows)
    vat = round(net * 0.2)
    page.put(40, 45, name, 13, "Courier-Bold")
    page.put(40, 58, f"Steam Mill, Berwick TD15 1AA  VAT {d.vat_number()}", 8, "Courier")
    page.row(
        85, [(40, f"INV NO {number}"), (220, f"INV DATE {d.day:%d/%m/%y}"), (420, f"A/C {d.digits(4)}")], font="Courier"
    )
    page.lines(40, 110, d.buyer, font="Courier")
    for n, pence in enumerate(rows):
        week = d.day - timedelta(days=28 - 7 * n)
        page.row(
            200 + 14 * n, [(40, f"W/C {week:%d/%m/%y}"), (180, "Sheets, towels"), (-420, money(pence))], font="Courier"
        )
    for n, (label, pence) in enumerate((("NETT", net), ("V.A.T.", vat), ("TOTAL", net + vat))):
        page.row(280 + 14 * n, [(240, label), (-420, money(pence))], font="Courier")
    return page.done(), truth(name, d.day, net + vat, vat, number)


def scaffold(d: Desk) -> Written:
    """A subcontractor under the domestic reverse charge: its VAT is said and not asked."""
    name = d.pick(["Highline Scaffolding Ltd", "Beacon Access Limited"])
    page, number, net = Page(), f"HS{d.digits(4)}", d.rng.randrange(50000, 400000)
    page.lines(40, 50, [name, "Yard 3, Dock Lane, Goole DN14 6AB", f"VAT {d.vat_number()}"])
    page.put(400, 50, "INVOICE", 18, "Helvetica-Bold")
    page.lines(400, 80, [f"No: {number}", f"Date: {d.day:%d/%m/%Y}"])
    page.lines(40, 120, ["Invoice to", *d.buyer])
    page.row(240, [(40, "Erect and hire 8 weeks"), (-540, money(net))])
    page.row(280, [(360, "Net"), (-540, money(net))])
    page.row(296, [(360, "VAT (reverse charge)"), (-540, "0.00")])
    page.row(312, [(360, "Total due"), (-540, money(net))])
    page.put(40, 350, f"Reverse charge: customer to pay the VAT of £{money(round(net * 0.2))} to HMRC", 8)
    return page.done(), truth(name, d.day, net, 0, number)


def hall(d: Desk) -> Written:
    """A village hall: a day of hire, a cheque's payee, no VAT and no legal form."""
    name = d.pick(["Burnsall Village Hall", "St Oswald's Parish Rooms"])
    page, number, total = Page(), d.digits(3), d.rng.randrange(20, 300) * 100
    page.put(50, 60, "Invoice", 20, "Times-Bold")
    page.lines(50, 90, [f"From: {name}", f"To: {d.own}", f"Invoice number: {number}",
                        f"Invoice date: {d.day.day} {d.day:%B %Y}",
                        f"Hire of main hall on {(d.day + timedelta(days=8)):%d %B %Y}: £{money(total)}",
                        f"Total payable: £{money(total)}", f"Cheques payable to {name}"],
               20, font="Times-Roman")  # fmt: skip
    return page.done(), truth(name, d.day, total, 0, number)


def ours(d: Desk) -> Written:
    """Our own invoice to a customer, uploaded as well: it is a sale, or a person is asked."""
    buyer = d.pick(["Hartwell Interiors Ltd", "The Old Rectory Hotel"])
    page, number, net = Page(), f"2026-{d.digits(3)}", d.rng.randrange(20000, 300000)
    vat = round(net * 0.2)
    page.put(40, 50, d.own, 16, "Helvetica-Bold")
    page.lines(40, 66, [d.street, f"{d.town} {d.postcode}", "VAT 123 4567 82"], 11, size=8)
    page.lines(40, 120, ["Bill to", buyer, "1 Church Road", "Malton YO17 7AA"])
    page.lines(380, 120, [f"Invoice {number}", f"Date {d.day:%d/%m/%Y}"])
    for n, (label, pence) in enumerate((("Subtotal", net), ("VAT 20%", vat), ("Total", net + vat))):
        page.row(240 + 16 * n, [(380, label), (-550, money(pence, "£"))])
    page.put(40, 400, f"Pay {d.own}, 20-11-22, 4{d.digits(7)}")
    return page.done(), truth((d.own, d.own.rpartition(" t/a ")[2]), d.day, net + vat, vat, number)


def norwegian(d: Desk) -> Written:
    """A Norwegian seller: crowns, blanks between thousands."""
    name = d.pick(["Fjelltopp Utstyr AS", "Nordlys Trykkeri AS"])
    page, number, total = Page(), d.digits(6), d.rng.randrange(20000, 900000)
    text = money(total).replace(",", " ").replace(".", ",")
    page.lines(40, 60, [name, "Storgata 8, 9008 Tromsø", "Org.nr. 987 654 321 MVA"])
    page.lines(360, 60, [f"Fakturanr. {number}", f"Fakturadato {d.day:%d.%m.%Y}"])
    page.lines(40, 130, [*d.buyer, "Storbritannia"])
    page.row(240, [(40, "Utstyr"), (-540, f"kr {text}")])
    page.row(258, [(40, "Å betale NOK"), (-540, text)], font="Helvetica-Bold")
    return page.done(), truth(name, d.day, total, None, number, currency="NOK")


def donation(d: Desk) -> Written:
    """A charity's thanks for a gift: a letter with one sum."""
    name = d.pick(["Dales Mountain Rescue", "The Lantern Trust"])
    page, number, total = Page(), f"D{d.digits(5)}", d.rng.randrange(10, 500) * 100
    page.mid(60, name, 18, "Helvetica-Bold")
    page.mid(74, "Registered charity 1099441", 8)
    page.lines(50, 120, [*d.buyer, "", f"{d.day.day} {d.day:%B %Y}", "", "Donation receipt " + number, "",
                         f"Thank you for your donation of £{money(total)}, received by card.", "",
                         "Yours sincerely", "J Metcalfe, Treasurer"], 15)  # fmt: skip
    return page.done(), truth(name, d.day, total, 0, number, type="receipt")


def instalment(d: Desk) -> Written:
    """Part was paid already: the balance is less than the total."""
    name = d.pick(["Ryedale Carpets Ltd", "Furnish & Floor Limited"])
    page, number, net = Page(), f"R{d.digits(5)}", d.rng.randrange(60000, 400000)
    vat = round(net * 0.2)
    paid = (net + vat) // 4
    page.put(40, 50, name, 15, "Helvetica-Bold")
    page.lines(40, 70, [f"Invoice {number}", f"{d.day:%d/%m/%Y}", "", *d.buyer])
    rows = (("Net", net), ("VAT", vat), ("Total", net + vat), ("Payment received", -paid), ("To pay", net + vat - paid))
    for n, (label, pence) in enumerate(rows):
        page.row(240 + 16 * n, [(300, label), (-520, money(pence, "£"))])
    return page.done(), truth(name, d.day, net + vat, vat, number, waits=True)


FOURTH: dict[str, Layout] = {
    "saddler": saddler, "subscription": subscription, "optician": optician, "power": power, "docket": docket,
    "tickets": tickets, "pictures": pictures, "laundry": laundry, "scaffold": scaffold, "hall": hall, "ours": ours,
    "norwegian": norwegian, "donation": donation, "instalment": instalment,
}  # fmt: skip
