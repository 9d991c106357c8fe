"""The register of fixed assets: versions of what people say of each, its depreciation, and how it left."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import append_only, ddl, grant

revision = "0018"
down_revision = "0017"

TABLES = """
CREATE TABLE fixed_asset (
  company_id {int} NOT NULL,
  asset_no {int} NOT NULL,
  recorded_seq {big} NOT NULL,
  category_no {int} NOT NULL,
  accumulated_no {int},
  cost {big} NOT NULL,
  bought_on {int} NOT NULL,
  source {text} NOT NULL,
  source_no {int},
  details {text} NOT NULL,
  removed {int} NOT NULL,
  PRIMARY KEY (company_id, asset_no, recorded_seq)
{table_end};

CREATE TABLE asset_charge (
  company_id {int} NOT NULL,
  journal_no {int} NOT NULL,
  asset_no {int} NOT NULL,
  amount {big} NOT NULL,
  through {int} NOT NULL,
  PRIMARY KEY (company_id, journal_no, asset_no)
{table_end};

CREATE TABLE asset_disposal (
  company_id {int} NOT NULL,
  disposal_no {int} NOT NULL,
  asset_no {int} NOT NULL,
  disposed_on {int} NOT NULL,
  proceeds {big} NOT NULL,
  source {text} NOT NULL,
  source_no {int},
  proceeds_no {int},
  charge {big} NOT NULL,
  through {int} NOT NULL,
  journal_no {int},
  recorded_seq {big} NOT NULL,
  undone_seq {big},
  PRIMARY KEY (company_id, disposal_no)
{table_end}
"""


def upgrade() -> None:
    """Create the tables. What was posted of an asset is a journal; whether a charge stands, that journal says."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in ("fixed_asset", "asset_charge"):
        append_only(table)
        grant(role, table, "SELECT, INSERT")
    grant(role, "asset_disposal", "SELECT, INSERT, UPDATE")
