"""Reports as tables and files: asked as the API asks them, so that a page, its file and the API say the same."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

from accountsos.dashboard.forms import Mistake
from accountsos.dashboard.page import Download
from accountsos.dashboard.request import Request
from accountsos.errors import BadRequest, NotFound, Unavailable
from accountsos.web.context import Caller
from accountsos.web.report import OfferedReport
from accountsos.web.request import ApiRequest, FileBody, Reply
from accountsos.wire.pdf_table import ROWS_MOST

FORMATS = ("pdf", "xlsx", "csv")
FORMAT = "format"
"""As the address and a refusal name it."""


def report_named(request: Request, name: str) -> OfferedReport:
    """The report of that name; NotFound where there is none."""
    found = next((each for each in request.context.reports if each.name == name), None)
    if found is None:
        raise NotFound("there is no such report")
    return found


def asked_of(request: Request, report: OfferedReport, values: Mapping[str, Any], form: str = "json") -> ApiRequest:
    """The request as the API would have read it; what is not said has its default."""
    return _as_read(request, {each.name: values.get(each.name, each.default) for each in report.parameters}, form)


def _as_read(request: Request, query: Mapping[str, Any], form: str) -> ApiRequest:
    person = request.person.user if request.person is not None else None
    name = "" if person is None else person.name or person.email
    return ApiRequest(
        caller=Caller("", request.company, request.company_id, "read", name=name),
        query=dict(query),
        ids={},
        body=None,
        now=request.now,
        request_id=request.request_id,
        reply_format=form,
        books=request.context.books,
    )


async def downloaded(request: Request, name: str, values: Mapping[str, Any]) -> Download | None:
    """The report as the file that the address asks for; None where it asks for the page, or cannot be printed."""
    form = request.query.get("format", "")
    if form not in FORMATS:
        return None
    report = report_named(request, name)
    return await _printed(request, report.file(asked_of(request, report, values, form)))


async def list_downloaded(
    request: Request, name: str, question: object, asked: Mapping[str, object]
) -> Download | None:
    """The list as the file that the address asks for, whole; `asked` says on it in words what was asked.

    None where the page is asked for, or where the file would be too long: the page then says so.
    """
    form = request.query.get("format", "")
    found = next((each for each in request.context.lists if each.name == name), None)
    if form not in FORMATS or found is None:
        return None
    told = {word: value for word, value in asked.items() if value}
    return await _printed(request, found.whole(_as_read(request, told, form), question))


TOO_LONG = f"Paper takes {ROWS_MOST:,} lines, and there are more. Ask for fewer days, or take it as Excel or CSV."
BUSY = "The printer has too much to do. Try again in a minute, or take it as Excel or CSV."


async def _printed(request: Request, file: Awaitable[Reply]) -> Download | None:
    """The file; None where paper is not for it: the page says why, and where the other files are."""
    try:
        return _download(await file)
    except BadRequest as refused:
        if refused.param != FORMAT:
            raise
        request.state.mistakes.append(Mistake(TOO_LONG, FORMAT, "files"))
    except Unavailable:
        request.state.mistakes.append(Mistake(BUSY, FORMAT, "files"))
    return None


def _download(reply: Reply) -> Download:
    body = reply.body
    content = b"".join(body.pieces()) if isinstance(body, FileBody) else body
    assert isinstance(content, bytes), "a file is bytes"
    return Download(content, reply.content_type, reply.headers)
