"""Papers by kind: what is booked, what is not, and what is asked about."""

from __future__ import annotations

import pytest

from accountsos.documents.facts import DocumentType, ReadStatus
from tests.documents.hardware import INVOICE, TILL, Rows, outcome, read


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("Corvane Hardware Ltd",),
            ("E Marsh", "Period 6", "NI no. QQ 12 34 56 C"),
            ("Basic pay", "2,000.00", "PAYE tax", "200.00"),
            ("Tax code", "1257L", "National Insurance", "90.00"),
            ("Net pay", "£1,710.00"),
        ),
        (
            ("Weir Trust",),
            ("12 March 2026",),
            ("Dear Ms Marsh",),
            ("The yard will open at 07:00 and take no more than 250 kg.",),
            ("Yours sincerely",),
            ("P. Weir",),
        ),
        (
            ("Corvane Hardware Ltd",),
            ("Thank you. This is an order confirmation; you will receive",),
            ("the invoice when the goods leave us.",),
            ("Lamp", "24.00"),
            ("VAT", "4.00"),
            ("Order total", "£24.00"),
        ),
        (
            ("Corvane Hardware Ltd",),
            ("We have your order 7731 and will let you know when it ships.",),
            ("Lamp", "24.00"),
            ("Order total", "£24.00"),
        ),
        (
            ("Corvane Hardware Ltd",),
            ("12 March 2026",),
            ("We have today paid the invoices listed below.",),
            ("ML-12", "120.00"),
            ("ML-14", "80.00"),
            ("Total", "£200.00"),
        ),
    ],
)
def test_payslips_letters_orders_and_payments_are_no_invoices(rows: Rows) -> None:
    done = outcome(rows)
    assert done.facts is not None
    assert (done.facts.type.value, done.status) == (DocumentType.OTHER, ReadStatus.PROCESSED)


def test_a_letter_with_a_sum_is_asked_about_as_another_paper() -> None:
    done = outcome(
        (
            ("Corvane Hardware Ltd",),
            ("12 March 2026",),
            ("Dear Ms Marsh",),
            ("From 1 May the yard will be £240.00 a month and not £220.00.",),
            ("Yours sincerely",),
            ("P. Corvane",),
        )
    )
    assert done.facts is not None
    assert (done.facts.type.value, done.status) == (DocumentType.OTHER, ReadStatus.NEEDS_REVIEW)


SUMS: Rows = (("Work", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ((*TILL, ("WEIGHBRIDGE TICKET", "K-77"), *SUMS, ("PAID", "CARD")), DocumentType.RECEIPT),
        (
            (
                *TILL,
                ("Sales receipt - not a VAT invoice",),
                ("Parcel", "7.15"),
                ("TOTAL DUE", "7.15"),
                ("Cash", "10.00"),
                ("Change", "2.85"),
            ),
            DocumentType.RECEIPT,
        ),
        (
            (*INVOICE[:2], ("Card Services Invoice and Statement - March 2026",), INVOICE[3], *SUMS),
            DocumentType.INVOICE,
        ),
        (
            (
                *INVOICE[:2],
                ("DELIVERY INVOICE",),
                INVOICE[3],
                *SUMS,
                ("VAT 412 7386 60 · Direct debit in 14 days · Certificate of origin on file · Ask us for the list",),
            ),
            DocumentType.INVOICE,
        ),
    ],
)
def test_what_charges_vat_and_was_paid_or_is_asked_for_is_booked(rows: Rows, kind: DocumentType) -> None:
    assert read(rows).type.value is kind


@pytest.mark.parametrize(
    "rows",
    [
        (*TILL, ("DELIVERY NOTE",), *SUMS, ("Please pay within 14 days", "sort code 10-20-30")),
        (
            ("Corvane Hardware Ltd",),
            ("Invoice number 8812",),
            ("Tax point 12 March 2026",),
            *SUMS,
            ("If you have already paid please ignore this letter. It is 3 days overdue, and remains unpaid.",),
        ),
    ],
)
def test_a_paper_with_vat_and_a_total_never_passes_unasked_as_none_to_book(rows: Rows) -> None:
    assert outcome(rows).status is ReadStatus.NEEDS_REVIEW


def test_a_voided_line_voids_no_receipt() -> None:
    done = outcome(
        (
            *TILL,
            ("Tape x9", "31.50"),
            ("*VOID*",),
            ("Tape x9", "-31.50"),
            ("Tape x4", "14.00"),
            ("TOTAL DUE", "14.00"),
            ("CASH TENDERED", "20.00"),
            ("CHANGE", "6.00"),
        )
    )
    assert done.facts is not None
    assert done.facts.type.confidence >= 0.75
    assert read((*INVOICE, ("VOID",), *SUMS)).type.confidence < 0.75


def test_the_total_beside_a_way_to_pay_makes_a_receipt() -> None:
    facts = read((("The Anchor",), ("12/03/2026",), ("2 Pie", "28.00"), ("Total", "£28.00"), ("Mastercard", "28.00")))
    assert (facts.type.value, facts.type.confidence >= 0.75) == (DocumentType.RECEIPT, True)
