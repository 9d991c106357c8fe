"""What changed before the feed was kept, as the rows' own numbers of writes and the audit log know it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from alembic import op

from accountsos import ids

(TRANSACTION, CONTACT, DOCUMENT, INVOICE, JOURNAL, IMPORT, CATEGORY, ACCOUNT, RULE, ASSET, TRIP, DEADLINE, RETURN) = (
    range(1, 14)
)
CREATED, UPDATED, DELETED = 1, 2, 3
PREFIXES = {
    "txn": TRANSACTION,
    "con": CONTACT,
    "doc": DOCUMENT,
    "imp": IMPORT,
    "rule": RULE,
    "ast": ASSET,
    "trip": TRIP,
    "ddl": DEADLINE,
}
_NUMBERED = re.compile(r"([a-z]+):([0-9]+)")
ENDS = {
    "transaction.remove": DELETED,
    "transaction.amend": DELETED,
    "transaction.restore": CREATED,
    "document.delete": DELETED,
    "rule.add": CREATED,
    "rule.remove": DELETED,
    "asset.register": CREATED,
    "asset.remove": DELETED,
    "mileage.add": CREATED,
    "mileage.remove": DELETED,
    "deadline.add": CREATED,
    "deadline.remove": DELETED,
    "bank_account.add": CREATED,
    "bank_account.remove": DELETED,
    "document.upload": CREATED,
    "invoice.enter": CREATED,
    "contact.add": CREATED,
}
OF_NO_THING = {"transaction.add", "transaction.lapse", "transaction.pending_again", "transaction.booked_late"}
"""Of lines that a range tells of, and of lines that are in no books."""

STATED: tuple[tuple[int, int, str], ...] = (
    (
        TRANSACTION,
        UPDATED,
        """SELECT DISTINCT e.recorded_seq, e.source_no FROM journal_entry e JOIN bank_transaction t
       ON t.company_id = e.company_id AND t.transaction_no = e.source_no WHERE e.company_id = :company
       AND e.source = 1 AND e.recorded_seq > t.recorded_seq AND t.status = 1""",
    ),
    (
        TRANSACTION,
        UPDATED,
        """SELECT l.recorded_seq, l.transaction_no FROM document_link l JOIN bank_transaction t
       ON t.company_id = l.company_id AND t.transaction_no = l.transaction_no WHERE l.company_id = :company
       AND l.recorded_seq > t.recorded_seq AND t.status = 1""",
    ),
    (
        TRANSACTION,
        UPDATED,
        """SELECT r.recorded_seq, l.transaction_no FROM refiled_line l JOIN refiling r
       ON r.company_id = l.company_id AND r.refiling_no = l.refiling_no WHERE l.company_id = :company""",
    ),
    (
        TRANSACTION,
        DELETED,
        """SELECT i.undone_seq, t.transaction_no FROM bank_transaction t JOIN statement_import i
       ON i.company_id = t.company_id AND i.import_no = t.import_no WHERE t.company_id = :company AND t.status = 2
       AND i.undone_seq IS NOT NULL AND EXISTS (SELECT 1 FROM journal_entry e WHERE e.company_id = t.company_id
       AND e.source = 1 AND e.source_no = t.transaction_no)""",
    ),
    (DOCUMENT, CREATED, "SELECT recorded_seq, document_no FROM document WHERE company_id = :company"),
    (DOCUMENT, UPDATED, "SELECT recorded_seq, document_no FROM document_link WHERE company_id = :company"),
    (
        INVOICE,
        UPDATED,
        """SELECT e.recorded_seq, e.source_no FROM journal_entry e JOIN invoice i ON i.company_id = e.company_id
       AND i.document_no = e.source_no WHERE e.company_id = :company AND e.source = 4""",
    ),
    (INVOICE, UPDATED, "SELECT recorded_seq, document_no FROM settlement WHERE company_id = :company"),
    (INVOICE, UPDATED, "SELECT undone_seq, document_no FROM settlement WHERE company_id = :company"),
    (INVOICE, UPDATED, "SELECT recorded_seq, other_no FROM settlement WHERE company_id = :company"),
    (INVOICE, UPDATED, "SELECT undone_seq, other_no FROM settlement WHERE company_id = :company"),
    (JOURNAL, CREATED, "SELECT recorded_seq, entry_no FROM manual_journal WHERE company_id = :company"),
    (JOURNAL, UPDATED, "SELECT undone_seq, entry_no FROM manual_journal WHERE company_id = :company"),
    (IMPORT, CREATED, "SELECT recorded_seq, import_no FROM statement_import WHERE company_id = :company"),
    (IMPORT, UPDATED, "SELECT undone_seq, import_no FROM statement_import WHERE company_id = :company"),
    (TRIP, CREATED, "SELECT recorded_seq, trip_no FROM mileage_trip WHERE company_id = :company"),
    (
        TRIP,
        UPDATED,
        """SELECT j.recorded_seq, t.trip_no FROM mileage_trip t JOIN manual_journal j
       ON j.company_id = t.company_id AND j.journal_no = t.journal_no WHERE t.company_id = :company""",
    ),
    (
        ASSET,
        UPDATED,
        """SELECT j.recorded_seq, c.asset_no FROM asset_charge c JOIN manual_journal j
       ON j.company_id = c.company_id AND j.journal_no = c.journal_no WHERE c.company_id = :company""",
    ),
    (ASSET, UPDATED, "SELECT recorded_seq, asset_no FROM asset_disposal WHERE company_id = :company"),
    (ASSET, UPDATED, "SELECT undone_seq, asset_no FROM asset_disposal WHERE company_id = :company"),
    (
        ASSET,
        DELETED,
        "SELECT recorded_seq, asset_no FROM fixed_asset WHERE company_id = :company AND removed = 1",
    ),
    (
        CONTACT,
        UPDATED,
        """SELECT recorded_seq, CAST(SUBSTR(fact, 18) AS INTEGER) FROM company_fact WHERE company_id = :company
       AND SUBSTR(fact, 1, 17) = 'contact_defaults.'""",
    ),
)
"""By kind and change: the write, and the number of the thing."""
VERSIONED = (
    (CATEGORY, "SELECT recorded_seq, category_no FROM category WHERE company_id = :company ORDER BY recorded_seq"),
    (ASSET, "SELECT recorded_seq, asset_no FROM fixed_asset WHERE company_id = :company ORDER BY recorded_seq"),
    (RETURN, "SELECT recorded_seq, period_end FROM vat_return WHERE company_id = :company ORDER BY recorded_seq"),
)
"""Things of which each version is a row: the first made it."""
NUMBERED = """SELECT import_no, recorded_seq FROM statement_import WHERE company_id = :company
  UNION SELECT journal_no, recorded_seq FROM manual_journal WHERE company_id = :company
  UNION SELECT document_no, recorded_seq FROM document WHERE company_id = :company
  UNION SELECT settlement_no, recorded_seq FROM settlement WHERE company_id = :company
  UNION SELECT trip_no, recorded_seq FROM mileage_trip WHERE company_id = :company ORDER BY 1"""
"""Things that take their numbers from the same row, in the order of writes: between two of them a contact was made."""
FIRST_LINES = """SELECT contact_no, MIN(recorded_seq) FROM bank_transaction WHERE company_id = :company
  AND contact_no IS NOT NULL GROUP BY contact_no"""
EVENTS = "SELECT seq, recorded_at, action, subject FROM audit_event WHERE company_id = :company ORDER BY seq, part"
RANGES = """SELECT recorded_seq, MIN(transaction_no), MAX(transaction_no) FROM bank_transaction
  WHERE company_id = :company GROUP BY recorded_seq"""
NEW = """INSERT INTO changed_thing (company_id, seq, kind, first_no, last_no, change, version, recorded_at)
  VALUES (:company, :seq, :kind, :first, :last, :change, :version, :moment)"""
CHUNK = 5_000


@dataclass
class _Past:
    """The changes of a company, one for each thing and write."""

    company: int
    changes: dict[tuple[int, int, int], int] = field(default_factory=dict)
    writes: list[int] = field(default_factory=list)
    moments: list[int] = field(default_factory=list)
    touched: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """By contact, the writes that the audit log tells of it."""

    def add(self, seq: int | None, kind: int, number: int | None, change: int) -> None:
        """Several changes of a thing in one write are one."""
        if seq is None or number is None:
            return
        before = self.changes.get((seq, kind, number))
        if before == CREATED and change != DELETED:
            change = CREATED
        self.changes[seq, kind, number] = DELETED if before == DELETED else change

    def moment(self, seq: int) -> int:
        """When that write was recorded."""
        place = bisect_right(self.writes, seq) - 1
        return self.moments[max(place, 0)]


def tell_what_was() -> None:
    """Fill the table for every company there is."""
    for (company,) in op.get_bind().exec_driver_sql("SELECT company_id FROM company ORDER BY company_id").fetchall():
        past = _Past(company)
        _audited(past)
        if not past.writes:
            continue
        for kind, change, text in STATED:
            for seq, number in _asked(past, text):
                past.add(seq, kind, number, change)
        _versions(past)
        _invoices(past)
        _contacts(past)
        _accounts(past)
        _written(past)


def _asked(past: _Past, text: str) -> list[Any]:
    return list(op.get_bind().execute(sa.text(text), {"company": past.company}).fetchall())


def _audited(past: _Past) -> None:
    """What the audit log tells of things by their ids."""
    for seq, moment, action, subject in _asked(past, EVENTS):
        if not past.writes or past.writes[-1] != seq:
            past.writes.append(seq)
            past.moments.append(moment)
        kind, number = _thing(past.company, subject)
        if kind is None or number is None or action in OF_NO_THING:
            continue
        if kind == CONTACT:
            past.touched[number].append(seq)
        if not action.startswith("invoice."):
            past.add(seq, kind, number, ENDS.get(action, UPDATED))
        elif kind == DOCUMENT:
            past.add(seq, DOCUMENT, number, UPDATED)
            past.add(seq, INVOICE, number, UPDATED)


def _thing(company: int, subject: str) -> tuple[int | None, int | None]:
    found = _NUMBERED.fullmatch(subject)
    if found:
        return PREFIXES.get(found[1]), int(found[2])
    prefix = subject.partition("_")[0]
    return PREFIXES.get(prefix), ids.number_in(prefix + "_", company, subject)


def _versions(past: _Past) -> None:
    for kind, text in VERSIONED:
        met: set[int] = set()
        for seq, number in _asked(past, text):
            past.add(seq, kind, number, UPDATED if number in met else CREATED)
            met.add(number)


def _invoices(past: _Past) -> None:
    """An invoice came to be with its first entry, or when its paper was read or typed in."""
    told: dict[int, list[int]] = defaultdict(list)
    for seq, kind, number in past.changes:
        if kind in (INVOICE, DOCUMENT):
            told[number].append(seq)
    text = """SELECT i.document_no, d.recorded_seq, d.content_type, (SELECT MIN(e.recorded_seq) FROM journal_entry e
      WHERE e.company_id = i.company_id AND e.source = 4 AND e.source_no = i.document_no) FROM invoice i
      JOIN document d ON d.company_id = i.company_id AND d.document_no = i.document_no
      WHERE i.company_id = :company"""
    for number, uploaded, content_type, posted in _asked(past, text):
        read = [seq for seq in told[number] if seq > uploaded]
        first = uploaded if content_type == "typed" or not read else min(read)
        past.add(first if posted is None else min(first, posted), INVOICE, number, CREATED)


def _contacts(past: _Past) -> None:
    """A contact was made by a write between those of its neighbours' numbers: by the first that names it."""
    numbered = _asked(past, NUMBERED)
    numbers, writes = [row[0] for row in numbered], [row[1] for row in numbered]
    first_lines = dict(tuple(row) for row in _asked(past, FIRST_LINES))
    for (number,) in _asked(past, "SELECT contact_no FROM contact WHERE company_id = :company"):
        place = bisect_left(numbers, number)
        low = writes[place - 1] if place else past.writes[0]
        high = writes[place] if place < len(writes) else past.writes[-1]
        named = [*past.touched[number], *([first_lines[number]] if number in first_lines else [])]
        within = [seq for seq in named if low <= seq <= high]
        past.add(min(within) if within else high, CONTACT, number, CREATED)


