"""Kinds of page that were asked about although all of it had been read right."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest

from accountsos.documents.extract.choose import scorers
from accountsos.documents.extract.name_lines import ENDS_IN_FORM
from accountsos.documents.facts import DocumentFacts, ReadOutcome, ReadStatus
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
                 ("VAT 0% - reverse charge, customer to account for VAT", "£0.00"), ("Total", "£1233.75"))  # fmt: skip
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
    assert supplier.confidence(0.9, by_eye=False) >= SURE
    assert supplier.confidence(0.9, by_eye=True) < SURE


def test_an_address_at_the_head_is_no_other_name() -> None:
    done = outcome(("Kestrel Filling Station",), ("131 The Parade",), ("Norwich",), ("NR2 1RQ",), ("TOTAL", "£16.10"),
                   ("MASTERCARD SALE",), ("VAT 20.00%", "2.68"), ("06/06/26 14:32", "RCPT 27160"))  # fmt: skip
    assert done.status is ReadStatus.PROCESSED
