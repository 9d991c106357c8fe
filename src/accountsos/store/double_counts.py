"""What may stand in the books twice, as far as the database can narrow it: lines beside what is open, papers alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.store.engine.sql import Reader, Row, Sql, day_from, day_number

_COLUMNS = """t.transaction_no, t.booked_on, t.amount, t.currency, t.account_no, t.description, t.payee, t.reference,
  t.contact_no, t.category_no, t.entry_no"""
_STANDS = """t.company_id = :company AND t.status = 1 AND t.entry_no IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM document_link l JOIN invoice p ON p.company_id = l.company_id
    AND p.document_no = l.document_no
    WHERE l.company_id = t.company_id AND l.transaction_no BETWEEN t.transaction_no AND t.transaction_no)"""
_OPEN = """i.company_id = :company AND i.side IN ('sale', 'purchase') AND i.settled_on IS NULL AND i.state = 'posted'"""
OF_PARTIES = Sql(
    f"""SELECT {_COLUMNS} FROM bank_transaction t WHERE {_STANDS} AND t.booked_on >= :first
       AND t.contact_no IN (SELECT i.contact_no FROM invoice i WHERE {_OPEN})
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :most"""
)
OF_AMOUNTS = Sql(
    f"""SELECT {_COLUMNS} FROM (SELECT t.* FROM bank_transaction t WHERE t.company_id = :company AND t.status = 1
         AND t.booked_on BETWEEN :first AND :last ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :looked_at) t
       WHERE {_STANDS} AND t.amount IN (SELECT i.open_amount FROM invoice i WHERE {_OPEN}) LIMIT :most"""
)
OF_WINDOW = Sql(
    f"""SELECT {_COLUMNS} FROM bank_transaction t WHERE {_STANDS} AND t.booked_on BETWEEN :first AND :last
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :read"""
)
OF_CONTACT = Sql(
    f"""SELECT {_COLUMNS} FROM bank_transaction t WHERE {_STANDS} AND t.contact_no = :contact AND t.booked_on >= :first
       ORDER BY t.booked_on, t.transaction_no LIMIT :most"""
)
OF_CATEGORY = Sql(
    f"""SELECT {_COLUMNS} FROM bank_transaction t WHERE {_STANDS} AND t.category_no = :category
       AND t.booked_on >= :first ORDER BY t.booked_on, t.transaction_no LIMIT :most"""
)
ALIKE = Sql(
    """SELECT a.document_no, b.document_no, da.number, db.number, a.issued_on, b.issued_on FROM (
         SELECT contact_no, side, amount FROM invoice WHERE company_id = :company AND state = 'posted'
         AND contact_no IS NOT NULL GROUP BY contact_no, side, amount HAVING COUNT(*) > 1
         ORDER BY MAX(issued_on) DESC LIMIT :groups) g
       JOIN invoice a ON a.company_id = :company AND a.contact_no = g.contact_no AND a.side = g.side
         AND a.amount = g.amount AND a.state = 'posted'
       JOIN invoice b ON b.company_id = :company AND b.contact_no = g.contact_no AND b.side = g.side
         AND b.amount = g.amount AND b.state = 'posted' AND b.document_no > a.document_no
       JOIN document da ON da.company_id = :company AND da.document_no = a.document_no
       JOIN document db ON db.company_id = :company AND db.document_no = b.document_no
       WHERE UPPER(da.number) = UPPER(db.number)
         OR (a.issued_on = b.issued_on AND (da.number IS NULL OR db.number IS NULL)) LIMIT :most"""
)
BEFORE_IT = Sql(
    f"""SELECT d.document_no, i.document_no FROM invoice i
       JOIN invoice d ON d.company_id = i.company_id AND d.contact_no = i.contact_no AND d.side = i.side
         AND d.state = 'posted' AND d.document_no <> i.document_no AND d.issued_on BETWEEN :first AND i.issued_on
         AND ABS(d.amount) < ABS(i.amount) AND d.amount * i.amount > 0
       WHERE {_OPEN} AND i.issued_on >= :first ORDER BY i.document_no, d.document_no LIMIT :most"""
)
LOOKED_AT, MOST, GROUPS = 20_000, 1_000, 500
READ = 5_000
"""Of so many lines, the newest, the text is read for an invoice that it names."""


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A bank line that pays no invoice, with the entry that speaks for it."""

    number: int
    booked_on: date
    amount: int
    currency: str | None
    account_no: int
    description: str
    payee: str | None
    reference: str | None
    contact_no: int | None
    category_no: int
    entry_no: int


def lines_beside_invoices(db: Reader, company: int, days: tuple[date, date]) -> list[StandingLine]:
    """Those of the parties of open invoices, those of exactly an open amount among the newest, and the newest."""
    first, last = (day_number(day) for day in days)
    rows = db.rows(OF_PARTIES, company=company, first=first, most=MOST)
    rows += db.rows(OF_AMOUNTS, company=company, first=first, last=last, looked_at=LOOKED_AT, most=MOST)
    rows += db.rows(OF_WINDOW, company=company, first=first, last=last, read=READ)
    return [_line(row) for row in {row[0]: row for row in rows}.values()]


def lines_of_contact(db: Reader, company: int, contact: int, since: date) -> list[StandingLine]:
    """Those of a party from that day on, oldest first."""
    rows = db.rows(OF_CONTACT, company=company, contact=contact, first=day_number(since), most=MOST)
    return [_line(row) for row in rows]


def lines_of_category(db: Reader, company: int, category: int, since: date) -> list[StandingLine]:
    """Those filed under a category from that day on, oldest first."""
    rows = db.rows(OF_CATEGORY, company=company, category=category, first=day_number(since), most=MOST)
    return [_line(row) for row in rows]


def invoices_alike(db: Reader, company: int) -> list[tuple[int, int]]:
    """Pairs of posted invoices of one party, side and amount with the same number, or of one day without one."""
    rows = db.rows(ALIKE, company=company, groups=GROUPS, most=MOST)
    return sorted((row[0], row[1]) for row in rows)


def smaller_before(db: Reader, company: int, since: date) -> list[tuple[int, int]]:
    """Open invoices since that day, each with every smaller one of the party before it: the smaller one first."""
    return [(row[0], row[1]) for row in db.rows(BEFORE_IT, company=company, first=day_number(since), most=MOST)]


def _line(row: Row) -> StandingLine:
    return StandingLine(row[0], day_from(row[1]), *row[2:])