def _accounts(past: _Past) -> None:
    """Bank accounts go by ids that people chose."""
    numbers = {
        row[1]: row[0]
        for row in _asked(past, "SELECT account_no, bank_account_id FROM bank_account WHERE company_id = :company")
    }
    told: set[int] = set()
    for seq, _, action, subject in _asked(past, EVENTS):
        if action.startswith("bank_account.") and subject in numbers:
            told.add(numbers[subject])
            past.add(seq, ACCOUNT, numbers[subject], ENDS.get(action, UPDATED))
    for number in set(numbers.values()):
        if (past.writes[0], ACCOUNT, number) not in past.changes and not _was_added(past, number):
            past.add(past.writes[0], ACCOUNT, number, CREATED)


def _was_added(past: _Past, account: int) -> bool:
    return any(
        kind == ACCOUNT and number == account and change == CREATED
        for (_, kind, number), change in past.changes.items()
    )


def _written(past: _Past) -> None:
    """The rows, in chunks; the newest of each thing with the version that it has now."""
    rows: list[dict[str, int | None]] = []
    for row in _rows(past):
        rows.append(row)
        if len(rows) == CHUNK:
            op.get_bind().execute(sa.text(NEW), rows)
            rows = []
    if rows:
        op.get_bind().execute(sa.text(NEW), rows)


