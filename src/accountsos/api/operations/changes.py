"""The feed of what changed in the books."""

from __future__ import annotations

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.examples import TRANSACTION_ID
from accountsos.api.operations.run import answered
from accountsos.api.operations.thing_links import link_of
from accountsos.errors import BadRequest
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.parameters import CursorOf, OneOf, SeveralOf, WholeNumber
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.changes import ChangeList, change_list
from accountsos.workflows.changes.list_changes import LIST, NOW, TYPE_WORDS, ChangePage, ChangesQuestion

THINGS = "changes"
LIMIT_MAX = 1000
_PARTS = 3


async def list_changes(request: ApiRequest) -> Reply:
    """A page of the feed."""

    def shape(page: ChangePage) -> Reply:
        return Reply(change_list(page, cursor_of(page.place), link_of))

    return await answered(request, LIST, question_of(request), shape)


def question_of(request: ApiRequest) -> ChangesQuestion:
    """From where on, of which types, how many."""
    query = request.query
    after = query["after"]
    start = NOW if query["start"] is not None else None if after is None else place_of(after)
    return ChangesQuestion(query["limit"], start, query["types"] or ())


def cursor_of(place: tuple[int, int, int, int]) -> str:
    """A place of the feed, as it is given out."""
    return encode_cursor(THINGS, Cursor(".".join(map(str, place[:3])), place[3]))


def place_of(cursor: Cursor) -> tuple[int, int, int, int]:
    """A place as it was given out. The check in a cursor is no secret, so it is read as carefully as any text."""
    parts = cursor.key.split(".")
    if len(parts) != _PARTS or not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
        raise BadRequest("`after` is not of this feed; expected the cursor of a page, unchanged.", param="after")
    seq, kind, first = map(int, parts)
    return seq, kind, first, cursor.number


QUERY = (
    QueryParameter(
        "after", CursorOf(THINGS, "the cursor of a page of changes, unchanged"), "Only what comes after this."
    ),
    QueryParameter("start", OneOf((NOW,)), "Instead of `after`: no changes, but the cursor of the end."),
    QueryParameter("types", SeveralOf(TYPE_WORDS), "Only these types of things, separated by commas."),
    QueryParameter("limit", WholeNumber(1, LIMIT_MAX), "How many at most.", default=100),
)
OPERATIONS = (
    Operation(
        name="list_changes",
        method="GET",
        kept=True,
        path="/api/changes",
        summary="Follow what changes",
        tag="Changes",
        description=(
            "One feed of what changed in the books, oldest first: complete, without a gap and in the order in which "
            "the changes were recorded, whichever process recorded them. Read it from the beginning, or with "
            "`start=now` from here on; keep `cursor`, and ask again with it as `after`. A change says which thing; "
            "read the thing itself where you want it as it is now. Figures that are counted, such as the totals of a "
            "contact or the balance of an account, change without being told."
        ),
        handler=list_changes,
        replies={
            200: ReplyShape(
                "A page of changes.",
                ChangeList,
                example={
                    "changes": [
                        {
                            "id": "chg_08M0kX0000001a0100000004",
                            "type": "transaction",
                            "change": "updated",
                            "thing_id": TRANSACTION_ID,
                            "version": 2,
                            "at": "2026-01-31T17:30:00.000001Z",
                            "link": f"/api/transactions/{TRANSACTION_ID}",
                        }
                    ],
                    "cursor": encode_cursor(THINGS, Cursor("82.1.4", 4)),
                    "has_more": False,
                },
            )
        },
        query=QUERY,
        exclusive=(("after", "start"),),
    ),
)
