"""What a language model was asked about bank lines, and what it answered: nothing is asked twice."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0028"
down_revision = "0027"

TABLES = """
CREATE TABLE model_answer (
  company_id {int} NOT NULL,
  question {blob} NOT NULL,
  asked_on {int} NOT NULL,
  times {int} NOT NULL,
  answered {int} NOT NULL,
  category_no {int},
  sure {int} NOT NULL,
  PRIMARY KEY (company_id, question)
{table_end}
"""


def upgrade() -> None:
    """Create the table: one row for each wording of a line under a chart."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    grant(role, "model_answer", "SELECT, INSERT, UPDATE, DELETE")
