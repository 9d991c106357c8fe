from __future__ import annotations

import io
import random
import zlib
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from benchmarks.generate_documents import documents
from reportlab.pdfgen.canvas import Canvas

from accountsos.documents.facts import BankDetails, Direction, DocumentType, ReadStatus
from accountsos.documents.kinds import Kind, kind_of
from accountsos.documents.names import KnownSupplier, KnownSuppliers
from accountsos.documents.read import read_document
from accountsos.errors import UnsupportedMediaType
from tests.documents.shared import samples
from tests.documents.test_einvoices import UBL

TODAY = date(2026, 6, 30)


def pdf_with(*lines: str, size: tuple[float, float] = (595, 842)) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, invariant=1)
    for n, text in enumerate(lines):
        canvas.drawString(50, size[1] - 60 - 16 * n, text)
    canvas.save()
    return file.getvalue()


INVOICE = (
    "Harbour Joinery Ltd", "4 Dock Street, Hull HU1 1AA", "VAT No: GB 980 7806 84", "INVOICE",
    "Invoice number: INV-204", "Invoice date: 14 March 2026", "Payment due: 13 April 2026", "Bill to: Tern Cafe Ltd",
    "Oak counter   1,000.00", "Subtotal: 1,000.00", "VAT 20%: 200.00", "Total due: £1,200.00",
    "Sort code 20-11-33 Account number 12345678",
)  # fmt: skip


def hybrid(page: bytes, xml: bytes) -> bytes:
    pdf = pikepdf.open(io.BytesIO(page))
    pdf.attachments["factur-x.xml"] = xml
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_an_invoice_in_a_text_pdf_is_read_with_the_places_on_its_page() -> None:
    outcome = read_document(pdf_with(*INVOICE), today=TODAY)
    facts = outcome.facts
    assert facts is not None
    assert facts.gross is not None
    assert facts.gross.value == 120_000
    assert facts.gross.place is not None
    assert facts.gross.place.page == 1
    assert facts.gross.place.box is not None
    assert 0.2 < facts.gross.place.box.top < 0.4
    assert (facts.net.value, facts.vat.value) == (100_000, 20_000) if facts.net and facts.vat else False
    assert facts.date is not None
    assert facts.date.value == date(2026, 3, 14)
    assert facts.due_date is not None
    assert facts.due_date.value == date(2026, 4, 13)
    assert facts.number is not None
    assert facts.number.value == "INV-204"
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Harbour Joinery Ltd"
    assert facts.supplier.vat_number is not None
    assert facts.supplier.vat_number.value == "GB980780684"
    assert facts.bank is not None
    assert facts.bank.value == BankDetails(sort_code="201133", account_number="12345678")
    assert facts.type.value is DocumentType.INVOICE


def test_the_xml_beats_the_page_and_a_different_total_on_the_page_is_shown() -> None:
    unpaid = UBL.replace(">50.00</b:PrepaidAmount>", ">0.00</b:PrepaidAmount>")
    unpaid = unpaid.replace(">70.00</b:Pay", ">120.00</b:Pay")
    honest = read_document(hybrid(pdf_with("Invoice INV-7", "Total due 120.00 EUR"), unpaid.encode()), today=TODAY)
    forged = read_document(hybrid(pdf_with("Invoice INV-7", "Total due 990.00 EUR"), unpaid.encode()), today=TODAY)
    assert honest.status is ReadStatus.PROCESSED
    assert honest.source == "e-invoice"
    assert forged.status is ReadStatus.NEEDS_REVIEW
    deposit = read_document(UBL.encode(), today=TODAY)
    assert deposit.status is ReadStatus.NEEDS_REVIEW
    assert "its total is 120.00, but it asks for 70.00" in (deposit.reason or "")
    assert "120.00" in (forged.reason or "")
    assert "990.00" in (forged.reason or "")


def test_an_einvoice_that_is_broken_inside_falls_back_to_the_page_and_says_so() -> None:
    outcome = read_document(hybrid(pdf_with(*INVOICE), b"<Invoice><ID>"), today=TODAY)
    assert outcome.status is ReadStatus.NEEDS_REVIEW
    assert "not well-formed" in (outcome.reason or "")
    assert outcome.facts is not None
    assert outcome.facts.gross is not None
    assert outcome.facts.gross.value == 120_000


def test_a_locked_pdf_needs_a_password() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_with("secret")))
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    outcome = read_document(out.getvalue(), today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "needs a password" in (outcome.reason or "")


def test_a_stream_that_unpacks_to_300_mb_is_refused_before_a_page_is_read() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    pdf.pages[0].Contents = stream
    out = io.BytesIO()
    pdf.save(out)
    outcome = read_document(out.getvalue(), today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "not safe to read" in (outcome.reason or "")


def test_only_the_first_twenty_pages_of_a_long_pdf_are_read() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for n in range(200):
        canvas.drawString(50, 700, f"Invoice INV-9 page {n} with words")
        canvas.showPage()
    canvas.save()
    outcome = read_document(file.getvalue(), today=TODAY)
    assert outcome.status is ReadStatus.NEEDS_REVIEW
    assert "first 20 of 200 pages" in (outcome.reason or "")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"GIF89a%PDF-1.7\n", "GIF"),
        (b"\n%PDF-1.7\n", "other bytes before"),
        (b"PK\x03\x04 something", "ZIP"),
        (b"<svg xmlns='x'><script>alert(1)</script></svg>", "SVG"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"<?xml version='1.0'?><Order/>", "root element 'Order'"),
        (b"", "empty"),
        (b"hello: world\r\nplain text", "not known"),
    ],
)
def test_other_kinds_are_refused_by_what_they_are(content: bytes, what: str) -> None:
    with pytest.raises(UnsupportedMediaType, match=what):
        kind_of(content)
    assert read_document(content, file_name="invoice.pdf", today=TODAY).status is ReadStatus.FAILED


