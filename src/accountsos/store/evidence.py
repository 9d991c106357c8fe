"""Bank lines as a document's payment: those that may have paid it, and those that have no document."""

from __future__ import annotations

from accountsos.store.engine.sql import Reader, Row, Sql
from accountsos.store.invoices import KEPT_BACK
from accountsos.store.line_filter import by_number
from accountsos.store.needless_receipts import NEEDS_NONE
from accountsos.store.short_words import words_in_full

_HAS_DOCUMENT = """EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = t.company_id
  AND l.transaction_no = t.transaction_no)"""
_PROVED = """EXISTS (SELECT 1 FROM document_link l JOIN document d ON d.company_id = l.company_id
  AND d.document_no = l.document_no WHERE l.company_id = t.company_id
  AND l.transaction_no BETWEEN t.transaction_no AND t.transaction_no AND d.content_type <> 'typed')"""
"""What was typed in says what a payment was for, and proves nothing."""
_LINE = f"""SELECT t.transaction_no, t.booked_on, t.amount, t.currency, t.account_no, t.description, t.payee,
  t.reference, t.contact_no, t.original, CASE WHEN {_HAS_DOCUMENT} THEN 1 ELSE 0 END,
  CAST(COALESCE((SELECT SUM(CASE WHEN d.currency IS NULL OR d.currency = COALESCE(t.currency, a.currency)
      THEN l.amount ELSE t.amount END)
    FROM document_link l JOIN document d ON d.company_id = l.company_id AND d.document_no = l.document_no
    WHERE l.company_id = t.company_id AND l.transaction_no BETWEEN t.transaction_no AND t.transaction_no
    AND d.type IN ('invoice', 'credit_note')), 0) AS BIGINT)
  FROM bank_transaction t JOIN bank_account a ON a.company_id = t.company_id AND a.account_no = t.account_no
  WHERE t.company_id = :company AND t.status = 1 AND t.booked_on BETWEEN :first AND :last"""
"""With what invoices beside it take of it: a receipt proves a payment, it does not use it up."""
NEAREST = 1_000
NEAR = Sql(
    f"""{by_number(_LINE)} AND t.transaction_no IN (SELECT n.transaction_no FROM bank_transaction n
         WHERE n.company_id = :company AND n.status = 1 AND n.booked_on BETWEEN :first AND :last
         AND n.amount BETWEEN :low AND :high
         ORDER BY ABS(n.amount - :wanted), n.booked_on, n.transaction_no LIMIT {NEAREST})
       ORDER BY t.booked_on, t.transaction_no"""
)
OF_PARTY = Sql(
    f"""{_LINE} AND (t.contact_no = :contact OR :word <> '' AND (UPPER(t.description) LIKE :word ESCAPE '!'
       OR UPPER(COALESCE(t.payee, '')) LIKE :word ESCAPE '!'))
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT 500"""
)
FREE = Sql(
    f"""{_LINE} AND NOT {_HAS_DOCUMENT}
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :limit"""
)
OF_LINE = Sql(f"{_LINE} AND t.transaction_no = :transaction")
_PAID = """CAST(COALESCE((SELECT SUM(l.amount) FROM document_link l
    JOIN bank_transaction t ON t.company_id = l.company_id AND t.transaction_no = l.transaction_no
    WHERE l.company_id = d.company_id AND l.document_no = d.document_no AND t.status = 1), 0) AS BIGINT)
  + CAST(COALESCE((SELECT SUM(s.amount) FROM settlement s WHERE s.company_id = d.company_id
    AND s.document_no BETWEEN d.document_no AND d.document_no AND s.undone_seq IS NULL), 0) AS BIGINT)
  - CAST(COALESCE((SELECT SUM(s.amount) FROM settlement s WHERE s.company_id = d.company_id
    AND s.other_no BETWEEN d.document_no AND d.document_no AND s.undone_seq IS NULL), 0) AS BIGINT)"""
_SAYS = f"""SELECT d.document_no, d.type, d.direction, d.supplier, d.contact_no, d.number, d.issued_on, d.due_on,
  d.currency, d.gross, d.corrections, {_PAID} AS paid, {KEPT_BACK.format(of="d")} AS kept_back
  FROM document d WHERE d.company_id = :company
  AND d.gross IS NOT NULL AND d.issued_on IS NOT NULL AND d.type IN ('receipt', 'invoice', 'credit_note')"""
