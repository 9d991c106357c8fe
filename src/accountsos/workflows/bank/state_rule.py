"""A rule as a person states it, and the one that is kept under an id."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.bookkeeping.look_ups import thing_number
from accountsos.categoriser.rules import has_condition
from accountsos.categoriser.suggestion import Rule
from accountsos.contacts.payee import payee_key
from accountsos.errors import BadRequest, NotFound
from accountsos.store.engine.sql import Reader
from accountsos.store.rules import StoredRule, rules_of


@dataclass(frozen=True, slots=True)
class WantedRule:
    """A rule as a person states it. `payee` is a name as it stands on a line or a contact."""

    category_id: str
    description_contains: str | None = None
    payee: str | None = None
    money_in: bool | None = None
    amount_min: int | None = None
    amount_max: int | None = None
    position: int | None = None
    """From 1; None: behind all others."""


def asked_rule(wanted: WantedRule) -> Rule:
    """The rule as the categoriser asks it; BadRequest where it makes no sense."""
    key = None if wanted.payee is None else payee_key(wanted.payee)
    if key == "":
        raise BadRequest("payee: give a name with letters or digits", param="payee")
    text = None if wanted.description_contains is None else " ".join(wanted.description_contains.split())
    if text == "":
        raise BadRequest("description_contains: give some text, or leave it out", param="description_contains")
    low, high = wanted.amount_min, wanted.amount_max
    for name, amount in (("amount_min", low), ("amount_max", high)):
        if amount is not None and amount < 0:
            raise BadRequest(f"{name}: amounts of a rule are sizes without sign; direction says the side", param=name)
    if low is not None and high is not None and high < low:
        raise BadRequest("amount_max: it is less than amount_min", param="amount_max")
    rule = Rule("", wanted.category_id, text, key, wanted.money_in, low, high)
    if not has_condition(rule):
        raise BadRequest(
            "a rule without conditions would file every line: give description_contains, payee, direction, amount_min "
            "or amount_max",
            param="description_contains",
        )
    return rule


def rule_or_refuse(db: Reader, company: int, rule_id: str) -> StoredRule:
    """The rule of that id."""
    number = thing_number("rule_", company, rule_id, "rule")
    found = next((rule for rule in rules_of(db, company) if rule.number == number), None)
    if found is None:
        raise NotFound(f"there is no rule {rule_id!r}")
    return found
