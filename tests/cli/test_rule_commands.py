"""What a person does about the suggestions at the command line: rules, lines asked about again, a payee filed anew."""

from __future__ import annotations

import json
from datetime import date

from tests.cli.conftest import Say
from tests.workflows.vat.keeping import VatKeeper

FIRST = date(2026, 8, 3)
PAYEE = "ORRELBY FENWICH TRADING"


def _enter(vat: VatKeeper, lines: int) -> list[int]:
    before = set(vat.keeper.numbers())
    for n in range(lines):
        vat.keeper.enter(FIRST.replace(day=3 + n), -20_00 - n, PAYEE)
    return sorted(set(vat.keeper.numbers()) - before)


def _filed(vat: VatKeeper, numbers: list[int]) -> set[str]:
    states = [vat.keeper.state(number) for number in numbers]
    return {state.names.category_id[state.row.category_no] for state in states}


def test_three_equal_corrections_propose_a_rule_that_is_seen_applied_and_taken_back(say: Say, vat: VatKeeper) -> None:
    numbers = _enter(vat, 5)
    there = _filed(vat, numbers)
    for number in numbers[:2]:
        vat.keeper.change(number, category_id="cat_repairs")
    assert json.loads(say("rule", "proposals", "--json"))["proposals"] == []
    vat.keeper.change(numbers[2], category_id="cat_repairs")
    (proposal,) = json.loads(say("rule", "proposals", "--json"))["proposals"]
    assert proposal["category"]["id"] == "cat_repairs"
    wanted = ("--payee", PAYEE, "--direction", "out", "--category", "cat_repairs")
    assert json.loads(say("rule", "preview", *wanted, "--json"))["refiled"]["lines"] == 2
    assert _filed(vat, numbers[3:]) == there
    rule = json.loads(say("rule", "add", *wanted, "--json"))["rule"]["id"]
    assert json.loads(say("rule", "apply", rule, "--dry-run", "--json"))["refiled"]["lines"] == 2
    done = json.loads(say("rule", "apply", rule, "--json"))["refiled"]
    assert _filed(vat, numbers) == {"cat_repairs"}
    say("refilings", "undo", done["id"])
    assert _filed(vat, numbers[3:]) == there
    assert json.loads(say("rule", "proposals", "--json"))["proposals"] == []
    assert vat.keeper.faults() == []


def test_lines_are_asked_about_again_by_what_was_learnt_and_taken_back(say: Say, vat: VatKeeper) -> None:
    numbers = _enter(vat, 4)
    there = _filed(vat, numbers)
    for number in numbers[:3]:
        vat.keeper.change(number, category_id="cat_repairs")
    assert json.loads(say("transactions", "categorise", "--dry-run", "--json"))["refiled"]["lines"] == 1
    assert _filed(vat, numbers[3:]) == there
    done = json.loads(say("transactions", "categorise", "--json"))["refiled"]
    assert _filed(vat, numbers) == {"cat_repairs"}
    say("refilings", "undo", done["id"])
    assert _filed(vat, numbers[3:]) == there
    assert vat.keeper.faults() == []


def test_a_payees_lines_are_filed_anew_in_one_step_and_back(say: Say, vat: VatKeeper) -> None:
    numbers = _enter(vat, 4)
    there = _filed(vat, numbers)
    (contact,) = json.loads(say("contact", "list", "--search", "Orrelby Fenwhich", "--json"))["contacts"]
    chosen = ("transactions", "change-many", "--of-contact", contact["id"], "--category", "cat_repairs")
    (seen,) = json.loads(say(*chosen, "--dry-run", "--json")).values()
    assert _filed(vat, numbers) == there
    (done,) = json.loads(say(*chosen, "--seen", seen["seen"], "--json")).values()
    assert _filed(vat, numbers) == {"cat_repairs"}
    say("transactions", "undo-many", done["event_id"])
    assert _filed(vat, numbers) == there
    assert vat.keeper.faults() == []


def test_what_is_kept_for_a_contact_is_said_and_cleared(say: Say, vat: VatKeeper) -> None:
    _enter(vat, 1)
    (contact,) = json.loads(say("contact", "list", "--search", "Orrelby", "--json"))["contacts"]
    say("contact", "change", contact["id"], "--category", "cat_repairs", "--vat-code", "P0")
    shown = json.loads(say("contact", "show", contact["id"], "--json"))["contact"]
    assert (shown["default_category_id"], shown["default_vat_code"]) == ("cat_repairs", "P0")
    assert _filed(vat, _enter(vat, 2)) == {"cat_repairs"}
    say("contact", "change", contact["id"], "--clear", "category", "--clear", "vat-code")
    assert json.loads(say("contact", "show", contact["id"], "--json"))["contact"]["default_category_id"] is None
