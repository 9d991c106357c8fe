"""What is refused about documents, and about the jobs that read them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from accountsos import ids
from accountsos.bookkeeping.ask_for_matching import MATCH_DOCUMENTS
from accountsos.documents.read import read_document
from accountsos.store import jobs
from accountsos.store.jobs import Job
from accountsos.workflows.documents import (
    delete_document,
    erase_file,
    list_documents,
    match_open_documents,
    needless_receipts,
    record_reading,
    retry_job,
    upload_document,
)
from accountsos.workflows.documents.delete_document import ERASE_FILE, DeleteDocument
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.documents.needless_receipts import NeedsNoReceipt
from accountsos.workflows.documents.record_reading import ReadingDone, ReadingGivenUp
from accountsos.workflows.documents.upload_document import READ_DOCUMENT, UploadDocument
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import (
    PAID_ON,
    bill,
    correct,
    credit_note,
    file_under,
    lines_of,
    pay,
    purchase,
    settle,
)


def _upload(desk: Desk, content: bytes, type_: str | None = None) -> object:
    return desk.do(upload_document.UPLOAD, UploadDocument(content, "paper", desk.books.objects, type_))


def _read(desk: Desk) -> DocumentState:
    return desk.clerk.uploaded_and_read(bill())


def _correct(desk: Desk, **changes: Any) -> object:
    return correct(desk.clerk, _read(desk), **changes)


def _while_it_is_read(desk: Desk) -> object:
    return correct(desk.clerk, desk.clerk.upload(bill()), changes={"supplier": "Quay Ltd"})


def _of_another_version(desk: Desk) -> object:
    return _correct(desk, changes={"supplier": "Quay Ltd"}, if_match=frozenset({"77"}))


def _settled(desk: Desk) -> object:
    state, note = purchase(desk.clerk), credit_note(desk.clerk)
    settle(desk.clerk, state, "credit_note", PAID_ON, credit_note_id=desk.clerk.id_of(note))
    return correct(desk.clerk, state, changes={"supplier": "Quay Ltd"})


def _deleted(desk: Desk, *, filed: bool = False) -> object:
    state = purchase(desk.clerk)
    if filed:
        desk.vat.file("2026-Q1")
    else:
        correct(desk.clerk, state, transactions=lines_of(desk.clerk, pay(desk.clerk)))
    return desk.clerk.keeper.do(delete_document.DELETE, DeleteDocument(desk.clerk.id_of(state)))


def _receipt_with_a_category(desk: Desk) -> object:
    return correct(desk.clerk, _read(desk), changes={"type": "receipt"}, filing={"category_id": "cat_office"})


def _job_id(desk: Desk) -> str:
    with desk.books.engine.reading() as db:
        found = jobs.job_page(db, desk.clerk.keeper.company, state="", limit=10, offset=0)[0]
    return ids.public_id("job_", desk.clerk.keeper.company, found[-1].number)


def _retry(desk: Desk) -> object:
    return desk.clerk.keeper.do(retry_job.RETRY, _job_id(desk))


def _retry_what_was_read(desk: Desk) -> object:
    _read(desk)
    return _retry(desk)


def _retry_what_was_deleted(desk: Desk) -> object:
    state = desk.clerk.upload(bill())
    (job,) = [j for j in desk.clerk.waiting() if j.kind == READ_DOCUMENT]
    held = desk.clerk.claim(job)
    assert held is not None
    desk.clerk.keeper.do(record_reading.GIVE_UP, ReadingGivenUp(held, "the reader was lost", 3))
    desk.clerk.keeper.do(delete_document.DELETE, DeleteDocument(desk.clerk.id_of(state)))
    return _retry(desk)


def _retry_what_is_done(desk: Desk) -> object:
    """Matching: a line was entered while an invoice is open."""
    _read(desk)
    pay(desk.clerk)
    for job in desk.clerk.waiting(later_minutes=60):
        if job.kind != READ_DOCUMENT:
            held = desk.clerk.claim(job, later_minutes=60)
            assert held is not None
            desk.clerk.keeper.do(match_open_documents.MATCH_OPEN, held)
            return desk.clerk.keeper.do(retry_job.RETRY, ids.public_id("job_", held.company, held.number))
    raise AssertionError("a new line asks for matching")


def _held(desk: Desk, kind: str) -> Job:
    """A job that this worker holds no more: another attempt has begun."""
    (job,) = [j for j in desk.clerk.waiting(later_minutes=60) if j.kind == kind]
    held = desk.clerk.claim(job, later_minutes=60)
    assert held is not None
    return replace(held, attempt=held.attempt - 1)


def _read_too_late(desk: Desk) -> object:
    desk.clerk.upload(bill())
    outcome = read_document(bill(), today=TODAY)
    return desk.clerk.keeper.do(record_reading.RECORD, ReadingDone(_held(desk, READ_DOCUMENT), outcome))


def _given_up_too_late(desk: Desk) -> object:
    desk.clerk.upload(bill())
    given_up = ReadingGivenUp(_held(desk, READ_DOCUMENT), "the reader was lost", 3)
    return desk.clerk.keeper.do(record_reading.GIVE_UP, given_up)


def _matched_too_late(desk: Desk) -> object:
    _read(desk)
    pay(desk.clerk)
    return desk.clerk.keeper.do(match_open_documents.MATCH_OPEN, _held(desk, MATCH_DOCUMENTS))


def _erased_too_late(desk: Desk) -> object:
    state = _read(desk)
    desk.clerk.keeper.do(delete_document.DELETE, DeleteDocument(desk.clerk.id_of(state)))
    return desk.clerk.keeper.do(erase_file.ERASE, (_held(desk, ERASE_FILE), desk.books.objects))


def _erased_while_uploaded(desk: Desk) -> object:
    """The file was stored when its upload was prepared, and is gone each time that it is applied."""
    upload = UploadDocument(bill(), "paper", desk.books.objects)
    plan = desk.ask(ReadWorkflow("test.early", upload_document.prepare), upload)
    desk.books.objects.remove(desk.keeper.company, plan.digest)
    return desk.do(WriteWorkflow("test.early", lambda db, company, plan: plan, upload_document.apply), plan)


CASES: Cases = {
    "an empty file": lambda d: _upload(d, b""),
    "a file of an unknown type": lambda d: _upload(d, b"%PDF-1.7 ...", "poem"),
    "a program for a document": lambda d: _upload(d, b"\x7fELF" + bytes(200)),
    "a document that is not there": lambda d: d.ask(list_documents.SHOW, d.id("doc_")),
    "something else for a document": lambda d: d.ask(list_documents.SHOW, "invoice.pdf"),
    "correcting what is being read": _while_it_is_read,
    "correcting another version": _of_another_version,
    "correcting what was settled": _settled,
    "amounts that do not add up": lambda d: _correct(d, amounts={"net": Decimal("90.00")}),
    "an amount with three decimals": lambda d: _correct(d, amounts={"net": Decimal("90.001")}),
    "a party that is not there": lambda d: _correct(
        d, contact_id=ids.public_id("con_", d.clerk.keeper.company, 999), contact_given=True
    ),
    "something else for a party": lambda d: _correct(d, contact_id="Quay Ltd", contact_given=True),
    "a line that is not there": lambda d: _correct(
        d, transactions=(ids.public_id("txn_", d.clerk.keeper.company, 999),)
    ),
    "something else for a line": lambda d: _correct(d, transactions=("12",)),
    "a category for a receipt": _receipt_with_a_category,
    "a category that says nothing of what was bought": lambda d: file_under(d.clerk, _read(d), "cat_uncategorised"),
    "deleting what proves a line": _deleted,
    "deleting what is in a filed return": lambda d: _deleted(d, filed=True),
    "a job that is not there": lambda d: d.do(retry_job.RETRY, d.id("job_")),
    "a receipt that is needless for a line and a contact": lambda d: d.do(
        needless_receipts.STATE, NeedsNoReceipt(d.line(), d.id("con_"))
    ),
    "retrying what was read": _retry_what_was_read,
    "retrying what was deleted": _retry_what_was_deleted,
    "retrying what is done": _retry_what_is_done,
    "a reading that comes too late": _read_too_late,
    "giving up too late": _given_up_too_late,
    "matches that come too late": _matched_too_late,
    "erasing too late": _erased_too_late,
    "a file erased while it is uploaded": _erased_while_uploaded,
}
