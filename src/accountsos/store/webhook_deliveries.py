"""Deliveries of webhooks: each attempt that was made, and those that a person asked for and that wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accountsos.store.engine.sql import Insert, Reader, Sql, Value, Writer

COLUMNS = (
    "company_id endpoint_no delivery_no event_id event cause state asked_at sent_at milliseconds answered error reply"
)
FEED, REDELIVERY, TEST = "feed", "redelivery", "test"
"""What a delivery came from."""
QUEUED, SUCCEEDED, FAILED = "queued", "succeeded", "failed"
STATES = (QUEUED, SUCCEEDED, FAILED)
TESTED = "webhook.test"
"""The event that a person asks for to see whether it arrives."""

NEW = Insert("webhook_delivery", COLUMNS)
_OF = "company_id = :company AND endpoint_no = :endpoint"
_SELECT = f"SELECT {', '.join(COLUMNS.split())} FROM webhook_delivery WHERE {_OF}"
_IN = "(:state = '' OR state = :state) AND (:event = '' OR event_id = :event)"
ONE = Sql(f"{_SELECT} AND delivery_no = :number")
PAGE = Sql(f"{_SELECT} AND {_IN} AND delivery_no < :below ORDER BY delivery_no DESC LIMIT :limit OFFSET :offset")
COUNT = Sql(f"SELECT COUNT(*) FROM webhook_delivery WHERE {_OF} AND {_IN}")
WAITING = Sql(f"{_SELECT} AND state = 'queued' ORDER BY delivery_no LIMIT :limit")
DONE = Sql(
    f"""UPDATE webhook_delivery SET state = :state, sent_at = :sent_at, milliseconds = :milliseconds,
       answered = :answered, error = :error, reply = :reply WHERE {_OF} AND delivery_no = :number
       AND state = 'queued'"""
)
FORGET = Sql(
    f"""DELETE FROM webhook_delivery WHERE {_OF} AND state <> 'queued' AND delivery_no < COALESCE((
         SELECT d.delivery_no FROM webhook_delivery d WHERE d.company_id = :company AND d.endpoint_no = :endpoint
         AND d.asked_at >= :before ORDER BY d.delivery_no LIMIT 1), 2147483647)"""
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt, or one that is asked for. Moments are in microseconds."""

    company: int
    endpoint: int
    number: int
    event_id: str
    event: str
    cause: str
    state: str
    asked_at: int
    sent_at: int | None = None
    milliseconds: int | None = None
    answered: int | None = None
    """The status of the reply; None where there was none."""
    error: str | None = None
    reply: str | None = None
    """How it begins."""


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which ones; empty texts mean every state and every event."""

    state: str = ""
    event_id: str = ""


def add_deliveries(db: Writer, deliveries: Iterable[Delivery]) -> None:
    """Keep what was tried, or what is asked for."""
    db.run_many(
        NEW,
        [
            (
                *(d.company, d.endpoint, d.number, d.event_id, d.event, d.cause, d.state, d.asked_at),
                *(d.sent_at, d.milliseconds, d.answered, d.error, d.reply),
            )
            for d in deliveries
        ],
    )


def delivery_of(db: Reader, company: int, endpoint: int, number: int) -> Delivery | None:
    """The one of that number."""
    row = db.row(ONE, company=company, endpoint=endpoint, number=number)
    return None if row is None else Delivery(*row)


def waiting_deliveries(db: Reader, company: int, endpoint: int, *, limit: int) -> list[Delivery]:
    """What was asked for and not tried yet, oldest first."""
    return [Delivery(*row) for row in db.rows(WAITING, company=company, endpoint=endpoint, limit=limit)]


def delivery_page(
    db: Reader, company: int, endpoint: int, chosen: DeliveryFilter, *, page: tuple[int, int], below: int
) -> tuple[Sequence[Delivery], int]:
    """A page, newest first, and how many there are."""
    where: dict[str, Value] = {"company": company, "endpoint": endpoint}
    where |= {"state": chosen.state, "event": chosen.event_id}
    count = db.row(COUNT, **where)
    rows = db.rows(PAGE, **where, limit=page[0], offset=page[1], below=below)
    return [Delivery(*row) for row in rows], int(count[0]) if count else 0


def end_delivery(db: Writer, done: Delivery) -> bool:
    """What became of one that was asked for; False where it waits no longer."""
    return (
        db.run(
            DONE,
            company=done.company,
            endpoint=done.endpoint,
            number=done.number,
            state=done.state,
            sent_at=done.sent_at,
            milliseconds=done.milliseconds,
            answered=done.answered,
            error=done.error,
            reply=done.reply,
        )
        == 1
    )


def forget_deliveries(db: Writer, company: int, endpoint: int, before: int) -> int:
    """Those from before that moment; how many."""
    return db.run(FORGET, company=company, endpoint=endpoint, before=before)
