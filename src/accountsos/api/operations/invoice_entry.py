"""Invoices without a file: type one in, change it, make it void; list and show them all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Label, Name, Notes, ThingId, changes_in, given
from accountsos.api.operations.documents.document_examples import DOCUMENT
from accountsos.api.operations.examples import CONTACT_ID, DOCUMENT_ID, PAGE_OF_ONE, TRANSACTION_ID
from accountsos.api.operations.external import Called, said_of
from accountsos.api.operations.invoice_list import QUERY, list_all
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed, gone
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MoneyField
from accountsos.wire.shapes.invoice_entry import (
    InvoiceList,
    InvoicesPaid,
    OneInvoice,
    invoices_paid,
    one_invoice,
)
from accountsos.workflows.invoices import change_invoice, enter_invoice, list_invoices
from accountsos.workflows.invoices import pay_on_account as pay
from accountsos.workflows.invoices.change_invoice import ChangeInvoice
from accountsos.workflows.invoices.enter_invoice import EnterInvoice
from accountsos.workflows.invoices.list_invoices import InvoiceShown
from accountsos.workflows.invoices.pay_on_account import PayOnAccount

_INVOICE = PathId("document_id", Id("doc_"), "The invoice, bill or credit note.", DOCUMENT_ID)
_EXAMPLE: dict[str, Any] = {
    **{name: DOCUMENT[name] for name in "id type direction number date due_date contact currency".split()},
    "typed": True,
    "state": "posted",
    "reason": None,
    "net": Decimal("100.00"),
    "vat": Decimal("20.00"),
    "gross": Decimal("120.00"),
    "category": {"id": "cat_office", "name": "Office Costs & Stationery"},
    "credits_invoice_id": None,
    "amounts": "net",
    "lines": [
        {
            "description": "Paper",
            "category_id": "cat_office",
            "category": {"id": "cat_office", "name": "Office Costs & Stationery"},
            "amount": Decimal("100.00"),
            "vat_code": "P20",
            "vat_amount": None,
            "net": Decimal("100.00"),
            "vat": Decimal("20.00"),
            "gross": Decimal("120.00"),
            "cis": None,
        }
    ],
    "amount": Decimal("120.00"),
    "open_amount": Decimal("120.00"),
    "settled_on": None,
    "vat_deferred": False,
    "entry_id": "je_08M0kX00000007",
    "transactions": [],
    "settlements": [],
    "version": 2,
    "external_id": None,
    "metadata": None,
    "created_at": "2026-03-05T09:30:00.000001Z",
    "updated_at": "2026-03-05T09:31:00.000001Z",
}


class InvoiceLineBody(Body, frozen=True):
    """One line. Its amount may be below zero: a discount, or a deposit that is taken off."""

    category_id: ThingId
    amount: MoneyField
    """Net or gross, as `amounts` says of all lines."""
    description: Notes | UnsetType | None = UNSET
    vat_code: Label | UnsetType | None = UNSET
    """As the category's default where it is left out."""
    vat_amount: MoneyField | UnsetType | None = UNSET
    """As the invoice shows it; worked out from the code where it is left out."""
    cis: Literal["labour", "materials"] | UnsetType | None = UNSET
    """Under the construction industry scheme."""


Lines = Annotated[list[InvoiceLineBody], Meta(max_length=200)]
Amounts = Literal["net", "gross"]


class InvoiceBody(Called, frozen=True, kw_only=True):
    """An invoice, bill or credit note, typed in."""

    direction: Literal["purchase", "sale"]
    date: DateField
    amounts: Amounts
    """Whether the lines' amounts are without VAT or with it."""
    lines: Annotated[list[InvoiceLineBody], Meta(min_length=1, max_length=200)]
    type: Literal["invoice", "credit_note"] | UnsetType = UNSET
    contact_id: ThingId | UnsetType | None = UNSET
    contact_name: Name | UnsetType | None = UNSET
    """Instead of `contact_id`: the contact of that name, a new one where there is none."""
    number: Name | UnsetType | None = UNSET
    due_date: DateField | UnsetType | None = UNSET
    """30 days after its date where it is left out."""
    currency: Literal["GBP"] | UnsetType = UNSET
    credits_invoice_id: ThingId | UnsetType | None = UNSET
    """Of a credit note the invoice that it takes back: it has that one's VAT, whatever scheme holds by now."""
    total: MoneyField | UnsetType | None = UNSET
    """What stands on it as its total with VAT; refused where the lines come to something else."""
    allow_same_number: bool | UnsetType = UNSET
    """Whether another invoice of that party may bear the same number."""


