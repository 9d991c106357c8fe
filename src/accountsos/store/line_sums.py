"""What the lines of a filter come to: how many, money in and out, and how much of it nobody has looked at yet."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.head import last_number
from accountsos.store.line_counter import COUNTED
from accountsos.store.line_filter import DAYS, WAITING, Filter, by_number, conditions_of, kept_sums, values_of

SUMS_REMEMBERED = 512
KEPT = Sql(kept_sums(COUNTED))


class Sums(NamedTuple):
    """Lines, and money in and out in pence; out is negative."""

    lines: int
    money_in: int
    money_out: int


class LineSums(NamedTuple):
    """The sums of a filter, and of two parts of what nobody has looked at."""

    all: Sums
    questions: Sums
    """Not looked at, and the program is not sure of them."""
    to_look_over: Sums
    """Not looked at, and the program is sure of them."""


MONTHS = Sql(
    """SELECT month FROM line_count_month WHERE company_id = :company AND category_no = 0 AND lines > 0
       ORDER BY month DESC LIMIT :limit"""
)
LAST_DAY = Sql("SELECT MAX(day) FROM line_count_day WHERE company_id = :company AND category_no = 0 AND lines > 0")
FLOW = Sql(
    """SELECT month, category_no, lines, money_in, money_out FROM line_count_month WHERE company_id = :company
       AND category_no IN (0, :transfer) AND month BETWEEN :first AND :last"""
)
WITH_PAPER = Sql(
    """SELECT DISTINCT transaction_no FROM document_link WHERE company_id = :company
       AND transaction_no BETWEEN :first AND :last"""
)


def sums_of(db: Reader, company: int, chosen: Filter) -> LineSums:
    """What the filter's lines come to. Days and a category alone are answered from kept counters.

    Anything else is added up line by line, once until the company's books are written again.
    """
    known = sums_at_hand(db, company, chosen)
    if known is not None:
        return known
    sums = _sums(db, company, _added_up(conditions_of(chosen), chosen.reads_all), chosen)
    _remembered(db).put((company, chosen), (last_number(db, company), sums))
    return sums


def sums_at_hand(db: Reader, company: int, chosen: Filter) -> LineSums | None:
    """The same where no line has to be looked at for it; else None."""
    if chosen.counted and chosen.waiting is None:
        return _sums(db, company, KEPT, chosen)
    known = _remembered(db).get((company, chosen))
    return known[1] if known is not None and known[0] == last_number(db, company) else None


def _remembered(db: Reader) -> Recent[tuple[int, Filter], tuple[int, LineSums]]:
    """By company and filter the sums, with the number of the last write that they were added up after."""
    kept: Recent[tuple[int, Filter], tuple[int, LineSums]] | None = db.cache.get("line sums")
    if kept is None:
        kept = db.cache.setdefault("line sums", Recent(SUMS_REMEMBERED))
    return kept


def _sums(db: Reader, company: int, sql: Sql, chosen: Filter) -> LineSums:
    row = db.row(sql, company=company, **values_of(chosen))
    assert row is not None
    found = [int(each) for each in row]
    return LineSums(*(Sums(found[n], found[n + 1], -found[n + 2]) for n in (0, 3, 6)))


def months_with_lines(db: Reader, company: int, *, limit: int) -> list[int]:
    """The months that have lines, the newest first, as 202610."""
    return [int(row[0]) for row in db.rows(MONTHS, company=company, limit=limit)]


def last_day_with_lines(db: Reader, company: int) -> int | None:
    """The day of the newest line, as 20261030; None where there is none."""
    row = db.row(LAST_DAY, company=company)
    return None if row is None or row[0] is None else int(row[0])


def flow_of_months(db: Reader, company: int, transfer: int, first: int, last: int) -> dict[int, Sums]:
    """By month the lines, and money in and out without what only moved between own accounts."""
    found: dict[int, Sums] = {}
    for month, category, lines, money_in, money_out in db.rows(
        FLOW, company=company, transfer=transfer, first=first, last=last
    ):
        so_far = found.get(month, Sums(0, 0, 0))
        sign = 1 if category == 0 else -1
        counted = so_far.lines + (lines if category == 0 else 0)
        found[month] = Sums(counted, so_far.money_in + sign * money_in, so_far.money_out - sign * abs(money_out))
    return found


def with_paper(db: Reader, company: int, numbers: list[int]) -> frozenset[int]:
    """Which of these lines have a document beside them."""
    if not numbers:
        return frozenset()
    found = {int(row[0]) for row in db.rows(WITH_PAPER, company=company, first=min(numbers), last=max(numbers))}
    return frozenset(found.intersection(numbers))


@lru_cache(maxsize=256)
def _added_up(conditions: tuple[str, ...], reads_all: bool) -> Sql:
    """Every sum of COUNTED, from the lines themselves."""
    where = " AND ".join((DAYS, *conditions))
    sides = ("1", "CASE WHEN t.amount > 0 THEN t.amount ELSE 0 END", "CASE WHEN t.amount < 0 THEN -t.amount ELSE 0 END")
    each = [f"CASE WHEN {which} THEN {side} ELSE 0 END" for which in ("TRUE", *WAITING.values()) for side in sides]
    sums = ", ".join(f"CAST(COALESCE(SUM({what}), 0) AS BIGINT)" for what in each)
    return Sql(f"SELECT {sums} FROM bank_transaction t WHERE {by_number(where) if reads_all else where}")
