"""Credit notes among the invoices: of a party, of a time, and whether they may concern what was invoiced before."""

from __future__ import annotations

from datetime import date

from accountsos.store.engine.sql import Reader, Sql, day_number

_IS_NOTE = "((side = 'sale' AND amount < 0) OR (side = 'purchase' AND amount > 0))"
NOTES_OF_CONTACT = Sql(
    f"""SELECT document_no FROM invoice WHERE company_id = :company AND contact_no = :contact AND side = :side
       AND {_IS_NOTE} ORDER BY document_no"""
)
NOTES_ISSUED = Sql(
    f"""SELECT document_no, contact_no, side FROM invoice WHERE company_id = :company AND contact_no IS NOT NULL
       AND issued_on BETWEEN :first AND :last AND state <> 'waiting' AND {_IS_NOTE} ORDER BY document_no"""
)
INVOICE_BEFORE = Sql(
    f"""SELECT 1 FROM invoice WHERE company_id = :company AND contact_no = :contact AND side = :side
       AND issued_on < :day AND NOT {_IS_NOTE} LIMIT 1"""
)


def notes_of_contact(db: Reader, company: int, contact: int, side: str) -> list[int]:
    """The credit notes of a party, of one side."""
    rows = db.rows(NOTES_OF_CONTACT, company=company, contact=contact, side=side)
    return [row[0] for row in rows]


def notes_issued(db: Reader, company: int, first: date, last: date) -> list[tuple[int, int, str]]:
    """The credit notes of those days: document, contact and side."""
    rows = db.rows(NOTES_ISSUED, company=company, first=day_number(first), last=day_number(last))
    return [(row[0], row[1], row[2]) for row in rows]


def has_invoice_before(db: Reader, company: int, of: tuple[int, str], day: date) -> bool:
    """Whether there is an invoice of that contact and side from before the day."""
    contact, side = of
    row = db.row(INVOICE_BEFORE, company=company, contact=contact, side=side, day=day_number(day))
    return row is not None
