"""State the sales that a business expects: what decides whether it must register for VAT, or may stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.dates import date_from_iso
from accountsos.errors import BadRequest
from accountsos.money import PENCE_MAX, Pence, text_from_pence
from accountsos.store.deadlines import EVER, fact_of, record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

FACT = "vat_outlook"
AMOUNTS = ("next_30_days", "next_12_months")


@dataclass(frozen=True, slots=True)
class Outlook:
    """Taxable sales without VAT, as they were expected on a day; None where nothing is said."""

    expected_on: date | None = None
    next_30_days: Pence | None = None
    """In the 30 days that begin with it, by themselves."""
    next_12_months: Pence | None = None


@dataclass(frozen=True, slots=True)
class StateOutlook:
    """What is expected, as a person says it; nothing at all takes back what was said."""

    outlook: Outlook
    today: date


def outlook_of(db: Reader, company: int, *, seq: int = EVER) -> Outlook:
    """What was last said."""
    said = fact_of(db, company, FACT, seq=seq)
    if not said:
        return Outlook()
    return Outlook(date_from_iso(said["expected_on"]), *(said.get(name) for name in AMOUNTS))


def show(db: Reader, company: int, _: None) -> Outlook:
    """What is expected."""
    company_or_refuse(db, company)
    return outlook_of(db, company)


def prepare(db: Reader, company: int, command: StateOutlook) -> StateOutlook:
    """Refuse what nobody can expect."""
    company_or_refuse(db, company)
    said = command.outlook
    for name in AMOUNTS:
        amount: Pence | None = getattr(said, name)
        if amount is not None and not 0 <= amount <= PENCE_MAX:
            raise BadRequest(f"{name}: {text_from_pence(amount)} is negative; state it without a sign", param=name)
    if said.expected_on is not None and said.expected_on > command.today:
        raise BadRequest(
            f"expected_on: {said.expected_on} is still to come; it is the day since when it is expected",
            param="expected_on",
        )
    return command


def apply(db: Writer, company: int, plan: StateOutlook, cause: Cause) -> Outlook:
    """Record a new version; the same again changes nothing."""
    before, said = fact_of(db, company, FACT), plan.outlook
    after: dict[str, object] = {name: getattr(said, name) for name in AMOUNTS if getattr(said, name) is not None}
    if after:
        after["expected_on"] = (said.expected_on or plan.today).isoformat()
    if after != before:
        record_fact(db, cause, FACT, after)
        cause.note("vat.outlook", "vat_outlook", before=before or None, after=after or None)
    return show(db, company, None)


SHOW = ReadWorkflow("vat.outlook.show", show, short=True)
STATE = WriteWorkflow("vat.outlook", prepare, apply)
