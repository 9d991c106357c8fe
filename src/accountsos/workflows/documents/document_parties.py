"""Who stands on a document: the parties that the books know, and the contact of a new one."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.contacts.payee import payee_key
from accountsos.documents.facts import BankDetails, Direction, DocumentFacts, Party
from accountsos.documents.names import KnownSupplier, KnownSuppliers
from accountsos.store.companies import company_of
from accountsos.store.contacts import ContactBook
from accountsos.store.documents import accounts_paid, parties_known, payees_known
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.vat_scheme import regime_of


def known_suppliers(db: Reader, company: int) -> KnownSuppliers:
    """The company's own names and everyone it deals with, for the reader."""
    banks: dict[int, list[BankDetails]] = {}
    for contact, paid_to in accounts_paid(db, company):
        banks.setdefault(contact, []).append(msgspec.json.decode(paid_to, type=BankDetails))
    aliases: dict[int, list[str]] = {}
    for contact, payee in payees_known(db, company):
        aliases.setdefault(contact, []).append(payee)
    return KnownSuppliers(
        own_names=own_names_of(db, company),
        own_vat_numbers=own_vat_numbers_of(db, company),
        own_people=people_of(db, company),
        suppliers=tuple(
            KnownSupplier(
                ids.public_id("con_", company, number),
                (name, *aliases.get(number, ())),
                vat_number,
                tuple(banks.get(number, ())),
            )
            for number, name, vat_number in parties_known(db, company)
        ),
    )


def own_names_of(db: Reader, company: int) -> tuple[str, ...]:
    """What the company is called on paper: its name, and a sole trader's own."""
    profile = company_of(db, company)
    if profile is None:
        return ()
    return (profile.name, *(profile.people if profile.entity_type == "sole_trader" else ()))


def people_of(db: Reader, company: int) -> tuple[str, ...]:
    """Who buys for it: a company's directors."""
    profile = company_of(db, company)
    return () if profile is None or profile.entity_type == "sole_trader" else tuple(profile.people)


def own_vat_numbers_of(db: Reader, company: int) -> tuple[str, ...]:
    """Every VAT number that the company has or had."""
    schemes = regime_of(db, company).schemes
    return tuple(dict.fromkeys(scheme.vat_number for scheme in schemes if scheme.vat_number))


def other_party(facts: DocumentFacts) -> Party:
    """The customer of a sale, the supplier of anything else."""
    if facts.direction is not None and facts.direction.value is Direction.SALE:
        return facts.customer
    return facts.supplier


def contact_recognised(company: int, facts: DocumentFacts) -> int | None:
    """The number of the contact that the reader recognised; what a file says of ids is not believed otherwise."""
    contact = other_party(facts).contact
    return None if contact is None else ids.number_in("con_", company, contact)


def contact_made(db: Writer, cause: Cause, name: str) -> int | None:
    """The contact of that name, a new one where there is none."""
    book = ContactBook(db, cause)
    number = book.number_of(payee_key(name), " ".join(name.split())[:200])
    book.write()
    return number
