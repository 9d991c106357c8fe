"""Lines that were filed anew by a rule or by the categoriser, with what they said before: so that it can be undone."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0015"
down_revision = "0014"

TABLES = """
CREATE TABLE refiling (
  company_id {int} NOT NULL,
  refiling_no {int} NOT NULL,
  rule_no {int},
  lines {int} NOT NULL,
  recorded_seq {big} NOT NULL,
  undone_seq {big},
  PRIMARY KEY (company_id, refiling_no)
{table_end};

CREATE TABLE refiled_line (
  company_id {int} NOT NULL,
  refiling_no {int} NOT NULL,
  transaction_no {int} NOT NULL,
  old_category {int} NOT NULL,
  old_confidence {int} NOT NULL,
  old_source {text} NOT NULL,
  old_reason {text},
  new_category {int} NOT NULL,
  new_source {text} NOT NULL,
  PRIMARY KEY (company_id, refiling_no, transaction_no)
{table_end}
"""


def upgrade() -> None:
    """Create the tables: one row for each time, one for each line of it."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in ("refiling", "refiled_line"):
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
