"""Journals: say what another system calls one."""

from __future__ import annotations

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.examples import JOURNAL
from accountsos.api.operations.external import Called, said_of
from accountsos.api.operations.journals.post_journals import JOURNAL_ID
from accountsos.api.operations.run import changed
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.journals import OneJournal, journal_out
from accountsos.workflows.journals import call_journal
from accountsos.workflows.journals.post_journal import JournalState


class JournalChangeBody(Called, frozen=True, kw_only=True):
    """What to change; a field that is left out stays, null clears."""


async def change_journal(request: ApiRequest) -> Reply:
    """Say what another system calls it."""
    asked = (request.ids["journal_id"], said_of(request.body))
    return await changed(request, call_journal.CALL, asked, _shape)


def _shape(state: JournalState) -> Reply:
    return Reply(OneJournal(journal_out(state)))


OPERATIONS = (
    Operation(
        name="change_journal",
        method="PATCH",
        path="/api/journals/{journal_id}",
        summary="Say what another system calls a journal",
        tag="Journals",
        description="What a journal posted never changes; what is kept beside it for another system does.",
        scope="write",
        handler=change_journal,
        replies={200: ReplyShape("The journal as it is now.", OneJournal, example={"journal": JOURNAL})},
        ids=(JOURNAL_ID,),
        body=JournalChangeBody,
        body_example={"external_id": "payroll-2026-03", "metadata": {"run": "March"}},
        errors=("conflict",),
        idempotent=True,
    ),
)
