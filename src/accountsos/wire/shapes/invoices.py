"""How an invoice stands in the books, what settled it, and the aged lists."""

from __future__ import annotations

from typing import Any

import msgspec

from accountsos import ids
from accountsos.reports.aged_balances import BUCKETS, AgedParty, OpenInvoice
from accountsos.reports.figures import LEDGER, Figure
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.common import CategoryRef, optional_id
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.shown import Shown
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices.aged_invoices import AgedReport


class BookingOut(msgspec.Struct, frozen=True):
    """An invoice in the books. Amounts are positive for an invoice and negative for a credit note."""

    state: str
    """`posted`; `opening`: open when the books began; `memo`: on the cash basis, booked when paid; `waiting`."""
    reason: str | None
    """What is missing while it waits."""
    category: CategoryRef | None
    category_source: str | None
    """`person`, `line` (of the payment beside it) or `suggested`."""
    amount: MoneyOut
    """In pounds."""
    open_amount: MoneyOut
    due_date: DateOut
    settled_on: DateOut | None
    vat_deferred: bool
    """Its VAT counts when it is paid."""
    entry_id: str | None


class SettlementOut(msgspec.Struct, frozen=True):
    """What settled an invoice without a bank line."""

    id: str
    kind: str
    """`credit_note`, `write_off`, `bad_debt_relief`, `relief_repaid`, `input_vat_repaid`, `input_vat_restored`,
    `journal`, `contra`, `fee`, `discount`, `retention`, `overpayment`, `director`, `cis` or `deposit`."""
    date: DateOut
    amount: MoneyOut
    vat: MoneyOut
    """What it brought to VAT control: positive is reclaimed."""
    reason: str
    document_id: str
    credit_note_id: str | None
    """Or the invoice of the other side."""
    held: MoneyOut
    """What is kept back until `due_date`, or was paid too much."""
    due_date: DateOut | None
    entry_id: str | None


class OpenInvoiceOut(msgspec.Struct, frozen=True):
    """An invoice that is not settled."""

    document_id: str
    number: str | None
    date: DateOut
    due_date: DateOut
    days_overdue: int
    amount: MoneyOut
    open_amount: MoneyOut


class AgesOut(msgspec.Struct, frozen=True):
    """What is open by how long it is overdue."""

    not_due: MoneyOut
    days_1_30: MoneyOut
    days_31_60: MoneyOut
    days_61_90: MoneyOut
    over_90: MoneyOut
    other: MoneyOut
    """On the account, but of no invoice: opening balances, journals, payments on account."""
    total: MoneyOut
    link: str | None
    """To the postings that make up the total; null on the cash basis, where they stand in no account."""


class AgedPartyOut(msgspec.Struct, frozen=True):
    """One party's open invoices."""

    contact_id: str | None
    name: str | None
    ages: AgesOut
    invoices: list[OpenInvoiceOut]


class AgedReportOut(msgspec.Struct, frozen=True):
    """Aged debtors or creditors on a day."""

    type: str
    as_of: DateOut
    currency: str
    basis: str
    """On the `cash` basis the invoices are owed but stand in no account."""
    ages: AgesOut
    control_balance: MoneyOut
    """Trade debtors or creditors that day: what the list adds up to."""
    links: dict[str, str]
    """Where the control balance leads."""
    parties: list[AgedPartyOut]
    known_at: TimeOut | None
    """As the books were known then; null: as they are."""


class OneAgedReport(msgspec.Struct, frozen=True):
    """An aged list."""

    report: AgedReportOut


def booking_out(state: DocumentState) -> BookingOut | None:
    """How the document stands in the books; None where it is no invoice."""
    invoice, category = state.invoice, state.invoice_category
    if invoice is None:
        return None
    sign = 1 if invoice.side == "sale" else -1  # a bill is money out for the bank and a positive amount for people
    return BookingOut(
        invoice.state,
        invoice.reason,
        CategoryRef(category.category_id, category.name) if category is not None else None,
        invoice.category_source,
        money_out(sign * invoice.amount),
        money_out(sign * invoice.open_amount),
        invoice.due_on.isoformat(),
        invoice.settled_on.isoformat() if invoice.settled_on else None,
        invoice.deferred,
        optional_id("je_", state.company, invoice.entry_no),
    )


