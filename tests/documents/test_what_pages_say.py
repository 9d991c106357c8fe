"""Kinds of misreading on pages of many trades: each is the sort of mistake, on a page made for it."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest

from accountsos.documents.facts import DocumentFacts, DocumentType, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

TODAY = date(2026, 6, 30)
US = KnownSuppliers(own_names=("Teasel & Co Ltd",))


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = read_document(page(*rows), known_suppliers=US, today=TODAY).facts
    assert facts is not None
    return facts


def test_where_a_ride_began_is_no_sender() -> None:
    facts = read(
        ("RECEIPT",), ("14 March 2026, 18:42",), ("From: Central Station",), ("To: Gosforth High Street",),
        ("Fare", "£14.50"), ("Paid (card)", "£14.50"), ("Blue Line Taxis Newcastle",),
    )  # fmt: skip
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Blue Line Taxis Newcastle"


@pytest.mark.parametrize(
    ("seller", "sure"),
    [("548 Market Street, San Francisco, California 94104", True), ("88 King Street, Toronto, Canada", False)],
)
def test_dollars_are_american_only_where_the_seller_is(seller: str, sure: bool) -> None:
    facts = read(
        ("Nimbus Labs, Inc.",), (seller,), ("Invoice number", "8F3A-0004"), ("Date of issue", "March 4, 2026"),
        ("Bill to",), ("Teasel & Co Ltd",), ("Hexham NE46 1AB",), ("Total", "$45.00"),
    )  # fmt: skip
    assert facts.currency is not None
    assert facts.currency.value == "USD"
    assert (facts.currency.confidence >= 0.95) is sure


def test_vat_of_fees_beside_disbursements_without_vat_is_that_of_the_fees() -> None:
    facts = read(
        ("Harcourt Tindall Solicitors",), ("12 March 2026",), ("Bill No: HT/1044/12",),
        ("Professional charges", "850.00"),
        ("VAT thereon at 20%", "170.00"), ("Land Registry fees (no VAT)", "45.00"),
        ("Total due to this firm", "£1,065.00"),
    )  # fmt: skip
    assert facts.net is not None
    assert facts.vat is not None
    assert (facts.net.value, facts.vat.value) == (89500, 17000)
    assert sorted((str(p.rate), p.net, p.vat) for p in facts.vat_by_rate) == [("0", 4500, 0), ("20", 85000, 17000)]


def test_insurance_premium_tax_is_no_vat() -> None:
    facts = read(
        ("Castle Gate Insurance Brokers Ltd",), ("INVOICE",), ("Our ref: DN710325",), ("Date: 12 March 2026",),
        ("Combined liability premium", "£224.00"), ("Insurance Premium Tax 12%", "£26.88"),
        ("Total payable", "£250.88"),
    )  # fmt: skip
    assert facts.vat is None or facts.vat.value == 0


@pytest.mark.parametrize(
    "line",
    [
        "Registered in England no. 03846791",
        "Company number 03846791",
        "UTR 2410188755",
        "VAT No. 390 5881 24",
        "Policy: PL/1811589",
    ],
)
def test_a_number_of_the_company_is_never_the_papers(line: str) -> None:
    facts = read(("Railhopper Limited",), ("12 March 2026",), ("Total paid", "£21.00"), (line,))
    assert facts.number is None


def test_the_days_of_a_folios_nights_are_not_its_date() -> None:
    facts = read(
        ("The Royal Swan Hotel",), ("Arrival: 13/03/26",), ("Departure: 15/03/26",), ("Date: 15/03/26",),
        ("Date", "Debit"), ("13/03/26", "95.00"), ("14/03/26", "95.00"), ("Total", "£190.00"),
    )  # fmt: skip
    assert facts.date is not None
    assert facts.date.value == date(2026, 3, 15)
    assert facts.date.confidence >= 0.95


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Delivery note", "delivery note"),
        ("PRO-FORMA INVOICE", "pro-forma"),
        ("PURCHASE ORDER", "order"),
        ("Statement of account", "statement"),
        ("QUOTATION", "quotation"),
    ],
)
def test_what_is_never_booked_is_told_and_asks_nothing(title: str, kind: str) -> None:
    outcome = read_document(
        page(("Hadrian Doors Ltd",), (title,), ("Date", "12/03/2026"), ("6 x Oak door",)), today=TODAY
    )
    assert outcome.status is ReadStatus.PROCESSED
    assert outcome.facts is not None
    assert outcome.facts.kind is not None
    assert outcome.facts.kind.value == kind
    assert any("nothing is booked from it" in warning for warning in outcome.warnings)


def test_a_utilitys_bill_that_thanks_for_the_last_payment_is_no_receipt() -> None:
    facts = read(
        ("Northern Spark Energy",), ("Your electricity bill",), ("Bill number", "716874838"),
        ("Bill date", "03 Oct 2025"),
        ("Payments received - thank you", "-£90.00"), ("Total charges", "£150.02"),
        ("Amount now due", "£150.02"),
    )  # fmt: skip
    assert facts.type.value is DocumentType.INVOICE
    assert facts.kind is not None
    assert facts.kind.value == "utility bill"


HTML = """<html><head><title>x 9.99</title><style>.a{color:red}</style></head><body>
<script>document.write("Total paid 1.00")</script>
<div style="display:none">Total paid &pound;999.00</div><table><tr><td><img src="https://tracker.example/x.png">
<h1>Parcelwing</h1></td></tr>
<tr><td><table><tr><td>Receipt number</td><td>PW-1044</td></tr>
<tr><td>Date</td><td>12 March 2026</td></tr></table>
<tr><td><table><tr><td>2 labels</td><td>&pound;17.50</td></tr>
<tr><td>VAT (20%)</td><td>&pound;3.50</td></tr>
<tr><td><b>Total paid</b></td><td><b>&pound;21.00</b></td></tr></table></td></tr>
<tr><td>Parcelwing Ltd, 3 Dock Street, Leeds LS10 1AA</td></tr></table></body></html>"""


def mail(text: str, subtype: str, **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in {"From": "Parcelwing <r@parcelwing.example>", "Subject": "Your receipt", **headers}.items():
        message[name] = value
    message.set_content(text, subtype=subtype)
    return message.as_bytes()


def test_a_mail_that_is_the_receipt_is_read_as_it_is_seen() -> None:
    facts = read_document(mail(HTML, "html"), today=TODAY).facts
    assert facts is not None
    assert facts.gross is not None
    assert facts.date is not None
    assert facts.number is not None
    assert (facts.gross.value, facts.date.value, facts.number.value) == (2100, date(2026, 3, 12), "PW-1044")
    assert facts.type.value is DocumentType.RECEIPT


def test_a_mail_in_plain_text_takes_its_day_from_its_head_where_it_names_none() -> None:
    text = "Parcelwing\n\nReceipt number: PW-1044\n2 labels    £17.50\nVAT (20%)    £3.50\nTotal paid    £21.00\n"
    facts = read_document(mail(text, "plain", Date="Thu, 12 Mar 2026 10:11:12 +0000"), today=TODAY).facts
    assert facts is not None
    assert facts.date is not None
    assert facts.date.value == date(2026, 3, 12)


def test_a_mail_without_money_is_no_receipt() -> None:
    outcome = read_document(mail("Shall we have lunch on Friday?", "plain"), today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "its text shows no amount" in (outcome.reason or "")


@pytest.mark.parametrize(
    "said",
    [
        "Gross card volume in July 2026: £8,041.55",
        "Turnover declared: £84,000.00",
        "Sum insured: £250,000.00",
        "Rateable value: £12,500.00",
        "Credit limit: £5,000.00",
    ],
)
def test_what_tells_of_the_customer_is_no_total(said: str) -> None:
    facts = read(
        ("Pence Payments Ltd",), ("INVOICE",), ("Invoice number", "PP-118834"), ("Invoice date", "3 March 2026"),
        ("Bill to: Teasel & Co Ltd",), ("Card processing", "£131.06"), ("Payouts", "£3.10"), ("Total", "£134.16"),
        (said,),
    )  # fmt: skip
    assert facts.gross is not None
    assert facts.gross.value == 134_16


def test_a_purchase_from_who_is_called_as_we_begin_is_asked_about() -> None:
    outcome = read_document(
        page(
            ("Teasel Lane",), ("INVOICE",), ("Invoice number", "2217"), ("Date", "3 March 2026"), ("Hi Oliver,",),
            ("Mug", "£46.00"), ("Total", "£46.00"),
        ),
        known_suppliers=KnownSuppliers(own_names=("Teasel Lane Ceramics Ltd",)),
        today=TODAY,
    )  # fmt: skip
    assert outcome.status is ReadStatus.NEEDS_REVIEW
    assert outcome.reason is not None
    assert "Teasel Lane, which is how your own name begins: say who sells and who buys" in outcome.reason
