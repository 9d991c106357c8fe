"""Lines that a bank's later file no longer shows, kept until a person decides what becomes of them."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0011"
down_revision = "0010"

TABLES = """
CREATE TABLE gone_line (
  company_id {int} NOT NULL,
  transaction_no {int} NOT NULL,
  import_no {int} NOT NULL,
  resolved {int} NOT NULL,
  PRIMARY KEY (company_id, transaction_no, import_no)
{table_end};
CREATE INDEX gone_line_import ON gone_line (company_id, import_no)
"""


def upgrade() -> None:
    """Create the table: which transaction, and the import whose file lacks it though it shows the day."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    grant(role, "gone_line", "SELECT, INSERT, UPDATE, DELETE")
