"""An invoice, bill or credit note with its lines, as it is typed in and shown."""

from __future__ import annotations

from typing import Literal

import msgspec

from accountsos import ids
from accountsos.bookkeeping.typed_lines import NET
from accountsos.dates import rfc3339
from accountsos.money import text_from_pence
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.common import CategoryRef, ContactRef, CursorPageOut, Paging, optional_id, pairs_out
from accountsos.wire.shapes.documents.document import DocumentTransaction, transactions_out
from accountsos.wire.shapes.documents.document_facts import optional_money
from accountsos.wire.shapes.invoices import SettlementOut, booking_out, settlements_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.invoices.list_invoices import InvoicePage, InvoiceShown
from accountsos.workflows.invoices.pay_on_account import PaidOnAccount


class InvoiceLineOut(msgspec.Struct, frozen=True):
    """One line. Amounts have the signs of the paper."""

    description: str
    category_id: str
    category: CategoryRef
    amount: MoneyOut
    """Net or gross, as `amounts` says."""
    vat_code: str | None
    vat_amount: MoneyOut | None
    """As it was said; null where it follows from the code."""
    net: MoneyOut
    vat: MoneyOut
    gross: MoneyOut
    cis: str | None
    """`labour` or `materials`, under the construction industry scheme."""


class InvoiceOut(msgspec.Struct, frozen=True):
    """An invoice, bill or credit note. `amount` and `open_amount` are negative where it takes back."""

    id: str
    type: str
    """`invoice` or `credit_note`."""
    direction: str | None
    typed: bool
    """Whether it was typed in; else it was read from a file, which `/api/documents/{id}` has."""
    state: str
    """`posted`; `opening`; `memo`; `waiting`; or `void`."""
    reason: str | None
    """What is missing while it waits."""
    number: str | None
    date: DateOut
    due_date: DateOut | None
    contact: ContactRef | None
    currency: str
    net: MoneyOut | None
    vat: MoneyOut | None
    gross: MoneyOut
    category: CategoryRef | None
    """Of several lines the one with most of the money."""
    credits_invoice_id: str | None
    """Of a credit note the invoice that it takes back, where a person named one."""
    amounts: Literal["net", "gross"] | None
    """Whether the lines' amounts are without VAT or with it; null where nobody gave lines."""
    lines: list[InvoiceLineOut]
    """As typed or given; a read document to which nobody gave lines has none."""
    amount: MoneyOut
    """In pounds."""
    open_amount: MoneyOut
    settled_on: DateOut | None
    vat_deferred: bool
    """Its VAT counts when it is paid."""
    entry_id: str | None
    transactions: list[DocumentTransaction]
    """The bank lines that pay it."""
    settlements: list[SettlementOut]
    version: int
    external_id: str | None
    """As its document is called."""
    metadata: dict[str, str] | None
    created_at: TimeOut
    """When it came to be an invoice of the books; its paper may be older."""
    updated_at: TimeOut


class OneInvoice(msgspec.Struct, frozen=True):
    """An invoice."""

    invoice: InvoiceOut


class InvoiceList(msgspec.Struct, frozen=True):
    """A page of invoices, the latest first."""

    invoices: list[InvoiceOut]
    pagination: CursorPageOut


class InvoicesPaid(msgspec.Struct, frozen=True):
    """The invoices that a line pays now, the oldest first."""

    invoices: list[InvoiceOut]
    left: MoneyOut
    """What of the line no invoice takes."""


def invoices_paid(paid: PaidOnAccount) -> InvoicesPaid:
    """What became of money on account."""
    return InvoicesPaid([invoice_out(one) for one in paid.invoices], money_out(paid.left))


def one_invoice(found: InvoiceShown) -> OneInvoice:
    """One invoice."""
    return OneInvoice(invoice_out(found))


def invoice_list(page: InvoicePage, *, paging: Paging) -> InvoiceList:
    """A page of invoices."""
    shown, told = paging.page(page.rows, page.total, _place)
    return InvoiceList([invoice_out(row) for row in shown], told)


