"""Kinds of fault that the papers of a stranger showed: what went through wrong, and what was asked about in vain."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest
from benchmarks.post_room.fared import read as read_kept
from benchmarks.post_room.fared import wrong_in
from benchmarks.post_room.papers import kept_papers

from accountsos.documents.extract.days import days_in
from accountsos.documents.facts import Direction, DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers, is_ours
from accountsos.documents.outcome import SURE
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

TODAY = date(2026, 11, 22)
US = KnownSuppliers(own_names=("Marsh & Lyle Upholstery Ltd",), own_people=("Edith Marsh",))
SUMS = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))
_HAS_TO_ASK = ("asks_for_its_total", "credit_note_is_positive")
BUYER = (("Marsh & Lyle Upholstery Ltd",), ("9 Weir Street",), ("Alston CA9 3XX",))
DATED = ("Invoice date: 3 March 2026",)


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=TODAY)


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


def supplier(facts: DocumentFacts) -> str | None:
    return facts.supplier.name.value if facts.supplier.name else None


@pytest.mark.parametrize(
    ("which", "asked_most"),
    [
        ("joiners", 0.15), ("gardeners", 0.15), ("bakers", 0.15), ("heating", 0.2), ("architects", 0.25),
        ("potter", 0.2), ("photographer", 0.25), ("bicycles", 0.2),
    ],
)  # fmt: skip
def test_of_strangers_papers_nothing_is_wrong_in_the_books_unasked_and_few_are_asked_in_vain(
    which: str, asked_most: float
) -> None:
    through_wrong, in_vain, count = [], 0, 0
    for paper in kept_papers(which):
        done = read_kept(paper)
        assert done.facts is not None
        wrong = wrong_in(done.facts, paper)
        went = done.status is ReadStatus.PROCESSED
        through_wrong += [paper.name] if went and set(wrong) - {"number"} else []
        # Where it asks for another amount than its total, or credits below zero, a person has to say.
        has_to_ask = any(c.name in _HAS_TO_ASK and c.holds is False for c in done.checks)
        in_vain += not went and not wrong and not has_to_ask
        count += 1
    assert through_wrong == []
    assert in_vain <= asked_most * count


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Marsh & Lyle", True), ("MARSH AND LYLE", True), ("Marsh & Lyle Upholstery", True), ("Marsh", False),
        ("Marsh & Lyle Ltd", False), ("Marsh & Pool", False), ("Marsh & Lyle Timber", False),
    ],
)  # fmt: skip
def test_our_name_is_ours_as_a_logo_shortens_it_and_another_companys_is_not(name: str, own: bool) -> None:
    assert is_ours(name, US.own_names) is own


OURS = (("Marsh & Lyle", "9 Weir Street, Alston CA9 3XX"), ("UPHOLSTERY LTD", "VAT No. 412 7386 60"), ("",),
        ("INVOICE ML-77",))  # fmt: skip


@pytest.mark.parametrize("numbered", [(), (("VAT 661 0934 45",),)])
def test_our_invoice_under_a_logo_is_a_sale_or_asked_about_and_no_purchase_from_its_buyer(
    numbered: tuple[tuple[str, ...], ...],
) -> None:
    # The buyer's own VAT number under its address makes no seller of it.
    rows = (*OURS, ("Calder Homes Limited",), ("7 Park Row",), ("Morpeth NE61 3AA",), *numbered, ("",), DATED, *SUMS)
    done = outcome(*rows)
    assert done.facts is not None
    sold = done.facts.direction is not None and done.facts.direction.value is Direction.SALE
    assert sold or done.status is ReadStatus.NEEDS_REVIEW


def test_another_company_with_its_number_on_the_page_makes_our_name_no_sellers() -> None:
    facts = read(("Marsh & Lyle",), ("9 Weir Street",), ("Alston CA9 3XX",), DATED, *SUMS,
                 ("Tarn Fabrics Ltd. Registered in England no. 04410223. VAT 772 0915 28",))  # fmt: skip
    assert facts.direction is None or facts.direction.value is Direction.PURCHASE
    assert supplier(facts) == "Tarn Fabrics Ltd"


def test_a_purchase_from_ourselves_is_never_booked() -> None:
    done = outcome(("INVOICE 12",), ("From", "Marsh & Lyle"), ("To", "Marsh & Lyle Upholstery Ltd"), DATED, *SUMS)
    assert done.facts is not None
    sold = done.facts.direction is not None and done.facts.direction.value is Direction.SALE
    assert sold or done.status is ReadStatus.NEEDS_REVIEW


def test_a_director_who_bought_is_no_supplier() -> None:
    facts = read(("Edith Marsh",), ("Tram ticket",), ("Hoptram Ltd, 1 Quay, Leeds. VAT 448 2910 79",),
                 ("Booked: 4 March 2026",), ("Total paid", "£75.80"))  # fmt: skip
    assert supplier(facts) == "Hoptram Ltd"


@pytest.mark.parametrize("strap", ["Timber & Panel Merchants", "Fuel cards", "Heating Engineers"])
def test_a_strapline_is_no_supplier_where_the_foot_names_the_company_with_its_number(strap: str) -> None:
    facts = read((f"{strap} · PO Box 771, Crewe CW1 6ZZ",), ("INVOICE 4410",), *BUYER, DATED, *SUMS,
                 ("Tarnline (UK) Ltd, VAT registration 501 2904 94",))  # fmt: skip
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Tarnline (UK) Ltd"
    assert facts.supplier.name.confidence >= SURE


def test_a_company_in_the_foot_that_pays_out_insures_or_sends_the_mail_is_not_the_seller() -> None:
    for said in ("Insurer Pennon Mutual plc. Registered no. 04410223", "Sent with Billbird Ltd, company no. 04410223"):
        facts = read(("Tarn Fabrics",), ("INVOICE 4410",), *BUYER, DATED, *SUMS, (said,), ("www.tarnfabrics.co.uk",))
        assert supplier(facts) == "Tarn Fabrics"


def test_a_name_that_differs_from_the_registered_company_is_asked_about() -> None:
    facts = read(("Eskdale Estates Ltd",), ("INVOICE 4410",), *BUYER, DATED, *SUMS,
                 ("Marrfield Agents Ltd, registered in England no. 04410223. VAT 501 2904 94",))  # fmt: skip
    assert facts.supplier.name is not None
    assert facts.supplier.name.confidence < SURE


@pytest.mark.parametrize(
    "junk", ["Invoice bb-2026-7", "for the books R", "Stay 1 November 2026", "L T D", "a@b.example"]
)
def test_titles_days_and_pieces_of_text_are_no_names(junk: str) -> None:
    facts = read((junk,), ("Tarn Fabrics Ltd",), *BUYER, DATED, *SUMS)
    assert supplier(facts) == "Tarn Fabrics Ltd"


def test_a_name_and_what_they_do_are_one_name() -> None:
    facts = read(("Ada Dodd - Cleaning Services",), ("INVOICE 10",), *BUYER, DATED, ("TOTAL", "£162.40"))
    assert supplier(facts) == "Ada Dodd - Cleaning Services"


@pytest.mark.parametrize("sender", ["Hostmoor Billing <b@hostmoor.example>", "Hostmoor Receipts <x@mail.example>"])
def test_the_department_in_a_mails_from_is_no_part_of_the_name(sender: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "Invoice HW-1"
    html = "<p>hostmoor</p><p>Invoice date: 06/10/2026</p><p>Total paid £79.19</p>"
    message.set_content(html, subtype="html")
    facts = read_document(message.as_bytes(), known_suppliers=US, today=TODAY).facts
    assert facts is not None
    assert (supplier(facts) or "").casefold() == "hostmoor"


DAYS = {
    "a lease": (("Lease dated: 25 March 2021",), ("Date of demand: 15 September 2026",)),
    "a reading": (("Invoice 15 September 2026",), ("Meter read 8 Apr – 2 Sept 2026",)),
    "a credited invoice": (("Doc. date 15-SEP-2026",), ("Ref. invoice 7-IN-4410 of 15-AUG-2026",)),
}


@pytest.mark.parametrize("kind", DAYS)
def test_the_day_of_a_lease_a_period_or_another_paper_is_not_the_papers(kind: str) -> None:
    facts = read(("Tarn Fabrics Ltd",), *BUYER, *DAYS[kind], *SUMS)
    assert facts.date is not None
    assert facts.date.value == date(2026, 9, 15)


@pytest.mark.parametrize("text", ["27 0CT 25", "270CT25 17:31", "27 Hydref 2025", "the 27th day of October 2025"])
def test_a_month_is_read_though_a_letter_was_misread_or_it_is_welsh(text: str) -> None:
    assert [found.day for found in days_in(text)] == [date(2025, 10, 27)]


def test_of_a_quotation_that_speaks_of_the_invoice_to_come_nothing_is_booked() -> None:
    done = outcome(("Brightmoor Signs",), ("Quotation Q2291 for Edith",), ("28th October 2026 · valid 30 days",), *SUMS,
                   ("To go ahead reply yes. We'll send an invoice when the job is done.",))  # fmt: skip
    assert done.facts is not None
    assert done.facts.type.value is DocumentType.OTHER


NO_INVOICE = {
    "a reminder": ("OVERDUE ACCOUNT – SECOND REMINDER", "Invoice 51188 in the sum of £120.00"),
    "an unpaid tax": ("You owe PAYE", "Our records show that you have not paid £120.00 for the month"),
    "a failed payment": ("Your payment of £120.00 was unsuccessful", "Invoice 8F2C. Update your card"),
    "a booking": ("Your booking is confirmed. Price: £120.00", "This is not a receipt."),
}


@pytest.mark.parametrize("kind", NO_INVOICE)
def test_a_letter_about_money_is_no_invoice(kind: str) -> None:
    done = outcome(("Tarn Fabrics Ltd",), *BUYER, ("4 November 2026",), *((line,) for line in NO_INVOICE[kind]))
    assert done.facts is not None
    assert done.facts.type.value is DocumentType.OTHER


def test_a_tills_refund_is_a_credit_note() -> None:
    facts = read(("TARNSTORE",), ("REFUND",), ("Paint tray", "-7.20"), ("REFUND TOTAL", "-£7.20"), ("08.10.26 09:02",))
    assert facts.type.value is DocumentType.CREDIT_NOTE


def test_an_invoice_that_names_the_receipt_of_a_deposit_is_an_invoice_and_waits() -> None:
    done = outcome(("Tarn Fabrics Ltd",), ("INVOICE",), *BUYER, DATED, *SUMS,
                   ("Less deposit received 02/02/26 (receipt D-204)", "-40.00"), ("Balance due", "£80.00"))  # fmt: skip
    assert done.facts is not None
    assert done.facts.type.value is DocumentType.INVOICE
    assert done.status is ReadStatus.NEEDS_REVIEW
