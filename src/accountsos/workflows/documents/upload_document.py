"""Upload a document: keep its bytes, put a row and a reading job beside them, once for the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from accountsos import ids
from accountsos.bookkeeping.call_thing import ExternalChange
from accountsos.documents.kinds import Kind, kind_of
from accountsos.errors import BadRequest, Conflict
from accountsos.store.changed_things import DOCUMENT
from accountsos.store.documents import Document, add_document, document_of, document_of_digest
from accountsos.store.engine.objects import Objects
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.jobs import enqueue
from accountsos.workflows.documents.list_documents import TYPES, DocumentState, state_of
from accountsos.workflows.external_references import Naming, named
from accountsos.workflows.unit_of_work import Stale, WriteWorkflow

READ_DOCUMENT = "read_document"
"""The kind of job that reads a file; its subject is the document's id."""


@dataclass(frozen=True, slots=True)
class UploadDocument:
    """A file as it came. Its name is for showing only, never a path."""

    content: bytes
    file_name: str
    objects: Objects
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The bytes are stored; what is missing is the row."""

    upload: UploadDocument
    digest: bytes
    kind: Kind


def prepare(db: Reader, company: int, upload: UploadDocument) -> Plan:
    """Refuse what cannot be read, and store the bytes: they are safe before any row speaks of them."""
    if not upload.content:
        raise BadRequest("`file` is an empty file.", param="file")
    if upload.type is not None and upload.type not in TYPES:
        raise BadRequest(f"`type` is {upload.type!r}; expected one of {', '.join(TYPES)}.", param="type")
    kind = kind_of(upload.content)
    digest = hashlib.sha256(upload.content).digest()
    if document_of_digest(db, company, digest) is None:
        upload.objects.put(company, upload.content)
    return Plan(upload, digest, kind)


def apply(db: Writer, company: int, plan: Plan, cause: Cause) -> DocumentState:
    """The document that is there already, or a new one with its job."""
    known = document_of_digest(db, company, plan.digest)
    if known is not None:
        return state_of(db, company, known)
    if not plan.upload.objects.holds(company, plan.digest):
        raise Stale("the file was erased while it was being uploaded again; try again")
    document = Document(
        number=cause.next_number(),
        sha256=plan.digest,
        status="pending",
        type=plan.upload.type,
        type_given=plan.upload.type is not None,
        file_name=plan.upload.file_name,
        content_type=plan.kind.value,
        size=len(plan.upload.content),
        uploaded_at=cause.recorded_at,
        recorded_seq=cause.seq,
    )
    add_document(db, company, document)
    document_id = ids.public_id("doc_", company, document.number)
    enqueue(db, cause, READ_DOCUMENT, document_id)
    cause.note("document.upload", document_id, after={"sha256": plan.digest.hex(), "size": document.size})
    return state_of(db, company, document, is_new=True)


def _again(db: Reader, company: int, state: DocumentState) -> DocumentState:
    document = document_of(db, company, state.document.number)
    assert document is not None
    return state_of(db, company, document, is_new=state.is_new)


def _refuse_other_id(state: DocumentState, said: ExternalChange) -> None:
    """The same bytes under two ids are two papers of another system, and one here."""
    known = state.moments.external.external_id
    if known is not None and isinstance(said.external_id, str) and said.external_id != known:
        document_id = ids.public_id("doc_", state.company, state.document.number)
        raise Conflict(
            f"external_id: these bytes are {document_id} already, which is called {known!r}; change that to call it "
            "something else",
            param="external_id",
            see="correct_document",
        )


UPLOAD = WriteWorkflow("document.upload", prepare, apply, short=False)
UPLOAD_NAMED = named(
    UPLOAD,
    Naming(DOCUMENT, lambda state: state.document.number, _again, lambda state: state.is_new, _refuse_other_id),
)
