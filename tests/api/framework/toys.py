"""A toy API on which the framework is tested: ten rows that cost what real ones will, and one of each operation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from accountsos.api.app import ASGIApp, build_app
from accountsos.api.csv_reply import csv_reply
from accountsos.api.openapi import documentation_pages
from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.errors import Conflict, NotFound, PreconditionFailed, Unavailable
from accountsos.ids import check_characters
from accountsos.web.context import ApiContext, ApiSettings, Caller, RequestLog, Spending
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.multipart import FilePart, Multipart, UploadedForm
from accountsos.web.parameters import (
    Amount,
    CursorOf,
    Day,
    DecimalNumber,
    Flag,
    Id,
    Moment,
    OneOf,
    Text,
    WholeNumber,
)
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import ConfidenceOut, DateField, DateOut, MoneyField, MoneyOut, confidence_out, money_out


def key(letter: str, head: str = "sk_live_") -> str:
    """A well-formed secret made of one letter."""
    return head + letter * 30 + check_characters(head + letter * 30)


READ, WRITE, ADMIN, SLOW = key("r"), key("w"), key("a"), key("s")
UNKNOWN = key("u")
CALLERS = {
    READ: Caller("key_read", 1, "co_000001", "read"),
    WRITE: Caller("key_write", 1, "co_000001", "write"),
    ADMIN: Caller("key_admin", 1, "co_000001", "admin"),
}
NOON = datetime(2026, 3, 5, 12, 0, 0, tzinfo=UTC)


class ToyKeys:
    """The keys above."""

    def caller_of(self, secret: str) -> Caller | None:
        return CALLERS.get(secret)


class ToyWindows:
    """Windows in a dict: 100 a minute, 1,000 an hour, 60 bad keys a minute and address."""

    def __init__(self, hour: int = 1000, minute: int = 100, bad: int = 60) -> None:
        self.hour, self.minute, self.bad = hour, minute, bad
        self.spent: dict[tuple[str, int, int], int] = {}

    def spend(self, key_id: str, now: float) -> Spending:
        second = int(now)
        hour, minute = (key_id, 3600, second // 3600), (key_id, 60, second // 60)
        in_hour, in_minute = self.spent.get(hour, 0), self.spent.get(minute, 0)
        end_of_hour, end_of_minute = (second // 3600 + 1) * 3600, (second // 60 + 1) * 60
        if in_hour >= self.hour:
            return Spending(False, self.hour, 0, end_of_hour, end_of_hour - second)
        if in_minute >= self.minute:
            return Spending(False, self.hour, self.hour - in_hour, end_of_minute, end_of_minute - second)
        self.spent[hour], self.spent[minute] = in_hour + 1, in_minute + 1
        return Spending(True, self.hour, self.hour - in_hour - 1, end_of_hour, 0, self.minute - in_minute - 1)

    def spend_more(self, key_id: str, now: float, worth: int) -> Spending:
        for left in range(worth - 1, 0, -1):
            spent = self.spend(key_id, now)
            if not spent.allowed:
                for span in (3600, 60):
                    self.spent[key_id, span, int(now) // span] -= worth - left
                return spent._replace(remaining=spent.remaining + worth - left)
        return spent

    def spend_bad_key(self, address: str, now: float) -> int:
        window = (address, -60, int(now) // 60)
        self.spent[window] = self.spent.get(window, 0) + 1
        return 0 if self.spent[window] <= self.bad else 60 - int(now) % 60


class CategoryReply(msgspec.Struct, frozen=True):
    id: str
    name: str


class RowReply(msgspec.Struct, frozen=True):
    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    currency: str
    category: CategoryReply
    confidence: ConfidenceOut
    bank_account_id: str
    notes: str | None


class PaginationReply(msgspec.Struct, frozen=True):
    total: int
    limit: int
    offset: int
    has_more: bool
    next_cursor: str | None


class RowListReply(msgspec.Struct, frozen=True):
    transactions: list[RowReply]
    pagination: PaginationReply


class OneRowReply(msgspec.Struct, frozen=True):
    transaction: RowReply


class NewRow(Body, frozen=True):
    """A line entered by hand."""

    date: DateField
    amount: MoneyField
    description: Annotated[str, Meta(min_length=1, max_length=200)]
    category_id: str | UnsetType | None = UNSET


class UploadReply(msgspec.Struct, frozen=True):
    file_name: str
    size: int
    kind: str | None


SOFTWARE = CategoryReply("cat_software", "Software & Subscriptions")


def row(number: int, pence: int = -4599) -> RowReply:
    return RowReply(
        f"txn_{number:022d}",
        "2025-01-06",
        "CARD PAYMENT TO AWS EMEA",
        money_out(pence),
        "GBP",
        SOFTWARE,
        confidence_out(0.95),
        "ba_main",
        None,
    )


async def list_rows(request: ApiRequest) -> Reply:
    limit, offset = request.query["limit"], request.query["offset"]
    rows = [row(number, -4599 - number) for number in range(offset, offset + limit)]
    if request.reply_format == "csv":
        return csv_reply(["id", "amount"], [[r.id, "-45.99"] for r in rows], file_name="transactions.csv")
    page = PaginationReply(
        120000, limit, offset, True, encode_cursor("transactions", Cursor("2025-01-06", offset + limit))
    )
    return Reply(RowListReply(rows, page))


async def show_row(request: ApiRequest) -> Reply:
    if request.ids["transaction_id"] != "txn_known":
        raise NotFound("There is no transaction with this id.", param="transaction_id")
    return Reply(OneRowReply(row(7)), etag="v7")


async def add_row(request: ApiRequest) -> Reply:
    body: NewRow = request.body
    if body.description == "crash":
        raise RuntimeError(f"a secret that must not be logged: {body.description} CANARY")
    if body.description == "away":
        raise Unavailable("The books are busy.", retry_after_seconds=7)
    if body.description == "closed":
        raise Conflict("The year is closed.")
    seen = request.repeat_guard.fingerprint.hex().encode() if request.repeat_guard else b"-"
    return Reply(OneRowReply(row(1, body.amount.pence)), status=201, headers=((b"x-seen", seen),))


async def change_row(request: ApiRequest) -> Reply:
    if request.ids["transaction_id"] != "txn_known":
        raise NotFound("There is no transaction with this id.", param="transaction_id")
    tags = request.if_match
    if tags is not None and not (tags.any_version or "v7" in tags.strong):
        raise PreconditionFailed('If-Match names another version; the current one is "v7".', param="If-Match")
    return Reply(OneRowReply(row(7)), etag="v8")


async def remove_row(request: ApiRequest) -> Reply:
    if request.ids["transaction_id"] != "txn_known":
        raise NotFound("There is no transaction with this id.", param="transaction_id")
    return Reply(status=204)


async def upload(request: ApiRequest) -> Reply:
    form: UploadedForm = request.body
    file = form.files["file"]
    return Reply(UploadReply(file.file_name, len(file.content), form.fields["type"]), status=201)


ROW_ID = PathId("transaction_id", Id("txn_"), "The transaction.", "txn_known")
ONE_ROW = ReplyShape("The transaction.", OneRowReply, example=OneRowReply(row(7)))

OPERATIONS = (
    Operation(
        name="list_transactions",
        method="GET",
        path="/api/transactions",
        summary="List transactions",
        tag="Transactions",
        handler=list_rows,
        replies={200: ReplyShape("A page of transactions, newest first.", RowListReply)},
        query=(
            QueryParameter("from", Day(), "First day.", example=date(2025, 4, 1)),
            QueryParameter("to", Day(), "Last day."),
            QueryParameter("category", Id("cat_"), "Only this category."),
            QueryParameter("search", Text(50), "Text in the description."),
            QueryParameter("reviewed", Flag(), "Only those a person has seen."),
            QueryParameter("direction", OneOf(("in", "out")), "Money in or out."),
            QueryParameter("min_confidence", DecimalNumber(Decimal(0), Decimal(1), 3), "At least so sure."),
            QueryParameter("max_confidence", DecimalNumber(Decimal(0), Decimal(1), 3), "At most so sure."),
            QueryParameter("min_amount", Amount(), "At least so much."),
            QueryParameter("known_at", Moment(), "As it was known then."),
            QueryParameter("period", Text(20, r"[0-9]{4}-Q[1-4]", "a quarter such as 2026-Q1"), "A quarter."),
            QueryParameter("limit", WholeNumber(1, 200), "How many.", default=50),
            QueryParameter("offset", WholeNumber(0, 10**9), "How many to skip.", default=0),
            QueryParameter("cursor", CursorOf("transactions"), "Where the last page ended."),
        ),
        ordered=(("min_confidence", "max_confidence"),),
        exclusive=(("cursor", "offset"),),
        formats=("json", "csv"),
    ),
    Operation(
        name="show_transaction",
        method="GET",
        path="/api/transactions/{transaction_id}",
        summary="Show a transaction",
        tag="Transactions",
        handler=show_row,
        replies={200: ONE_ROW},
        ids=(ROW_ID,),
        etag=True,
    ),
    Operation(
        name="add_transaction",
        method="POST",
        path="/api/transactions",
        summary="Enter a transaction by hand",
        tag="Transactions",
        scope="write",
        handler=add_row,
        location="/api/transactions/{transaction_id}",
        replies={201: ONE_ROW},
        body=NewRow,
        body_example={"date": "2026-02-28", "amount": -45.99, "description": "Stamps"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="change_transaction",
        method="PATCH",
        path="/api/transactions/{transaction_id}",
        summary="Change a transaction",
        tag="Transactions",
        scope="write",
        handler=change_row,
        replies={200: ONE_ROW},
        ids=(ROW_ID,),
        body=NewRow,
        idempotent=True,
        etag=True,
    ),
    Operation(
        name="remove_transaction",
        method="DELETE",
        path="/api/transactions/{transaction_id}",
        summary="Remove a transaction",
        tag="Transactions",
        scope="admin",
        handler=remove_row,
        replies={204: ReplyShape("It is gone.")},
        ids=(ROW_ID,),
    ),
    Operation(
        name="upload_document",
        method="POST",
        path="/api/documents/upload",
        summary="Upload a document",
        tag="Documents",
        scope="write",
        handler=upload,
        location=None,
        replies={201: ReplyShape("The document.", UploadReply)},
        body=Multipart(
            files=(FilePart("file", "The document itself."),),
            fields=(QueryParameter("type", OneOf(("receipt", "invoice")), "What it is; recognised if absent."),),
        ),
        idempotent=True,
    ),
)


def toy_context(
    *,
    windows: ToyWindows | None = None,
    settings: ApiSettings | None = None,
    log: RequestLog | None = None,
    blocks: bool = False,
) -> ApiContext:
    return ApiContext(
        ToyKeys(),
        windows or ToyWindows(),
        lambda: NOON,
        settings or ApiSettings(),
        log=log,
        admission_blocks=blocks,
    )


def toy_app(context: ApiContext | None = None) -> ASGIApp:
    context = context or toy_context()
    return build_app(OPERATIONS, context, pages=documentation_pages(OPERATIONS, context.settings))


def served() -> ASGIApp:
    """For a server: windows wide enough for a measurement, a short body deadline."""
    wide = ToyWindows(hour=10**9, minute=10**9)
    return toy_app(toy_context(windows=wide, settings=ApiSettings(body_seconds=1.5)))


def served_constant() -> ASGIApp:
    """The same with a handler that has nothing to do: what remains is the framework."""
    wide = toy_context(windows=ToyWindows(hour=10**9, minute=10**9))
    page = [row(number) for number in range(10)]
    known = RowListReply(page, PaginationReply(120000, 10, 0, True, None))

    async def answer(request: ApiRequest) -> Reply:
        return Reply(known)

    return build_app([replace(OPERATIONS[0], handler=answer)], wide)
