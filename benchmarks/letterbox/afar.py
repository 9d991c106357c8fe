"""The rest of the fifth set: sellers abroad, web shops, brokers, pads, and papers that are no invoice."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Page, Written, money, truth
from benchmarks.letterbox.tills import mail


def irish_pounds(d: Desk) -> Written:
    """A platform's Irish company that bills in pounds without VAT: reverse charge, month of advertising."""
    name = d.pick(["Adspire Ireland Limited", "Pagegrid International Unlimited Company"])
    number, total = d.digits(10), d.rng.randrange(2000, 150000)
    page = Page()
    page.put(40, 50, "Invoice", 26)
    page.put(40, 75, f"Invoice number: {number}", 9)
    page.lines(
        360, 50, [name, "Gordon House, Barrow Street", "Dublin 4", "Ireland", "VAT number: IE6388047V"], 12, size=9
    )
    page.lines(40, 120, ["Bill to", *d.buyer, "United Kingdom"], 12, size=9)
    page.put(360, 130, "Details", 12)
    for n, (label, value) in enumerate(
        (
            ("Invoice number", number),
            ("Invoice date", f"{d.day.day} {d.day:%b %Y}"),
            ("Billing ID", f"{d.digits(4)}-{d.digits(4)}"),
            ("Account ID", f"{d.digits(3)}-{d.digits(3)}"),
        )
    ):
        page.row(148 + 13 * n, [(360, label), (-555, value)], size=9)
    start = d.day - timedelta(days=29)
    page.row(250, [(360, "Total in GBP"), (-555, money(total, "£"))], size=13)
    page.put(40, 275, f"Summary for {start.day} {start:%b %Y} - {d.day.day} {d.day:%b %Y}", 11)
    for n, (label, pence) in enumerate((("Subtotal in GBP", total), ("VAT (0%)", 0), ("Total in GBP", total))):
        page.row(300 + 16 * n, [(360, label), (-555, money(pence, "£"))], size=9)
    page.put(40, 380, "Services subject to the reverse charge - VAT to be accounted for by the recipient.", 8)
    return page.done(), truth(name, d.day, total, 0, number)


def french_hotel(d: Desk) -> Written:
    """A night in France: euros, two rates, a tax of the town, the guest's company."""
    name = d.pick(["Hôtel du Vieux Port", "SARL Les Tilleuls"])
    number, room = f"F{d.digits(6)}", d.rng.randrange(8000, 30000)
    vat, town = round(room / 11), 330
    total = room + town

    def euros(pence: int) -> str:
        return money(pence).replace(",", " ").replace(".", ",") + " €"

    page = Page()
    page.put(40, 50, name, 16, "Times-Bold")
    page.lines(
        40,
        66,
        ["12 quai des Belges", "13001 Marseille", "SIRET 512 447 118 00021", f"TVA FR 44 512{d.digits(6)}"],
        12,
        size=9,
    )
    page.lines(330, 110, [d.own, d.street, d.town, d.postcode, "Royaume-Uni"], 12)
    page.put(40, 190, f"Facture n° {number} du {d.day:%d/%m/%Y}", 13, "Times-Bold")
    came = d.day - timedelta(days=1)
    page.put(40, 210, f"Arrivée {came:%d/%m/%Y}   Départ {d.day:%d/%m/%Y}   Chambre 214")
    for n, (label, pence) in enumerate((("Hébergement 1 nuit", room), ("Taxe de séjour", town))):
        page.row(240 + 15 * n, [(40, label), (-540, euros(pence))])
    for n, (label, pence) in enumerate((("Total HT", total - vat), ("TVA 10,00 %", vat), ("Total TTC", total),
                                        ("Réglé par carte bancaire", total))):  # fmt: skip
        page.row(290 + 15 * n, [(340, label), (-540, euros(pence))])
    return page.done(), truth(name, d.day, total, vat, number, currency="EUR")


