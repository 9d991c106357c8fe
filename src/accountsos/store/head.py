"""The head row of a company: it orders writes, numbers things and carries the audit chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accountsos.dates import london_day, rfc3339
from accountsos.store.engine.sql import Insert, Reader, Sql, Value, Writer, micros, moment_from

TAKE_NEXT = Sql(
    """UPDATE company_head SET seq = seq + 1,
       recorded_at = CASE WHEN recorded_at >= :now THEN recorded_at + 1 ELSE :now END
       WHERE company_id = :company
       RETURNING seq, recorded_at, digest, chart_version, last_number, last_transaction, last_entry"""
)
UNTELL = Sql("DELETE FROM changed_thing WHERE company_id = :company AND seq = :seq")
"""What was written anew as it stood is no change: the database's triggers cannot know."""
PUT_BACK = Sql(
    """UPDATE company_head SET digest = :digest, chart_version = :chart_version, last_number = :last_number,
       last_transaction = :last_transaction, last_entry = :last_entry WHERE company_id = :company"""
)
NEW_HEAD = Insert(
    "company_head",
    "company_id seq recorded_at digest chart_version last_number last_transaction last_entry",
)
EVENT = Insert(
    "audit_event",
    "company_id seq part recorded_at actor action subject last_entry entries_digest text_digest digest",
)
TEXT = Insert("audit_text", "company_id seq part before after")
VERSION = Sql("SELECT seq, chart_version, recorded_at, last_entry FROM company_head WHERE company_id = :company")
AS_KNOWN_AT = Sql(
    """SELECT seq, last_entry FROM audit_event WHERE company_id = :company AND recorded_at <= :moment
       ORDER BY recorded_at DESC, seq DESC LIMIT 1"""
)
CLOCK = "clock:"
"""How the subject begins of a row that tells by which clock its write was made; the moment follows, as text."""
NO_CLOCK = "clock:9999"
"""Behind all of them, in whatever order a database puts signs that are no digits."""
AS_TOLD_AT = Sql(
    """SELECT seq, last_entry FROM audit_event WHERE company_id = :company AND subject >= :first AND subject <= :told
       ORDER BY subject DESC, seq DESC LIMIT 1"""
)
AROUND = Sql(
    """SELECT (SELECT recorded_at FROM audit_event WHERE company_id = :company AND recorded_at <= :now
         ORDER BY recorded_at DESC LIMIT 1),
       (SELECT recorded_at FROM audit_event WHERE company_id = :company AND recorded_at > :now
         ORDER BY recorded_at LIMIT 1)"""
)
FIRST_TOLD, LAST_TOLD = (
    Sql(
        f"""SELECT seq, recorded_at FROM audit_event
            WHERE company_id = :company AND subject >= :first AND subject < :last
            ORDER BY subject{way}, seq{way} LIMIT 1"""
    )
    for way in ("", " DESC")
)
SLIP = 60_000_000
"""A clock that is put right by less, in microseconds, leaves no more than that: nothing is told of it."""

FIRST_DIGEST = bytes(32)
NO_ENTRIES = hashlib.sha256().digest()
BANK_FACTS = "bank_facts_sha256"
"""Under which name the audit row of a write tells the digest of the bank lines that it added."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a write did, as the audit log tells it: a verb phrase, and the thing before and after."""

    action: str
    subject: str
    """The public id of the thing."""
    before: str | None
    after: str | None