class InvoiceChangeBody(Called, frozen=True, kw_only=True):
    """What to change; a field that is left out stays. Of a document read from a file only lines and what it credits."""

    direction: Literal["purchase", "sale"] | UnsetType = UNSET
    type: Literal["invoice", "credit_note"] | UnsetType = UNSET
    date: DateField | UnsetType = UNSET
    due_date: DateField | UnsetType | None = UNSET
    number: Name | UnsetType | None = UNSET
    contact_id: ThingId | UnsetType = UNSET
    amounts: Amounts | UnsetType = UNSET
    lines: Lines | UnsetType = UNSET
    """All lines anew. An empty list takes those of a document that was read away again."""
    credits_invoice_id: ThingId | UnsetType | None = UNSET
    """Of a credit note the invoice that it takes back; null where none is to be named any more."""
    total: MoneyField | UnsetType | None = UNSET
    void: bool | UnsetType = UNSET
    """`false` brings an invoice back that was made void."""
    allow_same_number: bool | UnsetType = UNSET


async def enter(request: ApiRequest) -> Reply:
    """Type an invoice in."""
    body: InvoiceBody = request.body
    total = given(body.total)
    command = EnterInvoice(
        direction=body.direction,
        day=_plain(body.date),
        lines=_lines(body.lines),
        amounts=body.amounts,
        type=given(body.type) or "invoice",
        contact_id=given(body.contact_id),
        contact_name=given(body.contact_name),
        number=given(body.number),
        due_on=_day(given(body.due_date)),
        credits_id=given(body.credits_invoice_id),
        total=None if total is None else total.pence,
        repeats=given(body.allow_same_number) or False,
    )
    return await changed(request, enter_invoice.ENTER_NAMED, (command, said_of(body)), lambda found: _one(found, 201))


async def change(request: ApiRequest) -> Reply:
    """Change what was typed in, or file the lines of what was read."""
    body: InvoiceChangeBody = request.body
    tags, total = request.if_match, given(body.total)
    said = changes_in(
        direction=body.direction, type=body.type, doc_number=body.number, issued_on=body.date, due_on=body.due_date
    )
    command = ChangeInvoice(
        document_id=request.ids["document_id"],
        changes={name: _plain(v) if isinstance(v, DateField) else v for name, v in said.items()},
        contact_id=given(body.contact_id),
        credits_id=body.credits_invoice_id,
        lines=None if isinstance(body.lines, UnsetType) else _lines(body.lines),
        amounts=given(body.amounts),
        total=None if total is None else total.pence,
        void=given(body.void),
        repeats=given(body.allow_same_number) or False,
        if_match=None if tags is None or tags.any_version else tags.strong,
    )
    return await changed(request, change_invoice.CHANGE_NAMED, (command, said_of(body)), _one)


async def void(request: ApiRequest) -> Reply:
    """Take it out of the books; it stays to be seen."""
    command = ChangeInvoice(request.ids["document_id"], void=True)
    return await changed(request, change_invoice.CHANGE, command, gone)


class OnAccountBody(Body, frozen=True):
    """Whose invoices the line pays."""

    contact_id: ThingId | UnsetType | None = UNSET
    """The line's own contact where it is left out."""


async def pay_on_account(request: ApiRequest) -> Reply:
    """Let a bank line pay the oldest invoices of its party."""
    command = PayOnAccount(request.ids["transaction_id"], given(request.body.contact_id))
    return await changed(request, pay.PAY, command, lambda paid: Reply(invoices_paid(paid)))


async def show(request: ApiRequest) -> Reply:
    """One invoice with its lines."""
    return await answered(request, list_invoices.SHOW, request.ids["document_id"], _one)


def _one(found: InvoiceShown, status: int = 200) -> Reply:
    return Reply(one_invoice(found), status=status, etag=str(found.state.document.version))


