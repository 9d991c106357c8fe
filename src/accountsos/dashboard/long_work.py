"""Work that may outlive its request: whoever asked waits a moment, then finds it again by the key of the form."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from accountsos.dashboard.page import Leave

REMEMBERED = 200


class LongWork:
    """What is being done in this process. Other processes find what is finished in the books."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[Leave]] = {}

    async def begin(self, key: str, work: Coroutine[Any, Any, Leave], *, seconds: float) -> Leave | None:
        """Begin it, or join it where it runs already; None where it is not done after so many seconds."""
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.get_running_loop().create_task(work)
            self._forget_old()
        else:
            work.close()
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
