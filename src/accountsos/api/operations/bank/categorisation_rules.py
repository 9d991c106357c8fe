"""A company's own rules for its categoriser: list, show, add, change, remove, propose."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import ThingId, Words, changes_in, given, pence_given
from accountsos.api.operations.examples import TRANSACTION_ID
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed, gone
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.encode import encode_json
from accountsos.wire.fields import MoneyField
from accountsos.wire.shapes.bank.rules import (
    OneRule,
    ProposalList,
    RuleList,
    one_rule,
    proposal_list,
    rule_list,
    rule_table,
)
from accountsos.workflows.bank.manage_rules import (
    ADD_RULE,
    CHANGE_RULE,
    LIST_RULES,
    PROPOSALS,
    REMOVE_RULE,
    SHOW_RULE,
    Proposal,
    RuleChange,
    RuleState,
)
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.in_pages import at_once

RULE_ID = "rule_08M0kX000000W1"
FILE = ListFile(
    name="rules",
    title="Rules",
    pages=at_once(LIST_RULES.run),
    table=lambda _, states: rule_table(states),
    on_paper=("position", "payee", "description_contains", "direction", "amount_min", "amount_max", "category"),
)
RULE = PathId("rule_id", Id("rule_"), "The rule.", RULE_ID)
Side = Literal["in", "out"]
Position = Annotated[int, Meta(ge=1, le=1000)]
_CONDITIONS: dict[str, Any] = {
    "category": {"id": "cat_software", "name": "Software and subscriptions"},
    "description_contains": "AWS EMEA",
    "payee": None,
    "direction": "out",
    "amount_min": None,
    "amount_max": Decimal("500.00"),
}
_RULE: dict[str, Any] = {"id": RULE_ID, "position": 1, "works": True, **_CONDITIONS}


class NewRuleBody(Body, frozen=True):
    """What a rule asks of a line, all of it together, and where it files it. At least one condition is needed."""

    category_id: ThingId
    description_contains: Words | UnsetType | None = UNSET
    """Whatever the case and the spaces."""
    payee: Words | UnsetType | None = UNSET
    """A name as it stands on a line or a contact."""
    direction: Side | UnsetType | None = UNSET
    """Only money in, or only money out."""
    amount_min: MoneyField | UnsetType | None = UNSET
    """The least amount, without sign."""
    amount_max: MoneyField | UnsetType | None = UNSET
    position: Position | UnsetType | None = UNSET
    """From 1; left out, it comes behind the others."""


class RuleChangeBody(Body, frozen=True):
    """What to change; a field that is left out stays, null takes a condition away."""

    category_id: ThingId | UnsetType = UNSET
    description_contains: Words | UnsetType | None = UNSET
    payee: Words | UnsetType | None = UNSET
    direction: Side | UnsetType | None = UNSET
    amount_min: MoneyField | UnsetType | None = UNSET
    amount_max: MoneyField | UnsetType | None = UNSET
    position: Position | UnsetType = UNSET


def is_money_in(direction: Side | None) -> bool | None:
    """The side as the categoriser asks for it."""
    return None if direction is None else direction == "in"


async def list_rules_of_company(request: ApiRequest) -> Reply:
    """All rules in order."""
    if request.reply_format != "json":
        return await FILE.whole(request, None)

    def shape(states: list[RuleState]) -> Reply:
        return Reply(encode_json(rule_list(states)))

    return await answered(request, LIST_RULES, None, shape)


async def show_rule(request: ApiRequest) -> Reply:
    """One rule."""
    return await answered(request, SHOW_RULE, request.ids["rule_id"], _shape)


async def add_rule(request: ApiRequest) -> Reply:
    """Keep a rule."""
    body: NewRuleBody = request.body
    command = WantedRule(
        body.category_id,
        given(body.description_contains),
        given(body.payee),
        is_money_in(given(body.direction)),
        given(pence_given(body.amount_min)),
        given(pence_given(body.amount_max)),
        given(body.position),
    )
    return await changed(request, ADD_RULE, command, lambda state: Reply(encode_json(one_rule(state)), status=201))


async def change_rule(request: ApiRequest) -> Reply:
    """Change what a rule asks, where it files, or its place."""
    body: RuleChangeBody = request.body
    direction = body.direction if isinstance(body.direction, UnsetType) else is_money_in(body.direction)
    changes = changes_in(
        category_id=body.category_id,
        description_contains=body.description_contains,
        payee=body.payee,
        money_in=direction,
        amount_min=pence_given(body.amount_min),
        amount_max=pence_given(body.amount_max),
        position=body.position,
    )
    return await changed(request, CHANGE_RULE, RuleChange(request.ids["rule_id"], changes), _shape)


async def remove_rule(request: ApiRequest) -> Reply:
    """Take a rule away."""
    return await changed(request, REMOVE_RULE, request.ids["rule_id"], gone)


async def list_proposals(request: ApiRequest) -> Reply:
    """Rules that corrections propose."""

    def shape(proposals: list[Proposal]) -> Reply:
        return Reply(encode_json(proposal_list(proposals)))

    return await answered(request, PROPOSALS, None, shape)


def _shape(state: RuleState) -> Reply:
    return Reply(encode_json(one_rule(state)))


OPERATIONS = (
    Operation(
        name="list_rules_of_company",
        method="GET",
        kept=True,
        path="/api/categorisation-rules",
        summary="List your categorisation rules",
        tag="Categorisation",
        description="Your own rules, in order: the first that fits a new line files it, before anything else is asked.",
        handler=list_rules_of_company,
        replies={200: ReplyShape("All rules.", RuleList, example={"rules": [_RULE]})},
        formats=FORMATS,
    ),
    Operation(
        name="add_rule",
        method="POST",
        path="/api/categorisation-rules",
        summary="Add a categorisation rule",
        tag="Categorisation",
        description=(
            "All conditions that are given must hold. It files lines that come from now on; `preview` and `apply` are "
            "for those that are there."
        ),
        scope="write",
        handler=add_rule,
        location="/api/categorisation-rules/{rule_id}",
        replies={201: ReplyShape("The rule.", OneRule, example={"rule": _RULE})},
        body=NewRuleBody,
        body_example={
            "category_id": "cat_software",
            "description_contains": "AWS EMEA",
            "direction": "out",
            "amount_max": 500,
        },
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="list_proposals",
        method="GET",
        kept=True,
        path="/api/categorisation-rules/proposals",
        summary="List rules that your corrections propose",
        tag="Categorisation",
        description=(
            "Where your last three corrections of one payee say the same and no rule speaks of it yet. Nothing is kept "
            "until you add it."
        ),
        handler=list_proposals,
        replies={
            200: ReplyShape(
                "Proposals, the newest first.",
                ProposalList,
                example={
                    "proposals": [
                        {
                            **_CONDITIONS,
                            "description_contains": None,
                            "payee": "AWS EMEA",
                            "amount_max": None,
                            "corrected": [TRANSACTION_ID],
                        }
                    ]
                },
            )
        },
    ),
    Operation(
        name="show_rule",
        method="GET",
        kept=True,
        path="/api/categorisation-rules/{rule_id}",
        summary="Show a categorisation rule",
        tag="Categorisation",
        description="One of your rules.",
        handler=show_rule,
        replies={200: ReplyShape("The rule.", OneRule, example={"rule": _RULE})},
        ids=(RULE,),
    ),
    Operation(
        name="change_rule",
        method="PATCH",
        path="/api/categorisation-rules/{rule_id}",
        summary="Change a categorisation rule",
        tag="Categorisation",
        description=(
            "What it asks, where it files, or its place among the others (`position`, from 1). Lines that it has filed "
            "stay where they are."
        ),
        scope="write",
        handler=change_rule,
        replies={200: ReplyShape("The rule as it is now.", OneRule, example={"rule": _RULE})},
        ids=(RULE,),
        body=RuleChangeBody,
        body_example={"amount_max": 800, "position": 1},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="remove_rule",
        method="DELETE",
        path="/api/categorisation-rules/{rule_id}",
        summary="Remove a categorisation rule",
        tag="Categorisation",
        description="It files no further line. What it has filed stays.",
        scope="write",
        handler=remove_rule,
        replies={204: ReplyShape("It is gone.")},
        ids=(RULE,),
    ),
)
