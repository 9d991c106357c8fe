"""Stage 2: the company's own rules, ordered and exact; and when to propose a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountsos.categoriser.suggestion import BankLine, Reading, Rule
from accountsos.money import text_from_pence

EQUAL_CORRECTIONS = 3
"""So many equal corrections in a row propose a rule."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A person filed a line of this payee elsewhere than suggested."""

    payee_key: str
    money_in: bool
    category_id: str


def first_rule(rules: Sequence[Rule], line: BankLine, payee_key: str) -> Reading | None:
    """The first rule that fits, with confidence exactly 1."""
    for rule in rules:
        if fits(rule, line, payee_key):
            return Reading(rule.category_id, 1.0, "rule", told(rule), refunds=True)
    return None


def fits(rule: Rule, line: BankLine, payee_key: str) -> bool:
    """Whether every condition that is set holds. Amounts compare without sign, text without case."""
    size = abs(line.amount)
    conditions = (
        rule.description_contains is None or _folded(rule.description_contains) in _folded(line.description),
        rule.payee_key is None or rule.payee_key == payee_key,
        rule.money_in is None or rule.money_in == (line.amount >= 0),
        rule.amount_min is None or size >= abs(rule.amount_min),
        rule.amount_max is None or size <= abs(rule.amount_max),
    )
    return all(conditions) and has_condition(rule)


def told(rule: Rule) -> str:
    """The rule's conditions as a reason: `your rule: text "rent", money out, from 100.00`."""
    asked = [
        f'text "{rule.description_contains}"' if rule.description_contains is not None else "",
        f"payee {rule.payee_key}" if rule.payee_key is not None else "",
        "" if rule.money_in is None else "money in" if rule.money_in else "money out",
        f"from {text_from_pence(rule.amount_min)}" if rule.amount_min is not None else "",
        f"up to {text_from_pence(rule.amount_max)}" if rule.amount_max is not None else "",
    ]
    return "your rule: " + ", ".join(filter(None, asked))


def propose_rule(corrections: Sequence[Correction]) -> Rule | None:
    """A rule for the payee of the newest correction, if its last three say the same; `corrections` oldest first.

    The last correction decides which payee and sign are looked at. The rule has no id yet: the company gives it one.
    """
    if not corrections:
        return None
    newest = corrections[-1]
    same = [c for c in corrections if c.payee_key == newest.payee_key and c.money_in == newest.money_in]
    last = same[-EQUAL_CORRECTIONS:]
    if not newest.payee_key or len(last) < EQUAL_CORRECTIONS or any(c.category_id != newest.category_id for c in last):
        return None
    return Rule(rule_id="", category_id=newest.category_id, payee_key=newest.payee_key, money_in=newest.money_in)


def has_condition(rule: Rule) -> bool:
    """Whether it asks for anything at all."""
    text = rule.description_contains is not None and bool(_folded(rule.description_contains))
    return text or any(v is not None for v in (rule.payee_key, rule.money_in, rule.amount_min, rule.amount_max))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
