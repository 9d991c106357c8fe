"""Contacts: list, show, add, change, archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

from accountsos.bookkeeping.call_thing import called_among
from accountsos.bookkeeping.look_ups import category_or_refuse, numbers_of, thing_number
from accountsos.contacts.names import matches_search
from accountsos.contacts.payee import payee_key
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.changed_things import CONTACT, Moments, moments_of
from accountsos.store.contact_defaults import NO_DEFAULTS, ContactDefaults, defaults_of, keep_defaults
from accountsos.store.contacts import (
    Contact,
    ContactFilter,
    add_contact,
    aliases_of,
    change_contact,
    contact_names,
    contact_of,
    contact_page,
    last_day,
    number_of_key,
)
from accountsos.store.engine.search import like_pattern
from accountsos.store.engine.sql import Reader, Writer, micros, optional_day
from accountsos.store.head import Cause
from accountsos.store.names import names_of
from accountsos.uk_rules.vat_codes import vat_code
from accountsos.workflows.external_references import Naming, always, named, never
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

TYPES = ("client", "supplier")


ROWS_AT_ONCE = 1_000
"""Of a list that is read whole."""


@dataclass(frozen=True, slots=True)
class ContactQuestion:
    """Which page of which contacts."""

    limit: int
    offset: int = 0
    type: str | None = None
    search: str | None = None
    updated_since: datetime | None = None
    after: int = 0
    """The last contact of the page before."""
    ids: tuple[str, ...] | None = None
    external_id: str | None = None
    """Only the one that another system calls so, or into which that one was merged."""


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A contact and when it was last seen on a bank line."""

    contact: Contact
    last_on: date | None
    moments: Moments
    aliases: tuple[str, ...] = ()
    """How bank lines name it; asked for where one contact is shown."""
    defaults: ContactDefaults = NO_DEFAULTS
    """What its lines usually are; asked for where one contact is shown."""


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A page by name."""

    rows: list[ListedContact]
    total: int


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact entered by hand."""

    name: str
    type: str | None = None
    email: str | None = None
    phone: str | None = None
    vat_number: str | None = None
    default_category_id: str | None = None
    default_vat_code: str | None = None

    @property
    def defaults(self) -> ContactDefaults:
        """What its lines usually are."""
        return ContactDefaults(self.default_category_id, self.default_vat_code)


@dataclass(frozen=True, slots=True)
class ContactChange:
    """New values by field name."""

    contact_id: str
    changes: dict[str, object]
    defaults: Mapping[str, str | None] = field(default_factory=dict)
    """New values of its defaults by field name; None takes one away."""


def list_contacts(db: Reader, company: int, asked: ContactQuestion) -> ContactPage:
    """A page by name. A search that finds nothing is tried again forgiving typing errors."""
    pattern = like_pattern(asked.search) if asked.search else ""
    since = 0 if asked.updated_since is None else micros(asked.updated_since)
    chosen = None if asked.ids is None else numbers_of("con_", company, asked.ids)
    chosen = called_among(db, company, CONTACT, asked.external_id, chosen)
    wanted = ContactFilter(asked.type or "", pattern, chosen, since, asked.after)
    rows, total = contact_page(db, company, wanted, limit=asked.limit, offset=asked.offset)
    if total == 0 and asked.search and chosen is None and not since:
        alike = [n for n, name in contact_names(db, company) if matches_search(asked.search, [name], tolerant=True)]
        found = [c for c in (contact_of(db, company, n) for n in alike) if c is not None]
        fitting = [c for c in found if asked.type in (None, c.shown_type)]
        fitting.sort(key=lambda c: (c.name.lower(), c.number))
        seen = [c.number for c in fitting]
        start = seen.index(asked.after) + 1 if asked.after in seen else asked.offset
        rows, total = fitting[start : start + asked.limit], len(fitting)
    return ContactPage([_listed(db, company, c) for c in rows], total)


def contacts_in_pages(db: Reader, company: int, asked: ContactQuestion) -> Iterator[ContactPage]:
    """All of them from one view, page after page, at least one."""
    while True:
        page = list_contacts(db, company, replace(asked, limit=ROWS_AT_ONCE))
        yield page
        if len(page.rows) < ROWS_AT_ONCE:
            return
        asked = replace(asked, offset=0, after=page.rows[-1].contact.number)


def show_contact(db: Reader, company: int, contact_id: str) -> ListedContact:
    """One contact."""
    return shown(db, company, _known(db, company, contact_id))


def shown(db: Reader, company: int, contact: Contact) -> ListedContact:
    """A contact with its aliases."""
    return replace(
        _listed(db, company, contact),
        aliases=tuple(aliases_of(db, company, contact.number)),
        defaults=defaults_of(db, company, contact.number),
    )


