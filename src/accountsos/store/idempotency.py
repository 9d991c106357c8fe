"""What was answered under an Idempotency-Key, stored in the very commit of its effect."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accountsos.store.engine.sql import Insert, Reader, Sql, Writer, micros

PUT = Insert(
    "idempotency", "company_id idempotency_key fingerprint status headers body created_at", "ON CONFLICT DO NOTHING"
)
GET = Sql(
    """SELECT fingerprint, status, headers, body FROM idempotency
       WHERE company_id = :company AND idempotency_key = :key"""
)
FORGET = Sql("DELETE FROM idempotency WHERE company_id = :company AND idempotency_key = :key AND created_at < :before")
FOR_GOOD = 2**62
"""As the moment of an answer that is never forgotten: it never becomes old."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A reply as it was sent."""

    fingerprint: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


def put_answer(db: Writer, company: int, key: str, answer: StoredAnswer, now: datetime | None) -> bool:
    """Keep the answer, for good where `now` is None; False where one was stored under that key meanwhile: it stays."""
    stored = db.run(
        PUT,
        company_id=company,
        idempotency_key=key,
        fingerprint=answer.fingerprint,
        status=answer.status,
        headers=json.dumps(dict(answer.headers)),
        body=answer.body,
        created_at=FOR_GOOD if now is None else micros(now),
    )
    return stored > 0


def answer_of(db: Reader, company: int, key: str) -> StoredAnswer | None:
    """The answer given under that key, or None."""
    row = db.row(GET, company=company, key=key)
    return None if row is None else StoredAnswer(bytes(row[0]), row[1], json.loads(row[2]), bytes(row[3]))


def forget_answers(db: Writer, company: int, keys: Iterable[str], before: int) -> None:
    """Forget what was answered under those keys before that moment."""
    db.run_many(FORGET, [(company, key, before) for key in keys])
