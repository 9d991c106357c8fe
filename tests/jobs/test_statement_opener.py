"""Statements read by a confined process: what comes of them, what hostile files come to, and who waits for whom."""

from __future__ import annotations

import os
import signal
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from accountsos.errors import Unavailable
from accountsos.jobs.statement_opener import ConfinedOpener
from accountsos.jobs.statement_process import StatementProcess
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.formats.learnt_columns import Learnt, kept_columns
from accountsos.statements.line import SeveralAccounts, Statement, UnreadableByLimits, UnreadableStatement
from accountsos.statements.openers import HERE, HowToRead, Opener, ReadOnce
from accountsos.statements.source import Content
from accountsos.statements.spool import IN_MEMORY_BYTES, Spool
from tests.jobs.walled import GoneAtOnce, Misreading, NotThere
from tests.statements.samples import SAMPLES, TODAY
from tests.support.bookkeeper import simple_file
from tests.support.packed_files import workbook, zipped

OURS, THEIRS = 1, 2
PLAIN = simple_file([(date(2026, 3, 2), -1250, "TEA ROOM"), (date(2026, 3, 3), 9900, "MILL STREET LTD")])
HOW = HowToRead(TODAY)
UNNAMED = b"When,What,How much\n02/03/2026,Tea,-2.50\n03/03/2026,Cake,-3.50\n"
FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and not path.name.endswith(".expected.json"))
SOON = 600


@contextmanager
def opening(make: Callable[[], StatementProcess] = StatementProcess, **more: float) -> Iterator[ConfinedOpener]:
    opener = ConfinedOpener(make=make, **more)  # type: ignore[arg-type]  # numbers, all of them
    try:
        yield opener
    finally:
        opener.close()


@pytest.fixture(scope="module")
def opener() -> Iterator[ConfinedOpener]:
    with opening(idle_seconds=SOON) as found:
        yield found


def nothing_learnt(_: str) -> str | None:
    return None


def read(opener: Opener, content: bytes, company: int = OURS, how: HowToRead = HOW) -> list[object]:
    """Everything that a file comes to."""
    try:
        statement = opener.read(company, content, how, nothing_learnt)
    except UnreadableStatement as refused:
        return [type(refused), refused.message, refused.errors, refused.details, refused.param]
    told = ("format", "currency", "line_count", "first_day", "last_day", "newest_first", "opening", "closing")
    facts = [getattr(statement, name) for name in (*told, "account_number", "sort_code", "warnings")]
    backwards = [line for chunk in statement.chunks(backwards=True) for line in chunk]
    return [*facts, list(statement.lines()), backwards]


def columns(opener: Opener, content: bytes) -> object:
    try:
        return opener.headings(OURS, content), opener.columns(OURS, content, TODAY)
    except UnreadableStatement as refused:
        return refused.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_comes_to_the_same_wherever_it_is_opened(path: Path, opener: ConfinedOpener) -> None:
    content = path.read_bytes()
    assert read(opener, content) == read(HERE, content)
    assert columns(opener, content) == columns(HERE, content)


def test_a_refusal_that_asks_which_account_is_meant_stays_one(opener: ConfinedOpener) -> None:
    content = (SAMPLES / "errors" / "several_accounts.csv").read_bytes()
    with pytest.raises(SeveralAccounts):
        opener.read(OURS, content, HOW, nothing_learnt)


def test_what_stands_on_a_line_is_told_as_far_as_it_is_shown(opener: ConfinedOpener) -> None:
    content = b"first\n" + b"x" * 1000 + b"\nthird\n"
    assert opener.lines_at(OURS, content, [3, 2, 9, 0]) == ("third", "x" * 200, "", "")


