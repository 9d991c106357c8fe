"""Commands of a company's own rules, and of filing existing lines anew."""

from __future__ import annotations

from accountsos.cli.command import (
    PAGE,
    Command,
    Day,
    Number,
    OneOf,
    Parameter,
    Switch,
    WholeNumber,
    Words,
    argument,
    field_of,
    option,
)
from accountsos.cli.show import Listing, Said, Whole, columns

_RULE = argument("rule_id", "The rule (rule_…).")
_ASKED = (
    "category: category.id",
    "text: description_contains",
    "payee",
    "direction",
    "from: amount_min>",
    "to: amount_max>",
)
_REFILED = Listing(
    "refiled.sample",
    columns("date", "description", "amount>", "was: category.id", "now: new_category.id", "id"),
    empty="No line goes elsewhere by that.",
    then=("{refiled.lines} lines, {refiled.remaining} remain, {refiled.locked} are locked. {refiled.id}",),
)
_DAYS = (
    field_of("from", "The first day.", Day()),
    field_of("to", "The last day.", Day()),
    field_of("bank_account_id", "Only lines of this account (ba_…).", Words("BA"), typed="account"),
    field_of("dry_run", "Only tell what would be done.", Switch()),
)


def _conditions(*, clears: bool) -> tuple[Parameter, ...]:
    return (
        field_of("description_contains", "Text in the bank's line.", typed="text", clears=clears),
        field_of("payee", "Who was paid, or paid.", clears=clears),
        field_of("direction", "Only money in, or only money out.", OneOf(("in", "out")), clears=clears),
        field_of("amount_min", "The least amount, without sign.", Number(), clears=clears),
        field_of("amount_max", "The largest amount, without sign.", Number(), clears=clears),
    )


def _category(*, required: bool) -> Parameter:
    return field_of("category_id", "Where it files (cat_…).", Words("CAT"), typed="category", required=required)


_PLACE = field_of("position", "Its place among the rules, from 1.", WholeNumber(1, 1000))

COMMANDS = (
    Command(
        words=("rule", "list"),
        summary="Your own rules in order: the first that fits a new line files it.",
        asks="bank.categorisation_rules:list_rules_of_company",
        show=Listing("rules", columns("position>", *_ASKED, "works", "id")),
        csv=True,
        examples=("",),
    ),
    Command(
        words=("rule", "show"),
        summary="One rule.",
        asks="bank.categorisation_rules:show_rule",
        parameters=(_RULE,),
        show=Whole("rule"),
        examples=("rule_08M0kX000000W1",),
    ),
    Command(
        words=("rule", "add"),
        summary="Add a rule for lines that come from now on; at least one condition.",
        asks="bank.categorisation_rules:add_rule",
        parameters=(_category(required=True), *_conditions(clears=False), _PLACE),
        show=Said("{rule.id}"),
        examples=('--text "AWS EMEA" --direction out --category cat_software',),
    ),
    Command(
        words=("rule", "change"),
        summary="Change what a rule asks, where it files, or its place.",
        asks="bank.categorisation_rules:change_rule",
        parameters=(_RULE, _category(required=False), *_conditions(clears=True), _PLACE),
        show=Whole("rule"),
        anew=True,
        examples=("rule_08M0kX000000W1 --amount-max 800 --position 1", "rule_08M0kX000000W1 --clear payee"),
    ),
    Command(
        words=("rule", "remove"),
        summary="Remove a rule. What it has filed stays.",
        asks="bank.categorisation_rules:remove_rule",
        parameters=(_RULE,),
        show=Said("It files no further line."),
        examples=("rule_08M0kX000000W1",),
    ),
    Command(
        words=("rule", "proposals"),
        summary="Rules that your last corrections propose.",
        asks="bank.categorisation_rules:list_proposals",
        show=Listing("proposals", columns(*_ASKED), empty="Nothing was corrected three times alike."),
        examples=("",),
    ),
    Command(
        words=("rule", "preview"),
        summary="What a rule would change among the lines that are there; nothing is kept.",
        asks="bank.refilings:preview_rule",
        parameters=(
            option("category_id", "Where it would file (cat_…).", Words("CAT"), typed="category", required=True),
            option("description_contains", "Text in the bank's line.", typed="text"),
            option("payee", "Who was paid, or paid."),
            option("direction", "Only money in, or only money out.", OneOf(("in", "out"))),
            option("amount_min", "The least amount, without sign.", Number()),
            option("amount_max", "The largest amount, without sign.", Number()),
        ),
        show=_REFILED,
        examples=('--text "AWS EMEA" --category cat_software',),
    ),
    Command(
        words=("rule", "apply"),
        summary="File existing lines by a rule: only those that no person and no paper has filed.",
        asks="bank.refilings:apply_rule",
        parameters=(_RULE, *_DAYS),
        show=_REFILED,
        examples=("rule_08M0kX000000W1 --dry-run", "rule_08M0kX000000W1 --from 2025-04-01"),
    ),
    Command(
        words=("transactions", "categorise"),
        summary="Categorise existing lines again by all that is known now: only those that no person has filed.",
        asks="bank.refilings:categorise_transactions",
        parameters=_DAYS,
        show=_REFILED,
        examples=("--dry-run", "--from 2025-04-01 --to 2026-03-31"),
    ),
    Command(
        words=("refilings", "list"),
        summary="Each time that existing lines were filed anew, newest first.",
        asks="bank.refilings:list_refilings",
        parameters=PAGE,
        show=Listing("refilings", columns("id", "rule: rule_id", "lines>", "undone")),
        examples=("",),
    ),
    Command(
        words=("refilings", "show"),
        summary="One time that existing lines were filed anew.",
        asks="bank.refilings:show_refiling",
        parameters=(argument("refiling_id", "The refiling (rfl_…)."),),
        show=Whole("refiling"),
        examples=("rfl_08M0kX000000W2",),
    ),
    Command(
        words=("refilings", "undo"),
        summary="Take one back: each line goes where it was, unless somebody has filed it since.",
        asks="bank.refilings:undo_refiling",
        parameters=(argument("refiling_id", "The refiling (rfl_…)."),),
        show=Said("{refiling.restored} lines are back where they were; {refiling.left} were left."),
        examples=("rfl_08M0kX000000W2",),
    ),
)
