"""A list as a file: all of its rows in CSV, as a workbook or on paper, for the API, the command line and the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import msgspec

from accountsos.api.csv_facts import told_in_words
from accountsos.api.operations.reports.report_spec import Form, as_file, in_full
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.reports.for_a_file import InPages
from accountsos.workflows.unit_of_work import ReadWorkflow

Q = TypeVar("Q")
R = TypeVar("R")
P = TypeVar("P")


class NothingMore(msgspec.Struct, frozen=True):
    """What the file of a list tells of itself beside what was asked for: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile(Generic[Q, R]):
    """A list that is also a file to keep."""

    name: str
    """As in a download's name, and as the dashboard asks for it."""
    title: str
    pages: InPages[Q, R]
    """All of it, page after page."""
    table: Callable[[int, R], Table]
    """The rows of a page; the company is needed for ids."""
    on_paper: tuple[str, ...]
    """The columns that a person reads; a spreadsheet has all."""

    async def whole(self, request: ApiRequest, question: Q) -> Reply:
        """Every row that the question finds; the request's query says in words what was asked."""
        return await in_full(request, self.name, self._form(request), self.pages, question)

    async def answer(
        self,
        request: ApiRequest,
        parameters: Sequence[QueryParameter],
        make: ReadWorkflow[P, R],
        question: Callable[[int], P],
    ) -> Reply:
        """The file that the API is asked for: every row, or a page where one is asked for.

        What the API asks is one of the questions that a page of the dashboard may ask as well.
        """
        limit: int | None = request.query.get("limit")
        asked = msgspec.structs.replace(request, query=told_in_words(parameters, request.query))
        if limit is None:
            return await self.whole(asked, cast(Q, question(0)))
        return await as_file(asked, self.name, self._form(request), make, question(limit))

    def _form(self, request: ApiRequest) -> Form[R]:
        company, paper = request.caller.company, request.reply_format == "pdf"

        def table(page: R) -> Table:
            columns, rows = self.table(company, page)
            if not paper:
                return columns, rows
            shown = [columns.index(column) for column in self.on_paper if column in columns]
            return [columns[n] for n in shown], [[row[n] for n in shown] for row in rows]

        return Form(self.title, _nothing_more, table)


def _nothing_more(_: Any) -> NothingMore:
    return NothingMore()
