"""Ask for a look at the documents that are not paid in full: new lines may pay them."""

from __future__ import annotations

from accountsos.store.engine.sql import Writer
from accountsos.store.evidence import open_documents
from accountsos.store.head import Cause
from accountsos.store.jobs import enqueue

MATCH_DOCUMENTS = "match_documents"
"""The kind of job that looks for payments; its subject is what brought the lines."""


def ask_for_matching(db: Writer, cause: Cause, subject: str) -> None:
    """Queue a look at the open documents; nothing where there are none."""
    if open_documents(db, cause.company, limit=1):
        enqueue(db, cause, MATCH_DOCUMENTS, subject)
