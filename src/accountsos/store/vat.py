"""VAT sums kept per period and code, and the returns that were filed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import msgspec

from accountsos.dates import Period
from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Value, Writer, day_from, day_number, moment_from
from accountsos.store.filed_postings import FILED_POSTING, FiledPosting
from accountsos.store.head import Cause
from accountsos.store.line_filter import UNREVIEWED, Filter, kept_sums, values_of
from accountsos.store.names import Names
from accountsos.uk_rules.vat_boxes import VatBoxes

KEEP = Sql(
    """INSERT INTO vat_sum (company_id, vat_period, vat_code, control, amount, postings)
       VALUES (:company, :period, :code, :control, :amount, :postings)
       ON CONFLICT (company_id, vat_period, vat_code, control) DO UPDATE SET
       amount = vat_sum.amount + excluded.amount, postings = vat_sum.postings + excluded.postings"""
)
SUMS = Sql(
    """SELECT vat_period, vat_code, control, amount FROM vat_sum
       WHERE company_id = :company AND vat_period BETWEEN :first AND :last"""
)
_GROUPED = """SELECT p.vat_period, p.vat_code, CASE WHEN p.category_no = :control THEN 1 ELSE 0 END,
  CAST(SUM(p.amount) AS BIGINT) FROM posting p WHERE p.company_id = :company AND p.vat_code IS NOT NULL
  AND p.vat_period BETWEEN :first AND :last AND p.entry_no > :last_entry
  GROUP BY p.vat_period, p.vat_code, CASE WHEN p.category_no = :control THEN 1 ELSE 0 END"""
LATER = Sql(_GROUPED)
BEHIND = Sql(
    """SELECT DISTINCT e.entry_no, e.digest FROM posting p
       JOIN journal_entry e ON e.company_id = p.company_id AND e.entry_no = p.entry_no
       WHERE p.company_id = :company AND p.vat_period BETWEEN :period AND :period AND p.vat_code IS NOT NULL
       AND +p.entry_no <= :last_entry
       ORDER BY e.entry_no"""
)
"""The plus: without it SQLite walks all entries of the company for each of them."""
NOT_REVIEWED = Sql(kept_sums((UNREVIEWED,)))
POSTINGS = Sql(
    f"""SELECT {FILED_POSTING}
       FROM posting p JOIN journal_entry e ON e.company_id = p.company_id AND e.entry_no = p.entry_no
       WHERE p.company_id = :company AND p.vat_period = :period AND p.vat_code = :code
       AND ((p.category_no = :control AND :on_control = 1) OR (p.category_no <> :control AND :on_control = 0))
       AND +p.entry_no <= :last_entry ORDER BY p.tax_point, p.entry_no, p.line_no LIMIT :limit OFFSET :offset"""
)
"""The plus: without it SQLite walks all postings of the company by their number instead of the period's."""
COUNT_KEPT = Sql(
    """SELECT postings FROM vat_sum WHERE company_id = :company AND vat_period = :period AND vat_code = :code
       AND control = :on_control"""
)
COUNT_POSTINGS = Sql(
    """SELECT COUNT(*) FROM posting p WHERE p.company_id = :company AND p.vat_period = :period AND p.vat_code = :code
       AND ((p.category_no = :control AND :on_control = 1) OR (p.category_no <> :control AND :on_control = 0))
       AND p.entry_no <= :last_entry"""
)
RETURN_COLUMNS = (
    "company_id period_end recorded_seq period_start status boxes entries_digest last_entry entry_no filed_by filed_at "
    "reason acknowledged"
)
NEW_RETURN = Insert("vat_return", RETURN_COLUMNS)
RETURNS = Sql(
    f"""SELECT {", ".join(RETURN_COLUMNS.split())} FROM vat_return
       WHERE company_id = :company AND recorded_seq <= :seq ORDER BY period_end, recorded_seq"""
)
NEW_LOCK = Insert("lock_event", "company_id recorded_seq kind locked_through reason")
PAYMENTS_SINCE = Sql(
    """SELECT transaction_no FROM bank_transaction WHERE company_id = :company AND category_no = :category
       AND booked_on > :day AND status = 1 AND entry_no IS NOT NULL ORDER BY booked_on, transaction_no"""
)
PAYMENTS = Sql(
    """SELECT booked_on, -amount FROM bank_transaction WHERE company_id = :company AND category_no = :category
       AND status = 1 AND parts = 0 AND entry_no IS NOT NULL ORDER BY booked_on, transaction_no"""
)
POSTED_SINCE = Sql(
    """SELECT transaction_no FROM bank_transaction WHERE company_id = :company AND booked_on >= :day AND status = 1
       AND entry_no IS NOT NULL AND transaction_no > :after ORDER BY transaction_no LIMIT :limit"""
)
EVER = 2**62
RETURNS_AT_HAND = 4_096
"""So many filed returns, of whichever company, are in memory: about 1 kB each."""
NO_ENTRY_LATER = 2**31 - 1


