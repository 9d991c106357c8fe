"""Deadlines: list, enter one's own, mark as met, and what they depend on."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import NOT_BLANK, VISIBLE, Notes, changes_in, given, pence_given
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import today
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed, gone
from accountsos.uk_rules.deadline_settings import DeadlineSettings
from accountsos.web.parameters import Flag, Id, OneOf, WholeNumber
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.fields import DateField, MoneyField
from accountsos.wire.shapes.deadlines import (
    DeadlineList,
    OneDeadline,
    OneSettings,
    OneToken,
    TokenOut,
    deadline_list,
    deadline_out,
    deadline_table,
    settings_out,
)
from accountsos.workflows.deadlines import manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import LIST, Deadline, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import TYPES, DeadlineChange, NewDeadline
from accountsos.workflows.in_pages import at_once

Title = Annotated[str, form(VISIBLE, NOT_BLANK, min_length=1, max_length=200)]
DeadlineType = Literal[
    "vat", "corporation_tax", "accounts", "confirmation_statement", "paye", "self_assessment", "mtd_itsa", "other"
]
QUERY = (
    QueryParameter("type", OneOf(TYPES), "Only those of one kind."),
    QueryParameter("days", WholeNumber(0, 36_500), "Only those due within so many days.", default=365),
    QueryParameter("include_completed", Flag(), "Also those that are met.", default=False),
)
FILE = ListFile(
    name="deadlines",
    title="Deadlines",
    pages=at_once(LIST.run),
    table=lambda _, found: deadline_table(found),
    on_paper=("due_date", "title", "status", "amount", "penalty"),
)
_ID = PathId("deadline_id", Id("ddl_"), "The deadline.", "ddl_vat_return_20260331")
_DEADLINE: dict[str, Any] = {
    "id": "ddl_vat_return_20260331",
    "type": "vat",
    "title": "VAT return and payment, quarter to 31 Mar 2026",
    "due_date": "2026-05-07",
    "days_until": 12,
    "status": "due_soon",
    "period": {"from": "2026-01-01", "to": "2026-03-31"},
    "authority": "HMRC",
    "amount": Decimal("1834.20"),
    "rule": "SI 1995/2518 reg 25",
    "penalty": "Return late: one point, £200 at 4 points and for each later one.",
    "advice": "By direct debit HMRC collects on 12 May 2026.",
    "notes": None,
    "warnings": [],
}


class PayrollBody(Body, frozen=True):
    """What an employer or contractor has to do."""

    since: DateField
    until: DateField | None = None
    has_employees: bool = True
    pays_quarterly: bool = False
    cis_contractor: bool = False
    benefits_in_kind: bool = False


class SettingsBody(Body, frozen=True):
    """What deadlines depend on; a field that is left out stays, null takes it back."""

    payroll: PayrollBody | UnsetType | None = UNSET
    confirmation_statements: Annotated[list[DateField], Meta(max_length=100)] | UnsetType | None = UNSET
    """The days up to which confirmation statements were made up."""
    payments_on_account: bool | UnsetType | None = UNSET
    vat_payments_on_account: bool | UnsetType | None = UNSET
    """A large payer of VAT: two payments on account a quarter, all on the last working day of a month."""
    nation: Literal["england_and_wales", "scotland", "northern_ireland"] | UnsetType | None = UNSET
    associated_companies: Annotated[int, Meta(ge=0, le=1000)] | UnsetType | None = UNSET
    tracked_from: DateField | UnsetType | None = UNSET
    """What was due before that day is not shown. The day the company was added where nothing is said."""


class NewDeadlineBody(Body, frozen=True):
    """A deadline of one's own."""

    title: Title
    due_date: DateField
    type: DeadlineType = "other"
    amount: MoneyField | UnsetType | None = UNSET
    notes: Notes | UnsetType | None = UNSET


class DeadlineChangeBody(Body, frozen=True):
    """What to change; of a deadline of the law only whether it is met."""

    completed: bool | UnsetType = UNSET
    completed_on: DateField | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    due_date: DateField | UnsetType = UNSET
    amount: MoneyField | UnsetType | None = UNSET
    notes: Notes | UnsetType | None = UNSET


