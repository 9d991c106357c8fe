"""Transactions: list them and show one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.examples import TRANSACTION_ID, TRANSACTION_LIST, transaction_example
from accountsos.api.operations.parameters import FROM, LIMIT, OFFSET, TO, UPDATED_SINCE
from accountsos.api.operations.run import answered
from accountsos.dates import date_from_iso
from accountsos.errors import BadRequest
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.parameters import CursorOf, DecimalNumber, Flag, Id, OneOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.bank.transaction_list import TransactionList, transaction_list
from accountsos.wire.shapes.bank.transactions import OneTransaction, one_transaction
from accountsos.wire.shapes.common import iso_text
from accountsos.workflows.bank.list_transactions import (
    LIST,
    SHOW,
    TransactionPage,
    TransactionQuestion,
    TransactionState,
)

THINGS = "transactions"
TRANSACTION = PathId("transaction_id", Id("txn_"), "The transaction.", TRANSACTION_ID)
_CONFIDENCE = DecimalNumber(Decimal(0), Decimal(1), 4)


async def list_transactions(request: ApiRequest) -> Reply:
    """A page, newest first."""
    query = request.query
    limit: int = query["limit"]
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

    question = TransactionQuestion(
        limit=limit if cursor is None else limit + 1,
        offset=offset,
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
    )
    return await answered(request, LIST, question, shape)


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
        path="/api/transactions",
        summary="List transactions",
        tag="Transactions",
        description=(
            "Newest first. Beside `offset`, `cursor` neither skips nor repeats rows while others are being added; "
            "rows whose filtered value changes meanwhile are exempt. An unknown category is refused, any other unknown "
            "id in a filter finds nothing."
        ),
        handler=list_transactions,
        replies={200: ReplyShape("A page of transactions.", TransactionList, example=TRANSACTION_LIST)},
        query=(
            FROM,
            TO,
            QueryParameter("category", Id("cat_"), "Only this category.", example="cat_software"),
            LIMIT,
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
        ),
        ordered=(("min_confidence", "max_confidence"),),
        exclusive=(("cursor", "offset"),),
    ),
    Operation(
        name="show_transaction",
        method="GET",
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
