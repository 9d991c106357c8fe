"""The receipt of one line: choose a file or a paper that waits, see what it says, put it beside the line; or away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import day_of, full_day, money, weekday
from accountsos.dashboard.forms import Form, Hidden, Mistake
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.web.multipart import UploadedFile
from accountsos.workflows.documents.correct_document import BEING_READ, CORRECT, DocumentCorrection
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.documents.papers_of_line import (
    PAPER_BESIDE,
    PAPERS_OF_LINE,
    PapersOfLine,
    PapersQuestion,
)
from accountsos.workflows.documents.upload_document import UPLOAD, UploadDocument

PAPER = Form((Hidden(name="document", most=40),))
FROM_REVIEW = "review"
TYPES = {"receipt": "receipt", "invoice": "invoice", "credit_note": "credit note", "statement": "statement"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in words."""

    id: str
    title: str
    said: str
    being_read: bool
    differs: str
    """What it says of the amount, where that is not the line's."""


async def show(request: Request) -> Answer:
    """What stands beside the line, and what may."""
    asked = PapersQuestion(request.holes["transaction"], request.query.get("document") or None)
    return Shown(_shape(request, await request.read(PAPERS_OF_LINE, asked)))


def _shape(request: Request, found: PapersOfLine) -> dict[str, Any]:
    row = found.row
    beside = [_paper(request, each, row.amount) for each in found.beside]
    at_hand = None if found.at_hand is None else _paper(request, found.at_hand, row.amount)
    there = {each.id for each in beside}
    if at_hand is not None and at_hand.id in there:
        at_hand = None
    shown = there | ({at_hand.id} if at_hand else set())
    return {
        "who": found.who,
        "day": weekday(day_of(row.booked_on)),
        "amount": row.amount,
        "here": _here(request),
        "back": _back(request),
        "from_review": _from_review(request),
        "beside": beside,
        "at_hand": at_hand,
        "waiting": [paper for each in found.waiting if (paper := _paper(request, each, row.amount)).id not in shown],
    }


def _paper(request: Request, state: DocumentState, amount: int) -> Paper:
    document = state.document
    being_read = document.status in BEING_READ
    words = [TYPES.get(document.type or "", "paper").capitalize()]
    if document.issued_on is not None:
        words.append(full_day(document.issued_on))
    gross = document.gross if document.currency in (None, "GBP") else None
    if gross is not None:
        words.append(money(abs(gross), pounds=True))
    if not being_read and document.gross is None:
        words.append("no amount could be read")
    differs = ""
    if gross is not None and abs(gross) != abs(amount):
        differs = f"It says {money(abs(gross), pounds=True)}; the payment is {money(abs(amount), pounds=True)}."
    title = document.supplier or document.file_name or "A paper"
    number = ids.public_id("doc_", request.company, document.number)
    return Paper(number, title, "being read" if being_read else " · ".join(words), being_read, differs)


def _from_review(request: Request) -> bool:
    return FROM_REVIEW in (request.query.get("from"), request.typed.get("from"))


def _here(request: Request) -> str:
    return f"/{request.company_id}/transactions/{request.holes['transaction']}/receipt"


def _back(request: Request) -> str:
    line = request.holes["transaction"]
    if _from_review(request):
        return f"/{request.company_id}/review?line={line}"
    return f"/{request.company_id}/transactions/{line}"


def shown_name(file: UploadedFile) -> str:
    """A file's name as it may stand on a page."""
    return "".join(c for c in file.file_name if c.isprintable())[:120]


async def do_upload(request: Request) -> Answer:
    """Keep the file; it is read, and what it says is shown here."""
    file = request.files.get("file")
    if file is None or not file.content:
        request.state.mistakes.append(Mistake("Choose a file that is not empty", "file", "f-file"))
        return await show(request)
    await request.ask(PAPERS_OF_LINE, PapersQuestion(request.holes["transaction"]), lambda found: found.row.number)
    name = shown_name(file)
    came = f"&from={FROM_REVIEW}" if _from_review(request) else ""

    def to(state: DocumentState) -> str:
        return f"{_here(request)}?document={ids.public_id('doc_', request.company, state.document.number)}{came}"

    return await request.change(UPLOAD, UploadDocument(file.content, name, request.context.books.objects), to)


async def do_beside(request: Request) -> Answer:
    """Put the paper beside the line; where else it stands it stays."""
    line, paper = request.holes["transaction"], request.state.values["document"]
    back = _back(request) + (f"&paper={paper}" if _from_review(request) else "/receipt")
    return await _stands(request, paper, add=line, to=back)


async def do_away(request: Request) -> Answer:
    """Take the paper away from the line; it is kept, and waits for a payment again."""
    line, paper = request.holes["transaction"], request.state.values["document"]
    return await _stands(request, paper, away=line, to=_back(request) + ("" if _from_review(request) else "/receipt"))


async def _stands(request: Request, paper: str, *, add: str = "", away: str = "", to: str) -> Answer:
    now = await request.ask(PAPER_BESIDE, paper, lambda found: found)
    lines = dict.fromkeys([*now.transactions, *([add] if add else [])])
    lines.pop(away, None)
    command = DocumentCorrection(paper, transactions=tuple(lines), if_match=frozenset({str(now.version)}))
    return await request.change(CORRECT, command, lambda _: to)


PAGES = (
    Page(
        name="receipt",
        path="/{company}/transactions/{transaction}/receipt",
        title="Receipt",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={
            "upload": Action(do=do_upload),
            "beside": Action(form=PAPER, do=do_beside),
            "away": Action(form=PAPER, do=do_away),
        },
        under="transactions",
    ),
)
