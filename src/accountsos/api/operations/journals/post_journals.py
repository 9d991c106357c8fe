"""Manual journals and opening balances."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from msgspec import UNSET

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import given
from accountsos.api.operations.examples import CONTACT_ID, ENTRY_ID, JOURNAL, PAGE_OF_ONE
from accountsos.api.operations.external import said_of
from accountsos.api.operations.journals import journal_list
from accountsos.api.operations.journals.journal_bodies import (
    JournalBody,
    JournalLineBody,
    OpeningBalancesBody,
    OpeningLineBody,
)
from accountsos.api.operations.journals.template_values import template_values
from accountsos.api.operations.parameters import page_of, paging_of, today
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed, gone
from accountsos.bookkeeping.look_ups import contact_number
from accountsos.errors import BadRequest
from accountsos.ledger.journals import JournalLine
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.fields import MoneyField
from accountsos.wire.shapes.journals import (
    JournalList,
    OneJournal,
    OneOpeningBalances,
    PostedJournalOut,
    TemplateList,
    journal_out,
    opening_balances_out,
    posted_journal,
    template_list,
)
from accountsos.workflows.external_references import named
from accountsos.workflows.journals import post_journal, restate_opening_balances
from accountsos.workflows.journals.post_journal import (
    JournalState,
    PostJournal,
    PostOpeningBalances,
)
from accountsos.workflows.tax import declare_dividend
from accountsos.workflows.tax.declare_dividend import PostedJournal
from accountsos.workflows.unit_of_work import WriteWorkflow

JOURNAL_ID = PathId("journal_id", Id("je_"), "The entry that the journal posted.", ENTRY_ID)
_EXAMPLE = {"journal": JOURNAL}


def _prepare(db: Any, company: int, asked: tuple[JournalBody, date]) -> Any:
    """The journal with its contacts' ids read as the books know them."""
    body, on = asked

    def contact(contact_id: str, param: str) -> int:
        return contact_number(db, company, contact_id, param)

    command = PostJournal(
        day=body.date,
        narration=given(body.narration) or "",
        auto_reverse_on=given(body.auto_reverse_on),
        template=given(body.template),
        plausible_on=None if body.confirm_date else on,
    )
    if isinstance(body.lines, list):
        lines = [
            replace(_line(line, contact, n), description=given(line.description), vat_code=given(line.vat_code))
            for n, line in enumerate(body.lines)
        ]
        command = replace(command, lines=tuple(lines))
    if command.template is not None:
        command = replace(command, values=template_values(command.template, given(body.values) or {}, contact))
    elif body.values is not UNSET:
        raise BadRequest("`values` are a template's; give `template` too, or `lines` instead.", param="values")
    return declare_dividend.POST.prepare(db, company, command)


def _balances(db: Any, company: int, body: OpeningBalancesBody) -> PostOpeningBalances:
    def contact(contact_id: str, param: str) -> int:
        return contact_number(db, company, contact_id, param)

    lines = [
        replace(_line(line, contact, n), bank_account=given(line.bank_account_id)) for n, line in enumerate(body.lines)
    ]
    return PostOpeningBalances(body.conversion_date, tuple(lines), given(body.post_difference) or False)


def _line(line: JournalLineBody | OpeningLineBody, contact: Any, number: int) -> JournalLine:
    contact_id = given(line.contact_id)
    return JournalLine(
        line.category_id,
        line.debit.pence if isinstance(line.debit, MoneyField) else 0,
        line.credit.pence if isinstance(line.credit, MoneyField) else 0,
        None if contact_id is None else contact(contact_id, f"lines[{number}].contact_id"),
    )


_POST: WriteWorkflow[tuple[JournalBody, date], Any, PostedJournal] = WriteWorkflow(
    declare_dividend.POST.name, _prepare, declare_dividend.POST.apply, short=declare_dividend.POST.short
)
_POST_NAMED = named(_POST, declare_dividend.NAMING)


