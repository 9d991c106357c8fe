"""What is refused about what other systems call the things here."""

from __future__ import annotations

from accountsos.bookkeeping.call_thing import ExternalChange
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.workflows.bank import change_each
from accountsos.workflows.bank.change_each import ChangeEach
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import NewContact
from accountsos.workflows.contacts.merge_contacts import MERGE, MergeContact
from accountsos.workflows.documents.upload_document import UPLOAD_NAMED, UploadDocument
from accountsos.workflows.journals.call_journal import CALL
from tests.refusals.desk import Cases, Desk

SHOP = ExternalChange("shop-1")


def _party(desk: Desk, name: str, said: ExternalChange = SHOP) -> str:
    return desk.id("con_", desk.do(manage_contacts.ADD_NAMED, (NewContact(name), said)).contact.number)


def _taken(desk: Desk) -> None:
    _party(desk, "Harbour Stationers")
    _party(desk, "Quay Joinery")


def _merged(desk: Desk) -> None:
    gone, kept = _party(desk, "Harbour Stationers"), _party(desk, "Quay Joinery", ExternalChange("shop-2"))
    desk.do(MERGE, MergeContact(gone, kept))
    _party(desk, "Dock Supplies")


def _two_lines(desk: Desk) -> object:
    changes = tuple(TransactionChange(transaction_id=desk.line()) for _ in range(2))
    return desk.do(change_each.CHANGE_EACH, ChangeEach(changes, called=(SHOP, SHOP)))


def _same_bytes(desk: Desk) -> None:
    for external_id in ("scan-1", "scan-2"):
        upload = UploadDocument(b"%PDF-1.7 ...", "paper", desk.books.objects)
        desk.do(UPLOAD_NAMED, (upload, ExternalChange(external_id)))


CASES: Cases = {
    "calling a contact what another one is called": _taken,
    "calling a contact what one was called that was merged": _merged,
    "calling two lines the same in one write": _two_lines,
    "bringing the same bytes under another id": _same_bytes,
    "calling a journal something that is not there": lambda d: d.do(CALL, (d.id("je_"), SHOP)),
}
