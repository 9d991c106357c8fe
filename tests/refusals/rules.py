"""What is refused about a company's own rules, and about filing existing lines anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos.store.engine.sql import Writer
from accountsos.store.rules import StoredRule, add_rule
from accountsos.workflows.bank.manage_rules import ADD_RULE, CHANGE_RULE, MOST_RULES, RuleChange
from accountsos.workflows.bank.refile_transactions import PREVIEW, REFILE, UNDO, Refile
from accountsos.workflows.bank.state_rule import WantedRule
from tests.refusals.desk import Cases, Desk


def _add(desk: Desk, category: str = "cat_office", **more: Any) -> Any:
    return desk.do(ADD_RULE, WantedRule(category, **more))


def _twice(desk: Desk) -> None:
    for text in ("Harbour  Stationers", "HARBOUR STATIONERS"):
        _add(desk, description_contains=text)


def _too_many(desk: Desk) -> None:
    company = desk.keeper.company

    def write(db: Writer) -> None:
        for number in range(1, MOST_RULES + 1):
            add_rule(db, company, StoredRule(number, number, 1, amount_min=number))

    desk.books.engine.submit(write).result()
    _add(desk, payee="Esso")


def _emptied(desk: Desk) -> None:
    rule = _add(desk, payee="Esso")
    desk.do(CHANGE_RULE, RuleChange(desk.id("rule_", rule.number), {"payee": None}))


def _undone_twice(desk: Desk) -> None:
    desk.keeper.enter(date(2026, 3, 2), -500, "QZX 000")
    rule = _add(desk, description_contains="QZX")
    done = desk.do(REFILE, Refile(rule_id=desk.id("rule_", rule.number)))
    for _ in range(2):
        desk.do(UNDO, desk.id("rfl_", done.refiling.number))


CASES: Cases = {
    "a rule into a category that is not there": lambda d: _add(d, "cat_biscuits", payee="Esso"),
    "a rule without conditions": _add,
    "a rule of a payee without letters": lambda d: _add(d, payee="!!"),
    "a rule of blank text": lambda d: _add(d, description_contains="  "),
    "a rule with a signed amount": lambda d: _add(d, amount_min=-1),
    "a rule whose largest amount is below the least": lambda d: _add(d, amount_min=2, amount_max=1),
    "the same rule again": _twice,
    "one rule too many": _too_many,
    "a change that leaves a rule without conditions": _emptied,
    "changing a rule that is not there": lambda d: d.do(CHANGE_RULE, RuleChange(d.id("rule_"), {})),
    "previewing a rule that makes no sense": lambda d: d.ask(PREVIEW, Refile(wanted=WantedRule("cat_office"))),
    "filing anew by a rule that is not there": lambda d: d.do(REFILE, Refile(rule_id=d.id("rule_"))),
    "filing anew on an account that is not there": lambda d: d.do(REFILE, Refile(bank_account_id="ba_none")),
    "filing anew from a day after the last": lambda d: d.do(REFILE, Refile(date(2026, 3, 2), date(2026, 3, 1))),
    "undoing a refiling that is not there": lambda d: d.do(UNDO, d.id("rfl_")),
    "undoing a refiling twice": _undone_twice,
}