SAYS_OF_PAYMENT = Sql(f"{_SAYS} AND d.document_no = :number")
OPEN_DOCUMENTS = Sql(
    f"""SELECT * FROM ({_SAYS} AND d.status = 'processed') o WHERE ABS(o.gross) <> ABS(o.paid)
        ORDER BY o.document_no DESC LIMIT :limit"""
)
_MISSING = f"""FROM bank_transaction t JOIN bank_account a ON a.company_id = t.company_id
  AND a.account_no = t.account_no
  WHERE t.company_id = :company AND t.status = 1 AND t.booked_on BETWEEN :first AND :last
  AND t.amount <= -:threshold AND NOT {_PROVED} AND NOT {NEEDS_NONE}
  AND t.category_no IN (SELECT c.category_no FROM category c WHERE c.company_id = :company
    AND (c.type = 'expense' OR c.category_id LIKE 'cat!_fa!_%' ESCAPE '!' OR c.category_id = 'cat_uncategorised')
    AND c.category_id NOT IN ('cat_wages', 'cat_directors_salary', 'cat_employer_ni', 'cat_pension', 'cat_mileage',
      'cat_bank_charges', 'cat_interest_paid', 'cat_hmrc_interest', 'cat_corporation_tax', 'cat_fx'))"""
"""Payments for goods and services, which somebody bills; wages, taxes and the bank's own charges have other papers."""
WITHOUT_DOCUMENT = Sql(
    f"""SELECT t.transaction_no, t.booked_on, t.amount, t.description, t.category_no, t.contact_no, t.currency,
       a.bank_account_id {_MISSING} AND (t.booked_on, t.transaction_no) < (:day, :number)
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :limit OFFSET :offset"""
)
COUNT_WITHOUT = Sql(f"SELECT COUNT(*), CAST(COALESCE(SUM(t.amount), 0) AS BIGINT) {_MISSING}")


def lines_near(db: Reader, company: int, days: tuple[int, int], amounts: tuple[int, int], wanted: int) -> list[Row]:
    """Live lines of those days (as day numbers) with an amount between the two, both included; oldest first.

    Where a shop has more of them than `NEAREST`, those that come nearest to the wanted amount.
    """
    where = {"first": days[0], "last": days[1], "low": amounts[0], "high": amounts[1], "wanted": wanted}
    rows = db.rows(NEAR, company=company, **where)
    return [_in_full(row) for row in rows]


def lines_of_party(db: Reader, company: int, days: tuple[int, int], *, contact: int | None, word: str) -> list[Row]:
    """Live lines of those days with the contact, or with the word (ASCII capitals) in their text; newest first."""
    like = f"%{word}%" if word else ""
    rows = db.rows(OF_PARTY, company=company, first=days[0], last=days[1], contact=contact or 0, word=like)
    return [_in_full(row) for row in rows]


def free_lines(db: Reader, company: int, days: tuple[int, int], *, limit: int) -> list[Row]:
    """Live lines of those days beside no document, newest first."""
    return [_in_full(row) for row in db.rows(FREE, company=company, first=days[0], last=days[1], limit=limit)]


def payment_line(db: Reader, company: int, transaction: int) -> Row | None:
    """The live line of that number as the other functions here show it."""
    row = db.row(OF_LINE, company=company, first=0, last=99999999, transaction=transaction)
    return None if row is None else _in_full(row)


def payment_said(db: Reader, company: int, number: int) -> Row | None:
    """What a document says of its payment and what of it is settled; None where it does not say enough."""
    return db.row(SAYS_OF_PAYMENT, company=company, number=number)


def open_documents(db: Reader, company: int, *, limit: int) -> list[Row]:
    """The same of every processed document that is not paid in full, newest first."""
    return db.rows(OPEN_DOCUMENTS, company=company, limit=limit)


def lines_without_document(
    db: Reader, company: int, days: tuple[int, int], *, threshold: int, page: tuple[int, int], before: tuple[int, int]
) -> tuple[list[Row], int, int]:
    """A page of payments of at least `threshold` that no document proves, how many there are, and their sum."""
    where = {"company": company, "first": days[0], "last": days[1], "threshold": threshold}
    count = db.row(COUNT_WITHOUT, **where)
    rows = db.rows(WITHOUT_DOCUMENT, **where, limit=page[0], offset=page[1], day=before[0], number=before[1])
    return rows, int(count[0]) if count else 0, int(count[1]) if count else 0


def _in_full(row: Row) -> Row:
    """The row of _LINE with payee and reference as the bank said them."""
    description, payee, reference = row[5:8]
    return (*row[:6], *words_in_full(description, payee, reference)[:2], *row[8:])
