"""What changed in a company's books, in the order of its writes: read here, written by the database's own triggers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from accountsos.store.engine.sql import Reader, Row, Sql, moment_from
from accountsos.store.external import NOT_CALLED, External, external_from

(TRANSACTION, CONTACT, DOCUMENT, INVOICE, JOURNAL, IMPORT, CATEGORY, ACCOUNT, RULE, ASSET, TRIP, DEADLINE, RETURN) = (
    range(1, 14)
)
TYPES = {
    TRANSACTION: "transaction",
    CONTACT: "contact",
    DOCUMENT: "document",
    INVOICE: "invoice",
    JOURNAL: "journal",
    IMPORT: "import",
    CATEGORY: "category",
    ACCOUNT: "bank_account",
    RULE: "rule",
    ASSET: "asset",
    TRIP: "trip",
    DEADLINE: "deadline",
    RETURN: "vat_return",
}
"""By the number that stands in the rows."""
KINDS = {word: kind for kind, word in TYPES.items()}
CHANGES = {1: "created", 2: "updated", 3: "deleted"}

_COLUMNS = "seq, kind, first_no, last_no, change, version, recorded_at"
_OF_KINDS = "((:kinds >> kind) & 1) = 1"
AFTER = Sql(
    f"""SELECT {_COLUMNS} FROM changed_thing WHERE company_id = :company
       AND (seq, kind, first_no) >= (:seq, :kind, :first) AND {_OF_KINDS}
       ORDER BY seq, kind, first_no LIMIT :limit"""
)
AT = Sql(
    f"""SELECT {_COLUMNS} FROM changed_thing WHERE company_id = :company AND seq = :seq AND kind = :kind
       AND first_no <= :number AND last_no >= :number"""
)
LAST = Sql(
    """SELECT seq, kind, first_no, last_no FROM changed_thing WHERE company_id = :company
       ORDER BY seq DESC, kind DESC, first_no DESC LIMIT 1"""
)
TOLD_MEANWHILE = Sql(
    f"""SELECT 1 FROM changed_thing WHERE company_id = :company AND seq > :seq
       AND ({_OF_KINDS} OR (kind = {CONTACT} AND change <> 1)) LIMIT 1"""
)
NEW_LINES = Sql(
    """SELECT n.transaction_no, CASE WHEN n.next_change IS NULL THEN n.version END FROM (
         SELECT t.transaction_no, t.status, t.version, (SELECT c.change FROM changed_thing c
           WHERE c.company_id = t.company_id AND c.kind = 1 AND c.first_no = t.transaction_no AND +c.seq > :seq
           ORDER BY c.recorded_at LIMIT 1) AS next_change
         FROM bank_transaction t WHERE t.company_id = :company AND t.transaction_no > :after
         AND t.transaction_no <= :last) AS n
       WHERE COALESCE(n.next_change, CASE WHEN n.status = 1 THEN 2 ELSE 1 END) <> 1
       ORDER BY n.transaction_no LIMIT :limit"""
)
"""Lines of a range that were in the books from the start, with the version that they still have. One that the bank
showed before it booked it is told as made when it comes into the books: what is told of it next is that, or nothing."""
MOMENTS = Sql(
    """SELECT h.recorded_at,
       (SELECT MIN(c.recorded_at) FROM changed_thing c WHERE c.company_id = :company AND c.kind = :kind
         AND c.first_no = :number),
       (SELECT MAX(c.recorded_at) FROM changed_thing c WHERE c.company_id = :company AND c.kind = :kind
         AND c.first_no = :number),
       (SELECT a.recorded_at FROM audit_event a WHERE a.company_id = :company AND a.seq = :seq AND a.part = 0),
       x.external_id, x.metadata
       FROM company_head h LEFT JOIN external_reference x ON x.company_id = :company AND x.kind = :called
         AND x.thing_no = :number
       WHERE h.company_id = :company"""
)
"""The moments of a company's writes are in the order of the writes."""
LINE_CREATED = """(SELECT a.recorded_at FROM audit_event a WHERE a.company_id = t.company_id AND a.seq = t.recorded_seq
  AND a.part = 0)"""
LINE_UPDATED = """(SELECT MAX(f.recorded_at) FROM changed_thing f WHERE f.company_id = t.company_id AND f.kind = 1
  AND f.first_no = t.transaction_no)"""
"""Of the row t of bank_transaction; null where nothing changed since it was made."""
_SINCE = """(SELECT e.seq FROM audit_event e WHERE e.company_id = :company AND e.recorded_at >= :since
  ORDER BY e.recorded_at, e.seq LIMIT 1)"""
