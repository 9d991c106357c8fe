"""Tell webhook endpoints what changed: claimed, told in the order of the feed, tried again, given up after days."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from time import monotonic

from accountsos.access.actor import WORKER
from accountsos.errors import Unavailable
from accountsos.outbound.send import GONE, Message, Outcome, send
from accountsos.store.changed_things import Place
from accountsos.store.engine.sql import Writer, micros
from accountsos.store.maintenance import all_endpoints, due_endpoints
from accountsos.store.webhook_deliveries import FAILED, SUCCEEDED, Delivery, end_delivery, forget_deliveries
from accountsos.store.webhooks import ENABLED, Endpoint, claim_endpoint, delivery_failed, let_go
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.webhooks.deliver_events import (
    END,
    EVENT_OF_DELIVERY,
    WAITING,
    Ended,
    WhatWaits,
    from_feed,
    keep_deliveries,
    keep_told,
)
from accountsos.workflows.webhooks.tell_events import Link, ToldEvent, event_of

SECOND = 1_000_000
DAY = 86_400 * SECOND
POLL_SECONDS = 0.5
IDLE_POLLS_UNTIL_RESTED, IDLE_POLLS_OF_NOBODY = 60, 4
AT_ONCE = 4
"""Endpoints that are told at the same time; of one endpoint it is always one message after the other."""
EVENTS_AT_ONCE = 100
LEASE_SECONDS = 90
KEPT_AFTER = 20
"""After so many deliveries, or this long, what arrived is written down; a worker that is lost sends these again."""
KEPT_AFTER_SECONDS = 0.5
LOOKED_AT = 100
WAITS = (5, 30, 120, 600, 3_600, 10_800, 21_600, 43_200, 86_400)
"""Seconds until the next attempt, after one failure, two, and so on; give or take a fifth."""
SPREAD = 0.2
GIVEN_UP_AFTER = 5 * DAY
KEPT_DAYS = 30
FORGETTING_SECONDS = 3_600


class Lost(Exception):
    """Somebody else holds the endpoint now, or a person changed it."""


class Deliverer:
    """Works through the endpoints of every company."""

    def __init__(
        self, books: Books, link: Link, *, waits: Sequence[int] = WAITS, lease_seconds: int = LEASE_SECONDS
    ) -> None:
        self.books, self._link, self._waits, self._lease_seconds = books, link, waits, lease_seconds
        self._stop = threading.Event()
        self._busy: dict[tuple[int, int], float] = {}
        self._changing = threading.Lock()
        self._told_at: dict[tuple[int, int], float] = {}
        self._forgot_at: float | None = None
        self._idle, self._has_told = 0, False

    @contextmanager
    def beside(self, still_wanted: Callable[[], bool]) -> Iterator[None]:
        """In a thread of its own, for as long as the block lasts."""
        telling = threading.Thread(target=self.run, args=(still_wanted,), name="webhooks", daemon=True)
        telling.start()
        try:
            yield
        finally:
            self._stop.set()
            telling.join(1)

    def run(self, still_wanted: Callable[[], bool] = lambda: True) -> None:
        """Tell until told to stop. What is being sent meanwhile is sent again by the next worker."""
        while not self._stop.is_set() and still_wanted():
            try:
                began = self.begin()
                self.forget_some()
            except Unavailable:
                began = 0
            busy = bool(began or self._busy)
            self._idle, self._has_told = 0 if busy else self._idle + 1, self._has_told or busy
            self._stop.wait(POLL_SECONDS / 10 if busy else POLL_SECONDS)

    @property
    def has_rested(self) -> bool:
        """Whether there has been nothing to tell for a while; where there never was, for a moment."""
        return self._idle >= (IDLE_POLLS_UNTIL_RESTED if self._has_told else IDLE_POLLS_OF_NOBODY)

    def begin(self) -> int:
        """Begin to tell what can be claimed now, each endpoint in a thread; how many."""
        now = self.now()
        due = self.books.look(lambda db: due_endpoints(db, now=now, limit=LOOKED_AT))
        due.sort(key=lambda e: self._told_at.get((e.company, e.number), 0))
        begun = 0
        for seen in due:
            key = (seen.company, seen.number)
            with self._changing:
                if key in self._busy or len(self._busy) >= AT_ONCE:
                    continue
                self._busy[key] = self._told_at[key] = monotonic()
            threading.Thread(target=self._tell_beside, args=(seen,), name="webhook", daemon=True).start()
            begun += 1
        return begun

    def _tell_beside(self, seen: Endpoint) -> None:
        try:
            self.tell(seen)
        except (Lost, Unavailable):
            pass  # whoever holds it tells it; and where the database was away, it is told again
        finally:
            with self._changing:
                del self._busy[(seen.company, seen.number)]

    def tell(self, seen: Endpoint) -> bool:
        """Tell one endpoint what waits for it; False where another worker was faster."""
        now = self.now()
        if not self.books.tend(lambda db: claim_endpoint(db, seen, now=now, until=self.until())):
            return False
        held = replace(seen, claim=seen.claim + 1)
        waiting = self.books.read(WAITING, held.company, WhatWaits(held, EVENTS_AT_ONCE))
        for asked in waiting.asked:
            self._send_asked(held, asked)
        if held.status == ENABLED and self._is_due(held):
            events = [(event_of(held.company, told, self._link), told.place) for told in waiting.changes]
            telling = _Telling(self, held)
            for event, place in events:
                if not telling.send(event, place):
                    return True
            telling.keep(waiting.end)
        self.books.tend(lambda db: let_go(db, held, until=None))
        return True

    def _is_due(self, held: Endpoint) -> bool:
        now = self.now()
        return held.not_before <= now or held.not_before > now + 2 * DAY

    def _send_asked(self, held: Endpoint, asked: Delivery) -> None:
        if not self.books.tend(lambda db: let_go(db, held, until=self.until())):
            raise Lost
        event = self.books.read(EVENT_OF_DELIVERY, held.company, (asked, self._link))
        if event is None:
            done = replace(asked, state=FAILED, sent_at=self.now(), error="there is no such event any more")
        else:
            done = self.attempt(held, event, asked)
        self.books.tend(lambda db: end_delivery(db, done))

    def attempt(self, held: Endpoint, event: ToldEvent, delivery: Delivery) -> Delivery:
        """Send it once; the delivery with what became of it."""
        now = self.now()
        message = Message(event.event_id, now // SECOND, event.body, held.secrets(now))
        outcome = send(held.url, message, self.books.reachable)
        return _with(delivery, outcome, sent_at=now)

    def fail(self, held: Endpoint, done: Delivery) -> None:
        """Write a failed attempt down and say when the next one is; after days of them, or 410, there is none."""
        now = self.now()
        since = held.failing_since if held.failing_since is not None else now
        wait = self._waits[min(held.failures, len(self._waits) - 1)]
        spread = 1 + random.uniform(-SPREAD, SPREAD)  # noqa: S311 - so that receivers are not asked in step
        later = now + int(wait * spread * SECOND)

        def work(db: Writer) -> bool:
            keep_deliveries(db, held, [done])
            return delivery_failed(db, held, now=now, not_before=later)

        if not self.books.tend(work):
            raise Lost
        if done.answered == GONE:
            self._end(held, "it answered 410: it is gone for good")
        elif now - since >= GIVEN_UP_AFTER:
            self._end(held, f"every attempt failed for 5 days; at last: {done.error}")

    def _end(self, held: Endpoint, why: str) -> None:
        self.books.write(END, held.company, Ended(held, why), WORKER)

    def forget_some(self) -> None:
        """Once an hour, what is known of deliveries from more than thirty days ago."""
        if self._forgot_at is not None and monotonic() - self._forgot_at < FORGETTING_SECONDS:
            return
        before = self.now() - KEPT_DAYS * DAY
        for endpoint in self.books.look(all_endpoints):
            self.books.tend(
                partial(forget_deliveries, company=endpoint.company, endpoint=endpoint.number, before=before)
            )
        self._forgot_at = monotonic()

    def now(self) -> int:
        """In microseconds."""
        return micros(self.books.clock())

    def until(self) -> int:
        """Until when an endpoint is held that is told now."""
        return self.now() + self._lease_seconds * SECOND


class _Telling:
    """Events sent to one endpoint one after the other; what arrived is written down a few at a time."""

    def __init__(self, deliverer: Deliverer, held: Endpoint) -> None:
        self._deliverer, self._held = deliverer, held
        self._arrived: list[Delivery] = []
        self._place = held.told
        self._kept_at = monotonic()

    def send(self, event: ToldEvent, place: Place) -> bool:
        """Whether it arrived. What comes after one that did not is not sent: the order is kept."""
        done = self._deliverer.attempt(self._held, event, from_feed(self._held, event, self._deliverer.now()))
        if done.state == FAILED:
            if self._arrived:
                self.keep(self._place)
            self._deliverer.fail(self._held, done)
            return False
        self._arrived.append(done)
        self._place = place
        if len(self._arrived) >= KEPT_AFTER or monotonic() - self._kept_at > KEPT_AFTER_SECONDS:
            self.keep(place)
        return True

    def keep(self, place: Place) -> None:
        """Write down what arrived, and the place up to which the endpoint was told."""
        done, until = tuple(self._arrived), self._deliverer.until()
        if not self._deliverer.books.tend(lambda db: keep_told(db, self._held, done, place, until)):
            raise Lost
        self._arrived.clear()
        self._kept_at = monotonic()
        self._held = replace(self._held, failures=0, failing_since=None)


def _with(delivery: Delivery, outcome: Outcome, *, sent_at: int) -> Delivery:
    return replace(
        delivery,
        state=SUCCEEDED if outcome.error is None else FAILED,
        sent_at=sent_at,
        milliseconds=outcome.milliseconds,
        answered=outcome.status,
        error=outcome.error,
        reply=outcome.reply,
    )
