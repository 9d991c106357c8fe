"""State what a contact is under the construction industry scheme from a day on, and show what was stated."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from accountsos.bookkeeping.cis_facts import CisFact, cis_facts, fact_name
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.errors import BadRequest, NotFound
from accountsos.store.contacts import Contact, contact_of
from accountsos.store.deadlines import record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

RATES = (0, 20, 30)
"""Gross payment, registered, not matched. Source: FA 2004 s61; SI 2007/46."""
HIGHER = 30
_UTR, _VERIFICATION = re.compile(r"\d{10}", re.ASCII), re.compile(r"V\d{10}(/?[A-Z]{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class StateCis:
    """What holds from that day on; what was stated for the same day is replaced."""

    contact_id: str
    fact: CisFact


@dataclass(frozen=True, slots=True)
class CisOfContact:
    """A contact with every row, oldest first."""

    company: int
    contact: Contact
    rows: tuple[CisFact, ...]


def prepare(db: Reader, company: int, command: StateCis) -> StateCis:
    """The contact must be there, and the numbers must be such."""
    _contact(db, company, command.contact_id)
    fact = command.fact
    if fact.rate is not None and fact.rate not in RATES:
        raise BadRequest(f"rate: {fact.rate} is none of HMRC's rates: 0, 20 or 30", param="rate")
    if fact.utr is not None and not _UTR.fullmatch(fact.utr):
        raise BadRequest(f"utr: {fact.utr!r} is no unique taxpayer reference; it has ten digits", param="utr")
    if fact.verification is not None and not _VERIFICATION.fullmatch(fact.verification):
        raise BadRequest(
            f"verification_number: {fact.verification!r} is none of HMRC's; it is V and ten digits, and letters after "
            "them for an unmatched one",
            param="verification_number",
        )
    if fact.rate is not None and fact.rate != HIGHER and fact.utr is None:
        raise BadRequest(f"utr: at {fact.rate} % HMRC knows the subcontractor; give the reference", param="utr")
    return command


def apply(db: Writer, company: int, command: StateCis, cause: Cause) -> CisOfContact:
    """A new version of all that was stated of the contact."""
    number = _contact(db, company, command.contact_id).number
    before = cis_facts(db, company, number)
    rows = sorted([*(r for r in before if r.start != command.fact.start), command.fact], key=lambda r: r.start)
    told = [{**asdict(row), "start": row.start.isoformat()} for row in rows]
    record_fact(db, cause, fact_name(number), {"rows": told})
    cause.note("contact.cis", command.contact_id, after={"rows": told})
    return show(db, company, command.contact_id)


def show(db: Reader, company: int, contact_id: str) -> CisOfContact:
    """What was stated of the contact."""
    contact = _contact(db, company, contact_id)
    return CisOfContact(company, contact, cis_facts(db, company, contact.number))


def _contact(db: Reader, company: int, contact_id: str) -> Contact:
    contact = contact_of(db, company, thing_number("con_", company, contact_id, "contact"))
    if contact is None:
        raise NotFound(f"there is no contact {contact_id!r}")
    return contact


STATE = WriteWorkflow("contact.cis", prepare, apply)
SHOW = ReadWorkflow("contact.cis_shown", show)