@dataclass(slots=True)
class Cause:
    """Who changes what, under which number: handed to everything one write does, closed into its audit rows."""

    company: int
    seq: int
    recorded_at: int
    actor: str
    previous_digest: bytes
    chart_version: int
    last_number: int
    last_transaction: int
    last_entry: int
    clock: int
    """The clock as it is. Days and terms go by it; `recorded_at` only orders, and is later where a clock was ahead."""
    notes: list[Note] = field(default_factory=list)
    chart_changed: bool = False
    changed: bool = False
    entry_digests: Any = field(default_factory=hashlib.sha256)
    bank_facts: Any = None
    """A digest of what the bank said in the lines that this write adds, where it adds any; told in its audit row."""

    @property
    def now(self) -> datetime:
        """The clock as it is, to the microsecond."""
        return moment_from(self.clock)

    @property
    def today(self) -> date:
        """The day in London by that clock."""
        return london_day(self.now)

    def next_number(self) -> int:
        """The number of a new thing of this company (import, contact, journal, category …)."""
        self.last_number += 1
        return self.last_number

    def note(
        self,
        action: str,
        subject: str,
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """One audit row: a verb phrase, the public id of the thing, and its state before and after.

        The first says what the write was asked to do; further ones tell what followed from it.
        """
        told = [None if state is None else _canonical(state) for state in (before, after)]
        self.notes.append(Note(action, subject, *told))
        self.changed = True


def open_write(db: Writer, company: int, *, actor: str, now: datetime) -> Cause | None:
    """Take the next number of the company's head: from here on no other write of this company runs.

    None where there is no such company.
    """
    clock = micros(now)
    row = db.row(TAKE_NEXT, company=company, now=clock)
    if row is None:
        return None
    seq, recorded_at, digest, chart_version, last_number, last_transaction, last_entry = row
    return Cause(
        company, seq, recorded_at, actor, bytes(digest), chart_version, last_number, last_transaction, last_entry, clock
    )


def close_write(db: Writer, cause: Cause) -> None:
    """Chain the audit rows and put the head back. A write that changed nothing leaves none (its number is skipped)."""
    digest = cause.previous_digest
    if cause.changed:
        assert cause.notes, "a write says what it did"
        if cause.recorded_at - cause.clock > SLIP and _was_ahead(db, cause):
            cause.note("clock.told", CLOCK + rfc3339(cause.now))
        digest = _chain(db, cause)
    else:
        db.run(UNTELL, company=cause.company, seq=cause.seq)
    db.run(
        PUT_BACK,
        company=cause.company,
        digest=digest,
        chart_version=cause.chart_version + (1 if cause.chart_changed else 0),
        last_number=cause.last_number,
        last_transaction=cause.last_transaction,
        last_entry=cause.last_entry,
    )


def _chain(db: Writer, cause: Cause) -> bytes:
    """Write the audit rows; the digest of the last. The entries belong to the first, which is asked for."""
    digest, entries = cause.previous_digest, cause.entry_digests.digest()
    events: list[tuple[Value, ...]] = []
    texts: list[tuple[Value, ...]] = []
    for part, note in enumerate(cause.notes):
        after = note.after
        if part == 0 and cause.bank_facts is not None:
            told = json.loads(after) if after else {}
            after = _canonical({**told, BANK_FACTS: cause.bank_facts.hexdigest()})
        text = text_digest(note.before, after)
        fields = (cause.recorded_at, cause.actor, note.action, note.subject, cause.last_entry)
        digest = chained(digest, (cause.company, cause.seq, *fields), part, entries, text)
        events.append((cause.company, cause.seq, part, *fields, entries, text, digest))
        if note.before is not None or after is not None:
            texts.append((cause.company, cause.seq, part, note.before, after))
        entries = NO_ENTRIES
    db.run_many(EVENT, events)
    db.run_many(TEXT, texts)
    return digest


def create_head(db: Writer, company: int) -> None:
    """The head of a new company, before its first write."""
    db.run_many(NEW_HEAD, [(company, 0, 0, FIRST_DIGEST, 0, 0, 0, 0)])


def last_write(db: Reader, company: int) -> int:
    """The moment of the company's last write, as its audit log tells it."""
    row = db.row(VERSION, company=company)
    return 0 if row is None else int(row[2])


def last_number_and_moment(db: Reader, company: int) -> tuple[int, int]:
    """Another pair after each write of the company. The moment too: a restored backup counts its numbers again."""
    row = db.row(VERSION, company=company)
    return (0, 0) if row is None else (int(row[0]), int(row[2]))


def last_number(db: Reader, company: int) -> int:
    """The number of the company's last write; 0 where there is none."""
    return last_number_and_moment(db, company)[0]


def known_at(db: Reader, company: int, moment: datetime) -> int:
    """The number of the last entry that was recorded by then; 0 where nothing was."""
    return known_moment(db, company, moment)[1]


def known_moment(db: Reader, company: int, moment: datetime) -> tuple[int, int]:
    """The company's number and its last entry by then; nothing where nothing was recorded yet.

    By the moments of the log, or by the clock that a write tells of where those are too late: whichever comes to more.
    For a moment that has passed this stays what it is: later writes have later moments, and tell of later clocks.
    """
    known = db.row(AS_KNOWN_AT, company=company, moment=micros(moment))
    told = db.row(AS_TOLD_AT, company=company, first=CLOCK, told=CLOCK + rfc3339(moment))
    return max([(0, 0), *((int(row[0]), int(row[1])) for row in (known, told) if row is not None)])


def moments_ahead(db: Reader, company: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The first and the last write, with their moments, that are dated too late; None where none is."""
    first, last = (db.row(each, company=company, first=CLOCK, last=NO_CLOCK) for each in (FIRST_TOLD, LAST_TOLD))
    return None if first is None or last is None else ((first[0], first[1]), (last[0], last[1]))


def _was_ahead(db: Reader, cause: Cause) -> bool:
    """Whether the last writes were dated by a clock that was ahead, and not this one by a clock that is behind.

    A clock that was ahead by so much has left a gap at least as wide in the log, into which the clock as it is falls.
    One that is behind falls among writes that were made one after the other, or before all of them, as a machine's does
    whose battery is empty: then nothing is told, for what was known at a moment must not change.
    """
    row = db.row(AROUND, company=cause.company, now=cause.clock)
    assert row is not None
    before, after = row
    return before is not None and after is not None and cause.recorded_at - cause.clock <= after - before


def text_digest(before: str | None, after: str | None) -> bytes:
    """Digest of the audit row's erasable text: the chain holds this, never the text."""
    return hashlib.sha256(json.dumps([before, after]).encode()).digest()


def chained(previous: bytes, fields: tuple[object, ...], part: int, entries: bytes, text: bytes) -> bytes:
    """The next link of the audit chain. The first part of a write is chained as if there were no others."""
    numbered = (*fields, part) if part else fields
    return hashlib.sha256(previous + repr(numbered).encode() + entries + text).digest()


def _canonical(state: Mapping[str, object]) -> str:
    return _CANONICAL.encode(state)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
