"""What people filed before, by the words of the reference as well: one payee may be paid for two things."""

from __future__ import annotations

import os
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from accountsos.categoriser.history import remembered_by
from accountsos.store.migrations.dialect import ddl, grant

revision = "0013"
down_revision = "0012"

TABLES = """
CREATE TABLE payee_reference (
  company_id {int} NOT NULL,
  payee_key {text} NOT NULL,
  money_in {int} NOT NULL,
  category_no {int} NOT NULL,
  stem {text} NOT NULL,
  lines {int} NOT NULL,
  last_on {int} NOT NULL,
  PRIMARY KEY (company_id, payee_key, money_in, category_no, stem)
{table_end}
"""
TEACHING = """
SELECT company_id, description, payee, reference, amount, category_no, booked_on FROM bank_transaction
WHERE status = 1 AND reviewed = 1 AND parts <= 1
"""
NEW = sa.text("INSERT INTO payee_reference VALUES (:company, :key, :money_in, :category, :stem, :lines, :last_on)")


def upgrade() -> None:
    """Create the table and fill it from the lines that people have filed."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    grant(role, "payee_reference", "SELECT, INSERT, UPDATE, DELETE")
    taught: dict[tuple[int, str, int, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for company, description, payee, reference, amount, category, day in op.get_bind().exec_driver_sql(TEACHING):
        key, stem = remembered_by(description, payee, reference)
        if key and stem:
            seen = taught[company, key, int(amount > 0), category, stem]
            seen[0], seen[1] = seen[0] + 1, max(seen[1], day)
    names = ("company", "key", "money_in", "category", "stem")
    rows = [
        {**dict(zip(names, choice, strict=True)), "lines": n, "last_on": day} for choice, (n, day) in taught.items()
    ]
    if rows:
        op.get_bind().execute(NEW, rows)
