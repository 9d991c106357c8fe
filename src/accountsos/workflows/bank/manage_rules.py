"""A company's own rules for its categoriser: list, show, add, change, put in order, remove, propose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from accountsos import ids
from accountsos.bookkeeping.categorise_line import rule_as_asked
from accountsos.bookkeeping.look_ups import category_or_refuse
from accountsos.categoriser.history import remembered_by
from accountsos.categoriser.rules import Correction, propose_rule
from accountsos.categoriser.suggestion import Rule
from accountsos.errors import Conflict
from accountsos.store.audit import changes_of_lines
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import Names, names_of
from accountsos.store.rules import StoredRule, add_rule, change_rule, drop_rule, put_in_order, rules_of
from accountsos.store.transactions import LIVE, transaction_of
from accountsos.workflows.bank.state_rule import WantedRule, asked_rule, rule_or_refuse
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

MOST_RULES = 200
"""Each line is held against each rule."""
CORRECTIONS_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class RuleChange:
    """New values by field name; None clears a condition."""

    rule_id: str
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RuleState:
    """A rule as it stands."""

    company: int
    names: Names
    rule: StoredRule

    @property
    def number(self) -> int:
        """The rule's number."""
        return self.rule.number

    @property
    def position(self) -> int:
        """Its place among the others, from 1."""
        return self.rule.position

    @property
    def asked(self) -> Rule:
        """The rule as the categoriser asks it."""
        return rule_as_asked(self.company, self.rule, self.names)

    @property
    def category(self) -> tuple[str, str]:
        """Id and name of where it files."""
        return _called(self.names, self.asked.category_id)

    @property
    def works(self) -> bool:
        """Whether lines may be filed where it says: its category may have been archived."""
        return not self.names.chart[self.asked.category_id].archived


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that a person's last corrections of one payee would have made unnecessary."""

    names: Names
    rule: Rule
    corrections: tuple[str, ...]
    """The ids of the lines that were corrected, the newest first."""

    @property
    def category(self) -> tuple[str, str]:
        """Id and name of where it would file."""
        return _called(self.names, self.rule.category_id)


def _called(names: Names, category_id: str) -> tuple[str, str]:
    return category_id, names.chart[category_id].name


def list_rules(db: Reader, company: int, _: None) -> list[RuleState]:
    """All of them in order: the first that fits a line wins."""
    names = names_of(db, company)
    return [RuleState(company, names, rule) for rule in rules_of(db, company)]


def show_rule(db: Reader, company: int, rule_id: str) -> RuleState:
    """One rule."""
    return RuleState(company, names_of(db, company), rule_or_refuse(db, company, rule_id))


def prepare_new(db: Reader, company: int, wanted: WantedRule) -> WantedRule:
    """It must ask for something, and not for the same as another."""
    category_or_refuse(names_of(db, company), wanted.category_id)
    _fresh(db, company, wanted)
    return wanted


def _fresh(db: Reader, company: int, wanted: WantedRule, number: int = 0) -> StoredRule:
    """The rule as it is to be stored."""
    names, known = names_of(db, company), rules_of(db, company)
    rule = asked_rule(wanted)
    stored = StoredRule(
        number,
        wanted.position or len(known) + 1,
        names.category_no[rule.category_id],
        rule.description_contains,
        rule.payee_key,
        rule.money_in,
        rule.amount_min,
        rule.amount_max,
    )
    same = next((other for other in known if other.number != number and _asks(other) == _asks(stored)), None)
    if same is not None:
        raise Conflict(f"{_id(company, same.number)} asks for the same; change that one")
    if number == 0 and len(known) >= MOST_RULES:
        raise Conflict(f"there are {MOST_RULES} rules already; remove one that is not needed")
    return stored


def _asks(rule: StoredRule) -> StoredRule:
    folded = None if rule.description_contains is None else rule.description_contains.casefold()
    return replace(rule, number=0, position=0, category_no=0, description_contains=folded)


def apply_new(db: Writer, company: int, wanted: WantedRule, cause: Cause) -> RuleState:
    """Keep it at its place."""
    rule = replace(_fresh(db, company, wanted), number=cause.next_number())
    known = rules_of(db, company)
    add_rule(db, company, rule)
    _place(db, company, known, rule, wanted.position)
    state = show_rule(db, company, _id(company, rule.number))
    cause.note("rule.add", _id(company, rule.number), after=told(state))
    return state


def _place(db: Writer, company: int, others: list[StoredRule], rule: StoredRule, position: int | None) -> None:
    at = len(others) if position is None else min(position - 1, len(others))
    put_in_order(db, company, [*others[:at], replace(rule, position=0), *others[at:]])


def prepare_change(db: Reader, company: int, command: RuleChange) -> RuleChange:
    """It must be there, and still ask for something."""
    if "category_id" in command.changes:
        category_or_refuse(names_of(db, company), str(command.changes["category_id"]))
    _changed(db, company, command)
    return command


