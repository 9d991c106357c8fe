"""Contacts: clients and suppliers with what moved between them and the business."""

from __future__ import annotations

from typing import Any

import msgspec

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.money import text_from_pence
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.common import CursorPageOut, Paging, pairs_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.contacts.manage_contacts import ContactPage, ListedContact


class ContactOut(msgspec.Struct, frozen=True):
    """A client or supplier."""

    id: str
    name: str
    type: str
    """`client` or `supplier`: as set, else by which way more money went."""
    email: str | None
    phone: str | None
    vat_number: str | None
    transaction_count: int
    total_in: MoneyOut
    total_out: MoneyOut
    """Both totals are positive."""
    last_transaction_date: DateOut | None
    external_id: str | None
    metadata: dict[str, str] | None
    created_at: TimeOut
    updated_at: TimeOut
    """Its counted totals change without it."""


class ContactShown(ContactOut, frozen=True):
    """One contact, with the names that it is known by."""

    aliases: list[str]
    """How bank lines name it, in capitals and without LTD."""
    default_category_id: str | None
    """Where its new bank lines are filed, unless a rule says otherwise."""
    default_vat_code: str | None
    """The VAT code of its lines, where nobody says another and the category has VAT."""


class ContactList(msgspec.Struct, frozen=True):
    """A page of contacts by name."""

    contacts: list[ContactOut]
    pagination: CursorPageOut


class OneContact(msgspec.Struct, frozen=True):
    """A contact."""

    contact: ContactShown


def contact_list(company: int, page: ContactPage, *, paging: Paging) -> ContactList:
    """A page of contacts."""
    shown, told = paging.page(page.rows, page.total, lambda row: ("", row.contact.number))
    return ContactList([contact_out(company, row) for row in shown], told)


def contact_table(company: int, page: ContactPage) -> Table:
    """The rows of a file."""
    columns = ("id", "name", "type", "email", "phone", "vat_number", "lines", "total_in", "total_out", "last_on")
    rows: list[list[object]] = []
    for listed in page.rows:
        contact = listed.contact
        rows.append(
            [
                ids.public_id("con_", company, contact.number),
                contact.name,
                contact.shown_type,
                contact.email,
                contact.phone,
                contact.vat_number,
                contact.lines,
                text_from_pence(contact.total_in),
                text_from_pence(contact.total_out),
                listed.last_on.isoformat() if listed.last_on else None,
            ]
        )
    return list(columns), rows


def contact_out(company: int, listed: ListedContact) -> ContactOut:
    """A contact of a list."""
    return ContactOut(*_values(company, listed))


def one_contact(company: int, listed: ListedContact) -> OneContact:
    """One contact by itself."""
    usual = (listed.defaults.category_id, listed.defaults.vat_code)
    return OneContact(ContactShown(*(*_values(company, listed), list(listed.aliases), *usual)))


def _values(company: int, listed: ListedContact) -> tuple[Any, ...]:
    contact = listed.contact
    return (
        ids.public_id("con_", company, contact.number),
        contact.name,
        contact.shown_type,
        contact.email,
        contact.phone,
        contact.vat_number,
        contact.lines,
        money_out(contact.total_in),
        money_out(contact.total_out),
        listed.last_on.isoformat() if listed.last_on else None,
        listed.moments.external.external_id,
        pairs_out(listed.moments.external.metadata),
        rfc3339(listed.moments.created_at),
        rfc3339(listed.moments.updated_at),
    )
