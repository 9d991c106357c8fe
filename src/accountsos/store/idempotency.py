"""What was answered under an Idempotency-Key, stored in the very commit of its effect."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accountsos.store.engine import Insert, Reader, Sql, Writer, micros

PUT = Insert("idempotency", "company_id idempotency_key fingerprint status headers body created_at")
GET = Sql(
    """SELECT fingerprint, status, headers, body FROM idempotency
       WHERE company_id = :company AND idempotency_key = :key"""
)
FORGET = Sql("DELETE FROM idempotency WHERE company_id = :company AND created_at < :before AND status <> 201")


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A reply as it was sent."""

    fingerprint: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


def put_answer(db: Writer, company: int, key: str, answer: StoredAnswer, now: datetime) -> None:
    """Keep the answer. A second one under the same key breaks the unique key: the caller's transaction fails whole."""
    headers = json.dumps(dict(answer.headers))
    db.run_many(PUT, [(company, key, answer.fingerprint, answer.status, headers, answer.body, micros(now))])


def answer_of(db: Reader, company: int, key: str) -> StoredAnswer | None:
    """The answer given under that key, or None."""
    row = db.row(GET, company=company, key=key)
    return None if row is None else StoredAnswer(bytes(row[0]), row[1], json.loads(row[2]), bytes(row[3]))
