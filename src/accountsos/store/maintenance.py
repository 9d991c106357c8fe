"""Recompute what is kept, and name what does not agree. The only place that reads across companies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.errors import Refused
from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import entry_digest
from accountsos.reports.vat_return import return_of
from accountsos.store.balances import NET_OF_REVERSALS, REVERSALS
from accountsos.store.engine.failures import AWAY, DAMAGED
from accountsos.store.engine.sql import Reader, Row, Sql, optional_day_number
from accountsos.store.head import BANK_FACTS as FACTS_DIGEST
from accountsos.store.head import FIRST_DIGEST, chained, text_digest
from accountsos.store.jobs import COLUMNS as JOB_COLUMNS
from accountsos.store.jobs import Job, job_from
from accountsos.store.journal import ENTRY_COLUMNS, POSTING_COLUMNS
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import names_of
from accountsos.store.transactions import BANK_FACTS, fact_bytes
from accountsos.store.vat import filed_returns, vat_sums

COMPANIES = Sql("SELECT company_id FROM company ORDER BY company_id")
WAITING_JOBS = Sql(
    f"""SELECT {", ".join(JOB_COLUMNS.split())} FROM job WHERE state IN ('queued', 'running')
        AND (state = 'queued' AND not_before <= :now OR state = 'running' AND lease_until <= :now)
        ORDER BY not_before, company_id, job_no LIMIT :limit"""
)
ANSWERS = Sql(
    """SELECT company_id, idempotency_key, created_at FROM idempotency
       WHERE (company_id, idempotency_key) > (:after_company, :after_key)
       ORDER BY company_id, idempotency_key LIMIT :limit"""
)
ENTRIES = Sql(
    f"SELECT {', '.join(ENTRY_COLUMNS.split())} FROM journal_entry WHERE company_id = :company ORDER BY entry_no"
)
POSTINGS = Sql(
    f"SELECT {', '.join(POSTING_COLUMNS.split())} FROM posting WHERE company_id = :company ORDER BY entry_no, line_no"
)
EVENTS = Sql(
    """SELECT e.part, e.seq, e.recorded_at, e.actor, e.action, e.subject, e.last_entry, e.entries_digest, e.text_digest,
       e.digest, t.before, t.after, t.seq FROM audit_event e
       LEFT JOIN audit_text t ON t.company_id = e.company_id AND t.seq = e.seq AND t.part = e.part
       WHERE e.company_id = :company ORDER BY e.seq, e.part"""
)
HEAD = Sql("SELECT seq, digest, last_entry, last_transaction FROM company_head WHERE company_id = :company")
KEPT_DAYS = Sql(
    """SELECT category_no, account_no, contact_no, day, debit, credit, postings FROM balance_day
       WHERE company_id = :company"""
)
KEPT_MONTHS = Sql(
    """SELECT category_no, account_no, contact_no, month, debit, credit, postings FROM balance_month
       WHERE company_id = :company"""
)
_IN_AND_OUT = """CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT)"""
RECOMPUTED_DAYS = Sql(
    f"""SELECT p.category_no, COALESCE(p.account_no, 0), COALESCE(p.contact_no, 0), p.entry_date, {NET_OF_REVERSALS}
       FROM posting p {REVERSALS} WHERE p.company_id = :company
       GROUP BY p.category_no, COALESCE(p.account_no, 0), COALESCE(p.contact_no, 0), p.entry_date"""
)
COUNTED_LINES = Sql(
    f"""SELECT category_no, booked_on, COUNT(*), {_IN_AND_OUT} FROM bank_transaction
       WHERE company_id = :company AND status = 1 GROUP BY category_no, booked_on"""
)
_KEPT_LINES = """SELECT category_no, {span}, lines, money_in, money_out FROM line_count_{span}
  WHERE company_id = :company AND (lines <> 0 OR money_in <> 0 OR money_out <> 0)"""
KEPT_LINES, KEPT_LINES_MONTH = Sql(_KEPT_LINES.format(span="day")), Sql(_KEPT_LINES.format(span="month"))
CONTACT_SUMS = Sql(
    f"""SELECT contact_no, COUNT(*), {_IN_AND_OUT} FROM bank_transaction
       WHERE company_id = :company AND status = 1 AND contact_no IS NOT NULL GROUP BY contact_no"""
)
KEPT_CONTACTS = Sql(
    """SELECT contact_no, lines, total_in, total_out FROM contact WHERE company_id = :company
       AND (lines <> 0 OR total_in <> 0 OR total_out <> 0)"""
)
REVERSED = Sql("SELECT reverses FROM journal_entry WHERE company_id = :company AND reverses IS NOT NULL AND source = 1")
ORIGINAL = Sql(
    """SELECT entry_no, source_no, corrects FROM journal_entry
       WHERE company_id = :company AND source = 1 AND reverses IS NULL ORDER BY entry_no"""
)
LINES = Sql(
    """SELECT transaction_no, amount, entry_no, status, booked_on FROM bank_transaction WHERE company_id = :company
       ORDER BY transaction_no"""
)
BANK_SIDE = Sql(
    """SELECT e.source_no, CAST(SUM(p.amount) AS BIGINT) FROM journal_entry e
       JOIN posting p ON p.company_id = e.company_id AND p.entry_no = e.entry_no AND p.account_no IS NOT NULL
       WHERE e.company_id = :company AND e.source = 1 GROUP BY e.source_no"""
)
FACTS = Sql(
    f"SELECT recorded_seq, {BANK_FACTS} FROM bank_transaction WHERE company_id = :company ORDER BY transaction_no"
)
FACTS_TOLD = Sql(
    f"""SELECT e.seq, e.subject, t.after FROM audit_event e
       JOIN audit_text t ON t.company_id = e.company_id AND t.seq = e.seq AND t.part = e.part
       WHERE e.company_id = :company AND e.part = 0 AND t.after LIKE '%"{FACTS_DIGEST}"%' ORDER BY e.seq"""
)
WHOLE_FILE = Sql("PRAGMA integrity_check(20)")
ORPHAN_POSTINGS = Sql(
    """SELECT DISTINCT p.entry_no FROM posting p LEFT JOIN journal_entry e
       ON e.company_id = p.company_id AND e.entry_no = p.entry_no
       WHERE p.company_id = :company AND e.entry_no IS NULL"""
)
ORPHAN_OBSERVATIONS = Sql(
    """SELECT DISTINCT o.transaction_no FROM observation o LEFT JOIN bank_transaction t
       ON t.company_id = o.company_id AND t.transaction_no = o.transaction_no
       WHERE o.company_id = :company AND t.transaction_no IS NULL"""
)
RECOMPUTED_VAT = Sql(
    """SELECT vat_period, vat_code, CASE WHEN category_no = :control THEN 1 ELSE 0 END, CAST(SUM(amount) AS BIGINT),
       COUNT(*) FROM posting WHERE company_id = :company AND vat_code IS NOT NULL AND vat_period IS NOT NULL
       GROUP BY vat_period, vat_code, CASE WHEN category_no = :control THEN 1 ELSE 0 END"""
)
KEPT_VAT = Sql("SELECT vat_period, vat_code, control, amount, postings FROM vat_sum WHERE company_id = :company")
BEFORE_ALL_ANSWERS = (0, "")
MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree."""

    check: str
    message: str


