"""What changed, in the order of the company's writes: told by the database itself, so that no writer can forget it."""

from __future__ import annotations

import os

from accountsos.store.migrations.changed_before import tell_what_was
from accountsos.store.migrations.dialect import ddl, grant
from accountsos.store.migrations.watched_things import WATCHED, watch, watch_new_lines

revision = "0022"
down_revision = "0021"

TABLE = """
CREATE TABLE changed_thing (
  company_id {int} NOT NULL,
  seq {big} NOT NULL,
  kind {int} NOT NULL,
  first_no {int} NOT NULL,
  last_no {int} NOT NULL,
  change {int} NOT NULL,
  version {int},
  recorded_at {big} NOT NULL,
  PRIMARY KEY (company_id, seq, kind, first_no)
{table_end};
CREATE INDEX changed_thing_of ON changed_thing (company_id, kind, first_no, recorded_at)
"""


def upgrade() -> None:
    """Create the table, tell what the audit log and the rows themselves know of before, then watch."""
    ddl(TABLE)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    grant(role, "changed_thing", "SELECT, INSERT, UPDATE, DELETE")
    tell_what_was()
    watch(WATCHED)
    watch_new_lines()
