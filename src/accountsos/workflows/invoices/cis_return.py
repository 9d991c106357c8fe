"""Answer what was deducted under the construction industry scheme in a tax month, made and suffered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.cis_facts import CisFact, cis_on
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.dates import Period
from accountsos.errors import NotFound
from accountsos.store.contacts import contact_of
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import PURCHASE, Settlement, deductions_standing, invoice_of
from accountsos.uk_rules.paye import month_dates, tax_month_of
from accountsos.workflows.reports.old_rates import report_read


@dataclass(frozen=True, slots=True)
class CisQuestion:
    """Which tax month, by a day of it, and of whom."""

    day: date
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """One payment with its deduction; pence above zero, without VAT."""

    document: int
    number: str | None
    day: date
    labour: int
    materials: int
    rate: int | None
    deducted: int


@dataclass(frozen=True, slots=True)
class CisParty:
    """A subcontractor whom the company paid, or a contractor who paid it."""

    contact: int | None
    name: str
    fact: CisFact | None
    deductions: tuple[Deduction, ...]

    @property
    def gross(self) -> int:
        """Everything paid, without VAT."""
        return sum(one.labour + one.materials for one in self.deductions)

    @property
    def labour(self) -> int:
        """What of it was labour, which bears the deduction."""
        return sum(one.labour for one in self.deductions)

    @property
    def materials(self) -> int:
        """What of it was materials."""
        return sum(one.materials for one in self.deductions)

    @property
    def deducted(self) -> int:
        """What was kept back for HMRC."""
        return sum(one.deducted for one in self.deductions)


@dataclass(frozen=True, slots=True)
class CisReturn:
    """The figures of the return (CIS300), and what contractors deducted from the company."""

    company: int
    period: Period
    return_by: date
    pay_by: date
    made: tuple[CisParty, ...]
    suffered: tuple[CisParty, ...]


def cis_return(db: Reader, company: int, asked: CisQuestion) -> CisReturn:
    """By party, in the order of their names. Sources: FA 2004 s61 and s70; SI 2005/2045 regs 4 and 7."""
    month = tax_month_of(asked.day)
    books_of(db, company)
    only = None if asked.contact_id is None else _contact(db, company, asked.contact_id)
    sides: dict[bool, dict[int | None, list[Settlement]]] = {True: {}, False: {}}
    for one in deductions_standing(db, company):
        invoice = invoice_of(db, company, one.document_no)
        if invoice is None or not month.start <= one.settled_on <= month.end:
            continue
        if only is None or invoice.contact_no == only:
            sides[invoice.side == PURCHASE].setdefault(invoice.contact_no, []).append(one)
    dates = month_dates(month.end)
    made, suffered = (_parties(db, company, month, sides[side]) for side in (True, False))
    return CisReturn(company, month, dates.cis_return, dates.electronic, made, suffered)


def _parties(
    db: Reader, company: int, month: Period, found: dict[int | None, list[Settlement]]
) -> tuple[CisParty, ...]:
    parties = []
    for number, settlements in found.items():
        contact = None if number is None else contact_of(db, company, number)
        name = contact.name if contact is not None else ""
        fact = cis_on(db, company, number, month.end)
        parties.append(CisParty(number, name, fact, tuple(_deductions(db, company, settlements))))
    return tuple(sorted(parties, key=lambda party: (party.name.casefold(), party.contact or 0)))


def _deductions(db: Reader, company: int, settlements: Iterable[Settlement]) -> list[Deduction]:
    found = []
    for one in sorted(settlements, key=lambda s: (s.settled_on, s.number)):
        document, terms = document_of(db, company, one.document_no), one.terms
        number = None if document is None else document.doc_number
        found.append(
            Deduction(
                one.document_no,
                number,
                one.settled_on,
                terms.labour,
                terms.materials,
                terms.rate,
                abs(one.amount),
            )
        )
    return found


def _contact(db: Reader, company: int, contact_id: str) -> int:
    number = thing_number("con_", company, contact_id, "contact", param="contact")
    if contact_of(db, company, number) is None:
        raise NotFound(f"there is no contact {contact_id!r}", param="contact")
    return number


RETURN = report_read("report.cis", cis_return)
