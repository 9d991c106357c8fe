"""Where the tests put what only they will read: in memory, where the machine has a file system there with room."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
ROOM_NEEDED = 4 << 30
"""Bytes free before files stay in memory: a run of all tests has perhaps 500 MB at a time."""


def quick_place() -> Path | None:
    """A folder in memory, or None: each test's books are new files, for which a disk takes many times as long."""
    if not IN_MEMORY.is_dir() or os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return IN_MEMORY if shutil.disk_usage(IN_MEMORY).free >= ROOM_NEEDED else None
