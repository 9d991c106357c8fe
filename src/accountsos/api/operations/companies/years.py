"""Financial years: list, set, close, reopen."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.bodies import Words, given
from accountsos.api.operations.examples import YEARS
from accountsos.api.operations.parameters import today
from accountsos.api.operations.run import answered, changed
from accountsos.ledger.years import FinancialYear
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField
from accountsos.wire.shapes.companies.company import YearList, year_list
from accountsos.workflows.companies.manage_years import CHANGE, CLOSE, LIST, REOPEN, Closing, Reopening, YearChange

_REPLY = ReplyShape("Every financial year, oldest first.", YearList, example=YEARS)


class YearBody(Body, frozen=True):
    """A financial year, both days included."""

    starts_on: DateField
    ends_on: DateField
    exception: bool = False
    """Allows another extension within five years, where CA 2006 s392(3) does."""
    reason: Words | UnsetType | None = UNSET
    """Which exception it is."""
    notice_on: DateField | UnsetType | None = UNSET
    """The day on which Companies House had the notice of a shorter year; its accounts have 3 months from then."""


class CloseBody(Body, frozen=True):
    """Up to when to close."""

    through: DateField
    """The last day of a financial year."""


class ReopenBody(Body, frozen=True):
    """Back to when to open."""

    reason: Words
    through: DateField | UnsetType | None = UNSET
    """The books stay closed through that day; left out or null, nothing stays closed."""


async def list_years(request: ApiRequest) -> Reply:
    """The financial years."""
    return await answered(request, LIST, today(request), _shape)


async def set_year(request: ApiRequest) -> Reply:
    """Add a year, or change the end of the one that starts on that day."""
    body: YearBody = request.body
    command = YearChange(
        body.starts_on, body.ends_on, body.exception, given(body.reason), notice_on=given(body.notice_on)
    )
    return await changed(request, CHANGE, command, _shape)


async def close_years(request: ApiRequest) -> Reply:
    """Close the books."""
    body: CloseBody = request.body
    return await changed(request, CLOSE, Closing(body.through), _shape)


async def reopen_years(request: ApiRequest) -> Reply:
    """Open closed books again."""
    body: ReopenBody = request.body
    return await changed(request, REOPEN, Reopening(given(body.through), body.reason), _shape)


def _shape(years: list[FinancialYear]) -> Reply:
    return Reply(year_list(years))


OPERATIONS = (
    Operation(
        name="list_years",
        method="GET",
        kept=True,
        path="/api/years",
        summary="List financial years",
        tag="Years",
        handler=list_years,
        replies={200: _REPLY},
    ),
    Operation(
        name="set_year",
        method="POST",
        path="/api/years",
        summary="Add or change a financial year",
        tag="Years",
        description=(
            "The year that starts on `starts_on` ends on `ends_on` from now on; where there is none, it is added. The "
            "open years behind one whose end moves, or that begins before all others, are laid anew, twelve months "
            "each. "
            "Years follow one another without gap or overlap; a company's is at most 18 months long, and "
            "it lengthens a year once in five years (a conflict within them; `exception` with its `reason` overrides)."
        ),
        scope="write",
        handler=set_year,
        replies={200: _REPLY},
        body=YearBody,
        body_example={"starts_on": "2026-04-01", "ends_on": "2027-03-31"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="close_years",
        method="POST",
        path="/api/years/close",
        summary="Close the books",
        tag="Years",
        description="Nothing is dated in a closed year any more: a later change is posted on the first open day.",
        scope="write",
        handler=close_years,
        replies={200: _REPLY},
        body=CloseBody,
        body_example={"through": "2025-03-31"},
        idempotent=True,
    ),
    Operation(
        name="reopen_years",
        method="POST",
        path="/api/years/reopen",
        summary="Reopen the books",
        tag="Years",
        scope="admin",
        handler=reopen_years,
        replies={200: _REPLY},
        body=ReopenBody,
        body_example={"through": None, "reason": "The accountant's adjustments"},
        idempotent=True,
    ),
)
