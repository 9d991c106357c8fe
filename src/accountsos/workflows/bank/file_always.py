"""File a line as a person says, and keep the rule that files others like it so from now on: one write, one undo.

What else is asked of that payee is read again by the rule, as after any answer; what the program was sure of stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from accountsos import ids
from accountsos.bookkeeping.categorise_line import payee_key_of
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.bookkeeping.look_ups import live_line
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.rules import StoredRule, rules_of
from accountsos.workflows.bank import change_transaction, manage_rules
from accountsos.workflows.bank.answer_question import read_again
from accountsos.workflows.bank.change_transaction import TransactionChanged
from accountsos.workflows.bank.manage_rules import RuleChange, RuleState
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True)
class Plan:
    """The line's change, and the rule to add or to change."""

    change: TransactionChange
    rule: WantedRule | RuleChange


@dataclass(frozen=True, slots=True)
class FiledAlways:
    """The line as it is now, the rule, and the numbers of the lines that ask no more."""

    changed: TransactionChanged
    rule: RuleState
    settled: frozenset[int]


def prepare(db: Reader, company: int, command: TransactionChange) -> Plan:
    """A rule for the line's payee and side; where there is one that asks for the same, it files elsewhere now."""
    change_transaction.prepare(db, company, command)
    wanted = rule_like(db, company, command.transaction_id, str(command.category_id))
    known = next((rule for rule in rules_of(db, company) if _asks_the_same(rule, wanted)), None)
    if known is None:
        return Plan(command, manage_rules.prepare_new(db, company, wanted))
    rule_id = ids.public_id("rule_", company, known.number)
    change = RuleChange(rule_id, {"category_id": wanted.category_id})
    return Plan(command, manage_rules.prepare_change(db, company, change))


def rule_like(db: Reader, company: int, transaction_id: str, category_id: str) -> WantedRule:
    """The rule that files lines of that one's payee and side there; by the bank's words where no payee is known."""
    row = live_line(db, company, transaction_id)
    payee, money_in = payee_key_of(row), row.amount >= 0
    if payee:
        return WantedRule(category_id, payee=payee, money_in=money_in)
    return WantedRule(category_id, description_contains=row.description, money_in=money_in)


def _asks_the_same(rule: StoredRule, wanted: WantedRule) -> bool:
    text = rule.description_contains
    same_text = (text or "").casefold() == (wanted.description_contains or "").casefold()
    sizes = (rule.amount_min, rule.amount_max) == (None, None)
    return same_text and sizes and (rule.payee_key, rule.money_in) == (wanted.payee, wanted.money_in)


def apply(db: Writer, company: int, plan: Plan, cause: Cause) -> FiledAlways:
    """Both, or neither."""
    changed = change_transaction.apply(db, company, plan.change, cause)
    if isinstance(plan.rule, WantedRule):
        rule = manage_rules.apply_new(db, company, plan.rule, cause)
    else:
        rule = manage_rules.apply_change(db, company, plan.rule, cause)
    return FiledAlways(changed, rule, read_again(books_of(db, company), cause, changed.state.row))


FILE_ALWAYS = WriteWorkflow("transaction.file_always", prepare, apply)