async def list_deadlines(request: ApiRequest) -> Reply:
    """What is due, soonest first."""
    query = request.query
    question = DeadlineQuestion(today(request), query["days"], query["type"], query["include_completed"])
    if request.reply_format != "json":
        return await FILE.answer(request, QUERY, LIST, lambda _: question)

    def shape(found: list[Deadline]) -> Reply:
        return Reply(deadline_list(found))

    return await answered(request, LIST, question, shape)


async def show_deadline(request: ApiRequest) -> Reply:
    """One deadline."""
    return await answered(request, manage_deadlines.SHOW, (request.ids["deadline_id"], today(request)), _shape)


def _shape(deadline: Deadline) -> Reply:
    return Reply(OneDeadline(deadline_out(deadline)))


async def add_deadline(request: ApiRequest) -> Reply:
    """Enter a deadline of one's own."""
    body: NewDeadlineBody = request.body
    amount = pence_given(body.amount)
    command = NewDeadline(
        title=body.title,
        due_date=body.due_date,
        today=today(request),
        type=body.type,
        amount=None if isinstance(amount, UnsetType) else amount,
        notes=given(body.notes),
    )
    return await changed(
        request, manage_deadlines.ADD, command, lambda d: Reply(OneDeadline(deadline_out(d)), status=201)
    )


async def change_deadline(request: ApiRequest) -> Reply:
    """Mark as met, or change one's own."""
    body: DeadlineChangeBody = request.body
    changes = changes_in(
        completed=body.completed,
        completed_on=body.completed_on,
        title=body.title,
        due_date=body.due_date,
        amount=pence_given(body.amount),
        notes=body.notes,
    )
    command = DeadlineChange(request.ids["deadline_id"], today(request), changes)
    return await changed(request, manage_deadlines.CHANGE, command, _shape)


async def remove_deadline(request: ApiRequest) -> Reply:
    """Take one's own off the list."""
    return await changed(request, manage_deadlines.REMOVE, (request.ids["deadline_id"], today(request)), gone)


async def show_settings(request: ApiRequest) -> Reply:
    """What deadlines depend on."""
    return await answered(request, manage_deadlines.SHOW_SETTINGS, None, _settings)


async def change_settings(request: ApiRequest) -> Reply:
    """Say what deadlines depend on."""
    body: SettingsBody = request.body
    fields = {name: getattr(body, name) for name in body.__struct_fields__}
    payroll = fields["payroll"]
    if isinstance(payroll, PayrollBody):
        fields["payroll"] = msgspec.structs.asdict(payroll)
    return await changed(request, manage_deadlines.CHANGE_SETTINGS, changes_in(**fields), _settings)


def _settings(said: DeadlineSettings) -> Reply:
    return Reply(OneSettings(settings_out(said)))


async def make_calendar_token(request: ApiRequest) -> Reply:
    """A new address for the calendar feed; the one before stops working."""
    return await changed(
        request,
        manage_deadlines.MAKE_TOKEN,
        None,
        lambda token: Reply(OneToken(TokenOut(token, f"/calendar/{token}.ics")), status=201),
        kept_body=lambda _: msgspec.json.encode(OneToken(TokenOut(None, None))),
    )


async def revoke_calendar_token(request: ApiRequest) -> Reply:
    """Close the calendar feed."""
    return await changed(request, manage_deadlines.REVOKE_TOKEN, None, gone)


_SETTINGS_EXAMPLE: dict[str, Any] = {
    "deadline_settings": {
        "payroll": {
            "since": "2025-06-01",
            "until": None,
            "has_employees": True,
            "pays_quarterly": False,
            "cis_contractor": False,
            "benefits_in_kind": False,
        },
        "confirmation_statements": ["2025-03-31"],
        "payments_on_account": True,
        "vat_payments_on_account": False,
        "nation": "england_and_wales",
        "associated_companies": 0,
        "tracked_from": None,
    }
}
_ONE = ReplyShape("The deadline as it is now.", OneDeadline, example={"deadline": _DEADLINE})
_SETTINGS = ReplyShape("What deadlines depend on.", OneSettings, example=_SETTINGS_EXAMPLE)