def spanish(d: Desk) -> Written:
    """A Spanish supplier of tiles in two languages, no VAT as it left the country."""
    name = d.pick(["Azulejos Castellar S.L.", "Cerámica Almenara, S.A."])
    number, total = f"2026/{d.digits(4)}", d.rng.randrange(20000, 600000)
    text = f"{total // 100:,}".replace(",", ".") + f",{total % 100:02d}"
    page = Page()
    page.lines(40, 50, [name, "Pol. Ind. El Serrallo, Castellón 12100", "NIF ESB12345674"], 12)
    page.put(360, 50, "FACTURA / INVOICE", 14, "Helvetica-Bold")
    page.lines(360, 75, [f"Nº / No: {number}", f"Fecha / Date: {d.day:%d/%m/%Y}"], 13)
    page.lines(40, 130, ["Cliente / Customer", *d.buyer, "Reino Unido"], 12)
    page.row(260, [(40, "Porcelain tile 60x60, 3 pallets"), (-540, f"{text} EUR")])
    page.row(290, [(330, "Base imponible / Net"), (-540, text)])
    page.row(305, [(330, "IVA 0% / VAT (export)"), (-540, "0,00")])
    page.row(325, [(330, "TOTAL EUR"), (-540, text)], font="Helvetica-Bold")
    page.put(40, 380, "Vencimiento / Due date: " + f"{d.day + timedelta(days=30):%d/%m/%Y}")
    return page.done(), truth(name, d.day, total, 0, number, currency="EUR")


def registry(d: Desk) -> Written:
    """A public register's fee by mail in plain text: no VAT, a submission's number, the company it was for."""
    name = d.pick(["Companies Registry", "Rural Licensing Authority"])
    total, number = d.pick([5000, 3400]), f"{d.digits(3)}-{d.digits(6)}"
    text = (
        f"{name}\n\nPayment confirmation\n\nThank you for your payment.\n\nPayment reference: {number}\n"
        f"Company: {d.own.upper()}\nDate of payment: {d.day.day} {d.day:%B %Y}\nService: Confirmation statement\n"
        f"Amount paid: £{money(total)}\nVAT: £0.00\n\nPlease keep this email for your records.\n\n{name}\n"
    )
    content = mail(f"{name} <noreply@registry.example>", "Payment confirmation", d, text=text)
    return content, truth(name, d.day, total, 0, number, type="receipt", file="fee.eml")


def insurer(d: Desk) -> Written:
    """A broker's invoice for a renewal: premium, its tax, a fee; the insurer is another."""
    name = d.pick(["Wharfedale Insurance Brokers Ltd", "Cotter & Lamb Insurance Services Ltd"])
    number, premium, fee = f"D{d.digits(6)}", d.rng.randrange(20000, 150000), 3500
    tax = round(premium * 0.12)
    total, starts = premium + tax + fee, d.day + timedelta(days=9)
    page = Page()
    page.put(40, 50, name, 16, "Helvetica-Bold", ink="darkred")
    page.lines(40, 66, ["Bridge End, Otley LS21 1BT", "01943 555 017"], 11, size=8)
    page.lines(40, 120, d.buyer, 13)
    page.lines(
        360,
        120,
        ["DEBIT NOTE", f"Number {number}", f"Date {d.day.day} {d.day:%B %Y}", f"Client ref {d.own[:4].upper()}001"],
        13,
    )
    page.lines(40, 210, ["Commercial combined policy", "Insurer: Aldermoor Underwriting plc",
                         f"Cover from {starts.day} {starts:%B %Y} for 12 months"], 13)  # fmt: skip
    rows = (
        ("Premium", premium),
        ("Insurance Premium Tax at 12%", tax),
        ("Administration fee", fee),
        ("Total due", total),
    )
    for n, (label, pence) in enumerate(rows):
        page.row(280 + 16 * n, [(40, label), (-400, money(pence, "£"))])
    page.put(40, 790, f"{name} is authorised and regulated by the Financial Conduct Authority.", 7)
    return page.done(), truth(name, d.day, total, None, number)


