"""Contacts: list, show, add, change, remove, merge, split."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Label, Name, ThingId, changes_in, given
from accountsos.api.operations.examples import CONTACT, CONTACT_ID, PAGE_OF_ONE
from accountsos.api.operations.external import CALLED, Called, said_of
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import LIMIT_OR_ALL, UPDATED_SINCE, page_of, paging_of
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed, gone
from accountsos.web.parameters import Id, Ids, OneOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.shapes.contacts import ContactList, OneContact, contact_list, contact_table, one_contact
from accountsos.workflows.contacts.manage_contacts import (
    ADD_NAMED,
    CHANGE,
    CHANGE_NAMED,
    LIST,
    SHOW,
    TYPES,
    ContactChange,
    ContactPage,
    ContactQuestion,
    ListedContact,
    NewContact,
    contacts_in_pages,
)
from accountsos.workflows.contacts.merge_contacts import MERGE, SPLIT, UNDO_MERGE, MergeContact, SplitContact

_CONTACT = PathId("contact_id", Id("con_"), "The contact.", CONTACT_ID)
_EXAMPLE = {
    "contact": {
        **CONTACT,
        "aliases": ["AMAZON WEB SERVICES", "AWS EMEA"],
        "default_category_id": "cat_software",
        "default_vat_code": None,
    }
}

_EMAIL = form(
    r"^[^@\s\u0000]+@[^@\s\u0000]+$", "an e-mail address such as name@example.com", min_length=3, max_length=254
)
Email = Annotated[str, _EMAIL]


class NewContactBody(Called, frozen=True, kw_only=True):
    """A contact entered by hand."""

    name: Name
    type: Literal["client", "supplier"] | UnsetType | None = UNSET
    """Left out, it follows which way more money went."""
    email: Email | UnsetType | None = UNSET
    phone: Label | UnsetType | None = UNSET
    vat_number: Label | UnsetType | None = UNSET
    default_category_id: ThingId | UnsetType | None = UNSET
    """Where its new bank lines are filed, unless a rule says otherwise."""
    default_vat_code: Label | UnsetType | None = UNSET
    """The VAT code of its lines, where nobody says another and the category has VAT."""


class ContactChangeBody(Called, frozen=True, kw_only=True):
    """What to change; a field that is left out stays, null clears."""

    name: Name | UnsetType = UNSET
    type: Literal["client", "supplier"] | UnsetType | None = UNSET
    email: Email | UnsetType | None = UNSET
    phone: Label | UnsetType | None = UNSET
    vat_number: Label | UnsetType | None = UNSET
    default_category_id: ThingId | UnsetType | None = UNSET
    """Where its new bank lines are filed, unless a rule says otherwise."""
    default_vat_code: Label | UnsetType | None = UNSET
    """The VAT code of its lines, where nobody says another and the category has VAT."""


class MergeBody(Body, frozen=True):
    """Whose the contact is."""

    into: str


class SplitBody(Body, frozen=True):
    """What of the contact is somebody else's."""

    aliases: Annotated[list[Label], Meta(min_length=1, max_length=500)]
    """As `GET /api/contacts/{id}` lists them."""
    name: Name | UnsetType | None = UNSET
    """What the new contact is called; left out, its first alias."""


FILE = ListFile(
    name="contacts",
    title="Contacts",
    pages=contacts_in_pages,
    table=contact_table,
    on_paper=("name", "type", "email", "last_on", "total_in", "total_out"),
)


async def list_contacts(request: ApiRequest) -> Reply:
    """A page by name, or all of them as a file."""
    query, company = request.query, request.caller.company
    paging = paging_of(request, "contacts")

    def question(limit: int) -> ContactQuestion:
        return ContactQuestion(
            limit=limit,
            offset=paging.offset,
            type=query["type"],
            search=query["search"],
            ids=query["ids"],
            external_id=query["external_id"],
            updated_since=query["updated_since"],
            after=0 if paging.after is None else paging.after[1],
        )

    if request.reply_format != "json":
        return await FILE.answer(request, OPERATIONS[0].parameters, LIST, question)

    def shape(page: ContactPage) -> Reply:
        return Reply(contact_list(company, page, paging=paging))

    return await answered(request, LIST, question(paging.limit + 1), shape)


async def show_contact(request: ApiRequest) -> Reply:
    """One contact."""
    return await answered(request, SHOW, request.ids["contact_id"], _shape(request))


async def add_contact(request: ApiRequest) -> Reply:
    """Enter a contact by hand."""
    body: NewContactBody = request.body
    command = NewContact(
        body.name,
        given(body.type),
        given(body.email),
        given(body.phone),
        given(body.vat_number),
        given(body.default_category_id),
        given(body.default_vat_code),
    )
    return await changed(request, ADD_NAMED, (command, said_of(body)), _shape(request, status=201))


async def change_contact(request: ApiRequest) -> Reply:
    """Change what is known of a contact."""
    body: ContactChangeBody = request.body
    name = body.name if isinstance(body.name, UnsetType) else body.name.strip()
    changes = changes_in(name=name, type=body.type, email=body.email, phone=body.phone, vat_number=body.vat_number)
    defaults = changes_in(category_id=body.default_category_id, vat_code=body.default_vat_code)
    command = ContactChange(request.ids["contact_id"], changes, cast("dict[str, str | None]", defaults))
    return await changed(request, CHANGE_NAMED, (command, said_of(body)), _shape(request))


