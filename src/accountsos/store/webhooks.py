"""Webhook endpoints: where to, with which secret, and up to which place of the feed they were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accountsos.store.changed_things import Place
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Value, Writer

COLUMNS = (
    "company_id endpoint_no url description events status secret old_secret old_until told_seq told_kind told_first "
    "told_no last_delivery failures failing_since not_before claim lease_until ended_at ended_why created_at"
)
ENABLED, DISABLED = "enabled", "disabled"
LONGEST_LEASE = 600_000_000
LONGEST_WAIT = 2 * 86_400_000_000
"""Nothing waits for so long, and nothing is held for ten minutes: such a moment was said by a clock that was wrong."""
IS_FREE = f"(e.lease_until IS NULL OR e.lease_until <= :now OR e.lease_until > :now + {LONGEST_LEASE})"
IS_DUE = f"""(e.status = 'enabled' AND (e.not_before <= :now OR e.not_before > :now + {LONGEST_WAIT})
  AND EXISTS (SELECT 1 FROM changed_thing c WHERE c.company_id = e.company_id
    AND (c.seq, c.kind, c.first_no) >= (e.told_seq, e.told_kind, e.told_first)
    AND NOT (c.seq = e.told_seq AND c.kind = e.told_kind AND c.first_no = e.told_first AND c.last_no <= e.told_no)))"""
IS_ASKED = """EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.company_id = e.company_id
  AND d.endpoint_no = e.endpoint_no AND d.state = 'queued')"""

NEW = Insert("webhook_endpoint", COLUMNS)
_SELECT = f"SELECT {', '.join(COLUMNS.split())} FROM webhook_endpoint WHERE company_id = :company"
ALL = Sql(f"{_SELECT} ORDER BY endpoint_no")
ONE = Sql(f"{_SELECT} AND endpoint_no = :endpoint")
_OF_ONE = "WHERE company_id = :company AND endpoint_no = :endpoint"
REMOVE = Sql(f"DELETE FROM webhook_endpoint {_OF_ONE}")
REMOVE_DELIVERIES = Sql(f"DELETE FROM webhook_delivery {_OF_ONE}")
CHANGE = Sql(
    f"""UPDATE webhook_endpoint SET url = :url, description = :description, events = :events, status = :status,
       told_seq = :told_seq, told_kind = :told_kind, told_first = :told_first, told_no = :told_no,
       failures = :failures, failing_since = :failing_since, not_before = :not_before, ended_at = :ended_at,
       ended_why = :ended_why, claim = claim + 1, lease_until = NULL {_OF_ONE}"""
)
"""Whoever is telling this endpoint at the moment holds it no longer."""
ROTATE = Sql(
    f"""UPDATE webhook_endpoint SET secret = :secret, old_secret = :old_secret, old_until = :old_until {_OF_ONE}"""
)
CLAIM = Sql(
    f"""UPDATE webhook_endpoint AS e SET claim = claim + 1, lease_until = :until
       WHERE e.company_id = :company AND e.endpoint_no = :endpoint AND e.claim = :claim AND {IS_FREE}"""
)
_HELD = f"{_OF_ONE} AND claim = :claim"
TOLD = Sql(
    f"""UPDATE webhook_endpoint SET told_seq = :seq, told_kind = :kind, told_first = :first, told_no = :number,
       failures = 0, failing_since = NULL, not_before = 0, lease_until = :until {_HELD}"""
)
FAILED = Sql(
    f"""UPDATE webhook_endpoint SET failures = failures + 1, failing_since = COALESCE(failing_since, :now),
       not_before = :not_before, lease_until = NULL {_HELD}"""
)
RENEW = Sql(f"UPDATE webhook_endpoint SET lease_until = :until {_HELD}")
NEXT_DELIVERY = Sql(
    f"UPDATE webhook_endpoint SET last_delivery = last_delivery + :count {_OF_ONE} RETURNING last_delivery"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint as it is kept. Moments are in microseconds."""

    company: int
    number: int
    url: str
    description: str | None
    events: str | None
    """Words separated by commas; None: every event."""
    status: str
    secret: bytes
    old_secret: bytes | None
    old_until: int | None
    told: Place
    """Everything up to there was delivered, or was not wanted."""
    last_delivery: int
    failures: int
    """In a row."""
    failing_since: int | None
    not_before: int
    claim: int
    """Counts every claim; what a worker writes names the one that it made."""
    lease_until: int | None
    ended_at: int | None
    ended_why: str | None
    created_at: int

    def secrets(self, now: int) -> tuple[bytes, ...]:
        """With which to sign: the new one, and the one before it while both are good."""
        overlaps = self.old_secret is not None and self.old_until is not None and now < self.old_until
        return (self.secret, self.old_secret) if overlaps and self.old_secret is not None else (self.secret,)


