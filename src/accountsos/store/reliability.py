"""What the categoriser answered, counted over the lines as they stand."""

from __future__ import annotations

from accountsos.store.engine.sql import Reader, Sql

BY_ANSWER = Sql(
    """SELECT source, confidence, COUNT(*), CAST(SUM(reviewed) AS BIGINT) FROM bank_transaction
       WHERE company_id = :company AND status = 1 GROUP BY source, confidence ORDER BY source, confidence"""
)


def lines_by_answer(db: Reader, company: int) -> list[tuple[str, int, int, int]]:
    """Source, confidence in ten-thousandths, lines, and how many of these a person has seen."""
    return [
        (source, confidence, lines, int(seen))
        for source, confidence, lines, seen in db.rows(BY_ANSWER, company=company)
    ]
