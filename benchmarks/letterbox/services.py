"""What utilities, software sellers of several countries, carriers, councils and advisers send."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth


def long(day: date) -> str:
    """The day as it is written in words."""
    return f"{day.day} {day:%B %Y}"


def electricity(d: Desk) -> Written:
    """An energy bill in two columns; every second one still has last quarter's money on it."""
    name = d.pick(["Northmoor Energy", "Volt & Vale Business Energy", "Sunder Power"])
    page, number = Page(), d.digits(9)
    page.put(40, 50, name, 20, "Helvetica-Bold", ink="green")
    page.lines(40, 100, d.buyer)
    start, end = d.day - timedelta(days=95), d.day - timedelta(days=5)
    page.lines(330, 60, ["Your account number", "A-" + d.digits(8), "Bill number", number, "Bill date", long(d.day),
                         "Period", f"{start:%d %b %Y} to {end:%d %b %Y}"], 14)  # fmt: skip
    used, standing = d.rng.randrange(9000, 60000), d.rng.randrange(1500, 4000)
    vat = round((used + standing) * 0.2)
    total = used + standing + vat
    before = d.rng.randrange(5000, 30000) if d.n % 2 else 0
    paid = 0 if d.n % 2 else 21408
    rows = [("Balance on your last bill", before or paid), ("Payments received - thank you", -paid),
            ("Balance brought forward", before), ("Electricity used this period", used),
            ("Standing charge", standing), ("VAT at 20%", vat), ("Total charges this bill", total),
            ("Amount to pay", total + before)]  # fmt: skip
    for n, (label, pence) in enumerate(rows):
        page.row(230 + 18 * n, [(40, label), (-300, money(pence, "£"))])
    page.lines(330, 230, [f"Your Direct Debit of £{money(total + before)}", "will be taken on or after",
                          long(d.day + timedelta(days=14)), "", f"kWh used: {d.digits(4)}"], 14)  # fmt: skip
    page.put(40, 815, f"{name} is a trading name of {name} Supply Limited. VAT reg {d.vat_number()}", 7)
    return page.done(), truth((name, f"{name} Supply Limited"), d.day, total, vat, number, waits=bool(before))


def water(d: Desk) -> Written:
    """A water bill without VAT."""
    name = d.pick(["Derwent Valley Water", "Aquarill Business Ltd", "Three Rivers Water Retail"])
    page, number = Page(), "W" + d.digits(8)
    page.end(555, 45, name, 16, "Helvetica-Bold")
    page.lines(40, 60, d.buyer)
    page.lines(350, 80, [f"Date of this bill: {long(d.day)}", f"Invoice reference: {number}",
                         f"Customer reference: {d.digits(10)}"])  # fmt: skip
    supply, waste = d.sums(4000, 30000, 2)
    for n, (label, pence) in enumerate((("Water supply", supply), ("Wastewater", waste))):
        page.row(200 + 20 * n, [(40, label), (-400, "£" + money(pence))])
    page.row(250, [(40, "Please pay"), (-400, "£" + money(supply + waste))], size=13, font="Helvetica-Bold")
    page.row(268, [(40, f"by {long(d.day + timedelta(days=21))}")])
    page.put(40, 300, "All charges are zero rated for VAT.", 8)
    return page.done(), truth(name, d.day, supply + waste, 0, number)


def american(d: Desk) -> Written:
    """Software from the United States: dollars, the month first, a British customer."""
    name = d.pick(["Kestrelbase, Inc.", "Loomly Analytics Inc.", "Porchlight Labs LLC"])
    page, number, total = Page(612, 792), f"{d.digits(4)}-{d.digits(4)}", d.rng.randrange(9, 300) * 100
    page.put(50, 60, "Invoice", 22, "Helvetica-Bold")
    american_day = f"{d.day:%B} {d.day.day}, {d.day.year}"
    page.lines(50, 90, [f"Invoice number   {number}", f"Date of issue     {american_day}",
                        f"Date due            {american_day}"], 14)  # fmt: skip
    page.lines(50, 160, [name, "548 Market Street", "San Francisco, California 94104", "United States",
                         f"billing@{name.split(',')[0].split()[0].lower()}.example"])  # fmt: skip
    page.lines(300, 160, ["Bill to", *d.buyer, "United Kingdom"])
    page.put(50, 260, f"${money(total)} due {american_day}", 15, "Helvetica-Bold")
    page.row(300, [(50, "Description"), (330, "Qty"), (400, "Unit price"), (-560, "Amount")], size=8)
    page.row(318, [(50, "Team plan, monthly"), (330, "1"), (400, "$" + money(total)), (-560, "$" + money(total))])
    for n, label in enumerate(("Subtotal", "Total", "Amount due")):
        text = f"${money(total)}" + (" USD" if label == "Amount due" else "")
        page.row(350 + 18 * n, [(330, label), (-560, text)])
    return page.done(), truth(name, d.day, total, 0, number, currency="USD")


