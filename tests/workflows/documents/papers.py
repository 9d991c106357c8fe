"""Documents for tests: e-invoices made of a few words, and a company to upload them to."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from accountsos import ids
from accountsos.documents.read import read_document
from accountsos.store import jobs
from accountsos.store.engine.sql import micros
from accountsos.store.jobs import Job
from accountsos.store.maintenance import waiting_jobs
from accountsos.workflows.documents import list_documents, record_reading, upload_document
from accountsos.workflows.documents.document_parties import known_suppliers
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.documents.record_reading import ReadingDone
from accountsos.workflows.documents.supplier_lessons import templates_of
from accountsos.workflows.documents.upload_document import READ_DOCUMENT, UploadDocument
from tests.support.bookkeeper import TODAY, Bookkeeper

MINUTE = 60_000_000


def einvoice(
    supplier: str = "Harbour Stationers Ltd",
    *,
    number: str = "HS-1041",
    day: date = date(2026, 3, 2),
    net: str = "100.00",
    vat: str = "20.00",
    gross: str = "120.00",
    currency: str = "GBP",
    vat_number: str | None = None,
    rates: Sequence[tuple[str, str, str]] = (),
) -> bytes:
    """A UBL invoice. The default is 100.00 + 20 % VAT 20.00 = 120.00, by a supplier who names no VAT number.

    `rates` are net, VAT and percent, where there is more than one.
    """
    subtotals = "".join(_subtotal(*part, currency) for part in rates or [(net, vat, "20")])
    registration = (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{vat_number}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        if vat_number
        else ""
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party>{registration}
 <cac:PartyLegalEntity><cbc:RegistrationName>{supplier}</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>
 <cac:PartyLegalEntity><cbc:RegistrationName>Teasel &amp; Co Ltd</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="{currency}">{vat}</cbc:TaxAmount>{subtotals}</cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="{currency}">{net}</cbc:LineExtensionAmount>
 <cbc:TaxExclusiveAmount currencyID="{currency}">{net}</cbc:TaxExclusiveAmount>
 <cbc:TaxInclusiveAmount currencyID="{currency}">{gross}</cbc:TaxInclusiveAmount>
 <cbc:PayableAmount currencyID="{currency}">{gross}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
 <cbc:LineExtensionAmount currencyID="{currency}">{net}</cbc:LineExtensionAmount>
 <cac:Item><cbc:Name>Paper</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent>
 <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
 <cac:Price><cbc:PriceAmount currencyID="{currency}">{net}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>""".encode()


def _subtotal(net: str, vat: str, percent: str, currency: str) -> str:
    return f"""<cac:TaxSubtotal><cbc:TaxableAmount currencyID="{currency}">{net}</cbc:TaxableAmount>
 <cbc:TaxAmount currencyID="{currency}">{vat}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>{"Z" if percent == "0" else "S"}
 </cbc:ID><cbc:Percent>{percent}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>
 </cac:TaxSubtotal>"""


def page(*rows: tuple[str, ...]) -> bytes:
    """A PDF with a page of rows; what follows the first piece of a row stands in columns to its right."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=1)
    for n, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.drawString(50 + 260 * column, 780 - 18 * n, text)
    canvas.save()
    return file.getvalue()


@dataclass
class Clerk:
    """Uploads documents of one company and has them read in this process."""

    keeper: Bookkeeper

    def upload(self, content: bytes, name: str = "invoice.xml", type_: str | None = None) -> DocumentState:
        objects = self.keeper.books.objects
        return self.keeper.do(upload_document.UPLOAD, UploadDocument(content, name, objects, type_))

    def show(self, state: DocumentState | str) -> DocumentState:
        wanted = state if isinstance(state, str) else self.id_of(state)
        return self.keeper.ask(list_documents.SHOW, wanted)

    def id_of(self, state: DocumentState) -> str:
        return ids.public_id("doc_", self.keeper.company, state.document.number)

    def waiting(self, *, later_minutes: int = 0) -> list[Job]:
        """The jobs that could be claimed, now or in a while."""
        now = micros(self.keeper.books.clock()) + later_minutes * MINUTE
        with self.keeper.books.engine.reading() as db:
            return [job for job in waiting_jobs(db, now=now, limit=100) if job.company == self.keeper.company]

    def claim(self, job: Job, *, later_minutes: int = 0) -> Job | None:
        """The job as the claimer holds it, or None where another was faster."""
        now = micros(self.keeper.books.clock()) + later_minutes * MINUTE
        taken = self.keeper.books.engine.submit(lambda db: jobs.claim(db, job, now=now, until=now + MINUTE)).result()
        return replace(job, state="running", attempt=job.attempt + 1) if taken else None

    def read_all(self) -> None:
        """Read every document that waits."""
        for job in self.waiting(later_minutes=1):
            if job.kind != READ_DOCUMENT:
                continue
            held = self.claim(job, later_minutes=1)
            assert held is not None
            document = self.show(held.subject).document
            content = self.keeper.books.objects.get(self.keeper.company, document.sha256)
            with self.keeper.books.engine.reading() as db:
                known, templates = known_suppliers(db, held.company), templates_of(db, held.company)
            outcome = read_document(content, known_suppliers=known, templates=templates, today=TODAY)
            self.keeper.do(record_reading.RECORD, ReadingDone(held, outcome))

    def uploaded_and_read(self, content: bytes, name: str = "invoice.xml") -> DocumentState:
        state = self.upload(content, name)
        self.read_all()
        return self.show(state)
