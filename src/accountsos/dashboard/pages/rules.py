"""Rules: what is always filed where; a rule shows what it would change before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.categoriser.suggestion import Rule
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import counted, day_of, money, short_day
from accountsos.dashboard.forms import Choice, Field, Form, Hidden, Mistake, Option
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Money
from accountsos.money import text_from_pence
from accountsos.workflows.bank.list_transactions import NAMES
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
from accountsos.workflows.bank.refile_transactions import PREVIEW, REFILE, Refile, Refiled
from accountsos.workflows.bank.refile_transactions import UNDO as UNDO_REFILING
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.bank.undo_change import UNDO, UndoChange

SIDES = {"": None, "out": False, "in": True}
CONDITIONS = (
    Field(
        name="payee",
        label="Paid to, or by",
        hint="A name as it stands on a line",
        most=120,
        optional=True,
        marked=False,
    ),
    Field(name="text", label="Text in the bank’s line", most=200, optional=True, marked=False),
    Choice(
        name="side",
        label="Money",
        options=(Option("", "in or out"), Option("out", "only out"), Option("in", "only in")),
        as_list=True,
        optional=True,
    ),
    Money(name="least", label="At least", optional=True, marked=False),
    Money(name="largest", label="At most", optional=True, marked=False),
)
STATED = Form((*CONDITIONS, Field(name="category", label="Category", most=70)))
EVENT = Form((Hidden(name="event", most=20),))
REFILED = Form((Hidden(name="refiling", most=40),))
MOVED = Form((Hidden(name="rule", most=40), Hidden(name="place", most=4)))


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule in words."""

    id: str
    place: int
    when: str
    category: str
    works: bool
    address: str


def asks(rule: Rule) -> str:
    """`Paid to GARNET CORNER INN, from 100.00`."""
    if rule.payee_key:
        who = {True: "Paid by", False: "Paid to", None: "Paid to or by"}[rule.money_in]
        said = [f"{who} {rule.payee_key.title()}"]
    else:
        said = [{True: "Money in", False: "Money out", None: "Any line"}[rule.money_in]]
    if rule.description_contains:
        said.append(f"the bank says “{rule.description_contains}”")
    if rule.amount_min is not None:
        said.append(f"at least {money(rule.amount_min)}")
    if rule.amount_max is not None:
        said.append(f"at most {money(rule.amount_max)}")
    return ", ".join(said)


def _list(request: Request) -> str:
    return f"/{request.company_id}/settings/rules"


async def show(request: Request) -> Answer:
    """All rules in order, and those that corrections propose."""
    file = await list_downloaded(request, "rules", None, {})
    if file is not None:
        return file
    proposed = [_proposed(request, each) for each in await request.read(PROPOSALS, None)]

    def shape(states: list[RuleState]) -> Shown:
        gone = request.query.get("gone", "")
        return Shown(
            {
                "here": _list(request),
                "rules": [_shown(request, state) for state in states],
                "proposed": proposed,
                "gone": gone if _is_number(gone) else "",
            }
        )

    return shape(await request.read(LIST_RULES, None))


def _shown(request: Request, state: RuleState) -> RuleShown:
    rule_id = ids.public_id("rule_", request.company, state.number)
    address = f"{_list(request)}/{rule_id}"
    return RuleShown(rule_id, state.position, asks(state.asked), state.category[1], state.works, address)


