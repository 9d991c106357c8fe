"""Pages of transactions: newest first, exact totals from counters, deep pages without walking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import msgspec

from accountsos.store.engine.in_list import in_list, list_values
from accountsos.store.engine.search import folded
from accountsos.store.engine.sql import Reader, Sql, Value
from accountsos.store.line_counter import ALL_CATEGORIES, SURE

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
    version: int


PAGE_COLUMNS = """t.transaction_no, t.booked_on, t.description, t.amount, t.currency, t.category_no, t.confidence,
  t.account_no, t.notes, t.contact_no, c.name, t.reviewed, t.source, t.parts, t.version"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which transactions; None means any. Numbers as stored."""

    first: int = LOWEST
    last: int = HIGHEST
    category: int | None = None
    account: int | None = None
    contact: int | None = None
    search: str | None = None
    """A pattern of `like_pattern`."""
    reviewed: int | None = None
    min_confidence: int | None = None
    max_confidence: int | None = None
    money_in: bool | None = None
    waiting: str | None = None
    """A part of what nobody has looked at: a name of WAITING."""
    size: int | None = None
    """An amount in or out, as somebody looks for it who does not think of signs."""
    amount_from: int | None = None
    amount_to: int | None = None
    source: str | None = None
    """Where the category comes from."""
    import_no: int | None = None
    has_document: bool | None = None
    few_papers: bool = False
    """Whether there are so few lines with papers that they are looked up rather than met on the way."""
    numbers: tuple[int, ...] | None = None

    @property
    def counted(self) -> bool:
        """Whether the kept counters know the total: only days, category and what waits."""
        return self.has_document is None and self.counted_but_for_papers

    @property
    def counted_but_for_papers(self) -> bool:
        """The same, whether papers stand beside the line or not."""
        return (
            self.amount_from is None
            and self.amount_to is None
            and self.source is None
            and self.import_no is None
            and self.numbers is None
            and self.account is None
            and self.contact is None
            and self.search is None
            and self.reviewed is None
            and self.min_confidence is None
            and self.max_confidence is None
            and self.money_in is None
            and self.size is None
        )


CONDITIONS = {
    "category": "t.category_no = :category",
    "account": "t.account_no = :account",
    "contact": "t.contact_no = :contact",
    "search": f"({folded('t.description')} LIKE :search ESCAPE '!' OR {folded('t.notes')} LIKE :search ESCAPE '!')",
    "min_confidence": "t.confidence >= :min_confidence",
    "max_confidence": "t.confidence <= :max_confidence",
    "size": "(t.amount = :size OR t.amount = -:size)",
    "amount_from": "t.amount >= :amount_from",
    "amount_to": "t.amount <= :amount_to",
    "source": "t.source = :source",
    "import_no": "t.import_no = :import_no",
}
_PAPERS = """EXISTS (SELECT 1 FROM document_link l
  WHERE l.company_id = t.company_id AND l.transaction_no = t.transaction_no)"""
_HAS_DOCUMENT = {True: _PAPERS, False: f"NOT {_PAPERS}"}
_FEW_PAPERS = "t.transaction_no IN (SELECT l.transaction_no FROM document_link l WHERE l.company_id = :company)"
_LINKED = """(SELECT COUNT(DISTINCT t.transaction_no) FROM document_link l
  JOIN bank_transaction t ON t.company_id = l.company_id AND t.transaction_no = l.transaction_no
  WHERE l.company_id = :company AND {where})"""
