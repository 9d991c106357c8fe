"""Inbox: papers come in, are read, and wait here until each is beside its payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import counted, money, short_day
from accountsos.dashboard.forms import Mistake
from accountsos.dashboard.page import Action, Answer, Leave, MenuEntry, Page, Shown
from accountsos.dashboard.pages.receipt import TYPES, shown_name
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dashboard.words import said
from accountsos.errors import BadRequest, PayloadTooLarge, UnsupportedMediaType
from accountsos.web.context import BODY_BYTES_MAX
from accountsos.web.multipart import UploadedFile
from accountsos.workflows.documents.evidence import UnprovedPayment
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.documents.look_through_inbox import (
    LOOK_THROUGH,
    PARTS,
    InboxSeen,
    LookThroughInbox,
)
from accountsos.workflows.documents.upload_document import UPLOAD, UploadDocument

ROWS = 50
AT_ONCE = 12
"""So many files may be sent in one go."""
BODY_MOST = 6 * BODY_BYTES_MAX
MISSING_DAYS = 365
"""Payments of so many days are told where a receipt is missing."""
CHIPS = {"check": "To check", "waiting": "Waiting for a payment", "done": "Done"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper as a line of a list."""

    id: str
    address: str
    title: str
    amount: str
    said: str
    tag: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Unproved:
    """A payment without a receipt."""

    id: str
    address: str
    who: str
    day: str
    amount: int
    contact: str
    """Whose payments may all need none; empty where it is nobody's."""


def waiting_paper(request: Request, state: DocumentState, current: str = "") -> Waiting:
    """A paper in words: who, how much, and what it waits for."""
    document = state.document
    number = ids.public_id("doc_", request.company, document.number)
    pounds = document.gross is not None and document.currency in (None, "GBP")
    amount = money(document.gross or 0) if pounds else ""
    if document.gross is not None and not pounds:
        amount = f"{money(document.gross)} {document.currency}"
    words, tag = _state_said(request, state)
    address = f"/{request.company_id}/documents/{number}"
    title = document.supplier or document.file_name or "A paper"
    return Waiting(number, address, title, amount, words, tag, number == current)


def _state_said(request: Request, state: DocumentState) -> tuple[str, str]:
    """What it is and what it waits for, and the class of its sign."""
    document, invoice = state.document, state.invoice
    what = TYPES.get(document.type or "", "paper").capitalize()
    day = "" if document.issued_on is None else f", {short_day(document.issued_on, year=True)}"
    if document.status == "failed":
        return "could not be read", " late"
    if document.status == "needs_review":
        return f"{what}{day}: please check", " ask"
    if invoice is not None and invoice.state == "waiting":
        return f"{what}{day}: not in the books yet", " ask"
    if invoice is not None and invoice.open_amount:
        late = invoice.due_on < request.today
        return f"{what}, due {short_day(invoice.due_on, year=True)}", " late" if late else " soon"
    if not state.links and document.type == "receipt":
        return f"{what}{day}: which payment?", " ask"
    return f"{what}{day}", " good" if state.links else ""


def unproved_payment(request: Request, row: UnprovedPayment) -> Unproved:
    """A payment without a receipt in words."""
    number = ids.public_id("txn_", request.company, row.number)
    contact = "" if row.contact_no is None else ids.public_id("con_", request.company, row.contact_no)
    day = short_day(row.booked_on, year=row.booked_on.year != request.today.year)
    address = f"/{request.company_id}/transactions/{number}"
    return Unproved(number, address, row.description, day, row.amount, contact)


async def show(request: Request) -> Answer:
    """What waits."""
    part = request.query.get("state", PARTS[0])
    part = part if part in PARTS else PARTS[0]
    page = request.query.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1
    since = request.today - timedelta(days=MISSING_DAYS)
    whole = LookThroughInbox(part, ROWS, 0, since, request.today)
    file = await list_downloaded(request, "documents", whole, {"state": CHIPS[part]})
    if file is not None:
        return file
    asked = LookThroughInbox(part, ROWS, (max(number, 1) - 1) * ROWS, since, request.today)
    return Shown(_shape(request, await request.read(LOOK_THROUGH, asked), part, max(number, 1)))


def _shape(request: Request, seen: InboxSeen, part: str, page: int) -> dict[str, Any]:
    counts, likely = seen.counts, [waiting_paper(request, each) for each in seen.likely]
    there = sum(counts.values())
    added = request.query.get("added", "")
    return {
        "being_read": counted(counts["reading"], "paper") if counts["reading"] else "",
        "part": part,
        "papers": [waiting_paper(request, each) for each in seen.rows],
        "likely": likely,
        "reading": [waiting_paper(request, each) for each in seen.reading],
        "chips": [
            (label, counts[name], request.here(state=name, page=None, added=None), name == part)
            for name, label in CHIPS.items()
        ],
        "empty": not there,
        "added": int(added) if added.isascii() and added.isdigit() and len(added) < 4 else 0,
        "missing": [unproved_payment(request, row) for row in seen.missing.rows],
        "missing_total": seen.missing.total,
        "missing_page": f"/{request.company_id}/inbox/missing",
        "here": f"/{request.company_id}/inbox",
        "newer": request.here(page=str(page - 1)) if page > 1 else "",
        "older": request.here(page=str(page + 1)) if counts[part] > page * ROWS else "",
        "may_change": request.may(Right.KEEP_BOOKS),
        "at_once": AT_ONCE,
    }


async def do_upload(request: Request) -> Answer:
    """Keep every file that can be read; say of each other one why it is not kept."""
    files = [file for file in request.uploads if file.content or file.file_name]
    if not files:
        request.state.mistakes.append(Mistake("Choose at least one file", "file", "f-file"))
        return await show(request)
    kept = 0
    for number, file in enumerate(files):
        name = shown_name(file)
        try:
            await _keep(request, file, name, number)
            kept += 1
        except (BadRequest, PayloadTooLarge, UnsupportedMediaType) as refusal:
            sentence = f"{name or 'A file'}: {said(request.page.name, refusal)[1]}"
            request.state.mistakes.append(Mistake(sentence, "file", "f-file"))
    if request.state.mistakes:
        return await show(request)
    return Leave(f"/{request.company_id}/inbox?added={kept}")


async def _keep(request: Request, file: UploadedFile, name: str, number: int) -> None:
    if len(file.content) > BODY_BYTES_MAX:
        raise PayloadTooLarge("a file is larger than the API takes")
    upload = UploadDocument(file.content, name, request.context.books.objects)
    await request.change(UPLOAD, upload, lambda _: "/", step=f"-{number}")


PAGES = (
    Page(
        name="inbox",
        path="/{company}/inbox",
        title="Inbox",
        show=show,
        actions={"upload": Action(do=do_upload)},
        body_most=BODY_MOST,
        menu=MenuEntry("Inbox", "inbox", key="i", waits="papers"),
    ),
)
