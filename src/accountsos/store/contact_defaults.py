"""What a person keeps as usual for a contact: category and VAT code of its lines, as versions of a company fact."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from accountsos.store.deadlines import fact_of, latest_facts, record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause

_NAME = "contact_defaults."


@dataclass(frozen=True, slots=True)
class ContactDefaults:
    """What holds for a contact's lines where nobody says otherwise."""

    category_id: str | None = None
    vat_code: str | None = None


NO_DEFAULTS = ContactDefaults()


def defaults_of(db: Reader, company: int, contact: int) -> ContactDefaults:
    """Those of one contact."""
    return ContactDefaults(**fact_of(db, company, f"{_NAME}{contact}"))


def all_defaults(db: Reader, company: int) -> dict[int, ContactDefaults]:
    """Those of every contact that has any."""
    facts = latest_facts(db, company, _NAME)
    found = {int(contact): ContactDefaults(**json.loads(value)) for contact, value in facts.items()}
    return {contact: defaults for contact, defaults in found.items() if defaults != NO_DEFAULTS}


def keep_defaults(db: Writer, cause: Cause, contact: int, defaults: ContactDefaults) -> None:
    """A new version. The names hold the VAT codes, so they are read anew."""
    record_fact(db, cause, f"{_NAME}{contact}", asdict(defaults))
    cause.chart_changed = True
