"""Entries, postings and the audit chain: they are what was recorded, in order, and nothing is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from accountsos.ledger.entry import digest_of_text
from accountsos.store.checks.fault import Fault, Walk, told
from accountsos.store.checks.rules import Rows, Rule, at_least, equals, found_in
from accountsos.store.engine.sql import Reader, Row, Sql
from accountsos.store.entry_rows import DIGEST_KEPT
from accountsos.store.head import FIRST_DIGEST, chained, text_digest
from accountsos.store.journal import ENTRY_COLUMNS, POSTING_COLUMNS


def _written(columns: Sequence[str], table: str) -> str:
    """SQL that writes a row out as Python writes a tuple of it: whole numbers, codes in quotes, None."""
    each = [
        f"COALESCE('''' || {table}.{name} || '''', 'None')"
        if name == "vat_code"
        else f"COALESCE(CAST({table}.{name} AS TEXT), 'None')"
        for name in columns
    ]
    return "'(' || " + " || ', ' || ".join(each) + " || ')'"


_HEAD, _LINE = ENTRY_COLUMNS.split()[2:-1], POSTING_COLUMNS.split()[2:]
ENTRIES = Sql(
    f"""SELECT e.entry_no, e.recorded_seq, e.digest, {_written(_HEAD, "e")} FROM journal_entry e
       WHERE e.company_id = :company ORDER BY e.entry_no"""
)
POSTINGS = Sql(
    f"""SELECT p.entry_no, STRING_AGG({_written(_LINE, "p")}, ', ' ORDER BY p.line_no), COUNT(*),
       CAST(SUM(p.amount) AS BIGINT) FROM posting p WHERE p.company_id = :company
       GROUP BY p.entry_no ORDER BY p.entry_no"""
)
"""Both as the digest of an entry has them, so that the database does what there is to do for each posting."""
EVENTS = Sql(
    """SELECT e.part, e.seq, e.recorded_at, e.actor, e.action, e.subject, e.last_entry, e.entries_digest, e.text_digest,
       e.digest, t.before, t.after, t.seq FROM audit_event e
       LEFT JOIN audit_text t ON t.company_id = e.company_id AND t.seq = e.seq AND t.part = e.part
       WHERE e.company_id = :company ORDER BY e.seq, e.part"""
)
HEAD = Sql("SELECT seq, recorded_at, digest, last_entry FROM company_head WHERE company_id = :company")
ENTRY = tuple(f"journal_entry.{name}" for name in ENTRY_COLUMNS.split()[1:])
POSTING = tuple(f"posting.{name}" for name in POSTING_COLUMNS.split()[1:])
EVENT = tuple(
    f"audit_event.{name}"
    for name in "seq part recorded_at actor action subject last_entry entries_digest text_digest digest".split()
)
TEXT = ("audit_text.before", "audit_text.after")


Entry = tuple[int, int | None, bytes, bytes, int]


def chain(db: Reader, company: int) -> Iterator[Fault]:
    """Entries balance, their digests are what they were, and the audit chain holds exactly them, in order."""
    head = db.row(HEAD, company=company)
    if head is None:
        yield told("chain", "the company has no head row", "company_head.company_id", thing="head")
        return
    entries = _entries_with_postings(db, company)
    pending = next(entries, None)
    digest, last_entry, seq, recorded_at = FIRST_DIGEST, 0, 0, 0
    for event in db.stream(EVENTS, company=company):
        part, *fields, entries_digest, texts, stored, before, after, has_text = event
        seq, recorded_at, claimed_last = fields[0], fields[1], fields[5]
        running = hashlib.sha256()
        while pending is not None and pending[0] <= claimed_last:
            number, entry_seq, ours, said, out_by = pending
            if out_by or not _is_kept_of(ours, said) or entry_seq != seq:
                yield from _of_entry(pending, seq)
            if entry_seq is not None:
                running.update(ours)
                last_entry = number
            pending = next(entries, None)
        thing = f"audit row {seq}"
        if running.digest() != bytes(entries_digest):
            message = f"{thing}: the entries of this write are not the ones that were recorded"
            yield told("chain", message, "audit_event.entries_digest", *ENTRY, *POSTING, thing=thing)
        if has_text is not None and (before, after) != (None, None) and text_digest(before, after) != bytes(texts):
            yield told("chain", f"{thing}: its text was altered", *TEXT, "audit_event.text_digest", thing=thing)
        digest = chained(digest, (company, *fields), part, bytes(entries_digest), bytes(texts))
        if digest != bytes(stored):
            yield told("chain", f"{thing} was altered, or one before it is missing", *EVENT, thing=thing)
            digest = bytes(stored)
    if pending is not None:
        thing = f"entry {pending[0]}"
        yield told(
            "chain", f"{thing} and later ones are in no audit row", *ENTRY, "audit_event.last_entry", thing=thing
        )
    yield from _of_head(head, (seq, recorded_at, digest, last_entry))


def _of_head(head: Row, followed: tuple[int, int, bytes, int]) -> Iterator[Fault]:
    seq, recorded_at, digest, last_entry = followed
    if bytes(head[2]) != digest or head[3] != last_entry:
        message = (
            "the head row does not follow from the last audit row: rows at the end are missing, or it was altered; "
            f"its last entry is {head[3]}, it should be {last_entry}"
        )
        yield told("chain", message, "company_head.digest", "company_head.last_entry", thing="head")
    for column, kept, least in (("seq", head[0], seq), ("recorded_at", head[1], recorded_at)):
        if kept < least:
            message = f"head: {column} is {kept}, it should be {least} or more, as the last audit row says"
            yield told("chain", message, f"company_head.{column}", thing="head")


def _of_entry(entry: Entry, seq: int) -> Iterator[Fault]:
    number, entry_seq, ours, said, out_by = entry
    thing = f"entry {number}"
    if entry_seq is None:
        message = f"{thing}: there are postings without their entry"
        yield told("orphan", message, "posting.entry_no", "journal_entry.entry_no", thing=thing)
        return
    if out_by != 0:
        yield told("balance", f"{thing} does not balance: it is out by {out_by}p", "posting.amount", thing=thing)
    if not _is_kept_of(ours, said):
        message = f"{thing} is not what was recorded: its digest differs"
        yield told("digest", message, *ENTRY, *POSTING, thing=thing)
    if entry_seq != seq:
        message = f"{thing} says it belongs to write {entry_seq}, not {seq}"
        yield told("chain", message, "journal_entry.recorded_seq", thing=thing)


def _is_kept_of(digest: bytes, kept: bytes) -> bool:
    """Whether that much of a digest stands in the row."""
    return len(kept) in (DIGEST_KEPT, len(digest)) and digest.startswith(kept)


def _entries_with_postings(db: Reader, company: int) -> Iterator[Entry]:
    """Per entry: number, write, digest recomputed, digest stored, sum of its postings; also postings without one."""
    postings = iter(db.stream(POSTINGS, company=company))
    upcoming = next(postings, None)
    for number, seq, digest, head in db.stream(ENTRIES, company=company):
        while upcoming is not None and upcoming[0] < number:
            yield (upcoming[0], None, b"", b"", 0)
            upcoming = next(postings, None)
        written, out_by = "()", 0
        if upcoming is not None and upcoming[0] == number:
            _, text, count, out_by = upcoming
            written = f"({text},)" if count == 1 else f"({text})"
            upcoming = next(postings, None)
        recomputed = digest_of_text(f"({company}, {number}, {head}, {written})")
        yield number, seq, recomputed, bytes(digest), out_by
    while upcoming is not None:
        yield (upcoming[0], None, b"", b"", 0)
        upcoming = next(postings, None)


NEIGHBOURS = Sql(
    """SELECT t.entry_no, t.reverses, t.corrects, t.replaces FROM journal_entry t WHERE t.company_id = :company
       AND (t.reverses IS NOT NULL OR t.corrects IS NOT NULL OR t.replaces IS NOT NULL)
       AND (SELECT COUNT(*) FROM journal_entry o WHERE o.company_id = t.company_id
         AND o.entry_no IN (t.reverses, t.corrects, t.replaces) AND o.source = t.source AND o.source_no = t.source_no
         AND o.entry_no < t.entry_no)
       < (SELECT COUNT(DISTINCT n.entry_no) FROM (SELECT t.reverses AS entry_no UNION ALL SELECT t.corrects
         UNION ALL SELECT t.replaces) AS n)
       ORDER BY t.entry_no LIMIT 200"""
)


def neighbours(db: Reader, company: int) -> Iterator[Fault]:
    """What an entry reverses, corrects or replaces is there, is older, and speaks for the same thing."""
    for entry, *others in db.rows(NEIGHBOURS, company=company):
        thing, named = f"entry {entry}", ", ".join(str(other) for other in others if other is not None)
        message = f"{thing}: of the entries that it reverses, corrects or replaces ({named}) one is not what it was"
        yield told("entries", message, *ENTRY, thing=thing)


NUMBERED = {
    "bank_account": "account_no",
    "contact": "contact_no",
    "statement_import": "import_no",
    "manual_journal": "journal_no",
    "document": "document_no",
    "settlement": "settlement_no",
    "job": "job_no",
    "mileage_trip": "trip_no",
    "own_deadline": "deadline_no",
    "fixed_asset": "asset_no",
    "asset_disposal": "disposal_no",
    "rule": "rule_no",
}
"""Things that take their number from the head row, bank lines and entries apart."""


def _last_number() -> Rule:
    """No number of a thing is given out twice."""
    each = " UNION ALL ".join(
        f"SELECT MAX({column}) AS n FROM {table} WHERE company_id = :company" for table, column in NUMBERED.items()
    )
    newest = f"(SELECT MAX(m.n) FROM ({each}) AS m)"
    where_from = "at least the newest number of any thing"
    return Rule("last_number", f"t.last_number >= {newest}", where_from, newest, mends=True)


CHECKS = (
    Walk("chain", chain),
    Walk("entries", neighbours),
    Rows(
        "orphan",
        "narration",
        "entry_no",
        [found_in("entry_no", "journal_entry", "entry_no", "an entry")],
        called="narration of entry {}",
    ),
    Rows(
        "orphan",
        "audit_text",
        "seq part",
        [
            Rule(
                "seq",
                """EXISTS (SELECT 1 FROM audit_event a WHERE a.company_id = t.company_id AND a.seq = t.seq
                   AND a.part = t.part)""",
                "that of an audit row",
                also=("audit_text.part",),
            )
        ],
        called="audit text {}, part {}",
    ),
    Rows(
        "head",
        "company_head",
        "",
        [
            _last_number(),
            equals(
                "last_transaction",
                "SELECT COALESCE(MAX(b.transaction_no), 0) FROM bank_transaction b WHERE b.company_id = t.company_id",
                "the newest bank line",
                mends=True,
            ),
            at_least("chart_version", 1),
        ],
        called="head",
    ),
)
