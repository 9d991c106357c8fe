"""Invoices: settle one without the bank, take that back, and the aged lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import ThingId, Words, given
from accountsos.api.operations.documents.document_examples import DOCUMENT_ID, WHOLE_DOCUMENT
from accountsos.api.operations.parameters import today
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.api.operations.run import changed
from accountsos.web.parameters import Day, Id
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MoneyField
from accountsos.wire.shapes.documents.document import OneWholeDocument, whole_document
from accountsos.wire.shapes.invoices import OneAgedReport, aged_report, aged_table
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices import settle_invoice
from accountsos.workflows.invoices.aged_invoices import (
    AGED,
    CREDITORS_REPORT,
    DEBTORS_REPORT,
    AgedQuestion,
    AgedReport,
)
from accountsos.workflows.invoices.settle_invoice import SettleInvoice

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

    kind: Literal["credit_note", "write_off", "vat_adjustment"]
    date: DateField | UnsetType | None = UNSET
    """Today where it is left out."""
    amount: MoneyField | UnsetType | None = UNSET
    """How much of it; all that is open where it is left out."""
    credit_note_id: ThingId | UnsetType | None = UNSET
    """The credit note to set against it."""
    reason: Words | UnsetType | None = UNSET
    """Why; a write-off needs one."""


async def settle(request: ApiRequest) -> Reply:
    """Settle an invoice without a bank line."""
    body: SettlementBody = request.body
    day, amount = given(body.date), given(body.amount)
    command = SettleInvoice(
        request.ids["document_id"],
        body.kind,
        date(day.year, day.month, day.day) if day is not None else today(request),
        None if amount is None else amount.pence,
        given(body.credit_note_id),
        given(body.reason) or "",
    )
    return await changed(request, settle_invoice.SETTLE, command, lambda state: _whole(state, 201))


async def undo(request: ApiRequest) -> Reply:
    """Take a settlement back."""
    return await changed(request, settle_invoice.UNDO, request.ids["settlement_id"], lambda state: _whole(state, 200))


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
        parameters=(QueryParameter("as_of", Day(), "The day; today where it is left out.", example=date(2026, 3, 31)),),
        question=lambda request: AgedQuestion(name, request.query["as_of"] or today(request)),
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
            "unpaid bill, or restored when that was paid at last."
        ),
        scope="write",
        handler=settle,
        replies={201: ReplyShape("The invoice as it is now.", OneWholeDocument, example={"document": WHOLE_DOCUMENT})},
        ids=(PathId("document_id", Id("doc_"), "The invoice.", DOCUMENT_ID),),
        body=SettlementBody,
        body_example={"kind": "write_off", "reason": "The customer is insolvent"},
        errors=("conflict",),
        idempotent=True,
        etag=True,
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
        replies={200: ReplyShape("The invoice as it is now.", OneWholeDocument, example={"document": WHOLE_DOCUMENT})},
        ids=(PathId("settlement_id", Id("stl_"), "The settlement.", _SETTLEMENT_ID),),
        errors=("conflict",),
        etag=True,
    ),
    *(spec.operation() for spec in SPECS),
)
