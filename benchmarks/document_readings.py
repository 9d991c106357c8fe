"""Read many documents in as many processes as the machine has processors: pictures take seconds each."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context

from accountsos.documents.facts import ReadOutcome
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.read import NOBODY, read_document
from benchmarks.document_sets import TODAY

_TOLD_EVERY = 20


def read(content: bytes, file_name: str, known: KnownSuppliers = NOBODY) -> ReadOutcome:
    """As a user's upload would be."""
    return read_document(content, file_name=file_name, known_suppliers=known, today=TODAY)


def read_pictures(contents: Sequence[bytes], file_names: Sequence[str]) -> Iterator[tuple[ReadOutcome, float]]:
    """Each with its seconds of CPU, in order; the models are loaded once a process, before the first is timed."""
    workers = processors()
    with ProcessPoolExecutor(workers, get_context("spawn"), _ready, (contents[0], file_names[0])) as pool:
        for count, found in enumerate(pool.map(_timed, contents, file_names), 1):
            if count % _TOLD_EVERY == 0:
                print(f"  {count} of {len(contents)} pictures", file=sys.stderr, flush=True)
            yield found


def in_turns(task: object, *jobs: Sequence[object]) -> Iterator[object]:
    """What the task makes of each job, in order, each in one of the processes."""
    with ProcessPoolExecutor(processors(), get_context("spawn")) as pool:
        yield from pool.map(_called, repeat(task), zip(*jobs, strict=True))


def processors() -> int:
    """How many processes may work at once."""
    return len(os.sched_getaffinity(0))


def _ready(content: bytes, file_name: str) -> None:
    read(content, file_name)


def _timed(content: bytes, file_name: str) -> tuple[ReadOutcome, float]:
    started = time.process_time()
    outcome = read(content, file_name)
    return outcome, time.process_time() - started


def _called(task: object, job: tuple[object, ...]) -> object:
    assert callable(task)
    return task(*job)
