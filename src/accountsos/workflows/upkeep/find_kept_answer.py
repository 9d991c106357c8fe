"""What was answered under an idempotency key: so that work which outlived its request is found again."""

from __future__ import annotations

from accountsos.store.engine.sql import Reader
from accountsos.store.idempotency import StoredAnswer, answer_of
from accountsos.workflows.unit_of_work import ReadWorkflow


def kept_answer(db: Reader, company: int, key: str) -> StoredAnswer | None:
    """The answer, if there was one."""
    return answer_of(db, company, key)


KEPT_ANSWER = ReadWorkflow("answer.kept", kept_answer, short=True)
