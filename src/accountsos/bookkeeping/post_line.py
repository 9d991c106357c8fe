"""Bring the books to our reading of a bank line: the one place where a reading becomes entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accountsos.contacts.payee import payee_of
from accountsos.dates import ONE_DAY, london_day
from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.entry import JournalEntry, PostedEntry, Posting
from accountsos.ledger.invoices import without_settled
from accountsos.ledger.repost import Locks, Reposting, repost
from accountsos.ledger.vat_postings import Discovery
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.store.companies import Company
from accountsos.store.engine.sql import Reader, Row, Writer, day_from, moment_from
from accountsos.store.head import Cause
from accountsos.store.journal import live_entries, record
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction, parts_of

HOME_CURRENCY = "GBP"
PROVEN = 2
"""How a part keeps that the VAT amount is a VAT invoice's; 1: a person's, 0: it follows from the code."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a change landed in the books."""

    entry_no: int | None
    """The entry that now speaks for the transaction; None where nothing does (0.00, or before the conversion date)."""
    entry: JournalEntry | None


def reading_of(db: Reader, company: int, row: BankTransaction, names: Names) -> tuple[CategorisationLine, ...]:
    """Our present reading of the transaction."""
    if not row.parts:
        return (CategorisationLine(names.category_id[row.category_no], row.amount, contact=row.contact_no),)
    return tuple(part_from(stored, names) for stored in parts_of(db, company, row.number))


def part_from(stored: Row, names: Names) -> CategorisationLine:
    """A stored part as the ledger's value."""
    _, category, amount, code, vat, contact, percent, notes, given = stored
    return CategorisationLine(
        names.category_id[category], amount, code, vat, contact, percent, notes, bool(given), given == PROVEN
    )


def wanted_entry(
    company: Company,
    names: Names,
    row: BankTransaction,
    reading: tuple[CategorisationLine, ...],
    settles: tuple[Posting, ...] = (),
) -> JournalEntry | None:
    """What the books should say of the transaction; `settles` are the postings of the invoices that it pays."""
    account = names.account_of[row.account_no]
    facts = BankLineFacts(row.number, day_from(row.booked_on), row.amount, account.bank_account_id, account.category_id)
    if settles:
        reading = without_settled(reading, -sum(p.amount for p in settles))
    if names.vat:
        reading = treated(names.vat, names.chart, reading, line_facts(row))
    return desired_entry(facts, reading, entity_type=company.entity_type, settles=settles)


def line_facts(row: BankTransaction) -> LineFacts:
    """What of a stored line decides its VAT."""
    printed = (row.original or "").split(" ")
    currency = printed[1] if len(printed) > 1 else row.currency
    payee = payee_of(row.description, row.payee, row.reference).key
    return LineFacts(day_from(row.booked_on), foreign=currency not in (None, HOME_CURRENCY), payee_key=payee)


def post(
    db: Writer, names: Names, row: BankTransaction, desired: JournalEntry | None, *, locks: Locks, cause: Cause
) -> Posted:
    """Record what lies between what stands and what is desired."""
    live = live_entries(db, cause.company, names, row.entry_no)
    change = reposted(live, desired, with_discovery(locks, names, cause))
    numbers = record(db, names, change.entries, cause)
    if change.last_is_live:
        return Posted(numbers[-1], change.entries[-1])
    standing = next((e.entry for e in live if e.number == change.stands), None)
    return Posted(change.stands, standing)


def with_discovery(locks: Locks, names: Names, cause: Cause, *, late_evidence: bool = False) -> Locks:
    """The locks with the VAT period in which this write finds what it changes: today's, or the first that is open."""
    if locks.vat_filed_through is None or locks.discovery is not None:
        return locks
    today = london_day(moment_from(cause.recorded_at))
    period = names.vat.period_of(max(today, locks.vat_filed_through + ONE_DAY))
    end = period.end if period is not None else today
    return replace(locks, discovery=Discovery(end, late_evidence))


def reposted(live: Sequence[PostedEntry], desired: JournalEntry | None, locks: Locks) -> Reposting:
    """`repost`, where a correction names the last closed entry that stands.

    That one may be a correction of an earlier year itself: so from the latest entry the chain of `corrects` leads to
    everything that stands for the source, however many years were closed in between.
    """
    change = repost(live, desired, locks)
    closed = [e.number for e in live if locks.closed(e.entry.entry_date)]
    entries = tuple(replace(e, corrects=closed[-1]) if e.corrects is not None else e for e in change.entries)
    return replace(change, entries=entries)