class VatKeeper:
    """Adds up postings with a VAT code in memory and writes the sums once, in key order."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, str, int], list[int]] = {}

    def add(self, period: int, code: str, amount: int, *, control: bool) -> None:
        """Count one posting."""
        key = (period, code, int(control))
        sums = self._sums.get(key)
        if sums is None:
            sums = self._sums[key] = [0, 0]
        sums[0] += amount
        sums[1] += 1

    def write(self, db: Writer, company: int) -> None:
        """Add everything counted to the kept sums."""
        if self._sums:
            db.run_many(KEEP, ((company, *key, *self._sums[key]) for key in sorted(self._sums)))


class Acknowledged(msgspec.Struct, frozen=True):
    """A finding that was open when a return was marked as filed, and that somebody took note of."""

    finding_id: str
    kind: str
    amount: int
    message: str


_ACKNOWLEDGED = msgspec.json.Decoder(tuple[Acknowledged, ...])


def acknowledged_text(found: Iterable[Acknowledged]) -> str | None:
    """As it is kept, and told to the audit log; None where there was nothing to take note of."""
    kept = tuple(found)
    return msgspec.json.encode(kept).decode() if kept else None


@dataclass(frozen=True, slots=True)
class FiledReturn:
    """A return as it was marked as filed (or unfiled again)."""

    period_start: date
    period_end: date
    status: str
    """filed | unfiled"""
    boxes: VatBoxes
    entries_digest: bytes
    last_entry: int
    """The last entry of the books when it was filed."""
    entry_no: int | None
    """The entry that moved VAT control to VAT filed; None for a return of nothing."""
    filed_by: str
    filed_at: datetime
    reason: str | None = None
    recorded_seq: int = 0
    acknowledged: tuple[Acknowledged, ...] = ()
    """The findings that touched it, as they were then."""

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.period_start, self.period_end)


def vat_sums(
    db: Reader, company: int, names: Names, first: date, last: date, *, as_known: int | None = None
) -> dict[date, dict[tuple[str, bool], int]]:
    """The sums of every period that ends between the two days, by period end."""
    where = {"company": company, "first": day_number(first), "last": day_number(last)}
    found: defaultdict[int, dict[tuple[str, bool], int]] = defaultdict(dict)
    for period, code, control, amount in db.rows(SUMS, **where):
        found[period][code, control == 1] = amount
    if as_known is not None:
        control_no = names.category_no[VAT_CONTROL]
        for period, code, control, amount in db.rows(LATER, **where, control=control_no, last_entry=as_known):
            sums, key = found[period], (code, control == 1)
            sums[key] = sums.get(key, 0) - amount
    return {day_from(period): sums for period, sums in found.items()}


def entries_behind(db: Reader, company: int, period_end: date, last_entry: int = NO_ENTRY_LATER) -> bytes:
    """One digest over every entry with VAT in that period, of those recorded up to the last to count."""
    running = hashlib.sha256()
    for number, digest in db.rows(BEHIND, company=company, period=day_number(period_end), last_entry=last_entry):
        running.update(number.to_bytes(8, "big") + bytes(digest))
    return running.digest()


def unreviewed(db: Reader, company: int, first: date, last: date, *, most: int) -> int:
    """How many lines of those days nobody has reviewed, said up to `most`."""
    row = db.row(NOT_REVIEWED, company=company, **values_of(Filter(day_number(first), day_number(last))))
    return min(most, int(row[0])) if row else 0


def vat_postings(
    db: Reader,
    company: int,
    names: Names,
    key: tuple[date, str, bool],
    *,
    last_entry: int | None = None,
    limit: int,
    offset: int,
) -> tuple[list[FiledPosting], int]:
    """One page of the postings of a period, code and side, and how many there are."""
    period, code, control = key
    where: dict[str, Value] = {
        "company": company,
        "period": day_number(period),
        "code": code,
        "on_control": int(control),
        "control": names.category_no[VAT_CONTROL],
        "last_entry": NO_ENTRY_LATER if last_entry is None else last_entry,
    }
    if last_entry is None:
        kept = db.row(COUNT_KEPT, **{name: where[name] for name in ("company", "period", "code", "on_control")})
    else:
        kept = db.row(COUNT_POSTINGS, **where)
    count = int(kept[0]) if kept is not None else 0
    rows = db.rows(POSTINGS, **where, limit=limit, offset=offset) if limit > 0 and offset < count else []
    return [FiledPosting(*row) for row in rows], count


def add_return(db: Writer, cause: Cause, filed: FiledReturn, *, locked_through: date | None) -> None:
    """Record that a return was filed or unfiled, and through when VAT is locked from now on."""
    cause.chart_changed = True
    boxes = {str(n): pence for n, pence in filed.boxes.by_number().items()}
    row = (
        cause.company,
        day_number(filed.period_end),
        cause.seq,
        day_number(filed.period_start),
        filed.status,
        json.dumps(boxes, separators=(",", ":")),
        filed.entries_digest,
        filed.last_entry,
        filed.entry_no,
        cause.actor,
        cause.recorded_at,
        filed.reason,
        acknowledged_text(filed.acknowledged),
    )
    db.run_many(NEW_RETURN, [row])
    through = None if locked_through is None else day_number(locked_through)
    db.run_many(NEW_LOCK, [(cause.company, cause.seq, "vat", through, filed.reason)])


def filed_returns(db: Reader, company: int, *, seq: int = EVER) -> dict[date, FiledReturn]:
    """The returns that stand as filed, by period end, as recorded up to that number."""
    found = {day_from(row[1]): _return(row) for row in db.rows(RETURNS, company=company, seq=seq)}
    return {end: each for end, each in sorted(found.items()) if each.status == "filed"}


def hmrc_payments_since(db: Reader, company: int, names: Names, day: date) -> list[int]:
    """The posted lines of VAT paid or repaid after that day."""
    category = names.category_no[VAT_CONTROL]
    return [row[0] for row in db.rows(PAYMENTS_SINCE, company=company, category=category, day=day_number(day))]


def hmrc_payments(db: Reader, company: int, names: Names) -> list[tuple[date, int]]:
    """Every line of VAT paid (positive) or repaid, by day."""
    category = names.category_no[VAT_CONTROL]
    return [(day_from(day), amount) for day, amount in db.rows(PAYMENTS, company=company, category=category)]


def posted_since(db: Reader, company: int, day: date, *, after: int, limit: int) -> list[int]:
    """A page of the posted lines from that day on, by number."""
    where = {"company": company, "day": day_number(day), "after": after, "limit": limit}
    return [row[0] for row in db.rows(POSTED_SINCE, **where)]


@lru_cache(maxsize=RETURNS_AT_HAND)
def _return(row: Row) -> FiledReturn:
    """What a row says, which never changes: it is read out once, however often the books are asked."""
    stored = json.loads(row[5])
    boxes = VatBoxes(**{f"box{n}": stored[str(n)] for n in (1, 2, 4, 6, 7, 8, 9)})
    return FiledReturn(
        period_start=day_from(row[3]),
        period_end=day_from(row[1]),
        status=row[4],
        boxes=boxes,
        entries_digest=bytes(row[6]),
        last_entry=row[7],
        entry_no=row[8],
        filed_by=row[9],
        filed_at=moment_from(row[10]),
        reason=row[11],
        recorded_seq=row[2],
        acknowledged=() if row[12] is None else _ACKNOWLEDGED.decode(row[12]),
    )
