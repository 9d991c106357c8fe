"""Opening balances: the trial balance with which a business starts its books here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accountsos.dates import ONE_DAY
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import CREDITORS, DEBTORS, OPENING_BALANCES
from accountsos.ledger.chart import Chart
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.journals import (
    JournalLine,
    mistake_in_amounts,
    posting_of,
    refuse_mistakes,
    unbalanced_message,
    unknown_category,
)

_NEED_CONTACT = {DEBTORS: "customer", CREDITORS: "supplier"}


@dataclass(frozen=True, slots=True)
class BankAccounts:
    """The company's bank accounts, as far as opening balances need them."""

    control_of: Mapping[str, str]
    """The category in which each stands, by bank account id."""
    opened_by_statement: frozenset[str] = field(default_factory=frozenset)
    """Those whose first statement has already posted its opening balance against `cat_opening_balances`."""


def opening_balances(
    chart: Chart,
    lines: Sequence[JournalLine],
    conversion_date: date,
    *,
    bank_accounts: BankAccounts,
    number: int,
    post_difference: bool = False,
) -> JournalEntry:
    """The entry of an opening trial balance.

    It is dated on the eve of `conversion_date`, the first day whose transactions are posted here, so that it stands
    before them and in the year it belongs to. A bank account that its first statement has opened is posted against
    `cat_opening_balances`, where both come to nothing if they agree. A trial balance that does not balance is refused
    unless `post_difference` asks for the difference to be left in `cat_opening_balances`.
    """
    if not lines:
        raise BadRequest("opening balances need at least one line", param="lines")
    refuse_mistakes(lines, lambda line: _mistake_in(chart, line, bank_accounts))
    difference = sum(line.amount for line in lines)
    if difference and not post_difference:
        raise BadRequest(
            unbalanced_message("the opening trial balance", lines)
            + "; find the difference, or ask for it to be posted to Opening Balances (post_difference)",
            param="lines",
        )
    postings = [_opening_posting(line, bank_accounts) for line in lines]
    balanced = merged([*postings, Posting(OPENING_BALANCES, -difference)])
    if not balanced:
        raise BadRequest("the lines cancel each other out: nothing would be posted", param="lines")
    return JournalEntry(
        entry_date=conversion_date - ONE_DAY,
        source=Source("opening", number),
        postings=balanced,
        narration=f"Opening balances at {conversion_date}",
    )


def _opening_posting(line: JournalLine, bank_accounts: BankAccounts) -> Posting:
    if line.bank_account in bank_accounts.opened_by_statement:
        return Posting(OPENING_BALANCES, line.amount)
    return posting_of(line)


def _mistake_in(chart: Chart, line: JournalLine, bank_accounts: BankAccounts) -> str | None:
    unknown = unknown_category(chart, line.category_id)
    if unknown is not None:
        return unknown
    category = chart[line.category_id]
    name = category.name
    if category.role in ("opening_balances", "uncategorised"):
        return f"{line.category_id} ({name}) has no opening balance of its own; leave it out"
    if line.bank_account is not None:
        stands_in = bank_accounts.control_of.get(line.bank_account)
        if stands_in is None:
            return f"there is no bank account {line.bank_account!r}"
        if stands_in != line.category_id:
            return f"{line.bank_account} stands in {stands_in}, not in {line.category_id}"
    elif line.category_id in chart.control_accounts:
        return f"{line.category_id} ({name}) is kept per bank account: say which (bank_account)"
    if line.category_id in _NEED_CONTACT and line.contact is None:
        whose = _NEED_CONTACT[line.category_id]
        return f"{line.category_id} ({name}) is kept per {whose}: give one line for each (contact)"
    return mistake_in_amounts(line)
