"""A report as one value: question, making, shape, table; operation, CSV and command come from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec

from accountsos.api.csv_facts import csv_facts
from accountsos.api.csv_reply import CsvFile, TableFile, csv_reply
from accountsos.api.figure_link import figure_link
from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import known_at
from accountsos.api.operations.run import answered
from accountsos.api.pdf_reply import PdfFile, on_paper
from accountsos.api.xlsx_reply import XlsxFile, xlsx_reply
from accountsos.dates import rfc3339
from accountsos.web.query import QueryParameter
from accountsos.web.report import Tabled
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.encode import encode_json
from accountsos.wire.json_gate import parse_json
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.shown import Shown
from accountsos.workflows.reports.for_a_file import InPages, Whose, all_pages, with_company
from accountsos.workflows.unit_of_work import ReadWorkflow

Q = TypeVar("Q")
R = TypeVar("R")

FORMATS = ("json", "csv", "xlsx", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCommand:
    """How the report is asked for in a shell: `accountsos report <name>`."""

    summary: str
    """One sentence, as the list of commands shows it."""
    title: str
    """The heading over the table; it and `then` hold `{paths}` of the report, such as `{from}`."""
    examples: tuple[str, ...]
    """What a person would type after the command's words."""
    name: str = ""
    """The command's own word where it is not the report's name."""
    also: tuple[str, ...] = ()
    """The words of a second command for the same, in the group of its subject: `invoices aged debtors`."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Parameters that the command's words themselves say."""
    then: tuple[str, ...] = ()
    """Sentences after the table."""
    each: tuple[str, ...] = ()
    """A sentence for each thing: of which list, the sentence and, where they lie inside it, of which list in that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSpec(Generic[Q, R]):
    """A report under `/api/reports/`, in JSON and as a table, and the commands that ask for it."""

    name: str
    """As in the path and in a download's name: `profit-loss`."""
    operation_name: str
    title: str
    description: str = ""
    tag: str = "Reports"
    parameters: tuple[QueryParameter, ...]
    exclusive: tuple[tuple[str, str], ...] = ()
    question: Callable[[ApiRequest], Q]
    make: ReadWorkflow[Q, R]
    shape: Callable[[R, Shown], msgspec.Struct]
    table: Callable[[R], Table]
    reply: type[msgspec.Struct]
    says: str = "The report."
    example: object
    errors: tuple[str, ...] = ()
    """Codes it may answer beside those that the framework answers."""
    download: Callable[[R], str] | None = None
    """The name of the file where one operation has several reports."""
    pages: InPages[Q, R] | None = None
    """How all of a report that JSON shows page by page is read for a file."""
    commands: tuple[ReportCommand, ...]
    """`make commands` writes them where the command line reads them at once, without importing this."""

    def operation(self) -> Operation:
        """The operation of the API that answers with this report."""
        return Operation(
            name=self.operation_name,
            method="GET",
            kept=True,
            path=f"/api/reports/{self.name}",
            summary=self.title,
            tag=self.tag,
            description=self.description,
            handler=self._answer,
            replies={200: ReplyShape(self.says, self.reply, example=self.example)},
            query=self.parameters,
            exclusive=self.exclusive,
            errors=self.errors,
            formats=FORMATS,
        )

    async def _answer(self, request: ApiRequest) -> Reply:
        question, form = self.question(request), self._form(request)
        if request.reply_format == "json":
            return await answered(request, self.make, question, lambda found: Reply(form.shape(found)))
        if self.pages is not None and request.query["limit"] is None:
            return await in_full(request, self.name, form, self.pages, question)
        return await as_file(request, self.download or self.name, form, self.make, question)

    def _form(self, request: ApiRequest) -> Form[R]:
        shown = shown_to(request)
        return Form(self.title, lambda found: self.shape(found, shown), self.table)

    async def file(self, request: ApiRequest) -> Reply:
        """The report as a file of the format that the request asks for."""
        return await self._answer(request)

    async def tabled(self, request: ApiRequest) -> Tabled:
        """The report as its table, for a page: exactly what stands in its files."""
        question, form = self.question(request), self._form(request)

        def formed(found: tuple[Whose, R]) -> Reply:
            company, report = found
            return Reply(Tabled(_head(request, company, form, report), *form.table(report)))

        tabled = (await answered(request, with_company(self.make, request.query.values()), question, formed)).body
        assert isinstance(tabled, Tabled)
        return tabled


@dataclass(frozen=True, slots=True)
class Form(Generic[R]):
    """How a report looks."""

    title: str
    shape: Callable[[R], msgspec.Struct]
    table: Callable[[R], Table]


async def as_file(
    request: ApiRequest,
    name: str | Callable[[R], str],
    form: Form[R],
    make: ReadWorkflow[Q, R],
    question: Q,
) -> Reply:
    """The report as one table: in CSV, as a workbook or on paper."""

    def formed(found: tuple[Whose, R]) -> Reply:
        company, report = found
        named = name if isinstance(name, str) else name(report)
        columns, rows = form.table(report)
        head = _head(request, company, form, report)
        if request.reply_format == "xlsx":
            return xlsx_reply(columns, rows, name=named, title=form.title, head=head)
        if request.reply_format == "pdf":
            paper = PdfFile(request)
            paper.begin(columns, head)
            paper.add(rows)
            return paper.reply(named)
        return csv_reply(columns, rows, file_name=f"{named}.csv", head=head)

    whole = with_company(make, request.query.values())
    return await on_paper(await answered(request, whole, question, formed))


async def in_full(request: ApiRequest, name: str, form: Form[R], pages: InPages[Q, R], question: Q) -> Reply:
    """The report as a table of all its rows, whatever a page of it holds."""

    def written(read: Iterator[R], company: Whose) -> TableFile:
        file = _file(request, form.title)
        for n, page in enumerate(read):
            columns, rows = form.table(page)
            if n == 0:
                file.begin(columns, _head(request, company, form, page))
            file.add(rows)
        return file

    whole = all_pages(name, pages, written, request.query.values())
    return await on_paper(await answered(request, whole, question, lambda file: file.reply(name)))


def _file(request: ApiRequest, title: str) -> TableFile:
    if request.reply_format == "pdf":
        return PdfFile(request)
    return XlsxFile(title) if request.reply_format == "xlsx" else CsvFile()


def _head(request: ApiRequest, company: Whose, form: Form[R], report: R) -> list[tuple[str, object]]:
    told: Any = parse_json(encode_json(form.shape(report)))
    paper = request.reply_format == "pdf"
    query = {name: company.in_words(value, with_id=not paper) for name, value in request.query.items()}
    facts = csv_facts(company, form.title, told, query, request.now)
    return [("company", company.name), *facts[1:]] if paper else facts


def shown_to(request: ApiRequest) -> Shown:
    """Who asks, and how links are written for them."""
    moment = known_at(request) if "known_at" in request.query else None
    return Shown(request.caller.company, None if moment is None else rfc3339(moment), figure_link, request.query)
