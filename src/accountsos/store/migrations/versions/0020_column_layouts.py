"""How a company reads CSVs of a bank that is not known here: which column holds what, by the file's headings."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0020"
down_revision = "0019"

TABLES = """
CREATE TABLE column_layout (
  company_id {int} NOT NULL,
  headings {text} NOT NULL,
  columns {text} NOT NULL,
  import_no {int} NOT NULL,
  PRIMARY KEY (company_id, headings)
{table_end}
"""


def upgrade() -> None:
    """Create the table: one row for each header, said anew whenever a person gives the columns again."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    grant(role, "column_layout", "SELECT, INSERT, UPDATE, DELETE")