def irish(d: Desk) -> Written:
    """Software from Ireland: euros, the customer to account for the VAT."""
    name = d.pick(["Clarenbridge Software Ltd", "Lanternfish Cloud Limited", "Corrib Hosting DAC"])
    page, number, total = Page(), f"IE{d.digits(8)}", d.rng.randrange(900, 40000)
    page.lines(40, 60, [name, "Block B, Grand Canal Dock", "Dublin 2, D02 X525, Ireland", "VAT: IE6388047V"])
    page.lines(350, 60, ["VAT INVOICE", number, long(d.day)], 16, size=12)
    page.lines(40, 150, ["Customer", *d.buyer, "GB VAT 123 4567 82"])
    page.row(270, [(40, "Item"), (-400, "EUR")], font="Helvetica-Bold")
    page.row(288, [(40, "Business subscription"), (-400, money(total))])
    page.row(306, [(40, "VAT 0% - reverse charge, Article 196"), (-400, "0.00")])
    page.row(324, [(40, "Total charged"), (-400, money(total))], font="Helvetica-Bold")
    page.put(40, 360, "Charged to your card ending 4417.", 8)
    return page.done(), truth(name, d.day, total, 0, number, currency="EUR")


def german(d: Desk) -> Written:
    """A German seller in two languages: points in the day, a comma in the sum."""
    name = d.pick(["Falkenrieder GmbH", "Werkzeug Ostertag GmbH & Co. KG", "Blattwerk Verlag AG"])
    page, number = Page(), f"RE-2026-{d.digits(4)}"
    page.put(40, 60, f"{name} · Lindenallee 14 · 50968 Köln", 7)
    page.lines(40, 80, [*d.buyer, "GROSSBRITANNIEN"])
    page.row(180, [(40, "Rechnung / Invoice"), (250, number)], font="Helvetica-Bold", size=12)
    page.row(198, [(40, "Datum / Date"), (250, f"{d.day:%d.%m.%Y}")])
    page.row(212, [(40, "Kundennr. / Customer"), (250, d.digits(5))])
    total = d.rng.randrange(3000, 150000)
    text = money(total).replace(",", " ").replace(".", ",").replace(" ", ".")
    page.row(260, [(40, "Ausfuhrlieferung, steuerfrei / export, free of VAT"), (-520, f"{text} €")])
    page.row(290, [(40, "Gesamtbetrag / Total"), (-520, f"{text} €")], font="Helvetica-Bold")
    page.mid(800, f"{name} · HRB 40912 Köln · USt-IdNr. DE 811 223 456", 7)
    return page.done(), truth(name, d.day, total, 0, number, currency="EUR")


def australian(d: Desk) -> Written:
    """An Australian subscription: dollars of another country."""
    name = d.pick(["Wattlebird Pty Ltd", "Coolibah Apps Pty Limited", "Southern Cross Fonts Pty Ltd"])
    page, number, total = Page(), f"{d.digits(6)}", d.rng.randrange(1500, 30000)
    page.put(40, 60, "Tax Invoice", 18)
    page.lines(40, 85, [name, "ABN 51 824 753 556", "Level 3, 11 Bourke St, Melbourne VIC 3000, Australia"])
    page.lines(360, 85, [f"Invoice #{number}", f"Issued {long(d.day)}", "Paid by card"])
    page.lines(40, 150, ["To:", *d.buyer])
    page.row(260, [(40, "Annual licence"), (-450, f"A${money(total)}")])
    page.row(278, [(40, "GST (export)"), (-450, "A$0.00")])
    page.row(296, [(40, "Total AUD"), (-450, f"A${money(total)}")], font="Helvetica-Bold")
    return page.done(), truth(name, d.day, total, 0, number, currency="AUD")


