"""One invoice or bill: its lines, what is open, what settled it, and every way to settle it."""

from __future__ import annotations

from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import full_day, money, short_day, with_full_days
from accountsos.dashboard.forms import Form, Hidden, Mistake
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.invoices import kind_of, listed, state_of
from accountsos.dashboard.pages.payments import beside, found_lines, pairs_of, stands, way
from accountsos.dashboard.pages.settle_forms import BY_KIND, SETTLED, WAYS, command_of, fields_of, others_of
from accountsos.dashboard.pages.typed_invoice import totals_of
from accountsos.dashboard.request import Request
from accountsos.workflows.documents.look_through_inbox import LOOK_AT
from accountsos.workflows.invoices.change_invoice import CHANGE, ChangeInvoice
from accountsos.workflows.invoices.list_invoices import SHOW, InvoiceShown
from accountsos.workflows.invoices.settle_invoice import SETTLE, UNDO

PROPOSED = 5
PAIR = Form((Hidden(name="pair", most=90),))
LINE = Form((Hidden(name="line", most=40),))
SETTLEMENT = Form((Hidden(name="settlement", most=40),))
KINDS = {each.kind: each.label for each in WAYS} | {
    "bad_debt_relief": "VAT of a bad debt taken back",
    "relief_repaid": "VAT of a bad debt given back",
    "input_vat_repaid": "VAT of an unpaid bill given back",
    "input_vat_restored": "VAT of a bill paid late taken again",
}


async def show(request: Request) -> Answer:
    """All about the invoice."""
    document_id = request.holes["invoice"]
    shown = await request.read(SHOW, document_id)
    found = await found_lines(request)
    state, document, invoice = shown.state, shown.state.document, shown.state.invoice
    chosen = BY_KIND.get(request.typed.get("kind", request.query.get("how", "")))
    others = [] if chosen is None else await others_of(request, chosen, state)
    if not request.typed:
        request.state.typed = {"day": "today"}
    word, tag = state_of(shown, request.today)
    is_open = invoice is not None and invoice.state != "waiting" and invoice.open_amount != 0
    here = f"/{request.company_id}/invoices/{document_id}"
    contact = state.contact
    seen = await request.read(LOOK_AT, document_id)
    return Shown(
        {
            **found,
            **_books(request, shown),
            "here": here,
            "list": f"/{request.company_id}/invoices",
            "row": listed(request, shown),
            "figure": _shown_total(shown),
            "kind": kind_of(shown).capitalize(),
            "word": word,
            "tag": tag,
            "day": "" if document.issued_on is None else full_day(document.issued_on),
            "due": "" if invoice is None else full_day(invoice.due_on),
            "contact": ""
            if contact is None
            else f"/{request.company_id}/contacts/{ids.public_id('con_', request.company, contact.number)}",
            "paper": "" if document.is_typed else f"/{request.company_id}/documents/{document_id}",
            "is_open": is_open,
            "still": money(abs(invoice.open_amount), pounds=True) if is_open and invoice is not None else "",
            "is_void": document.status == "void",
            "is_typed": document.is_typed,
            "external": state.moments.external,
            "beside": [beside(request, link) for link in state.links],
            "settlements": [_settlement(request, each) for each in state.settlements if not each.undone],
            "ways": [way(request, seen, one) for one in seen.found.proposals[:PROPOSED]] if is_open else [],
            "hows": [(each, f"{here}?how={each.kind}#settle") for each in WAYS],
            "chosen": chosen,
            "fields_of": fields_of(chosen) if chosen is not None else [],
            "others": others,
            "groups": choices_of(seen.names).groups,
            "may_change": request.may(Right.KEEP_BOOKS),
        }
    )


def _books(request: Request, shown: InvoiceShown) -> dict[str, Any]:
    """Its lines and totals; of a read one to which nobody gave lines, those on the paper."""
    totals = totals_of(shown)
    outcome = shown.state.outcome
    read: list[dict[str, Any]] = []
    if not totals["lines"] and outcome is not None and outcome.facts is not None:
        read = [{"said": line.description, "net": line.net, "gross": line.gross} for line in outcome.facts.lines[:60]]
    category = shown.state.invoice_category
    return {**totals, "read_lines": read, "category": "" if category is None else category.name}


def _settlement(request: Request, one: Any) -> dict[str, Any]:
    other = ""
    if one.other_no is not None:
        other = f"/{request.company_id}/invoices/{ids.public_id('doc_', request.company, one.other_no)}"
    return {
        "id": ids.public_id("stl_", request.company, one.number),
        "kind": KINDS.get(one.kind, "Settled otherwise"),
        "said": f"{short_day(one.settled_on, year=True)} · {with_full_days(one.reason)}",
        "amount": money(abs(one.amount)) if one.amount else "",
        "held": money(abs(one.terms.held)) if one.terms.held else "",
        "vat": money(one.vat) if one.vat else "",
        "other": other,
    }


def _shown_total(shown: InvoiceShown) -> str:
    """What it comes to, with its currency."""
    document = shown.state.document
    in_pounds = document.currency in (None, "GBP")
    return money(document.gross or 0, pounds=in_pounds) + ("" if in_pounds else f" {document.currency}")


def _here(request: Request) -> str:
    return f"/{request.company_id}/invoices/{request.holes['invoice']}"


async def do_pay(request: Request) -> Answer:
    """Put it, and what is proposed with it, beside the lines."""
    for number, (paper, lines) in enumerate(pairs_of(request, request.holes["invoice"]).items()):
        done = await stands(request, paper, _here(request), add=lines, step=f"-{number}")
    return done


async def do_beside(request: Request) -> Answer:
    """This line pays it, as far as it goes."""
    return await stands(request, request.holes["invoice"], _here(request), add=[request.state.values["line"]])


async def do_away(request: Request) -> Answer:
    """It was not paid by that line."""
    return await stands(request, request.holes["invoice"], _here(request), away=request.state.values["line"])


async def do_settle(request: Request) -> Answer:
    """Settle it as the form says."""
    command = command_of(request, request.holes["invoice"])
    if command is None:
        request.state.mistakes.append(Mistake("Choose how it is settled, and on which day."))
        return await show(request)
    return await request.change(SETTLE, command, lambda _: _here(request))


async def do_undo(request: Request) -> Answer:
    """Take a settlement back: it is open again."""
    return await request.change(UNDO, request.state.values["settlement"], lambda _: _here(request))


async def do_void(request: Request) -> Answer:
    """Take it out of the books; it stays to be seen."""
    return await _void(request, void=True)


async def do_bring_back(request: Request) -> Answer:
    """It is in the books again."""
    return await _void(request, void=False)


async def _void(request: Request, *, void: bool) -> Answer:
    return await request.change(CHANGE, ChangeInvoice(request.holes["invoice"], void=void), lambda _: _here(request))


PAGES = (
    Page(
        name="invoice",
        path="/{company}/invoices/{invoice}",
        title="Invoice",
        show=show,
        actions={
            "pay": Action(form=PAIR, do=do_pay),
            "beside": Action(form=LINE, do=do_beside),
            "away": Action(form=LINE, do=do_away),
            "settle": Action(form=SETTLED, do=do_settle),
            "undo": Action(form=SETTLEMENT, do=do_undo),
            "void": Action(do=do_void),
            "bring-back": Action(do=do_bring_back),
        },
        under="invoices",
    ),
)
