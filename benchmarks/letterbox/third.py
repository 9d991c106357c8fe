"""A third set, written when the second had been looked at: other trades and words, set in yet other ways."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth
from benchmarks.letterbox.tills import cells, mail, slip
from benchmarks.letterbox.typeset import day, lines, said, set_in, table


def locksmith(d: Desk) -> Written:
    """A carbon-copy pad: printed headings, values written after them, a total in a box of its own."""
    name = d.pick(["Keystone Locks", "A1 Locksmiths (Derby) Ltd", "Bolt & Barrel"])
    page, number, total = Page(420, 595), d.digits(4), d.rng.randrange(45, 380) * 100
    page.mid(40, name.upper(), 16, "Helvetica-Bold")
    page.mid(54, "24 hour call-out   07700 900 881   Not VAT registered", 8)
    page.row(90, [(30, "Date ................"), (90, f"{d.day:%d / %m / %Y}"), (260, "No."), (290, number)])
    page.lines(30, 115, ["To:", *d.buyer[:3]], 14)
    page.row(220, [(30, "Supply and fit euro cylinder, two keys"), (-380, money(total))])
    page.row(480, [(250, "TOTAL"), (-380, "£" + money(total))], size=13)
    page.put(30, 520, "Paid with thanks / please pay on completion", 8)
    return page.done(), truth(name, d.day, total, 0, number)


def nursery(d: Desk) -> Written:
    """A plant nursery: trays at five rates of discount, VAT in a line of three figures."""
    name = d.pick(["Thornfield Nurseries Ltd", "Garth Plants Limited"])
    number, net = f"SO{d.digits(5)}", d.rng.randrange(9000, 90000)
    vat = round(net * 0.2)
    upper = lines(["Garth Lane, Bubwith YO8 6NA", f"VAT: {d.vat_number()}"])
    middle = lines(["Invoice & tax point", day(d, "%d/%m/%Y")])
    body = (
        f"#align(right)[*{said(name)}*]\n#text(size: 9pt)[{upper}]\n\n"
        f"*TAX INVOICE*\n\n#grid(columns: (1fr, 1fr, 1fr), [Invoice \\\n {said(number)}], "
        f"[{middle}], [{lines(['Collected', day(d, '%d/%m/%Y')])}])\n#v(5mm)\n"
        f"{lines(['Sold to', *d.buyer])}\n#v(5mm)\n"
        f"{table([['Hedging mixed x 100', '10% disc', money(net)]], '(1fr, auto, auto)')}\n"
        f"{table([['Net', 'VAT 20%', 'Total'], [money(net), money(vat), money(net + vat)]], '(1fr, 1fr, 1fr)', True)}"
    )
    return set_in(body), truth(name, d.day, net + vat, vat, number)


def architect(d: Desk) -> Written:
    """A practice's account as a letter signed by a partner; its stage, no word of invoice but one."""
    name = d.pick(["Hobday Lisle Architects", "Pemberley Surveyors LLP"])
    number, net = f"{d.digits(4)}/{d.rng.randrange(2, 9)}", d.rng.randrange(60000, 700000)
    vat = round(net * 0.2)
    upper = lines([day(d, "{d} %B %Y")])
    middle = said(
        "Please find below our account for stage 3, developed design, agreed in our letter of 2 October 2025."
    )
    lower = table(
        [["Fee for stage 3", "£" + money(net)], ["Add VAT at 20%", "£" + money(vat)], ["", "£" + money(net + vat)]],
        "(1fr, auto)",
    )
    body = (
        f"#text(size: 15pt)[{said(name)}]\n#line(length: 100%)\n\n{lines(d.buyer)}\n\n{upper}\n\n"
        f"{said('Dear Ms Rowe')}\n\n*{said('Workshop extension: Invoice ' + number)}*\n\n"
        f"{middle}\n\n"
        f"{lower}\n\n"
        f"{said('Yours sincerely')}\n#v(10mm)\n{lines(['R Hobday', 'Partner, for ' + name])}\n#v(1fr)\n"
        f"#text(size: 7pt)[{said(f'VAT No. {d.vat_number()}   studio@practice.example')}]"
    )
    return set_in(body), truth(name, d.day, net + vat, vat, number)


