"""The construction industry scheme: what a contact is, and the deductions of a tax month."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.shapes.common import ContactRef, optional_id
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.contacts.state_cis import CisOfContact
from accountsos.workflows.invoices.cis_return import CisParty, CisReturn, Deduction


class CisFactOut(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """What holds from a day on."""

    from_: DateOut
    rate: int | None
    """In percent; null: no subcontractor."""
    utr: str | None
    verification_number: str | None
    reverse_charge: bool


class CisContactOut(msgspec.Struct, frozen=True):
    """A contact with what was stated of it, oldest first."""

    contact: ContactRef
    facts: list[CisFactOut]


class OneCisContact(msgspec.Struct, frozen=True):
    """What a contact is under the scheme."""

    cis: CisContactOut


class CisDeductionOut(msgspec.Struct, frozen=True):
    """One payment. Without VAT."""

    document_id: str
    number: str | None
    date: DateOut
    labour: MoneyOut
    materials: MoneyOut
    rate: int | None
    deducted: MoneyOut


class CisPartyOut(msgspec.Struct, frozen=True):
    """A party's payments of the month: of a subcontractor, its deduction statement."""

    contact_id: str | None
    name: str
    utr: str | None
    verification_number: str | None
    gross: MoneyOut
    labour: MoneyOut
    """What of it bears the deduction."""
    materials: MoneyOut
    deducted: MoneyOut
    payments: list[CisDeductionOut]


class CisReportOut(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """The figures of the monthly return, and the deductions suffered."""

    type: str
    from_: DateOut
    to: DateOut
    currency: str
    return_by: DateOut
    pay_by: DateOut
    gross: MoneyOut
    labour: MoneyOut
    materials: MoneyOut
    deducted: MoneyOut
    """Made from subcontractors, and owed to HMRC."""
    suffered: MoneyOut
    """Deducted by contractors: set against PAYE, or corporation tax."""
    subcontractors: list[CisPartyOut]
    contractors: list[CisPartyOut]


class OneCisReport(msgspec.Struct, frozen=True):
    """A tax month under the construction industry scheme."""

    report: CisReportOut


def cis_contact(found: CisOfContact) -> OneCisContact:
    """What was stated of a contact."""
    rows = [
        CisFactOut(row.start.isoformat(), row.rate, row.utr, row.verification, row.reverse_charge) for row in found.rows
    ]
    contact = ContactRef(ids.public_id("con_", found.company, found.contact.number), found.contact.name)
    return OneCisContact(CisContactOut(contact, rows))


def cis_report(found: CisReturn) -> OneCisReport:
    """The month by party."""
    return OneCisReport(
        CisReportOut(
            "cis",
            found.period.start.isoformat(),
            found.period.end.isoformat(),
            "GBP",
            found.return_by.isoformat(),
            found.pay_by.isoformat(),
            money_out(sum(party.gross for party in found.made)),
            money_out(sum(party.labour for party in found.made)),
            money_out(sum(party.materials for party in found.made)),
            money_out(sum(party.deducted for party in found.made)),
            money_out(sum(party.deducted for party in found.suffered)),
            [_party(found.company, party) for party in found.made],
            [_party(found.company, party) for party in found.suffered],
        )
    )


def _party(company: int, party: CisParty) -> CisPartyOut:
    return CisPartyOut(
        optional_id("con_", company, party.contact),
        party.name,
        None if party.fact is None else party.fact.utr,
        None if party.fact is None else party.fact.verification,
        money_out(party.gross),
        money_out(party.labour),
        money_out(party.materials),
        money_out(party.deducted),
        [_payment(company, one) for one in party.deductions],
    )


def _payment(company: int, one: Deduction) -> CisDeductionOut:
    return CisDeductionOut(
        ids.public_id("doc_", company, one.document),
        one.number,
        one.day.isoformat(),
        money_out(one.labour),
        money_out(one.materials),
        one.rate,
        money_out(one.deducted),
    )


def cis_table(found: CisReturn) -> Table:
    """A row per party, made and suffered."""
    rows: list[list[object]] = []
    for kind, parties in (("made", found.made), ("suffered", found.suffered)):
        for party in parties:
            utr = party.fact.utr if party.fact is not None else None
            sums = [bytes(money_out(a)).decode() for a in (party.gross, party.labour, party.materials, party.deducted)]
            rows.append([kind, party.name, utr or "", *sums])
    return ["deductions", "party", "utr", "gross", "labour", "materials", "deducted"], rows
