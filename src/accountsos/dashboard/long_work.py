"""Work that may outlive its request: whoever asked waits a moment, then finds it again by the key of the form."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from accountsos.dashboard.page import Leave
from accountsos.errors import Unavailable
from accountsos.web.run_workflow import in_thread

REMEMBERED = 200
BEAT_SECONDS, SILENT_SECONDS = 2.0, 20
"""How often it is said that work goes on, and after what silence whoever did it is taken to be gone."""


class LongWork:
    """What is being done in this process. Others find what came of it in the books, and hear that it goes on."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[Leave]] = {}
        self._hearts: set[asyncio.Task[None]] = set()

    async def begin(
        self, key: str, work: Callable[[], Coroutine[Any, Any, Leave]], *, seconds: float, beat: Callable[[], None]
    ) -> Leave | None:
        """Begin it, or join it where it runs already; None where it is not done after so many seconds."""
        task = self._tasks.get(key)
        if task is None:
            loop = asyncio.get_running_loop()
            task = self._tasks[key] = loop.create_task(work())
            await _heard(beat)
            heart = loop.create_task(_beating(task, beat))
            self._hearts.add(heart)
            heart.add_done_callback(self._hearts.discard)
            self._forget_old()
        finished, _ = await asyncio.wait({task}, timeout=seconds)
        return task.result() if finished else None

    def outcome(self, key: str) -> Leave | None:
        """Where it led; raises what refused it. None where it still runs, or is not known here."""
        task = self._tasks.get(key)
        return task.result() if task is not None and task.done() and not task.cancelled() else None

    def _forget_old(self) -> None:
        for key in list(self._tasks)[:-REMEMBERED]:
            if self._tasks[key].done():
                del self._tasks[key]


async def _beating(task: asyncio.Task[Leave], beat: Callable[[], None]) -> None:
    while not task.done():
        await asyncio.wait({task}, timeout=BEAT_SECONDS)
        await _heard(beat)


async def _heard(beat: Callable[[], None]) -> None:
    """Work goes on also where nobody can be told that it does."""
    with suppress(Unavailable):
        await in_thread(beat)