def add_endpoint(db: Writer, endpoint: Endpoint) -> None:
    """Keep a new one."""
    e = endpoint
    db.run_many(
        NEW,
        [
            (
                *(e.company, e.number, e.url, e.description, e.events, e.status, e.secret, e.old_secret, e.old_until),
                *e.told,
                *(e.last_delivery, e.failures, e.failing_since, e.not_before, e.claim, e.lease_until),
                *(e.ended_at, e.ended_why, e.created_at),
            )
        ],
    )


def endpoints_of(db: Reader, company: int) -> list[Endpoint]:
    """All of the company, oldest first."""
    return [endpoint_from(row) for row in db.rows(ALL, company=company)]


def endpoint_of(db: Reader, company: int, number: int) -> Endpoint | None:
    """The one of that number."""
    row = db.row(ONE, company=company, endpoint=number)
    return None if row is None else endpoint_from(row)


def change_endpoint(db: Writer, endpoint: Endpoint) -> None:
    """Keep what a person may change of it, and where it stands."""
    place: Mapping[str, Value] = dict(
        zip(("told_seq", "told_kind", "told_first", "told_no"), endpoint.told, strict=True)
    )
    db.run(
        CHANGE,
        company=endpoint.company,
        endpoint=endpoint.number,
        url=endpoint.url,
        description=endpoint.description,
        events=endpoint.events,
        status=endpoint.status,
        failures=endpoint.failures,
        failing_since=endpoint.failing_since,
        not_before=endpoint.not_before,
        ended_at=endpoint.ended_at,
        ended_why=endpoint.ended_why,
        **place,
    )


def rotate_secret(db: Writer, endpoint: Endpoint) -> None:
    """Keep another secret, and until when the old one signs beside it."""
    db.run(
        ROTATE,
        company=endpoint.company,
        endpoint=endpoint.number,
        secret=endpoint.secret,
        old_secret=endpoint.old_secret,
        old_until=endpoint.old_until,
    )


def remove_endpoint(db: Writer, company: int, number: int) -> None:
    """It, and what was told of its deliveries."""
    db.run(REMOVE_DELIVERIES, company=company, endpoint=number)
    db.run(REMOVE, company=company, endpoint=number)


def claim_endpoint(db: Writer, seen: Endpoint, *, now: int, until: int) -> bool:
    """Hold it as it was seen; False where another worker was faster."""
    where: dict[str, Value] = {"company": seen.company, "endpoint": seen.number, "claim": seen.claim}
    return db.run(CLAIM, **where, now=now, until=until) == 1


def let_go(db: Writer, held: Endpoint, *, until: int | None) -> bool:
    """Hold it until then, or no longer; False where it was taken away meanwhile."""
    return db.run(RENEW, **_held(held), until=until) == 1


def told_up_to(db: Writer, held: Endpoint, place: Place, *, until: int) -> bool:
    """Everything up to that place was delivered; False where it was taken away meanwhile."""
    seq, kind, first, number = place
    return db.run(TOLD, **_held(held), seq=seq, kind=kind, first=first, number=number, until=until) == 1


def delivery_failed(db: Writer, held: Endpoint, *, now: int, not_before: int) -> bool:
    """It is tried again then, and let go until that."""
    return db.run(FAILED, **_held(held), now=now, not_before=not_before) == 1


def next_deliveries(db: Writer, company: int, number: int, count: int) -> int | None:
    """The first of so many new numbers of deliveries; None where there is no such endpoint any more."""
    row = db.row(NEXT_DELIVERY, company=company, endpoint=number, count=count)
    return None if row is None else int(row[0]) - count + 1


def _held(endpoint: Endpoint) -> dict[str, Value]:
    return {"company": endpoint.company, "endpoint": endpoint.number, "claim": endpoint.claim}


def endpoint_from(row: Row) -> Endpoint:
    """A row in the order of COLUMNS."""
    head, place, rest = row[:9], row[9:13], row[13:]
    company, number, url, description, events, status, secret, old, until = head
    old_secret = None if old is None else bytes(old)
    return Endpoint(
        company, number, url, description, events, status, bytes(secret), old_secret, until, Place(*place), *rest
    )
