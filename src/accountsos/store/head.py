"""The head row of a company: it orders writes, numbers things and carries the audit chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accountsos.store.engine.sql import Insert, Reader, Sql, Writer, micros

TAKE_NEXT = Sql(
    """UPDATE company_head SET seq = seq + 1,
       recorded_at = CASE WHEN recorded_at >= :now THEN recorded_at + 1 ELSE :now END
       WHERE company_id = :company
       RETURNING seq, recorded_at, digest, chart_version, last_number, last_transaction, last_entry"""
)
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
    "company_id seq recorded_at actor action subject last_entry entries_digest text_digest digest",
)
TEXT = Insert("audit_text", "company_id seq before after")
VERSION = Sql("SELECT seq, chart_version, recorded_at, last_entry FROM company_head WHERE company_id = :company")
AS_KNOWN_AT = Sql(
    """SELECT seq, last_entry FROM audit_event WHERE company_id = :company AND recorded_at <= :moment
       ORDER BY recorded_at DESC, seq DESC LIMIT 1"""
)

FIRST_DIGEST = bytes(32)
BANK_FACTS = "bank_facts_sha256"
"""Under which name the audit row of a write tells the digest of the bank lines that it added."""


@dataclass(slots=True)
class Cause:
    """Who changes what, under which number: handed to everything one write does, closed into one audit row."""

    company: int
    seq: int
    recorded_at: int
    actor: str
    previous_digest: bytes
    chart_version: int
    last_number: int
    last_transaction: int
    last_entry: int
    action: str = ""
    subject: str = ""
    before: str | None = None
    after: str | None = None
    chart_changed: bool = False
    changed: bool = False
    entry_digests: Any = field(default_factory=hashlib.sha256)
    bank_facts: Any = None
    """A digest of what the bank said in the lines that this write adds, where it adds any: the audit row tells it."""

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
        """What the audit row will say: a verb phrase, the public id of the thing, and its state before and after."""
        self.action, self.subject, self.changed = action, subject, True
        self.before = None if before is None else _canonical(before)
        self.after = None if after is None else _canonical(after)


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
    """Chain the audit row and put the head back. A write that changed nothing leaves no row (its number is skipped)."""
    digest = cause.previous_digest
    if cause.changed:
        assert cause.action, "a write says what it did"
        if cause.bank_facts is not None:
            told = json.loads(cause.after) if cause.after else {}
            cause.after = _canonical({**told, BANK_FACTS: cause.bank_facts.hexdigest()})
        entries = cause.entry_digests.digest()
        text = text_digest(cause.before, cause.after)
        fields = (cause.seq, cause.recorded_at, cause.actor, cause.action, cause.subject, cause.last_entry)
        digest = chained(cause.previous_digest, (cause.company, *fields), entries, text)
        db.run_many(EVENT, [(cause.company, *fields, entries, text, digest)])
        if cause.before is not None or cause.after is not None:
            db.run_many(TEXT, [(cause.company, cause.seq, cause.before, cause.after)])
    db.run(
        PUT_BACK,
        company=cause.company,
        digest=digest,
        chart_version=cause.chart_version + (1 if cause.chart_changed else 0),
        last_number=cause.last_number,
        last_transaction=cause.last_transaction,
        last_entry=cause.last_entry,
    )


def create_head(db: Writer, company: int) -> None:
    """The head of a new company, before its first write."""
    db.run_many(NEW_HEAD, [(company, 0, 0, FIRST_DIGEST, 0, 0, 0, 0)])


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


def chained(previous: bytes, fields: Iterable[object], entries: bytes, text: bytes) -> bytes:
    """The next link of the audit chain."""
    return hashlib.sha256(previous + repr(tuple(fields)).encode() + entries + text).digest()


def _canonical(state: Mapping[str, object]) -> str:
    return json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
