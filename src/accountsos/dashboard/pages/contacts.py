"""Contacts: who pays and who is paid, found by name; a new one by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import short_day
from accountsos.dashboard.forms import Choice, Field, Form, Option
from accountsos.dashboard.glance import Glance
from accountsos.dashboard.page import Action, Answer, MenuEntry, Page, Shown
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.workflows.contacts.manage_contacts import (
    ADD,
    LIST,
    ContactPage,
    ContactQuestion,
    ListedContact,
    NewContact,
)

ROWS = 50
KINDS = (Option("", "as the money goes"), Option("supplier", "A supplier"), Option("client", "A customer"))
CHIPS = {"": "All", "client": "Customers", "supplier": "Suppliers"}
WORDS = {"client": "Customer", "supplier": "Supplier"}
ADDED = Form(
    (
        Field(name="name", label="Name", most=200),
        Choice(name="kind", label="What are they?", options=KINDS, as_list=True, optional=True),
        Field(name="email", label="E-mail address", most=254, optional=True),
    )
)


@dataclass(frozen=True, slots=True)
class Known:
    """A contact as a line of the list."""

    id: str
    address: str
    name: str
    kind: str
    lines: int
    last: str
    money_in: int
    money_out: int


def known(company: int, listed: ListedContact) -> Known:
    """A contact in words."""
    contact = listed.contact
    number = ids.public_id("con_", company, contact.number)
    return Known(
        id=number,
        address=f"/{ids.company_id(company)}/contacts/{number}",
        name=contact.name,
        kind=WORDS.get(contact.shown_type or "", ""),
        lines=contact.lines,
        last="" if listed.last_on is None else short_day(listed.last_on, year=True),
        money_in=abs(contact.total_in),
        money_out=abs(contact.total_out),
    )


def page_asked(request: Request) -> int:
    """Which page of a list the address asks for."""
    text = request.query.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


async def show(request: Request) -> Answer:
    """They, by name."""
    search, kind = request.query.get("search", "").strip()[:100], request.query.get("kind", "")
    kind, page = kind if kind in CHIPS else "", page_asked(request)
    asked = ContactQuestion(ROWS, (page - 1) * ROWS, kind or None, search or None)

    file = await list_downloaded(request, "contacts", asked, {"kind": CHIPS[kind] if kind else "", "search": search})
    if file is not None:
        return file

    found = await request.read(LIST, asked)

    async def made() -> dict[str, Any]:
        return _shape(request.glance, page, found)

    seen = await request.once(("contacts", request.glance, page), made)
    return Shown({**seen, "search": search, "kind": kind, "narrowed": bool(search or kind), "fields_of": ADDED.fields})


def _shape(at: Glance, page: int, found: ContactPage) -> dict[str, Any]:
    kind = at.query.get("kind", "")
    chosen = kind if kind in CHIPS else ""
    return {
        "contacts": [known(at.company, each) for each in found.rows],
        "total": found.total,
        "chips": [(label, at.here(kind=name, page=None), name == chosen) for name, label in CHIPS.items()],
        "newer": at.here(page=str(page - 1)) if page > 1 else "",
        "older": at.here(page=str(page + 1)) if found.total > page * ROWS else "",
        "may_change": at.may(Right.KEEP_BOOKS),
    }


async def do_add(request: Request) -> Answer:
    """Enter one; then its page."""
    given = request.state.values
    command = NewContact(given["name"], given["kind"], given["email"])

    def to(made: ListedContact) -> str:
        return known(request.company, made).address

    return await request.change(ADD, command, to)


PAGES = (
    Page(
        name="contacts",
        path="/{company}/contacts",
        title="Contacts",
        show=show,
        actions={"add": Action(form=ADDED, do=do_add)},
        menu=MenuEntry("Contacts", "people", group=3, key="c", phone=False),
    ),
)