def _listed(db: Reader, company: int, contact: Contact) -> ListedContact:
    last_on = optional_day(last_day(db, company, contact.number)) if contact.lines else None
    return ListedContact(contact, last_on, moments_of(db, company, CONTACT, contact.number))


def _known(db: Reader, company: int, contact_id: str) -> Contact:
    contact = contact_of(db, company, thing_number("con_", company, contact_id, "contact"))
    if contact is None or contact.archived:
        raise NotFound(f"there is no contact {contact_id!r}")
    return contact


def prepare_new(db: Reader, company: int, command: NewContact) -> NewContact:
    """The name must be usable and not a contact's already."""
    if not payee_key(command.name):
        raise BadRequest("name: a contact needs a name with letters or digits", param="name")
    if command.type is not None and command.type not in TYPES:
        raise BadRequest(f"type: {command.type!r} is not one of client, supplier", param="type")
    _refuse_known(db, company, command.name)
    _check_defaults(db, company, asdict(command.defaults))
    return command


def _check_defaults(db: Reader, company: int, defaults: Mapping[str, str | None]) -> None:
    """The category must be one that lines may have, and the code one that there is."""
    category, code = defaults.get("category_id"), defaults.get("vat_code")
    if category is not None:
        category_or_refuse(names_of(db, company), category, param="default_category_id")
    if code is not None:
        try:
            vat_code(code)
        except BadRequest as unknown:
            raise BadRequest(f"default_vat_code: {unknown.message}", param="default_vat_code") from None


def _refuse_known(db: Reader, company: int, name: str) -> None:
    number = number_of_key(db, company, payee_key(name))
    known = contact_of(db, company, number) if number is not None else None
    if known is not None:
        raise Conflict(f"there is already a contact with this name: {known.name}", param="name")


def apply_new(db: Writer, company: int, plan: NewContact, cause: Cause) -> ListedContact:
    """Record it."""
    _refuse_known(db, company, plan.name)
    contact = Contact(
        number=cause.next_number(),
        name=plan.name.strip(),
        payee_key=payee_key(plan.name),
        type=plan.type,
        email=plan.email,
        phone=plan.phone,
        vat_number=plan.vat_number,
    )
    add_contact(db, cause, contact)
    cause.chart_changed = cause.chart_changed or contact.vat_number is not None
    after: dict[str, object] = {"name": contact.name}
    if plan.defaults != NO_DEFAULTS:
        keep_defaults(db, cause, contact.number, plan.defaults)
        after |= _told(asdict(plan.defaults))
    cause.note("contact.add", f"con:{contact.number}", after=after)
    return shown(db, company, contact)


def prepare_change(db: Reader, company: int, command: ContactChange) -> ContactChange:
    """The contact must exist."""
    _known(db, company, command.contact_id)
    name = command.changes.get("name")
    if name is not None and not payee_key(str(name)):
        raise BadRequest("name: a contact needs a name with letters or digits", param="name")
    _check_defaults(db, company, command.defaults)
    return command


def apply_change(db: Writer, company: int, plan: ContactChange, cause: Cause) -> ListedContact:
    """Record the new values. Archiving hides the contact; its lines keep it."""
    old = _known(db, company, plan.contact_id)
    if plan.changes.get("archived") and old.lines:
        lines = "a transaction" if old.lines == 1 else f"{old.lines:,} transactions"
        raise Conflict(f"{old.name} has {lines}; a contact that is used cannot be deleted")
    new = replace(old, **plan.changes)  # type: ignore[arg-type]  # the door's struct has checked names and types
    usual = defaults_of(db, company, old.number)
    kept = replace(usual, **plan.defaults)
    if new != old:
        change_contact(db, company, new)
        if new.vat_number != old.vat_number:
            cause.chart_changed = True  # the names hold who supplies from abroad
    if kept != usual:
        keep_defaults(db, cause, old.number, kept)
    if new != old or kept != usual:
        before = {k: getattr(old, k) for k in plan.changes} | _told({k: getattr(usual, k) for k in plan.defaults})
        cause.note("contact.change", plan.contact_id, before=before, after=plan.changes | _told(plan.defaults))
    return shown(db, company, new)


def _told(defaults: Mapping[str, str | None]) -> dict[str, object]:
    return {f"default_{name}": value for name, value in defaults.items()}


LIST = ReadWorkflow("contact.list", list_contacts, short=True)
SHOW = ReadWorkflow("contact.show", show_contact, short=True)
ADD = WriteWorkflow("contact.add", prepare_new, apply_new)
CHANGE = WriteWorkflow("contact.change", prepare_change, apply_change)


def _number(listed: ListedContact) -> int:
    return listed.contact.number


def _again(db: Reader, company: int, listed: ListedContact) -> ListedContact:
    return shown(db, company, listed.contact)


ADD_NAMED = named(ADD, Naming(CONTACT, _number, _again, always))
CHANGE_NAMED = named(CHANGE, Naming(CONTACT, _number, _again, never))
