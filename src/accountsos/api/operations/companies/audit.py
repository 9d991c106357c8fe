"""The audit log."""

from __future__ import annotations

from typing import Any

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.examples import EVENT, EVENT_ID, PAGE_OF_ONE
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import LIMIT_OR_ALL, page_of, paging_of, whole_number_of
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.common import Paging
from accountsos.wire.shapes.companies.audit_table import audit_table
from accountsos.wire.shapes.companies.company import EventList, OneEvent, event_list, one_event
from accountsos.wire.shapes.entries import place_of_event
from accountsos.workflows.companies.look_through_log import PAGE, log_in_pages
from accountsos.workflows.companies.manage_company import AUDIT, AuditPage, LogPage
from accountsos.workflows.companies.manage_company import EVENT as ONE_EVENT

QUERY = page_of("events", LIMIT_OR_ALL)
FILE = ListFile(
    name="audit",
    title="Audit log",
    pages=log_in_pages,
    table=audit_table,
    on_paper=("date", "time", "who", "what", "about"),
)


async def list_events(request: ApiRequest) -> Reply:
    """A page of the audit log, or all of it as a file."""
    paging = paging_of(request, "events")
    if request.reply_format != "json":
        return await FILE.answer(request, QUERY, PAGE, lambda limit: _page(paging, limit))

    def shape(page: AuditPage) -> Reply:
        return Reply(event_list(request.caller.company, page, paging=paging))

    return await answered(request, AUDIT, _page(paging, paging.limit + 1), shape)


def _page(paging: Paging, limit: int) -> LogPage:
    if paging.after is None:
        return limit, paging.offset
    return limit, paging.offset, (whole_number_of(paging), paging.after[1])


async def show_event(request: ApiRequest) -> Reply:
    """One row of it."""
    company = request.caller.company

    def shape(row: Any) -> Reply:
        return Reply(one_event(company, row))

    return await answered(request, ONE_EVENT, place_of_event(company, request.ids["event_id"]), shape)


OPERATIONS = (
    Operation(
        name="list_events",
        method="GET",
        kept=True,
        path="/api/audit",
        summary="Read the audit log",
        tag="Audit",
        description="Every accepted change: who, when, what, before and after. Newest first.",
        handler=list_events,
        replies={
            200: ReplyShape("A page of the log.", EventList, example={"events": [EVENT], "pagination": PAGE_OF_ONE})
        },
        query=QUERY,
        formats=FORMATS,
    ),
    Operation(
        name="show_event",
        method="GET",
        kept=True,
        path="/api/audit/{event_id}",
        summary="Show an event of the audit log",
        tag="Audit",
        handler=show_event,
        replies={200: ReplyShape("The event.", OneEvent, example={"event": EVENT})},
        ids=(PathId("event_id", Id("evt_"), "The event.", EVENT_ID),),
    ),
)
