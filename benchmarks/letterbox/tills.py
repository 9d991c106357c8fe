"""What tills, hotels, stations, market places and mails give, and papers that are no invoice at all."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth


def mail(sender: str, subject: str, desk: Desk, *, text: str | None = None, html: str | None = None) -> bytes:
    """A mail as a mailbox saves it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, f"accounts <{desk.digits(4)}@own.example>", subject
    message["Date"] = f"{desk.day:%a, %d %b %Y} 09:14:22 +0000"
    message["Message-ID"] = f"<{desk.digits(9)}@mail.example>"
    message.set_content(text or "Please see the HTML part.")
    if html:
        message.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    return message.as_bytes()


def slip(width: float, texts: list[str], font: str = "Courier", size: float = 9) -> bytes:
    """A strip of till roll."""
    page = Page(width, 40 + 13 * len(texts))
    page.lines(12, 24, texts, 13, font=font, size=size)
    return page.done()


def cells(label: str, pence: int, width: int = 32) -> str:
    return label + money(pence).rjust(width - len(label))


def fuel(d: Desk) -> Written:
    """Fuel: litres and their price beside the sum."""
    name = d.pick(["Foxhill Service Station", "Jetway Fuels Ltd", "Ashby Road Garage"])
    litres, each, number = d.rng.randrange(2000, 6500), 1429, d.digits(5)
    total = round(litres * each / 1000)
    vat = round(total / 6)
    texts = [name.upper(), "A46 SOUTHBOUND", f"VAT NO {d.vat_number()}", "", f"{d.day:%d/%m/%y} 07:42  TILL 2",
             f"RECEIPT {number}", "PUMP 4  DIESEL", f"{litres / 100:.2f} L @ 142.9 P/L",
             cells("TOTAL GBP", total), cells("VISA DEBIT", total), "", "RATE      NET      VAT",
             f"20%  {money(total - vat):>9} {money(vat):>8}", "THANK YOU"]  # fmt: skip
    return slip(240, texts), truth(name, d.day, total, vat, number, type="receipt")


def cafe(d: Desk) -> Written:
    """A meal with a service charge, and the card's slip beneath."""
    name = d.pick(["The Copper Ladle", "Bistro Marguerite", "Saffron & Stone"])
    food, drink = d.sums(1400, 6000, 2)
    service = round((food + drink) * 0.125)
    total, number = food + drink + service, d.digits(4)
    texts = [name, "31 Steep Street, Lincoln", f"{d.day:%d %b %Y} 13:07", f"Check {number}  Table 6  Covers 2", "",
             cells("Food", food), cells("Drinks", drink), cells("Subtotal", food + drink),
             cells("Service 12.5%", service), cells("Total", total), "", cells("Mastercard", total),
             "AUTH 004417", "Service is discretionary"]  # fmt: skip
    return slip(250, texts), truth(name, d.day, total, None, None, type="receipt")