async def remove_contact(request: ApiRequest) -> Reply:
    """Take a contact that no transaction uses off the list."""
    command = ContactChange(request.ids["contact_id"], {"archived": True})
    return await changed(request, CHANGE, command, gone)


async def merge_contact(request: ApiRequest) -> Reply:
    """Make two contacts one."""
    command = MergeContact(request.ids["contact_id"], request.body.into)
    return await changed(request, MERGE, command, _shape(request))


async def undo_merger(request: ApiRequest) -> Reply:
    """Make them two again."""
    return await changed(request, UNDO_MERGE, request.ids["contact_id"], gone)


async def split_contact(request: ApiRequest) -> Reply:
    """Make one contact two."""
    body: SplitBody = request.body
    command = SplitContact(request.ids["contact_id"], tuple(body.aliases), given(body.name))
    return await changed(request, SPLIT, command, _shape(request, status=201))


class _Shape:
    """One contact as the reply to whatever was done with it."""

    __slots__ = ("_company", "_status")

    def __init__(self, company: int, status: int) -> None:
        self._company, self._status = company, status

    def __call__(self, contact: ListedContact) -> Reply:
        return Reply(one_contact(self._company, contact), status=self._status)


def _shape(request: ApiRequest, *, status: int = 200) -> _Shape:
    return _Shape(request.caller.company, status)


OPERATIONS = (
    Operation(
        name="list_contacts",
        method="GET",
        kept=True,
        path="/api/contacts",
        summary="List contacts",
        tag="Contacts",
        description="Clients and suppliers by name: the payees of bank lines, and those entered by hand.",
        handler=list_contacts,
        replies={
            200: ReplyShape(
                "A page of contacts.", ContactList, example={"contacts": [CONTACT], "pagination": PAGE_OF_ONE}
            )
        },
        query=(
            QueryParameter("type", OneOf(TYPES), "Only clients or only suppliers."),
            QueryParameter(
                "search",
                Text(100),
                "Part of the name, the e-mail address or an alias, in capitals or not; typing errors are forgiven "
                "where nothing matches.",
            ),
            UPDATED_SINCE,
            QueryParameter("ids", Ids("con_"), "Only these; unknown ones are left out."),
            CALLED,
            *page_of("contacts", LIMIT_OR_ALL),
        ),
        formats=FORMATS,
    ),
    Operation(
        name="show_contact",
        method="GET",
        kept=True,
        path="/api/contacts/{contact_id}",
        summary="Show a contact",
        tag="Contacts",
        handler=show_contact,
        replies={200: ReplyShape("The contact.", OneContact, example=_EXAMPLE)},
        ids=(_CONTACT,),
    ),
    Operation(
        name="add_contact",
        method="POST",
        path="/api/contacts",
        summary="Add a contact",
        tag="Contacts",
        description="A name that is known already is a conflict: LTD, punctuation and capitals make no difference.",
        scope="write",
        handler=add_contact,
        location="/api/contacts/{contact_id}",
        replies={201: ReplyShape("The contact.", OneContact, example=_EXAMPLE)},
        body=NewContactBody,
        body_example={"name": "Amazon Web Services", "type": "supplier", "email": "billing@example.com"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="change_contact",
        method="PATCH",
        path="/api/contacts/{contact_id}",
        summary="Change a contact",
        tag="Contacts",
        scope="write",
        handler=change_contact,
        replies={200: ReplyShape("The contact as it is now.", OneContact, example=_EXAMPLE)},
        ids=(_CONTACT,),
        body=ContactChangeBody,
        body_example={"phone": "020 7946 0000"},
        idempotent=True,
    ),
    Operation(
        name="remove_contact",
        method="DELETE",
        path="/api/contacts/{contact_id}",
        summary="Remove a contact",
        tag="Contacts",
        description="Only one without transactions; any other is a conflict.",
        scope="write",
        handler=remove_contact,
        replies={204: ReplyShape("It is gone.")},
        ids=(_CONTACT,),
        errors=("conflict",),
    ),
    Operation(
        name="merge_contact",
        method="POST",
        path="/api/contacts/{contact_id}/merge",
        summary="Merge a contact into another",
        tag="Contacts",
        description="Its bank lines and aliases become the other's, and it leaves the list. One with invoices, "
        "documents or facts under the construction industry scheme is a conflict: merge the other way round.",
        scope="write",
        handler=merge_contact,
        replies={200: ReplyShape("The contact that both are now.", OneContact, example=_EXAMPLE)},
        ids=(_CONTACT,),
        body=MergeBody,
        body_example={"into": CONTACT_ID},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="undo_merger",
        method="DELETE",
        path="/api/contacts/{contact_id}/merge",
        summary="Take a merger back",
        tag="Contacts",
        description="The merged contact is back with its aliases and its lines.",
        scope="write",
        handler=undo_merger,
        replies={204: ReplyShape("The merged contact is back.")},
        ids=(_CONTACT,),
        errors=("conflict",),
    ),
    Operation(
        name="split_contact",
        method="POST",
        path="/api/contacts/{contact_id}/split",
        summary="Split a contact in two",
        tag="Contacts",
        description="A new contact takes the aliases named and the lines printed so; merge to take it back.",
        scope="write",
        handler=split_contact,
        location="/api/contacts/{contact_id}",
        replies={201: ReplyShape("The new contact.", OneContact, example=_EXAMPLE)},
        ids=(_CONTACT,),
        body=SplitBody,
        body_example={"aliases": ["ALDER VALE SANDWICH"], "name": "Alder Vale Sandwich Bar"},
        idempotent=True,
    ),
)
