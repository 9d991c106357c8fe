"""Make two contacts one, or one two, by hand; and take a merger back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from accountsos import ids
from accountsos.bookkeeping.categorise_line import payee_key_of
from accountsos.bookkeeping.cis_facts import cis_facts
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import TransactionChange, accounts_touched, file_line
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.contacts.names import display_name
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.audit import events_of_subject
from accountsos.store.contacts import (
    Contact,
    aliases_of,
    change_contact,
    contact_of,
    insert_contact,
    lines_of_contact,
    move_keys,
    move_unposted,
    papers_of_contact,
)
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.transactions import transaction_of
from accountsos.workflows.contacts.manage_contacts import ListedContact, shown
from accountsos.workflows.unit_of_work import WriteWorkflow

MERGED = "contact.merge"


@dataclass(frozen=True, slots=True)
class MergeContact:
    """The contact that is no party of its own, and whose it is."""

    contact_id: str
    into: str


@dataclass(frozen=True, slots=True)
class SplitContact:
    """Which of a contact's aliases are somebody else's, and what that one is called."""

    contact_id: str
    aliases: tuple[str, ...]
    name: str | None = None


def prepare_merge(db: Reader, company: int, command: MergeContact) -> MergeContact:
    """Both must be there, and nothing but bank lines may hang on the one that goes."""
    gone, kept = _known(db, company, command.contact_id), _known(db, company, command.into, param="into")
    if gone.number == kept.number:
        raise BadRequest("into: a contact cannot be merged into itself", param="into")
    papers = papers_of_contact(db, company, gone.number)
    if papers or cis_facts(db, company, gone.number):
        what = f"{papers} invoices or documents" if papers else "facts under the construction industry scheme"
        raise Conflict(f"{gone.name} has {what}: merge {kept.name} into it instead, or give these to {kept.name} first")
    return command


def apply_merge(db: Writer, company: int, plan: MergeContact, cause: Cause) -> ListedContact:
    """Its lines and its keys become the other's; what is known of it fills what is not known of the other."""
    prepare_merge(db, company, plan)
    gone, kept = _known(db, company, plan.contact_id), _known(db, company, plan.into)
    books = books_of(db, company)
    keys, lines = aliases_of(db, company, gone.number), lines_of_contact(db, company, gone.number)
    cause.note("contact.merge", plan.contact_id, before=_told(gone, kept, keys, lines), after={"into": plan.into})
    _move_lines(books, cause, lines, plan.into)
    move_unposted(db, company, gone.number, kept.number)
    move_keys(db, company, keys, kept.number)
    kept = _known(db, company, plan.into)
    filled = {field: getattr(kept, field) or getattr(gone, field) for field in ("email", "phone", "vat_number")}
    change_contact(db, company, replace(kept, **filled))
    change_contact(db, company, replace(_any(db, company, gone.number), archived=True))
    cause.chart_changed = True  # the names hold who supplies from abroad
    return shown(db, company, _any(db, company, kept.number))


def _told(gone: Contact, kept: Contact, keys: Iterable[str], lines: Iterable[int]) -> dict[str, object]:
    details = {field: getattr(kept, field) for field in ("email", "phone", "vat_number")}
    return {"name": gone.name, "aliases": list(keys), "lines": list(lines), "of_other": details}


@dataclass(frozen=True, slots=True)
class _Merger:
    """A merger as the audit log tells it."""

    gone: int
    kept: int
    aliases: tuple[str, ...]
    lines: tuple[int, ...]
    details: dict[str, str | None]


def prepare_undo(db: Reader, company: int, contact_id: str) -> _Merger:
    """The contact must have been merged into another, and not be back."""
    number = thing_number("con_", company, contact_id, "contact")
    contact = contact_of(db, company, number)
    event = next((e for e in events_of_subject(db, company, contact_id) if e.action.startswith(MERGED)), None)
    if contact is None or not contact.archived or event is None or event.action != MERGED:
        raise NotFound(f"there is no merger of {contact_id!r} to take back")
    if event.before is None or event.after is None:
        raise Conflict(f"the audit log does not tell what {contact_id} was any more; split the other contact by hand")
    before, after = json.loads(event.before), json.loads(event.after)
    kept = thing_number("con_", company, after["into"], "contact")
    return _Merger(number, kept, tuple(before["aliases"]), tuple(before["lines"]), before["of_other"])


