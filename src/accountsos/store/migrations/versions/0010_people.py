"""People: roles in a company, sessions, and who was the first."""

from __future__ import annotations

import os

from alembic import op

from accountsos.store.migrations.dialect import ddl, grant

revision = "0010"
down_revision = "0009"

TABLES = """
ALTER TABLE membership ADD COLUMN may_close {int} NOT NULL DEFAULT 0;
CREATE INDEX membership_user ON membership (user_id, company_id);

CREATE TABLE session (
  secret_digest {blob} NOT NULL PRIMARY KEY,
  session_id {text} NOT NULL UNIQUE,
  user_id {text} NOT NULL,
  created_at {big} NOT NULL,
  seen_at {big} NOT NULL,
  proved_at {big} NOT NULL,
  browser {text} NOT NULL
{table_end};
CREATE INDEX session_of_user ON session (user_id, created_at);
CREATE INDEX session_seen ON session (seen_at);

CREATE TABLE first_user (
  one {int} NOT NULL PRIMARY KEY,
  user_id {text} NOT NULL
{table_end}
"""


def upgrade() -> None:
    """Create them. Whoever came with a company was called its admin: that is its owner."""
    ddl(TABLES)
    op.execute("UPDATE membership SET role = 'owner' WHERE role NOT IN ('owner', 'bookkeeper', 'accountant', 'reader')")
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in ("session", "first_user"):
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
