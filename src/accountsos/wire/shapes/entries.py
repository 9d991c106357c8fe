"""Journal entries as the API shows them, and the audit rows beside them."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from accountsos import ids
from accountsos.dates import rfc3339
from accountsos.ledger.chart import Chart
from accountsos.ledger.entry import JournalEntry, PostedEntry, Posting
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.common import CategoryRef, optional_id

_PART_BITS = 31
"""An audit row is numbered by its write, and above that by its part."""
_EVENT_MAX = (1 << _PART_BITS + 16) - 1
_NUMBERED = re.compile(r"([a-z]+):([0-9]+)")
_NUMBER_FIELDS: dict[str, tuple[str, str | None]] = {"contact": ("contact_id", "con_"), "entry": ("entry_id", "je_")}


class PostingOut(msgspec.Struct, frozen=True):
    """One side of an entry."""

    category: CategoryRef
    amount: MoneyOut
    """Debit positive, credit negative."""
    bank_account_id: str | None
    contact_id: str | None
    vat_code: str | None
    vat_period: DateOut | None


class EntryOut(msgspec.Struct, frozen=True):
    """A journal entry: never edited, only reversed and replaced."""

    id: str
    date: DateOut
    narration: str | None
    postings: list[PostingOut]
    corrects: str | None
    """The entry of a closed year that still stands and that this one adjusts."""
    replaces: str | None
    reverses: str | None


class PostedOut(msgspec.Struct, frozen=True):
    """Where a change landed in the books."""

    entry_id: str
    entry_date: DateOut
    vat_period: DateOut | None
    """The end of the VAT period that takes its VAT."""
    corrects: str | None


class EventOut(msgspec.Struct, frozen=True):
    """Who did what, when."""

    id: str
    at: TimeOut
    actor: str
    """`key:key_…`, `user:usr_…` or a command of the installation."""
    action: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def entry_out(company: int, chart: Chart, posted: PostedEntry) -> EntryOut:
    """An entry with its postings."""
    entry = posted.entry
    return EntryOut(
        ids.public_id("je_", company, posted.number),
        entry.entry_date.isoformat(),
        entry.narration,
        [_posting(company, chart, p) for p in entry.postings],
        optional_id("je_", company, entry.corrects),
        optional_id("je_", company, entry.replaces),
        optional_id("je_", company, entry.reverses),
    )


def _posting(company: int, chart: Chart, posting: Posting) -> PostingOut:
    return PostingOut(
        CategoryRef(posting.category_id, chart[posting.category_id].name),
        money_out(posting.amount),
        posting.bank_account,
        optional_id("con_", company, posting.contact),
        posting.vat_code,
        posting.vat_period.isoformat() if posting.vat_period else None,
    )


def posted_out(company: int, entry: JournalEntry | None, number: int | None) -> PostedOut | None:
    """Where the change landed; None where nothing is in the books for it."""
    if entry is None or number is None:
        return None
    periods = [p.vat_period for p in entry.postings if p.vat_period is not None]
    return PostedOut(
        ids.public_id("je_", company, number),
        entry.entry_date.isoformat(),
        max(periods).isoformat() if periods else None,
        optional_id("je_", company, entry.corrects),
    )


def event_out(company: int, row: Any) -> EventOut:
    """A row of the audit log, as the workflows give it."""
    return EventOut(
        event_id_of(company, row),
        rfc3339(row.recorded_at),
        row.actor,
        row.action,
        public_subject(company, row.subject),
        public_state(company, row.before),
        public_state(company, row.after),
    )


def event_id_of(company: int, row: Any) -> str:
    """The public id of a row of the log."""
    return ids.public_id("evt_", company, row.seq + (row.part << _PART_BITS))


def write_of_event(company: int, event_id: str) -> int:
    """The number of the write in which that event happened; of an unknown one a number that no write has."""
    return place_of_event(company, event_id)[0]


def place_of_event(company: int, event_id: str) -> tuple[int, int]:
    """That number, and which part of the write it is."""
    number = ids.number_in("evt_", company, event_id, most=_EVENT_MAX) or 0
    return number & ((1 << _PART_BITS) - 1), number >> _PART_BITS


def public_subject(company: int, subject: str) -> str:
    """What an audit row is about, by public id: `con:1001` is kept as its number and shown as its id."""
    found = _NUMBERED.fullmatch(subject)
    return ids.public_id(found[1] + "_", company, int(found[2])) if found else subject


def public_state(company: int, text: str | None) -> dict[str, Any] | None:
    """A state of the audit log with ids where the books keep numbers; None where there is none, or it was erased."""
    if text is None:
        return None
    shown: dict[str, Any] = {}
    for name, value in json.loads(text).items():
        name_shown, prefix = _NUMBER_FIELDS.get(name, (name, None))
        shown[name_shown] = value if prefix is None else optional_id(prefix, company, value)
    return shown