def cleaner(d: Desk) -> Written:
    """A word processor's table with everything in it, the sender at the bottom with its bank."""
    name = d.pick(["Sparkle & Shine Cleaning Services", "Marta Nowak Cleaning", "Brightside Facilities Ltd"])
    number, total = f"{d.digits(2)}", d.rng.randrange(60, 600) * 100
    first = d.day.replace(day=1)
    rows = [["Invoice", f"#{number}"], ["For", d.own], ["Month", f"{first:%B %Y}"], ["Sent", day(d, "%d/%m/%y")],
            ["Office cleaning, 8 visits", f"£{money(total)}"], ["Total", f"£{money(total)}"]]  # fmt: skip
    body = (
        f"{table(rows, '(1fr, 1fr)', True)}\n#v(10mm)\n"
        f"{lines(['Please pay ' + name, 'Sort code 20-10-53', 'Account 4' + d.digits(7), 'Thank you'])}"
    )
    return set_in(body), truth(name, d.day, total, 0, number)


def hosting(d: Desk) -> Written:
    """Hosting in pounds from a British seller: period, paid by card, a nil balance at the end."""
    name = d.pick(["Cumulus Kite Ltd", "Rackbarn Limited"])
    page, number, net = Page(), f"#{d.digits(6)}", d.rng.randrange(500, 20000)
    vat = round(net * 0.2)
    page.bar(0, 60, 595, 60, "teal")
    page.put(40, 38, name, 18, "Helvetica-Bold", ink="white")
    page.end(555, 85, "PAID", 20, "Helvetica-Bold")
    page.lines(40, 95, [f"Invoice {number}", f"Invoice Date: {d.day:%d/%m/%Y}", f"Due Date: {d.day:%d/%m/%Y}"])
    page.lines(40, 150, ["Invoiced To", *d.buyer])
    until = d.day + timedelta(days=30)
    page.row(250, [(40, "Description"), (-555, "Total")], font="Helvetica-Bold")
    page.row(268, [(40, f"Cloud server ({d.day:%d/%m/%Y} - {until:%d/%m/%Y})"), (-555, f"£{money(net)} GBP")])
    for n, (label, pence) in enumerate((("Sub Total", net), ("20.00% VAT", vat), ("Credit", 0), ("Total", net + vat))):
        page.row(300 + 16 * n, [(-450, label), (-555, f"£{money(pence)} GBP")])
    page.row(400, [(40, "Transaction Date"), (180, "Gateway"), (300, "Transaction ID"), (-555, "Amount")], size=8)
    page.row(414, [(40, f"{d.day:%d/%m/%Y}"), (180, "Card"), (300, "ch_" + d.digits(10)),
                   (-555, f"£{money(net + vat)} GBP")], size=8)  # fmt: skip
    page.row(430, [(-450, "Balance"), (-555, "£0.00 GBP")], size=8)
    page.mid(820, f"{name}, 5 Dock Road, Hull HU1 2PG. Company 0{d.digits(7)}. VAT GB{d.vat_number()}", 7)
    return page.done(), truth(name, d.day, net + vat, vat, number.removeprefix("#"))


def swiss(d: Desk) -> Written:
    """A Swiss seller: francs, thousands parted by a stroke."""
    name = d.pick(["Uhrwerk Aebischer AG", "Bergsicht Medien GmbH"])
    number, total = d.digits(5), d.rng.randrange(10000, 400000)
    text = f"CHF {money(total)}".replace(",", "'")
    upper = lines(["Bahnhofstrasse 12", "8001 Zürich"])
    middle = table(
        [["Ersatzteile gemäss Offerte", text], ["MWST 0% (Export)", "CHF 0.00"], ["Total", text]], "(1fr, auto)"
    )
    body = (
        f'#text(weight: "bold")[{said(name)}]\n{upper}\n\n{lines([*d.buyer, "England"])}\n\n'
        f"{lines([day(d, 'Zürich, %d.%m.%Y')])}\n\n*Rechnung Nr. {number}*\n\n"
        f"{middle}\n\n"
        f"{said('Zahlbar innert 30 Tagen. CHE-112.233.445 MWST')}"
    )
    return set_in(body), truth(name, d.day, total, 0, number, currency="CHF")


