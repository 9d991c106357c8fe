"""Invoices and bills: who owes whom, how late, and each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.contact_named import contact_of_address
from accountsos.dashboard.figures import money, short_day
from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.pages.contacts import page_asked
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.workflows.invoices.aged_invoices import (
    AGED,
    CREDITORS_REPORT,
    DEBTORS_REPORT,
    AgedQuestion,
    AgedReport,
)
from accountsos.workflows.invoices.list_invoices import LIST, InvoicePage, InvoiceQuestion, InvoiceShown

ROWS = 50
STATES = {"open": "Open", "overdue": "Late", "settled": "Settled", "waiting": "Not in the books yet", "": "All"}
SIDES = {"": "Both", "sale": "Customers owe you", "purchase": "You owe suppliers"}
AGES = ("Not due yet", "Late up to 30 days", "Late 31 to 60 days", "Late 61 to 90 days", "Late over 90 days")


@dataclass(frozen=True, slots=True)
class Listed:
    """An invoice as a line of the list."""

    id: str
    address: str
    who: str
    number: str
    kind: str
    day: str
    due: str
    total: str
    open: str
    state: str
    tag: str


def state_of(shown: InvoiceShown, today: date) -> tuple[str, str]:
    """The word for how it stands, and the class of its sign."""
    document, invoice = shown.state.document, shown.state.invoice
    if document.status == "void":
        return "void", ""
    if invoice is None or invoice.state == "waiting":
        return "not in the books yet", " ask"
    if not invoice.open_amount:
        return "settled", " good"
    return ("late", " late") if invoice.due_on < today else ("open", " soon")


def kind_of(shown: InvoiceShown) -> str:
    """What it is to whoever reads the list."""
    document, invoice = shown.state.document, shown.state.invoice
    side = invoice.side if invoice is not None else document.direction
    if document.type == "credit_note":
        return "credit note to a customer" if side == "sale" else "credit note of a supplier"
    return "invoice" if side == "sale" else "bill"


def listed(request: Request, shown: InvoiceShown) -> Listed:
    """An invoice in words."""
    state, document, invoice = shown.state, shown.state.document, shown.state.invoice
    number = ids.public_id("doc_", request.company, document.number)
    word, tag = state_of(shown, request.today)
    due = invoice.due_on if invoice is not None else document.due_on
    foreign = "" if document.currency in (None, "GBP") else f" {document.currency}"
    return Listed(
        id=number,
        address=f"/{request.company_id}/invoices/{number}",
        who=state.contact.name if state.contact is not None else document.supplier or document.file_name,
        number=document.doc_number or "",
        kind=kind_of(shown),
        day="" if document.issued_on is None else short_day(document.issued_on, year=True),
        due="" if due is None else short_day(due, year=True),
        total=money(document.gross or 0) + foreign,
        open=money(abs(invoice.open_amount)) if invoice is not None and invoice.open_amount else "",
        state=word,
        tag=tag,
    )


async def show(request: Request) -> Answer:
    """They, the latest first, and what is owed by age."""
    query, page = request.query, page_asked(request)
    state, side = query.get("state", "" if "contact" in query else "open"), query.get("side", "")
    state = "" if state == "all" else state if state in STATES else "open"
    side = side if side in SIDES else ""
    search = query.get("search", "").strip()[:100]
    owed = _aged(await request.read(AGED, AgedQuestion(DEBTORS_REPORT, request.today)))
    owe = _aged(await request.read(AGED, AgedQuestion(CREDITORS_REPORT, request.today)))
    asked = InvoiceQuestion(
        request.today, ROWS, (page - 1) * ROWS, side or None, state or None, query.get("contact"), search or None
    )

    told = {"state": STATES[state], "side": SIDES[side] if side else "", "search": search}
    told["contact"] = query.get("contact", "")
    file = await list_downloaded(request, "invoices", asked, told)
    if file is not None:
        return file

    of_contact = await contact_of_address(request)

    def shape(found: InvoicePage) -> Shown:
        return Shown(
            {
                "aged": [
                    ("What customers owe you", *owed, DEBTORS_REPORT),
                    ("What you owe suppliers", *owe, CREDITORS_REPORT),
                ],
                "invoices": [listed(request, each) for each in found.rows],
                "total": found.total,
                "search": search,
                "of_contact": of_contact,
                "side": side,
                "state_asked": state,
                "sides": list(SIDES.items()),
                "chips": [
                    (label, request.here(state=name or "all", page=None), name == state)
                    for name, label in STATES.items()
                ],
                "narrowed": bool(search or side or query.get("contact")) or state != "open",
                "newer": request.here(page=str(page - 1)) if page > 1 else "",
                "older": request.here(page=str(page + 1)) if found.total > page * ROWS else "",
                "here": f"/{request.company_id}/invoices",
                "reports": f"/{request.company_id}/reports",
                "may_change": request.may(Right.KEEP_BOOKS),
            }
        )

    return shape(await request.read(LIST, asked))


def _aged(report: AgedReport) -> tuple[int, list[tuple[str, int]]]:
    """The total, and what of it is how late."""
    aged = report.aged
    ages = zip((*AGES, "Of no invoice"), (*aged.by_age, aged.other), strict=True)
    return aged.total, [(label, amount) for label, amount in ages if amount]


PAGES = (
    Page(
        name="invoices",
        path="/{company}/invoices",
        title="Invoices",
        show=show,
        menu=MenuEntry("Invoices", "invoice", key="b", phone=False),
    ),
)
