"""What the categoriser answered, counted over the lines as they stand."""

from __future__ import annotations

from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.short_words import SOURCE_OF

BY_ANSWER = Sql(
    """SELECT source, confidence, COUNT(*), CAST(SUM(reviewed) AS BIGINT) FROM bank_transaction
       WHERE company_id = :company AND status = 1 AND recorded_seq >= :since
       GROUP BY source, confidence"""
)


REVIEWED = Sql(
    """SELECT CAST(COALESCE(SUM(lines - questions - sure), 0) AS BIGINT) FROM line_count_month
       WHERE company_id = :company AND category_no = 0"""
)


def lines_reviewed(db: Reader, company: int) -> int:
    """How many lines people have looked at, from the kept counters."""
    row = db.row(REVIEWED, company=company)
    return 0 if row is None else int(row[0])


def lines_by_answer(db: Reader, company: int, *, since: int = 0) -> list[tuple[str, int, int, int]]:
    """Source, confidence in ten-thousandths, lines that came in with that write or later, and how many were seen."""
    rows = db.rows(BY_ANSWER, company=company, since=since)
    return sorted((SOURCE_OF.get(code, str(code)), sure, lines, int(seen)) for code, sure, lines, seen in rows)