def test_columns_that_were_said_once_are_asked_for_where_they_are_kept(opener: ConfinedOpener) -> None:
    said = kept_columns(ColumnMapping(date=1, description=(2,), amount=3))
    asked: list[str] = []

    def learnt(headings: str) -> str | None:
        asked.append(headings)
        return said

    statement = opener.read(OURS, UNNAMED, HOW, learnt)
    assert [line.amount for line in statement.lines()] == [-250, -350]
    assert asked == [HERE.headings(OURS, UNNAMED)]
    assert "The columns were taken as you said" in statement.warnings[0]
    how = HowToRead(TODAY, columns=ColumnMapping(date="When", description=("What",), amount="How much"))
    assert read(opener, UNNAMED, how=how) == read(HERE, UNNAMED, how=how)


def test_a_long_file_comes_whole_though_its_reader_writes_no_file(opener: ConfinedOpener) -> None:
    rows = [(date(2026, 3, 1 + n % 28), -100 - n, f"SHOP {n} " + "LONG " * 20) for n in range(20_000)]
    content = simple_file(sorted(rows))
    assert len(content) > 2 * IN_MEMORY_BYTES
    assert read(opener, content) == read(HERE, content)
    assert Spool.in_memory_bytes == IN_MEMORY_BYTES


def zip_bomb(how: int) -> bytes:
    return zipped({"march.csv": b"0" * (1 << 30)}, how)


def workbook_of_one_word() -> bytes:
    """Forty megabytes of cells from a few kilobytes."""
    return workbook([("Date", "Description", "Amount")] * 300_000)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip that comes to a gigabyte": (lambda: zip_bomb(zipfile.ZIP_DEFLATED), "This zip comes to more than 100 MB."),
    "one whose packing cannot be opened in part": (lambda: zip_bomb(zipfile.ZIP_LZMA), "This file needs more memory"),
    "a workbook of one word": (workbook_of_one_word, "This workbook cannot be read"),
    "sixty files of nested zips": (
        lambda: zipped({f"{n}.csv": zipped({"a": PLAIN}) for n in range(60)}),
        "another zip",
    ),
    "an entity that grows": (
        lambda: (
            b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 12)).replace(b"&a0;", b"&a;")
            + b']><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">&a11;</Document>'
        ),
        "",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_grows_is_refused_and_the_reader_reads_on(name: str, opener: ConfinedOpener) -> None:
    make, said = HOSTILE[name]
    with pytest.raises(UnreadableStatement) as refused:
        opener.read(OURS, make(), HOW, nothing_learnt)
    assert said in refused.value.message
    assert read(opener, PLAIN) == read(HERE, PLAIN)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import time; time.sleep(600)", "This file takes longer to read"),
        ("while True: pass", "This file takes more than 30 seconds to read"),
        ("kept = []\nwhile True: kept.append(bytes(2**26))", "This file needs more memory"),
        ("import ctypes; ctypes.string_at(0)", "This file broke off the process"),
        ("raise RecursionError", r"This file broke off the process that was to read it \(RecursionError\)"),
        ("os._exit(0)", "This file broke off the process"),
    ],
)
def test_a_reader_that_hangs_eats_or_breaks_refuses_its_file_and_no_other(body: str, said: str) -> None:
    made: list[StatementProcess] = []

    def make() -> StatementProcess:
        made.append(StatementProcess() if made else Misreading(body, wall_seconds=6 if "sleep" in body else 60))
        return made[-1]

    with opening(make) as opener:
        with pytest.raises(UnreadableByLimits, match=said) as refused:
            opener.read(OURS, PLAIN, HOW, nothing_learnt)
        assert (refused.value.code, refused.value.param) == ("bad_request", "file")
        assert made[0].pid is None
        assert read(opener, PLAIN) == read(HERE, PLAIN)


