"""The rest of the second set: strips of till roll, mails, bills with old money on them, and papers that book "
"nothing."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.letterbox.desk import Desk, Layout, Written, money, truth
from benchmarks.letterbox.tills import mail
from benchmarks.letterbox.typeset import day, lines, said, set_in, table

_ROLL = "width: 72mm, height: auto, margin: 4mm"


def farm_shop(d: Desk) -> Written:
    """Weights and prices, the card at the end, the name in the middle."""
    name = d.pick(["Low Sizergh Farm Shop", "Bluebell Dairy & Deli"])
    sums = d.sums(180, 1900, 4)
    total = sum(sums)
    rows = [[f"Produce {n + 1}  0.{d.digits(3)} kg", money(p)] for n, p in enumerate(sums)]
    rows += [["Total", f"£{money(total)}"], ["EFT", f"£{money(total)}"], ["Change", "£0.00"]]
    upper = lines(
        [day(d, "{d} %b %Y %H:%M").replace("00:00", "11:26"), f"Receipt no. {d.digits(6)}", "Thank you for your custom"]
    )
    body = (
        f"#align(center)[{lines([name, 'Kendal LA8 8AE', 'Tel. 015395 60 426'])}]\n{table(rows, '(1fr, auto)')}\n"
        f"{upper}"
    )
    return set_in(body, _ROLL, "DejaVu Sans Mono", 7), truth(name, d.day, total, None, None, type="receipt")


def chemist(d: Desk) -> Written:
    """Two rates summed at the foot of a strip."""
    name = d.pick(["Tollgate Pharmacy", "Bedale Chemists Ltd"])
    taxed, free = d.sums(400, 4000, 2)
    vat = round(taxed / 6)
    rows = [["Toiletries", money(taxed)], ["Zero-rated medicines", money(free)], ["TOTAL TO PAY", money(taxed + free)],
            ["CARD", money(taxed + free)]]  # fmt: skip
    tax = [["VAT", "Gross", "Tax"], ["20%", money(taxed), money(vat)], ["0%", money(free), "0.00"]]
    upper = lines(["3 Market Place, Bedale DL8 1ED", f"VAT No: {d.vat_number()}", day(d, "%d.%m.%y  16:05")])
    body = f"*{said(name)}* \\\n{upper}\n{table(rows, '(1fr, auto)')}\n{table(tax, '(auto, 1fr, auto)')}"
    return set_in(body, _ROLL, "DejaVu Sans Mono", 7), truth(name, d.day, taxed + free, vat, None, type="receipt")


def parking(d: Desk) -> Written:
    """A parking session by mail, in plain text."""
    name = d.pick(["Kerbside Parking", "ParkWell Ltd"])
    total, number = d.rng.randrange(120, 2500), f"{d.digits(9)}"
    text = "\n".join([
        "Your parking session has ended.", "", f"Session ID: {number}", "Location: 4417 Castle Yard, Lancaster",
        f"Start: {d.day:%d/%m/%Y} 09:02", f"End: {d.day:%d/%m/%Y} 11:40", f"Parking: £{money(total - 20)}",
        "Fee: £0.20",
        f"Total charged: £{money(total)}", "", "Thanks for parking with us,", name,
    ])  # fmt: skip
    content = mail(f"{name} <no-reply@{name.split()[0].lower()}.example>", "Parking receipt", d, text=text)
    return content, truth(name, d.day, total, None, number, type="receipt", file="session.eml")


def print_shop(d: Desk) -> Written:
    """An order at a print shop by mail: placed, sent, and its sums in a table."""
    name = d.pick(["Inkwell Print Ltd", "Postcard Factory"])
    net, carriage, number = d.rng.randrange(2000, 30000), 695, d.digits(7)
    vat = round((net + carriage) * 0.2)
    total = net + carriage + vat
    rows = "".join(
        f"<tr><th align=left>{label}</th><td align=right>£{money(pence)}</td></tr>"
        for label, pence in (("Subtotal", net), ("Delivery", carriage), ("VAT", vat), ("Order total", total))
    )
    html = (
        f"<div><img alt='{name}'/></div><p>Hi {d.own.split()[0]},</p><p>Thanks for your order! This email is "
        f"your VAT receipt.</p>"
        f"<p>Order #{number} placed on {day(d, '{d} %B %Y')}</p><p>Estimated delivery "
        f"{d.day + timedelta(days=5):%d %B %Y}</p>"
        f"<table>{rows}</table><p>{name}, Unit 9 Canal Mill, Skipton BD23 1AB. VAT {d.vat_number()}</p>"
    )
    content = mail(
        f"{name} Orders <orders@{name.split()[0].lower()}.example>", f"Order confirmation #{number}", d, html=html
    )
    return content, truth(name, d.day, total, vat, number, type="receipt", file="order.eml")


def euro_mail(d: Desk) -> Written:
    """A hotel booked through a platform that pays it: euros."""
    name = d.pick(["Pension Alpenblick", "Gasthof Lindenhof"])
    total, number = d.rng.randrange(9000, 60000), d.digits(10)
    html = (
        f"<h1>{name}</h1><p>Rechnung / Invoice {number}</p><p>Datum: {d.day:%d.%m.%Y}</p><p>Anreise "
        f"{d.day - timedelta(days=2):%d.%m.%Y},"
        f" Abreise {d.day:%d.%m.%Y}</p><table><tr><td>2 "
        f"Nächte</td><td>{money(total).replace(',', '').replace('.', ',')} EUR</td></tr>"
        f"<tr><td>Gesamtbetrag</td><td>{money(total).replace(',', '').replace('.', ',')} "
        f"EUR</td></tr></table><p>{d.own}</p>"
        f"<p>{name}, Dorfstraße 5, 6100 Seefeld, Österreich</p>"
    )
    content = mail(f"{name} <info@pension.example>", f"Ihre Rechnung {number}", d, html=html)
    return content, truth(name, d.day, total, None, number, currency="EUR", file="rechnung.eml")


def gas(d: Desk) -> Written:
    """A gas bill: every other one begins in credit, so what it asks is less than it charges."""
    name = d.pick(["Blueflame Business Gas", "Moorside Energy plc"])
    number, used = d.digits(8), d.rng.randrange(8000, 40000)
    vat = round(used * 0.2)
    old = -d.rng.randrange(1000, 5000) if d.n % 2 else 0
    rows = [
        ["Gas used", f"£{money(used)}"],
        ["VAT at 20.0%", f"£{money(vat)}"],
        ["Total for this period", f"£{money(used + vat)}"],
    ]
    if old:
        rows.append(["Credit balance from your last bill", money(old, "£")])
    rows.append(["What you owe us", f"£{money(used + vat + old)}"])
    start = d.day - timedelta(days=33)
    upper = lines(
        [
            "Statement number",
            number,
            "Issued on",
            day(d, "{d} %B %Y"),
            f"Covers {start:%d %b} to {d.day - timedelta(days=3):%d %b %Y}",
        ]
    )
    middle = lines([f"We will collect £{money(used + vat + old)} on or after {d.day + timedelta(days=14):%d %B %Y}."])
    lower = said(f"{name} | VAT {d.vat_number()} | Registered office 1 Gasworks Road, Goole")
    body = (
        f"#text(size: 24pt)[{said(name)}]\n\n#grid(columns: (1fr, 1fr), [{lines(d.buyer)}], "
        f"[{upper}])\n"
        f"= Your gas bill\n{table(rows, '(1fr, auto)')}\n{middle}\n"
        f"#v(1fr)\n#text(size: 7pt)[{lower}]"
    )
    return set_in(body), truth(name, d.day, used + vat, vat, number, waits=bool(old))


def nothing(d: Desk) -> Written:
    """A delivery note with prices, or a month's statement."""
    name = d.pick(["Fellgate Workwear Ltd", "Lonsdale Office Supplies Limited"])
    title = d.pick(["Delivery note", "Monthly statement"])
    sums = d.sums(2000, 30000, 3)
    rows = [
        [f"{d.day - timedelta(days=9 * n):%d/%m/%Y}", f"Invoice {d.digits(5)}", money(p)] for n, p in enumerate(sums)
    ]
    upper = lines([day(d, "Date: %d/%m/%Y"), *d.buyer])
    body = (
        f"*{said(name)}*\n\n= {title}\n{upper}\n\n{table(rows, '(30mm, 1fr, auto)', True)}\n"
        f"#align(right)[{lines([f'Total £{money(sum(sums))}'])}]"
    )
    return set_in(body), truth(name, d.day, sum(sums), None, None, type="other", waits=True)


STRIPS: dict[str, Layout] = {
    "farm_shop": farm_shop, "chemist": chemist, "parking": parking, "print_shop": print_shop, "euro_mail": euro_mail,
    "gas": gas, "nothing": nothing,
}  # fmt: skip
