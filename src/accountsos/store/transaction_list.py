"""Pages of transactions: newest first, exact totals from counters, deep pages without walking."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

import msgspec

from accountsos.store.changed_things import LINE_CREATED, LINE_UPDATED
from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Reader, Row, Sql, Value
from accountsos.store.head import last_number
from accountsos.store.line_counter import ALL_CATEGORIES
from accountsos.store.line_filter import DAYS, Filter, by_number, conditions_of, kept_sums, values_of
from accountsos.store.short_words import SOURCE_OF


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
    source_code: str
    parts: int
    version: int
    created_at: int = 0
    """In microseconds, as moments are stored."""
    updated_at: int | None = None
    """None where nothing changed since."""

    @property
    def source(self) -> str:
        """Where the category comes from."""
        return SOURCE_OF.get(self.source_code, self.source_code)


ROW_COLUMNS = """t.transaction_no, t.booked_on, t.description, t.amount, t.currency, t.category_no, t.confidence,
  t.account_no, t.notes, t.contact_no, c.name, t.reviewed, t.source, t.parts, t.version"""
PAGE_COLUMNS = f"{ROW_COLUMNS}, {LINE_CREATED}, {LINE_UPDATED}"


_LINKED = """(SELECT COUNT(DISTINCT l.transaction_no) FROM document_link l CROSS JOIN bank_transaction t
  WHERE l.company_id = :company AND t.transaction_no = l.transaction_no AND {where})"""
"""Lines with papers, counted from the papers' side, which are fewer. SQLite takes a cross join as it stands."""
FEW_PAPERS = 2_000
MANY_PAPERS = Sql(
    """SELECT COUNT(*) FROM (SELECT 1 AS one FROM document_link l WHERE l.company_id = :company LIMIT :most) AS found"""
)
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


FEW_ON_A_PAGE = 3
"""So many pages of lines that match: one met by the index of days costs as much as 2.6 that are met in the table."""
NEWEST_KEPT, SEARCHES_KEPT = 201, 256
"""Of a search the newest lines that match, four pages: some 20 kB."""
SEQ = "(SELECT seq FROM company_head WHERE company_id = :company)"
"""The number of the company's last write: what is remembered of its lists holds while this stands."""
TOTALS_REMEMBERED = 2_048


class Statements(NamedTuple):
    """What one combination of filters needs, as constant text."""

    page: Sql
    """The rows, each with the number of the company's last write behind it."""
    rows: Sql
    """The same without that, and without the moments, which are looked up for each row."""
    total: Sql


@lru_cache(maxsize=512)
def _statements(conditions: tuple[str, ...], total: str, reached: str, after: bool, way: Way) -> Statements:
    """`total`: an expression that counts all of them; `reached`: by what the rows are found."""
    where = [DAYS, *conditions]
    if after:
        where = [way.after if reached == BY_DAY else way.after_in_own_index, *conditions]
    chosen = " AND ".join(where)
    found = f"""FROM bank_transaction t
        LEFT JOIN contact c ON c.company_id = t.company_id AND c.contact_no = t.contact_no
        WHERE {by_number(chosen) if reached == BY_NUMBER else chosen}
        ORDER BY {way.order} LIMIT :limit OFFSET :offset"""
    page, rows = Sql(f"SELECT {PAGE_COLUMNS}, {SEQ} {found}"), Sql(f"SELECT {ROW_COLUMNS} {found}")
    return Statements(page, rows, Sql(f"SELECT {total}"))


BY_DAY, BY_OWN_INDEX, BY_NUMBER = "day", "own index", "number"


def _counting(chosen: Filter, conditions: tuple[str, ...]) -> str:
    """What counts them: the kept counters where they know, the papers' side where these decide, else a walk."""
    if chosen.sum_kept is not None:
        return f"({kept_sums((chosen.sum_kept,))})"
    if chosen.has_document is not None and chosen.counted_but_for_papers and chosen.waiting is None:
        others = [one for one in conditions if "document_link" not in one]
        linked = _LINKED.format(where=by_number(" AND ".join([DAYS, *others])))
        return linked if chosen.has_document else f"({kept_sums(('lines',))}) - {linked}"
    where = " AND ".join([DAYS, *conditions])
    if _reached(chosen) == BY_NUMBER or chosen.reads_all:
        where = by_number(where)
    return f"(SELECT COUNT(*) FROM bank_transaction t WHERE {where})"


