"""Pages of transactions: newest first, exact totals from counters, deep pages without walking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import msgspec

from accountsos.store.engine import Reader, Sql, Value
from accountsos.store.transactions import ALL_CATEGORIES

LOWEST, HIGHEST = 0, 99_999_999


class ListedTransaction(msgspec.Struct, frozen=True, gc=False):
    """What a list shows of a transaction."""

    number: int
    booked_on: int
    description: str
    amount: int
    currency: str | None
    category_no: int
    confidence: int
    account_no: int
    notes: str | None
    contact_no: int | None
    contact_name: str | None
    reviewed: int
    source: str
    parts: int


PAGE_COLUMNS = """t.transaction_no, t.booked_on, t.description, t.amount, t.currency, t.category_no, t.confidence,
  t.account_no, t.notes, t.contact_no, c.name, t.reviewed, t.source, t.parts"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which transactions; None means any. Numbers as stored."""

    first: int = LOWEST
    last: int = HIGHEST
    category: int | None = None
    account: int | None = None
    contact: int | None = None
    search: str | None = None
    """A lower-case LIKE pattern with `!` as its escape."""
    reviewed: int | None = None
    min_confidence: int | None = None
    max_confidence: int | None = None
    money_in: bool | None = None

    @property
    def counted(self) -> bool:
        """Whether the kept counters know the total: only days and category."""
        return (
            self.account is None
            and self.contact is None
            and self.search is None
            and self.reviewed is None
            and self.min_confidence is None
            and self.max_confidence is None
            and self.money_in is None
        )


_CONDITIONS = {
    "category": "t.category_no = :category",
    "account": "t.account_no = :account",
    "contact": "t.contact_no = :contact",
    "search": "(LOWER(t.description) LIKE :search ESCAPE '!' OR LOWER(COALESCE(t.notes, '')) LIKE :search ESCAPE '!')",
    "reviewed": "t.reviewed = :reviewed",
    "min_confidence": "t.confidence >= :min_confidence",
    "max_confidence": "t.confidence <= :max_confidence",
}
_MONEY_IN = {True: "t.amount > 0", False: "t.amount < 0"}
_DAYS = "t.company_id = :company AND t.status = 1 AND t.booked_on BETWEEN :first AND :last"
AFTER = "(t.booked_on < :after_day OR (t.booked_on = :after_day AND t.transaction_no < :after_number))"


@lru_cache(maxsize=512)
def _statements(conditions: tuple[str, ...], money_in: bool | None, after: bool) -> tuple[Sql, Sql]:
    """The page and the count for one combination of filters: built once, then constant text."""
    where = [_DAYS, *(_CONDITIONS[name] for name in conditions)]
    if money_in is not None:
        where.append(_MONEY_IN[money_in])
    count = Sql(f"SELECT COUNT(*) FROM bank_transaction t WHERE {' AND '.join(where)}")
    if after:
        where.append(AFTER)
    page = Sql(
        f"""SELECT {PAGE_COLUMNS} FROM bank_transaction t
        LEFT JOIN contact c ON c.company_id = t.company_id AND c.contact_no = t.contact_no
        WHERE {" AND ".join(where)} ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :limit OFFSET :offset"""
    )
    return page, count


_COUNT = """SELECT CAST(COALESCE(SUM(lines), 0) AS BIGINT) FROM line_count_{span} WHERE company_id = :company
  AND category_no = :category AND {span} BETWEEN :first AND :last"""
COUNT_MONTHS, COUNT_DAYS = Sql(_COUNT.format(span="month")), Sql(_COUNT.format(span="day"))
_EACH = """SELECT {span}, lines FROM line_count_{span} WHERE company_id = :company AND category_no = :category
  AND {span} BETWEEN :first AND :last ORDER BY {span} DESC"""
EACH_MONTH, EACH_DAY = Sql(_EACH.format(span="month")), Sql(_EACH.format(span="day"))
WALK_FROM = 500
"""Offsets below it are walked in the index: that is cheaper than asking the counters first."""


def total(db: Reader, company: int, chosen: Filter) -> int:
    """How many transactions the filter lets through, exactly."""
    if not chosen.counted:
        _, count = _statements(_names(chosen), chosen.money_in, False)
        row = db.row(count, company=company, **_values(chosen))
        return int(row[0]) if row else 0
    category = ALL_CATEGORIES if chosen.category is None else chosen.category
    lines = 0
    for sql, low, high in _count_spans(chosen.first, chosen.last):
        row = db.row(sql, company=company, category=category, first=low, last=high)
        lines += row[0] if row else 0
    return lines


def page(
    db: Reader, company: int, chosen: Filter, *, limit: int, offset: int = 0, after: tuple[int, int] | None = None
) -> list[ListedTransaction]:
    """`limit` transactions, newest first, from `offset` on or after the keyset (day, number)."""
    if offset >= WALK_FROM and chosen.counted:
        found = _start_of(db, company, chosen, offset)
        if found is None:
            return []
        last, offset = found
    else:
        last = chosen.last
    statement, _ = _statements(_names(chosen), chosen.money_in, after is not None)
    values = _values(chosen)
    values["last"] = last
    if after is not None:
        values["after_day"], values["after_number"] = after
        values["last"] = min(last, after[0])
    rows = db.rows(statement, company=company, limit=limit, offset=offset, **values)
    return [ListedTransaction(*row) for row in rows]


def _start_of(db: Reader, company: int, chosen: Filter, offset: int) -> tuple[int, int] | None:
    """The day on which the offset falls, and how many lines of that day come before it."""
    category = ALL_CATEGORIES if chosen.category is None else chosen.category
    low, high = chosen.first, chosen.last
    left = offset
    where = {"company": company, "category": category}
    edge = db.rows(EACH_DAY, **where, first=max(low, high // 100 * 100), last=high)
    for day, lines in edge:
        if left < lines:
            return day, left
        left -= lines
    for month, lines in db.rows(EACH_MONTH, **where, first=low // 100, last=high // 100 - 1):
        if left < lines or month == low // 100:
            for day, of_day in db.rows(EACH_DAY, **where, first=max(low, month * 100), last=month * 100 + 99):
                if left < of_day:
                    return day, left
                left -= of_day
            return None
        left -= lines
    return None


def _names(chosen: Filter) -> tuple[str, ...]:
    return tuple([name for name in _CONDITIONS if getattr(chosen, name) is not None])


def _values(chosen: Filter) -> dict[str, Value]:
    return {
        "first": chosen.first,
        "last": chosen.last,
        "category": chosen.category,
        "account": chosen.account,
        "contact": chosen.contact,
        "search": chosen.search,
        "reviewed": chosen.reviewed,
        "min_confidence": chosen.min_confidence,
        "max_confidence": chosen.max_confidence,
    }


def _count_spans(low: int, high: int) -> list[tuple[Sql, int, int]]:
    """Key ranges that cover the days: a part of the first month, whole months, a part of the last month."""
    first_month, last_month = low // 100, high // 100
    if first_month == last_month:
        return [(COUNT_DAYS, low, high)]
    spans = []
    if low % 100 > 1:
        spans.append((COUNT_DAYS, low, first_month * 100 + 99))
        first_month += 1
    if high % 100 < 31:
        spans.append((COUNT_DAYS, last_month * 100, high))
        last_month -= 1
    if first_month <= last_month:
        spans.append((COUNT_MONTHS, first_month, last_month))
    return spans