def hardware(d: Desk) -> Written:
    """A shop with cash and change, VAT inside the sum."""
    name = d.pick(["Ironmongers of Ilkley Ltd", "Nailbox DIY", "Tockwith Hardware"])
    rows = d.sums(199, 3900, 4)
    total, number = sum(rows), d.digits(6)
    vat, cash = round(total / 6), (total // 1000 + 1) * 1000
    texts = [name, "5 Brook Street", "Tel 01943 600 233", "", *(cells(f"ITEM {n + 1:03d}", p) for n, p in
             enumerate(rows)), "-" * 32, cells("4 ITEMS  TOTAL", total), cells("CASH", cash),
             cells("CHANGE", cash - total), "", f"Includes VAT of {money(vat, '£')}", f"VAT {d.vat_number()}",
             f"Trans {number}  {d.day:%d-%m-%Y} 15:31", "Returns within 28 days with receipt"]  # fmt: skip
    return slip(240, texts), truth(name, d.day, total, vat, number, type="receipt")


def supermarket(d: Desk) -> Written:
    """Groceries with points and savings; no word of VAT but the number."""
    name = d.pick(["Larder & Vine", "Fellside Co-operative", "Budgie Stores"])
    rows, saved = d.sums(85, 950, 7), d.rng.randrange(50, 200)
    total = sum(rows) - saved
    texts = [name, "Hexham", "", *(cells(f"Grocery {n}", p) for n, p in enumerate(rows)),
             cells("Multibuy saving", -saved), cells("BALANCE DUE", total), cells("Contactless", total),
             cells("Change", 0), "", "Points this visit 41  Balance 1,204", f"{d.day:%d/%m/%y} 18:22 8841 07 2213",
             f"VAT Reg: {d.vat_number()}"]  # fmt: skip
    return slip(240, texts), truth(name, d.day, total, None, None, type="receipt")


def hotel(d: Desk) -> Written:
    """A folio: nights, what was paid, and nothing left to pay."""
    name = d.pick(["The Blue Boar Hotel", "Quayside Inn (Falmouth) Ltd", "Ravenscar Hall Hotel"])
    page, number, nights = Page(), f"F{d.digits(5)}", d.rng.randrange(1, 4)
    page.mid(50, name, 18, "Times-Bold")
    page.mid(64, "North Road, Durham DH1 4PW", 9, "Times-Roman")
    left = d.day
    page.lines(40, 100, [*d.buyer, "", "Guest: Ms A Rowe"], font="Times-Roman")
    page.lines(350, 100, [f"Folio {number}", f"Arrival {left - timedelta(days=nights):%d/%m/%Y}",
                          f"Departure {left:%d/%m/%Y}", f"Invoice date {left:%d/%m/%Y}", "Room 14"],
               font="Times-Roman")  # fmt: skip
    each, total = 11400, 0
    y = 220.0
    for n in range(nights):
        page.row(y, [(40, f"{left - timedelta(days=nights - n):%d/%m/%Y}"), (140, "Accommodation, B&B"),
                     (-450, money(each))], font="Times-Roman")  # fmt: skip
        total += each
        y += 15
    page.row(y, [(40, f"{left:%d/%m/%Y}"), (140, "Card payment"), (-530, money(total))], font="Times-Roman")
    vat = round(total / 6)
    for n, (label, pence) in enumerate((("Total charges", total), ("Total paid", total), ("Balance", 0),
                                        ("Net", total - vat), ("VAT 20%", vat))):  # fmt: skip
        page.row(y + 40 + 14 * n, [(300, label), (-450, "£" + money(pence))], font="Times-Roman")
    page.mid(810, f"VAT number {d.vat_number()}", 8)
    return page.done(), truth(name, d.day, total, vat, number)


def rail(d: Desk) -> Written:
    """A booking of train tickets: booked on one day, travelling on another, no VAT."""
    name = d.pick(["Pennine & Coast Railway", "Trackside Tickets", "GreatNorth Rail"])
    page, number, fare = Page(), d.pick(["KX7P2LQ9", "RM44TZ81", "9HPL3W2C"]), d.rng.randrange(1200, 18000)
    page.put(40, 60, name, 18, "Helvetica-Bold", ink="red")
    page.put(40, 90, "Receipt for your booking", 13)
    y = 120.0
    for label, value in (("Booking reference", number), ("Booked on", f"{d.day:%d %b %Y} at 16:40"),
                         ("Travelling", f"{d.day + timedelta(days=11):%a %d %b %Y}"),
                         ("From", "Hexham"), ("To", "London Terminals"), ("Fare", f"£{money(fare - 150)}"),
                         ("Booking fee", "£1.50"), ("Total paid", f"£{money(fare)}"),
                         ("VAT", "Rail travel is zero rated")):  # fmt: skip
        page.row(y, [(40, label), (220, value)])
        y += 18
    return page.done(), truth(name, d.day, fare, 0, number, type="receipt")


def taxi(d: Desk) -> Written:
    """A taxi firm's trip by mail."""
    name = d.pick(["Zipcab", "Townhopper Taxis", "Mersey Minicabs"])
    fare, number = d.rng.randrange(600, 5500), d.digits(8)
    html = (f"<h2>{name}</h2><p>Thanks for riding with us</p><table><tr><td>Trip</td><td>{number}</td></tr>"
            f"<tr><td>Date</td><td>{d.day.day} {d.day:%B %Y}, 08:12</td></tr><tr><td>Trip fare</td>"
            f"<td>£{money(fare - 50)}</td></tr><tr><td>Booking fee</td><td>£0.50</td></tr><tr><td><b>Total</b></td>"
            f"<td><b>£{money(fare)}</b></td></tr></table><p>Visa</p><p>{name}, Leeds LS1</p>")  # fmt: skip
    content = mail(f"{name} <receipts@{name.split()[0].lower()}.example>", f"Your {name} receipt", d, html=html)
    return content, truth(name, d.day, fare, None, number, type="receipt", file="trip.eml")


def domain(d: Desk) -> Written:
    """A registrar's receipt as the plain text of a mail."""
    name = d.pick(["Namewell Ltd", "Hostmoor Limited", "Registrar Pond Ltd"])
    net, number = d.rng.randrange(900, 9000), f"NW-{d.digits(6)}"
    vat = round(net * 0.2)
    text = "\n".join([f"Dear {d.own},", "", "Thank you for your payment. This is your VAT receipt.", "",
                      f"Invoice number: {number}", f"Invoice date: {d.day:%d/%m/%Y}", "Payment method: card", "",
                      f"own.example renewal, 1 year    £{money(net)}", f"Subtotal   £{money(net)}",
                      f"VAT 20%    £{money(vat)}", f"Total      £{money(net + vat)}", "", "Kind regards", name,
                      f"VAT registration {d.vat_number()}. Registered in Scotland SC{d.digits(6)}"])  # fmt: skip
    content = mail(
        f"{name} Billing <billing@{name.split()[0].lower()}.example>", "Receipt for your order", d, text=text
    )
    return content, truth(name, d.day, net + vat, vat, number, file="receipt.eml")


def dollars(d: Desk) -> Written:
    """A receipt in dollars as an HTML mail from America."""
    name = d.pick(["Threadlight, Inc.", "Octobox Inc.", "Paperhinge LLC"])
    total, number = d.rng.randrange(500, 20000), f"{d.digits(4)}-{d.digits(4)}"
    day = f"{d.day:%b} {d.day.day}, {d.day.year}"
    html = (f"<div><p>Receipt from {name}</p><h1>${money(total)}</h1><p>Paid {day}</p></div>"
            f"<div>Receipt number {number}</div><div>Payment method Visa - 4417</div><table><tr><td>Pro plan</td>"
            f"<td>${money(total)}</td></tr><tr><td>Amount paid</td><td>${money(total)}</td></tr></table>"
            f"<p>{name}, 2261 Pine Street, Seattle, WA 98101, United States</p>")  # fmt: skip
    sender = f'"{name}" <receipts@{name.split(",")[0].split()[0].lower()}.example>'
    content = mail(sender, f"Your receipt from {name} #{number}", d, html=html)
    return content, truth(name, d.day, total, None, number, type="receipt", currency="USD", file="receipt.eml")


def bazaar(d: Desk) -> Written:
    """A market place: the platform's name on top, the seller in the small print."""
    name = d.pick(["Brightwick Candles Ltd", "Cable Monkey UK Limited", "Old Barn Books"])
    page, number = Page(), f"INV-GB-{d.digits(7)}"
    gross = d.rng.randrange(900, 16000)
    vat = round(gross / 6)
    page.put(40, 50, "bazarro", 24, "Helvetica-BoldOblique", ink="orange")
    page.end(555, 50, "Invoice", 16)
    page.row(90, [(40, f"Order number 204-{d.digits(7)}"), (320, f"Order date {d.day - timedelta(days=2):%d %B %Y}")])
    page.row(106, [(40, f"Invoice number {number}"), (320, f"Invoice date {d.day:%d %B %Y}")])
    page.lines(40, 135, ["Bill to", *d.buyer])
    page.lines(320, 135, ["Sold by", name, "Unit 2, Mill Lane", "Ludlow SY8 1AA", f"VAT # GB{d.vat_number()}"])
    page.row(250, [(40, "Description"), (-330, "Unit excl. VAT"), (-410, "VAT rate"), (-540, "Item subtotal")], size=8)
    page.row(266, [(40, "Beeswax pillar, set"), (-330, "£" + money(gross - vat)), (-410, "20%"),
                   (-540, "£" + money(gross))], size=8)  # fmt: skip
    page.row(300, [(380, "Invoice total"), (-540, "£" + money(gross))], font="Helvetica-Bold")
    page.row(330, [(300, "VAT rate"), (-440, "Item subtotal (excl. VAT)"), (-540, "VAT subtotal")], size=7)
    page.row(342, [(300, "20%"), (-440, "£" + money(gross - vat)), (-540, "£" + money(vat))], size=8)
    return page.done(), truth(name, d.day, gross, vat, number)


def credit(d: Desk) -> Written:
    """A credit note, with the day and number of the invoice that it takes back."""
    name = d.pick(["Brigg Paper Merchants Ltd", "Sable Print Limited", "Fosse Way Tools Ltd"])
    page, number, net = Page(), f"CN{d.digits(5)}", d.rng.randrange(2000, 60000)
    vat = round(net * 0.2)
    page.put(40, 50, name, 14, "Helvetica-Bold")
    page.end(555, 50, "CREDIT NOTE", 16, "Helvetica-Bold")
    page.lines(40, 90, d.buyer)
    before = d.day - timedelta(days=25)
    page.lines(350, 90, [f"Credit note no. {number}", f"Credit date {d.day:%d/%m/%Y}", f"Against invoice {d.digits(6)}",
                         f"of {before:%d/%m/%Y}"])  # fmt: skip
    for n, (label, pence) in enumerate(
        (("Goods returned damaged", net), ("VAT 20%", vat), ("Total credit", net + vat))
    ):
        page.row(220 + 18 * n, [(40, label), (-450, "£" + money(pence))])
    page.put(40, 810, f"VAT Reg No {d.vat_number()}", 8)
    return page.done(), truth(name, d.day, net + vat, vat, number, type="credit_note")


def statement(d: Desk) -> Written:
    """A statement of account: what is open, no paper to book."""
    name = d.pick(["Brigg Timber Supplies Ltd", "Hallam Cash & Carry Limited", "Sable Print Limited"])
    page, rows = Page(), d.sums(4000, 90000, 4)
    page.put(40, 50, name, 14, "Helvetica-Bold")
    page.put(40, 80, "Statement", 16)
    page.lines(40, 110, d.buyer)
    page.lines(380, 110, [f"Date {d.day:%d/%m/%Y}", f"Account {d.digits(5)}"])
    page.row(210, [(40, "Date"), (140, "Ref"), (240, "Type"), (-420, "Amount"), (-520, "Balance")], size=8)
    for n, pence in enumerate(rows):
        day = d.day - timedelta(days=40 - 6 * n)
        page.row(226 + 14 * n, [(40, f"{day:%d/%m/%Y}"), (140, d.digits(6)),
                                (240, "Invoice"), (-420, money(pence)), (-520, money(sum(rows[: n + 1])))],
                 size=8)  # fmt: skip
    page.row(310, [(300, "Total due"), (-520, "£" + money(sum(rows)))], font="Helvetica-Bold")
    page.row(340, [(40, "Current"), (140, "30 days"), (240, "60 days")], size=8)
    return page.done(), truth(name, d.day, sum(rows), None, None, type="statement", waits=True)


def proforma(d: Desk) -> Written:
    """No invoice yet: a pro-forma, an order's confirmation, an estimate, a note that goods were left."""
    name = d.pick(["Larkhill Kitchens Ltd", "Anvil & Ash Metalwork", "Cable Monkey UK Limited"])
    title = d.pick(["Pro-forma invoice", "Order acknowledgement", "Estimate"])
    page, net = Page(), d.rng.randrange(9000, 200000)
    vat = round(net * 0.2)
    page.put(40, 60, title, 18, "Times-Bold")
    page.lines(350, 60, [name, "Ulverston", f"VAT {d.vat_number()}"])
    page.lines(40, 110, d.buyer)
    page.lines(350, 130, [f"No. {d.digits(5)}", f"Date {d.day:%d %B %Y}"])
    for n, (label, pence) in enumerate((("Goods as listed", net), ("VAT", vat), ("Total", net + vat))):
        page.row(220 + 18 * n, [(40, label), (-450, "£" + money(pence))])
    return page.done(), truth(name, d.day, net + vat, vat, None, type="other", waits=True)


TILLS: dict[str, Layout] = {
    "fuel": fuel, "cafe": cafe, "hardware": hardware, "supermarket": supermarket, "hotel": hotel, "rail": rail,
    "taxi": taxi, "domain": domain, "dollars": dollars, "bazaar": bazaar, "credit": credit, "statement": statement,
    "proforma": proforma,
}  # fmt: skip
