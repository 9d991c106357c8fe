"""What lines of bank accounts in other currencies moved there, and at which rate they became pounds."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import append_only, ddl, grant

revision = "0026"
down_revision = "0025"

TABLES = """
CREATE TABLE foreign_line (
  company_id {int} NOT NULL,
  transaction_no {int} NOT NULL,
  amount {big} NOT NULL,
  rate {text} NOT NULL,
  source {text} NOT NULL,
  PRIMARY KEY (company_id, transaction_no)
{table_end}
"""


def upgrade() -> None:
    """Create the table: a row beside a bank line, written with it. Books in pounds have none."""
    ddl(TABLES)
    append_only("foreign_line")
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    grant(role, "foreign_line", "SELECT, INSERT")
