"""A shell over the books of a test: real commands, real books, the exit status and what was printed."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accountsos.cli.commands import run
from accountsos.cli.installation import Installation, OpenedBooks
from accountsos.main import _back_up, _restore, ask, link_of
from accountsos.settings import Settings
from accountsos.store.engine.opening import Place, open_store
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.workflows.unit_of_work import Books


@dataclass(frozen=True)
class Printed:
    """What a command left behind."""

    status: int
    content: bytes
    errors: str

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True)
class Shell:
    """Commands typed at the books of one place."""

    place: Place
    clock: Callable[[], datetime]

    def installation(self) -> Installation:
        """As `main` wires it, but for the clock and the server."""
        place = self.place

        def open_books(settings: Settings) -> OpenedBooks:
            opened = open_store(place if settings.data == place.data else Place(settings.data))
            windows = RateWindows(opened.counter, settings.limits)
            books = Books(opened.engine, self.clock, opened.objects)
            return OpenedBooks(books, opened.warnings, windows.last_used)

        def serve(_: Settings, __: str, ___: int, ____: int) -> None:
            sys.stdout.write("served\n")

        settings = Settings(place.data, place.database_url, place.owner_url, place.objects_url)
        return Installation(settings, open_books, self.clock, ask, serve, _back_up, _restore, link_of)

    def type(self, *words: str | Path) -> Printed:
        """Run one command to its end."""
        out, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2))
        status = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            try:
                run(self.installation(), [str(word) for word in words])
            except SystemExit as ended:
                status = int(ended.code or 0)
        return Printed(status, _bytes(out), _bytes(errors).decode())


def _bytes(page: io.TextIOWrapper) -> bytes:
    buffer = page.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()
