"""Kinds of fault that papers of an unseen hand showed: what was silently wrong, and what was asked in vain."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest
from benchmarks.letterbox.papers import SETS
from benchmarks.letterbox.post import fared

from accountsos.documents.facts import Direction, DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

TODAY = date(2026, 11, 22)
US = KnownSuppliers(own_names=("Teasel & Co Ltd", "A Roe t/a Roe Roofing"))
SUMS = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=TODAY)


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


def mailed(sender: str, html: str, subject: str = "Your receipt") -> DocumentFacts:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message.set_content(html, subtype="html")
    facts = read_document(message.as_bytes(), known_suppliers=US, today=TODAY).facts
    assert facts is not None
    return facts


@pytest.mark.parametrize("which", SETS)
def test_no_paper_of_the_letterbox_is_wrong_in_the_books_unasked_and_few_are_asked_in_vain(which: str) -> None:
    results = fared(which)
    assert [f.name for f in results if f.silently_wrong] == []
    assert sum(f.in_vain for f in results) <= 0.15 * len(results)


@pytest.mark.parametrize("said", ["Pay within 7 days. No credit note will be issued.", "Credit notes are sent monthly"])
def test_a_credit_note_that_a_sentence_speaks_of_makes_none(said: str) -> None:
    facts = read(("Calder Packaging Ltd",), ("Invoice number CP-4410",), ("Invoice date 3 March 2026",), *SUMS, (said,))
    assert facts.type.value is DocumentType.INVOICE


def test_a_person_says_whether_it_is_a_credit_note_where_only_a_sentence_speaks_of_one() -> None:
    said = "We write to say that a credit note is what you have before you here"
    done = outcome(("Calder Packaging Ltd",), (said,), ("Date 3 March 2026",), *SUMS)
    assert done.status is ReadStatus.NEEDS_REVIEW
    assert "kind of document" in (done.reason or "")


@pytest.mark.parametrize("paid", ["Please pay Sparkle Cleaning, 20-10-53 41223344", "Account name: Sparkle Cleaning"])
def test_where_another_is_to_be_paid_our_name_before_all_others_makes_no_sale(paid: str) -> None:
    facts = read(("Invoice", "#32"), ("For", "Teasel & Co Ltd"), ("Month", "April 2026"), ("Sent", "27/04/26"), (paid,))
    assert facts.direction is None or facts.direction.value is Direction.PURCHASE
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Sparkle Cleaning"


@pytest.mark.parametrize("ours", ["A Roe t/a Roe Roofing", "Roe Roofing", "Receipt for Teasel & Co Ltd"])
def test_our_trade_name_or_a_line_that_ends_in_our_name_is_no_supplier(ours: str) -> None:
    head = (ours,) if ours.startswith("Receipt") else ("Ryedale Carpets Ltd",)
    facts = read(
        head, ("Invoice R44",), (ours,), ("3 March 2026",), *SUMS, ("Ryedale Carpets Ltd",), ("2 Mill Street",)
    )
    assert facts.direction is None or facts.direction.value is Direction.PURCHASE
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Ryedale Carpets Ltd"


def test_the_department_that_writes_is_no_part_of_a_name() -> None:
    facts = mailed("Pond Ltd Billing <b@pond.example>", "<p>Date 3 March 2026</p><p>Total £12.00</p><p>Pond Ltd</p>")
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Pond Ltd"


def test_a_mail_whose_sums_end_in_their_currency_is_read() -> None:
    facts = mailed("Gasthof <g@gasthof.example>", "<p>Datum: 30.05.2026</p><table><tr><td>Gesamt</td><td>94,15 EUR</td>"
                   "</tr></table>")  # fmt: skip
    assert facts.gross is not None
    assert (facts.gross.value, facts.currency and facts.currency.value) == (9415, "EUR")


@pytest.mark.parametrize("says", ["This email is your VAT receipt.", "This is your tax receipt"])
def test_an_order_by_mail_that_says_it_is_the_receipt_is_booked(says: str) -> None:
    html = f"<p>{says}</p><p>Order #4410 placed on 21 May 2026</p><p>Total £12.00</p><p>Inkwell Ltd</p>"
    assert mailed("Inkwell Ltd <o@inkwell.example>", html, "Order confirmation").type.value is DocumentType.RECEIPT


@pytest.mark.parametrize("stroke", ["'", "’"])
def test_thousands_parted_by_a_stroke_are_one_amount(stroke: str) -> None:
    facts = read(("Uhrwerk AG",), ("Rechnung Nr. 92570",), ("Datum: 17.05.2026",), ("Total", f"CHF 2{stroke}269.75"))
    assert facts.gross is not None
    assert facts.gross.value == 226975


@pytest.mark.parametrize(("sign", "currency"), [("CA$", "CAD"), ("HK$", "HKD"), ("kr ", None), ("R$", None)])
def test_a_foreign_sign_is_never_pounds_because_the_customer_is_here(sign: str, currency: str | None) -> None:
    facts = read(("Loonlake Systems Corp.",), ("Date 3 March 2026",), ("Teasel & Co Ltd, Hexham NE46 3PX",),
                 ("Total", f"{sign}49.00"))  # fmt: skip
    assert (facts.currency.value if facts.currency else None) == currency


@pytest.mark.parametrize("label", ["Booking fee paid on", "Date of booking"])
def test_a_label_at_the_far_left_of_a_row_of_two_is_the_days(label: str) -> None:
    facts = read(
        ("Skerry Airways Ltd",), (label, "10 April 2026"), ("Flight SK2", "30 April 2026", ""), ("Total paid", "£99.00")
    )
    assert facts.date is not None
    assert facts.date.value == date(2026, 4, 10)


@pytest.mark.parametrize("named", [("Against invoice 6991", "of 29/01/2026"), ("Credits invoice 44", "dated 2/1/2026")])
def test_a_day_that_goes_on_from_the_line_above_is_the_other_papers(named: tuple[str, str]) -> None:
    done = outcome(
        ("Fosse Tools Ltd",), ("CREDIT NOTE CN-1",), ("Credit date 23/02/2026",), *((n,) for n in named), *SUMS
    )
    assert done.facts is not None
    assert done.facts.date is not None
    assert done.facts.date.value == date(2026, 2, 23)
    assert done.facts.date.confidence >= 0.95


def test_what_stands_under_a_tills_day_is_not_its_label() -> None:
    facts = read(("Nailbox Ltd",), ("TOTAL", "12.00"), ("13-01-2026 15:31",), ("Returns within 28 days with receipt",))
    assert facts.date is not None
    assert facts.date.confidence >= 0.95


def test_an_old_balance_that_was_paid_and_the_deposit_that_is_asked_do_not_wait() -> None:
    bill = outcome(
        ("Volt Energy Ltd",), ("Bill date", "12 March 2026"), ("Balance on your last bill", "£214.08"),
        ("Payments received", "-£214.08"), ("Balance brought forward", "£0.00"), ("Total excluding VAT", "£100.00"),
        ("VAT at 20%", "£20.00"), ("Total charges this bill", "£120.00"), ("Amount to pay", "£120.00"),
    )  # fmt: skip
    asked = outcome(
        ("Barrow Event Hire Limited",), ("DEPOSIT INVOICE",), ("Invoice date", "18 April 2026"),
        ("Order value £200.00 plus VAT",), ("Deposit 50%", "£100.00"), ("VAT", "£20.00"), ("Total due", "£120.00"),
    )  # fmt: skip
    assert (bill.reason, asked.reason) == (None, None)


def test_an_old_balance_of_which_a_part_was_paid_waits() -> None:
    done = outcome(
        ("Volt Energy Ltd",), ("Bill date", "12 March 2026"), ("Balance on your last bill", "£214.08"),
        ("Payments received", "-£14.08"), ("Balance brought forward", "£200.00"), ("Total charges", "£120.00"),
        ("Amount to pay", "£320.00"),
    )  # fmt: skip
    assert done.status is ReadStatus.NEEDS_REVIEW


def test_the_vat_of_a_reverse_charge_is_not_what_is_asked() -> None:
    done = outcome(
        ("Highline Scaffolding Ltd",), ("Invoice date", "10 April 2026"), ("Net", "900.00"), ("Total due", "900.00"),
        ("Reverse charge: customer to pay the VAT of £180.00 to HMRC",), ("York YO1 7HH",),
    )  # fmt: skip
    assert done.facts is not None
    assert done.facts.payable is None