LINES_SINCE = f"""t.transaction_no IN (SELECT n.transaction_no FROM changed_thing f JOIN bank_transaction n
  ON n.company_id = f.company_id AND n.transaction_no BETWEEN f.first_no AND f.last_no
  WHERE f.company_id = :company AND f.kind = 1 AND f.seq >= {_SINCE})"""
EVERY_KIND = sum(1 << kind for kind in TYPES)


class Place(NamedTuple):
    """Where the feed was left: at which row, and at which thing of it."""

    seq: int
    kind: int
    first: int
    number: int


BEGINNING = Place(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that one write changed."""

    seq: int
    kind: int
    first: int
    """The first number of the row that tells of it: with the number, its place."""
    number: int
    change: int
    version: int | None
    recorded_at: datetime

    @property
    def place(self) -> Place:
        """Where it stands in the feed."""
        return Place(self.seq, self.kind, self.first, self.number)


def changes_after(
    db: Reader, company: int, place: Place, *, kinds: Sequence[int] = (), limit: int
) -> tuple[list[Change], bool]:
    """At most `limit` changes behind that place in the order of writes, and whether there are more."""
    found: list[Change] = []
    for change in _from(db, company, place, _bits(kinds), limit + 1):
        found.append(change)
        if len(found) > limit:
            return found[:limit], True
    return found, False


def change_at(db: Reader, company: int, seq: int, kind: int, number: int) -> Change | None:
    """The change of that thing by that write, where the feed tells of one."""
    for row in db.rows(AT, company=company, seq=seq, kind=kind, number=number):
        place = Place(seq, kind, row[2], number - 1)
        return next((one for one in _of_row(db, company, row, place, 1) if one.number == number), None)
    return None


def _bits(kinds: Sequence[int]) -> int:
    return sum(1 << kind for kind in kinds) if kinds else EVERY_KIND


def _from(db: Reader, company: int, place: Place, kinds: int, limit: int) -> Iterator[Change]:
    """The changes behind the place, page by page: a range may hold no line that is told."""
    while True:
        rows = db.rows(
            AFTER,
            company=company,
            seq=place.seq,
            kind=place.kind,
            first=place.first,
            kinds=kinds,
            limit=limit + 1,
        )
        for row in rows:
            yield from _of_row(db, company, row, place, limit)
        if len(rows) <= limit:
            return
        seq, kind, first, last = rows[-1][:4]
        place = Place(seq, kind, first, last)


def _of_row(db: Reader, company: int, row: Row, place: Place, limit: int) -> Iterator[Change]:
    seq, kind, first, last, change, version, recorded_at = row
    done = place.number if (seq, kind, first) == place[:3] else first - 1
    if done >= last:
        return
    if kind != TRANSACTION or change != 1 or version is not None:
        yield Change(seq, kind, first, first, change, version, moment_from(recorded_at))
        return
    for number, now in db.rows(NEW_LINES, company=company, after=done, last=last, seq=seq, limit=limit):
        yield Change(seq, kind, first, number, change, now, moment_from(recorded_at))


def told_since(kind: int, number: str) -> str:
    """SQL: that number is of a thing of which something was told since the moment `:since`; 0 asks for nothing."""
    return f"""(:since = 0 OR {number} IN (SELECT f.first_no FROM changed_thing f WHERE f.company_id = :company
      AND f.kind = {kind} AND f.seq >= {_SINCE}))"""


@dataclass(frozen=True, slots=True)
class Moments:
    """When a thing was made, and when it was last changed; and what other systems call it."""

    created_at: datetime
    updated_at: datetime
    external: External = NOT_CALLED


def kind_called(kind: int) -> int:
    """Under which kind a thing is called something elsewhere: an invoice as its document."""
    return DOCUMENT if kind == INVOICE else kind


def moments_of(db: Reader, company: int, kind: int, number: int, *, seq: int | None = None) -> Moments:
    """Of one thing; of a line by the number of the write that made it. What this very write makes is made now."""
    row = db.row(MOMENTS, company=company, kind=kind, called=kind_called(kind), number=number, seq=seq or 0)
    assert row is not None, "a thing is of a company"
    now, first, last, written, *called = row
    created = written or now if seq is not None else first or now
    return Moments(moment_from(created), moment_from(max(created, last or 0)), external_from(*called))


LEARNT = (JOURNAL, RULE, RETURN)
"""Beside contacts, what a line that comes in is read by; names, the profile and locks are compared as they are."""


def learnt_since(db: Reader, company: int, seq: int) -> bool:
    """Whether a write after that one changed what new lines are read by. A new contact changes nothing of it."""
    return db.row(TOLD_MEANWHILE, company=company, seq=seq, kinds=_bits(LEARNT)) is not None


def last_place(db: Reader, company: int) -> Place:
    """Where the feed ends."""
    row = db.row(LAST, company=company)
    return BEGINNING if row is None else Place(*row)
