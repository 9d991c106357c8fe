"""What lines of accounts in other currencies moved there: their own amounts, the rates, and the sums of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accountsos.exchange import ForeignAmount
from accountsos.store.engine.in_list import rows_among
from accountsos.store.engine.sql import Insert, Reader, Sql, Value, Writer, day_number, optional_day
from accountsos.store.names import BankAccount

NEW = Insert("foreign_line", "company_id transaction_no amount rate source")
ONE = Sql("SELECT amount, rate, source FROM foreign_line WHERE company_id = :company AND transaction_no = :number")
_EACH = "SELECT transaction_no, amount, rate, source FROM foreign_line WHERE company_id = :company"
_OF_LINE = "JOIN foreign_line f ON f.company_id = t.company_id AND f.transaction_no = t.transaction_no"
MOVED = Sql(
    f"""SELECT CAST(COALESCE(SUM(f.amount), 0) AS BIGINT) FROM bank_transaction t {_OF_LINE}
       WHERE t.company_id = :company AND t.account_no = :account AND t.status = 1 AND t.booked_on <= :last"""
)
KNOWN = Sql(
    f"""SELECT t.transaction_no, t.booked_on, f.amount, a.currency, t.description, t.bank_ref, t.balance,
       t.status, i.format FROM bank_transaction t {_OF_LINE}
       JOIN bank_account a ON a.company_id = t.company_id AND a.account_no = t.account_no
       LEFT JOIN statement_import i ON i.company_id = t.company_id AND i.import_no = t.import_no
       WHERE t.company_id = :company AND t.account_no = :account AND t.booked_on BETWEEN :first AND :last
       AND t.status <> 2 ORDER BY t.booked_on, t.transaction_no"""
)
"""The same columns as those of an account in pounds, with the account's own amounts."""
BEFORE_STATEMENT = Sql(
    f"""SELECT CAST(COALESCE(SUM(f.amount), 0) AS BIGINT), MIN(t.booked_on) FROM bank_transaction t {_OF_LINE}
       WHERE t.company_id = :company AND t.account_no = :account AND t.status = 1 AND t.booked_on <= :first_day
       AND (t.booked_on < :first_day OR (:cut_day = 1 AND t.import_no <> :number AND NOT EXISTS (
         SELECT 1 FROM observation o WHERE o.company_id = t.company_id AND o.transaction_no = t.transaction_no
         AND o.import_no = :number)))"""
)
RATE_USED = Sql(
    f"""SELECT CAST(COALESCE(COUNT(*), 0) AS BIGINT) FROM bank_transaction t {_OF_LINE}
       JOIN bank_account a ON a.company_id = t.company_id AND a.account_no = t.account_no
       WHERE t.company_id = :company AND a.currency = :currency AND t.booked_on BETWEEN :first AND :last
       AND t.status <> 2 AND f.source <> 'bank'"""
)


EXCHANGED = Sql(
    """SELECT t.transaction_no, t.account_no, t.booked_on, t.amount, t.description, t.payee, t.reference, t.kind,
       t.bank_ref FROM bank_transaction t WHERE t.company_id = :company AND t.booked_on BETWEEN :first AND :last
       AND t.status = 1 AND t.reviewed = 0 AND t.parts = 0 AND t.bank_ref IN (
         SELECT o.bank_ref FROM bank_account a JOIN bank_transaction o ON o.company_id = a.company_id
           AND o.account_no = a.account_no
         WHERE a.company_id = :company AND a.currency <> :home AND o.booked_on BETWEEN :first AND :last
         AND o.status = 1 AND o.bank_ref IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = t.company_id
         AND l.transaction_no = t.transaction_no)
       ORDER BY t.booked_on, t.transaction_no"""
)
"""Lines that nobody looked over and that bear the id of a line of an account in another currency: also those lines."""
OPENING_RATE_USED = Sql(
    """SELECT COUNT(*) FROM bank_account a
       JOIN journal_entry e ON e.company_id = a.company_id AND e.entry_no = a.opening_entry
       WHERE a.company_id = :company AND a.currency = :currency AND e.entry_date BETWEEN :first AND :last"""
)


def add_foreign(db: Writer, company: int, amounts: Sequence[tuple[int, ForeignAmount]]) -> None:
    """Keep what each of these lines moved in its account's currency."""
    rows: list[tuple[Value, ...]] = [
        (company, number, foreign.amount, foreign.rate, foreign.source) for number, foreign in amounts
    ]
    if rows:
        db.run_many(NEW, rows)


def foreign_of(db: Reader, company: int, number: int, account: BankAccount) -> ForeignAmount | None:
    """What the line moved there; None on an account in pounds, where nothing is asked."""
    row = db.row(ONE, company=company, number=number) if account.is_foreign else None
    return None if row is None else ForeignAmount(row[0], account.currency, row[1], row[2])


def foreign_among(db: Reader, company: int, accounts: Sequence[tuple[int, BankAccount]]) -> dict[int, ForeignAmount]:
    """The same of many lines, each with its account."""
    currency = {number: account.currency for number, account in accounts if account.is_foreign}
    found = rows_among(db, _EACH, "transaction_no", list(currency), company=company) if currency else ()
    return {number: ForeignAmount(amount, currency[number], rate, source) for number, amount, rate, source in found}


def moved_until(db: Reader, company: int, account: int, last: date) -> int:
    """The sum of the account's own amounts in the books up to that day."""
    row = db.row(MOVED, company=company, account=account, last=day_number(last))
    return 0 if row is None else int(row[0])


def moved_before(
    db: Reader, company: int, account: int, *, first_day: date, cut_day: bool, number: int
) -> tuple[int, date | None]:
    """As `store.imports.lines_before` says it, in the account's own currency."""
    values = {"company": company, "account": account, "first_day": day_number(first_day), "number": number}
    row = db.row(BEFORE_STATEMENT, cut_day=int(cut_day), **values)
    assert row is not None
    return int(row[0]), optional_day(row[1])


def lines_at_rate(db: Reader, company: int, currency: str, days: tuple[date, date]) -> int:
    """How many lines of those days stand at a rate that was stated here, not at the bank's own."""
    first, last = day_number(days[0]), day_number(days[1])
    row = db.row(RATE_USED, company=company, currency=currency, first=first, last=last)
    return 0 if row is None else int(row[0])


def openings_at_rate(db: Reader, company: int, currency: str, days: tuple[date, date]) -> int:
    """How many opening balances of those days stand at a rate that was stated here."""
    first, last = day_number(days[0]), day_number(days[1])
    row = db.row(OPENING_RATE_USED, company=company, currency=currency, first=first, last=last)
    return 0 if row is None else int(row[0])