def apply_undo(db: Writer, company: int, plan: _Merger, cause: Cause) -> ListedContact:
    """Its keys and the lines that came with it are its own again, unless somebody gave them to a third since."""
    contact_id, kept = ids.public_id("con_", company, plan.gone), _any(db, company, plan.kept)
    cause.note("contact.merge.undo", contact_id, before={"into": ids.public_id("con_", company, plan.kept)})
    change_contact(db, company, replace(_any(db, company, plan.gone), archived=False))
    still = set(aliases_of(db, company, plan.kept))
    move_keys(db, company, [key for key in plan.aliases if key in still], plan.gone)
    lines = set(lines_of_contact(db, company, plan.kept))
    came_since = [n for n in lines - set(plan.lines) if _key_of_line(db, company, n) in plan.aliases]
    _move_lines(books_of(db, company), cause, sorted(lines & {*plan.lines, *came_since}), contact_id)
    gone = _any(db, company, plan.gone)
    took = {f for f, before in plan.details.items() if before is None and getattr(kept, f) == getattr(gone, f)}
    change_contact(
        db,
        company,
        replace(
            _any(db, company, plan.kept),
            email=None if "email" in took else kept.email,
            phone=None if "phone" in took else kept.phone,
            vat_number=None if "vat_number" in took else kept.vat_number,
        ),
    )
    cause.chart_changed = True
    return shown(db, company, _any(db, company, plan.gone))


def prepare_split(db: Reader, company: int, command: SplitContact) -> SplitContact:
    """The aliases must be the contact's, and one must be left to it."""
    contact = _known(db, company, command.contact_id)
    known = aliases_of(db, company, contact.number)
    strange = [alias for alias in command.aliases if alias not in known]
    if not command.aliases or strange:
        what = f"{strange[0]!r} is none of its aliases" if strange else "say which aliases are somebody else's"
        raise BadRequest(f"aliases: {what}; {contact.name} is known as {', '.join(known)}", param="aliases")
    if len(set(command.aliases)) == len(known):
        raise BadRequest(f"aliases: these are all that {contact.name} has; rename it instead", param="aliases")
    return command


def apply_split(db: Writer, company: int, plan: SplitContact, cause: Cause) -> ListedContact:
    """A new contact takes these aliases and the lines that the bank printed so. A merger takes it back."""
    prepare_split(db, company, plan)
    contact = _known(db, company, plan.contact_id)
    first = plan.aliases[0]
    number = cause.next_number()
    made = Contact(number, (plan.name or display_name(first)).strip(), first)
    insert_contact(db, company, made)
    contact_id = ids.public_id("con_", company, number)
    cause.note("contact.split", plan.contact_id, after={"into": contact_id, "aliases": list(plan.aliases)})
    move_keys(db, company, plan.aliases, number)
    if contact.payee_key in plan.aliases:
        left = aliases_of(db, company, contact.number)
        change_contact(db, company, replace(contact, payee_key=left[0]))
    printed = [n for n in lines_of_contact(db, company, contact.number) if _key_of_line(db, company, n) in plan.aliases]
    _move_lines(books_of(db, company), cause, printed, contact_id)
    return shown(db, company, _any(db, company, number))


def _move_lines(books: CompanyBooks[Writer], cause: Cause, lines: Iterable[int], contact_id: str) -> None:
    touched: set[str] = set()
    for number in lines:
        change = TransactionChange(transaction_id=ids.public_id("txn_", books.company, number), contact_id=contact_id)
        filed = file_line(books, cause, change)
        filed.note(cause)
        touched |= accounts_touched(books, filed)
    for line in what_is_owed_changed(books, cause, touched):
        line.note(cause)


def _key_of_line(db: Reader, company: int, number: int) -> str:
    row = transaction_of(db, company, number)
    assert row is not None
    return payee_key_of(row)


def _known(db: Reader, company: int, contact_id: str, *, param: str | None = None) -> Contact:
    contact = contact_of(db, company, thing_number("con_", company, contact_id, "contact"))
    if contact is None or contact.archived:
        message = f"there is no contact {contact_id!r}"
        raise NotFound(message) if param is None else NotFound(message, param=param)
    return contact


def _any(db: Reader, company: int, number: int) -> Contact:
    contact = contact_of(db, company, number)
    assert contact is not None
    return contact


MERGE = WriteWorkflow("contact.merge", prepare_merge, apply_merge, short=False)
UNDO_MERGE = WriteWorkflow("contact.merge.undo", prepare_undo, apply_undo, short=False)
SPLIT = WriteWorkflow("contact.split", prepare_split, apply_split, short=False)