def settlements_out(state: DocumentState) -> list[SettlementOut]:
    """What settled the document beside the bank."""
    return [_settlement(state.company, one) for one in state.settlements]


class ShownSettlement(SettlementOut, frozen=True):
    """What settled an invoice without a bank line, and whether it stands."""

    undone: bool
    """Whether it was taken back."""


class OneSettlement(msgspec.Struct, frozen=True):
    """What settled an invoice without a bank line."""

    settlement: ShownSettlement


def one_settlement(company: int, one: Any) -> OneSettlement:
    """One of them by itself."""
    known = msgspec.structs.asdict(_settlement(company, one))
    return OneSettlement(ShownSettlement(**known, undone=one.undone))


def _settlement(company: int, one: Any) -> SettlementOut:
    return SettlementOut(
        ids.public_id("stl_", company, one.number),
        one.kind,
        one.settled_on.isoformat(),
        money_out(abs(one.amount)),
        money_out(one.vat),
        one.reason,
        ids.public_id("doc_", company, one.document_no),
        optional_id("doc_", company, one.other_no),
        money_out(abs(one.terms.held)),
        one.terms.due_on.isoformat() if one.terms.due_on is not None else None,
        optional_id("je_", company, one.entry_no),
    )


def aged_report(report: AgedReport, name: str, shown: Shown) -> OneAgedReport:
    """The list by party."""
    aged = report.aged
    whole = None if aged.memorandum else shown.link(Figure(LEDGER, report.control, aged.as_of))
    return OneAgedReport(
        AgedReportOut(
            name.replace("-", "_"),
            aged.as_of.isoformat(),
            report.currency,
            "cash" if aged.memorandum else "accruals",
            _ages(aged.by_age, aged.other, whole),
            money_out(aged.control),
            {} if whole is None else {"control_balance": whole},
            [_party(report, party, shown) for party in aged.parties],
            shown.known_at,
        )
    )


def _ages(by_age: tuple[int, ...], other: int, link: str | None) -> AgesOut:
    columns = {bucket: money_out(amount) for bucket, amount in zip(BUCKETS, by_age, strict=True)}
    return AgesOut(**columns, other=money_out(other), total=money_out(sum(by_age) + other), link=link)


def _party(report: AgedReport, party: AgedParty, shown: Shown) -> AgedPartyOut:
    contact, aged, link = optional_id("con_", report.company, party.contact), report.aged, None
    if contact is not None and not aged.memorandum:
        link = shown.link(Figure(LEDGER, report.control, aged.as_of, contact=contact))
    return AgedPartyOut(
        contact,
        report.names.get(party.contact) if party.contact is not None else None,
        _ages(party.by_age, party.other, link),
        [_invoice(report, invoice) for invoice in party.invoices],
    )


def _invoice(report: AgedReport, invoice: OpenInvoice) -> OpenInvoiceOut:
    return OpenInvoiceOut(
        ids.public_id("doc_", report.company, invoice.document),
        invoice.number,
        invoice.issued_on.isoformat(),
        invoice.due_on.isoformat(),
        max(invoice.overdue(report.aged.as_of), 0),
        money_out(invoice.amount),
        money_out(invoice.open_amount),
    )


def aged_table(report: AgedReport) -> Table:
    """A row per party, and the totals."""
    rows: list[list[object]] = []
    for party in report.aged.parties:
        name = report.names.get(party.contact, "") if party.contact is not None else ""
        rows.append([name, *_texts(party.by_age, party.other)])
    rows.append(["Total", *_texts(report.aged.by_age, report.aged.other)])
    return ["party", *BUCKETS, "other", "total"], rows


def _texts(by_age: tuple[int, ...], other: int) -> list[str]:
    return [bytes(money_out(amount)).decode() for amount in (*by_age, other, sum(by_age) + other)]
