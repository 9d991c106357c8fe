"""Invoices: settle one without the bank, take that back, and the aged lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import ThingId, Words, given
from accountsos.api.operations.documents.document_examples import WHOLE_DOCUMENT
from accountsos.api.operations.examples import DOCUMENT_ID
from accountsos.api.operations.parameters import KNOWN_AT, known_at, today
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.api.operations.run import answered, changed, gone
from accountsos.web.parameters import Day, Id
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MoneyField
from accountsos.wire.shapes.documents.document import OneWholeDocument, whole_document
from accountsos.wire.shapes.invoices import OneAgedReport, OneSettlement, aged_report, aged_table, one_settlement
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices import settle_invoice
from accountsos.workflows.invoices.aged_invoices import (
    AGED,
    CREDITORS_REPORT,
    DEBTORS_REPORT,
    AgedQuestion,
    AgedReport,
)
from accountsos.workflows.invoices.open_invoice import SettleInvoice

_SETTLEMENT_ID = "stl_4xP0aK0000001Q"
_AGES = {
    "not_due": Decimal("120.00"),
    "days_1_30": Decimal("0.00"),
    "days_31_60": Decimal("0.00"),
    "days_61_90": Decimal("0.00"),
    "over_90": Decimal("0.00"),
    "other": Decimal("0.00"),
    "total": Decimal("120.00"),
    "link": "/api/reports/sources?report=ledger&figure=cat_creditors&to=2026-03-31&contact=con_4xP0aK0000001Q",
}


_CONTROL = "/api/reports/sources?report=ledger&figure=cat_creditors&to=2026-03-31"


class SettlementBody(Body, frozen=True):
    """What happened to an invoice beside the bank."""

    kind: Literal[
        "credit_note",
        "write_off",
        "vat_adjustment",
        "journal",
        "contra",
        "fee",
        "discount",
        "retention",
        "overpayment",
        "director",
        "cis",
        "deposit",
    ]
    date: DateField | UnsetType | None = UNSET
    """Today where it is left out."""
    amount: MoneyField | UnsetType | None = UNSET
    """How much of it; all that is open where it is left out."""
    credit_note_id: ThingId | UnsetType | None = UNSET
    """The credit note to set against it."""
    reason: Words | UnsetType | None = UNSET
    """Why; a write-off needs one."""
    journal_id: ThingId | UnsetType | None = UNSET
    """Of a `journal`: the one whose posting to debtors or creditors of the contact pays it."""
    invoice_id: ThingId | UnsetType | None = UNSET
    """Of a `contra`: the invoice of the other side; of a `deposit`: the one that asked for it."""
    transaction_id: ThingId | UnsetType | None = UNSET
    """Of an `overpayment`: the bank line beside the invoice that paid more."""
    category_id: ThingId | UnsetType | None = UNSET
    """Of a `fee`: what bears it; bank charges where it is left out, other income on a bill."""
    contact_id: ThingId | UnsetType | None = UNSET
    """Of `director`: who paid."""
    due_date: DateField | UnsetType | None = UNSET
    """Of a `retention`: when it is to be paid."""


async def settle(request: ApiRequest) -> Reply:
    """Settle an invoice without a bank line."""
    body: SettlementBody = request.body
    day, amount, due = given(body.date), given(body.amount), given(body.due_date)
    command = SettleInvoice(
        request.ids["document_id"],
        body.kind,
        date(day.year, day.month, day.day) if day is not None else today(request),
        None if amount is None else amount.pence,
        given(body.credit_note_id),
        given(body.reason) or "",
        invoice_id=given(body.invoice_id),
        journal_id=given(body.journal_id),
        transaction_id=given(body.transaction_id),
        category_id=given(body.category_id),
        contact_id=given(body.contact_id),
        due_on=date(due.year, due.month, due.day) if due is not None else None,
    )
    return await changed(request, settle_invoice.SETTLE, command, lambda state: _whole(state, 201))


async def show(request: ApiRequest) -> Reply:
    """One settlement."""
    company = request.caller.company

    def shape(found: Any) -> Reply:
        return Reply(one_settlement(company, found))

    return await answered(request, settle_invoice.SHOW, request.ids["settlement_id"], shape)


async def undo(request: ApiRequest) -> Reply:
    """Take a settlement back."""
    return await changed(request, settle_invoice.UNDO, request.ids["settlement_id"], gone)


def _whole(state: DocumentState, status: int) -> Reply:
    return Reply(whole_document(state), status=status, etag=str(state.document.version))


def _aged_example(name: str) -> dict[str, Any]:
    return {
        "report": {
            "type": name.replace("-", "_"),
            "as_of": "2026-03-31",
            "currency": "GBP",
            "basis": "accruals",
            "ages": {**_AGES, "link": _CONTROL},
            "control_balance": Decimal("120.00"),
            "known_at": None,
            "links": {"control_balance": _CONTROL},
            "parties": [
                {
                    "contact_id": "con_4xP0aK0000001Q",
                    "name": "Harbour Stationers Ltd",
                    "ages": _AGES,
                    "invoices": [
                        {
                            "document_id": DOCUMENT_ID,
                            "number": "HS-1041",
                            "date": "2026-03-02",
                            "due_date": "2026-04-01",
                            "days_overdue": 0,
                            "amount": Decimal("120.00"),
                            "open_amount": Decimal("120.00"),
                        }
                    ],
                }
            ],
        }
    }


def _aged(name: str, title: str, summary: str) -> ReportSpec[AgedQuestion, AgedReport]:
    return ReportSpec(
        name=name,
        operation_name=name.replace("-", "_"),
        title=title,
        description=(
            "Open invoices by party and by days overdue, as of a day; what was paid later is open then. `other` is "
            "what the account holds besides: the list adds up to the balance sheet. An invoice that names no due date "
            "is due after 30 days."
        ),
        parameters=(
            QueryParameter("as_of", Day(), "The day; today where it is left out.", example=date(2026, 3, 31)),
            KNOWN_AT,
        ),
        question=lambda request: AgedQuestion(name, request.query["as_of"] or today(request), known_at(request)),
        make=AGED,
        shape=lambda report, shown: aged_report(report, name, shown),
        table=aged_table,
        reply=OneAgedReport,
        says="The list.",
        example=_aged_example(name),
        commands=(
            ReportCommand(
                summary=summary,
                title="{type} at {as_of}",
                each=(
                    "parties",
                    "  {name} {number} {open_amount}, due {due_date}, {days_overdue} days overdue",
                    "invoices",
                ),
                examples=("--as-of 2026-03-04",),
                also=("invoices", *name.split("-")),
            ),
        ),
    )


SPECS = (
    _aged(CREDITORS_REPORT, "Aged creditors", "What the business owes to whom, since when."),
    _aged(DEBTORS_REPORT, "Aged debtors", "Who owes what, since when."),
)
_SETTLEMENT: dict[str, Any] = {
    "id": _SETTLEMENT_ID,
    "kind": "write_off",
    "date": "2026-03-31",
    "amount": Decimal("120.00"),
    "vat": Decimal("20.00"),
    "reason": "The customer is insolvent",
    "document_id": DOCUMENT_ID,
    "credit_note_id": None,
    "held": Decimal("0.00"),
    "due_date": None,
    "entry_id": "je_08M0kX00000VDK",
    "undone": False,
}
_STL = PathId("settlement_id", Id("stl_"), "The settlement.", _SETTLEMENT_ID)
OPERATIONS = (
    Operation(
        name="settle_invoice",
        method="POST",
        path="/api/documents/{document_id}/settlements",
        summary="Settle an invoice without the bank",
        tag="Documents",
        description=(
            "`credit_note` sets a credit note against it. `write_off` gives up what is open: a bad debt, or a bill "
            "that nobody claims; its VAT goes back at once where six months are over. `vat_adjustment` brings its VAT "
            "to what the law wants after six months: bad debt relief on a debt written off, input VAT repaid on an "
            "unpaid bill, or restored when that was paid at last. `journal`: a journal's posting to debtors or "
            "creditors of the contact pays it. `contra`: a sale against a purchase of the same contact. `fee`: what a "
            "bank or platform kept, or a small difference. `discount`: price and VAT become less. `retention`: a part "
            "is due later. `overpayment`: what a line paid too much is a credit of the contact's, to be set off or "
            "refunded. `director`: a director, or the owner, paid or kept it. `cis`: a deduction made or suffered. "
            "`deposit`: what an earlier invoice asked for is taken off a final one that asks for the whole."
        ),
        scope="write",
        handler=settle,
        location="/api/documents/{document_id}",
        replies={201: ReplyShape("The invoice as it is now.", OneWholeDocument, example={"document": WHOLE_DOCUMENT})},
        ids=(PathId("document_id", Id("doc_"), "The invoice.", DOCUMENT_ID),),
        body=SettlementBody,
        body_example={"kind": "write_off", "reason": "The customer is insolvent"},
        errors=("conflict",),
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="show_settlement",
        method="GET",
        kept=True,
        path="/api/settlements/{settlement_id}",
        summary="Show a settlement",
        tag="Documents",
        description="What settled an invoice without the bank, also one that was taken back.",
        handler=show,
        replies={200: ReplyShape("The settlement.", OneSettlement, example={"settlement": _SETTLEMENT})},
        ids=(_STL,),
    ),
    Operation(
        name="undo_settlement",
        method="DELETE",
        path="/api/settlements/{settlement_id}",
        summary="Take a settlement back",
        tag="Documents",
        description="Reverses its entry; the invoice is open again as far as it was.",
        scope="write",
        handler=undo,
        replies={204: ReplyShape("It is taken back.")},
        ids=(_STL,),
        errors=("conflict",),
        etag=True,
    ),
    *(spec.operation() for spec in SPECS),
)