"""Lines with papers, counted from the papers' side: there are fewer of these."""
FEW_PAPERS = 2_000
MANY_PAPERS = Sql(
    """SELECT COUNT(*) FROM (SELECT 1 AS one FROM document_link l WHERE l.company_id = :company LIMIT :most) AS found"""
)
_MONEY_IN = {True: "t.amount > 0", False: "t.amount < 0"}
_REVIEWED = {1: "t.reviewed = 1", 0: "t.reviewed = 0"}
WAITING = {
    "questions": f"t.reviewed = 0 AND t.confidence < {SURE}",
    "sure": f"t.reviewed = 0 AND t.confidence >= {SURE}",
}
"""These are written out, not bound: only so does the database see that an index of just such lines will do."""
DAYS = "t.company_id = :company AND t.status = 1 AND t.booked_on BETWEEN :first AND :last"
AFTER = """t.company_id = :company AND t.status = 1 AND t.booked_on >= :first
  AND (t.booked_on, t.transaction_no) < (:after_day, :after_number)"""
"""Both as one bound: the index of days is entered at the very row, not at the first one of its day."""
AFTER_IN_OWN_INDEX = f"{DAYS} AND (t.booked_on <> :after_day OR t.transaction_no < :after_number)"
"""The same for filters with an index of their own: with one bound SQLite would walk the index of days instead."""
NO_NUMBER_IS_HIGHER = 2**31
AFTER_UPWARDS = """t.company_id = :company AND t.status = 1 AND t.booked_on <= :last
  AND (t.booked_on, t.transaction_no) > (:after_day, :after_number)"""
AFTER_UPWARDS_IN_OWN_INDEX = f"{DAYS} AND (t.booked_on <> :after_day OR t.transaction_no > :after_number)"
NO_NUMBER_IS_LOWER = -1


class Way(NamedTuple):
    """How a list is gone through."""

    order: str
    after: str
    after_in_own_index: str


NEWEST_FIRST = Way("t.booked_on DESC, t.transaction_no DESC", AFTER, AFTER_IN_OWN_INDEX)
OLDEST_FIRST = Way("t.booked_on, t.transaction_no", AFTER_UPWARDS, AFTER_UPWARDS_IN_OWN_INDEX)


_KEPT = """SELECT {what} FROM line_count_{span} WHERE company_id = :company
  AND category_no = :counted AND {span} BETWEEN :{first} AND :{last}"""
_SPANS = (("month", "month"), ("day", "head"), ("day", "tail"))


def kept_sums(names: Sequence[str]) -> str:
    """A statement of kept sums over a range of days: whole months, and the days before and after them."""
    added = ", ".join(f"CAST(COALESCE(SUM({name}), 0) AS BIGINT)" for name in names)
    what = ", ".join(names)
    parts = (_KEPT.format(what=what, span=span, first=f"{n}_first", last=f"{n}_last") for span, n in _SPANS)
    return f"SELECT {added} FROM ({' UNION ALL '.join(parts)}) AS counted"


SEQ = "(SELECT seq FROM company_head WHERE company_id = :company)"
"""The number of the company's last write: what is remembered of its lists holds while this stands."""
TOTALS_REMEMBERED = 2_048


class Statements(NamedTuple):
    """What one combination of filters needs, as constant text."""

    page: Sql
    """The rows, each with the number of the company's last write behind it."""
    total: Sql


@lru_cache(maxsize=512)
def _statements(conditions: tuple[str, ...], total: str, own_index: bool, after: bool, way: Way) -> Statements:
    """`total`: an expression that counts all of them."""
    where = [DAYS, *conditions]
    if after:
        where = [way.after_in_own_index if own_index else way.after, *conditions]
    page = Sql(
        f"""SELECT {PAGE_COLUMNS}, {SEQ} FROM bank_transaction t
        LEFT JOIN contact c ON c.company_id = t.company_id AND c.contact_no = t.contact_no
        WHERE {" AND ".join(where)} ORDER BY {way.order} LIMIT :limit OFFSET :offset"""
    )
    return Statements(page, Sql(f"SELECT {total}"))


