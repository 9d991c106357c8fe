"""Kinds of page that were asked about although all of it had been read right."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from accountsos.documents.extract.choose import scorers
from accountsos.documents.extract.name_lines import ENDS_IN_FORM
from accountsos.documents.facts import Direction, DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import SURE
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

TODAY = date(2026, 11, 22)
US = KnownSuppliers(own_names=("Teasel & Co Ltd",))
SUMS = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))
HEAD = (("Calder Packaging Ltd",), ("12 Mill Lane, York YO1 7HH",))


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=TODAY)


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


@pytest.mark.parametrize("day", ["14/01/2026", "Wednesday 14 January 2026"])
def test_a_line_of_labels_with_their_values_is_no_sentence(day: str) -> None:
    facts = read(*HEAD, (f"Invoice: INV-9601 Date: {day} Reg: BL66 YTR Mileage: 48120",), *SUMS)
    assert facts.date is not None
    assert (facts.date.value, facts.date.confidence >= SURE) == (date(2026, 1, 14), True)


def test_a_label_may_stand_behind_its_value_in_one_cell() -> None:
    facts = read(*HEAD, ("A50751-5 Invoice number",), ("09/05/2026 Date and tax point",), *SUMS,
                 ("08/06/2026 Payment required by",))  # fmt: skip
    assert facts.date is not None
    assert facts.number is not None
    assert (facts.date.value, facts.date.confidence >= SURE) == (date(2026, 5, 9), True)
    assert facts.number.value == "A50751-5"


def test_a_day_to_come_is_no_day_of_a_paper_that_has_one_that_was() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ticketree <o@ticketree.example>", "Your tickets"
    html = ("<p>Order 2900920008, 1 February 2026</p><p>Makers' Day, 14 December 2026, Salts Mill</p>"
            "<p>Total £109.52</p><p>This is your tax receipt.</p><p>Ticketree Ltd</p>")  # fmt: skip
    message.set_content(html, subtype="html")
    facts = read_document(message.as_bytes(), known_suppliers=US, today=TODAY).facts
    assert facts is not None
    assert facts.date is not None
    assert (facts.date.value, facts.date.confidence >= SURE) == (date(2026, 2, 1), True)


def test_who_is_to_be_paid_is_the_supplier_where_the_page_names_nobody_else() -> None:
    rows = (("Invoice", "#33"), ("For", "Teasel & Co Ltd"), ("Sent", "30/01/26"), ("Office cleaning", "£85.00"),
            ("Total", "£85.00"), ("Please pay Marta Nowak Cleaning",))  # fmt: skip
    facts = read(*rows, ("Sort code 20-10-53",), ("Account 49508148",), ("Thank you",))
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Marta Nowak Cleaning"
    assert facts.supplier.name.confidence >= SURE


def test_a_pad_that_speaks_of_both_paid_and_to_pay_is_booked_either_way() -> None:
    done = outcome(*HEAD, ("Date", "3 March 2026"), ("To: Teasel & Co Ltd",), ("Fit two locks", "85.00"),
                   ("TOTAL", "£85.00"), ("Paid with thanks / please pay on completion",))  # fmt: skip
    assert "kind of document" not in (done.reason or "")


def test_goods_that_come_to_the_total_less_the_vat_prove_the_vat() -> None:
    facts = read(*HEAD, ("Invoice date 3 March 2026",), ("Seeds", "60.00"), ("Tax return", "100.00"), ("Tea", "40.00"),
                 ("VAT", "20.00"), ("Total due", "£220.00"))  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 2000
    assert facts.vat.confidence >= 0.75


def test_sums_in_a_row_under_their_headings_prove_each_other() -> None:
    facts = read(*HEAD, ("Date", "3 March 2026"), ("Goods", "VAT", "Total"), ("2570.47", "317.28", "£2887.75"))
    assert facts.vat is not None
    assert facts.gross is not None
    assert (facts.vat.value, facts.gross.value) == (31728, 288775)
    assert facts.vat.confidence >= SURE


def test_a_line_that_says_there_is_no_vat_beats_goods_that_speak_of_it() -> None:
    facts = read(*HEAD, ("Date", "3 March 2026"), ("Advice on VAT return", "£233.75"), ("Fonts", "£1000.00"),
                 ("VAT 0% - customer to account", "£0.00"), ("Total", "£1233.75"))  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 0


def test_a_line_of_no_vat_is_none_of_the_paper_beside_one_with_vat() -> None:
    facts = read(*HEAD, ("Date", "3 March 2026"), ("VAT 0%", "0.00"), ("VAT at standard rate", "20.00"),
                 ("Total", "£190.00"))  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 2000


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("No 72004", "72004"),
        ("Folio F51472", "F51472"),
        ("Fakturanr. 111591", "111591"),
        ("Invoice no 5082.4126", "5082.4126"),
    ],
)
def test_a_number_is_read_without_the_word_before_it(row: str, number: str) -> None:
    facts = read(*HEAD, (row,), ("Tel 01904 555 010",), ("Org.nr. 987 654 321 MVA",), ("Date 3 March 2026",), *SUMS)
    assert facts.number is not None
    assert facts.number.value == number


@pytest.mark.parametrize(("name", "formal"), [("NORDLYS AS", True), ("CASTELLAR S.L.", True), ("FOTO SP. Z O.O.", True),
                                              ("SAME AS", False), ("BUDGIE STORES", False)])  # fmt: skip
def test_legal_forms_of_other_countries_end_a_name(name: str, formal: bool) -> None:
    assert (ENDS_IN_FORM.search(name) is not None) is formal


def test_a_name_read_off_a_picture_needs_more_to_be_sure_than_one_in_text() -> None:
    supplier = scorers()["supplier"]
    assert supplier.confidence(0.97, by_eye=False) >= SURE
    assert supplier.confidence(0.97, by_eye=True) < SURE


def test_an_address_at_the_head_is_no_other_name() -> None:
    done = outcome(("Kestrel Filling Station",), ("131 The Parade",), ("Norwich",), ("NR2 1RQ",),
                   ("VAT NO GB 179 6306 71",), ("TOTAL", "£16.10"),
                   ("MASTERCARD SALE",), ("VAT 20.00%", "2.68"), ("06/06/26 14:32", "RCPT 27160"))  # fmt: skip
    assert done.status is ReadStatus.PROCESSED


@pytest.mark.parametrize("title", ["SELF-BILLED INVOICE", "Self billing invoice"])
def test_of_an_invoice_that_its_buyer_wrote_a_person_says_whose_it_is(title: str) -> None:
    done = outcome((title,), ("Issued by (customer)", "Supplier"), ("Penhale Contractors Ltd", "Teasel & Co Ltd"),
                   ("Self-bill no. SB4410",), ("Tax point 3 March 2026",), *SUMS)  # fmt: skip
    assert done.status is ReadStatus.NEEDS_REVIEW
    assert "kind of document" in (done.reason or "")


@pytest.mark.parametrize("said", ["OVERDUE: Invoice 44103", "Final reminder", "By our records it is still unpaid."])
def test_a_letter_about_an_earlier_invoice_books_nothing(said: str) -> None:
    done = outcome(*HEAD, ("Teasel & Co Ltd",), ("3 March 2026",), (said,), ("Amount outstanding: £120.00",))
    assert done.facts is not None
    assert done.facts.type.value is DocumentType.OTHER


def test_vat_that_is_called_by_its_rate_is_vat() -> None:
    facts = read(*HEAD, ("Invoice date 3 March 2026",), ("Sub Total", "100.00"), ("Standard Rate (20%)", "20.00"),
                 ("Total", "£120.00"))  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 2000


def test_what_a_subtotal_leaves_is_vat_where_it_is_just_a_rate_on_it() -> None:
    facts = read(
        *HEAD, ("Date", "3 March 2026"), ("Subtotal", "100.00"), ("Government levy", "20.00"), ("Total", "£120.00")
    )
    assert facts.vat is not None
    assert facts.vat.value == 2000
    other = read(*HEAD, ("Date", "3 March 2026"), ("Subtotal", "100.00"), ("Delivery", "12.00"), ("Total", "£112.00"))
    assert other.vat is None


def test_a_row_of_totals_proves_its_vat_without_words_beside_it() -> None:
    facts = read(*HEAD, ("Invoice Date", "3 March 2026"), ("Diesel 41.20 L", "46.60  9.32  55.92"),
                 ("Diesel 38.10 L", "53.40  10.68  64.08"), ("TOTALS 100.00 20.00 120.00",))  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 2000


def test_words_on_both_sides_of_it_say_that_the_total_contains_the_vat() -> None:
    facts = read(*HEAD, ("3 March 2026",), ("Subtotal", "£96.62"), ("Shipping", "£3.95"), ("Total paid", "£100.57 GBP"),
                 ("Including £16.76 in taxes",))  # fmt: skip
    assert facts.vat is not None
    assert facts.gross is not None
    assert (facts.vat.value, facts.gross.value, facts.gross.confidence >= SURE) == (1676, 10057, True)


def test_the_day_of_the_only_line_of_goods_is_not_the_papers() -> None:
    drawn = Canvas(held := BytesIO(), pagesize=(595, 842), invariant=1)
    for y, cells in ((790, ((45, "Hollins Bathrooms Ltd"),)), (770, ((45, "Chinley SK23 6BR"),)),
                     (640, ((45, "Invoice"),)),
                     (610, ((410, "DATE"), (458, "12/02/2026"))), (590, ((390, "DUE DATE"), (458, "14/03/2026"))),
                     (530, ((45, "DATE"), (120, "ACTIVITY"), (420, "QTY"), (500, "AMOUNT"))),
                     (512, ((45, "03/02/2026"), (120, "Installation"), (420, "1"), (510, "100.00"))),
                     (480, ((330, "SUBTOTAL"), (510, "100.00"))), (462, ((330, "VAT"), (510, "20.00"))),
                     (444, ((330, "TOTAL"), (500, "£120.00")))):  # fmt: skip
        for x, text in cells:
            drawn.drawString(x, y, text)
    drawn.save()
    facts = read_document(held.getvalue(), known_suppliers=US, today=TODAY).facts
    assert facts is not None
    assert facts.date is not None
    assert (facts.date.value, facts.date.confidence >= SURE) == (date(2026, 2, 12), True)


def test_an_event_in_a_line_of_goods_is_no_rival_of_the_day_under_the_title() -> None:
    facts = read(*HEAD, ("Invoice", "SST6332"), ("14 April 2026", "Payment due before the course"),
                 ("Manual handling, 5 May 2026", "£594.00"), ("VAT (exempt)", "£0.00"),
                 ("Total", "£594.00"))  # fmt: skip
    assert facts.date is not None
    assert (facts.date.value, facts.date.confidence >= SURE) == (date(2026, 4, 14), True)


def test_who_paid_is_neither_the_supplier_nor_the_seller_of_a_receipt() -> None:
    facts = read(("Marsh Lane Motors", "No. 168"), ("Marsh Lane, Boston PE21 7QR",), ("Date", "19/1/26"),
                 ("Received from", "Teasel & Co Ltd"), ("The sum of", "£159.00"), ("For", "Service and two tyres, van"),
                 ("With thanks",))  # fmt: skip
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Marsh Lane Motors"
    assert facts.direction is None or facts.direction.value is Direction.PURCHASE
