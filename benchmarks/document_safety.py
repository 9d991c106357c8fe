"""What hostile documents do to those who ask the API meanwhile: p99 of the list while they are read, against idle."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from math import ceil
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

from tests.jobs.hostile import HOSTILE

from accountsos.errors import Refused
from accountsos.generator import generate
from accountsos.store.engine.opening import Place, open_store
from accountsos.workflows.documents import list_documents, upload_document
from accountsos.workflows.documents.upload_document import UploadDocument
from accountsos.workflows.unit_of_work import Books
from benchmarks.bench import Bench
from benchmarks.books import ACTOR, record_company
from benchmarks.load import answer_is_whole, request
from benchmarks.processes import product, running
from benchmarks.rows import Row, at_most, told
from benchmarks.sets import ARCHETYPE, SEED

LINES, IDLE_REQUESTS, WARM_UP = 10_000, 4_000, 500
PAUSE_SECONDS = 0.003
"""Between two requests, as of people at work: a closed loop would measure the queue that it makes itself."""
READ_SECONDS_MAX = 300
P99_MAX = 2.0


def document_safety(bench: Bench) -> Iterator[Row]:
    """The list, asked for while nothing else happens, and while every hostile file of the tests is read."""
    folder = bench.folder / "document-safety"
    folder.mkdir(mode=0o700)
    books = _books_in(folder)
    made = record_company(books, generate(SEED, 0, archetype=ARCHETYPE, transactions=bench.count(LINES)))
    asked = request("GET", "/api/transactions?limit=10", made.secret)
    apart = get_context("spawn")
    ready, begin = apart.Event(), apart.Event()
    uploader = apart.Process(target=_upload, args=(folder, made.number, ready, begin))
    with running(product(folder), asked) as server:
        uploader.start()
        assert ready.wait(READ_SECONDS_MAX), "who uploads did not come up"
        latencies(server.port, asked, lambda n: n >= WARM_UP)
        number = bench.count(IDLE_REQUESTS)
        idle = latencies(server.port, asked, lambda n: n >= number)
        began = time.perf_counter()
        begin.set()
        busy = latencies(
            server.port,
            asked,
            lambda n: n % 100 == 0 and not uploader.is_alive() and _all_read(books, made.number, began),
        )
        seconds = time.perf_counter() - began
    assert uploader.exitcode == 0, "not all was uploaded"
    page = books.read(list_documents.LIST_JOBS, made.number, (None, 200, 0))
    books.close()
    assert all(job.state == "done" for job in page.rows), [job.last_error for job in page.rows]
    yield at_most(
        "p99 of the list while hostile documents are read, against idle",
        p99(busy) * 1e3,
        p99(idle) * 1e3,
        P99_MAX,
        "ms",
    )
    yield told("hostile documents read meanwhile", f"{page.total} in {seconds:.0f} s", f"{len(busy):,} requests")


def _books_in(folder: Path) -> Books:
    opened = open_store(Place(folder))
    return Books(opened.engine, lambda: datetime.now(UTC), opened.objects)


def _upload(folder: Path, company: int, ready: Event, begin: Event) -> None:
    """In a process of its own: in that of the measuring it would hold the interpreter while an answer comes."""
    books, files = _books_in(folder), {name: content() for name, content in HOSTILE.items()}
    ready.set()
    begin.wait()
    for name, content in files.items():
        with suppress(Refused):  # what is no document by its first bytes is not even kept
            books.write(upload_document.UPLOAD, company, UploadDocument(content, name, books.objects), ACTOR)
    books.close()


def latencies(port: int, asked: bytes, done: Callable[[int], bool]) -> list[float]:
    """Seconds of one request after another on one connection, until done; every answer must be 200."""
    took: list[float] = []
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while not took or not done(len(took)):
            time.sleep(PAUSE_SECONDS)
            began = time.perf_counter()
            line.sendall(asked)
            got = bytearray()
            while not answer_is_whole(got):
                part = line.recv(1 << 16)
                assert part, "the server closed the connection"
                got += part
            took.append(time.perf_counter() - began)
            assert got.startswith(b"HTTP/1.1 200"), bytes(got[:300])
    return took


def p99(seconds: Sequence[float]) -> float:
    """The least that 99 of 100 do not exceed."""
    return sorted(seconds)[ceil(len(seconds) * 0.99) - 1]


def _all_read(books: Books, company: int, began: float) -> bool:
    assert time.perf_counter() < began + READ_SECONDS_MAX, "the hostile documents were not read in time"
    page = books.read(list_documents.LIST_JOBS, company, (None, 200, 0))
    return all(job.state in ("done", "dead") for job in page.rows)
