"""Kept sums of all companies of a person at once: money at hand, and lines that wait."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.store.engine.sql import Reader, Sql

MONEY_OF_ALL = Sql(
    """SELECT a.company_id, CAST(COALESCE(SUM(b.debit - b.credit), 0) AS BIGINT) FROM membership m
       JOIN bank_account a ON a.company_id = m.company_id
       JOIN balance_month b ON b.company_id = a.company_id AND b.category_no = a.category_no
         AND b.account_no = a.account_no AND b.contact_no = 0
       WHERE m.user_id = :user AND a.kind IN ('current', 'savings', 'card', 'cash', 'processor')
       GROUP BY a.company_id"""
)
LINES_OF_ALL = Sql(
    """SELECT c.company_id, CAST(SUM(c.questions) AS BIGINT), CAST(SUM(c.sure) AS BIGINT),
         MAX(CASE WHEN c.lines > 0 THEN c.month ELSE 0 END) FROM membership m
       JOIN line_count_month c ON c.company_id = m.company_id
       WHERE m.user_id = :user AND c.category_no = 0 GROUP BY c.company_id"""
)

WRITES_OF_ALL = Sql(
    """SELECT h.company_id, h.seq FROM membership m JOIN company_head h ON h.company_id = m.company_id
       WHERE m.user_id = :user"""
)


@dataclass(frozen=True, slots=True)
class LinesWaiting:
    """Lines of a company that nobody has looked at, and the month of its newest line as 202610, 0 without lines."""

    questions: int
    to_look_over: int
    newest: int


def money_of_all(db: Reader, user_id: str) -> dict[int, int]:
    """By company of the person, what its accounts of money hold together."""
    return {int(company): int(amount) for company, amount in db.rows(MONEY_OF_ALL, user=user_id)}


def lines_of_all(db: Reader, user_id: str) -> dict[int, LinesWaiting]:
    """By company of the person, what waits there."""
    return {int(row[0]): LinesWaiting(*map(int, row[1:])) for row in db.rows(LINES_OF_ALL, user=user_id)}


def writes_of_all(db: Reader, user_id: str) -> dict[int, int]:
    """By company of the person, the number of its last write: what was worked out since then still holds."""
    return {int(company): int(seq) for company, seq in db.rows(WRITES_OF_ALL, user=user_id)}