def telecoms(d: Desk) -> Written:
    """A telephone bill whose facts stand under small grey headings at the left edge."""
    name = d.pick(["Lapwing Telecom Ltd", "Beacon Fibre", "Hummock Mobile plc"])
    page, number = Page(), f"{d.digits(3)} {d.digits(4)} {d.digits(3)}"
    net = d.rng.randrange(2500, 30000)
    vat = round(net * 0.2)
    page.put(200, 50, name, 18, "Helvetica-Bold", ink="purple")
    y = 60.0
    for label, value in (("Bill number", number), ("Date", f"{d.day:%d %b %Y}"), ("Account", d.digits(8)),
                         ("Next bill", f"{d.day + timedelta(days=31):%d %b %Y}")):  # fmt: skip
        page.put(30, y, label, 7, ink="gray")
        page.put(30, y + 12, value, 10)
        y += 34
    page.lines(200, 80, d.buyer)
    page.put(200, 170, "Here's your bill", 14)
    for n, (label, pence) in enumerate((("Service charges", net * 2 // 3), ("Usage", net - net * 2 // 3),
                                        ("Total excluding VAT", net), ("VAT (20%)", vat),
                                        ("Total due this month", net + vat))):  # fmt: skip
        page.row(200 + 18 * n, [(200, label), (-540, "£" + money(pence))])
    page.put(200, 800, f"{name}. VAT registration number {d.vat_number()}", 7)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def council(d: Desk) -> Written:
    """A council's invoice for trade waste: its crest, a tax point, no VAT on what it does by law."""
    name = d.pick(["Wyreford Borough Council", "East Tarn District Council", "Marchester City Council"])
    page, number, total = Page(), d.digits(8), d.rng.randrange(9000, 80000)
    page.put(40, 50, name, 15, "Times-Bold")
    page.lines(40, 64, ["Town Hall, Market Place", "Income Team 01999 440 000"], 11, size=8)
    page.row(100, [(330, "Invoice No:"), (440, number)])
    page.row(114, [(330, "Tax Point:"), (440, f"{d.day:%d/%m/%Y}")])
    page.row(128, [(330, "Customer No:"), (440, d.digits(6))])
    page.lines(40, 120, d.buyer)
    page.row(220, [(40, "Details"), (-380, "Net"), (-450, "VAT"), (-540, "Gross")], font="Helvetica-Bold")
    page.row(236, [(40, "Commercial waste collection, quarter"), (-380, money(total)), (-450, "0.00"),
                   (-540, money(total))])  # fmt: skip
    page.row(270, [(300, "Total"), (-380, money(total)), (-450, "0.00"), (-540, money(total))])
    page.put(40, 300, f"Please pay by {d.day + timedelta(days=14):%d/%m/%Y}. Cheques to {name}.")
    return page.done(), truth(name, d.day, total, 0, number)


def courier(d: Desk) -> Written:
    """A carrier's invoice on its side: facts in one line, a table by day."""
    name = d.pick(["Swiftarrow Parcels Ltd", "Gannet Couriers Limited", "Overnight Express (Midlands) Ltd"])
    page, number = Page(842, 595), f"{d.digits(10)}"
    page.put(40, 40, name, 14, "Helvetica-Bold")
    page.row(70, [(40, f"Invoice Number {number}"), (280, f"Invoice Date {d.day:%d-%m-%Y}"),
                  (480, f"Account {d.digits(7)}"), (640, "Terms 14 days")])  # fmt: skip
    page.lines(40, 95, d.buyer, 11, size=8)
    rows = d.sums(600, 4000, 6)
    for n, pence in enumerate(rows):
        shipped = d.day - timedelta(days=12 - n)
        page.row(170 + 14 * n, [(40, f"{shipped:%d-%m-%Y}"), (130, "AWB " + d.digits(9)), (300, "1 pc 4.0 kg"),
                                (-780, money(pence))], size=8)  # fmt: skip
    net = sum(rows)
    vat = round(net * 0.2)
    page.row(300, [(480, "Net"), (560, "VAT 20%"), (660, "Amount due")], font="Helvetica-Bold")
    page.row(316, [(480, money(net)), (560, money(vat)), (660, "£" + money(net + vat))])
    page.put(40, 570, f"{name} VAT GB {d.vat_number()}", 7)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def insurance(d: Desk) -> Written:
    """A premium with insurance premium tax, which is no VAT."""
    name = d.pick(["Harbourside Insurance Brokers Ltd", "Keystone Cover Limited", "Hedgerow Underwriting Ltd"])
    page, number, premium = Page(), f"DN{d.digits(6)}", d.rng.randrange(20000, 160000)
    tax = round(premium * 0.12)
    page.put(40, 50, name, 14, "Helvetica-Bold")
    page.put(40, 90, "DEBIT NOTE", 13)
    page.lines(40, 115, d.buyer)
    page.lines(330, 115, [f"Debit note {number}", f"Date {d.day:%d/%m/%Y}", f"Policy {d.digits(4)}PL",
                          f"Cover from {d.day + timedelta(days=9):%d/%m/%Y}"])  # fmt: skip
    for n, (label, pence) in enumerate((("Premium", premium), ("Insurance Premium Tax @ 12%", tax),
                                        ("Total due", premium + tax))):  # fmt: skip
        page.row(220 + 18 * n, [(40, label), (-400, "£" + money(pence))])
    page.mid(800, f"{name} is authorised and regulated by the Financial Conduct Authority", 7)
    return page.done(), truth(name, d.day, premium + tax, 0, number)


def adviser(d: Desk) -> Written:
    """An accountant on its side in two columns; the name only in the foot."""
    name = d.pick(["Thistlewood Accountants Limited", "Pell & Morrow LLP", "Cinder Hill Consulting Ltd"])
    page, number = Page(842, 595), d.digits(4)
    net = d.rng.randrange(20000, 160000)
    vat = round(net * 0.2)
    page.put(60, 60, "Invoice", 26, "Times-Italic")
    page.lines(60, 110, ["For", *d.buyer], 14)
    page.lines(60, 230, ["Number", number, "", "Date", long(d.day), "", "Terms", "30 days"], 14)
    page.lines(420, 110, ["Accounts and corporation tax return", "year ended 31 December 2025"], 14)
    for n, (label, pence) in enumerate((("Fee", net), ("VAT at 20%", vat), ("Total", net + vat))):
        page.row(170 + 20 * n, [(420, label), (-760, "£" + money(pence))])
    page.mid(560, f"{name}, registered in England and Wales 0{d.digits(7)}, VAT {d.vat_number()}. "
             "Registered office: 9 Minster Yard, Lincoln LN2 1PJ", 7)  # fmt: skip
    return page.done(), truth(name, d.day, net + vat, vat, number)


def studio(d: Desk) -> Written:
    """A designer's page with hardly a label."""
    name = d.pick(["Studio Periwinkle", "Nell Arkwright Illustration", "Halfmoon Films"])
    page, number, total = Page(), f"No. {d.digits(3)}", d.rng.randrange(150, 3000) * 100
    page.put(60, 90, name, 22, "Courier")
    page.row(140, [(60, number), (-535, long(d.day))], font="Courier")
    page.lines(60, 180, d.buyer, font="Courier")
    page.row(290, [(60, "Artwork, final files"), (-535, money(total, "£"))], font="Courier")
    page.row(330, [(-535, money(total, "£"))], font="Courier-Bold", size=14)
    page.lines(60, 700, [name, "sort code 04-00-04  account " + d.digits(8), "thank you"], font="Courier")
    return page.done(), truth(name, d.day, total, 0, number.removeprefix("No. "))


SERVICES: dict[str, Layout] = {
    "electricity": electricity, "water": water, "american": american, "irish": irish, "german": german,
    "australian": australian, "telecoms": telecoms, "council": council, "courier": courier, "insurance": insurance,
    "adviser": adviser, "studio": studio,
}  # fmt: skip