def _lines(lines: list[InvoiceLineBody]) -> tuple[GivenLine, ...]:
    return tuple(
        GivenLine(
            line.category_id,
            line.amount.pence,
            given(line.description) or "",
            given(line.vat_code),
            line.vat_amount.pence if isinstance(line.vat_amount, MoneyField) else None,
            given(line.cis),
        )
        for line in lines
    )


def _day(value: DateField | None) -> date | None:
    return None if value is None else _plain(value)


def _plain(day: DateField) -> date:
    return date(day.year, day.month, day.day)


_REPLY = ReplyShape("The invoice as it is now.", OneInvoice, example={"invoice": _EXAMPLE})
OPERATIONS = (
    Operation(
        name="list_invoices",
        method="GET",
        kept=True,
        path="/api/invoices",
        summary="List invoices",
        tag="Invoices",
        description="Invoices, bills and credit notes, typed in or read from files. What was made void is listed too.",
        handler=list_all,
        replies={
            200: ReplyShape(
                "A page of invoices, the latest first.",
                InvoiceList,
                example={"invoices": [_EXAMPLE], "pagination": PAGE_OF_ONE},
            )
        },
        query=QUERY,
        formats=FORMATS,
    ),
    Operation(
        name="enter_invoice",
        method="POST",
        path="/api/invoices",
        summary="Type in an invoice",
        tag="Invoices",
        description=(
            "A sale, a purchase or a credit note without a file, in several lines, each with its category, VAT code "
            "and amount. It posts, ages, and is paid, set off or written off as one that was read."
        ),
        scope="write",
        handler=enter,
        location="/api/invoices/{document_id}",
        replies={201: ReplyShape("The invoice.", OneInvoice, example={"invoice": _EXAMPLE})},
        body=InvoiceBody,
        body_example={
            "direction": "purchase",
            "date": "2026-03-02",
            "contact_id": CONTACT_ID,
            "number": "HS-1041",
            "amounts": "net",
            "lines": [{"category_id": "cat_office", "amount": 100.00, "description": "Paper"}],
        },
        errors=("not_found", "conflict"),
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="show_invoice",
        method="GET",
        kept=True,
        path="/api/invoices/{document_id}",
        summary="Show an invoice",
        tag="Invoices",
        handler=show,
        replies={200: _REPLY},
        ids=(_INVOICE,),
        etag=True,
    ),
    Operation(
        name="change_invoice",
        method="PATCH",
        path="/api/invoices/{document_id}",
        summary="Change an invoice",
        tag="Invoices",
        description=(
            "Anything of an invoice that was typed in; of one that was read from a file its `lines`, which have to "
            "come to its total, and `credits_invoice_id`. `void: false` brings a void one back."
        ),
        scope="write",
        handler=change,
        replies={200: _REPLY},
        ids=(_INVOICE,),
        body=InvoiceChangeBody,
        body_example={
            "number": "HS-1042",
            "amounts": "net",
            "lines": [
                {"category_id": "cat_office", "amount": 60.00},
                {"category_id": "cat_software", "amount": 40.00},
            ],
        },
        errors=("conflict",),
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="pay_on_account",
        method="POST",
        path="/api/transactions/{transaction_id}/on-account",
        summary="Pay on account",
        tag="Invoices",
        description=(
            "The line pays the open invoices of its contact, the oldest first, as far as it goes (VAT Notice 731). To "
            "take it away again, give each invoice its own `transaction_ids`."
        ),
        scope="write",
        handler=pay_on_account,
        replies={
            200: ReplyShape(
                "What it pays now.", InvoicesPaid, example={"invoices": [_EXAMPLE], "left": Decimal("0.00")}
            )
        },
        ids=(PathId("transaction_id", Id("txn_"), "The bank line.", TRANSACTION_ID),),
        body=OnAccountBody,
        body_example={"contact_id": CONTACT_ID},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="void_invoice",
        method="DELETE",
        path="/api/invoices/{document_id}",
        summary="Make an invoice void",
        tag="Invoices",
        description=(
            "Takes an invoice that was typed in out of the books; it stays to be seen, and `PATCH` with `void: false` "
            "brings it back. Refused where a payment, a settlement, a filed return or a closed year rests on it."
        ),
        scope="write",
        handler=void,
        replies={204: ReplyShape("It is void; it stays to be seen.")},
        ids=(_INVOICE,),
        errors=("conflict",),
        etag=True,
    ),
)