OPERATIONS = (
    Operation(
        name="list_deadlines",
        method="GET",
        kept=True,
        path="/api/deadlines",
        summary="List deadlines",
        tag="Deadlines",
        description=(
            "Computed from the company's profile, its VAT periods and what was filed, and those entered by hand; "
            "soonest first. Overdue ones always come."
        ),
        handler=list_deadlines,
        replies={200: ReplyShape("The deadlines.", DeadlineList, example={"deadlines": [_DEADLINE]})},
        query=QUERY,
        formats=FORMATS,
    ),
    Operation(
        name="add_deadline",
        method="POST",
        path="/api/deadlines",
        summary="Enter a deadline",
        tag="Deadlines",
        scope="write",
        handler=add_deadline,
        location="/api/deadlines/{deadline_id}",
        replies={201: _ONE},
        body=NewDeadlineBody,
        body_example={"title": "Renew the insurance", "due_date": "2026-09-01", "type": "other"},
        idempotent=True,
    ),
    Operation(
        name="show_deadline",
        method="GET",
        kept=True,
        path="/api/deadlines/{deadline_id}",
        summary="Show a deadline",
        tag="Deadlines",
        description="One that follows from the law, or one's own, as it stands today.",
        handler=show_deadline,
        replies={200: ReplyShape("The deadline.", OneDeadline, example={"deadline": _DEADLINE})},
        ids=(_ID,),
    ),
    Operation(
        name="change_deadline",
        method="PATCH",
        path="/api/deadlines/{deadline_id}",
        summary="Change a deadline",
        tag="Deadlines",
        scope="write",
        handler=change_deadline,
        replies={200: _ONE},
        ids=(_ID,),
        body=DeadlineChangeBody,
        body_example={"completed": True, "completed_on": "2026-03-05"},
        idempotent=True,
    ),
    Operation(
        name="remove_deadline",
        method="DELETE",
        path="/api/deadlines/{deadline_id}",
        summary="Remove a deadline of your own",
        tag="Deadlines",
        description="One that follows from the law stays: that is a conflict.",
        scope="write",
        handler=remove_deadline,
        replies={204: ReplyShape("It is gone.")},
        ids=(_ID,),
        errors=("conflict",),
    ),
    Operation(
        name="show_deadline_settings",
        method="GET",
        kept=True,
        path="/api/deadline-settings",
        summary="Show what deadlines depend on",
        tag="Deadlines",
        handler=show_settings,
        replies={200: _SETTINGS},
    ),
    Operation(
        name="change_deadline_settings",
        method="PATCH",
        path="/api/deadline-settings",
        summary="Say what deadlines depend on",
        tag="Deadlines",
        scope="write",
        handler=change_settings,
        replies={200: _SETTINGS},
        body=SettingsBody,
        body_example={"payroll": {"since": "2025-06-01"}, "tracked_from": "2025-04-01"},
        idempotent=True,
    ),
    Operation(
        name="make_calendar_token",
        method="POST",
        path="/api/calendar-token",
        summary="Open the calendar feed",
        tag="Deadlines",
        description=(
            "The reply's `path` is an iCalendar feed of the deadlines that needs no key: whoever has the address reads "
            "it. Shown this once; a new token closes the one before."
        ),
        scope="admin",
        handler=make_calendar_token,
        location=None,
        replies={
            201: ReplyShape(
                "The token.", OneToken, example={"calendar_token": {"token": "S" * 40, "path": "/calendar/SSSS….ics"}}
            )
        },
        idempotent=True,
    ),
    Operation(
        name="revoke_calendar_token",
        method="DELETE",
        path="/api/calendar-token",
        summary="Close the calendar feed",
        tag="Deadlines",
        scope="admin",
        handler=revoke_calendar_token,
        replies={204: ReplyShape("It is closed.")},
    ),
)
