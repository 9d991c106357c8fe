"""Statement imports, what they showed (observations), and what may be a duplicate."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.ids import ABOVE_ALL
from accountsos.store.changed_things import IMPORT, told_since
from accountsos.store.engine.sql import (
    Insert,
    Reader,
    Row,
    Sql,
    Value,
    Writer,
    day_from,
    optional_day,
    optional_day_number,
)
from accountsos.store.head import Cause

COLUMNS = (
    "company_id import_no account_no status format file_name file_digest lines lines_new lines_duplicate "
    "lines_doubtful first_transaction last_transaction first_day last_day opening_on opening closing_on closing "
    "difference first_bad_line warnings recorded_seq undone_seq"
)
_SELECT = f"SELECT {', '.join(COLUMNS.split())} FROM statement_import WHERE company_id = :company"
NEW = Insert("statement_import", COLUMNS)
ONE = Sql(f"{_SELECT} AND import_no = :number")
_TOLD = told_since(IMPORT, "import_no")
PAGE = Sql(f"{_SELECT} AND {_TOLD} AND import_no < :below ORDER BY import_no DESC LIMIT :limit OFFSET :offset")
COUNT = Sql(f"SELECT COUNT(*) FROM statement_import WHERE company_id = :company AND {_TOLD}")
SAME_FILE = Sql(
    f"""{_SELECT} AND account_no = :account AND file_digest = :digest AND status = 'committed'
        ORDER BY import_no LIMIT 1"""
)
UNDO = Sql(
    """UPDATE statement_import SET status = 'undone', undone_seq = :seq
       WHERE company_id = :company AND import_no = :number AND status = 'committed'"""
)
FIRST_OPENING = Sql(
    f"""{_SELECT} AND account_no = :account AND status = 'committed' AND opening IS NOT NULL
        ORDER BY first_day, import_no LIMIT 1"""
)
LATEST_CLOSING = Sql(
    """SELECT closing_on, closing FROM statement_import WHERE company_id = :company AND account_no = :account
       AND status = 'committed' AND closing IS NOT NULL ORDER BY closing_on DESC, import_no DESC LIMIT 1"""
)
BEFORE_STATEMENT = Sql(
    """SELECT CAST(COALESCE(SUM(t.amount), 0) AS BIGINT), MIN(t.booked_on) FROM bank_transaction t
       WHERE t.company_id = :company AND t.account_no = :account AND t.status = 1 AND t.booked_on <= :first_day
       AND (t.booked_on < :first_day OR (:cut_day = 1 AND t.import_no <> :number AND NOT EXISTS (
         SELECT 1 FROM observation o WHERE o.company_id = t.company_id AND o.transaction_no = t.transaction_no
         AND o.import_no = :number)))"""
)
DAYS_SHOWN = Sql(
    """SELECT first_day, last_day FROM statement_import WHERE company_id = :company AND account_no = :account
       AND status = 'committed' AND first_day IS NOT NULL AND last_day >= :first AND first_day <= :last"""
)
LINES_KNOWN = Sql(
    """SELECT COUNT(*), CAST(COALESCE(SUM(CAST(transaction_no AS BIGINT) * status), 0) AS BIGINT)
       FROM bank_transaction WHERE company_id = :company AND account_no = :account
       AND booked_on BETWEEN :first AND :last"""
)
IMPORTED_SINCE = Sql(
    """SELECT 1 FROM statement_import WHERE company_id = :company AND account_no = :account
       AND (recorded_seq > :seq OR undone_seq > :seq) LIMIT 1"""
)
NEW_OBSERVATION = Insert("observation", "company_id transaction_no import_no line")
FIRST_SHOWN_ALONE = Sql(
    """SELECT t.transaction_no FROM bank_transaction t WHERE t.company_id = :company
       AND t.transaction_no BETWEEN :first AND :last
       AND NOT EXISTS (SELECT 1 FROM observation p WHERE p.company_id = t.company_id
         AND p.transaction_no = t.transaction_no AND p.import_no <> :number)
       ORDER BY t.transaction_no"""
)
"""Transactions that the import brought and that no other live import shows."""
SHOWN_AGAIN_ALONE = Sql(
    """SELECT DISTINCT o.transaction_no FROM observation o
       JOIN bank_transaction t ON t.company_id = o.company_id AND t.transaction_no = o.transaction_no
       JOIN statement_import i ON i.company_id = t.company_id AND i.import_no = t.import_no
       WHERE o.company_id = :company AND o.import_no = :number AND i.status = 'undone'
       AND NOT EXISTS (SELECT 1 FROM observation p WHERE p.company_id = o.company_id
         AND p.transaction_no = o.transaction_no AND p.import_no <> o.import_no)
       ORDER BY o.transaction_no"""
)
"""Transactions of an import that is undone itself, kept alive by this one alone."""
DROP_OBSERVATIONS = Sql("DELETE FROM observation WHERE company_id = :company AND import_no = :number")
NEW_DOUBT = Insert("doubtful_line", "company_id transaction_no resembles resolved", "ON CONFLICT DO NOTHING")
NEW_GONE = Insert("gone_line", "company_id transaction_no import_no resolved", "ON CONFLICT DO NOTHING")
GONE = Sql(
    """SELECT DISTINCT g.transaction_no FROM gone_line g JOIN bank_transaction t ON t.company_id = g.company_id
       AND t.transaction_no = g.transaction_no
       WHERE g.company_id = :company AND g.resolved = 0 AND t.account_no = :account"""
)
SHOWN_AGAIN = Sql(
    "DELETE FROM gone_line WHERE company_id = :company AND transaction_no = :transaction AND resolved = 0"
)
DROP_GONE = Sql("DELETE FROM gone_line WHERE company_id = :company AND import_no = :number")


@dataclass(frozen=True, slots=True)
class StatementImport:
    """One file that was imported."""

    number: int
    account_no: int
    status: str
    """committed | undone"""
    format: str
    file_name: str | None
    file_digest: bytes
    lines: int
    lines_new: int
    lines_duplicate: int
    lines_doubtful: int
    first_day: date | None
    last_day: date | None
    opening: tuple[date, int] | None
    closing: tuple[date, int] | None
    difference: int | None
    first_bad_line: int | None
    transactions: tuple[int, int] | None = None
    """The first and the last transaction that it brought; they are numbered without a gap."""
    warnings: tuple[str, ...] = ()


def add_import(db: Writer, cause: Cause, done: StatementImport) -> None:
    """Record the import."""
    db.run_many(
        NEW,
        [
            (
                cause.company,
                done.number,
                done.account_no,
                done.status,
                done.format,
                done.file_name,
                done.file_digest,
                done.lines,
                done.lines_new,
                done.lines_duplicate,
                done.lines_doubtful,
                done.transactions[0] if done.transactions else None,
                done.transactions[1] if done.transactions else None,
                optional_day_number(done.first_day),
                optional_day_number(done.last_day),
                optional_day_number(done.opening[0]) if done.opening else None,
                done.opening[1] if done.opening else None,
                optional_day_number(done.closing[0]) if done.closing else None,
                done.closing[1] if done.closing else None,
                done.difference,
                done.first_bad_line,
                json.dumps(done.warnings),
                cause.seq,
                None,
            )
        ],
    )


def import_of(db: Reader, company: int, number: int) -> StatementImport | None:
    """The import under that number."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else _import(row)


