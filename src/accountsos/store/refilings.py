"""Lines that were filed anew all at once, what they said before, and the lines that may be filed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer
from accountsos.store.head import Cause
from accountsos.store.line_filter import WAITING
from accountsos.store.short_words import BY_DEBT, BY_PAPER, BY_PERSON, BY_TRANSFER
from accountsos.store.transactions import LIVE, ONE_COLUMNS, BankTransaction, store_reading, transaction_from

_REFILING = "refiling_no, rule_no, lines, recorded_seq, undone_seq"
_BY_THE_PROGRAM = f"t.source NOT IN ({BY_PERSON}, {BY_PAPER}, {BY_TRANSFER}, {BY_DEBT})"
UNTOUCHED_LINES = f"""SELECT {ONE_COLUMNS} FROM bank_transaction t WHERE t.company_id = :company AND t.status = {LIVE}
       AND t.reviewed = 0 AND t.parts = 0 AND {_BY_THE_PROGRAM}
       AND NOT EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = t.company_id
         AND l.transaction_no = t.transaction_no)"""
UNTOUCHED = Sql(
    f"""{UNTOUCHED_LINES} AND t.booked_on BETWEEN :first AND :last AND (:account = 0 OR t.account_no = :account)
       ORDER BY t.booked_on, t.transaction_no"""
)
_ASKING = f"""SELECT {ONE_COLUMNS} FROM bank_transaction t WHERE t.company_id = :company AND {{whose}}
       AND t.status = {LIVE} AND {WAITING["questions"]} AND t.parts = 0 AND (t.amount >= 0) = (:money_in = 1)
       AND {_BY_THE_PROGRAM}
       AND NOT EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = t.company_id
         AND l.transaction_no = t.transaction_no)
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :most"""
ASKING = Sql(_ASKING.format(whose="t.contact_no = :contact"))
ASKING_OF_NOBODY = Sql(_ASKING.format(whose="t.contact_no IS NULL"))
NEW = Insert("refiling", "company_id refiling_no rule_no lines recorded_seq undone_seq")
NEW_LINE = Insert(
    "refiled_line",
    "company_id refiling_no transaction_no old_category old_confidence old_source old_reason new_category new_source",
)
ONE = Sql(f"SELECT {_REFILING} FROM refiling WHERE company_id = :company AND refiling_no = :number")
PAGE = Sql(
    f"""SELECT {_REFILING} FROM refiling WHERE company_id = :company
       AND refiling_no < :below ORDER BY refiling_no DESC LIMIT :limit OFFSET :offset"""
)
COUNT = Sql("SELECT COUNT(*) FROM refiling WHERE company_id = :company")
LINES = Sql(
    """SELECT transaction_no, old_category, old_confidence, old_source, old_reason, new_category, new_source
       FROM refiled_line WHERE company_id = :company AND refiling_no = :number ORDER BY transaction_no"""
)
UNDO = Sql("UPDATE refiling SET undone_seq = :seq WHERE company_id = :company AND refiling_no = :number")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a line is filed."""

    category_no: int
    confidence: int
    """In ten-thousandths."""
    source: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class RefiledLine:
    """A line before, and what it was filed as."""

    transaction_no: int
    before: Reading
    new_category: int
    new_source: str


@dataclass(frozen=True, slots=True)
class Refiling:
    """One time that lines were filed anew."""

    number: int
    rule_no: int | None
    """The rule that did it; None: the categoriser as a whole."""
    lines: int
    recorded_seq: int
    undone_seq: int | None


def untouched_lines(db: Reader, company: int, days: tuple[int, int], account: int = 0) -> Iterator[BankTransaction]:
    """Lines of those days that no person and no paper filed, that are no transfer and pay no debt; oldest first."""
    for row in db.stream(UNTOUCHED, company=company, first=days[0], last=days[1], account=account):
        yield transaction_from(row)


def asking_lines_of(
    db: Reader, company: int, contact: int | None, money_in: bool, *, most: int
) -> list[BankTransaction]:
    """Lines of a contact or of none, of one side, that nobody filed and the program is not sure of; newest first."""
    where = {"company": company, "money_in": int(money_in), "most": most}
    rows = db.rows(ASKING_OF_NOBODY, **where) if contact is None else db.rows(ASKING, **where, contact=contact)
    return [transaction_from(row) for row in rows]


def set_reading(db: Writer, company: int, row: BankTransaction, reading: Reading) -> BankTransaction:
    """File the line so; nothing else of it changes. Its entry follows."""
    filed = msgspec.structs.replace(
        row,
        category_no=reading.category_no,
        confidence=reading.confidence,
        source=reading.source,
        reason=reading.reason,
    )
    store_reading(db, company, filed)
    return filed


def add_refiling(db: Writer, cause: Cause, number: int, rule_no: int | None, lines: Sequence[RefiledLine]) -> None:
    """Keep what was done, so that it can be undone."""
    db.run_many(NEW, [(cause.company, number, rule_no, len(lines), cause.seq, None)])
    db.run_many(
        NEW_LINE,
        [
            (
                cause.company,
                number,
                line.transaction_no,
                line.before.category_no,
                line.before.confidence,
                line.before.source,
                line.before.reason,
                line.new_category,
                line.new_source,
            )
            for line in lines
        ],
    )


def refiling_of(db: Reader, company: int, number: int) -> Refiling | None:
    """The one under that number."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else Refiling(*row)


def refiling_page(db: Reader, company: int, *, limit: int, offset: int, below: int) -> tuple[list[Refiling], int]:
    """A page, newest first, and how many there are."""
    count = db.row(COUNT, company=company)
    rows = db.rows(PAGE, company=company, limit=limit, offset=offset, below=below)
    return [Refiling(*row) for row in rows], int(count[0]) if count else 0


def refiled_lines(db: Reader, company: int, number: int) -> list[RefiledLine]:
    """The lines of it."""
    return [_line(row) for row in db.rows(LINES, company=company, number=number)]


def mark_undone(db: Writer, cause: Cause, number: int) -> None:
    """It was taken back by this write."""
    db.run(UNDO, company=cause.company, number=number, seq=cause.seq)


def _line(row: Row) -> RefiledLine:
    number, category, confidence, source, reason, new_category, new_source = row
    return RefiledLine(number, Reading(category, confidence, source, reason), new_category, new_source)