def parcel(d: Desk) -> Written:
    """A web shop's order by mail: the shop's name, an order number, sums with VAT within, delivered later."""
    name = d.pick(["Thistledown Home", "Pennant & Pine"])
    goods, post, number = d.rng.randrange(1500, 15000), 395, d.digits(5)
    total = goods + post
    vat = round(total / 6)
    html = (
        f"<table><tr><td>{name}</td><td>Order #{number}</td></tr></table><h2>Thank you for your purchase!</h2>"
        f"<p>{d.day.day} {d.day:%B %Y}</p><h3>Order summary</h3><table>"
        f"<tr><td>Oak tray × 1</td><td>£{money(goods)}</td></tr>"
        f"<tr><td>Subtotal</td><td>£{money(goods)}</td></tr><tr><td>Shipping</td><td>£{money(post)}</td></tr>"
        f"<tr><td>Total paid</td><td>£{money(total)} GBP</td></tr>"
        f"<tr><td colspan=2>Including £{money(vat)} in taxes</td></tr></table>"
        f"<h3>Customer information</h3><p>Shipping address<br>{'<br>'.join(d.buyer)}</p>"
        f"<p>If you have any questions, reply to this email or contact us at "
        f"hello@{name.split()[0].lower()}.example</p>"
    )
    content = mail(f"{name} <hello@{name.split()[0].lower()}.example>", f"Order #{number} confirmed", d, html=html)
    return content, truth(name, d.day, total, vat, number, type="receipt", file="order.eml")


