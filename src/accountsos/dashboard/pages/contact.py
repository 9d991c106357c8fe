"""One contact: what is usual for it, its lines and bills; two that are one made one, or one that is two made two."""

from __future__ import annotations

from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import day_of, money, short_day
from accountsos.dashboard.forms import Choice, Field, Form, Hidden, Mistake, Option
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.contacts import KINDS, known
from accountsos.dashboard.request import Request
from accountsos.dashboard.vat_words import AS_CATEGORY, EARNED, SPENT, vat_means
from accountsos.workflows.bank.list_transactions import LIST as LINES
from accountsos.workflows.bank.list_transactions import TransactionPage, TransactionQuestion
from accountsos.workflows.contacts.manage_contacts import (
    CHANGE,
    LIST,
    SHOW,
    ContactChange,
    ContactQuestion,
    ListedContact,
)
from accountsos.workflows.contacts.merge_contacts import MERGE, SPLIT, UNDO_MERGE, MergeContact, SplitContact
from accountsos.workflows.invoices.list_invoices import LIST as INVOICES
from accountsos.workflows.invoices.list_invoices import InvoicePage, InvoiceQuestion

SHOWN, FOUND = 8, 6
DETAILS = ("name", "type", "email", "phone", "vat_number")
CHANGED = Form(
    (
        Field(name="name", label="Name", most=200),
        Choice(name="type", label="What are they?", options=KINDS, as_list=True, optional=True),
        Field(name="email", label="E-mail address", most=254, optional=True),
        Field(name="phone", label="Telephone", most=100, optional=True),
        Field(name="vat_number", label="VAT number", most=40, optional=True),
        Field(name="category", label="Usual category", most=70, optional=True),
        Field(name="vat", label="Usual VAT", most=20, optional=True),
    )
)
INTO = Form((Hidden(name="into", most=40),))
GONE = Form((Hidden(name="gone", most=40),))
APART = Form((Field(name="called", label="What the other one is called", most=200, optional=True),))


async def show(request: Request) -> Answer:
    """What is known of it."""
    contact_id = request.holes["contact"]
    contact = await request.read(SHOW, contact_id)
    lines = await request.read(LINES, TransactionQuestion(limit=SHOWN, contact=contact_id))
    papers = await request.read(INVOICES, InvoiceQuestion(request.today, SHOWN, contact=contact_id))
    search = request.query.get("same", "").strip()[:100]
    alike: list[Any] = []
    if search:
        asked = ContactQuestion(FOUND + 1, search=search)
        alike = await request.ask(LIST, asked, lambda page: [known(request.company, each) for each in page.rows])
    if not request.typed:
        usual, about = contact.defaults, contact.contact
        request.state.typed = {name: getattr(about, name) or "" for name in DETAILS}
        request.state.typed |= {"category": usual.category_id or "", "vat": usual.vat_code or ""}
    return Shown(
        {
            **_lines(request, lines),
            **_papers(request, papers),
            "contact": known(request.company, contact),
            "aliases": contact.aliases,
            "external": contact.moments.external,
            "here": f"/{request.company_id}/contacts/{contact_id}",
            "back": f"/{request.company_id}/contacts",
            "fields_of": CHANGED.fields[: len(DETAILS)],
            "groups": choices_of(lines.names).groups,
            "vats": _vats(request, contact),
            "same": search,
            "alike": [each for each in alike if each.id != contact_id][:FOUND],
            "merged": _number(request.query.get("merged", "")),
            "split": _number(request.query.get("split", "")),
            "may_change": request.may(Right.KEEP_BOOKS),
        }
    )


def _number(text: str) -> str:
    return text if text.startswith("con_") and text.isascii() and text[4:].isalnum() and len(text) <= 40 else ""


def _lines(request: Request, page: TransactionPage) -> dict[str, Any]:
    rows = []
    for row in page.rows:
        number = ids.public_id("txn_", request.company, row.number)
        day = day_of(row.booked_on)
        rows.append(
            {
                "address": f"/{request.company_id}/transactions/{number}",
                "day": short_day(day, year=day.year != request.today.year),
                "said": row.description,
                "category": page.names.chart[page.names.category_id[row.category_no]].name,
                "amount": row.amount,
            }
        )
    everything = f"/{request.company_id}/transactions?period=all&contact={request.holes['contact']}"
    return {"lines": rows, "all_lines": everything if page.total > len(rows) else "", "total_lines": page.total}


