"""File lines anew that no person touched: by a rule or by all that is known now; see it first; undo it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from msgspec import UNSET, UnsetType, field

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bank.categorisation_rules import RULE, RULE_ID, is_money_in
from accountsos.api.operations.bodies import ThingId, given
from accountsos.api.operations.examples import PAGE_OF_ONE, TRANSACTION_ID
from accountsos.api.operations.parameters import numbers_below, page_of, paging_of
from accountsos.api.operations.run import answered, changed
from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.web.parameters import Amount, Id, OneOf, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.encode import encode_json
from accountsos.wire.fields import DateField
from accountsos.wire.shapes.bank.rules import (
    OneRefiled,
    OneRefiling,
    OneUndone,
    RefilingList,
    one_refiled,
    one_refiling,
    one_undone,
    refiling_list,
)
from accountsos.workflows.bank.refile_transactions import (
    LIST_REFILINGS,
    PREVIEW,
    REFILE,
    SHOW_REFILING,
    UNDO,
    Refile,
    Refiled,
    RefilingPage,
    Undone,
)
from accountsos.workflows.bank.state_rule import WantedRule

_REFILING_ID = "rfl_08M0kX000000W2"
_REFILING = PathId("refiling_id", Id("rfl_"), "The refiling.", _REFILING_ID)
_SAMPLE: dict[str, Any] = {
    "id": TRANSACTION_ID,
    "date": "2025-06-10",
    "description": "AWS EMEA",
    "amount": Decimal("-45.99"),
    "currency": "GBP",
    "category": {"id": "cat_uncategorised", "name": "Uncategorised"},
    "new_category": {"id": "cat_software", "name": "Software and subscriptions"},
    "reason": 'your rule: text "AWS EMEA", money out',
}
_DONE: dict[str, Any] = {"refiled": {"id": _REFILING_ID, "lines": 1, "remaining": 0, "locked": 0, "sample": [_SAMPLE]}}
_PREVIEWED: dict[str, Any] = {"refiled": {"id": None, "lines": 1, "remaining": 0, "locked": 0, "sample": [_SAMPLE]}}
_LISTED: dict[str, Any] = {"id": _REFILING_ID, "rule_id": RULE_ID, "lines": 1, "undone": False}
_WHICH = (
    "Only lines that nobody has reviewed, split or filed, that no paper stands beside and that are no transfer; not "
    "those of a closed year or a filed VAT return (`locked` counts them)."
)


_CONDITIONS = (
    QueryParameter("category_id", Id("cat_"), "Where it would file.", required=True, example="cat_software"),
    QueryParameter("description_contains", Text(500), "Text in the bank's line.", example="AWS EMEA"),
    QueryParameter("payee", Text(500), "A name as it stands on a line or a contact."),
    QueryParameter("direction", OneOf(("in", "out")), "Only money in, or only money out."),
    QueryParameter("amount_min", Amount(), "The least amount, without sign."),
    QueryParameter("amount_max", Amount(), "The largest amount, without sign."),
)


class DaysBody(Body, frozen=True):
    """Which lines."""

    from_: DateField | UnsetType | None = field(name="from", default=UNSET)
    to: DateField | UnsetType | None = UNSET
    bank_account_id: ThingId | UnsetType | None = UNSET
    """Only lines of this account."""
    dry_run: bool | UnsetType = UNSET
    """Only tell what would be done."""


async def preview_rule(request: ApiRequest) -> Reply:
    """What a rule would change."""
    query = request.query
    rule = WantedRule(
        query["category_id"],
        query["description_contains"],
        query["payee"],
        is_money_in(query["direction"]),
        query["amount_min"],
        query["amount_max"],
    )
    return await answered(request, PREVIEW, Refile(wanted=rule), _shape)


async def apply_rule(request: ApiRequest) -> Reply:
    """File existing lines by a rule."""
    body: DaysBody = request.body
    return await _refile(request, body, replace(_which(body), rule_id=request.ids["rule_id"]))


async def categorise_transactions(request: ApiRequest) -> Reply:
    """Ask the categoriser again."""
    body: DaysBody = request.body
    asks_model = request.books.language_model is not None
    return await _refile(request, body, replace(_which(body), asks_model=asks_model))


async def list_refilings(request: ApiRequest) -> Reply:
    """A page of what was filed anew."""
    paging = paging_of(request, "refilings")

    def shape(page: RefilingPage) -> Reply:
        return Reply(refiling_list(page, paging=paging))

    return await answered(request, LIST_REFILINGS, (paging.limit + 1, paging.offset, numbers_below(paging)), shape)


async def show_refiling(request: ApiRequest) -> Reply:
    """One time that lines were filed anew."""
    wanted = request.ids["refiling_id"]
    return await answered(request, SHOW_REFILING, wanted, lambda page: Reply(one_refiling(page)))


async def undo_refiling(request: ApiRequest) -> Reply:
    """Take one back."""

    def shape(done: Undone) -> Reply:
        return Reply(encode_json(one_undone(done)))

    return await changed(request, UNDO, request.ids["refiling_id"], shape)


async def _refile(request: ApiRequest, body: DaysBody, command: Refile) -> Reply:
    if body.dry_run is True:
        return await answered(request, PREVIEW, command, _shape)
    return await changed(request, REFILE, command, _shape)


def _which(body: DaysBody) -> Refile:
    return Refile(
        given(body.from_) or FIRST_DAY, given(body.to) or LAST_DAY, bank_account_id=given(body.bank_account_id)
    )


def _shape(done: Refiled) -> Reply:
    return Reply(encode_json(one_refiled(done)))


OPERATIONS = (
    Operation(
        name="preview_rule",
        method="GET",
        path="/api/categorisation-rules/preview",
        summary="See what a rule would change",
        tag="Categorisation",
        description=f"Of a rule that is not kept yet: how many lines it would file elsewhere, and the oldest. {_WHICH}",
        handler=preview_rule,
        replies={200: ReplyShape("What would be done.", OneRefiled, example=_PREVIEWED)},
        query=_CONDITIONS,
    ),
    Operation(
        name="apply_rule",
        method="POST",
        path="/api/categorisation-rules/{rule_id}/apply",
        summary="File existing lines by a rule",
        tag="Categorisation",
        description=f"{_WHICH} With `dry_run` nothing is changed. It can be undone.",
        scope="write",
        handler=apply_rule,
        replies={200: ReplyShape("What was done.", OneRefiled, example=_DONE)},
        ids=(RULE,),
        body=DaysBody,
        body_example={"from": "2025-04-01", "dry_run": False},
        idempotent=True,
    ),
    Operation(
        name="categorise_transactions",
        method="POST",
        path="/api/transactions/categorise",
        summary="Categorise existing lines again",
        tag="Categorisation",
        description=(
            "By all that is known now: your rules, what you have filed since, refunds. A line of which nothing is "
            f"known any more stays where it is. {_WHICH} With `dry_run` nothing is changed. It can be undone."
        ),
        scope="write",
        handler=categorise_transactions,
        replies={200: ReplyShape("What was done.", OneRefiled, example=_DONE)},
        body=DaysBody,
        body_example={"from": "2025-04-01", "to": "2026-03-31", "dry_run": False},
        errors=("not_found",),
        idempotent=True,
    ),
    Operation(
        name="list_refilings",
        method="GET",
        kept=True,
        path="/api/refilings",
        summary="List what was filed anew",
        tag="Categorisation",
        description="Each time that existing lines were filed by a rule or categorised again, newest first.",
        handler=list_refilings,
        replies={200: ReplyShape("A page.", RefilingList, example={"refilings": [_LISTED], "pagination": PAGE_OF_ONE})},
        query=page_of("refilings"),
    ),
    Operation(
        name="show_refiling",
        method="GET",
        kept=True,
        path="/api/refilings/{refiling_id}",
        summary="Show what was filed anew",
        tag="Categorisation",
        handler=show_refiling,
        replies={200: ReplyShape("The refiling.", OneRefiling, example={"refiling": _LISTED})},
        ids=(_REFILING,),
    ),
    Operation(
        name="undo_refiling",
        method="POST",
        path="/api/refilings/{refiling_id}/undo",
        summary="Take back what was filed anew",
        tag="Categorisation",
        description=(
            "Each line goes back to where it was and why. One that somebody has filed since, or that is locked by now, "
            "stays (`left`)."
        ),
        scope="write",
        handler=undo_refiling,
        replies={
            200: ReplyShape(
                "What was taken back.",
                OneUndone,
                example={"refiling": {**_LISTED, "undone": True, "restored": 1, "left": 0}},
            )
        },
        ids=(_REFILING,),
        errors=("conflict",),
        idempotent=True,
    ),
)