def all_companies(db: Reader) -> list[int]:
    """The numbers of all companies."""
    return [row[0] for row in db.rows(COMPANIES)]


def waiting_jobs(db: Reader, *, now: int, limit: int) -> list[Job]:
    """Jobs of any company that may be claimed now: those that wait, and those whose worker was lost."""
    return [job_from(row) for row in db.rows(WAITING_JOBS, now=now, limit=limit)]


def answers_after(db: Reader, after: tuple[int, str], *, limit: int) -> list[tuple[int, str, int]]:
    """The next answers by company and Idempotency-Key, each with the moment it was given."""
    rows = db.rows(ANSWERS, after_company=after[0], after_key=after[1], limit=limit)
    return [(company, key, created_at) for company, key, created_at in rows]


def verify_database(db: Reader) -> Iterator[Finding]:
    """What SQLite itself finds wrong with the pages of its file; PostgreSQL has checksums and programs of its own."""
    if db.engine != "sqlite":
        return
    try:
        for (told,) in db.rows(WHOLE_FILE):
            if told != "ok":
                yield Finding("database", str(told))
    except DAMAGED as damage:
        yield Finding("database", f"the file cannot be read through: {damage}")


def verify_company(db: Reader, company: int) -> Iterator[Finding]:
    """Every disagreement between the company's entries and everything kept beside them."""
    for check in (
        _entries_and_chain,
        _kept_balances,
        _vat_sums,
        _line_counts,
        _contact_totals,
        _live_entries,
        _bank_facts,
        _orphans,
    ):
        try:
            yield from check(db, company)
        except (Refused, *AWAY):
            raise
        except Exception as damage:  # whatever damaged rows lead to: the check that stumbles over them says so
            name = check.__name__.strip("_").replace("_", " ")
            yield Finding("damage", f"{name}: rows cannot be read: {type(damage).__name__}: {damage}")