def invoice_table(page: InvoicePage) -> Table:
    """The rows of a file; what is open has the sign of the list: positive for an invoice and for a bill."""
    columns = ["id", "date", "due_date", "type", "direction", "contact", "number", "state", "currency", "gross"]
    return [*columns, "amount", "open_amount"], [_cells(row) for row in page.rows]


def _cells(row: InvoiceShown) -> list[object]:
    shown, document, invoice = invoice_out(row), row.state.document, row.state.invoice
    sign = -1 if invoice is not None and invoice.side == "purchase" else 1
    amounts = (0, 0) if invoice is None else (sign * invoice.amount, sign * invoice.open_amount)
    return [
        shown.id,
        shown.date,
        shown.due_date,
        shown.type,
        shown.direction,
        document.supplier if shown.contact is None else shown.contact.name,
        shown.number,
        shown.state,
        shown.currency,
        text_from_pence(document.gross or 0, shown.currency),
        *map(text_from_pence, amounts),
    ]


def _place(row: InvoiceShown) -> tuple[str, int]:
    document = row.state.document
    assert document.issued_on is not None, "the list is by the day of issue"
    return document.issued_on.strftime("%Y%m%d"), document.number


def invoice_out(found: InvoiceShown) -> InvoiceOut:
    """An invoice as it is typed, booked, paid and settled."""
    state = found.state
    d, booking, contact = state.document, booking_out(state), state.contact
    assert d.type is not None
    assert d.issued_on is not None or booking is None
    currency = d.currency or "GBP"
    nothing = money_out(0)
    return InvoiceOut(
        id=ids.public_id("doc_", state.company, d.number),
        type=d.type,
        direction=state.invoice.side if state.invoice is not None else d.direction,
        typed=d.is_typed,
        state=booking.state if booking is not None else d.status,
        reason=booking.reason if booking is not None else d.reason,
        number=d.doc_number,
        date=d.issued_on.isoformat() if d.issued_on else "",
        due_date=booking.due_date if booking is not None else d.due_on.isoformat() if d.due_on else None,
        contact=ContactRef(ids.public_id("con_", state.company, contact.number), contact.name) if contact else None,
        currency=currency,
        net=optional_money(d.net, currency),
        vat=optional_money(d.vat, currency),
        gross=money_out(d.gross or 0, currency),
        category=booking.category if booking is not None else None,
        credits_invoice_id=optional_id("doc_", state.company, d.corrections.credits),
        amounts=_amounts(found),
        lines=_lines(found),
        amount=booking.amount if booking is not None else nothing,
        open_amount=booking.open_amount if booking is not None else nothing,
        settled_on=booking.settled_on if booking is not None else None,
        vat_deferred=booking is not None and booking.vat_deferred,
        entry_id=optional_id("je_", state.company, state.invoice.entry_no if state.invoice is not None else None),
        transactions=transactions_out(state),
        settlements=settlements_out(state),
        version=d.version,
        external_id=found.moments.external.external_id,
        metadata=pairs_out(found.moments.external.metadata),
        created_at=rfc3339(found.moments.created_at),
        updated_at=rfc3339(found.moments.updated_at),
    )


def _amounts(found: InvoiceShown) -> Literal["net", "gross"] | None:
    given = found.state.document.corrections
    if not given.lines:
        return None
    return "net" if given.amounts == NET else "gross"


def _lines(found: InvoiceShown) -> list[InvoiceLineOut]:
    chart, net = found.chart, found.state.document.corrections.amounts == NET
    return [
        InvoiceLineOut(
            line.description,
            line.category_id,
            CategoryRef(line.category_id, chart[line.category_id].name),
            money_out(line.net if net else line.gross),
            line.vat_code,
            money_out(line.vat) if line.vat_said else None,
            money_out(line.net),
            money_out(line.vat),
            money_out(line.gross),
            line.cis,
        )
        for line in found.state.document.corrections.lines
    ]