def merchants(d: Desk) -> Written:
    """A merchant's invoice with delivery address, despatch day, settlement terms and a copy mark."""
    name = d.pick(["Swale Timber & Builders Merchants Ltd", "Harrogate Plumb Supplies Limited"])
    number, rows = f"{d.digits(2)}/{d.digits(6)}", d.sums(1200, 40000, 3)
    net = sum(rows)
    vat, sent = round(net * 0.2), d.day - timedelta(days=2)
    page = Page()
    page.put(40, 45, name.upper(), 13, "Helvetica-Bold")
    page.lines(
        40, 58, ["Station Yard, Leyburn DL8 5ET", f"Reg. No. 0{d.digits(7)}   VAT No. {d.vat_number()}"], 10, size=7.5
    )
    page.put(480, 45, "INVOICE", 15, "Helvetica-Bold")
    page.put(480, 58, "COPY", 8)
    page.lines(40, 100, ["Invoice to:", *d.buyer], 11, size=8.5)
    page.lines(230, 100, ["Deliver to:", "Site: 14 Mill Race View", "Bedale DL8 1AA"], 11, size=8.5)
    heads = (("Invoice No.", number), ("Date/Tax Point", f"{d.day:%d/%m/%y}"), ("Account", d.digits(5)),
             ("Your Order", "DAVE"), ("Despatch Date", f"{sent:%d/%m/%y}"), ("Page", "1"))  # fmt: skip
    for n, (label, value) in enumerate(heads):
        page.put(40 + 88 * n, 185, label, 7, "Helvetica-Bold")
        page.put(40 + 88 * n, 197, value, 8.5)
    for n, (what, pence) in enumerate(
        zip(("C16 47x150 4.8m", "Joist hanger 47mm", "Sand bulk bag"), rows, strict=True)
    ):
        page.row(230 + 13 * n, [(40, d.digits(6)), (110, what), (-330, f"{n + 2} EA"), (-420, money(pence // (n + 2))),
                                (-500, money(pence)), (-540, "S")], size=8.5)  # fmt: skip
    page.lines(40, 700, ["VAT Analysis", f"S  20.00%   Goods {money(net)}   VAT {money(vat)}",
                         "Nett monthly. Goods value, VAT:"], 12, size=8)  # fmt: skip
    for n, (label, pence) in enumerate((("Goods", net), ("VAT", vat), ("Invoice Total", net + vat))):
        page.row(700 + 14 * n, [(400, label), (-540, money(pence))])
    return page.done(), truth(name, d.day, net + vat, vat, number)


def studio_receipt(d: Desk) -> Written:
    """A hairdresser or a garage: a handwritten-looking receipt pad with lines for everything."""
    name = d.pick(["Gillan's Garage", "Marsh Lane Motors"])
    number, total = d.digits(3), d.rng.randrange(40, 400) * 100
    page = Page(420, 298)
    page.put(20, 30, name, 16, "Times-Bold")
    page.put(20, 44, "Marsh Lane, Boston PE21 7QR. Tel 01205 555 010", 8, "Times-Roman")
    page.put(320, 30, f"No. {number}", 11, "Courier")
    page.row(80, [(20, "Date"), (80, f"{d.day.day}/{d.day.month}/{d.day:%y}")], size=10, font="Times-Roman")
    page.row(100, [(20, "Received from"), (110, d.own)], size=10, font="Times-Roman")
    page.row(120, [(20, "The sum of"), (110, money(total, "£"))], size=10, font="Times-Roman")
    page.row(140, [(20, "For"), (110, "Service and two tyres, van")], size=10, font="Times-Roman")
    page.row(190, [(20, "With thanks"), (250, "Signed"), (300, "P Gillan")], size=10, font="Times-Italic")
    return page.done(), truth(name, d.day, total, None, number, type="receipt")


def reminder(d: Desk) -> Written:
    """A letter that asks for money of an earlier invoice, or a supplier's quotation: nothing to book."""
    name = d.pick(["Hebble Engineering Supplies Ltd", "Tarn Roofing Limited"])
    page, total, number = Page(), d.rng.randrange(10000, 200000), f"{d.digits(5)}"
    page.put(40, 50, name, 15, "Helvetica-Bold")
    page.lines(40, 100, [*d.buyer, "", f"{d.day.day} {d.day:%B %Y}"], 13)
    earlier = d.day - timedelta(days=50)
    if d.n % 2:
        page.put(40, 210, "QUOTATION " + number, 13, "Helvetica-Bold")
        page.row(240, [(40, "Strip and retile rear slope"), (-500, money(total, "£"))])
        page.row(260, [(40, "VAT at 20%"), (-500, money(round(total * 0.2), "£"))])
        page.row(280, [(40, "Total"), (-500, money(total + round(total * 0.2), "£"))])
        page.put(40, 310, "This price is held for 30 days. An invoice follows when the work is done.")
    else:
        page.put(40, 210, "OVERDUE: Invoice " + number, 13, "Helvetica-Bold")
        page.lines(
            40,
            235,
            [
                f"According to our records invoice {number} dated {earlier:%d/%m/%Y} for {money(total, '£')}",
                "is still unpaid. Please send payment within seven days.",
                f"Amount outstanding: {money(total, '£')}",
                "",
                "Yours faithfully",
                "Credit Control",
            ],
            14,
        )
    return page.done(), truth(name, d.day, total, None, number, type="other", waits=True)


def booking(d: Desk) -> Written:
    """A room that is booked and paid on the spot later, or a despatch note: no purchase yet."""
    name = d.pick(["The Kingfisher Hotel", "Packhorse Supplies Ltd"])
    total, number, later = d.rng.randrange(8000, 40000), d.digits(8), d.day + timedelta(days=20)
    if d.n % 2:
        page = Page()
        page.put(40, 50, name, 15, "Helvetica-Bold")
        page.put(40, 80, f"DESPATCH NOTE {number}", 13)
        page.lines(40, 100, [f"Date {d.day:%d/%m/%Y}", "Deliver to", *d.buyer], 13)
        page.row(220, [(40, "24 x rope halter, blue"), (-500, money(total))])
        return page.done(), truth(name, d.day, total, None, number, type="other", waits=True)
    html = (
        f"<h1>Your booking is confirmed</h1><p>{name}, Bakewell DE45 1AA</p><p>Confirmation number {number}</p>"
        f"<p>Booked on {d.day.day} {d.day:%B %Y}</p><p>Check-in {later.day} {later:%B %Y}</p>"
        f"<table><tr><td>Total price</td><td>£{money(total)}</td></tr></table><p>You'll pay at the property. "
        f"This is not an invoice.</p>"
    )
    content = mail(f"{name} <stay@kingfisher.example>", "Booking confirmed", d, html=html)
    return content, truth(name, d.day, total, None, number, type="other", waits=True, file="booking.eml")


AFAR: dict[str, Layout] = {
    "irishpounds": irish_pounds, "frenchhotel": french_hotel, "spanish": spanish, "registry": registry,
    "insurer": insurer, "parcel": parcel, "merchants": merchants, "pad": studio_receipt, "reminder": reminder,
    "booking": booking,
}  # fmt: skip
