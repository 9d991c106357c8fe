"""A sole trader's flat rates: working at home, living at the business premises."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import today
from accountsos.api.operations.run import answered, changed
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.fields import DateField
from accountsos.wire.shapes.tax.simplified_expenses import MonthList, month_list
from accountsos.workflows.tax import simplified_expenses
from accountsos.workflows.tax.simplified_expenses import (
    MOST_HOURS,
    MOST_PEOPLE,
    ClaimMonths,
    ShownMonths,
    StateMonth,
)

_MONTHS: dict[str, Any] = {
    "simplified_expenses": [
        {
            "month": "2026-02",
            "hours": 60,
            "people": 0,
            "home_use": Decimal("18.00"),
            "private_use": Decimal("0.00"),
            "posted_home_use": Decimal("0.00"),
            "posted_private_use": Decimal("0.00"),
            "journal_id": None,
        }
    ]
}


class MonthBody(Body, frozen=True):
    """What is to be known of a month; nothing of both takes back what was said of it."""

    month: Annotated[str, form("^[0-9]{4}-[0-9]{2}$", "a month such as 2026-05")]
    """2026-05."""
    hours: Annotated[int, Meta(ge=0, le=MOST_HOURS)] = 0
    """Worked at home for the business; 25 or more count."""
    people: Annotated[int, Meta(ge=0, le=MOST_PEOPLE)] = 0
    """Who live at the business premises."""


class ClaimMonthsBody(Body, frozen=True):
    """Up to when to post."""

    through: DateField
    """Months that are over by that day."""


async def list_months(request: ApiRequest) -> Reply:
    """The months."""
    return await answered(request, simplified_expenses.SHOW, None, _reply)


async def state_month(request: ApiRequest) -> Reply:
    """Say what is to be known of a month."""
    body: MonthBody = request.body
    command = StateMonth(body.month, body.hours, body.people, today(request))
    return await changed(request, simplified_expenses.STATE, command, _reply)


async def claim_months(request: ApiRequest) -> Reply:
    """Post what months come to."""
    body: ClaimMonthsBody = request.body
    return await changed(request, simplified_expenses.CLAIM, ClaimMonths(body.through, today(request)), _reply)


def _reply(shown: ShownMonths) -> Reply:
    return Reply(month_list(shown))


_SHAPE = ReplyShape("Every month, oldest first.", MonthList, example=_MONTHS)
OPERATIONS = (
    Operation(
        name="list_simplified_expenses",
        method="GET",
        path="/api/simplified-expenses",
        summary="List months of flat rates",
        tag="Simplified expenses",
        description="Of a sole trader: what is stated of each month, what it comes to and what of it is posted.",
        handler=list_months,
        replies={200: _SHAPE},
    ),
    Operation(
        name="state_simplified_expenses",
        method="PUT",
        path="/api/simplified-expenses",
        summary="State a month's hours at home, or who lives at the premises",
        tag="Simplified expenses",
        description=(
            "A later statement of the same month supersedes the earlier one. Nothing is posted until it is claimed; "
            "a month that is posted already is put right by the next claim."
        ),
        scope="write",
        handler=state_month,
        replies={200: _SHAPE},
        body=MonthBody,
        body_example={"month": "2026-02", "hours": 60},
    ),
    Operation(
        name="claim_simplified_expenses",
        method="POST",
        path="/api/simplified-expenses/claims",
        summary="Post the flat rates",
        tag="Simplified expenses",
        description=(
            "A journal for each month that is over and does not stand as it comes out, on its last day: use of home "
            "against capital introduced (ITTOIA 2005 s94H), private use of the premises as drawings off the rent "
            "(s94I), never more than the premises cost in the year so far. Both stand in box 21 of SA103F."
        ),
        scope="write",
        handler=claim_months,
        replies={200: _SHAPE},
        body=ClaimMonthsBody,
        body_example={"through": "2026-02-28"},
        errors=("conflict",),
        idempotent=True,
    ),
)
