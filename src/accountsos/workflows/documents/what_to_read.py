"""What a reader needs for one document: its row, the suppliers that are known, and what corrections taught."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.documents.names import KnownSuppliers
from accountsos.documents.templates import Template
from accountsos.store.documents import Document
from accountsos.store.engine.sql import Reader
from accountsos.store.jobs import Job
from accountsos.workflows.documents.document_parties import known_suppliers
from accountsos.workflows.documents.record_reading import document_of_job
from accountsos.workflows.documents.supplier_lessons import templates_of
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class ToRead:
    """A document on its way to the reader."""

    document: Document
    known: KnownSuppliers
    templates: tuple[Template, ...]


def what_to_read(db: Reader, company: int, job: Job) -> ToRead | None:
    """None where the document was deleted meanwhile."""
    document = document_of_job(db, company, job)
    if document is None:
        return None
    return ToRead(document, known_suppliers(db, company), templates_of(db, company))


TO_READ = ReadWorkflow("document.to_read", what_to_read)
