"""Bank lines as a document's payment: those that may have paid it, and those that have no document."""

from __future__ import annotations

from accountsos.store.engine import Reader, Row, Sql

_HAS_DOCUMENT = """EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = t.company_id
  AND l.transaction_no = t.transaction_no)"""
NEAR = Sql(
    f"""SELECT t.transaction_no, t.booked_on, t.amount, t.currency, t.account_no, t.description, t.payee, t.reference,
       t.contact_no, t.original, CASE WHEN {_HAS_DOCUMENT} THEN 1 ELSE 0 END
       FROM bank_transaction t WHERE t.company_id = :company AND t.status = 1
       AND t.booked_on BETWEEN :first AND :last AND t.amount BETWEEN :low AND :high
       ORDER BY t.booked_on, t.transaction_no LIMIT 2000"""
)
_MISSING = f"""FROM bank_transaction t JOIN bank_account a ON a.company_id = t.company_id
  AND a.account_no = t.account_no
  WHERE t.company_id = :company AND t.status = 1 AND t.booked_on BETWEEN :first AND :last
  AND t.amount <= -:threshold AND NOT {_HAS_DOCUMENT}
  AND t.category_no IN (SELECT c.category_no FROM category c WHERE c.company_id = t.company_id
    AND (c.type = 'expense' OR c.category_id LIKE 'cat!_fa!_%' ESCAPE '!' OR c.category_id = 'cat_uncategorised')
    AND c.category_id NOT IN ('cat_wages', 'cat_directors_salary', 'cat_employer_ni', 'cat_pension', 'cat_mileage',
      'cat_bank_charges', 'cat_interest_paid', 'cat_hmrc_interest', 'cat_corporation_tax', 'cat_fx'))"""
"""Payments for goods and services, which somebody bills; wages, taxes and the bank's own charges have other papers."""
WITHOUT_DOCUMENT = Sql(
    f"""SELECT t.transaction_no, t.booked_on, t.amount, t.description, t.category_no, t.contact_no, t.currency,
       a.bank_account_id {_MISSING}
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :limit OFFSET :offset"""
)
COUNT_WITHOUT = Sql(f"SELECT COUNT(*), CAST(COALESCE(SUM(t.amount), 0) AS BIGINT) {_MISSING}")


def lines_near(db: Reader, company: int, days: tuple[int, int], amounts: tuple[int, int]) -> list[Row]:
    """Live lines of those days (as day numbers) with an amount between the two, both included."""
    return db.rows(NEAR, company=company, first=days[0], last=days[1], low=amounts[0], high=amounts[1])


def lines_without_document(
    db: Reader, company: int, days: tuple[int, int], *, threshold: int, limit: int, offset: int
) -> tuple[list[Row], int, int]:
    """A page of payments of at least `threshold` that no document proves, how many there are, and their sum."""
    where = {"company": company, "first": days[0], "last": days[1], "threshold": threshold}
    count = db.row(COUNT_WITHOUT, **where)
    rows = db.rows(WITHOUT_DOCUMENT, **where, limit=limit, offset=offset)
    return rows, int(count[0]) if count else 0, int(count[1]) if count else 0