def _counting(chosen: Filter, conditions: tuple[str, ...]) -> str:
    """What counts them: the kept counters where they know, the papers' side where these decide, else a walk."""
    if chosen.counted:
        return f"({kept_sums((chosen.waiting or 'lines',))})"
    if chosen.has_document is not None and chosen.counted_but_for_papers and chosen.waiting is None:
        others = [one for one in conditions if "document_link" not in one]
        linked = _LINKED.format(where=" AND ".join([DAYS, *others]))
        return linked if chosen.has_document else f"({kept_sums(('lines',))}) - {linked}"
    return f"(SELECT COUNT(*) FROM bank_transaction t WHERE {' AND '.join([DAYS, *conditions])})"


class Listed(NamedTuple):
    """A page, the exact total, and the number of the last write when it was read (None for an empty page)."""

    rows: list[ListedTransaction]
    total: int
    seq: int | None


_EACH = """SELECT {span}, lines FROM line_count_{span} WHERE company_id = :company AND category_no = :category
  AND {span} BETWEEN :first AND :last ORDER BY {span} DESC"""
EACH_MONTH, EACH_DAY = Sql(_EACH.format(span="month")), Sql(_EACH.format(span="day"))
WALK_FROM = 500
"""Offsets below it are walked in the index: that is cheaper than asking the counters first."""


def listed(
    db: Reader,
    company: int,
    chosen: Filter,
    *,
    limit: int,
    offset: int = 0,
    after: tuple[int, int] | None = None,
    way: Way = NEWEST_FIRST,
) -> Listed:
    """`limit` transactions from `offset` on or after the keyset (day, number), and the exact total.

    One statement, if nothing was written since the total was last asked for; deep offsets ask the counters first.
    """
    chosen = _as_looked_for(db, company, chosen)
    if way is OLDEST_FIRST and offset >= WALK_FROM and chosen.counted:
        return _from_the_other_end(db, company, chosen, limit, offset)
    statements = _statements_for(chosen, after=after is not None, way=way)
    values = values_of(chosen)
    if offset >= WALK_FROM and chosen.counted and chosen.waiting is None:
        found = _start_of(db, company, chosen, offset)
        if found is None:
            return Listed([], _total(db, company, statements, values), None)
        values["last"], offset = found
    _enter(values, chosen, after, way)
    rows = db.rows(statements.page, company=company, limit=limit, offset=offset, **values)
    values["first"], values["last"] = chosen.first, chosen.last
    if not rows:
        return Listed([], _total(db, company, statements, values), None)
    seq: int = rows[0][-1]
    total = _remembered_total(db, company, chosen, seq, (statements, values))
    return Listed([ListedTransaction(*row[:-1]) for row in rows], total, seq)


def rows_of(
    db: Reader, company: int, chosen: Filter, *, limit: int, after: tuple[int, int] | None = None
) -> list[ListedTransaction]:
    """The same rows, newest first, for who needs no total."""
    values = values_of(chosen)
    _enter(values, chosen, after, NEWEST_FIRST)
    sql = _statements_for(chosen, after=after is not None).page
    rows = db.rows(sql, company=company, limit=limit, offset=0, **values)
    return [ListedTransaction(*row[:-1]) for row in rows]


def _as_looked_for(db: Reader, company: int, chosen: Filter) -> Filter:
    """A few lines with papers are looked up one by one; many are met soon enough on the way through the days."""
    if not chosen.has_document:
        return chosen
    found = db.row(MANY_PAPERS, company=company, most=FEW_PAPERS + 1)
    return replace(chosen, few_papers=found is None or found[0] <= FEW_PAPERS)


def _from_the_other_end(db: Reader, company: int, chosen: Filter, limit: int, offset: int) -> Listed:
    """A page far from the oldest line is near enough to the newest, or is found by the counters from there."""
    total = _total(db, company, _statements_for(chosen, after=False), values_of(chosen))
    wanted = min(limit, total - offset)
    if wanted <= 0:
        return Listed([], total, None)
    found = listed(db, company, chosen, limit=wanted, offset=total - offset - wanted)
    return found._replace(rows=found.rows[::-1])


