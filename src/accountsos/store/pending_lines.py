"""Lines that a bank showed before it booked them: which wait, which lapsed, and when a file last showed them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accountsos.dates import london_day
from accountsos.store.engine.sql import Reader, Row, Sql, Writer, day_from, moment_from
from accountsos.store.transactions import LAPSED, PENDING, SET_STATUS

_NOT_BOOKED = f"t.company_id BETWEEN :company AND :company AND t.status IN ({PENDING}, {LAPSED})"
"""As a range, so that SQLite takes the index that holds only these few: by an equal sign it walks the whole company."""
_SHOWN_BY = """(i.import_no = t.import_no OR i.import_no IN (SELECT o.import_no FROM observation o
  WHERE o.company_id = t.company_id AND o.transaction_no = t.transaction_no))"""
OF_COMPANY = Sql(
    f"""SELECT t.transaction_no, t.account_no, t.booked_on, t.amount, t.currency, t.description, t.status, t.import_no,
       (SELECT MAX((SELECT e.recorded_at FROM audit_event e WHERE e.company_id = i.company_id
         AND e.seq = i.recorded_seq AND e.part = 0)) FROM statement_import i
         WHERE i.company_id = t.company_id AND i.status = 'committed' AND {_SHOWN_BY})
       FROM bank_transaction t WHERE {_NOT_BOOKED}
       ORDER BY t.booked_on DESC, t.transaction_no DESC"""
)
COMPANIES = Sql(
    f"""SELECT DISTINCT company_id FROM bank_transaction WHERE status IN ({PENDING}, {LAPSED})
       AND company_id > :after ORDER BY company_id LIMIT :limit"""
)
OF_IMPORT = Sql(
    f"""SELECT t.transaction_no FROM bank_transaction t WHERE {_NOT_BOOKED}
       AND (t.import_no = :number OR EXISTS (SELECT 1 FROM observation o
         WHERE o.company_id = t.company_id AND o.transaction_no = t.transaction_no AND o.import_no = :number))"""
)


@dataclass(frozen=True, slots=True)
class PendingLine:
    """A line that is not booked."""

    number: int
    account_no: int
    booked_on: date
    amount: int
    currency: str | None
    """None: the bank account's own currency."""
    description: str
    import_no: int
    """The file that brought it."""
    last_seen_on: date
    """The day of the last import whose file showed it."""
    lapsed: bool
    """Whether it was given up."""


def pending_lines(db: Reader, company: int) -> list[PendingLine]:
    """All of them, newest first."""
    return [_line(row) for row in db.rows(OF_COMPANY, company=company)]


def companies_with_pending(db: Reader, after: int, *, limit: int) -> list[int]:
    """Companies with such lines, by number."""
    return [row[0] for row in db.rows(COMPANIES, after=after, limit=limit)]


def pending_of_import(db: Reader, company: int, number: int) -> frozenset[int]:
    """Those that this import's file shows."""
    return frozenset(row[0] for row in db.rows(OF_IMPORT, company=company, number=number))


def set_status(db: Writer, company: int, transactions: Iterable[int], status: int) -> None:
    """They wait, have lapsed, or were booked by another line. They never had an entry."""
    for number in transactions:
        db.run(SET_STATUS, company=company, number=number, status=status, entry=None)


def _line(row: Row) -> PendingLine:
    number, account, booked_on, amount, currency, description, status, import_no, seen_at = row
    day = day_from(booked_on)
    last_seen_on = day if seen_at is None else london_day(moment_from(seen_at))
    return PendingLine(
        number, account, day, amount, currency, description, import_no, last_seen_on, lapsed=status == LAPSED
    )
