"""Type in an invoice, a bill or a credit note, or change one: its lines, each with category, VAT and amount."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos import ids
from accountsos.access.actor import user_actor
from accountsos.access.roles import Right
from accountsos.bookkeeping.typed_lines import GivenLine, given_again
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.contact_named import NOBODY, contact_named
from accountsos.dashboard.figures import full_day, money
from accountsos.dashboard.forms import Choice, Field, Form, Hidden, Mistake, Option, Tick
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Signed, WorkingDay, day_typed, pence_typed
from accountsos.dashboard.vat_words import AS_CATEGORY, EARNED, SPENT, vat_means, vat_named
from accountsos.errors import Conflict
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.bank.list_transactions import NAMES
from accountsos.workflows.invoices.change_invoice import CHANGE, ChangeInvoice
from accountsos.workflows.invoices.enter_invoice import ENTER, EnterInvoice
from accountsos.workflows.invoices.list_invoices import LIST, SHOW, InvoiceQuestion, InvoiceShown

LINES, MOST_LINES = 3, 60
NET, GROSS = "net", "gross"
HEAD = (
    Choice(
        name="direction",
        label="Which way?",
        options=(Option("purchase", "A bill: you bought"), Option("sale", "An invoice of yours: you sold")),
        preset="purchase",
    ),
    Choice(
        name="type",
        label="What is it?",
        options=(Option("invoice", "Invoice or bill"), Option("credit_note", "Credit note")),
        as_list=True,
        preset="invoice",
    ),
    Field(name="contact", label="Who", most=200, hint="The supplier or the customer"),
    Field(name="number", label="Number", most=100, optional=True),
    WorkingDay(name="day", label="Date on it", hint="Like 9 Oct or 9/10/2026"),
    WorkingDay(name="due", label="Due", optional=True),
    Field(name="credits", label="Number of the invoice that a credit note takes back", most=100, optional=True),
)
AMOUNTS = Choice(
    name="amounts",
    label="The amounts below are",
    options=(Option(GROSS, "with VAT"), Option(NET, "without VAT")),
    preset=GROSS,
)
TOTAL = Signed(name="total", label="Total on it", hint="We hold the lines against it", optional=True)
AGAIN = Tick(name="again", label="Yes, it is another one with the same number", optional=True)
VERSION = Hidden(name="version", most=20, optional=True)
ENTERED = Form((*HEAD, AMOUNTS, TOTAL, AGAIN, VERSION))
OF_READ = Form((AMOUNTS, VERSION))
CHANGES = {"direction": "direction", "type": "type", "number": "doc_number"}


async def show_new(request: Request) -> Answer:
    """An empty form, or as it was typed."""
    if not request.typed:
        side = request.query.get("side", "purchase")
        request.state.typed = {"direction": side if side in ("sale", "purchase") else "purchase", "day": "today"}
        request.state.typed["contact"] = request.query.get("who", "")
    return await _form(request, {"head": "Type in an invoice or a bill", "back": _list(request), "read": False})


async def show_edit(request: Request) -> Answer:
    """The same with what it says now."""
    document_id = request.holes["invoice"]
    shown = await request.ask(SHOW, document_id, lambda found: found)
    if not request.typed:
        request.state.typed = _as_it_is(request, shown)
    head = "Change it" if shown.state.document.is_typed else "Say what its lines are"
    back = f"{_list(request)}/{document_id}"
    return await _form(request, {"head": head, "back": back, "read": not shown.state.document.is_typed})


def _list(request: Request) -> str:
    return f"/{request.company_id}/invoices"


async def _form(request: Request, more: dict[str, Any]) -> Answer:
    typed = request.state.typed
    there = 1 + max((n for n in range(MOST_LINES) if f"category-{n}" in typed), default=-1)
    rows = max(LINES, there + ("more" in typed))
    odd = "again" in typed or bool(request.state.mistake_at("number"))

    def shape(names: Any) -> Shown:
        registered = names.vat is not None and names.vat.on(request.today) is not None
        head = HEAD[:-1] if "invoice" in request.holes else HEAD  # what a note takes back stays
        fields = [AMOUNTS] if more["read"] else [*head, AMOUNTS]
        return Shown(
            {
                "worked_out": None,
                **more,
                "here": request.path,
                "fields_of": fields,
                "last_fields": [] if more["read"] else [TOTAL, *([AGAIN] if odd else [])],
                "rows": [{name: typed.get(f"{name}-{n}", "") for name in _PARTS} for n in range(min(rows, MOST_LINES))],
                "groups": choices_of(names).groups,
                "vats": _vats(request.today) if registered else (),
                "version": typed.get("version", ""),
            }
        )

    return await request.ask(NAMES, None, shape)


_PARTS = ("text", "category", "vat", "amount", "tax", "cis")
_VAT_GROUPS = (("Bought", SPENT), ("Sold", EARNED))


def _vats(today: date) -> list[tuple[str, list[Option]]]:
    return [(label, [Option(code, vat_means(code, None, today)) for code in codes]) for label, codes in _VAT_GROUPS]


def _said(request: Request, n: int) -> bool:
    typed = request.state.typed
    return any(typed.get(f"{name}-{n}", "").strip() for name in ("text", "category", "amount"))


def _as_it_is(request: Request, shown: InvoiceShown) -> dict[str, str]:
    document = shown.state.document
    amounts = document.corrections.amounts or GROSS
    typed = {
        "direction": document.direction or "purchase",
        "type": document.type or "invoice",
        "contact": document.supplier or "",
        "number": document.doc_number or "",
        "day": full_day(document.issued_on) if document.issued_on else "",
        "due": full_day(document.due_on) if document.due_on else "",
        "amounts": amounts,
        "version": str(document.version),
    }
    lines = given_again(document.corrections.lines, amounts)
    if not lines and document.gross is not None:
        typed |= {"text-0": "", "amount-0": money(document.gross)}
    for n, line in enumerate(lines):
        typed |= {
            f"text-{n}": line.description,
            f"category-{n}": line.category_id,
            f"vat-{n}": line.vat_code or AS_CATEGORY,
            f"amount-{n}": money(line.amount),
            f"tax-{n}": "" if line.vat_amount is None else money(line.vat_amount),
            f"cis-{n}": line.cis or "",
        }
    return typed


def _lines(request: Request) -> tuple[GivenLine, ...]:
    """The lines as typed; what is wrong with one is noted at it."""
    typed, found = request.typed, list[GivenLine]()
    for n in (n for n in range(MOST_LINES) if _said(request, n)):
        amount, tax = pence_typed(typed.get(f"amount-{n}", "")), typed.get(f"tax-{n}", "").strip()
        category = typed.get(f"category-{n}", "")[:70]
        if not category:
            request.state.mistakes.append(Mistake(f"Line {n + 1}: choose a category", focus=f"category-{n}"))
        if amount is None:
            request.state.mistakes.append(Mistake(f"Line {n + 1}: enter an amount, like 45.99", focus=f"amount-{n}"))
        if tax and pence_typed(tax) is None:
            request.state.mistakes.append(Mistake(f"Line {n + 1}: enter its VAT, like 7.67", focus=f"tax-{n}"))
        text, code, cis = (typed.get(f"{name}-{n}", "").strip()[:500] for name in ("text", "vat", "cis"))
        found.append(GivenLine(category, amount or 0, text, code[:20] or None, pence_typed(tax), cis or None))
    if not found:
        request.state.mistakes.append(Mistake("Fill in at least one line", focus="category-0"))
    return tuple(found)


async def _command(request: Request) -> EnterInvoice | None:
    """What is to be entered; None where something is wrong with the form."""
    given, lines = request.state.values, _lines(request)
    credits_id = await _credited(request) if given["type"] == "credit_note" and given["credits"] else None
    if request.state.mistakes:
        return None
    day = day_typed(given["day"], request.today)
    assert day is not None, "the form has read it"
    return EnterInvoice(
        direction=given["direction"],
        day=day,
        lines=lines,
        amounts=given["amounts"],
        type=given["type"],
        contact_name=given["contact"],
        number=given["number"],
        due_on=day_typed(given["due"], request.today) if given["due"] else None,
        total=given["total"],
        credits_id=credits_id,
        repeats=given["again"],
    )


async def _credited(request: Request) -> str | None:
    """The invoice of that number."""
    given = request.state.values
    asked = InvoiceQuestion(request.today, 20, direction=given["direction"], search=given["credits"])
    found = await request.ask(LIST, asked, lambda page: [each.state.document for each in page.rows])
    same = [each.number for each in found if each.doc_number == given["credits"] and each.type == "invoice"]
    if len(same) != 1:
        ENTERED.wrong(request.state, "credits", "There is no one invoice of that number. Look at the list for it.")
        return None
    return ids.public_id("doc_", request.company, same[0])


def _address(request: Request, shown: InvoiceShown) -> str:
    return f"{_list(request)}/{ids.public_id('doc_', request.company, shown.state.document.number)}"


async def do_enter(request: Request) -> Answer:
    """Enter it; then its page."""
    command = await _command(request)
    if command is None:
        return await show_new(request)
    return await request.change(ENTER, command, lambda shown: _address(request, shown))


async def do_work_out(request: Request) -> Answer:
    """What it would come to, from the books themselves; nothing is kept."""
    command = await _command(request)
    if command is None:
        return await show_new(request)
    books, actor = request.context.books, user_actor(request.user_id)
    worked_out = await in_thread(
        lambda: books.rehearse(ENTER, request.company, command, actor, lambda _, shown: totals_of(shown))
    )
    more = {"head": "Type in an invoice or a bill", "back": _list(request), "read": False, "worked_out": worked_out}
    return await _form(request, more)


def totals_of(shown: InvoiceShown) -> dict[str, Any]:
    """Its lines and totals as the books have them."""
    document = shown.state.document
    lines = [
        {
            "said": line.description or shown.chart[line.category_id].name,
            "category": shown.chart[line.category_id].name,
            "vat_code": vat_named(line.vat_code) if line.vat_code else "",
            "net": line.net,
            "vat": line.vat,
            "gross": line.gross,
        }
        for line in document.corrections.lines
    ]
    return {"lines": lines, "net": document.net, "vat": document.vat, "gross": document.gross}


async def do_more(request: Request) -> Answer:
    """Room for another line."""
    request.state.typed = {**request.typed, "more": "1"}
    return await (show_edit if "invoice" in request.holes else show_new)(request)


async def do_change(request: Request) -> Answer:
    """Change what was typed in."""
    document_id, given = request.holes["invoice"], request.state.values
    shown = await request.ask(SHOW, document_id, lambda found: found)
    document = shown.state.document
    if not document.is_typed:
        raise Conflict("what was read is corrected as a paper")
    lines = _lines(request)
    contact = None if given["contact"] == document.supplier else await _contact_named(request, given["contact"])
    if request.state.mistakes:
        return await show_edit(request)
    due = day_typed(given["due"], request.today) if given["due"] else None
    said = {name: given[field] for field, name in CHANGES.items()}
    said |= {"issued_on": day_typed(given["day"], request.today), "due_on": due}
    command = ChangeInvoice(
        document_id,
        {name: value for name, value in said.items() if value != getattr(document, name)},
        contact_id=contact,
        lines=lines,
        amounts=given["amounts"],
        total=given["total"],
        repeats=given["again"],
        if_match=frozenset({given["version"] or ""}),
    )
    return await request.change(CHANGE, command, lambda changed: _address(request, changed))


async def do_lines(request: Request) -> Answer:
    """Say what the lines of a read one are; they come to its total."""
    lines = _lines(request)
    if request.state.mistakes:
        return await show_edit(request)
    given = request.state.values
    command = ChangeInvoice(
        request.holes["invoice"],
        lines=lines,
        amounts=given["amounts"],
        if_match=frozenset({given["version"] or ""}),
    )
    return await request.change(CHANGE, command, lambda changed: _address(request, changed))


async def _contact_named(request: Request, name: str) -> str | None:
    """The contact of exactly that name."""
    found = await contact_named(request, name)
    if found is None:
        ENTERED.wrong(request.state, "contact", NOBODY)
    return found


PAGES = (
    Page(
        name="new-invoice",
        path="/{company}/invoices/new",
        title="A new invoice or bill",
        show=show_new,
        right=Right.KEEP_BOOKS,
        actions={
            "enter": Action(form=ENTERED, do=do_enter),
            "work-out": Action(form=ENTERED, do=do_work_out),
            "more": Action(do=do_more),
        },
        under="invoices",
    ),
    Page(
        name="edit-invoice",
        path="/{company}/invoices/{invoice}/edit",
        title="Change an invoice",
        show=show_edit,
        right=Right.KEEP_BOOKS,
        actions={
            "change": Action(form=ENTERED, do=do_change),
            "lines": Action(form=OF_READ, do=do_lines),
            "more": Action(do=do_more),
        },
        under="invoices",
    ),
)