def import_page(
    db: Reader, company: int, *, limit: int, offset: int, below: int = ABOVE_ALL, since: int = 0
) -> tuple[list[StatementImport], int]:
    """A page, newest first, and how many there are; of those told of since a moment, where one is given."""
    count = db.row(COUNT, company=company, since=since)
    rows = db.rows(PAGE, company=company, limit=limit, offset=offset, below=below, since=since)
    return [_import(row) for row in rows], int(count[0]) if count else 0


def same_file(db: Reader, company: int, account: int, digest: bytes) -> StatementImport | None:
    """A live import of exactly these bytes into this account."""
    row = db.row(SAME_FILE, company=company, account=account, digest=digest)
    return None if row is None else _import(row)


def first_opening(db: Reader, company: int, account: int) -> StatementImport | None:
    """The live import with the earliest line whose file states its opening balance."""
    row = db.row(FIRST_OPENING, company=company, account=account)
    return None if row is None else _import(row)


def lines_before(db: Reader, company: int, statement: StatementImport) -> tuple[int, date | None]:
    """Sum and first day of the account's lines from before a statement.

    Of its first day those count that other files show and it does not: it begins inside that day. A statement of
    one day only may as well end inside it, so there nothing of that day counts.
    """
    if statement.first_day is None:
        return 0, None
    row = db.row(
        BEFORE_STATEMENT,
        company=company,
        account=statement.account_no,
        first_day=optional_day_number(statement.first_day),
        cut_day=int(statement.first_day != statement.last_day),
        number=statement.number,
    )
    assert row is not None
    return int(row[0]), optional_day(row[1])