def _rows(past: _Past) -> Iterator[dict[str, int | None]]:
    made: dict[int, int] = {}
    for seq, first, last in _asked(past, RANGES):
        made[first] = seq
        yield _row(past, (seq, TRANSACTION, first), last, (CREATED, None))
    versions = {
        TRANSACTION: _versions_now(past, "SELECT transaction_no, version FROM bank_transaction", "version > 1"),
        DOCUMENT: _versions_now(past, "SELECT document_no, version FROM document", "1 = 1"),
    }
    versions[INVOICE] = versions[DOCUMENT]
    newest: set[tuple[int, int]] = set()
    for seq, kind, number in sorted(past.changes, reverse=True):
        if kind == TRANSACTION and made.get(number) == seq:
            continue
        version = None if (kind, number) in newest else versions.get(kind, {}).get(number)
        newest.add((kind, number))
        yield _row(past, (seq, kind, number), number, (past.changes[seq, kind, number], version))


def _versions_now(past: _Past, select: str, which: str) -> dict[int, int]:
    return dict(tuple(row) for row in _asked(past, f"{select} WHERE company_id = :company AND {which}"))


def _row(past: _Past, key: tuple[int, int, int], last: int, said: tuple[int, int | None]) -> dict[str, int | None]:
    seq, kind, first = key
    change, version = said
    return {
        "company": past.company,
        "seq": seq,
        "kind": kind,
        "first": first,
        "last": last,
        "change": change,
        "version": version,
        "moment": past.moment(seq),
    }