def test_the_kind_is_told_by_the_first_byte_and_not_by_the_name() -> None:
    assert kind_of(b"%PDF-1.7 <svg>") is Kind.PDF
    assert kind_of("﻿<?xml version='1.0'?><!-- x --><a:Invoice xmlns:a='y'/>".encode()) is Kind.EINVOICE
    assert kind_of(b"\x00\x00\x00\x18ftypheic") is Kind.HEIC
    assert kind_of(b"From: a@b.uk\r\nSubject: x\r\n\r\n") is Kind.EMAIL


def mail_with(*attached: tuple[bytes, str]) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", "c@d.example", "your invoice"
    mail.set_content("Please find attached.")
    for content, name in attached:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_the_attachment_of_an_email_is_read_and_its_name_is_only_shown() -> None:
    mail = mail_with((b"\x89PNG\r\n\x1a\n tiny", "logo.png"), (pdf_with(*INVOICE), "../../etc/in\u202evoice.pdf"))
    outcome = read_document(mail.as_bytes(), today=TODAY)
    assert outcome.facts is not None
    assert outcome.facts.gross is not None
    assert outcome.facts.gross.value == 120_000
    assert outcome.read_from is not None
    assert "\u202e" not in outcome.read_from


def test_an_email_with_two_invoices_asks_for_a_look_and_keeps_both() -> None:
    mail = mail_with((pdf_with(*INVOICE), "one.pdf"), (UBL.encode(), "two.xml"))
    outcome = read_document(mail.as_bytes(), today=TODAY)
    assert outcome.status is ReadStatus.NEEDS_REVIEW
    assert outcome.source == "e-invoice"
    assert len(outcome.others) == 1


def test_an_email_nested_beyond_the_cap_is_refused() -> None:
    mail = mail_with()
    for _ in range(12):
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = "a@b.example", "c@d.example", "fwd"
        outer.add_attachment(mail)
        mail = outer
    outcome = read_document(mail.as_bytes(), today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "nested" in (outcome.reason or "")


def test_a_known_supplier_is_recognised_and_changed_bank_details_stop_the_document() -> None:
    known = KnownSuppliers(
        own_names=("Tern Cafe Ltd",),
        suppliers=(
            KnownSupplier(
                "con_7", ("HARBOUR JOINERY",), "GB980780684", (BankDetails(None, None, "201133", "99999999"),)
            ),
        ),
    )
    outcome = read_document(pdf_with(*INVOICE), known_suppliers=known, today=TODAY)
    assert outcome.facts is not None
    assert outcome.facts.supplier.contact == "con_7"
    assert outcome.facts.direction is not None
    assert outcome.facts.direction.value is Direction.PURCHASE
    assert outcome.status is ReadStatus.NEEDS_REVIEW
    assert "bank details differ" in (outcome.reason or "")


def test_an_invoice_of_our_own_is_a_sale() -> None:
    known = KnownSuppliers(own_names=("Harbour Joinery Limited",))
    outcome = read_document(pdf_with(*INVOICE), known_suppliers=known, today=TODAY)
    assert outcome.facts is not None
    assert outcome.facts.direction is not None
    assert outcome.facts.direction.value is Direction.SALE


def test_random_bytes_after_any_signature_end_in_a_state_and_never_in_an_exception() -> None:
    random_bytes = random.Random(5).randbytes(3000)
    starts = [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"RIFF\x00\x00\x00\x00WEBP"]
    for start in [*starts, b"<Invoice>", b"From: a\r\nTo: b\r\n", b"\x00\x00\x00\x18ftypheic"]:
        outcome = read_document(start + random_bytes, today=TODAY)
        assert outcome.status in (ReadStatus.FAILED, ReadStatus.NEEDS_REVIEW), start
        assert outcome.reason


def test_made_up_uk_documents_of_every_layout_are_read() -> None:
    for name, content, truth in documents(1, seed=5):
        facts = read_document(content, today=TODAY).facts
        assert facts is not None, name
        assert facts.gross is not None, name
        assert f"{facts.gross.value / 100:,.2f}" == truth["total"], name
        assert facts.date is not None, name
        assert facts.date.value.isoformat() == truth["day"], name
        assert facts.type.value.value == truth["type"], name


def test_every_sample_ends_in_a_clear_state() -> None:
    folder = samples("einvoices")
    for path in sorted(p for p in folder.rglob("*.*") if p.is_file()):
        outcome = read_document(path.read_bytes(), file_name=Path(path).name, today=TODAY)
        assert outcome.facts is not None, path.name
        assert outcome.status is not ReadStatus.FAILED, path.name
        assert outcome.status is ReadStatus.PROCESSED or outcome.reason, path.name