def _enter(values: dict[str, Value], chosen: Filter, after: tuple[int, int] | None, way: Way) -> None:
    """Where the page begins."""
    if after is None:
        return
    if way is OLDEST_FIRST:
        values["after_day"], values["after_number"] = max(after, (chosen.first, NO_NUMBER_IS_LOWER))
        values["first"] = values["after_day"]
    else:
        values["after_day"], values["after_number"] = min(after, (chosen.last, NO_NUMBER_IS_HIGHER))
        values["last"] = values["after_day"]


def _statements_for(chosen: Filter, *, after: bool, way: Way = NEWEST_FIRST) -> Statements:
    own_index = chosen.category is not None or chosen.account is not None or chosen.contact is not None
    conditions = conditions_of(chosen)
    by_number = chosen.numbers is not None or chosen.few_papers
    return _statements(conditions, _counting(chosen, conditions), own_index or by_number, after, way)


def _remembered_total(
    db: Reader, company: int, chosen: Filter, seq: int, question: tuple[Statements, dict[str, Value]]
) -> int:
    """The total as of that write: asked again only after another one."""
    remembered: dict[tuple[int, Filter], tuple[int, int]] = db.cache.setdefault("totals", {})
    known = remembered.get((company, chosen))
    if known is not None and known[0] == seq:
        return known[1]
    total = _total(db, company, *question)
    if len(remembered) >= TOTALS_REMEMBERED:
        remembered.clear()
    remembered[company, chosen] = (seq, total)
    return total


def _total(db: Reader, company: int, statements: Statements, values: dict[str, Value]) -> int:
    row = db.row(statements.total, company=company, **values)
    return int(row[0]) if row else 0


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


def conditions_of(chosen: Filter) -> tuple[str, ...]:
    """What the filter asks for beside days, as SQL."""
    found = [sql for name, sql in CONDITIONS.items() if getattr(chosen, name) is not None]
    if chosen.reviewed is not None:
        found.append(_REVIEWED[chosen.reviewed])
    if chosen.money_in is not None:
        found.append(_MONEY_IN[chosen.money_in])
    if chosen.waiting is not None:
        found.append(WAITING[chosen.waiting])
    if chosen.has_document is not None:
        found.append(_FEW_PAPERS if chosen.few_papers else _HAS_DOCUMENT[chosen.has_document])
    if chosen.numbers is not None:
        found.append(in_list("t.transaction_no", len(chosen.numbers)))
    return tuple(found)


def values_of(chosen: Filter) -> dict[str, Value]:
    """The parameters of all of them, and of the kept counters."""
    return {
        "first": chosen.first,
        "last": chosen.last,
        "category": chosen.category,
        "account": chosen.account,
        "contact": chosen.contact,
        "search": chosen.search,
        "min_confidence": chosen.min_confidence,
        "max_confidence": chosen.max_confidence,
        "size": chosen.size,
        "amount_from": chosen.amount_from,
        "amount_to": chosen.amount_to,
        "source": chosen.source,
        "import_no": chosen.import_no,
        **list_values(chosen.numbers or ()),
        "counted": ALL_CATEGORIES if chosen.category is None else chosen.category,
        **_key_ranges(chosen.first, chosen.last),
    }


@lru_cache(maxsize=256)
def _key_ranges(low: int, high: int) -> dict[str, int]:
    """The counters' keys that cover the days: a part of the first month, whole months, a part of the last month."""
    ranges = {"head_first": 1, "head_last": 0, "tail_first": 1, "tail_last": 0}
    first_month, last_month = low // 100, high // 100
    if first_month == last_month:
        return {**ranges, "head_first": low, "head_last": high, "month_first": 1, "month_last": 0}
    if low % 100 > 1:
        ranges.update(head_first=low, head_last=first_month * 100 + 99)
        first_month += 1
    if high % 100 < 31:
        ranges.update(tail_first=last_month * 100, tail_last=high)
        last_month -= 1
    return {**ranges, "month_first": first_month, "month_last": last_month}
