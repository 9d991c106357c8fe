"""Recognises the session of a browser, with a second's memory: whoever was removed is out within a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from accountsos import ids
from accountsos.workflows.access.log_in import SEE, WHO, LoggedIn
from accountsos.workflows.unit_of_work import Books

SEEN_EVERY = timedelta(minutes=5)
"""A session's last use is written down no oftener than this."""


class SessionRing:
    """What it remembers is a second old at most, in every process."""

    TRUST_SECONDS = 1.0
    MOST = 4096

    def __init__(self, books: Books, clock: Callable[[], datetime]) -> None:
        self._books = books
        self._clock = clock
        self._known: dict[bytes, tuple[float, LoggedIn]] = {}
        self._changing = threading.Lock()

    def person_of(self, secret: str) -> LoggedIn | None:
        """Whoever logged in with that secret, or None."""
        digest = ids.secret_digest(secret)
        moment = time.monotonic()
        remembered = self._known.get(digest)
        if remembered is not None and moment - remembered[0] <= self.TRUST_SECONDS:
            return remembered[1]
        now = self._clock()
        person = self._books.read(WHO, 0, (digest, now))
        with self._changing:
            if person is None:
                self._known.pop(digest, None)
                return None
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[digest] = (moment, person)
        if now - person.session.seen_at >= SEEN_EVERY:
            self._books.keep(SEE, digest)
        return person

    def forget(self, secret: str) -> None:
        """It was ended, or what it may has changed, just now and here."""
        with self._changing:
            self._known.pop(ids.secret_digest(secret), None)
