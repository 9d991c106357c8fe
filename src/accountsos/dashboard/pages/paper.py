"""One paper: its pages with what was read, what a person says instead, and which payment it is."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import full_day, money
from accountsos.dashboard.forms import Field, Form, Hidden, Mistake, Tick
from accountsos.dashboard.page import Action, Answer, Download, Leave, Page, Shown
from accountsos.dashboard.pages.inbox import waiting_paper
from accountsos.dashboard.pages.paper_facts import (
    CORRECTED,
    KINDS,
    correction_of,
    facts_said,
    leaves,
    questions,
    shown,
    turn_of,
    typed_now,
)
from accountsos.dashboard.pages.payments import beside, found_lines, pairs_of, stands, way
from accountsos.dashboard.request import Request
from accountsos.errors import NotFound
from accountsos.jobs.frames import DrawRequest
from accountsos.ledger.chart import OWN_MONEY
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.enter_by_hand import ENTER, EnterByHand
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.documents import list_documents
from accountsos.workflows.documents.correct_document import BEING_READ, CORRECT, DocumentCorrection
from accountsos.workflows.documents.delete_document import DELETE, DeleteDocument
from accountsos.workflows.documents.list_documents import DocumentState, FileWanted
from accountsos.workflows.documents.look_through_inbox import LOOK_AT, PaperSeen
from accountsos.workflows.invoices.open_invoice import SettleInvoice
from accountsos.workflows.invoices.settle_invoice import SETTLE

PROPOSED = 5
PAID = Form((Hidden(name="pair", most=90),))
FILED = Form((Field(name="under", label="Category", most=70),))
LINE = Form((Hidden(name="line", most=40),))
SURELY = Form((Tick(name="sure", label="Yes, delete the file for good", wrong="Tick that it is meant"),))
BILL, RECEIPT, OTHER = "invoice", "receipt", "other"
_PAGE = re.compile(r"page-(\d{1,3})\.png", re.ASCII)
_DOWNLOAD = (b"content-security-policy", b"sandbox; default-src 'none'")


async def show(request: Request) -> Answer:
    """The paper, what was read of it, and the likely payment."""
    seen_as = await found_lines(request)
    return _shown(request, await request.read(LOOK_AT, request.holes["document"]), seen_as)


def _shown(request: Request, seen: PaperSeen, more: dict[str, Any]) -> Answer:
    state, document = seen.state, seen.state.document
    if document.is_typed:
        return Leave(f"/{request.company_id}/invoices/{request.holes['document']}")
    asks = questions(state)
    if not request.typed:
        names = (field.name for field in CORRECTED.fields if field.name not in ("version", "category"))
        request.state.typed = {name: typed_now(state, name) for name in names}
        request.state.typed |= {question.name: question.chosen for question in asks}
        request.state.typed["category"] = document.corrections.category_id or ""
    asked = {question.name for question in asks}
    return Shown(
        {
            **more,
            "here": _here(request),
            "who": document.supplier or document.file_name or "A paper",
            "kind": next((each.label for each in KINDS if each.value == document.type), "A paper").partition(":")[0],
            "file_name": document.file_name,
            "external": state.moments.external,
            "amount": shown(state, "gross"),
            "version": str(document.version),
            "being_read": document.status in BEING_READ,
            "failed": document.status == "failed",
            "asks": document.status == "needs_review",
            "reason": document.reason or "",
            "warnings": document.warnings,
            "facts": facts_said(state),
            "leaves": leaves(request, state),
            "questions": asks,
            "fields_of": [f for f in CORRECTED.fields if f.name not in asked | {"version", "category"}],
            "groups": choices_of(seen.names).groups,
            "now": request.state.typed.get("category", ""),
            "beside": [beside(request, link) for link in state.links],
            "ways": [way(request, seen, one) for one in seen.found.proposals[:PROPOSED]],
            "queue": [waiting_paper(request, each, request.holes["document"]) for each in seen.queue],
            "may_change": request.may(Right.KEEP_BOOKS),
            **_standing(request, state),
        }
    )


def _standing(request: Request, state: DocumentState) -> dict[str, Any]:
    """How it stands in the books, and what else may be said of it."""
    document, invoice = state.document, state.invoice
    is_open = invoice is not None and invoice.state != "waiting" and invoice.open_amount != 0
    bought = document.direction != "sale" and (document.gross or 0) > 0
    in_pounds = document.currency in (None, "GBP") and document.issued_on is not None
    alone = document.status == "processed" and not state.links
    return {
        "bill": f"/{request.company_id}/invoices/{request.holes['document']}" if invoice is not None else "",
        "open": money(abs(invoice.open_amount), pounds=True) if is_open and invoice is not None else "",
        "due": full_day(invoice.due_on) if is_open and invoice is not None else "",
        "late": is_open and invoice is not None and invoice.due_on < request.today,
        "missing": _missing(state),
        "under": state.invoice is not None and state.invoice.state == "waiting" and state.invoice.category_no is None,
        "settled": invoice is not None and not is_open and invoice.state != "waiting",
        "may_bill": alone and document.type == RECEIPT,
        "may_own": bought and in_pounds and (is_open or (alone and document.type == RECEIPT)),
        "may_other": alone and document.type != OTHER and (invoice is None or is_open),
        "waits": is_open or (alone and document.type == RECEIPT),
    }


def _missing(state: DocumentState) -> str:
    """Why it is not in the books yet, in our words."""
    document, invoice = state.document, state.invoice
    if invoice is None or invoice.state != "waiting":
        return ""
    if document.direction is None:
        return "say under Correct whether you bought or sold"
    if document.contact_no is None:
        return "say under Correct whose it is"
    if document.currency not in (None, "GBP"):
        return f"it is in {document.currency}, and a payment beside it will show what it comes to in pounds"
    if invoice.category_no is None:
        return "say what it was for"
    return "its day is before your books begin. Correct the day, or add that year"


def _here(request: Request) -> str:
    return f"/{request.company_id}/documents/{request.holes['document']}"


async def do_pay(request: Request) -> Answer:
    """Put each paper beside its lines."""
    for number, (paper, lines) in enumerate(pairs_of(request, request.holes["document"]).items()):
        await stands(request, paper, _here(request), add=lines, step=f"-{number}")
    return await _next(request)


async def do_beside(request: Request) -> Answer:
    """Put it beside the line that was found."""
    await stands(request, request.holes["document"], _here(request), add=[request.state.values["line"]])
    return await _next(request)


async def do_away(request: Request) -> Answer:
    """Take it away from the line; it waits for a payment again."""
    return await stands(request, request.holes["document"], _here(request), away=request.state.values["line"])


async def _next(request: Request) -> Leave:
    """The next paper that asks for somebody; without one, the inbox."""

    def to(seen: PaperSeen) -> str:
        others = [waiting_paper(request, each) for each in seen.queue]
        left = [each for each in others if each.id != request.holes["document"]]
        return left[0].address if left else f"/{request.company_id}/inbox"

    return Leave(await request.ask(LOOK_AT, request.holes["document"], to))


async def do_correct(request: Request) -> Answer:
    """What it really says."""
    for question in request.typed:
        # Of a question one of the readings is chosen, or something else is typed beside them.
        other = request.typed.get(f"{question}-other", "").strip()
        if other:
            request.typed = {**request.typed, question: other}
    request.state = CORRECTED.read(request.typed)
    if request.state.mistakes:
        return await show(request)
    document = request.holes["document"]
    state = await request.ask(list_documents.SHOW, document, lambda found: found)
    return await request.change(CORRECT, correction_of(request, state, document), lambda _: _here(request))


async def do_file(request: Request) -> Answer:
    """What it was for."""
    command = DocumentCorrection(request.holes["document"], filing={"category_id": request.state.values["under"]})
    return await request.change(CORRECT, command, lambda _: _here(request))


async def do_bill(request: Request) -> Answer:
    """It is not paid yet: a bill."""
    return await _is(request, BILL)


async def do_other(request: Request) -> Answer:
    """It is nothing for the books."""
    return await _is(request, OTHER)


async def _is(request: Request, type_: str) -> Answer:
    command = DocumentCorrection(request.holes["document"], {"type": type_})
    return await request.change(CORRECT, command, lambda _: _here(request))


async def do_own(request: Request) -> Answer:
    """Somebody paid it with their own money: the business owes it to them."""
    document_id = request.holes["document"]
    state = await request.ask(list_documents.SHOW, document_id, lambda found: found)
    document = state.document
    if state.invoice is not None:
        command = SettleInvoice(document_id, "director", max(request.today, state.invoice.issued_on))
        return await request.change(SETTLE, command, lambda _: _here(request))
    if document.issued_on is None or not document.gross or document.type != RECEIPT:
        request.state.mistakes.append(Mistake("Say first what the paper is, its day and its total."))
        return await show(request)
    line = NewTransaction(
        document.issued_on, document.supplier or "Paid privately", -document.gross, "", notes=document.doc_number
    )

    def number(entered: TransactionState) -> str:
        return ids.public_id("txn_", request.company, entered.row.number)

    made = await request.change(ENTER, EnterByHand(OWN_MONEY, line), number, step="-line")
    return await stands(request, document_id, _here(request), add=[made.to])


async def do_delete(request: Request) -> Answer:
    """Delete it for good."""
    inbox = f"/{request.company_id}/inbox"
    return await request.change(DELETE, DeleteDocument(request.holes["document"]), lambda _: inbox)


async def show_picture(request: Request) -> Answer:
    """A page as a picture made of pixels; never the file."""
    wanted = _PAGE.fullmatch(request.holes["picture"])
    if wanted is None:
        raise NotFound("there is no such picture")
    page, document = int(wanted[1]), request.holes["document"]
    outcome = await request.ask(list_documents.SHOW, document, lambda found: found.outcome)
    file = await request.ask(list_documents.FILE, _file(request), lambda found: found)
    asked = DrawRequest(page, outcome.read_from if outcome else None, turn_of(outcome, page))
    picture = await in_thread(lambda: request.context.pages.draw(asked, file.content))
    if picture is None:
        raise NotFound("there is no such page")
    return Download(picture, b"image/png", (_DOWNLOAD,))


async def show_file(request: Request) -> Answer:
    """The file as it came, to be kept, not to be opened here."""
    found = await request.ask(list_documents.FILE, _file(request), lambda found: found)
    name = quote(found.document.file_name, safe="")
    shown = f"attachment; filename*=UTF-8''{name}".encode("ascii")
    return Download(found.content, b"application/octet-stream", ((b"content-disposition", shown), _DOWNLOAD))


def _file(request: Request) -> FileWanted:
    return FileWanted(request.holes["document"], request.context.books.objects)


PAGES = (
    Page(
        name="document",
        path="/{company}/documents/{document}",
        title="Paper",
        show=show,
        actions={
            "pay": Action(form=PAID, do=do_pay),
            "beside": Action(form=LINE, do=do_beside),
            "away": Action(form=LINE, do=do_away),
            "correct": Action(do=do_correct),
            "file": Action(form=FILED, do=do_file),
            "bill": Action(do=do_bill),
            "own": Action(do=do_own),
            "other": Action(do=do_other),
            "delete": Action(form=SURELY, do=do_delete),
        },
        under="inbox",
    ),
    Page(
        name="document-page",
        path="/{company}/documents/{document}/{picture}",
        title="Picture of a page",
        show=show_picture,
        file=True,
    ),
    Page(
        name="document-file",
        path="/{company}/documents/{document}/file",
        title="File",
        show=show_file,
        file=True,
    ),
)
