"""Stage 2: the company's own rules are ordered, exact and certain."""

from __future__ import annotations

import pytest

from accountsos.categoriser.rules import Correction, fits, propose_rule
from accountsos.categoriser.suggestion import Rule
from tests.categoriser.support import CHART, bank_line, categoriser

SHELL = bank_line("CARD PAYMENT TO SHELL LEEDS ON 29-01-2023", -5000)


def test_a_rule_is_certain_and_outweighs_all_knowledge() -> None:
    rule = Rule("rule_1", "cat_travel", description_contains="shell")
    suggestion = categoriser(rules=[rule]).suggest(SHELL)
    assert (suggestion.category_id, suggestion.confidence, suggestion.source) == ("cat_travel", 1.0, "rule")


def test_the_first_rule_that_fits_wins() -> None:
    rules = [
        Rule("a", "cat_fines", payee_key="ESSO"),
        Rule("b", "cat_travel", payee_key="SHELL"),
        Rule("c", "cat_rent", payee_key="SHELL"),
    ]
    assert categoriser(rules=rules).suggest(SHELL).category_id == "cat_travel"


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (Rule("r", "c", amount_min=5000, amount_max=5000), True),
        (Rule("r", "c", amount_min=5001), False),
        (Rule("r", "c", amount_max=4999), False),
        (Rule("r", "c", money_in=True), False),
        (Rule("r", "c", money_in=False), True),
        (Rule("r", "c", description_contains="Shell  Leeds"), True),
        (Rule("r", "c", description_contains="shell", payee_key="ESSO"), False),
        (Rule("r", "c"), False),
        (Rule("r", "c", description_contains=" "), False),
    ],
)
def test_every_condition_set_must_hold_and_a_rule_without_any_fits_nothing(rule: Rule, holds: bool) -> None:
    assert fits(rule, SHELL, "SHELL") is holds


def test_a_rule_into_a_category_the_chart_has_not_is_left_out() -> None:
    rule = Rule("r", "cat_travel", payee_key="SHELL")
    assert categoriser(rules=[rule], chart=CHART - {"cat_travel"}).suggest(SHELL).category_id == "cat_vehicle_running"


def test_three_equal_corrections_propose_a_rule() -> None:
    same = Correction("SHELL", False, "cat_travel")
    other = Correction("ESSO", False, "cat_travel")
    assert propose_rule([same, other, same]) is None
    proposed = propose_rule([same, other, same, same])
    assert proposed is not None
    assert (proposed.payee_key, proposed.money_in, proposed.category_id) == ("SHELL", False, "cat_travel")


def test_a_change_of_mind_or_a_line_without_payee_proposes_nothing() -> None:
    travel, rent = Correction("SHELL", False, "cat_travel"), Correction("SHELL", False, "cat_rent")
    assert propose_rule([travel, rent, travel]) is None
    assert propose_rule([travel, travel, Correction("SHELL", True, "cat_travel")]) is None
    assert propose_rule([Correction("", False, "cat_travel")] * 3) is None
    assert propose_rule([]) is None