FORGED = {
    "bytes that are no frame": "os.write(into_the_pipe, b'Z' * 400)",
    "a frame without end": "os.write(into_the_pipe, b'I' + (2**40).to_bytes(8, 'big'))",
    "a frame of no kind": "put_frame(pipe, b'?', b'')",
    "lines that are none": "put_frame(pipe, b'I', b'\\xc1\\xff')",
    "no lines": "put_frame(pipe, b'I', b'\\x90')",
    "lines of other fields": "put_frame(pipe, b'I', msgspec.msgpack.encode([[1, 2, 3]]))",
    "an amount that no number of the books holds": (
        "put_frame(pipe, b'I', msgspec.msgpack.encode([[1, '2026-03-02', 2**63, 'GBP', 'x']]))"
    ),
    "a text of a megabyte": "put_frame(pipe, b'I', msgspec.msgpack.encode([[1, '2026-03-02', 1, 'GBP', 'x' * 2**20]]))",
    "lines that no fact tells of": "put_frame(pipe, b'I', msgspec.msgpack.encode([[1, '2026-03-02', 1, 'GBP', 'x']]))",
    "headings that are none": "put_frame(pipe, b'Y', b'; DROP TABLE column_layout')",
    "facts that are none": "put_frame(pipe, b'S', b'{}')",
    "a refusal that is none": "put_frame(pipe, b'X', b'[]')",
    "a refusal of a hundred megabytes": "put_frame(pipe, b'X', b'\\x20' * 10**8)",
    "another greeting": "put_frame(pipe, b'H', b'1')",
    "an answer to another question": "put_frame(pipe, b'T', b'null')",
}


@pytest.mark.parametrize("name", FORGED)
def test_whatever_a_reader_says_that_is_no_file_read_refuses_the_file(name: str) -> None:
    body = (
        "import gc, io, msgspec\n"
        "pipe = next(each for each in gc.get_objects() if isinstance(each, io.BufferedWriter) and each.fileno() > 2)\n"
        f"into_the_pipe = pipe.fileno()\n{FORGED[name]}"
    )
    with (
        opening(lambda: Misreading(body, wall_seconds=20)) as opener,
        pytest.raises(UnreadableByLimits, match="This file broke off the process"),
    ):
        opener.read(OURS, PLAIN, HOW, nothing_learnt)


def test_a_reader_that_somebody_else_kills_is_replaced_and_the_file_read() -> None:
    made: list[StatementProcess] = []

    def make() -> StatementProcess:
        made.append(StatementProcess())
        return made[-1]

    asked: list[str] = []

    def killing(headings: str) -> str | None:
        asked.append(headings)
        if len(asked) == 1:
            assert made[0].pid is not None
            os.kill(made[0].pid, signal.SIGKILL)
        return kept_columns(ColumnMapping(date=1, description=(2,), amount=3))

    with opening(make) as opener:
        statement = opener.read(OURS, UNNAMED, HOW, killing)
    assert [line.amount for line in statement.lines()] == [-250, -350]
    assert (len(asked), made[0].started) == (2, 2)


def test_a_reader_that_is_killed_each_time_is_told_as_no_fault_of_the_file() -> None:
    made: list[StatementProcess] = []

    def make() -> StatementProcess:
        made.append(StatementProcess())
        return made[-1]

    def killing(_: str) -> str | None:
        assert made[0].pid is not None
        os.kill(made[0].pid, signal.SIGKILL)
        return None

    with opening(make) as opener, pytest.raises(Unavailable, match="ended twice by somebody else"):
        opener.read(OURS, UNNAMED, HOW, killing)


def test_one_that_died_while_nobody_asked_is_replaced(opener: ConfinedOpener) -> None:
    read(opener, PLAIN)
    before = opener.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    assert read(opener, PLAIN) == read(HERE, PLAIN)
    assert opener.pid not in (None, before)


@pytest.mark.parametrize("kind", [NotThere, GoneAtOnce])
def test_where_no_process_comes_up_nothing_is_read_and_it_is_said(kind: type[StatementProcess]) -> None:
    with opening(kind) as opener, pytest.raises(Unavailable, match=r"does not come up.*`accountsos doctor`"):
        opener.read(OURS, PLAIN, HOW, nothing_learnt)
    assert kind().look() is None


