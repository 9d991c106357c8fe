"""Pages of documents as pictures, drawn one at a time by a confined reader and kept a while."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.frames import DrawRequest
from accountsos.jobs.reader_process import ReaderProcess

KEPT_BYTES = 24 * 1024**2
IDLE_SECONDS = 30
WALL_SECONDS = 20


class PageDrawer:
    """Asked by the server; the reader ends when nothing was drawn for a while."""

    def __init__(self, reader: ReaderProcess | None = None) -> None:
        self._reader = reader or ReaderProcess(wall_seconds=WALL_SECONDS)
        self._one_at_a_time = threading.Lock()
        self._kept: OrderedDict[tuple[bytes, DrawRequest], bytes] = OrderedDict()
        self._idle: threading.Timer | None = None

    def draw(self, request: DrawRequest, content: bytes) -> bytes | None:
        """The page as PNG; None where there is no such page, or it cannot be drawn within the limits."""
        asked = (hashlib.sha256(content).digest(), request)
        with self._one_at_a_time:
            if asked not in self._kept:
                try:
                    self._keep(asked, self._reader.draw(request, content))
                except ReaderLost:
                    return None
            self._kept.move_to_end(asked)
            return self._kept[asked] or None

    def _keep(self, asked: tuple[bytes, DrawRequest], picture: bytes) -> None:
        self._kept[asked] = picture
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
        if self._idle is not None:
            self._idle.cancel()
        self._idle = threading.Timer(IDLE_SECONDS, self._rest)
        self._idle.daemon = True
        self._idle.start()

    def _rest(self) -> None:
        with self._one_at_a_time:
            self._reader.close()