def _reached(chosen: Filter) -> str:
    if chosen.numbers is not None or chosen.few_papers:
        return BY_NUMBER
    own_index = chosen.category is not None or chosen.account is not None or chosen.contact is not None
    return BY_OWN_INDEX if own_index or chosen.by_waiting_days else BY_DAY


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
    if chosen.reads_all:
        now = last_number(db, company)
        known = _remembered_total(db, company, chosen, now, (statements, values))
        if not known:
            return Listed([], 0, None)
        few = _are_few(chosen, known, offset + limit)
        statements = _statements_for(chosen, after=after is not None, way=way, few=few)
        met = None if way is OLDEST_FIRST else _met(db, company, chosen, (now, known), (offset, limit, after))
        if met == ():
            return Listed([], known, None)
        if met is not None:
            numbered = Filter(numbers=met)
            by_numbers = _statements_for(numbered, after=False).page
            looked_up = db.rows(by_numbers, company=company, limit=limit, offset=0, **values_of(numbered))
            if looked_up and looked_up[0][-1] == now:  # else somebody wrote in between
                return Listed([ListedTransaction(*row[:-1]) for row in looked_up], known, now)
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
    db: Reader,
    company: int,
    chosen: Filter,
    *,
    limit: int,
    total: int | None = None,
    after: tuple[int, int] | None = None,
) -> list[ListedTransaction]:
    """The same rows, newest first, for who does not ask how many there are, or knows the `total`; without moments."""
    if total == 0:
        return []
    if total is not None and chosen.reads_all:
        met = _met(db, company, chosen, (last_number(db, company), total), (0, limit, after))
        if met is not None:
            return rows_of(db, company, Filter(numbers=met), limit=limit) if met else []
    values = values_of(chosen)
    _enter(values, chosen, after, NEWEST_FIRST)
    sql = _statements_for(
        chosen, after=after is not None, few=total is not None and _are_few(chosen, total, limit)
    ).rows
    return [ListedTransaction(*row) for row in db.rows(sql, company=company, limit=limit, offset=0, **values)]


def _are_few(chosen: Filter, total: int, wanted: int) -> bool:
    """Whether so few lines match that nearly all are gone through for a page: then better the table than the days."""
    return chosen.reads_all and total < FEW_ON_A_PAGE * wanted


def is_met(db: Reader, company: int, chosen: Filter, *, total: int, limit: int, after: tuple[int, int] | None) -> bool:
    """Whether the lines of that page are known, so that they are only looked up."""
    known = _newest_known(db).get((company, chosen))
    if known is None or known[0] != last_number(db, company):
        return False
    return _cut(known[1], total, (0, limit, after)) is not None


Page = tuple[int, int, tuple[int, int] | None]
"""Offset and limit of a page, and the keyset that it comes after."""


def _met(db: Reader, company: int, chosen: Filter, stands: tuple[int, int], page: Page) -> tuple[int, ...] | None:
    """The numbers of a page's lines where it is among the newest that match; these are kept until the next write.

    Else each further page would look at as many lines again. `stands`: the number of the last write, and how many
    lines match.
    """
    seq, total = stands
    if page[0] + page[1] > NEWEST_KEPT:
        return None
    kept = _newest_known(db)
    known = kept.get((company, chosen))
    if known is None or known[0] != seq:
        sql = _keys(conditions_of(chosen), _are_few(chosen, total, NEWEST_KEPT))
        known = (seq, db.rows(sql, company=company, limit=NEWEST_KEPT, **values_of(chosen)))
        kept.put((company, chosen), known)
    return _cut(known[1], total, page)


def _cut(newest: list[Row], total: int, page: Page) -> tuple[int, ...] | None:
    """The page among the newest; None where it may go on behind them."""
    offset, limit, after = page
    begins = offset + (0 if after is None else bisect_left(newest, True, key=lambda row: row < after))
    if begins + limit > len(newest) and len(newest) < total:
        return None
    return tuple(row[1] for row in newest[begins : begins + limit])


def _newest_known(db: Reader) -> Recent[tuple[int, Filter], tuple[int, list[Row]]]:
    kept: Recent[tuple[int, Filter], tuple[int, list[Row]]] | None = db.cache.get("newest that match")
    if kept is None:
        kept = db.cache.setdefault("newest that match", Recent(SEARCHES_KEPT))
    return kept


@lru_cache(maxsize=64)
def _keys(conditions: tuple[str, ...], few: bool) -> Sql:
    """Days and numbers of lines, the newest first."""
    where = " AND ".join((DAYS, *conditions))
    return Sql(
        f"""SELECT t.booked_on, t.transaction_no FROM bank_transaction t WHERE {by_number(where) if few else where}
        ORDER BY {NEWEST_FIRST.order} LIMIT :limit"""
    )


def _as_looked_for(db: Reader, company: int, chosen: Filter) -> Filter:
    """A few lines with papers are looked up one by one; many are met soon enough on the way through the days."""
    if not chosen.has_document:
        return chosen
    found = db.row(MANY_PAPERS, company=company, most=FEW_PAPERS + 1)
    return msgspec.structs.replace(chosen, few_papers=found is None or found[0] <= FEW_PAPERS)


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


@lru_cache(maxsize=512)
def _statements_for(chosen: Filter, *, after: bool, way: Way = NEWEST_FIRST, few: bool = False) -> Statements:
    conditions = conditions_of(chosen)
    reached = BY_NUMBER if few else _reached(chosen)
    return _statements(conditions, _counting(chosen, conditions), reached, after, way)


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
