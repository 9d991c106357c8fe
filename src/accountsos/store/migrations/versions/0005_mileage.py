"""Business trips with one's own vehicle, from which mileage is claimed."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0005"
down_revision = "0004"

TABLES = """
CREATE TABLE mileage_trip (
  company_id {int} NOT NULL,
  trip_no {int} NOT NULL,
  made_on {int} NOT NULL,
  person {text} NOT NULL,
  person_key {text} NOT NULL,
  vehicle {text} NOT NULL,
  tenths {int} NOT NULL,
  passengers {int} NOT NULL,
  purpose {text} NOT NULL,
  journal_no {int},
  recorded_seq {big} NOT NULL,
  PRIMARY KEY (company_id, trip_no)
{table_end};
CREATE INDEX mileage_trip_day ON mileage_trip (company_id, made_on, trip_no)
"""


def upgrade() -> None:
    """Create the table. A trip is a person's note, not an entry: what is claimed of it is a journal."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    grant(role, "mileage_trip", "SELECT, INSERT, UPDATE, DELETE")
