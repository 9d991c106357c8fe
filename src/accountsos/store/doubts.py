"""Pairs of bank lines of which the later may be a duplicate of the earlier, and what a person decided of them."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer
from accountsos.store.transactions import DELETED, LIVE

_OPEN = f"""FROM doubtful_line d
  JOIN bank_transaction n ON n.company_id = d.company_id AND n.transaction_no = d.transaction_no
  JOIN bank_transaction k ON k.company_id = d.company_id AND k.transaction_no = d.resembles
  WHERE d.company_id = :company AND d.resolved = 0 AND n.status = {LIVE} AND k.status = {LIVE}"""
"""Both lines are in the books, and nobody has decided."""
_DECIDED = f"""FROM doubtful_line d
  JOIN bank_transaction n ON n.company_id = d.company_id AND n.transaction_no = d.transaction_no
  WHERE d.company_id = :company AND d.resolved = 1 AND n.status IN ({LIVE}, {DELETED})"""
_NEWEST = "AND d.transaction_no < :below ORDER BY d.transaction_no DESC LIMIT :limit OFFSET :offset"
OPEN_PAGE = Sql(f"SELECT DISTINCT d.transaction_no {_OPEN} {_NEWEST}")
OPEN_COUNT = Sql(f"SELECT COUNT(DISTINCT d.transaction_no) {_OPEN}")
DECIDED_PAGE = Sql(f"SELECT DISTINCT d.transaction_no {_DECIDED} {_NEWEST}")
DECIDED_COUNT = Sql(f"SELECT COUNT(DISTINCT d.transaction_no) {_DECIDED}")
OF_LINE = Sql(
    """SELECT d.resembles, k.status, d.resolved FROM doubtful_line d
       JOIN bank_transaction k ON k.company_id = d.company_id AND k.transaction_no = d.resembles
       WHERE d.company_id = :company AND d.transaction_no = :number ORDER BY d.resembles"""
)
RESOLVE = Sql("UPDATE doubtful_line SET resolved = :resolved WHERE company_id = :company AND transaction_no = :number")
SHOWN = Sql(
    """SELECT import_no, line FROM bank_transaction WHERE company_id = :company AND transaction_no = :number
       AND import_no IS NOT NULL
       UNION SELECT import_no, line FROM observation WHERE company_id = :company AND transaction_no = :number
       ORDER BY 1, 2"""
)
"""In which line of which import the transaction stands; an import that was undone shows nothing but what it brought."""
SHOW = Insert("observation", "company_id transaction_no import_no line", "ON CONFLICT DO NOTHING")
UNSHOW = Sql(
    """DELETE FROM observation WHERE company_id = :company AND transaction_no = :number AND import_no = :import_no
       AND line = :line"""
)

REPEATED = Sql(
    f"""SELECT d.resembles, o.line FROM observation o
       JOIN bank_transaction n ON n.company_id = o.company_id AND n.transaction_no = o.transaction_no
         AND n.status = {DELETED}
       JOIN doubtful_line d ON d.company_id = o.company_id AND d.transaction_no = o.transaction_no AND d.resolved = 1
       JOIN observation k ON k.company_id = o.company_id AND k.transaction_no = d.resembles
         AND k.import_no = n.import_no AND k.line = n.line
       WHERE o.company_id = :company AND o.import_no = :import_no"""
)
"""A line that left as a duplicate is known by the place in its own file, which shows the other line since then."""


def show_known_beside(db: Writer, company: int, import_no: int) -> None:
    """What this import shows of lines that left as duplicates, it shows of the lines that they repeat."""
    repeated = db.rows(REPEATED, company=company, import_no=import_no)
    db.run_many(SHOW, [(company, known, import_no, line) for known, line in repeated])


def doubtful_page(
    db: Reader, company: int, *, decided: bool, limit: int, offset: int, below: int
) -> tuple[list[int], int]:
    """The later lines of the pairs, newest first, and how many there are."""
    count = db.row(DECIDED_COUNT if decided else OPEN_COUNT, company=company)
    rows = db.rows(DECIDED_PAGE if decided else OPEN_PAGE, company=company, limit=limit, offset=offset, below=below)
    return [row[0] for row in rows], int(count[0]) if count else 0


def doubts_of(db: Reader, company: int, number: int) -> list[Row]:
    """What the line resembles: rows of (number, that line's status, whether the doubt is settled)."""
    return db.rows(OF_LINE, company=company, number=number)


def settle_doubts(db: Writer, company: int, number: int, *, settled: bool) -> None:
    """A person has decided what the line is, or takes that back."""
    db.run(RESOLVE, company=company, number=number, resolved=int(settled))


def places_shown(db: Reader, company: int, number: int) -> list[tuple[int, int]]:
    """Import and line of every place in which files show the transaction."""
    return [(row[0], row[1]) for row in db.rows(SHOWN, company=company, number=number)]


def show_in(db: Writer, company: int, number: int, places: Sequence[tuple[int, int]]) -> None:
    """These lines of these imports show that transaction."""
    db.run_many(SHOW, [(company, number, *place) for place in places])


def show_no_more(db: Writer, company: int, number: int, places: Sequence[tuple[int, int]]) -> None:
    """They show it no longer."""
    for import_no, line in places:
        db.run(UNSHOW, company=company, number=number, import_no=import_no, line=line)
