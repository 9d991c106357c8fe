"""Delete a document: never one that the books rest on before the law allows it; its bytes go after the commit."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from accountsos.dates import london_day
from accountsos.errors import Conflict
from accountsos.store.documents import Document, links_of_document, remove_document
from accountsos.store.engine import Reader, Writer, moment_from
from accountsos.store.head import Cause
from accountsos.store.jobs import enqueue
from accountsos.workflows.list_documents import document_or_refuse
from accountsos.workflows.look_ups import financial_year
from accountsos.workflows.supplier_lessons import forget
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
    document_or_refuse(db, company, command.document_id)
    return command


def apply(db: Writer, company: int, plan: DeleteDocument, cause: Cause) -> None:
    """Forget the row and its links, and leave the erasing of the bytes to a job."""
    document = document_or_refuse(db, company, plan.document_id)
    today = london_day(moment_from(cause.recorded_at))
    booked = [link for link in links_of_document(db, company, document.number) if link.live]
    if booked:
        day = max(document.issued_on or booked[0].booked_on, *(link.booked_on for link in booked))
        kept_until = retained_through(financial_year(db, company, day).end)
        if today <= kept_until:
            raise Conflict(
                f"{plan.document_id} is the evidence of {len(booked)} booked "
                f"{'transaction' if len(booked) == 1 else 'transactions'} and must be kept until {kept_until}; "
                "take it away from them first if it was matched by mistake"
            )
    remove_document(db, company, document.number)
    forget(db, cause, document)
    enqueue(db, cause, ERASE_FILE, document.sha256.hex())
    cause.note("document.delete", plan.document_id, before=_state(document))


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
