"""Each worker begins to collect at another folder, so that none rewrites what another has rewritten.

A worker collects the whole suite, and the first run of a clone rewrites each file's assertions: two thirds of what
collecting costs. Rewritten files are kept where all workers find them, so it pays to begin apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import pytest


def in_turn(config: pytest.Config) -> None:
    """Of a worker that was given one folder, that folder's own ones from this worker's on."""
    worker = getattr(config, "workerinput", None)
    if worker is None or len(config.args) != 1:
        return
    folder = config.rootpath / config.args[0]
    if not folder.is_dir():
        return
    inside = sorted(place for place in folder.iterdir() if (place / "__init__.py").exists() or place.match("test_*.py"))
    config.args[:] = begun_at([str(place) for place in inside], worker["workerid"], worker["workercount"])


def begun_at(places: Sequence[str], worker: str, workers: int) -> list[str]:
    """The places, turned so that worker `gwN` of so many begins with the N-th part of them."""
    first = int(worker.removeprefix("gw")) * len(places) // workers
    return [*places[first:], *places[:first]]


def by_path(nodeid: str) -> tuple[str, ...]:
    """An order of files that every worker shares, whatever it collected first."""
    return PurePath(nodeid.partition("::")[0]).parts