def _orphans(db: Reader, company: int) -> Iterator[Finding]:
    for (entry,) in db.rows(ORPHAN_POSTINGS, company=company):
        yield Finding("orphan", f"entry {entry}: there are postings without their entry")
    for (transaction,) in db.rows(ORPHAN_OBSERVATIONS, company=company):
        yield Finding("orphan", f"transaction {transaction}: an import shows it, but it is not there")


def _bank_facts(db: Reader, company: int) -> Iterator[Finding]:
    """What the bank said is what it said when the line was recorded: the audit row of that write tells the digest."""
    told = {
        seq: (subject, json.loads(after)[FACTS_DIGEST]) for seq, subject, after in db.rows(FACTS_TOLD, company=company)
    }
    for seq, lines in groupby(db.stream(FACTS, company=company), key=itemgetter(0)):
        running, first, last = hashlib.sha256(), None, None
        for line in lines:
            running.update(fact_bytes(line[1:]))
            first, last = first or line[1], line[1]
        subject, digest = told.pop(seq, (None, None))
        if subject is not None and running.hexdigest() != digest:
            yield Finding(
                "bank", f"{subject}: day, amount or text of a line from {first} to {last} is not what was recorded"
            )
    for subject, _ in told.values():
        yield Finding("bank", f"{subject}: the bank lines that it brought are not there")


def _entries_and_chain(db: Reader, company: int) -> Iterator[Finding]:
    """Entries balance, their digests are what they were, and the audit chain holds exactly them, in order."""
    head = db.row(HEAD, company=company)
    if head is None:
        yield Finding("chain", "the company has no head row")
        return
    entries = _entries_with_postings(db, company)
    pending = next(entries, None)
    digest, last_entry = FIRST_DIGEST, 0
    for event in db.stream(EVENTS, company=company):
        part, *fields, entries_digest, texts, stored, before, after, has_text = event
        seq, claimed_last = fields[0], fields[5]
        running = hashlib.sha256()
        while pending is not None and pending[0] <= claimed_last:
            number, entry_seq, ours, said, total = pending
            if total != 0:
                yield Finding("balance", f"entry {number} does not balance: it is out by {total}p")
            if ours != said:
                yield Finding("digest", f"entry {number} is not what was recorded: its digest differs")
            if entry_seq != seq:
                yield Finding("chain", f"entry {number} says it belongs to write {entry_seq}, not {seq}")
            running.update(ours)
            last_entry = number
            pending = next(entries, None)
        if running.digest() != bytes(entries_digest):
            yield Finding("chain", f"audit row {seq}: the entries of this write are not the ones that were recorded")
        if has_text is not None and (before, after) != (None, None) and text_digest(before, after) != bytes(texts):
            yield Finding("chain", f"audit row {seq}: its text was altered")
        digest = chained(digest, (company, *fields), part, bytes(entries_digest), bytes(texts))
        if digest != bytes(stored):
            yield Finding("chain", f"audit row {seq} was altered, or one before it is missing")
            digest = bytes(stored)
    if pending is not None:
        yield Finding("chain", f"entry {pending[0]} and later ones are in no audit row")
    if digest != bytes(head[1]) or last_entry != head[2]:
        yield Finding("chain", "the head row does not follow from the last audit row: rows at the end are missing")


def _entries_with_postings(db: Reader, company: int) -> Iterator[tuple[int, int, bytes, bytes, int]]:
    """Per entry: number, write, digest recomputed, digest stored, sum of its postings."""
    postings = (
        iter(db.stream(POSTINGS, company=company))
        if db.engine == "sqlite"
        else iter(db.rows(POSTINGS, company=company))
    )
    upcoming = next(postings, None)
    for row in db.rows(ENTRIES, company=company):
        number = row[1]
        while upcoming is not None and upcoming[1] < number:
            upcoming = next(postings, None)
        own: list[Row] = []
        while upcoming is not None and upcoming[1] == number:
            own.append(upcoming)
            upcoming = next(postings, None)
        recomputed = entry_digest(company, number, tuple(row[2:9]), [tuple(p[2:]) for p in own])
        yield number, row[2], recomputed, bytes(row[9]), sum(p[5] for p in own)


