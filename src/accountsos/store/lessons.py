"""What corrections taught of each supplier: one row a supplier, with the documents that it was learnt from."""

from __future__ import annotations

from accountsos.store.engine.sql import Insert, Reader, Sql, Writer
from accountsos.store.head import Cause

PUT = Insert(
    "supplier_lesson",
    "company_id supplier_key lessons recorded_seq",
    """ON CONFLICT (company_id, supplier_key) DO UPDATE SET lessons = excluded.lessons,
       recorded_seq = excluded.recorded_seq""",
)
ONE = Sql("SELECT lessons FROM supplier_lesson WHERE company_id = :company AND supplier_key = :key")
NEWEST = Sql(
    """SELECT lessons FROM supplier_lesson WHERE company_id = :company
       ORDER BY recorded_seq DESC, supplier_key LIMIT :limit"""
)
DROP = Sql("DELETE FROM supplier_lesson WHERE company_id = :company AND supplier_key = :key")


def lessons_of(db: Reader, company: int, *, limit: int) -> list[str]:
    """The lessons of the company's suppliers as JSON, those that were taught last first."""
    return [str(row[0]) for row in db.rows(NEWEST, company=company, limit=limit)]


def lesson_of(db: Reader, company: int, key: str) -> str | None:
    """What is known of that supplier, as JSON."""
    row = db.row(ONE, company=company, key=key)
    return None if row is None else str(row[0])


def put_lesson(db: Writer, cause: Cause, key: str, lessons: str) -> None:
    """Keep what was learnt in place of what was."""
    db.run_many(PUT, [(cause.company, key, lessons, cause.seq)])


def drop_lesson(db: Writer, company: int, key: str) -> None:
    """Forget the supplier."""
    db.run(DROP, company=company, key=key)