def test_a_command_that_is_prepared_again_has_its_file_read_once(opener: ConfinedOpener) -> None:
    asked, said = list[str](), kept_columns(ColumnMapping(date=1, description=(2,), amount=3))

    class Counting(ReadOnce):
        def read(self, company: int, content: Content, how: HowToRead, learnt: Learnt) -> Statement:
            asked.append("read")
            return super().read(company, content, how, learnt)

    once = ReadOnce(Counting(opener))
    for _ in range(3):
        assert [line.amount for line in once.read(OURS, UNNAMED, HOW, lambda _: said).lines()] == [-250, -350]
    assert asked == ["read"]
    with pytest.raises(UnreadableStatement):
        once.read(OURS, UNNAMED, HOW, nothing_learnt)
    once.read(OURS, UNNAMED, HowToRead(TODAY, file_name="march.csv"), lambda _: said)
    assert asked == ["read"] * 3


def test_a_reader_is_kept_for_its_company_and_opens_no_other_ones_file(opener: ConfinedOpener) -> None:
    read(opener, PLAIN, OURS)
    first = opener.pid
    opener.columns(OURS, PLAIN, TODAY)
    assert opener.pid == first
    read(opener, PLAIN, THEIRS)
    assert opener.pid not in (None, first)
    assert first is not None
    assert not Path(f"/proc/{first}").exists()


def test_a_reader_that_nobody_asks_ends() -> None:
    with opening(idle_seconds=0.2) as opener:
        read(opener, PLAIN)
        for _ in range(SOON):
            if opener.pid is None:
                break
            time.sleep(0.1)
        assert opener.pid is None


def test_few_read_at_once_and_the_next_waits_or_is_told_to_come_again() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def held(_: str) -> str | None:
        begun.set()
        go_on.wait(SOON)
        return None

    with opening(at_once=1, wait_seconds=0.1) as opener:
        first = threading.Thread(target=lambda: read_asking(opener, held))
        first.start()
        assert begun.wait(SOON)
        with pytest.raises(Unavailable, match="try again"):
            opener.read(THEIRS, PLAIN, HOW, nothing_learnt)
        go_on.set()
        first.join()
        assert read(opener, PLAIN, THEIRS) == read(HERE, PLAIN)


def read_asking(opener: Opener, learnt: Callable[[str], str | None]) -> None:
    with pytest.raises(UnreadableStatement):
        opener.read(OURS, UNNAMED, HOW, learnt)


@pytest.mark.parametrize(
    "deed",
    [
        "open({data!r}).read()",
        "open('/etc/passwd').read()",
        "open('/var/tmp/left-behind', 'w')",
        "open('/dev/shm/left-behind', 'w')",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.fork()",
        "import socket; socket.socket()",
    ],
)
def test_a_reader_of_statements_stands_behind_the_same_walls(deed: str, tmp_path: Path) -> None:
    data = tmp_path / "books.db"
    data.write_text("what others earn")
    reader = Misreading(f"try: {deed.format(data=str(data))}\nexcept PermissionError: said('kept out')\nsaid('done')")
    with pytest.raises(UnreadableStatement) as answer:
        reader.read(PLAIN, HOW, nothing_learnt)
    reader.close()
    assert reader.confined is not None
    kept = reader.confined.without_files and reader.confined.without_calls
    assert answer.value.message == "kept out" or not kept


def test_a_reader_of_statements_is_told_nothing_of_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNTSOS_DATABASE_URL", "postgresql://somebody:secret@example.com/books")
    reader = Misreading("said(','.join(sorted(os.environ)))")
    with pytest.raises(UnreadableStatement) as answer:
        reader.read(PLAIN, HOW, nothing_learnt)
    reader.close()
    names = answer.value.message.split(",")
    assert [name for name in names if name.startswith(("ACCOUNTSOS", "AWS", "PG", "HOME", "TMPDIR"))] == []
    assert "LC_ALL" in names