def _of_body(
    workflow: WriteWorkflow[PostOpeningBalances, PostOpeningBalances, JournalState],
) -> WriteWorkflow[OpeningBalancesBody, PostOpeningBalances, JournalState]:
    """The workflow on what was sent: contacts of a body are looked up in the same view."""

    def prepare(db: Any, company: int, body: OpeningBalancesBody) -> PostOpeningBalances:
        return workflow.prepare(db, company, _balances(db, company, body))

    return WriteWorkflow(
        workflow.name, prepare, workflow.apply, short=workflow.short, person_needs=workflow.person_needs
    )


_POST_OPENING = _of_body(post_journal.POST_OPENING)
_STATE_OPENING = _of_body(restate_opening_balances.STATE)


async def list_templates(request: ApiRequest) -> Reply:
    """The templates."""
    return Reply(template_list(paging=paging_of(request, "templates")))


async def show_journal(request: ApiRequest) -> Reply:
    """One journal."""
    return await answered(request, post_journal.SHOW, request.ids["journal_id"], _shape)


async def post_a_journal(request: ApiRequest) -> Reply:
    """Post a journal."""
    asked = (request.body, today(request))
    return await changed(
        request, _POST_NAMED, (asked, said_of(request.body)), lambda posted: Reply(posted_journal(posted), status=201)
    )


async def undo_journal(request: ApiRequest) -> Reply:
    """Take a journal back by reversal."""
    return await changed(request, post_journal.UNDO, request.ids["journal_id"], gone)


async def show_opening_balances(request: ApiRequest) -> Reply:
    """The opening balances that stand."""
    return await answered(request, post_journal.SHOW_OPENING, None, lambda state: Reply(opening_balances_out(state)))


async def post_opening_balances(request: ApiRequest) -> Reply:
    """Enter the trial balance with which the books start."""
    return await changed(
        request, _POST_OPENING, request.body, lambda state: Reply(opening_balances_out(state), status=201)
    )


async def state_opening_balances(request: ApiRequest) -> Reply:
    """State the opening balances anew."""
    return await changed(request, _STATE_OPENING, request.body, lambda state: Reply(opening_balances_out(state)))


async def withdraw_opening_balances(request: ApiRequest) -> Reply:
    """Take the opening balances back."""
    return await changed(request, restate_opening_balances.WITHDRAW, None, gone)


def _shape(state: JournalState) -> Reply:
    return Reply(OneJournal(journal_out(state)))


_OPENING: dict[str, Any] = {
    "opening_balances": {"conversion_date": "2025-04-01", "journal": {**JOURNAL, "kind": "opening_balances"}}
}
_OPENING_BODY: dict[str, Any] = {
    "conversion_date": "2025-04-01",
    "lines": [
        {"category_id": "cat_bank", "bank_account_id": "ba_main", "debit": 1000.00},
        {"category_id": "cat_share_capital", "credit": 100.00},
        {"category_id": "cat_retained", "credit": 900.00},
    ],
}