def _proposed(request: Request, found: Proposal) -> dict[str, str]:
    side = {True: "in", False: "out", None: ""}[found.rule.money_in]
    payee = found.rule.payee_key or ""
    return {
        "when": asks(found.rule),
        "category": found.category[1],
        "why": f"You filed {counted(len(found.corrections), 'line')} so",
        "payee": payee.title(),
        "side": side,
        "category_id": found.category[0],
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


async def do_move(request: Request) -> Answer:
    """Another place among the others: the first that fits wins."""
    given = request.state.values
    if not _is_number(given["place"]) or not 1 <= int(given["place"]) <= 1_000:
        request.state.mistakes.append(Mistake("There is no such place."))
        return await show(request)
    return await request.change(CHANGE_RULE, RuleChange(given["rule"], {"position": int(given["place"])}), _to_list)


def _to_list(state: RuleState) -> str:
    return f"/{ids.company_id(state.company)}/settings/rules"


async def do_undo(request: Request) -> Answer:
    """The rule that was removed is there again."""
    event = request.state.values["event"]
    if not _is_number(event):
        request.state.mistakes.append(Mistake("There is nothing to undo."))
        return await show(request)
    return await request.change(UNDO, UndoChange(int(event)), lambda _: _list(request))


async def show_new(request: Request) -> Answer:
    """A form for another rule, filled from the address where one is proposed."""
    if not request.typed:
        names = ("payee", "text", "side", "category")
        request.state.typed = {name: request.query[name] for name in names if name in request.query}
    return await _with_form(request, None)


async def do_preview(request: Request) -> Answer:
    """What it would change; nothing is kept."""
    return await _with_form(request, await _previewed(request, Refile(wanted=wanted_of(request))))


async def do_keep(request: Request) -> Answer:
    """Keep the rule."""

    def to(state: RuleState) -> str:
        return f"{_list(request)}/{ids.public_id('rule_', request.company, state.number)}?kept=1"

    return await request.change(ADD_RULE, wanted_of(request), to)


def wanted_of(request: Request) -> WantedRule:
    """The rule that was typed."""
    given = request.state.values
    side = SIDES[given["side"] or ""]
    return WantedRule(given["category"], given["text"], given["payee"], side, given["least"], given["largest"])


async def _with_form(request: Request, preview: dict[str, Any] | None) -> Answer:
    def shape(names: Any) -> Shown:
        return Shown(
            {
                "back": _list(request),
                "here": request.path,
                "conditions": CONDITIONS,
                "groups": choices_of(names).groups,
                "now": request.state.typed.get("category", ""),
                "preview": preview,
            }
        )

    return await request.ask(NAMES, None, shape)


async def _previewed(request: Request, command: Refile) -> dict[str, Any]:
    return _told(request, await request.read(PREVIEW, command))


def _told(request: Request, found: Refiled) -> dict[str, Any]:
    names = found.names
    name = {number: names.chart[category].name for number, category in names.category_id.items()}
    return {
        "lines": found.lines or found.remaining,
        "locked": found.locked,
        "sample": [
            {
                "day": short_day(day_of(change.row.booked_on), year=True),
                "bank": change.row.description,
                "was": name[change.row.category_no],
                "now": name[change.to.category_no],
                "amount": change.row.amount,
                "address": f"/{request.company_id}/transactions/"
                + ids.public_id("txn_", request.company, change.row.number),
            }
            for change in found.sample
        ],
    }


async def show_one(request: Request) -> Answer:
    """A rule, and what of the lines that are there it would file elsewhere."""
    rule_id = request.holes["rule"]
    state = await request.read(SHOW_RULE, rule_id)
    if not request.typed:
        request.state.typed = _typed(state)
    asked = Refile(rule_id=rule_id)
    if request.action is not None and not request.state.mistakes and request.typed.get("do") == "preview":
        asked = Refile(wanted=wanted_of(request))
    shown = await _with_form(request, await _previewed(request, asked))
    assert isinstance(shown, Shown)
    refiled = request.query.get("refiled", "")
    more = {
        "rule": _shown(request, state),
        "kept": "kept" in request.query,
        "refiled": refiled if ids.number_in("rfl_", request.company, refiled) is not None else "",
    }
    return replace(shown, context={**shown.context, **more})


def _typed(state: RuleState) -> dict[str, str]:
    rule = state.asked
    sizes = (rule.amount_min, rule.amount_max)
    least, largest = ("" if size is None else text_from_pence(size) for size in sizes)
    return {
        "payee": (rule.payee_key or "").title(),
        "text": rule.description_contains or "",
        "side": {True: "in", False: "out", None: ""}[rule.money_in],
        "least": least,
        "largest": largest,
        "category": rule.category_id,
    }


async def do_save(request: Request) -> Answer:
    """Ask and file as typed from now on."""
    wanted = wanted_of(request)
    changes: dict[str, object] = {
        "category_id": wanted.category_id,
        "description_contains": wanted.description_contains,
        "payee": wanted.payee,
        "money_in": wanted.money_in,
        "amount_min": wanted.amount_min,
        "amount_max": wanted.amount_max,
    }
    return await request.change(
        CHANGE_RULE, RuleChange(request.holes["rule"], changes), lambda _: f"{_one(request)}?kept=1"
    )


def _one(request: Request) -> str:
    return f"{_list(request)}/{request.holes['rule']}"


async def do_apply(request: Request) -> Answer:
    """File the lines that are there by the rule, two thousand at a time."""

    def to(done: Refiled) -> str:
        if done.refiling is None:
            return _one(request)
        return f"{_one(request)}?refiled={ids.public_id('rfl_', request.company, done.refiling.number)}"

    return await request.change(REFILE, Refile(rule_id=request.holes["rule"]), to)


async def do_take_back(request: Request) -> Answer:
    """Those lines go back where they were."""
    return await request.change(UNDO_REFILING, request.state.values["refiling"], lambda _: _one(request))


async def do_remove(request: Request) -> Answer:
    """It files no further line."""
    return await request.change(REMOVE_RULE, request.holes["rule"], lambda event: f"{_list(request)}?gone={event}")


PAGES = (
    Page(
        name="rules",
        path="/{company}/settings/rules",
        title="Rules",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={"move": Action(form=MOVED, do=do_move), "undo": Action(form=EVENT, do=do_undo)},
        under="settings",
    ),
    Page(
        name="new-rule",
        path="/{company}/settings/rules/new",
        title="A new rule",
        show=show_new,
        right=Right.KEEP_BOOKS,
        actions={"preview": Action(form=STATED, do=do_preview), "keep": Action(form=STATED, do=do_keep)},
        under="settings",
    ),
    Page(
        name="rule",
        path="/{company}/settings/rules/{rule}",
        title="A rule",
        show=show_one,
        right=Right.KEEP_BOOKS,
        actions={
            "preview": Action(form=STATED, do=show_one),
            "save": Action(form=STATED, do=do_save),
            "apply": Action(do=do_apply),
            "take-back": Action(form=REFILED, do=do_take_back),
            "remove": Action(do=do_remove),
        },
        under="settings",
    ),
)
