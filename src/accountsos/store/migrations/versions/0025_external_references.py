"""What other systems call the things of a company, and what they note beside them."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant
from accountsos.store.migrations.watched_things import (
    CONTACT,
    DOCUMENT,
    DOCUMENT_VERSION,
    JOURNAL,
    LINE_VERSION,
    OLD_LINE,
    TRANSACTION,
    Telling,
    Watched,
    watch,
)

revision = "0025"
down_revision = "0024"

TABLES = """
CREATE TABLE external_reference (
  company_id {int} NOT NULL,
  kind {int} NOT NULL,
  thing_no {int} NOT NULL,
  external_id {text},
  metadata {text},
  PRIMARY KEY (company_id, kind, thing_no)
{table_end};
CREATE UNIQUE INDEX external_reference_by_id ON external_reference (company_id, kind, external_id)
  WHERE external_id IS NOT NULL
"""


def _of_the_thing(text: str, number: str) -> str:
    """The same of a row that names its thing by another column."""
    return text.replace(f"R.{number}", "R.thing_no")


_LINE = _of_the_thing(LINE_VERSION, "transaction_no")
_PAPER = _of_the_thing(DOCUMENT_VERSION, "document_no")
_LIVE = """EXISTS (SELECT 1 FROM bank_transaction t WHERE t.company_id = R.company_id
  AND t.transaction_no = R.thing_no AND t.status = 1)"""
_LISTED = """EXISTS (SELECT 1 FROM contact c WHERE c.company_id = R.company_id AND c.contact_no = R.thing_no
  AND c.archived = 0)"""
TELLS = (
    Telling(
        TRANSACTION,
        "R.thing_no",
        version=_LINE,
        only=f"R.kind = {TRANSACTION} AND {_of_the_thing(OLD_LINE, 'transaction_no')} AND {_LIVE}",
    ),
    Telling(CONTACT, "R.thing_no", only=f"R.kind = {CONTACT} AND {_LISTED}"),
    Telling(DOCUMENT, "R.thing_no", version=_PAPER, only=f"R.kind = {DOCUMENT} AND {_PAPER} IS NOT NULL"),
    Telling(JOURNAL, "R.thing_no", only=f"R.kind = {JOURNAL}"),
)
"""Of an invoice its document's new version is told already."""


def upgrade() -> None:
    """Create the table, and tell the feed of changes of its rows."""
    ddl(TABLES)
    grant(
        os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app"),
        "external_reference",
        "SELECT, INSERT, UPDATE, DELETE",
    )
    watch(tuple(Watched("external_reference", event, TELLS) for event in ("INSERT", "UPDATE", "DELETE")))