OPERATIONS = (
    Operation(
        name="list_journals",
        method="GET",
        kept=True,
        path="/api/journals",
        summary="List journals",
        tag="Journals",
        handler=journal_list.list_all,
        replies={
            200: ReplyShape(
                "A page of journals.", JournalList, example={"journals": [JOURNAL], "pagination": PAGE_OF_ONE}
            )
        },
        query=journal_list.QUERY,
        formats=FORMATS,
    ),
    Operation(
        name="list_journal_templates",
        method="GET",
        path="/api/journals/templates",
        summary="List journal templates",
        tag="Journals",
        description="Journals that recur: payroll, depreciation, stock, accruals, dividends, corporation tax.",
        handler=list_templates,
        replies={
            200: ReplyShape(
                "A page of templates.",
                TemplateList,
                example={
                    "templates": [
                        {
                            "key": "dividend",
                            "title": "Dividend",
                            "description": "A dividend declared.",
                            "fields": [
                                {
                                    "name": "amount",
                                    "kind": "amount",
                                    "description": "the dividend of one shareholder",
                                    "required": True,
                                    "accepted": [],
                                }
                            ],
                        }
                    ],
                    "pagination": PAGE_OF_ONE,
                },
            )
        },
        query=page_of("templates"),
    ),
    Operation(
        name="show_journal",
        method="GET",
        kept=True,
        path="/api/journals/{journal_id}",
        summary="Show a journal",
        tag="Journals",
        handler=show_journal,
        replies={200: ReplyShape("The journal.", OneJournal, example=_EXAMPLE)},
        ids=(JOURNAL_ID,),
    ),
    Operation(
        name="post_journal",
        method="POST",
        path="/api/journals",
        summary="Post a journal",
        tag="Journals",
        description=(
            "Balanced lines, or a template with its values. `warnings` says of a dividend what the reserves of its day "
            "did not cover. With `auto_reverse_on` it is taken back on that day, as "
            "accruals and prepayments want it. Bank accounts move by their own transactions only."
        ),
        scope="write",
        handler=post_a_journal,
        location="/api/journals/{journal_id}",
        replies={201: ReplyShape("The journal.", PostedJournalOut, example={**_EXAMPLE, "warnings": []})},
        body=JournalBody,
        body_example={
            "date": "2025-01-06",
            "narration": "Hosting paid by the director",
            "lines": [
                {"category_id": "cat_software", "debit": 45.99},
                {"category_id": "cat_directors_loan", "credit": 45.99, "contact_id": CONTACT_ID},
            ],
        },
        errors=("not_found", "conflict"),
        idempotent=True,
    ),
    Operation(
        name="undo_journal",
        method="DELETE",
        path="/api/journals/{journal_id}",
        summary="Take a journal back",
        tag="Journals",
        description="By reversal on its own date; in a closed year, on the first open day.",
        scope="write",
        handler=undo_journal,
        replies={204: ReplyShape("It is taken back; it stays to be seen.")},
        ids=(JOURNAL_ID,),
        errors=("conflict",),
    ),
    Operation(
        name="show_opening_balances",
        method="GET",
        kept=True,
        path="/api/opening-balances",
        summary="Show opening balances",
        tag="Journals",
        description="Those with which the books start; not found where none are entered.",
        handler=show_opening_balances,
        replies={200: ReplyShape("The opening balances.", OneOpeningBalances, example=_OPENING)},
        errors=("not_found",),
    ),
    Operation(
        name="post_opening_balances",
        method="POST",
        path="/api/opening-balances",
        summary="Enter opening balances",
        tag="Journals",
        description=(
            "The trial balance with which the business starts its books here, posted on the eve of the conversion "
            "date. Transactions before that date are kept, not posted: the balances contain them."
        ),
        scope="write",
        handler=post_opening_balances,
        location="/api/opening-balances",
        replies={
            201: ReplyShape(
                "The opening balances.",
                OneOpeningBalances,
                example=_OPENING,
            )
        },
        body=OpeningBalancesBody,
        body_example=_OPENING_BODY,
        errors=("not_found", "conflict"),
        idempotent=True,
    ),
    Operation(
        name="state_opening_balances",
        method="PUT",
        path="/api/opening-balances",
        summary="State opening balances anew",
        tag="Journals",
        description=(
            "In place of those that were entered, as a whole, also where lines stand on them and with another "
            "conversion date: lines and invoices that the new ones contain leave the books, those that they do not "
            "contain are posted. Reports as known earlier keep the old ones. Only a closed year is in the way."
        ),
        scope="write",
        handler=state_opening_balances,
        replies={200: ReplyShape("The opening balances.", OneOpeningBalances, example=_OPENING)},
        body=OpeningBalancesBody,
        body_example=_OPENING_BODY,
        errors=("not_found", "conflict"),
    ),
    Operation(
        name="withdraw_opening_balances",
        method="DELETE",
        path="/api/opening-balances",
        summary="Take opening balances back",
        tag="Journals",
        description="Every line that is here is posted again; an account opens with its earliest statement.",
        scope="write",
        handler=withdraw_opening_balances,
        replies={204: ReplyShape("They are reversed.")},
        errors=("conflict",),
    ),
)
