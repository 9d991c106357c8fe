"""Transactions: list them and show one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.examples import TRANSACTION_ID, TRANSACTION_LIST, transaction_example
from accountsos.api.operations.external import CALLED
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import FROM, LIMIT_OR_ALL, OFFSET, PAGE_ROWS, TO, UPDATED_SINCE
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered
from accountsos.dates import date_from_iso
from accountsos.errors import BadRequest
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.parameters import Amount, CursorOf, DecimalNumber, Flag, Id, Ids, OneOf, SomeOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.bank.transaction_list import (
    TransactionList,
    transaction_list,
    transaction_table,
)
from accountsos.wire.shapes.bank.transactions import OneTransaction, one_transaction
from accountsos.wire.shapes.common import iso_text
from accountsos.workflows.bank.line_extras import INCLUDED
from accountsos.workflows.bank.list_transactions import (
    LIST,
    LIST_AT_LENGTH,
    SHOW,
    TransactionPage,
    TransactionQuestion,
    TransactionState,
    transactions_in_pages,
)

THINGS = "transactions"
FILE = ListFile(
    name=THINGS,
    title="Transactions",
    pages=transactions_in_pages,
    table=lambda _, page: transaction_table(page),
    on_paper=("date", "description", "contact", "category", "notes", "amount", "vat_code", "vat_amount", "net"),
)
TRANSACTION = PathId("transaction_id", Id("txn_"), "The transaction.", TRANSACTION_ID)
_CONFIDENCE = DecimalNumber(Decimal(0), Decimal(1), 4)


async def list_transactions(request: ApiRequest) -> Reply:
    """A page, newest first, or all of them as a file."""
    if request.reply_format != "json":
        return await FILE.answer(request, OPERATIONS[0].parameters, LIST_AT_LENGTH, lambda n: _question(request, n))
    query = request.query
    limit: int = query["limit"] or PAGE_ROWS
    offset: int = query["offset"]
    cursor: Cursor | None = query["cursor"]

    def shape(page: TransactionPage) -> Reply:
        has_more = offset + len(page.rows) < page.total
        if cursor is not None:
            has_more = len(page.rows) > limit
            del page.rows[limit:]
        after = None
        if has_more and page.rows:
            last = page.rows[-1]
            after = encode_cursor(THINGS, Cursor(iso_text(last.booked_on), last.number))
        return Reply(transaction_list(page, limit=limit, offset=offset, has_more=has_more, next_cursor=after))

    wanted = limit if cursor is None else limit + 1
    question = _question(request, wanted)
    return await answered(request, LIST_AT_LENGTH if question.may_take_long else LIST, question, shape)


def _question(request: ApiRequest, limit: int) -> TransactionQuestion:
    query = request.query
    cursor: Cursor | None = query["cursor"]
    return TransactionQuestion(
        limit=limit,
        offset=query["offset"],
        after=None if cursor is None else (_day_of(cursor), cursor.number),
        first=day_number_of(query["from"]),
        last=day_number_of(query["to"]),
        category=query["category"],
        bank_account=query["bank_account"],
        contact=query["contact"],
        search=query["search"],
        reviewed=query["reviewed"],
        min_confidence=_ten_thousandths(query["min_confidence"]),
        max_confidence=_ten_thousandths(query["max_confidence"]),
        updated_since=query["updated_since"],
        money_in=None if query["direction"] is None else query["direction"] == "in",
        amount_from=query["amount_from"],
        amount_to=query["amount_to"],
        source=query["category_source"],
        import_id=query["import"],
        has_document=query["has_document"],
        ids=query["ids"],
        external_id=query["external_id"],
        oldest_first=query["order"] == "asc",
        include=query["include"] or frozenset(),
    )


async def show_transaction(request: ApiRequest) -> Reply:
    """One transaction with entry, documents and history."""

    def shape(state: TransactionState) -> Reply:
        return Reply(encode_json(one_transaction(state)), etag=str(state.row.version))

    return await answered(request, SHOW, request.ids["transaction_id"], shape)


def day_number_of(day: date | None) -> int | None:
    """The day as the books number days; None for any."""
    return None if day is None else day.year * 10000 + day.month * 100 + day.day


def _day_of(cursor: Cursor) -> int:
    """The day of the last row seen. The check in a cursor is no secret, so it is read as carefully as any text."""
    try:
        day = date_from_iso(cursor.key)
    except ValueError:
        raise BadRequest("`cursor` is not of this list; expected its next_cursor, unchanged.", param="cursor") from None
    return day.year * 10000 + day.month * 100 + day.day


def _ten_thousandths(confidence: Decimal | None) -> int | None:
    return None if confidence is None else int(confidence * 10_000)


OPERATIONS = (
    Operation(
        name="list_transactions",
        method="GET",
        kept=True,
        path="/api/transactions",
        summary="List transactions",
        tag="Transactions",
        description=(
            "Newest first. Beside `offset`, `cursor` neither skips nor repeats rows while others are being added; "
            "rows whose filtered value changes meanwhile are exempt. An unknown category is refused, any other unknown "
            "id in a filter finds nothing. As CSV all of them come, unless `limit` is given."
        ),
        handler=list_transactions,
        replies={200: ReplyShape("A page of transactions.", TransactionList, example=TRANSACTION_LIST)},
        query=(
            FROM,
            TO,
            QueryParameter("category", Id("cat_"), "Only this category.", example="cat_software"),
            LIMIT_OR_ALL,
            OFFSET,
            QueryParameter("cursor", CursorOf(THINGS), "Where the last page ended: its `next_cursor`."),
            QueryParameter("bank_account", Id("ba_"), "Only this bank account.", example="ba_main"),
            QueryParameter("contact", Id("con_"), "Only this contact."),
            QueryParameter("search", Text(100), "Text in the description or the notes, in capitals or not."),
            QueryParameter("reviewed", Flag(), "Only those that a person has seen, or has not."),
            QueryParameter("min_confidence", _CONFIDENCE, "At least so sure."),
            QueryParameter("max_confidence", _CONFIDENCE, "At most so sure."),
            QueryParameter("direction", OneOf(("in", "out")), "Only money in, or money out."),
            UPDATED_SINCE,
            QueryParameter("amount_from", Amount(), "At least this, with its sign: -50.00 is more than -60.00."),
            QueryParameter("amount_to", Amount(), "At most this amount, with its sign."),
            QueryParameter("import", Id("imp_"), "Only lines that this statement brought."),
            QueryParameter("has_document", Flag(), "Only those with a paper beside them, or without."),
            QueryParameter(
                "category_source",
                Text(40, "[a-z_]+", "a word such as person, rule or history"),
                "Only those whose category comes from there, as `category_source` says.",
                example="rule",
            ),
            QueryParameter("ids", Ids("txn_"), "Only these; unknown ones are left out."),
            CALLED,
            QueryParameter("order", OneOf(("asc", "desc")), "Oldest or newest day first.", default="desc"),
            QueryParameter("include", SomeOf(INCLUDED), "What each row shows beside the rest.", example="vat,net"),
        ),
        ordered=(("min_confidence", "max_confidence"), ("amount_from", "amount_to")),
        exclusive=(("cursor", "offset"),),
        formats=FORMATS,
    ),
    Operation(
        name="show_transaction",
        method="GET",
        kept=True,
        path="/api/transactions/{transaction_id}",
        summary="Show a transaction",
        tag="Transactions",
        description="With its journal entry, documents and history.",
        handler=show_transaction,
        replies={200: ReplyShape("The transaction.", OneTransaction, example=transaction_example(history=True))},
        ids=(TRANSACTION,),
        etag=True,
    ),
)
