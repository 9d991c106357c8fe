"""The audit log."""

from __future__ import annotations

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.examples import EVENT, PAGE_OF_ONE
from accountsos.api.operations.parameters import PAGE
from accountsos.api.operations.run import answered
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.companies.company import EventList, event_list
from accountsos.workflows.companies.manage_company import AUDIT, AuditPage


async def list_events(request: ApiRequest) -> Reply:
    """A page of the audit log."""
    limit, offset = request.query["limit"], request.query["offset"]

    def shape(page: AuditPage) -> Reply:
        return Reply(event_list(request.caller.company, page, limit=limit, offset=offset))

    return await answered(request, AUDIT, (limit, offset), shape)


OPERATIONS = (
    Operation(
        name="list_events",
        method="GET",
        path="/api/audit",
        summary="Read the audit log",
        tag="Audit",
        description="Every accepted change: who, when, what, before and after. Newest first.",
        handler=list_events,
        replies={
            200: ReplyShape("A page of the log.", EventList, example={"events": [EVENT], "pagination": PAGE_OF_ONE})
        },
        query=PAGE,
    ),
)
