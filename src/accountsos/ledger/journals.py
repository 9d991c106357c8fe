"""Manual journals: lines written by a person, refused with a reason until they balance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.ledger.chart import Chart
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.money import PENCE_MAX, Pence, text_from_pence


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of a journal: a debit or a credit, both written as positive amounts."""

    category_id: str
    debit: Pence = 0
    credit: Pence = 0
    contact: int | None = None
    bank_account: str | None = None
    """Only in opening balances: everywhere else a bank account moves by its own transactions."""
    description: str | None = None
    vat_code: str | None = None

    @property
    def amount(self) -> Pence:
        """Debit less credit."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Journal:
    """What a person wants to post on a day, before the chart has been asked."""

    day: date
    narration: str
    lines: tuple[JournalLine, ...]
    auto_reverse_on: date | None = None
    """The day on which the same journal is posted with its sides exchanged."""


def journal_entry(
    chart: Chart, day: date, narration: str, lines: Sequence[JournalLine], *, number: int
) -> JournalEntry:
    """The entry of a manual journal. All mistakes in its lines are told at once, by line."""
    if not narration.strip():
        raise BadRequest("a journal needs a narration that says what it is for", param="narration")
    if len(lines) < 2:
        raise BadRequest(f"a journal needs at least two lines, got {len(lines)}", param="lines")
    refuse_mistakes(lines, lambda line: _mistake_in(chart, line))
    difference = sum(line.amount for line in lines)
    if difference:
        raise BadRequest(unbalanced_message("the journal", lines), param="lines")
    postings = merged(posting_of(line) for line in lines)
    if not postings:
        raise BadRequest("the lines of the journal cancel each other out: nothing would be posted", param="lines")
    return JournalEntry(day, Source("journal", number), postings, narration=narration.strip())


def automatic_reversal(entry: JournalEntry, day: date, *, number: int) -> JournalEntry:
    """The mirror image of a journal on a later day, as accruals and prepayments want it.

    It is a journal of its own and cancels nothing: both stand, each on its day.
    """
    if day <= entry.entry_date:
        raise BadRequest(
            f"a journal of {entry.entry_date} can be reversed from the day after it, not on {day}",
            param="auto_reverse_on",
        )
    return JournalEntry(
        entry_date=day,
        source=Source("journal", number),
        postings=tuple(replace(p, amount=-p.amount) for p in entry.postings),
        narration=f"Reversal of: {entry.narration}",
    )


def refuse_mistakes(lines: Sequence[JournalLine], mistake_in: Callable[[JournalLine], str | None]) -> None:
    """Refuse the lines with every mistake in them, each by its line's number from 1."""
    mistakes = [(n, message) for n, line in enumerate(lines, 1) if (message := mistake_in(line)) is not None]
    if mistakes:
        raise BadRequest(
            "; ".join(f"line {n}: {message}" for n, message in mistakes),
            param="lines",
            details=[{"line": n, "message": message} for n, message in mistakes],
        )


def mistake_in_amounts(line: JournalLine) -> str | None:
    """What is wrong with a line's sides, if anything."""
    if line.debit < 0 or line.credit < 0:
        return "debit and credit are positive amounts; exchange the sides instead of a minus sign"
    if line.debit and line.credit:
        return "a line is a debit or a credit, not both; make two lines of it"
    if not (line.debit or line.credit):
        return "the line has no amount"
    if max(line.debit, line.credit) > PENCE_MAX:
        return f"the amount is over {text_from_pence(PENCE_MAX)}"
    return None


def unbalanced_message(what: str, lines: Sequence[JournalLine]) -> str:
    """By how much the lines are out, and on which side."""
    debit, credit = sum(line.debit for line in lines), sum(line.credit for line in lines)
    larger, smaller = ("debits", "credits") if debit > credit else ("credits", "debits")
    return (
        f"{what} does not balance: debits {text_from_pence(debit)}, credits {text_from_pence(credit)}; "
        f"the {larger} are {text_from_pence(abs(debit - credit))} more than the {smaller}"
    )


def posting_of(line: JournalLine) -> Posting:
    """The line as the books hold it."""
    return Posting(line.category_id, line.amount, line.bank_account, line.contact, line.vat_code)


def unknown_category(chart: Chart, category_id: str) -> str | None:
    """What is wrong with a category, if anything: not in the chart, or archived."""
    category = chart.get(category_id)
    if category is None:
        return f"there is no category {category_id!r}"
    if category.archived:
        return f"{category_id} ({category.name}) is archived"
    return None


def _mistake_in(chart: Chart, line: JournalLine) -> str | None:
    unknown = unknown_category(chart, line.category_id)
    if unknown is not None:
        return unknown
    name = chart[line.category_id].name
    if line.category_id in chart.control_accounts or line.bank_account is not None:
        what = line.bank_account or f"{line.category_id} ({name})"
        return f"{what} moves only by its own lines: enter it as a transaction of that account"
    if line.category_id == UNCATEGORISED:
        return f"{line.category_id} ({name}) holds bank lines that wait for their category; post to where it belongs"
    return mistake_in_amounts(line)
