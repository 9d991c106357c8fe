"""Ask for a language model's look at the lines that nothing else knows, where an installation has one."""

from __future__ import annotations

from accountsos.store.engine.sql import Writer
from accountsos.store.head import Cause
from accountsos.store.jobs import enqueue, waits

ASK_MODEL = "ask_language_model"
"""The kind of job that asks about all such lines of a company; its subject is what it was asked for after."""


def ask_about_unsure(db: Writer, cause: Cause, subject: str) -> None:
    """Queue it; nothing where one waits already, which will see these lines too."""
    if not waits(db, cause.company, ASK_MODEL):
        enqueue(db, cause, ASK_MODEL, subject)