def pub(d: Desk) -> Written:
    """A pub's slip, drawn up by table and paid with a tip."""
    name = d.pick(["The Dun Cow", "Tap & Spile Ltd", "The Ropery Kitchen"])
    food, tip, number = d.rng.randrange(1800, 9000), 400, d.digits(3)
    vat = round(food / 6)
    texts = [name, "Elvet, Durham DH1 3HN", f"VAT No {d.vat_number()}", "", f"TABLE 12  {d.day:%d/%m/%Y} 20:16",
             f"BILL {number}", cells("2 x Pie of the day", food), cells("SUBTOTAL", food), cells("INC VAT 20%", vat),
             cells("AMOUNT DUE", food), "", cells("VISA SALE", food), cells("GRATUITY", tip),
             cells("TOTAL CHARGED", food + tip)]  # fmt: skip
    return slip(250, texts), truth(name, d.day, food + tip, None, None, type="receipt")


def tolls(d: Desk) -> Written:
    """A toll by mail: a receipt for a crossing the day before."""
    name = d.pick(["Wearcross Tolls", "Estuary Crossing Ltd"])
    total, number = d.rng.randrange(200, 900), d.digits(9)
    html = (
        f"<table><tr><td>{name}</td></tr><tr><td>Payment receipt</td></tr></table><table>"
        f"<tr><td>Receipt number</td><td>{number}</td></tr><tr><td>Payment date</td><td>{d.day:%d %b %Y}</td></tr>"
        f"<tr><td>Crossing date</td><td>{d.day - timedelta(days=1):%d %b %Y}</td></tr>"
        f"<tr><td>Vehicle</td><td>YK19 ZTR</td></tr><tr><td>Amount paid</td><td>£{money(total)}</td></tr></table>"
        f"<p>No VAT is charged on this payment.</p>"
    )
    content = mail(f"{name} <noreply@crossing.example>", f"Payment receipt {number}", d, html=html)
    return content, truth(name, d.day, total, 0, number, type="receipt", file="toll.eml")


def app_store(d: Desk) -> Written:
    """A receipt of an app shop by mail: the shop, the maker of the app, a sum with VAT in it."""
    name = d.pick(["Orchard Apps Distribution Ltd", "Appmarket Limited"])
    total, number = d.rng.randrange(199, 9000), f"M{d.digits(9)}"
    vat = round(total / 6)
    html = (
        f"<h2>Receipt</h2><p>DATE<br>{d.day.day} {d.day:%b %Y}</p><p>ORDER ID<br>{number}</p>"
        f"<p>DOCUMENT NO.<br>{d.digits(12)}</p>"
        f"<table><tr><td>Sketchpad Pro (monthly)</td><td>£{money(total)}</td></tr>"
        f"<tr><td>Subtotal</td><td>£{money(total - vat)}</td></tr>"
        f"<tr><td>VAT charged at 20%</td><td>£{money(vat)}</td></tr>"
        f"<tr><td>TOTAL</td><td>£{money(total)}</td></tr></table>"
        f"<p>{name}, VAT ID GB{d.vat_number()}</p>"
    )
    content = mail(f'"{name}" <no_reply@apps.example>', "Your receipt", d, html=html)
    return content, truth(name, d.day, total, vat, number, type="receipt", file="apps.eml")


def airport(d: Desk) -> Written:
    """Parking booked on the web: a voucher that is the receipt, arrival and return."""
    name = d.pick(["Fellside Airport Parking", "Runway Car Parks Ltd"])
    page, number, total = Page(), d.digits(7), d.rng.randrange(2500, 16000)
    vat = round(total / 6)
    page.put(40, 60, name, 17, "Helvetica-Bold")
    page.put(40, 90, "VAT receipt", 12)
    leave = d.day + timedelta(days=15)
    y = 120.0
    back = leave + timedelta(days=4)
    facts = (
        ("Booking", number), ("Receipt date", f"{d.day:%d %B %Y}"), ("Drop off", f"{leave:%d/%m/%Y 05:30}"),
        ("Return", f"{back:%d/%m/%Y 21:10}"), ("Parking", "£" + money(total - vat)), ("VAT", "£" + money(vat)),
        ("Paid", "£" + money(total)),
    )  # fmt: skip
    for label, value in facts:
        page.row(y, [(40, label), (-540, value)])
        y += 17
    page.put(40, 800, f"VAT registration {d.vat_number()}", 7)
    return page.done(), truth(name, d.day, total, vat, number, type="receipt")


