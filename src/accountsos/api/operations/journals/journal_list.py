"""Journals: a page of them, or all as a file."""

from __future__ import annotations

from accountsos.api.operations.external import CALLED
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import (
    FROM,
    LIMIT_OR_ALL,
    TO,
    UPDATED_SINCE,
    day_and_number,
    page_of,
    paging_of,
)
from accountsos.api.operations.run import answered
from accountsos.web.parameters import Ids, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.journals import journal_list, journal_table
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import KINDS, JournalPage, JournalQuestion

QUERY = (
    FROM,
    TO,
    QueryParameter("kind", OneOf(KINDS), "Only of this kind."),
    UPDATED_SINCE,
    QueryParameter("ids", Ids("je_"), "Only these; unknown ones are left out."),
    CALLED,
    *page_of("journals", LIMIT_OR_ALL),
)
FILE = ListFile(
    name="journals",
    title="Journals",
    pages=post_journal.journals_in_pages,
    table=lambda _, page: journal_table(page),
    on_paper=("date", "narration", "kind", "auto_reverse_on", "undone", "amount"),
)


async def list_all(request: ApiRequest) -> Reply:
    """A page of journals, newest first, or all of them as a file."""
    query, paging = request.query, paging_of(request, "journals")

    def question(limit: int) -> JournalQuestion:
        return JournalQuestion(
            limit,
            paging.offset,
            query["from"],
            query["to"],
            query["kind"],
            query["ids"],
            day_and_number(paging),
            query["updated_since"],
            query["external_id"],
        )

    if request.reply_format != "json":
        return await FILE.answer(request, QUERY, post_journal.LIST, question)

    def shape(page: JournalPage) -> Reply:
        return Reply(journal_list(page, paging=paging))

    return await answered(request, post_journal.LIST, question(paging.limit + 1), shape)
