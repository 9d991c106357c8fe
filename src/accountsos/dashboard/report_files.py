"""Reports as tables and files: asked as the API asks them, so that a page, its file and the API say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountsos.dashboard.page import Download
from accountsos.dashboard.request import Request
from accountsos.errors import NotFound
from accountsos.web.context import Caller
from accountsos.web.report import OfferedReport
from accountsos.web.request import ApiRequest, FileBody

FORMATS = ("pdf", "xlsx", "csv")


def report_named(request: Request, name: str) -> OfferedReport:
    """The report of that name; NotFound where there is none."""
    found = next((each for each in request.context.reports if each.name == name), None)
    if found is None:
        raise NotFound("there is no such report")
    return found


def asked_of(request: Request, report: OfferedReport, values: Mapping[str, Any], form: str = "json") -> ApiRequest:
    """The request as the API would have read it; what is not said has its default."""
    person = request.person.user if request.person is not None else None
    name = "" if person is None else person.name or person.email
    return ApiRequest(
        caller=Caller("", request.company, request.company_id, "read", name=name),
        query={each.name: values.get(each.name, each.default) for each in report.parameters},
        ids={},
        body=None,
        now=request.now,
        request_id=request.request_id,
        reply_format=form,
        books=request.context.books,
    )


async def downloaded(request: Request, name: str, values: Mapping[str, Any]) -> Download | None:
    """The report as the file that the address asks for; None where it asks for the page."""
    form = request.query.get("format", "")
    if form not in FORMATS:
        return None
    report = report_named(request, name)
    reply = await report.file(asked_of(request, report, values, form))
    body = reply.body
    content = b"".join(body.pieces()) if isinstance(body, FileBody) else body
    assert isinstance(content, bytes), "a file is bytes"
    return Download(content, reply.content_type, reply.headers)
