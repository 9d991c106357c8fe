"""What a page says against itself is asked about; what only announces or lists is not booked."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from email.message import EmailMessage

import pytest
from reportlab.pdfgen.canvas import Canvas

from accountsos.documents.facts import DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import SURE
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

TODAY = date(2026, 11, 22)
US = KnownSuppliers(own_names=("Teasel & Co Ltd",))
SUMS = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))
HEAD = (("Calder Packaging Ltd",), ("12 Mill Lane, York YO1 7HH",), ("VAT GB 980 7806 84",))
TO_US = ("To: Teasel & Co Ltd",)
BILLED = (("Invoice number", "CP-4410"), ("Invoice date", "3 March 2026"), TO_US)


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=TODAY)


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


def mailed(subject: str, body: str) -> ReadOutcome:
    message = EmailMessage()
    message["From"], message["Subject"] = "Calder Packaging <post@calder.example>", subject
    message.set_content(body, subtype="html")
    return read_document(message.as_bytes(), known_suppliers=US, today=TODAY)


LEDGER = (
    ("Date", "Type", "Reference", "Debit", "Credit", "Balance"),
    ("01/02/2026", "B/fwd", "", "412.66", "", "412.66"),
    ("08/02/2026", "Invoice", "3388820", "296.14", "", "708.80"),
    ("22/02/2026", "Invoice", "3390417", "100.00", "", "808.80"),
)
OWED = (("Invoice", "Date", "Due", "Amount"), ("INV10827", "14/03/2026", "13/04/2026", "£463.00"))


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        (DocumentType.STATEMENT, (*HEAD, ("STATEMENT OF ACCOUNT at 28/02/2026",), TO_US, *LEDGER)),
        (DocumentType.STATEMENT, (*HEAD, TO_US, ("Account M2207",), *LEDGER)),
        (DocumentType.OTHER, (*HEAD, TO_US, ("28 April 2026",), ("SECOND REMINDER - OVERDUE ACCOUNT",), *OWED)),
        (
            DocumentType.OTHER,
            (
                *HEAD,
                ("Certificate of Employers' Liability Insurance",),
                ("Policyholder: Teasel & Co Ltd",),
                ("We hereby certify that the cover is no less than £5,000,000.",),
            ),
        ),
        (
            DocumentType.OTHER,
            (
                *HEAD,
                TO_US,
                ("REMITTANCE ADVICE 0018",),
                ("Your invoice", "Date", "Amount"),
                ("T-1", "02/06/2026", "5.00"),
            ),
        ),
        (DocumentType.OTHER, (*HEAD, ("DELIVERY TICKET",), ("Ticket No.", "D 90417"), TO_US, ("Gravel", "18.42 t"))),
        (
            DocumentType.OTHER,
            (
                *HEAD,
                ("Order 5002 placed 17 April 2026. We'll e-mail you a VAT invoice once it was dispatched.",),
                *SUMS,
            ),
        ),
    ],
)
def test_what_lists_reminds_or_announces_is_not_booked(kind: DocumentType, rows: tuple[tuple[str, ...], ...]) -> None:
    done = outcome(*rows)
    assert done.facts is not None
    assert (done.facts.type.value, done.facts.type.confidence >= SURE) == (kind, True)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Overdue - invoice 5093", "<p>Our invoice 5093 for £312.00 was due and has not been paid yet.</p>"),
        ("Your bill is ready to view", "<p>Bill total: £46.80</p><p>This e-mail is not a VAT invoice.</p>"),
        ("Your booking", "<p>Price £236.00</p><p>You'll pay at the property, which will give you an invoice.</p>"),
        ("Important changes to your plan", "<p>The price of your plan will increase from £29.00 to £33.00.</p>"),
    ],
)
def test_a_mail_about_a_bill_that_is_elsewhere_is_none(subject: str, body: str) -> None:
    facts = mailed(subject, body).facts
    assert facts is not None
    assert facts.type.value is DocumentType.OTHER


def test_an_invoice_in_a_list_of_columns_is_no_title_but_its_own_heading_is() -> None:
    facts = read(*HEAD, ("INVOICE",), *BILLED, *SUMS)
    assert facts.type.value is DocumentType.INVOICE
    facts = read(*HEAD, ("CREDIT NOTE CN-91844 Date 22 January 2026",), ("Relates to invoice PM-300918",), TO_US, *SUMS)
    assert facts.type.value is DocumentType.CREDIT_NOTE


@pytest.mark.parametrize(
    "mark", ["DRAFT", "VOID", "If you have already paid please ignore this letter.", "Payment is now overdue"]
)
def test_an_invoice_that_bears_the_mark_of_another_paper_is_asked_about(mark: str) -> None:
    done = outcome(*HEAD, ("INVOICE",), *BILLED, *SUMS, (mark,))
    assert done.status is ReadStatus.NEEDS_REVIEW
    assert "kind of document" in (done.reason or "")
    assert outcome(*HEAD, ("INVOICE",), *BILLED, *SUMS).status is ReadStatus.PROCESSED


def test_payment_due_on_receipt_makes_no_receipt() -> None:
    facts = read(*HEAD, ("Invoice",), *BILLED, *SUMS, ("Deposit due on receipt to hold your date.",))
    assert facts.type.value is DocumentType.INVOICE


def test_a_tax_point_beside_another_invoice_day_is_asked_about() -> None:
    done = outcome(*HEAD, ("INVOICE",), *BILLED, ("Tax point", "24 March 2026"), *SUMS)
    assert "date" in (done.reason or "")


def test_the_day_under_the_cited_invoice_is_that_invoices() -> None:
    facts = read(
        *HEAD, ("CREDIT NOTE",), ("Credit note no", "7700921"), ("Date", "28/05/2026"), ("Orig. invoice", "3390417"),
        ("Dated", "22/05/2026"), TO_US, ("Goods", "100.00"), ("VAT", "20.00"), ("TOTAL CREDIT", "£120.00"),
    )  # fmt: skip
    assert facts.date is not None
    assert facts.number is not None
    assert (facts.date.value, facts.number.value) == (date(2026, 5, 28), "7700921")


@pytest.mark.parametrize("name", ["Each £", "Del. note", "into: M Fell", "Card", "your payouts"])
def test_words_of_the_paper_are_no_supplier_that_goes_unasked(name: str) -> None:
    done = outcome((name,), ("INVOICE",), ("Invoice date", "3 March 2026"), *SUMS, ("Quay Joiners", "York YO1 7HH"))
    assert done.status is ReadStatus.NEEDS_REVIEW
    assert done.facts is not None
    assert done.facts.supplier.name is None or done.facts.supplier.name.value != name


def test_money_that_comes_back_is_no_part_of_the_total() -> None:
    done = outcome(
        *HEAD, ("INVOICE",), *BILLED, ("Net", "940.00"), ("VAT 20%", "188.00"), ("Invoice total", "£1,128.00"),
        ("Plus refundable site bond (no VAT)", "£200.00"), ("To pay by 31 March 2026", "£1,328.00"),
    )  # fmt: skip
    assert done.facts is not None
    assert done.facts.gross is not None
    assert (done.facts.gross.value, done.status) == (112800, ReadStatus.NEEDS_REVIEW)


Rates = list[tuple[Decimal | None, int | None, int | None]]
PARTS: Rates = [(Decimal(20), 3450, 690), (Decimal(0), 10851, 0)]


def rates(facts: DocumentFacts) -> Rates:
    return [(part.rate, part.net, part.vat) for part in facts.vat_by_rate]


def test_vat_that_a_line_says_to_be_on_a_sum_leaves_the_rest_without() -> None:
    rows = (("Fees in person", "£87.44"), ("Fees online", "£21.07"), ("Rental", "£30.00"), ("Service", "£4.50"))
    facts = read(*HEAD, ("Fee invoice",), *BILLED, *rows, ("Net", "£143.01"), ("VAT 20% on £34.50", "£6.90"),
                 ("Total fees", "£149.91"))  # fmt: skip
    assert rates(facts) == PARTS


def test_vat_within_a_part_leaves_the_service_without() -> None:
    facts = read(("Osteria Lumachina",), ("21 November 2026 21:18",), ("Food & drink", "74.50"),
                 ("Optional service 12.5%", "9.31"), ("Total", "£83.81"), ("Card", "83.81"),
                 ("Includes VAT at 20% on food & drink: £12.42",), ("VAT Reg GB 980 7806 84",))  # fmt: skip
    assert rates(facts) == [(Decimal(20), 6208, 1242), (Decimal(0), 931, 0)]


def test_codes_behind_the_lines_tell_what_the_vat_is_on() -> None:
    facts = read(("Calder Stores",), ("09/03/2026 14:05",), ("Stamps", "12.40 E"), ("Envelopes", "4.50 S"),
                 ("Signed for", "5.75 E"), ("TOTAL", "£22.65"), ("Debit card", "£22.65"),
                 ("VAT content", "£0.75"))  # fmt: skip
    assert rates(facts) == [(Decimal(20), 375, 75), (Decimal(0), 1815, 0)]


def test_a_rate_whose_sum_does_not_come_out_proves_nothing() -> None:
    facts = read(*HEAD, ("Invoice",), *BILLED, ("Boards", "£100.00"), ("VAT 20% on 100.00", "20.00"),
                 ("VAT 5% on 80.00", "0.50"), ("Total", "£130.50"))  # fmt: skip
    assert not any(part.rate == 0 for part in facts.vat_by_rate)


def test_words_with_vat_or_tax_in_them_are_no_vat() -> None:
    facts = read(*HEAD, ("Invoice",), *BILLED, ("Half day food shoot, van", "40.00"), ("Retouching", "10.00"),
                 ("Total", "£50.00"))  # fmt: skip
    assert facts.vat is None


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        ("INV10827", (("INV10827",), ("Job 25-0331",), ("14.03.26",), *HEAD, TO_US)),
        (
            "CP-CN-007",
            (*HEAD, ("Credit note CP-CN-007",), ("12 March 2026",), ("(our invoice CP-0241 of 1 March",)),
        ),
        ("2026/03", (*HEAD, ("Invoice no 2026/03 - 29th March 2026",), TO_US)),
        ("20417", (*HEAD, ("Chk 20417",), ("3 March 2026 21:29",))),
        (
            "8800417733",
            (*HEAD, ("DEMAND NOTICE",), ("Account reference", "8800417733"), ("Date of issue", "3 March 2026")),
        ),
        ("QP-0725-118834", (*HEAD, ("Invoice",), ("Invoice no. QP-", "0725-", "118834"), ("3 March 2026",), TO_US)),
    ],
)
def test_the_number_is_what_its_label_makes_the_papers_own(number: str, rows: tuple[tuple[str, ...], ...]) -> None:
    facts = read(*rows, *SUMS)
    assert facts.number is not None
    assert facts.number.value == number


def test_a_card_terminals_numbers_are_none() -> None:
    facts = read(("J R THACKWORTH",), ("MID", "***21880"), ("TID", "***0417"), ("17/05/26 09:31",), ("DEBIT CARD",),
                 ("AMOUNT", "£86.40"), ("AUTH CODE 334817",), ("PLEASE RETAIN RECEIPT",))  # fmt: skip
    assert facts.number is None or facts.number.value not in ("21880", "0417", "334817")


def test_a_label_that_a_narrow_column_broke_names_the_value_half_way_down() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=1)
    lines = ("Stackpier, Inc.", "Portland, Oregon 97205", "Date of issue March 3, 2026", "Amount due $49.00 USD")
    for x, y, text in (
        *((40, 760, "Invoice"), (100, 754, "7C41E0D2-0009"), (40, 748, "number")),
        *((40, 700 - 20 * n, line) for n, line in enumerate(lines)),
    ):
        canvas.drawString(x, y, text)
    canvas.save()
    facts = read_document(file.getvalue(), known_suppliers=US, today=TODAY).facts
    assert facts is not None
    assert facts.number is not None
    assert facts.number.value == "7C41E0D2-0009"


def test_the_day_beside_another_papers_number_is_that_papers() -> None:
    facts = read(("CREDIT NOTE",), *HEAD, TO_US,
                 ("Credit no", "Date", "Account", "Original invoice", "Invoice date"),
                 ("CRN40918", "05/12/2025", "BRA014", "771204", "24/11/2025"), *SUMS)  # fmt: skip
    assert facts.date is not None
    assert facts.date.value == date(2025, 12, 5)


def test_the_year_of_a_law_is_no_number() -> None:
    facts = read(("CRAVEN VALE BOROUGH COUNCIL",), ("PAY & DISPLAY",), ("Purchased", "3 March 2026 09:12"),
                 ("Fee paid", "£4.80"), ("Subject to the Off-Street Parking Places Order 2019.",))  # fmt: skip
    assert facts.number is None


def test_what_stands_behind_a_fee_that_holds_its_vat_is_the_fee() -> None:
    facts = read(*HEAD, ("Receipt",), ("Booked on", "3 March 2026"), ("Travel", "£64.50"),
                 ("Booking fee (incl. £0.33 VAT)", "£2.00"), ("Total paid", "£66.50"),
                 ("Booking fee net £1.67, VAT at 20% £0.33",))  # fmt: skip
    assert facts.vat is None or facts.vat.value == 33