def _papers(request: Request, page: InvoicePage) -> dict[str, Any]:
    rows = []
    for shown in page.rows:
        document, invoice = shown.state.document, shown.state.invoice
        number = ids.public_id("doc_", request.company, document.number)
        is_open = invoice is not None and invoice.open_amount != 0
        rows.append(
            {
                "address": f"/{request.company_id}/invoices/{number}",
                "number": document.doc_number or "without a number",
                "day": short_day(document.issued_on, year=True) if document.issued_on else "",
                "amount": money(abs(document.gross or 0)),
                "open": money(abs(invoice.open_amount)) if is_open and invoice is not None else "",
            }
        )
    everything = f"/{request.company_id}/invoices?state=&contact={request.holes['contact']}"
    return {"papers": rows, "all_papers": everything if page.total > len(rows) else "", "total_papers": page.total}


def _vats(request: Request, contact: ListedContact) -> tuple[Option, ...]:
    kind = contact.contact.shown_type
    codes = EARNED if kind == "client" else SPENT if kind == "supplier" else (*SPENT[:-1], *EARNED)
    now = contact.defaults.vat_code
    return (
        Option(AS_CATEGORY, "as the category says"),
        *(Option(code, vat_means(code, None, request.today)) for code in dict.fromkeys((*codes, *filter(None, [now])))),
    )


async def do_change(request: Request) -> Answer:
    """What is known of it, and what is usual."""
    given = request.state.values
    contact = await request.ask(SHOW, request.holes["contact"], lambda found: found)
    changes = {name: given[name] for name in DETAILS if given[name] != getattr(contact.contact, name)}
    usual = {"category_id": given["category"], "vat_code": given["vat"]}
    defaults = {name: value for name, value in usual.items() if value != getattr(contact.defaults, name)}
    here = f"/{request.company_id}/contacts/{request.holes['contact']}"
    return await request.change(CHANGE, ContactChange(request.holes["contact"], changes, defaults), lambda _: here)


async def do_merge(request: Request) -> Answer:
    """They are the same: its lines become the other's."""
    gone, into = request.holes["contact"], request.state.values["into"]
    to = f"/{request.company_id}/contacts/{into}?merged={gone}"
    return await request.change(MERGE, MergeContact(gone, into), lambda _: to)


async def do_unmerge(request: Request) -> Answer:
    """They are two again."""
    gone = request.state.values["gone"]
    return await request.change(UNDO_MERGE, gone, lambda _: f"/{request.company_id}/contacts/{gone}")


async def do_split(request: Request) -> Answer:
    """The ticked names are somebody else's."""
    aliases = tuple(request.picked.get("alias", ()))[:500]
    if not aliases:
        request.state.mistakes.append(Mistake("Tick the names that are somebody else's", "alias", "f-alias-1"))
        return await show(request)
    command = SplitContact(request.holes["contact"], aliases, request.state.values["called"])

    def to(made: ListedContact) -> str:
        return f"{known(request.company, made).address}?split={request.holes['contact']}"

    return await request.change(SPLIT, command, to)


async def do_remove(request: Request) -> Answer:
    """Take one that nothing hangs on off the list."""
    command = ContactChange(request.holes["contact"], {"archived": True})
    return await request.change(CHANGE, command, lambda _: f"/{request.company_id}/contacts")


PAGES = (
    Page(
        name="contact",
        path="/{company}/contacts/{contact}",
        title="Contact",
        show=show,
        actions={
            "change": Action(form=CHANGED, do=do_change),
            "merge": Action(form=INTO, do=do_merge),
            "unmerge": Action(form=GONE, do=do_unmerge),
            "split": Action(form=APART, do=do_split),
            "remove": Action(do=do_remove),
        },
        under="contacts",
    ),
)
