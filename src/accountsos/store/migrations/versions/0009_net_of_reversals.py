"""Kept balances without what was posted and taken back: a reversal takes away, it adds nothing to the other side."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

PER_CONTACT = (
    "cat_debtors",
    "cat_creditors",
    "cat_directors_loan",
)
KEPT = """
UPDATE balance_{span} SET debit = balance_{span}.debit - taken.amount, credit = balance_{span}.credit - taken.amount,
  postings = balance_{span}.postings - taken.postings
FROM (
  SELECT p.company_id AS company, p.category_no AS category, COALESCE(p.account_no, 0) AS account,
    CASE WHEN k.category_id IN ({per_contact}) THEN COALESCE(p.contact_no, 0) ELSE 0 END AS contact,
    {day} AS span, CAST(SUM(ABS(p.amount)) AS BIGINT) AS amount, CAST(2 * COUNT(*) AS BIGINT) AS postings
  FROM journal_entry e
  JOIN posting p ON p.company_id = e.company_id AND p.entry_no = e.entry_no
  JOIN (
    SELECT company_id, category_no, MIN(category_id) AS category_id FROM category GROUP BY company_id, category_no
  ) k
    ON k.company_id = p.company_id AND k.category_no = p.category_no
  WHERE e.reverses IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5
) taken
WHERE balance_{span}.company_id = taken.company AND balance_{span}.category_no = taken.category
  AND balance_{span}.account_no = taken.account AND balance_{span}.contact_no = taken.contact
  AND balance_{span}.{span} = taken.span
"""


def upgrade() -> None:
    """Take each pair off both sides; the balance itself stays what it was."""
    named = ", ".join(f"'{category_id}'" for category_id in PER_CONTACT)
    for span, day in (("day", "p.entry_date"), ("month", "p.entry_date / 100")):
        op.execute(KEPT.format(span=span, day=day, per_contact=named))
