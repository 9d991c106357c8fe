"""The contact that somebody named in a form, by exactly that name; and what the one of an address is called."""

from __future__ import annotations

from accountsos import ids
from accountsos.dashboard.request import Request
from accountsos.workflows.contacts.manage_contacts import LIST, ContactQuestion
from accountsos.workflows.things_called import CALLED

NOBODY = "There is no contact of that name. Add it under Contacts first."
_LIKE_IT = 20


async def contact_named(request: Request, name: str) -> str | None:
    """Its id; None where there is none such."""
    found = await request.ask(LIST, ContactQuestion(_LIKE_IT, search=name), lambda page: page.rows)
    same = [each.contact.number for each in found if each.contact.name.casefold() == name.casefold()]
    return ids.public_id("con_", request.company, same[0]) if same else None


async def contact_of_address(request: Request) -> str:
    """The name of the contact that a list is narrowed to; empty where it is not."""
    contact = request.query.get("contact", "")
    return await request.ask(CALLED, [contact], lambda found: found.get(contact, "")) if contact else ""
