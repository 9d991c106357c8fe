"""Delete a document: never one that the books rest on before the law allows it; its bytes go after the commit."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import financial_year
from accountsos.bookkeeping.write_up import papers_changed, what_is_owed_changed
from accountsos.errors import Conflict
from accountsos.store.changed_things import DOCUMENT
from accountsos.store.companies import locks_of
from accountsos.store.documents import Document, links_of_document, remove_document, set_reading
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.external_references import drop_external
from accountsos.store.head import Cause
from accountsos.store.invoices import Invoice, invoice_of, settlements_of_document
from accountsos.store.jobs import enqueue
from accountsos.store.journal import live_entries
from accountsos.store.names import names_of
from accountsos.workflows.documents.list_documents import document_or_refuse
from accountsos.workflows.documents.supplier_lessons import forget
from accountsos.workflows.unit_of_work import WriteWorkflow

ERASE_FILE = "erase_file"
"""The kind of job that removes the bytes of a deleted document; its subject is their digest."""
RETENTION_YEARS = 6


@dataclass(frozen=True, slots=True)
class DeleteDocument:
    """Which one."""

    document_id: str


def prepare(db: Reader, company: int, command: DeleteDocument) -> DeleteDocument:
    """It must be there."""
    document = document_or_refuse(db, company, command.document_id)
    if document.is_typed:
        raise Conflict(
            f"{command.document_id} was typed in and stays to be seen; make it void instead", see="void_invoice"
        )
    return command


def apply(db: Writer, company: int, plan: DeleteDocument, cause: Cause) -> None:
    """Forget the row and its links, and leave the erasing of the bytes to a job."""
    document = document_or_refuse(db, company, plan.document_id)
    refuse_evidence(db, company, document, cause.today)
    set_reading(db, company, replace(document, type="other"))  # no invoice any more: its entry is taken back
    books = books_of(db, company)
    papers_changed(books, cause, [document.number])
    filed = what_is_owed_changed(books, cause, documents=[document.number])
    remove_document(db, company, document.number)
    drop_external(db, company, DOCUMENT, document.number)
    forget(db, cause, document)
    enqueue(db, cause, ERASE_FILE, document.sha256.hex())
    cause.note("document.delete", plan.document_id, before=_state(document))
    for line in filed:
        line.note(cause)


def refuse_evidence(db: Reader, company: int, document: Document, today: date) -> None:
    """The law wants what the books rest on kept: bank lines, filed returns, closed years. An open bill may still go."""
    invoice = invoice_of(db, company, document.number)
    days = [link.booked_on for link in links_of_document(db, company, document.number) if link.live]
    proves = f"the evidence of {len(days)} booked {'transaction' if len(days) == 1 else 'transactions'}"
    mend = "take it away from them first if it was matched by mistake"
    if not days and invoice is not None and _is_final(db, company, invoice):
        days = [invoice.issued_on]
        proves = "in a filed VAT return, a closed year or settled"
        mend = "set its type to other if it is no bill of yours"
        if document.is_typed:
            mend = "take back what settled it, or type in a credit note for it"
    if not days:
        return
    kept_until = retained_through(financial_year(db, company, max([*days, document.issued_on or days[0]])).end)
    if today <= kept_until:
        document_id = ids.public_id("doc_", company, document.number)
        raise Conflict(f"{document_id} is {proves} and must be kept until {kept_until}; {mend}")


def _is_final(db: Reader, company: int, invoice: Invoice) -> bool:
    """Whether its entry is in something that was filed or closed, or was settled without the bank."""
    if settlements_of_document(db, company, invoice.document_no):
        return True
    locks, names = locks_of(db, company), names_of(db, company)
    standing = [e for n in (invoice.entry_no, invoice.release_no) for e in live_entries(db, company, names, n)]
    return any(locks.touch(e.entry) for e in standing)


def retained_through(year_end: date) -> date:
    """Six years from the end of the accounting period.

    Source: FA 1998 Sch 18 para 21(2) for companies; VATA 1994 Sch 11 para 6(3) for VAT. A sole trader's five years
    from the 31 January after the tax year (TMA 1970 s.12B(2)) end before that.
    """
    year = year_end.year + RETENTION_YEARS
    return year_end.replace(year=year, day=min(year_end.day, calendar.monthrange(year, year_end.month)[1]))


def _state(document: Document) -> dict[str, object]:
    return {"sha256": document.sha256.hex(), "size": document.size, "status": document.status}


DELETE = WriteWorkflow("document.delete", prepare, apply)
