"""The head row of a company: it orders writes, numbers things and carries the audit chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accountsos.store.engine.sql import Insert, Reader, Sql, Value, Writer, micros

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
    notes: list[Note] = field(default_factory=list)
    chart_changed: bool = False
    changed: bool = False
    entry_digests: Any = field(default_factory=hashlib.sha256)
    bank_facts: Any = None
    """A digest of what the bank said in the lines that this write adds, where it adds any; told in its audit row."""

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
    row = db.row(TAKE_NEXT, company=company, now=micros(now))
    if row is None:
        return None
    seq, recorded_at, digest, chart_version, last_number, last_transaction, last_entry = row
    return Cause(
        company, seq, recorded_at, actor, bytes(digest), chart_version, last_number, last_transaction, last_entry
    )


def close_write(db: Writer, cause: Cause) -> None:
    """Chain the audit rows and put the head back. A write that changed nothing leaves none (its number is skipped)."""
    digest = cause.previous_digest
    if cause.changed:
        assert cause.notes, "a write says what it did"
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


def known_at(db: Reader, company: int, moment: datetime) -> int:
    """The number of the last entry that was recorded by then; 0 where nothing was."""
    row = db.row(AS_KNOWN_AT, company=company, moment=micros(moment))
    return 0 if row is None else int(row[1])


def known_moment(db: Reader, company: int, moment: datetime) -> tuple[int, int]:
    """The company's number and its last entry by then; nothing where nothing was recorded yet."""
    row = db.row(AS_KNOWN_AT, company=company, moment=micros(moment))
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def text_digest(before: str | None, after: str | None) -> bytes:
    """Digest of the audit row's erasable text: the chain holds this, never the text."""
    return hashlib.sha256(json.dumps([before, after]).encode()).digest()


def chained(previous: bytes, fields: tuple[object, ...], part: int, entries: bytes, text: bytes) -> bytes:
    """The next link of the audit chain. The first part of a write is chained as if there were no others."""
    numbered = (*fields, part) if part else fields
    return hashlib.sha256(previous + repr(numbered).encode() + entries + text).digest()


def _canonical(state: Mapping[str, object]) -> str:
    return json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
