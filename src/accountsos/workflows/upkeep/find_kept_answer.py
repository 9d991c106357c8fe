"""What came of work that outlived its request, under an idempotency key: so that any process finds it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.idempotency import StoredAnswer, answer_of, put_answer
from accountsos.workflows.unit_of_work import AccountWorkflow, ReadWorkflow

_WORK = "work:"
_SAID = "failed"
_STATUS = 500


@dataclass(frozen=True, slots=True)
class FailedWork:
    """Why it came to nothing, in a sentence for whoever waits for it."""

    company: int
    key: str
    sentence: str


def kept_answer(db: Reader, company: int, key: str) -> StoredAnswer | None:
    """The answer, if there was one."""
    return answer_of(db, company, key)


def keep_failure(db: Writer, now: datetime, failed: FailedWork) -> None:
    """Keep for a day why it failed."""
    kept = StoredAnswer(b"", _STATUS, {_SAID: failed.sentence}, b"")
    put_answer(db, failed.company, _WORK + failed.key, kept, now)


def failure(db: Reader, company: int, key: str) -> str:
    """Why that work failed; empty where nothing is known of it."""
    kept = answer_of(db, company, _WORK + key)
    return "" if kept is None else kept.headers[_SAID]


KEEP_FAILURE = AccountWorkflow("work.keep_failure", keep_failure)
FAILURE = ReadWorkflow("work.failure", failure, short=True)
KEPT_ANSWER = ReadWorkflow("answer.kept", kept_answer, short=True)
