"""A fifth set: invoices as the common bookkeeping programs and payment services print them, and small firms' own."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth
from benchmarks.letterbox.typeset import day, lines, said, set_in, table

_SANS = "DejaVu Sans Mono"


def blue_program(d: Desk) -> Written:
    """Three columns over the goods: customer, facts one below the other, sender; a payment advice to cut off."""
    name, place = d.pick([("Calder Valley Signs Ltd", "Hebden Bridge"), ("Ottery Web Studio", "Ottery St Mary")])
    number, net = f"INV-{d.digits(4)}", d.rng.randrange(9000, 250000)
    vat, due = round(net * 0.2), d.day + timedelta(days=14)
    page = Page()
    page.put(40, 70, d.pick(["INVOICE", "TAX INVOICE"]), 22)
    page.lines(60, 110, d.buyer, 12)
    facts = [("Invoice Date", f"{d.day.day} {d.day:%b %Y}"), ("Invoice Number", number),
             ("Reference", f"PO {d.digits(4)}"), ("VAT Number", d.vat_number().replace(" ", ""))]  # fmt: skip
    y = 70.0
    for label, value in facts:
        page.put(300, y, label, 8.5, "Helvetica-Bold")
        page.put(300, y + 11, value, 8.5)
        y += 28
    page.lines(430, 70, [name, "Albert Mill, Valley Rd", place.upper(), "HX7 6QX"], 11, size=8.5)
    head = [(40, "Description"), (-330, "Quantity"), (-400, "Unit Price"), (-460, "VAT"), (-550, "Amount GBP")]
    page.row(240, head, size=8.5, font="Helvetica-Bold")
    page.row(262, [(40, "Vinyl lettering, shop front"), (-330, "1.00"), (-400, money(net)), (-460, "20%"),
                   (-550, money(net))], size=8.5)  # fmt: skip
    for n, (label, pence) in enumerate((("Subtotal", net), ("TOTAL VAT 20%", vat), ("TOTAL GBP", net + vat))):
        page.row(290 + 18 * n, [(-460, label), (-550, money(pence))], size=9)
    page.put(40, 400, f"Due Date: {due.day} {due:%b %Y}", 10, "Helvetica-Bold")
    page.lines(40, 414, ["Sort code 20-44-11", "Account 30118842"], 11, size=8.5)
    page.rule(600)
    page.put(40, 630, "PAYMENT ADVICE", 18)
    page.lines(40, 660, ["To:", name, "Albert Mill, Valley Rd"], 11, size=8.5)
    slip = [("Customer", d.own), ("Invoice Number", number), ("Amount Due", money(net + vat)),
            ("Due Date", f"{due.day} {due:%b %Y}"), ("Amount Enclosed", "")]  # fmt: skip
    for n, (label, value) in enumerate(slip):
        page.row(640 + 16 * n, [(340, label), (-550, value)], size=8.5)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def green_program(d: Desk) -> Written:
    """Sender at the left with its mail and VAT number, headings in small capitals, balance due, a VAT summary."""
    name = d.pick(["Hollins Bathrooms Ltd", "Peak Garden Rooms Limited"])
    number, net = d.digits(4), d.rng.randrange(30000, 500000)
    vat = round(net * 0.2)
    page = Page()
    page.put(45, 50, name, 12, "Helvetica-Bold")
    page.lines(45, 64, ["Unit 9 Station Works", "Chinley", "High Peak SK23 6BR", "accounts@hollins.example",
                        f"VAT Registration No.: {d.vat_number()}", f"Company Registration No. 0{d.digits(7)}"],
               12, size=9)  # fmt: skip
    page.put(45, 165, "Invoice", 20, ink="seagreen")
    page.put(45, 195, "INVOICE TO", 8, ink="grey")
    page.lines(45, 208, d.buyer, 12, size=9)
    facts = [("INVOICE", number), ("DATE", f"{d.day:%d/%m/%Y}"), ("TERMS", "Net 30"),
             ("DUE DATE", f"{d.day + timedelta(days=30):%d/%m/%Y}")]  # fmt: skip
    for n, (label, value) in enumerate(facts):
        page.end(450, 195 + 13 * n, label, 8)
        page.put(458, 195 + 13 * n, value, 9)
    page.row(290, [(45, "DATE"), (110, "ACTIVITY"), (300, "DESCRIPTION"), (-420, "VAT"), (-470, "QTY"),
                   (-550, "AMOUNT")],
             size=8)  # fmt: skip
    worked = d.day - timedelta(days=9)
    page.row(308, [(45, f"{worked:%d/%m/%Y}"), (110, "Installation"), (300, "Supply and fit"), (-420, "20.0% S"),
                   (-470, "1"), (-550, money(net))], size=9)  # fmt: skip
    for n, (label, pence) in enumerate((("SUBTOTAL", net), ("VAT TOTAL", vat), ("TOTAL", net + vat))):
        page.row(345 + 18 * n, [(330, label), (-550, money(pence))], size=9)
    page.row(408, [(330, "BALANCE DUE"), (-550, money(net + vat, "£"))], size=12, font="Helvetica-Bold")
    page.put(45, 470, "VAT SUMMARY", 10)
    page.row(490, [(200, "RATE"), (-430, "VAT"), (-550, "NET")], size=8)
    page.row(505, [(200, "VAT @ 20%"), (-430, money(vat)), (-550, money(net))], size=9)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def desktop_program(d: Desk) -> Written:
    """An old desktop program: a frame of facts, quantities first, sums with carriage at the foot."""
    name = d.pick(["Thornbridge Fasteners Limited", "Weaver Valley Packaging Ltd"])
    number, goods, carriage = d.digits(5), d.rng.randrange(5000, 90000), d.pick([0, 850])
    net = goods + carriage
    vat = round(net * 0.2)
    page = Page()
    page.put(320, 40, name, 12, "Times-Bold")
    page.lines(320, 54, ["Canal Wharf", "Northwich", "Cheshire", "CW9 5HB"], 11, size=9, font="Times-Roman")
    page.lines(320, 104, ["Tel: 01606 555 018", f"VAT Reg No: {d.vat_number()}"], 11, size=9, font="Times-Roman")
    page.put(40, 40, "Invoice", 18, "Times-Bold")
    page.end(555, 30, "Page 1", 8, "Times-Roman")
    page.lines(50, 130, d.buyer, 12, font="Times-Roman")
    facts = [("Invoice No.", number), ("Invoice/Tax Date", f"{d.day:%d/%m/%Y}"), ("Cust. Order No.", d.digits(6)),
             ("Account No.", d.own[:6].upper().strip() + "01")]  # fmt: skip
    for n, (label, value) in enumerate(facts):
        page.row(140 + 14 * n, [(340, label), (460, value)], font="Times-Roman")
    page.row(230, [(40, "Quantity"), (110, "Details"), (-390, "Unit Price"), (-460, "Net Amt"), (-510, "VAT %"),
                   (-555, "VAT")], size=9, font="Times-Bold")  # fmt: skip
    page.row(250, [(40, "100.00"), (110, "M8 coach bolts, zinc"), (-390, money(goods // 100)), (-460, money(goods)),
                   (-510, "20.00"), (-555, money(round(goods * 0.2)))], size=9, font="Times-Roman")  # fmt: skip
    sums = (
        ("Total Net Amount", goods),
        ("Carriage Net", carriage),
        ("Total VAT Amount", vat),
        ("Invoice Total", net + vat),
    )
    for n, (label, pence) in enumerate(sums):
        page.row(700 + 15 * n, [(380, label), (-555, money(pence, "£" if n == 3 else ""))], font="Times-Roman")
    page.put(40, 790, "Goods remain the property of the seller until paid for in full.", 7, "Times-Roman")
    return page.done(), truth(name, d.day, net + vat, vat, number)


def freelancer(d: Desk) -> Written:
    """A contractor's invoice from a small program: sender at the right, a line of facts, no VAT or VAT."""
    name, registered = d.pick([("Imogen Sallis", False), ("Rook & Sallow Ltd", True)])
    number, net = f"{d.digits(3)}", d.rng.randrange(8, 60) * 2750
    vat = round(net * 0.2) if registered else 0
    due = d.day + timedelta(days=30)
    rows = [["Quantity", "Details", "Unit Price (£)", "Net Subtotal (£)"],
            ["5 Days", "Copywriting, spring catalogue", money(net // 5), money(net)]]  # fmt: skip
    sums = [["Net Total", money(net)], ["VAT", money(vat)]] if registered else []
    sums += [["GBP Total", f"£{money(net + vat)}"]]
    foot = [f"VAT Registration Number: {d.vat_number()}"] if registered else []
    body = (
        f"#align(right)[*{said(name)}* \\\n{lines(['4 Weavers Close', 'Frome', 'BA11 3QT'])}]\n\n"
        f"{lines(d.buyer)}\n#v(8mm)\n#text(size: 17pt)[{said(f'Invoice {number}')}]\n\n"
        f"{lines([day(d, 'Invoice Date: {d} %B %Y'), f'Payment due: {due.day} {due:%B %Y}', 'Your contact: Jo Ames'])}"
        f"\n"
        f"#v(6mm)\n{table(rows, '(auto, 1fr, auto, auto)')}\n#line(length: 100%)\n"
        f"#align(right)[#box(width: 70mm)[{table(sums, '(1fr, auto)')}]]\n#v(10mm)\n"
        f"*Payment Details* \\\n{lines(['Bank: Moorland Bank', 'Sort code: 40-22-16', 'Account: 61220945'])}\n"
        f"#v(1fr)\n#text(size: 7pt)[{lines([*foot, 'Thank you for your business'])}]"
    )
    return set_in(body), truth(name, d.day, net + vat, vat, number)


def pay_link(d: Desk) -> Written:
    """A payment service's invoice: what is due in large type, tax with its base in brackets."""
    name = d.pick(["Fernwick Analytics Ltd", "Copperbeech Learning Limited"])
    number, net = f"{d.digits(4)}F{d.digits(3)}-00{d.rng.randrange(10, 99)}", d.rng.randrange(1200, 60000)
    vat = round(net * 0.2)
    page = Page()
    page.put(40, 50, "Invoice", 18, "Helvetica-Bold")
    page.end(555, 50, name, 13, "Helvetica-Bold")
    dated = f"{d.day.day} {d.day:%B %Y}"
    due = d.pick([d.day, d.day + timedelta(days=7)])
    for n, (label, value) in enumerate((("Invoice number", number), ("Date of issue", dated),
                                        ("Date due", f"{due.day} {due:%B %Y}"))):  # fmt: skip
        page.row(75 + 13 * n, [(40, label), (130, value)], size=9)
    page.lines(40, 135, [name, "27 Old Foundry Yard", "Leeds LS1 4BR", "United Kingdom", "help@fernwick.example",
                         f"GB VAT GB{d.vat_number().replace(' ', '')}"], 12, size=9)  # fmt: skip
    page.lines(240, 135, ["Bill to", *d.buyer, "United Kingdom"], 12, size=9)
    page.put(40, 240, f"{money(net + vat, '£')} due {due.day} {due:%B %Y}", 15, "Helvetica-Bold")
    page.put(40, 256, "Pay online", 9, ink="blue")
    page.row(290, [(40, "Description"), (-380, "Qty"), (-450, "Unit price"), (-495, "Tax"), (-555, "Amount")], size=8)
    end = d.day + timedelta(days=30)
    page.row(
        308, [(40, "Team plan"), (-380, "1"), (-450, money(net, "£")), (-495, "20%"), (-555, money(net, "£"))], size=9
    )
    page.put(40, 320, f"{d.day.day} {d.day:%b} - {end.day} {end:%b %Y}", 8, ink="grey")
    sums = (("Subtotal", net), ("Total excluding tax", net), (f"VAT - United Kingdom (20% on {money(net, '£')})", vat),
            ("Total", net + vat), ("Amount due", net + vat))  # fmt: skip
    for n, (label, pence) in enumerate(sums):
        page.row(350 + 16 * n, [(320, label), (-555, money(pence, "£"))], size=9)
    page.end(555, 815, "Page 1 of 1", 7)
    return page.done(), truth(name, d.day, net + vat, vat, number)


def paid_link(d: Desk) -> Written:
    """The same service's receipt: paid on a day, by a card, with two numbers of its own."""
    name, state, sign, code = d.pick([("Slatebox, Inc.", "San Francisco, California 94103", "$", "USD"),
                                      ("Tallow Systems Ltd", "Bristol BS1 6QA", "£", "GBP")])  # fmt: skip
    number, receipt = f"{d.digits(3)}AB{d.digits(3)}-0004", f"{d.digits(4)}-{d.digits(4)}"
    net = d.rng.randrange(900, 40000)
    vat = round(net * 0.2) if code == "GBP" else 0
    dated = f"{d.day:%B} {d.day.day}, {d.day.year}" if code == "USD" else f"{d.day.day} {d.day:%B %Y}"
    page = Page(612, 792) if code == "USD" else Page()
    page.put(40, 50, "Receipt", 18, "Helvetica-Bold")
    facts = [("Invoice number", number), ("Receipt number", receipt), ("Date paid", dated),
             ("Payment method", "Visa - 4242")]  # fmt: skip
    for n, (label, value) in enumerate(facts):
        page.row(75 + 13 * n, [(40, label), (140, value)], size=9)
    page.lines(
        40,
        145,
        [
            name,
            "548 Market Street" if code == "USD" else "3 Welsh Back",
            state,
            "United States" if code == "USD" else "United Kingdom",
            "billing@tallow.example",
        ],
        12,
        size=9,
    )
    if code == "GBP":
        page.put(40, 205, f"GB VAT {d.vat_number()}", 9)
    page.lines(250, 145, ["Bill to", *d.buyer, "United Kingdom"], 12, size=9)
    page.put(40, 240, f"{money(net + vat, sign)} paid on {dated}", 15, "Helvetica-Bold")
    page.row(280, [(40, "Description"), (-400, "Qty"), (-470, "Unit price"), (-555, "Amount")], size=8)
    page.row(298, [(40, "Pro seat"), (-400, "1"), (-470, money(net, sign)), (-555, money(net, sign))], size=9)
    sums = [("Subtotal", net)]
    sums += [("VAT - United Kingdom (20%)", vat)] if code == "GBP" else []
    sums += [("Total", net + vat), ("Amount paid", net + vat)]
    for n, (label, pence) in enumerate(sums):
        page.row(330 + 16 * n, [(330, label), (-555, money(pence, sign))], size=9)
    page.put(40, 430, "Payment history", 12, "Helvetica-Bold")
    page.row(448, [(40, "Payment method"), (200, "Date"), (330, "Amount paid"), (440, "Receipt number")], size=8)
    page.row(462, [(40, "Visa - 4242"), (200, dated), (330, money(net + vat, sign)), (440, receipt)], size=9)
    return page.done(), truth(name, d.day, net + vat, vat, number, type="receipt", currency=code)


def suite(d: Desk) -> Written:
    """A web suite's look: a balance due under the number in the corner, notes, the sender's tax number at the left."""
    name = d.pick(["Larkrise Catering Equipment Ltd", "Bodmin Solar Limited"])
    number, rows = f"INV-00{d.digits(4)}", d.sums(4000, 90000, 2)
    net = sum(rows)
    vat = round(net * 0.2)
    right = [["Invoice Date :", day(d, "%d %b %Y")], ["Terms :", "Net 15"],
             ["Due Date :", f"{d.day + timedelta(days=15):%d %b %Y}"], ["P.O.# :", d.digits(5)]]  # fmt: skip
    goods = [["#", "Item & Description", "Qty", "Rate", "VAT %", "Amount"]]
    goods += [
        [str(n + 1), t, "1.00", money(p), "20%", money(p)]
        for n, (t, p) in enumerate(zip(("Convection oven", "Stand"), rows, strict=True))
    ]
    sums = [["Sub Total", money(net)], ["Standard Rate (20%)", money(vat)], ["Total", f"£{money(net + vat)}"],
            ["Balance Due", f"£{money(net + vat)}"]]  # fmt: skip
    body = (
        f"#grid(columns: (1fr, 1fr), [*{said(name)}* \\\n"
        f"{lines(['Tregonissey Road', 'Bodmin', 'PL31 1AA', 'United Kingdom', 'VAT ' + d.vat_number()])}], "
        f"align(right)[#text(size: 24pt)[TAX INVOICE] \\\n{said('# ' + number)}\n\n"
        f"#text(size: 8pt)[Balance Due] \\\n*{said('£' + money(net + vat))}*])\n"
        f"#v(8mm)\n#grid(columns: (1fr, 1fr), [{lines(['Bill To', *d.buyer])}], [{table(right, '(1fr, auto)')}])\n"
        f"#v(6mm)\n{table(goods, '(auto, 1fr, auto, auto, auto, auto)', True)}\n"
        f"#align(right)[#box(width: 75mm)[{table(sums, '(1fr, auto)')}]]\n#v(10mm)\n"
        f"{lines(['Notes', 'Thanks for your business.'])}"
    )
    return set_in(body, size=9), truth(name, d.day, net + vat, vat, number)


def blue_credit(d: Desk) -> Written:
    """The credit note of the first program, with the invoice it belongs to as its reference."""
    name = d.pick(["Calder Valley Signs Ltd", "Ottery Web Studio"])
    number, net = f"CN-{d.digits(4)}", d.rng.randrange(2000, 60000)
    vat = round(net * 0.2)
    page = Page()
    page.put(40, 70, "CREDIT NOTE", 22)
    page.lines(60, 110, d.buyer, 12)
    facts = [("Date", f"{d.day.day} {d.day:%b %Y}"), ("Credit Note Number", number),
             ("Reference", f"INV-{d.digits(4)}"), ("VAT Number", d.vat_number().replace(" ", ""))]  # fmt: skip
    for n, (label, value) in enumerate(facts):
        page.put(300, 70 + 28 * n, label, 8.5, "Helvetica-Bold")
        page.put(300, 81 + 28 * n, value, 8.5)
    page.lines(430, 70, [name, "Albert Mill, Valley Rd", "HEBDEN BRIDGE", "HX7 6QX"], 11, size=8.5)
    page.row(
        262, [(40, "Wrong colour, returned"), (-330, "1.00"), (-400, money(net)), (-460, "20%"), (-550, money(net))]
    )
    sums = (("Subtotal", net), ("TOTAL VAT 20%", vat), ("TOTAL GBP", net + vat), ("REMAINING CREDIT", net + vat))
    for n, (label, pence) in enumerate(sums):
        page.row(290 + 18 * n, [(-460, label), (-550, money(pence))], size=9)
    page.rule(600)
    page.put(40, 630, "CREDIT ADVICE", 18)
    return page.done(), truth(name, d.day, net + vat, vat, number, type="credit_note")


def word_table(d: Desk) -> Written:
    """A photographer's page from a word processor: two-column table of everything, not registered for VAT."""
    name = d.pick(["Tamsin Orchard Photography", "Gethin Rees Tree Care"])
    number, parts = d.digits(2), [p * 100 for p in d.sums(40, 900, 2)]
    total = sum(parts)
    head = [["INVOICE", ""], ["Date", day(d, "%d/%m/%y")], ["Invoice No", number], ["To", d.own],
            ["", f"{d.street}, {d.town} {d.postcode}"]]  # fmt: skip
    rows = [["Description of work", "Cost"], ["Half day on site", f"£{money(parts[0])}"],
            ["Materials and travel", f"£{money(parts[1])}"], ["Total to pay", f"£{money(total)}"]]  # fmt: skip
    body = (
        f"#align(center)[#text(size: 20pt)[{said(name)}] \\\n{said('12 Maes y Dre, Ruthin LL15 1DA')} \\\n"
        f"{said('07700 900 412   hello@orchard.example')}]\n#v(6mm)\n{table(head, '(40mm, 1fr)', True)}\n#v(6mm)\n"
        f"{table(rows, '(1fr, 40mm)', True)}\n#v(8mm)\n"
        f"{lines(['Please pay within 14 days by bank transfer to:', name, 'Sort code 09-01-28   Account 44120937'])}"
    )
    return set_in(body, size=11), truth(name, d.day, total, 0, number)


def accountant(d: Desk) -> Written:
    """An accountant's letterhead with partners, a reference, and what is collected by direct debit when."""
    name = d.pick(["Bracken & Thwaite LLP", "Maddox Rowe Accountants Ltd"])
    number, net = d.digits(5), d.rng.randrange(15, 240) * 1000
    vat, taken = round(net * 0.2), d.day + timedelta(days=5)
    page = Page()
    page.mid(45, name.upper(), 17, "Times-Roman")
    page.mid(60, "Chartered Certified Accountants and Business Advisers", 8, "Times-Italic")
    page.lines(60, 110, ["The Directors", *d.buyer], 13, font="Times-Roman")
    page.lines(360, 110, [f"Our ref: BT/{d.digits(3)}/JM", f"Invoice no: {number}", f"Date: {d.day.day} {d.day:%B %Y}"],
               13, font="Times-Roman")  # fmt: skip
    page.put(60, 220, "FEE INVOICE", 13, "Times-Bold")
    year = d.day - timedelta(days=120)
    page.lines(60, 245, [f"For professional services in the year ended {year.day} {year:%B %Y}:",
                         "preparing the accounts and the corporation tax return,", "and corresponding with HMRC."],
               14, font="Times-Roman")  # fmt: skip
    for n, (label, pence) in enumerate((("Our fee", net), ("VAT at 20%", vat), ("Total payable", net + vat))):
        page.row(330 + 18 * n, [(300, label), (-520, money(pence, "£"))], font="Times-Roman")
    taken_text = f"{taken.day} {taken:%B %Y}"
    page.put(60, 430, f"{money(net + vat, '£')} will be collected by Direct Debit on or after {taken_text}.",
             10, "Times-Roman")  # fmt: skip
    page.mid(800, f"{name} is registered in England and Wales, no. OC3{d.digits(5)}. VAT no. {d.vat_number()}. "
             "Partners: J Bracken FCCA, A Thwaite ACA", 7, "Times-Roman")  # fmt: skip
    return page.done(), truth(name, d.day, net + vat, vat, number)


def trainer(d: Desk) -> Written:
    """A course, exempt from VAT: delegates, the day of the course, the day of the invoice above a rule."""
    name = d.pick(["Saltmarsh Safety Training Ltd", "Aire First Aid CIC"])
    number, each, heads = f"SST{d.digits(4)}", d.rng.randrange(45, 300) * 100, d.rng.randrange(2, 7)
    held = d.day + timedelta(days=21)
    page = Page()
    page.bar(0, 80, 595, 80, "navy")
    page.put(40, 50, name, 20, "Helvetica-Bold", ink="white")
    page.row(110, [(40, "Invoice"), (-555, number)], size=14)
    page.row(128, [(40, f"{d.day.day} {d.day:%B %Y}"), (-555, "Payment due before the course")])
    page.rule(135)
    page.lines(40, 160, ["Invoiced to", *d.buyer], 13)
    page.row(260, [(40, f"Manual handling, {held.day} {held:%B %Y}"), (-400, f"{heads} x {money(each, '£')}"),
                   (-555, money(each * heads, "£"))])  # fmt: skip
    page.row(285, [(40, "VAT (exempt supply of training)"), (-555, "£0.00")])
    page.row(310, [(40, "Total"), (-555, money(each * heads, "£"))], size=12, font="Helvetica-Bold")
    page.lines(40, 700, [name, "Dock Office, Goole DN14 5TB", "01405 555 012"], 11, size=8)
    return page.done(), truth(name, d.day, each * heads, 0, number)


def self_billed(d: Desk) -> Written:
    """A customer writes our invoice for us: it is our sale, and nothing that we have to pay."""
    name = d.pick(["Penhale Contractors Ltd", "Rossendale Media Group Limited"])
    number, net = f"SB{d.digits(5)}", d.rng.randrange(40000, 300000)
    vat = round(net * 0.2)
    page = Page()
    page.put(40, 50, "SELF-BILLED INVOICE", 16, "Helvetica-Bold")
    page.lines(
        40, 80, ["Issued by (customer)", name, "Carn Brea Court, Redruth TR15 3AA", f"VAT no. {d.vat_number()}"], 13
    )
    page.lines(320, 80, ["Supplier", *d.buyer, "VAT no. 123 4567 82"], 13)
    page.lines(40, 170, [f"Self-bill no. {number}", f"Tax point {d.day:%d/%m/%Y}"], 13)
    for n, (label, pence) in enumerate((("Net", net), ("VAT 20%", vat), ("Total paid to you", net + vat))):
        page.row(260 + 16 * n, [(300, label), (-540, money(pence, "£"))])
    page.put(40, 340, "The VAT shown is your output tax due to HMRC.", 8)
    return page.done(), truth((d.own, name), d.day, net + vat, vat, number, waits=True)


PROGRAMS: dict[str, Layout] = {
    "blueprogram": blue_program, "greenprogram": green_program, "desktop": desktop_program, "freelancer": freelancer,
    "paylink": pay_link, "paidlink": paid_link, "suite": suite, "bluecredit": blue_credit, "wordtable": word_table,
    "accountant": accountant, "trainer": trainer, "selfbilled": self_billed,
}  # fmt: skip
