"""A report as one value: question, making, shape, table; operation, CSV and command come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from accountsos.api.csv_reply import csv_reply
from accountsos.api.figure_link import figure_link
from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.parameters import known_at
from accountsos.api.operations.run import answered
from accountsos.dates import rfc3339
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.shown import Shown
from accountsos.workflows.unit_of_work import ReadWorkflow

Q = TypeVar("Q")
R = TypeVar("R")

FORMATS = ("json", "csv")


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
    download: Callable[[R], str] | None = None
    """The name of the file where one operation has several reports."""
    commands: tuple[ReportCommand, ...]
    """`make commands` writes them where the command line reads them at once, without importing this."""

    def operation(self) -> Operation:
        """The operation of the API that answers with this report."""
        return Operation(
            name=self.operation_name,
            method="GET",
            path=f"/api/reports/{self.name}",
            summary=self.title,
            tag=self.tag,
            description=self.description,
            handler=self._answer,
            replies={200: ReplyShape(self.says, self.reply, example=self.example)},
            query=self.parameters,
            exclusive=self.exclusive,
            formats=FORMATS,
        )

    async def _answer(self, request: ApiRequest) -> Reply:
        def formed(found: R) -> Reply:
            name = self.name if self.download is None else self.download(found)
            return report_reply(request, name, lambda: self.shape(found, shown_to(request)), lambda: self.table(found))

        return await answered(request, self.make, self.question(request), formed)


def report_reply(
    request: ApiRequest, name: str, report: Callable[[], msgspec.Struct], table: Callable[[], Table]
) -> Reply:
    """The report in the form that was asked for."""
    if request.reply_format == "csv":
        return csv_reply(*table(), file_name=f"{name}.csv")
    return Reply(report())


def shown_to(request: ApiRequest) -> Shown:
    """Who asks, and how links are written for them."""
    moment = known_at(request) if "known_at" in request.query else None
    return Shown(request.caller.company, None if moment is None else rfc3339(moment), figure_link, request.query)
