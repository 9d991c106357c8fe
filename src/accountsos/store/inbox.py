"""Uploaded papers by what has still to be done with them: those that ask for somebody, are read, wait, or are done."""

from __future__ import annotations

from accountsos.store.documents import TYPED, VOID
from accountsos.store.engine.sql import Reader, Sql

CHECK, READING, WAITING, DONE = "check", "reading", "waiting", "done"
_PARTS = f"""FROM (SELECT d.document_no, CASE
    WHEN d.status IN ('pending', 'processing') THEN '{READING}'
    WHEN d.status IN ('needs_review', 'failed') OR i.state = 'waiting' THEN '{CHECK}'
    WHEN d.type = 'receipt' AND NOT EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = d.company_id
      AND l.document_no = d.document_no) THEN '{CHECK}'
    WHEN i.open_amount <> 0 THEN '{WAITING}' ELSE '{DONE}' END AS part
  FROM document d LEFT JOIN invoice i ON i.company_id = d.company_id AND i.document_no = d.document_no
  WHERE d.company_id = :company AND d.content_type <> '{TYPED}' AND d.status <> '{VOID}') p"""
PAGE = Sql(f"SELECT document_no {_PARTS} WHERE part = :part ORDER BY document_no DESC LIMIT :limit OFFSET :offset")
COUNTS = Sql(f"SELECT part, COUNT(*) {_PARTS} GROUP BY part")


def papers_of_part(db: Reader, company: int, part: str, *, limit: int, offset: int = 0) -> list[int]:
    """A page of the papers of that part, newest first."""
    return [row[0] for row in db.rows(PAGE, company=company, part=part, limit=limit, offset=offset)]


def papers_by_part(db: Reader, company: int) -> dict[str, int]:
    """How many papers each part has."""
    counted = {part: int(number) for part, number in db.rows(COUNTS, company=company)}
    return {part: counted.get(part, 0) for part in (CHECK, READING, WAITING, DONE)}
