"""What each process of a waiting server has loaded: what one needs, none of the others carries."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from accountsos.jobs.beside_server import NICENESS, UPKEEP_LOOKS, WAIT, waiting
from accountsos.jobs.limits import NICENESS as READERS_NICENESS
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Sql
from accountsos.store.engine.sqlite import SqliteEngine
from tests.support.engines import opened
from tests.support.served import Served, in_time, served

OPENS_FILES = {
    "accountsos.documents.picture", "accountsos.documents.pdf_text", "accountsos.documents.read",
    "accountsos.generator", "cv2", "numpy", "onnxruntime", "openpyxl", "PIL", "pypdfium2", "rapidocr", "typst",
}  # fmt: skip
"""What reads papers, prints them, or makes them up: the affair of processes that are started for it."""
OF_OTHER_BOOKS = {"obstore", "psycopg", "psycopg_pool"}
"""Of PostgreSQL and of buckets."""
ASKS_A_MODEL = {
    "accountsos.categoriser.model_question", "accountsos.jobs.ask_model", "accountsos.outbound.ask_model",
    "accountsos.workflows.bank.ask_language_model",
}  # fmt: skip
"""Of a worker where a language model is set."""
SELDOM = {"alembic", "click", "holidays", "prometheus_client", "rich", "sqlalchemy", "accountsos.cli"}
"""Of commands, migrations and whoever scrapes."""
KEEPS_BOOKS = {
    "accountsos.api", "accountsos.bookkeeping", "accountsos.categoriser", "accountsos.contacts",
    "accountsos.dashboard", "accountsos.documents", "accountsos.ledger", "accountsos.reports",
    "accountsos.statements", "accountsos.uk_rules", "accountsos.web", "accountsos.wire", "accountsos.workflows",
    "argon2", "jinja2", "lxml", "structlog",
}  # fmt: skip
"""What a process has no use for that neither answers nor works."""
NOT_IN_THE_SERVER = OPENS_FILES | OF_OTHER_BOOKS | SELDOM | ASKS_A_MODEL
NOT_IN_WAITING = NOT_IN_THE_SERVER | KEEPS_BOOKS | {"asyncio", "granian"}
NOT_IN_THE_WATCHER = NOT_IN_THE_SERVER | KEEPS_BOOKS | {"accountsos.store", "apsw"}
NOT_IN_A_READER_AT_REST = {
    "accountsos.api", "accountsos.documents.extract.choose", "accountsos.documents.read", "accountsos.store",
    "accountsos.workflows", "apsw", "numpy", "onnxruntime", "PIL", "pypdfium2",
}  # fmt: skip
NOT_IN_A_REPORT_FROM_THE_SHELL = (NOT_IN_THE_SERVER - {"click", "accountsos.cli"}) | {
    "accountsos.dashboard", "accountsos.reports.ct_estimate", "accountsos.uk_rules.corporation_tax", "granian",
}  # fmt: skip
"""A profit and loss account works out no tax."""
IN_PASSING = """
print("|" + " ".join(sys.modules))
"""
ANSWERING = """
import sys
from accountsos.main import application
application()
"""
WAITING = """
import sys
from accountsos import main
from accountsos.jobs import waiting
waiting.wait_for_work = lambda *_, **__: False
sys.argv = ["-c", "worker", "1", "1"]
main.wait()
"""
WATCHING = """
import sys
from accountsos import watching
watching.MPServer.serve = lambda self: None
watching.serve(__import__("pathlib").Path(sys.argv[1]), "127.0.0.1", 1, 1)
"""
WORKING = """
import sys
from accountsos.cli import upload_files
"""
READING = """
import sys
import accountsos.jobs.reader
"""

REPORTING = """
import sys
from accountsos.cli import reports, running
from accountsos.api.operations.reports import statements
"""


@pytest.mark.parametrize(
    ("program", "not_loaded"),
    [
        (ANSWERING, NOT_IN_THE_SERVER),
        (WAITING, NOT_IN_WAITING),
        (WATCHING, NOT_IN_THE_WATCHER),
        (READING, NOT_IN_A_READER_AT_REST),
        (WORKING, ASKS_A_MODEL),
        (REPORTING, NOT_IN_A_REPORT_FROM_THE_SHELL),
    ],
    ids=["answering", "waiting", "watching", "reading", "working", "reporting"],
)
def test_no_process_loads_what_only_another_needs(program: str, not_loaded: set[str], sqlite_place: Place) -> None:
    environment = {**os.environ, "ACCOUNTSOS_DATA": str(sqlite_place.data), "ACCOUNTSOS_LOG": "off"}
    command = [sys.executable, "-c", program + IN_PASSING, str(sqlite_place.data)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.rpartition("|")[2].split())
    assert "accountsos" in loaded
    assert sorted(not_loaded & loaded) == []


@pytest.fixture(scope="module")
def waiting_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(Place(tmp_path_factory.mktemp("footprint"))) as server:
        yield server


def processes_of(server: Served) -> list[int]:
    """Its process and all that came of it."""
    found = [server.process.pid]
    for process in found:
        for task in Path(f"/proc/{process}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text("ascii").split()]
    return found


LIBRARIES = ("numpy", "PIL", "pypdfium2", "onnxruntime", "obstore", "psycopg")


def test_no_process_of_a_waiting_server_maps_a_library_that_it_does_not_need(waiting_server: Served) -> None:
    assert in_time(waiting_server.is_ready)
    processes = processes_of(waiting_server)
    assert len(processes) == 3, "one that watches, one that answers, one that waits"
    for process in processes:
        mapped = Path(f"/proc/{process}/maps").read_text("utf-8")
        assert [name for name in LIBRARIES if f"/site-packages/{name}" in mapped] == []


def test_whoever_waits_becomes_a_worker_where_one_is_wanted_and_makes_room_again(sqlite_place: Place) -> None:
    with opened(sqlite_place):
        pass
    environment = {**os.environ, "ACCOUNTSOS_DATA": str(sqlite_place.data)}
    beside = subprocess.Popen(waiting(os.getpid(), upkeep=1), env=environment, stdout=subprocess.DEVNULL)

    def runs() -> bytes:
        return Path(f"/proc/{beside.pid}/cmdline").read_bytes()

    try:
        assert in_time(lambda: b"--until-idle" in runs()), "no worker came"
        assert in_time(lambda: WAIT.encode() in runs()), "the worker stayed"
        assert runs().split(b"\0")[-2] == str(UPKEEP_LOOKS).encode(), "the next one comes in an hour"
    finally:
        beside.terminate()
        assert beside.wait(10) == -signal.SIGTERM


def kept_by(engine: SqliteEngine) -> int:
    """How many bytes of the file this thread's connection keeps at most."""
    with engine.glancing() as db:
        row = db.row(Sql("PRAGMA cache_size"))
    assert row is not None
    return -int(row[0]) * 1024


def test_what_all_connections_keep_of_the_books_is_bounded_in_bytes(sqlite_place: Place) -> None:
    with closing(SqliteEngine(sqlite_place.data / BOOKS_FILE)) as engine, ThreadPoolExecutor() as helpers:
        answers = kept_by(engine)
        (helps,) = {helpers.submit(kept_by, engine).result() for _ in range(4)}
        (writes,) = engine.submit(lambda db: db.row(Sql("PRAGMA cache_size"))).result()
    assert (answers, helps, -int(writes) * 1024) == (4 * 1024**2, 2 * 1024**2, 4 * 1024**2)
    most_helpers = 32  # of Python's own pool, on however many cores
    assert answers + most_helpers * helps + answers <= 72 * 1024**2


def niceness(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[16])


def test_what_waits_beside_a_server_is_nicer_than_what_answers_and_less_nice_than_its_readers(
    waiting_server: Served,
) -> None:
    assert in_time(waiting_server.is_ready)
    ours = niceness(waiting_server.process.pid)
    wanted = sorted([ours, ours, max(NICENESS, ours)])
    assert in_time(lambda: sorted(niceness(process) for process in processes_of(waiting_server)) == wanted)
    assert 0 < NICENESS < READERS_NICENESS
