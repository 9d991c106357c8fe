"""Which posted bank lines are filed under a category, whole or in part."""

from __future__ import annotations

from datetime import date

from accountsos.store.engine.sql import Reader, Sql, day_number

POSTED_UNDER = Sql(
    """SELECT t.transaction_no FROM bank_transaction t WHERE t.company_id = :company AND t.status = 1
       AND t.entry_no IS NOT NULL AND t.booked_on BETWEEN :first AND :last AND t.transaction_no > :after
       AND (t.category_no = :category AND t.parts = 0
         OR t.parts > 0 AND EXISTS (SELECT 1 FROM categorisation_part p WHERE p.company_id = t.company_id
           AND p.transaction_no = t.transaction_no AND p.category_no = :category))
       ORDER BY t.transaction_no LIMIT :limit"""
)


def posted_under(
    db: Reader, company: int, category: int, days: tuple[date, date], *, after: int, limit: int
) -> list[int]:
    """A page of their numbers, from the one after `after` on."""
    first, last = day_number(days[0]), day_number(days[1])
    where = {"company": company, "category": category, "first": first, "last": last}
    return [row[0] for row in db.rows(POSTED_UNDER, **where, after=after, limit=limit)]
