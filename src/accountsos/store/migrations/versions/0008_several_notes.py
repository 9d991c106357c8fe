"""The audit log may tell several things of one write: a paper that was read, and each line that it changed."""

from __future__ import annotations

from alembic import op

from accountsos.store.migrations.dialect import append_only, ddl, is_sqlite

revision = "0008"
down_revision = "0007"

TABLES = """
CREATE TABLE audit_event_with_parts (
  company_id {int} NOT NULL,
  seq {big} NOT NULL,
  part {int} NOT NULL DEFAULT 0,
  recorded_at {big} NOT NULL,
  actor {text} NOT NULL,
  action {text} NOT NULL,
  subject {text} NOT NULL,
  last_entry {int} NOT NULL,
  entries_digest {blob} NOT NULL,
  text_digest {blob} NOT NULL,
  digest {blob} NOT NULL,
  PRIMARY KEY (company_id, seq, part)
{table_end};
INSERT INTO audit_event_with_parts SELECT company_id, seq, 0, recorded_at, actor, action, subject, last_entry,
  entries_digest, text_digest, digest FROM audit_event ORDER BY company_id, seq;
DROP TABLE audit_event;
ALTER TABLE audit_event_with_parts RENAME TO audit_event;
CREATE INDEX audit_event_time ON audit_event (company_id, recorded_at, seq);
CREATE INDEX audit_event_subject ON audit_event (company_id, subject, seq);

CREATE TABLE audit_text_with_parts (
  company_id {int} NOT NULL,
  seq {big} NOT NULL,
  part {int} NOT NULL DEFAULT 0,
  before {text},
  after {text},
  PRIMARY KEY (company_id, seq, part)
{table_end};
INSERT INTO audit_text_with_parts SELECT company_id, seq, 0, before, after FROM audit_text ORDER BY company_id, seq;
DROP TABLE audit_text;
ALTER TABLE audit_text_with_parts RENAME TO audit_text
"""


def upgrade() -> None:
    """Number the things that one write did. Rows that are there keep their digests: they are part 0."""
    if is_sqlite():
        # SQLite cannot change a primary key; the triggers go with the old tables and are made anew.
        ddl(TABLES)
        append_only("audit_event")
        return
    for table in ("audit_event", "audit_text"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN part INTEGER NOT NULL DEFAULT 0")
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")
        op.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (company_id, seq, part)")
