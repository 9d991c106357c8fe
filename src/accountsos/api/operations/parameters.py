"""Parameters that several operations take, and how they are read for the books."""

from __future__ import annotations

from datetime import date, datetime

from accountsos.dates import end_of_london_day, london_day
from accountsos.errors import BadRequest
from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.parameters import CursorOf, Day, Moment, Since, WholeNumber
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest
from accountsos.wire.shapes.common import Paging

OFFSET_MAX = 10**9

FROM = QueryParameter("from", Day(), "The first day, included.", example=date(2025, 4, 1))
TO = QueryParameter("to", Day(), "The last day, included.", example=date(2026, 3, 31))
LIMIT = QueryParameter("limit", WholeNumber(1, 200), "How many at most.", default=50)
OFFSET = QueryParameter("offset", WholeNumber(0, OFFSET_MAX), "How many to skip.", default=0)
LIMIT_ALL = QueryParameter("limit", WholeNumber(1, 200), "How many at most.", default=200)
"""For lists that are short and wanted whole."""
CURSOR = "Where the last page ended: its `next_cursor`."
PAGE_ROWS = 50
LIMIT_OR_ALL = QueryParameter(
    "limit",
    WholeNumber(1, 200),
    f"How many at most; left out, {PAGE_ROWS}, and as CSV all there are.",
)
"""Of lists that are also a file to keep: that is whole unless a page of it is asked for."""
UPDATED_SINCE = QueryParameter(
    "updated_since",
    Since(),
    "Only what was made or changed since then; a date means from its beginning in London.",
    example="2026-04-30",
)
KNOWN_AT = QueryParameter(
    "known_at",
    Moment(),
    "As the books stood at that time; a date means the end of that day in London.",
    example="2026-04-30",
)


def page_of(things: str, limit: QueryParameter = LIMIT) -> tuple[QueryParameter, ...]:
    """How a page of these things is asked for."""
    return (limit, OFFSET, QueryParameter("cursor", CursorOf(things), CURSOR))


def paging_of(request: ApiRequest, things: str) -> Paging:
    """The page that is asked for."""
    query, cursor = request.query, request.query["cursor"]
    after = None if cursor is None else (cursor.key, cursor.number)

    def told(key: str, number: int) -> str:
        return encode_cursor(things, Cursor(key, number))

    return Paging(query["limit"] or PAGE_ROWS, query["offset"], told, after)


def numbers_below(paging: Paging) -> int:
    """Of a list by falling numbers: only rows below this one are shown."""
    return ABOVE_ALL if paging.after is None else paging.after[1]


def day_and_number(paging: Paging) -> tuple[int, int]:
    """Of a list by falling days: only rows below this day and number are shown."""
    return (NO_DAY_IS_LATER, ABOVE_ALL) if paging.after is None else (whole_number_of(paging), paging.after[1])


def whole_number_of(paging: Paging) -> int:
    """What the list is sorted by, where that is a number. The check in a cursor is no secret: it is read with care."""
    key = "" if paging.after is None else paging.after[0]
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        raise BadRequest("`cursor` is not of this list; expected its next_cursor, unchanged.", param="cursor")
    return int(key)


def today(request: ApiRequest) -> date:
    """The day it is in London."""
    return london_day(request.now)


def known_at(request: ApiRequest) -> datetime | None:
    """The moment asked for; BadRequest where it has not come yet. Today's date means now."""
    moment: datetime | None = request.query["known_at"]
    if moment is None or moment <= request.now:
        return moment
    if moment == end_of_london_day(today(request)):
        return None
    raise BadRequest("`known_at` is in the future; expected a time that has been, or today's date.", param="known_at")
