"""What a company said of the columns of a bank that is not known here, kept by the headings of the file."""

from __future__ import annotations

from accountsos.store.engine.sql import Insert, Reader, Sql, Writer

LAYOUT = Sql("SELECT columns FROM column_layout WHERE company_id = :company AND headings = :headings")
KEEP = Insert("column_layout", "company_id headings columns import_no")
REPLACE = Sql("DELETE FROM column_layout WHERE company_id = :company AND headings = :headings")
FORGET = Sql("DELETE FROM column_layout WHERE company_id = :company AND import_no = :import_no")


def layout_of(db: Reader, company: int, headings: str) -> str | None:
    """The columns as they were said for the last file with these headings."""
    row = db.row(LAYOUT, company=company, headings=headings)
    return None if row is None else str(row[0])


def keep_layout(db: Writer, company: int, headings: str, columns: str, import_no: int) -> None:
    """Keep what was said last."""
    db.run(REPLACE, company=company, headings=headings)
    db.run_many(KEEP, [(company, headings, columns, import_no)])


def forget_layout(db: Writer, company: int, import_no: int) -> None:
    """An import that is undone teaches nothing."""
    db.run(FORGET, company=company, import_no=import_no)
