"""What is beside the books, looked at for `doctor`: data directory, disk, counters, documents' folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from accountsos.store.engine.objects import DirectoryObjects, Objects, reason_of
from accountsos.store.engine.opening import COUNTERS_FILE
from accountsos.store.engine.sqlite_counter import is_sound

MEGABYTE = 1024 * 1024
SPACE_MIN = 200 * MEGABYTE


def wrong_beside(data: Path, objects: Objects, *, counts_in_file: bool) -> Iterator[str]:
    """Each thing that hinders, with what follows from it."""
    hindered = _hindered(data)
    if hindered:
        yield f"the data directory {data} cannot be written ({hindered}): what is there can be read, nothing be changed"
    space = os.statvfs(data)
    free = space.f_bavail * space.f_frsize
    if free < SPACE_MIN:
        yield f"{free // MEGABYTE} MB are free on the disk of {data}: make room before the books cannot be written"
    counters = data / COUNTERS_FILE
    if counts_in_file and counters.exists() and not is_sound(counters):
        yield (
            f"{counters} cannot be used: until the server, which makes a spoilt file anew, can write it, each process "
            "counts requests for itself; stop the server and take it away"
        )
    if isinstance(objects, DirectoryObjects) and objects.root.exists() and (wrong := _hindered(objects.root)):
        yield f"the documents' folder {objects.root} cannot be written ({wrong}): nothing can be uploaded"


def _hindered(folder: Path) -> str | None:
    """Why no file can be made there."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".looking-") as file:
            file.write(b"is there room?")
            file.flush()
    except OSError as wrong:
        return reason_of(wrong)
    return None
