"""Invoices: a page of them, or all as a file."""

from __future__ import annotations

from accountsos.api.operations.external import CALLED
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import (
    FROM,
    LIMIT_OR_ALL,
    TO,
    UPDATED_SINCE,
    day_and_number,
    page_of,
    paging_of,
    today,
)
from accountsos.api.operations.run import answered
from accountsos.web.parameters import Id, Ids, OneOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.invoice_entry import invoice_list, invoice_table
from accountsos.workflows.invoices import list_invoices
from accountsos.workflows.invoices.list_invoices import STATES, InvoicePage, InvoiceQuestion

QUERY = (
    QueryParameter("direction", OneOf(("purchase", "sale")), "Only sales, or only purchases."),
    QueryParameter("state", OneOf(STATES), "Only those in this state; `overdue` are open and past their day."),
    QueryParameter("contact", Id("con_"), "Only those of this contact."),
    QueryParameter("search", Text(100), "Part of the party's name or of the number."),
    FROM,
    TO,
    UPDATED_SINCE,
    QueryParameter("ids", Ids("doc_"), "Only these; unknown ones are left out."),
    CALLED,
    *page_of("invoices", LIMIT_OR_ALL),
)
FILE = ListFile(
    name="invoices",
    title="Invoices and bills",
    pages=list_invoices.invoices_in_pages,
    table=lambda _, page: invoice_table(page),
    on_paper=("date", "due_date", "contact", "number", "type", "direction", "state", "gross", "open_amount"),
)


async def list_all(request: ApiRequest) -> Reply:
    """A page of invoices, the latest first, or all of them as a file."""
    query, paging = request.query, paging_of(request, "invoices")

    def question(limit: int) -> InvoiceQuestion:
        return InvoiceQuestion(
            today=today(request),
            limit=limit,
            offset=paging.offset,
            before=day_and_number(paging),
            direction=query["direction"],
            state=query["state"],
            contact=query["contact"],
            search=query["search"],
            first=query["from"],
            last=query["to"],
            updated_since=query["updated_since"],
            ids=query["ids"],
            external_id=query["external_id"],
        )

    if request.reply_format != "json":
        return await FILE.answer(request, QUERY, list_invoices.LIST, question)

    def shape(page: InvoicePage) -> Reply:
        return Reply(invoice_list(page, paging=paging))

    return await answered(request, list_invoices.LIST, question(paging.limit + 1), shape)
