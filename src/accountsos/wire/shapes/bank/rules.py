"""A company's own rules for its categoriser, and what was filed anew by them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import msgspec

from accountsos import ids
from accountsos.categoriser.suggestion import Rule
from accountsos.money import Pence
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.common import CategoryRef, CursorPageOut, Paging, iso_text, optional_id
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.bank.manage_rules import Proposal, RuleState
from accountsos.workflows.bank.refile_transactions import Change, Refiled, RefilingPage, Undone

Side = Literal["in", "out"]


class ConditionsOut(msgspec.Struct, frozen=True):
    """What a rule asks of a line, all of it together, and where it files it. Null: it asks nothing there."""

    category: CategoryRef
    description_contains: str | None
    """Whatever the case and the spaces."""
    payee: str | None
    """The payee's name in capitals, without LTD or PLC."""
    direction: Side | None
    """Only money in, or only money out."""
    amount_min: MoneyOut | None
    """The least amount, without sign."""
    amount_max: MoneyOut | None


class RuleOut(ConditionsOut, frozen=True):
    """A rule that is kept."""

    id: str
    position: int
    """From 1; the first rule that fits a line wins."""
    works: bool
    """False where its category has been archived: then no line is filed by it."""


class OneRule(msgspec.Struct, frozen=True):
    """A rule."""

    rule: RuleOut


class RuleList(msgspec.Struct, frozen=True):
    """All rules in their order."""

    rules: list[RuleOut]


class ProposalOut(ConditionsOut, frozen=True):
    """A rule that would have made a person's last corrections of one payee unnecessary."""

    corrected: list[str]
    """The lines that were corrected, the newest first."""


class ProposalList(msgspec.Struct, frozen=True):
    """Proposed rules, the newest first."""

    proposals: list[ProposalOut]


class ChangeOut(msgspec.Struct, frozen=True):
    """A line and where it goes."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    currency: str
    category: CategoryRef
    """Where it was filed."""
    new_category: CategoryRef
    reason: str | None


class RefiledOut(msgspec.Struct, frozen=True):
    """What was filed anew, or would be."""

    id: str | None
    """To undo it by; null for a preview, and where nothing was to be done."""
    lines: int
    remaining: int
    """Lines that wait for the next time: one write files two thousand, the oldest first."""
    locked: int
    """Lines that would go elsewhere and stay, because their year is closed or their VAT is filed."""
    sample: list[ChangeOut]
    """The oldest of them, up to twenty."""


class OneRefiled(msgspec.Struct, frozen=True):
    """What was filed anew, or would be."""

    refiled: RefiledOut


class RefilingOut(msgspec.Struct, frozen=True):
    """One time that lines were filed anew."""

    id: str
    rule_id: str | None
    """The rule that did it; null: all that the categoriser knew."""
    lines: int
    undone: bool


class RefilingList(msgspec.Struct, frozen=True):
    """A page, newest first."""

    refilings: list[RefilingOut]
    pagination: CursorPageOut


class UndoneOut(RefilingOut, frozen=True):
    """One that was taken back."""

    restored: int
    left: int
    """Lines that somebody has filed since, or that are locked by now: they stay as they are."""


class OneUndone(msgspec.Struct, frozen=True):
    """One that was taken back."""

    refiling: UndoneOut


def one_rule(state: RuleState) -> OneRule:
    """The reply to whatever was done with a rule."""
    return OneRule(_rule(state))


def rule_list(states: list[RuleState]) -> RuleList:
    """All of them."""
    return RuleList([_rule(state) for state in states])


def rule_table(states: list[RuleState]) -> Table:
    """The rows of a file."""
    columns = (
        *("id", "position", "payee", "description_contains", "direction", "amount_min", "amount_max"),
        *("category_id: category.id", "category: category.name", "works"),
    )
    return list_table([_rule(state) for state in states], columns)


def proposal_list(proposals: list[Proposal]) -> ProposalList:
    """All of them."""
    return ProposalList(
        [
            ProposalOut(*_conditions(proposal.rule, proposal.category), corrected=list(proposal.corrections))
            for proposal in proposals
        ]
    )


def one_refiled(done: Refiled) -> OneRefiled:
    """What was done, or would be."""
    number = None if done.refiling is None else done.refiling.number
    refiled = RefiledOut(
        optional_id("rfl_", done.company, number),
        done.lines,
        done.remaining,
        done.locked,
        [_change(done, change) for change in done.sample],
    )
    return OneRefiled(refiled)


def refiling_list(page: RefilingPage, *, paging: Paging) -> RefilingList:
    """A page of them."""
    shown, told = paging.page(page.rows, page.total, lambda refiling: ("", refiling.number))
    return RefilingList(_refilings(replace(page, rows=shown)), told)


class OneRefiling(msgspec.Struct, frozen=True):
    """One time that lines were filed anew."""

    refiling: RefilingOut


def one_refiling(page: RefilingPage) -> OneRefiling:
    """The only one of a page."""
    (found,) = _refilings(page)
    return OneRefiling(found)


def _refilings(page: RefilingPage) -> list[RefilingOut]:
    return [
        RefilingOut(
            ids.public_id("rfl_", page.company, found.number),
            optional_id("rule_", page.company, found.rule_no),
            found.lines,
            found.undone_seq is not None,
        )
        for found in page.rows
    ]


def one_undone(done: Undone) -> OneUndone:
    """The reply to an undo."""
    found = done.refiling
    return OneUndone(
        UndoneOut(
            ids.public_id("rfl_", done.company, found.number),
            optional_id("rule_", done.company, found.rule_no),
            found.lines,
            undone=True,
            restored=done.restored,
            left=done.left,
        )
    )


def _rule(state: RuleState) -> RuleOut:
    return RuleOut(
        *_conditions(state.asked, state.category),
        id=ids.public_id("rule_", state.company, state.number),
        position=state.position,
        works=state.works,
    )


def _conditions(
    rule: Rule, category: tuple[str, str]
) -> tuple[CategoryRef, str | None, str | None, Side | None, MoneyOut | None, MoneyOut | None]:
    side: Side | None = None if rule.money_in is None else "in" if rule.money_in else "out"
    low, high = _size(rule.amount_min), _size(rule.amount_max)
    return CategoryRef(*category), rule.description_contains, rule.payee_key, side, low, high


def _size(amount: Pence | None) -> MoneyOut | None:
    return None if amount is None else money_out(amount, "GBP")


def _change(done: Refiled, change: Change) -> ChangeOut:
    row, names = change.row, done.names
    currency = row.currency or names.account_of[row.account_no].currency
    old, new = (names.chart[names.category_id[n]] for n in (row.category_no, change.to.category_no))
    return ChangeOut(
        ids.public_id("txn_", done.company, row.number),
        iso_text(row.booked_on),
        row.description,
        money_out(row.amount, currency),
        currency,
        CategoryRef(old.category_id, old.name),
        CategoryRef(new.category_id, new.name),
        change.to.reason,
    )