def _changed(db: Reader, company: int, command: RuleChange) -> tuple[StoredRule, WantedRule]:
    old = rule_or_refuse(db, company, command.rule_id)
    as_it_is = WantedRule(
        names_of(db, company).category_id[old.category_no],
        old.description_contains,
        old.payee_key,
        old.money_in,
        old.amount_min,
        old.amount_max,
        old.position,
    )
    wanted = replace(as_it_is, **command.changes)  # type: ignore[arg-type]  # the door's types are those of the fields
    return replace(_fresh(db, company, wanted, old.number), position=old.position), wanted


def apply_change(db: Writer, company: int, command: RuleChange, cause: Cause) -> RuleState:
    """Keep what it says now; nothing is filed anew by that."""
    before = show_rule(db, company, command.rule_id)
    rule, wanted = _changed(db, company, command)
    if rule != before.rule:
        change_rule(db, company, rule)
    if wanted.position != rule.position:
        others = [other for other in rules_of(db, company) if other.number != rule.number]
        _place(db, company, others, rule, wanted.position)
    after = show_rule(db, company, command.rule_id)
    if after.rule != before.rule:
        cause.note("rule.change", command.rule_id, before=told(before), after=told(after))
    return after


def prepare_removal(db: Reader, company: int, rule_id: str) -> str:
    """It must be there."""
    rule_or_refuse(db, company, rule_id)
    return rule_id


def apply_removal(db: Writer, company: int, rule_id: str, cause: Cause) -> int:
    """It files no further line; what it filed stays. The number of the write, by which it comes back."""
    gone = show_rule(db, company, rule_id)
    drop_rule(db, company, gone.rule.number)
    put_in_order(db, company, rules_of(db, company))
    cause.note("rule.remove", rule_id, before=told(gone))
    return cause.seq


def list_proposals(db: Reader, company: int, asked: None) -> list[Proposal]:
    """For each payee whose last three corrections say the same, the rule that says so; the newest first."""
    names = names_of(db, company)
    events = changes_of_lines(db, company, limit=CORRECTIONS_LOOKED_AT)
    made = list({found[0]: found for event in events if (found := _made(db, company, names, event))}.values())
    seen: set[tuple[str | None, bool | None]] = {(rule.payee_key, rule.money_in) for rule in rules_of(db, company)}
    proposals: list[Proposal] = []
    for _, newest in made:
        payee = (newest.payee_key, newest.money_in)
        if payee in seen or (newest.payee_key, None) in seen:
            continue
        seen.add(payee)
        of_payee = [(line, c) for line, c in made if (c.payee_key, c.money_in) == payee]
        rule = propose_rule([correction for _, correction in reversed(of_payee)])
        if rule is not None and _usable(names, rule.category_id):
            same = tuple(line for line, correction in of_payee if correction.category_id == rule.category_id)
            proposals.append(Proposal(names, rule, same))
    return proposals


def _usable(names: Names, category_id: str) -> bool:
    category = names.chart.get(category_id)
    return category is not None and not category.archived and category_id not in names.chart.control_accounts


def _made(db: Reader, company: int, names: Names, event: tuple[str, str, str]) -> tuple[str, Correction] | None:
    """A change by which a person filed a line elsewhere than was suggested, where it still is as a person filed it."""
    subject, before, after = event
    was, now = json.loads(before), json.loads(after)
    number = ids.number_in("txn_", company, subject)
    row = None if number is None else transaction_of(db, company, number)
    if row is None or row.status != LIVE or row.source != "person" or row.parts > 1:
        return None
    category_id = names.category_id[row.category_no]
    if now.get("source") != "person" or was.get("source") == "person" or was["category_id"] == category_id:
        return None
    key, _ = remembered_by(row.description, row.payee, row.reference)
    return subject, Correction(key, row.amount > 0, category_id)


def told(state: RuleState) -> dict[str, object]:
    """The rule as the audit log tells it: the values of a `WantedRule`."""
    rule = state.asked
    return {
        "category_id": rule.category_id,
        "description_contains": rule.description_contains,
        "payee": rule.payee_key,
        "money_in": rule.money_in,
        "amount_min": rule.amount_min,
        "amount_max": rule.amount_max,
        "position": state.rule.position,
    }


def _id(company: int, number: int) -> str:
    return ids.public_id("rule_", company, number)


LIST_RULES = ReadWorkflow("rule.list", list_rules, short=True)
SHOW_RULE = ReadWorkflow("rule.show", show_rule, short=True)
ADD_RULE = WriteWorkflow("rule.add", prepare_new, apply_new)
CHANGE_RULE = WriteWorkflow("rule.change", prepare_change, apply_change)
REMOVE_RULE = WriteWorkflow("rule.remove", prepare_removal, apply_removal)
PROPOSALS = ReadWorkflow("rule.proposals", list_proposals)