def _kept_balances(db: Reader, company: int) -> Iterator[Finding]:
    names = names_of(db, company)
    days: dict[tuple[int, ...], list[int]] = {}
    months: dict[tuple[int, ...], list[int]] = {}
    for category, account, contact, day, *sums in db.rows(RECOMPUTED_DAYS, company=company):
        who = contact if category in names.per_contact else 0
        for kept, span in ((days, day), (months, day // 100)):
            into = kept.setdefault((category, account, who, span), [0, 0, 0])
            for n in range(3):
                into[n] += sums[n]
    for label, sql, computed in (("day", KEPT_DAYS, days), ("month", KEPT_MONTHS, months)):
        stored = {tuple(row[:4]): list(row[4:]) for row in db.rows(sql, company=company)}
        for key in stored.keys() | computed.keys():
            have, should = stored.get(key, [0, 0, 0]), computed.get(key, [0, 0, 0])
            if have != should:
                where = f"{names.category_id.get(key[0], key[0])}, {label} {key[3]}"
                yield Finding("balances", f"{where}: kept (debit, credit, postings) {have}, the postings say {should}")


def _vat_sums(db: Reader, company: int) -> Iterator[Finding]:
    names = names_of(db, company)
    control = names.category_no[VAT_CONTROL]
    computed = {row[:3]: row[3:] for row in db.rows(RECOMPUTED_VAT, company=company, control=control)}
    stored = {row[:3]: row[3:] for row in db.rows(KEPT_VAT, company=company)}
    for key in stored.keys() | computed.keys():
        have, should = stored.get(key, (0, 0)), computed.get(key, (0, 0))
        if have != should:
            where = f"VAT period {key[0]}, code {key[1]}{' on VAT control' if key[2] else ''}"
            yield Finding("vat", f"{where}: kept (amount, postings) {have}, the postings say {should}")
    sums = vat_sums(db, company, names, FIRST_DAY, LAST_DAY)
    for end, filed in filed_returns(db, company).items():
        boxes = return_of(sums.get(end, {}), end).boxes.in_whole_pounds()
        if boxes != filed.boxes:
            yield Finding("vat", f"the return to {end} was filed with other boxes than its postings give")


def _line_counts(db: Reader, company: int) -> Iterator[Finding]:
    days: dict[tuple[int, int], list[int]] = {}
    months: dict[tuple[int, int], list[int]] = {}
    for category, day, *sums in db.rows(COUNTED_LINES, company=company):
        for counted in (category, 0):
            for kept, span in ((days, day), (months, day // 100)):
                into = kept.setdefault((counted, span), [0, 0, 0])
                for n in range(3):
                    into[n] += sums[n]
    for label, sql, computed in (("day", KEPT_LINES, days), ("month", KEPT_LINES_MONTH, months)):
        stored = {(row[0], row[1]): list(row[2:]) for row in db.rows(sql, company=company)}
        for key in stored.keys() | computed.keys():
            have, should = stored.get(key, [0, 0, 0]), computed.get(key, [0, 0, 0])
            if have != should:
                where = f"category {key[0]}, {label} {key[1]}"
                yield Finding("counters", f"{where}: kept (lines, in, out) {have}, the lines say {should}")


def _contact_totals(db: Reader, company: int) -> Iterator[Finding]:
    computed = {row[0]: tuple(row[1:]) for row in db.rows(CONTACT_SUMS, company=company)}
    stored = {row[0]: tuple(row[1:]) for row in db.rows(KEPT_CONTACTS, company=company)}
    for contact in stored.keys() | computed.keys():
        have, should = stored.get(contact, (0, 0, 0)), computed.get(contact, (0, 0, 0))
        if have != should:
            yield Finding("contacts", f"contact {contact}: kept (lines, in, out) {have}, the lines say {should}")


def _live_entries(db: Reader, company: int) -> Iterator[Finding]:
    """Every line in the books has exactly the entry it names standing; a line out of the books has none."""
    gone = {row[0] for row in db.rows(REVERSED, company=company)}
    standing: dict[int, list[int]] = {}
    corrected: dict[int, int] = {}
    for entry, source, corrects in db.rows(ORIGINAL, company=company):
        if entry not in gone:
            standing.setdefault(source, []).append(entry)
            if corrects is not None:
                corrected[entry] = corrects
    bank_side: dict[int, int] = dict(db.rows(BANK_SIDE, company=company))
    posted_from = optional_day_number(conversion_day(db, company)) or 0
    for transaction, amount, entry, status, booked_on in db.rows(LINES, company=company):
        expected: list[int] = []
        following = entry
        while following is not None and following not in expected:
            expected.insert(0, following)
            following = corrected.get(following)
        if standing.pop(transaction, []) != expected:
            yield Finding("entries", f"transaction {transaction}: the entries that stand are not the one it names")
        if (status == 1 and entry is not None and bank_side.get(transaction, 0) != amount) or (
            status != 1 and bank_side.get(transaction, 0) != 0
        ):
            yield Finding("entries", f"transaction {transaction}: the books do not say what the bank said")
        if status == 1 and entry is None and amount and booked_on >= posted_from:
            yield Finding("entries", f"transaction {transaction}: it was never posted")
    for transaction, entries in standing.items():
        yield Finding("orphan", f"entries {entries} belong to transaction {transaction}, which is not there")
