"""Ask for a look at the documents that are not paid in full, or wait for a person: what is new may settle either."""

from __future__ import annotations

from accountsos.store.documents import waiting_documents
from accountsos.store.engine.sql import Writer
from accountsos.store.evidence import open_documents
from accountsos.store.head import Cause
from accountsos.store.jobs import enqueue

MATCH_DOCUMENTS = "match_documents"
"""The kind of job that looks for payments and judges waiting documents again; its subject is what is new."""


def ask_for_matching(db: Writer, cause: Cause, subject: str) -> None:
    """Queue a look at the open and the waiting documents; nothing where there are none."""
    if open_documents(db, cause.company, limit=1) or waiting_documents(db, cause.company, limit=1):
        enqueue(db, cause, MATCH_DOCUMENTS, subject)


def ask_to_judge_again(db: Writer, cause: Cause, subject: str, *, but: int) -> None:
    """Queue a look at the other documents that wait, now that more is known of a supplier; nothing without any."""
    if any(document.number != but for document in waiting_documents(db, cause.company, limit=2)):
        enqueue(db, cause, MATCH_DOCUMENTS, subject)
