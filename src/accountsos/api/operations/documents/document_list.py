"""Documents, and payments that no document proves: a page of them, or all as a file."""

from __future__ import annotations

from datetime import date

from accountsos.api.operations.external import CALLED
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import (
    FROM,
    LIMIT_OR_ALL,
    TO,
    UPDATED_SINCE,
    day_and_number,
    numbers_below,
    page_of,
    paging_of,
    today,
)
from accountsos.api.operations.run import answered
from accountsos.dates import FIRST_DAY
from accountsos.errors import BadRequest
from accountsos.web.parameters import Amount, Day, Flag, Id, Ids, OneOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.documents.document import document_list, document_table, missing_list, missing_table
from accountsos.workflows.documents import evidence, list_documents
from accountsos.workflows.documents.evidence import THRESHOLD_PENCE, MissingPage, MissingQuestion
from accountsos.workflows.documents.list_documents import STATUSES, TYPES, DocumentPage, DocumentQuestion
from accountsos.workflows.documents.look_through_inbox import papers_in_pages

QUERY = (
    QueryParameter("type", OneOf(TYPES), "Only documents of this type."),
    QueryParameter("status", OneOf(STATUSES), "Only documents in this state."),
    QueryParameter("search", Text(100), "Part of the supplier's name, the number or the file's name."),
    QueryParameter("transaction", Id("txn_"), "Only documents beside this transaction."),
    QueryParameter("unmatched", Flag(), "`true`: only those beside no transaction; `false`: only the others."),
    QueryParameter("contact", Id("con_"), "Only of this contact."),
    QueryParameter("from", Day(), "Only issued from this day on, included.", example=date(2025, 4, 1)),
    QueryParameter("to", Day(), "Only issued up to this day, included.", example=date(2026, 3, 31)),
    UPDATED_SINCE,
    QueryParameter("ids", Ids("doc_"), "Only these; unknown ones are left out."),
    CALLED,
    *page_of("documents", LIMIT_OR_ALL),
)
FILE = ListFile(
    name="documents",
    title="Receipts, bills and other papers",
    pages=papers_in_pages,
    table=lambda _, page: document_table(page),
    on_paper=("date", "type", "called", "number", "status", "currency", "vat", "gross"),
)
MISSING_QUERY = (
    FROM,
    TO,
    QueryParameter("min_amount", Amount(), "Only payments of at least so much; 10.00 where it is left out."),
    *page_of("missing", LIMIT_OR_ALL),
)
MISSING_FILE = ListFile(
    name="missing",
    title="Payments without a receipt",
    pages=evidence.missing_in_pages,
    table=lambda _, page: missing_table(page),
    on_paper=("date", "description", "category", "account", "amount"),
)


async def list_all(request: ApiRequest) -> Reply:
    """A page of documents, newest first, or all of them as a file."""
    query, paging = request.query, paging_of(request, "documents")

    def question(limit: int) -> DocumentQuestion:
        return DocumentQuestion(
            limit=limit,
            offset=paging.offset,
            below=numbers_below(paging),
            type=query["type"],
            status=query["status"],
            search=query["search"],
            transaction=query["transaction"],
            unmatched=query["unmatched"],
            updated_since=query["updated_since"],
            contact=query["contact"],
            ids=query["ids"],
            first=query["from"],
            last=query["to"],
            external_id=query["external_id"],
        )

    if request.reply_format != "json":
        return await FILE.answer(request, QUERY, list_documents.LIST, question)

    def shape(page: DocumentPage) -> Reply:
        return Reply(document_list(page, paging=paging))

    return await answered(request, list_documents.LIST, question(paging.limit + 1), shape)


async def list_missing(request: ApiRequest) -> Reply:
    """Payments that no document proves."""
    query, paging = request.query, paging_of(request, "missing")
    threshold = THRESHOLD_PENCE if query["min_amount"] is None else query["min_amount"]
    if threshold < 0:
        raise BadRequest("`min_amount` is negative; expected an amount from 0.", param="min_amount")

    def question(limit: int) -> MissingQuestion:
        return MissingQuestion(
            first=query["from"] or FIRST_DAY,
            last=query["to"] or today(request),
            threshold=threshold,
            limit=limit,
            offset=paging.offset,
            before=day_and_number(paging),
        )

    if request.reply_format != "json":
        return await MISSING_FILE.answer(request, MISSING_QUERY, evidence.MISSING, question)

    def shape(page: MissingPage) -> Reply:
        return Reply(missing_list(page, paging=paging))

    return await answered(request, evidence.MISSING, question(paging.limit + 1), shape)