def latest_closing(db: Reader, company: int, account: int) -> tuple[date, int] | None:
    """The newest closing balance that a live statement states."""
    row = db.row(LATEST_CLOSING, company=company, account=account)
    return _stated(row)


def days_shown(db: Reader, company: int, account: int, days: tuple[date, date]) -> list[tuple[date, date]]:
    """First and last days of the account's live imports that reach into those days."""
    first, last = optional_day_number(days[0]), optional_day_number(days[1])
    rows = db.rows(DAYS_SHOWN, company=company, account=account, first=first, last=last)
    return [(day_from(row[0]), day_from(row[1])) for row in rows]


def imported_since(db: Reader, company: int, account: int, *, seq: int) -> bool:
    """Whether the account's imports, or which of them stand, have changed since that write of the company."""
    return db.row(IMPORTED_SINCE, company=company, account=account, seq=seq) is not None


def lines_known(db: Reader, company: int, account: int, days: tuple[date, date]) -> tuple[int, int]:
    """Two numbers of which one is another once a line of these days came, left the books or came back.

    What the bank said in a line never changes, so nothing else of it can.
    """
    first, last = optional_day_number(days[0]), optional_day_number(days[1])
    row = db.row(LINES_KNOWN, company=company, account=account, first=first, last=last)
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def observe(db: Writer, company: int, number: int, seen: Iterable[tuple[int, int]]) -> None:
    """Keep which known transactions a file showed again: pairs of transaction and line.

    The lines that a file brought first are its own range of transactions and need no row.
    """
    db.run_many(NEW_OBSERVATION, ((company, transaction, number, line) for transaction, line in seen))


def withdraw(db: Writer, cause: Cause, number: int) -> Iterator[int]:
    """Take an import back; the transactions that no other live import shows."""
    done = import_of(db, cause.company, number)
    assert done is not None
    first, last = done.transactions or (0, -1)
    where: dict[str, Value] = {"company": cause.company, "number": number}
    alone = [row[0] for row in db.rows(FIRST_SHOWN_ALONE, **where, first=first, last=last)]
    alone += [row[0] for row in db.rows(SHOWN_AGAIN_ALONE, **where)]
    db.run(DROP_OBSERVATIONS, company=cause.company, number=number)
    db.run(DROP_GONE, company=cause.company, number=number)
    db.run(UNDO, company=cause.company, number=number, seq=cause.seq)
    yield from alone


def doubt(db: Writer, company: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Keep pairs of transactions that may be one and the same."""
    db.run_many(NEW_DOUBT, ((company, new, old, 0) for new, old in pairs))


def tell_gone(db: Writer, company: int, number: int, transactions: Iterable[int]) -> None:
    """Keep which known transactions a file should have shown and does not."""
    db.run_many(NEW_GONE, ((company, transaction, number, 0) for transaction in transactions))


def gone_of(db: Reader, company: int, account: int) -> frozenset[int]:
    """The account's transactions that are told as gone and of which nobody has decided."""
    return frozenset(row[0] for row in db.rows(GONE, company=company, account=account))


def shown_again(db: Writer, company: int, transactions: Iterable[int]) -> None:
    """The bank shows them again: there is nothing to decide any more."""
    for transaction in transactions:
        db.run(SHOWN_AGAIN, company=company, transaction=transaction)


def _stated(row: Row | None) -> tuple[date, int] | None:
    if row is None:
        return None
    day = optional_day(row[0])
    assert day is not None
    return day, int(row[1])


def _import(row: Row) -> StatementImport:
    opening_on, closing_on = optional_day(row[15]), optional_day(row[17])
    return StatementImport(
        number=row[1],
        account_no=row[2],
        status=row[3],
        format=row[4],
        file_name=row[5],
        file_digest=bytes(row[6]),
        lines=row[7],
        lines_new=row[8],
        lines_duplicate=row[9],
        lines_doubtful=row[10],
        transactions=(row[11], row[12]) if row[11] is not None else None,
        first_day=optional_day(row[13]),
        last_day=optional_day(row[14]),
        opening=(opening_on, row[16]) if opening_on else None,
        closing=(closing_on, row[18]) if closing_on else None,
        difference=row[19],
        first_bad_line=row[20],
        warnings=tuple(json.loads(row[21])),
    )
