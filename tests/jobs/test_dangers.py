"""Each danger in an uploaded file: the reader survives it, or is ended by its limits and replaced."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from accountsos.documents.names import KnownSuppliers
from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.frames import ReadRequest
from accountsos.jobs.reader_process import WALL_SECONDS, ReaderProcess
from tests.jobs.hostile import HOSTILE
from tests.support.cpu_seconds import cpu_seconds
from tests.workflows.documents.papers import einvoice

REQUEST = ReadRequest("x", date(2026, 3, 5), KnownSuppliers())
CPU_SECONDS_MAX = 30
"""For a file that its limits do not end: far below the limits themselves."""
HEAD = """
import sys
from accountsos.jobs import limits
limits.CPU_SECONDS = 1
{before}confined = limits.confine()
from accountsos.documents import read
from accountsos.documents.outcome import failed
from accountsos.jobs import reader
reader._CONFINED = confined
def read_document(content, **_):
"""
TAIL = """
read.read_document = read_document
reader.main()
"""


class Misbehaving(ReaderProcess):
    """A real reader process with its limits, in which one function does what a broken library would."""

    def __init__(self, body: str, *, wall_seconds: int = 60, before: str = "") -> None:
        super().__init__(wall_seconds=wall_seconds)
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        self.command = (sys.executable, "-c", HEAD.format(before=before) + lines + TAIL)

    def mend(self) -> None:
        """The next reader is as the product starts it."""
        self.command, self._wall = ReaderProcess.command, WALL_SECONDS


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Something on loopback that a reader must not reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_with_a_reason_and_the_reader_goes_on(name: str) -> None:
    content = HOSTILE[name]()
    reader = ReaderProcess()
    outcome = reader.read(REQUEST, content)
    assert reader.pid is not None
    took = cpu_seconds(reader.pid)
    assert outcome.status.value in ("failed", "needs_review"), outcome
    assert outcome.reason
    assert "root:" not in str(outcome)
    assert took < CPU_SECONDS_MAX
    assert reader.read(REQUEST, einvoice()).status.value == "processed"
    assert reader.started == 1
    reader.close()


def test_a_locked_pdf_says_that_it_needs_its_password() -> None:
    reader = ReaderProcess()
    assert "needs a password" in (reader.read(REQUEST, HOSTILE["a PDF with a password"]()).reason or "")
    reader.close()


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("import time; time.sleep(600)", "time"),
        ("while True: pass", "cpu"),
        ("kept = []\nwhile True: kept.append(bytes(2**26))", "memory"),
        ("import ctypes; ctypes.string_at(0)", "crash"),
        ("raise RecursionError", "fault"),
        ("import os; os._exit(0)", "crash"),
    ],
)
def test_a_reader_that_hangs_eats_or_breaks_is_ended_told_apart_and_replaced(body: str, cause: str) -> None:
    reader = Misbehaving(body, wall_seconds=8 if cause == "time" else 60)
    with pytest.raises(ReaderLost) as lost:
        reader.read(REQUEST, einvoice())
    assert lost.value.cause == cause
    assert reader.pid is None
    reader.mend()
    assert reader.read(REQUEST, einvoice()).status.value == "processed"
    reader.close()


def test_a_reader_cannot_write_a_large_file() -> None:
    reader = Misbehaving(
        "import tempfile\n"
        "try:\n"
        "    with tempfile.TemporaryFile() as file: file.write(bytes(limits.FILE_BYTES + 1))\n"
        "except OSError as refused: return failed(f'refused {refused.errno}')\n"
        "return failed('written')"
    )
    assert reader.read(REQUEST, einvoice()).reason == "refused 27"
    reader.close()


def test_a_reader_has_no_network_where_it_says_so(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    reader = Misbehaving(
        "import socket\n"
        f"try: socket.create_connection(('127.0.0.1', {port}), 5).close()\n"
        "except OSError: return failed('no way out')\n"
        "return failed('connected')"
    )
    reason = reader.read(REQUEST, einvoice()).reason
    assert reader.confined is not None
    shut = reader.confined.without_network or reader.confined.without_calls
    assert reason == ("no way out" if shut else "connected")
    reader.close()


def test_a_reader_is_told_nothing_of_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNTSOS_DATABASE_URL", "postgresql://somebody:secret@example.com/books")
    reader = Misbehaving("import os\nreturn failed(','.join(sorted(os.environ)))")
    names = (reader.read(REQUEST, einvoice()).reason or "").split(",")
    assert [name for name in names if name.startswith(("ACCOUNTSOS", "AWS", "PG", "HOME"))] == []
    assert "LC_ALL" in names
    reader.close()


@pytest.mark.parametrize(
    "deed",
    [
        "open({data!r}).read()",
        "open('/etc/passwd').read()",
        "os.listdir('/')",
        "open('/var/tmp/left-behind', 'w')",
        "os.rename({data!r}, {data!r} + '.gone')",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
    ],
)
def test_a_reader_reaches_no_file_program_or_process_but_its_own(deed: str, tmp_path: Path) -> None:
    data = tmp_path / "books.db"
    data.write_text("what others earn")
    reader = Misbehaving(
        f"import os\ntry: {deed.format(data=str(data))}\nexcept PermissionError: return failed('kept out')\n"
        "return failed('done')"
    )
    reason = reader.read(REQUEST, einvoice()).reason
    assert reader.confined is not None
    assert not reader.confined.without_files or reason == "kept out"
    reader.close()
    assert data.exists()


def test_a_reader_inherits_nothing_that_is_open_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        reader = Misbehaving(
            "import os, tempfile\n"
            "kept = tempfile.mkstemp()[1]\n"
            f"try: os.fstat({secret.fileno()})\n"
            "except OSError: return failed('closed ' + os.path.dirname(kept))\n"
            "return failed('open')"
        )
        said, _, folder = (reader.read(REQUEST, einvoice()).reason or "").partition(" ")
    assert said == "closed"
    assert Path(folder).exists()
    reader.close()
    assert not Path(folder).exists()