def brewery(d: Desk) -> Written:
    """A brewery on its side: goods, returned casks taken off, duty in the price."""
    name = d.pick(["Old Maltings Brewery Ltd", "Gritstone Ales Limited"])
    page, number, beer, casks = Page(842, 595), d.digits(6), d.rng.randrange(20000, 90000), 3000
    net = beer - casks
    vat = round(net * 0.2)
    page.mid(40, name, 20, "Times-BoldItalic")
    page.mid(54, f"The Maltings, Bakewell DE45 1AA     VAT {d.vat_number()}", 8, "Times-Roman")
    page.row(90, [(60, "INVOICE"), (300, "No."), (330, number), (460, "Date"), (500, f"{d.day:%d.%m.%y}"),
                  (620, "Driver"), (660, "Len")], font="Times-Roman")  # fmt: skip
    page.lines(60, 115, d.buyer, font="Times-Roman")
    page.row(230, [(60, "6 x 9 gall Best Bitter"), (-760, money(beer))], font="Times-Roman")
    page.row(246, [(60, "Less 3 casks returned"), (-760, money(-casks))], font="Times-Roman")
    page.row(300, [(500, "Total ex VAT"), (-760, money(net))], font="Times-Roman")
    page.row(316, [(500, "VAT @ 20%"), (-760, money(vat))], font="Times-Roman")
    page.row(332, [(500, "Total inc VAT"), (-760, money(net + vat))], font="Times-Roman")
    return page.done(), truth(name, d.day, net + vat, vat, number)


def arrears(d: Desk) -> Written:
    """A service charge with last year's arrears on it: a person must say what is new."""
    name = d.pick(["Cloisters Management Company Ltd", "Wharfside Residents Limited"])
    number, charge, old = f"SC{d.digits(4)}", d.rng.randrange(20000, 90000), d.rng.randrange(3000, 19000)
    upper = table([["Demand no.", number], ["Date", day(d, "{d} %B %Y")], ["Unit", "4"]], "(40mm, 1fr)")
    middle = table(
        [
            ["Service charge, half year in advance", money(charge)],
            ["Arrears brought forward", money(old)],
            ["Total now due", "£" + money(charge + old)],
        ],
        "(1fr, auto)",
    )
    body = f"*{said(name)}*\n\n= Service charge demand\n{upper}\n{lines(d.buyer)}\n#v(6mm)\n{middle}"
    return set_in(body), truth(name, d.day, charge, 0, number, waits=True)


def quote(d: Desk) -> Written:
    """A quotation that speaks of invoices, or a remittance advice."""
    name = d.pick(["A1 Locksmiths (Derby) Ltd", "Garth Plants Limited"])
    title = d.pick(["Quotation", "Remittance advice"])
    net = d.rng.randrange(9000, 90000)
    upper = table(
        [
            ["Supply as discussed", money(net)],
            ["VAT 20%", money(round(net * 0.2))],
            ["Total", money(net + round(net * 0.2))],
        ],
        "(1fr, auto)",
    )
    body = (
        f"*{said(name)}*\n\n#text(size: 18pt)[{title}]\n\n{lines([day(d, 'Date {d} %B %Y'), *d.buyer])}\n#v(6mm)\n"
        f"{upper}\n"
        f"{said('An invoice will follow on completion.')}"
    )
    return set_in(body), truth(name, d.day, net + round(net * 0.2), None, None, type="other", waits=True)


THIRD: dict[str, Layout] = {
    "locksmith": locksmith, "nursery": nursery, "architect": architect, "cleaner": cleaner, "hosting": hosting,
    "swiss": swiss, "pub": pub, "tolls": tolls, "app_store": app_store, "airport": airport, "brewery": brewery,
    "arrears": arrears, "quote": quote,
}  # fmt: skip
