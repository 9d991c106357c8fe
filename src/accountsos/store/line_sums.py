"""What the lines of a filter come to: how many, money in and out, and how much of it nobody has looked at yet."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.transaction_list import CONDITIONS, DAYS, Filter, kept, names_of_conditions, values_of

_COUNT = "CAST(COALESCE(SUM({what}), 0) AS BIGINT)"


class Sums(NamedTuple):
    """Lines, and money in and out in pence; out is negative."""

    lines: int
    money_in: int
    money_out: int


class LineSums(NamedTuple):
    """The sums of a filter, and of two parts of what nobody has looked at."""

    all: Sums
    questions: Sums
    """Not looked at, and less sure than asked."""
    to_look_over: Sums
    """Not looked at, and as sure as that or surer."""


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


def sums_of(db: Reader, company: int, chosen: Filter, *, sure_from: int) -> LineSums:
    """What the filter's lines come to. Days and a category alone are answered from kept counters."""
    statements = _statements(names_of_conditions(chosen), chosen.money_in, chosen.counted)
    values = {**values_of(chosen), "sure_from": sure_from}
    everything, waiting = (db.row(sql, company=company, **values) for sql in statements)
    assert everything is not None
    assert waiting is not None
    lines, money_in, money_out = map(int, everything)
    return LineSums(Sums(lines, money_in, -abs(money_out)), Sums(*map(int, waiting[:3])), Sums(*map(int, waiting[3:])))


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
def _statements(conditions: tuple[str, ...], money_in: bool | None, counted: bool) -> tuple[Sql, Sql]:
    where = [DAYS, *(CONDITIONS[name] for name in conditions)]
    if money_in is not None:
        where.append("t.amount > 0" if money_in else "t.amount < 0")
    lines = f"FROM bank_transaction t WHERE {' AND '.join(where)}"
    everything = (
        f"SELECT {kept('lines')}, {kept('money_in')}, {kept('money_out')}"
        if counted
        else f"SELECT {_three('TRUE')} {lines}"
    )
    unsure = "t.confidence < :sure_from"
    waiting = f"SELECT {_three(unsure)}, {_three('NOT ' + unsure)} {lines} AND t.reviewed = 0"
    return Sql(everything), Sql(waiting)


def _three(which: str) -> str:
    """Count and both sums of the lines of which something is true."""
    each = (
        f"CASE WHEN {which} THEN 1 ELSE 0 END",
        f"CASE WHEN {which} AND t.amount > 0 THEN t.amount ELSE 0 END",
        f"CASE WHEN {which} AND t.amount < 0 THEN t.amount ELSE 0 END",
    )
    return ", ".join(_COUNT.format(what=what) for what in each)
