"""Files that attack whoever reads them, sent to the door: refused in words, nothing changed, others go on."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accountsos.jobs.statement_opener import ConfinedOpener
from accountsos.jobs.statement_process import StatementProcess
from accountsos.store.engine.opening import Place, open_store
from accountsos.workflows.bank.check_statement import CHECK, STAGE, CheckStatement, StageStatement
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep import verify_books
from tests.api.framework.asking import Answer
from tests.api.operations.world import FORM_TYPE, NOON, STATEMENT, TODAY, World, form, found, open_world
from tests.jobs.walled import Misreading, NotThere
from tests.support.bookkeeper import simple_file
from tests.support.engines import copied
from tests.support.packed_files import zipped
from tests.support.postgres import children
from tests.support.served import Served, in_time, served

READS = "accountsos.jobs.statement_reader"


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    """Two companies behind the API, on each database."""
    books = Books(open_store(place).engine, lambda: NOON)
    tenants = [found(books, "Harbour Lane Ltd"), found(books, "Mill Street Ltd")]
    books.close()
    whole = open_world(place, tenants)
    yield whole
    assert whole.books.opener is not None
    whole.books.opener.close()  # type: ignore[attr-defined]  # of a server
    whole.books.close()


def sent(client: Any, mode: str = "commit", headers: Sequence[tuple[str, str]] = (FORM_TYPE,)) -> Answer:
    body = form(STATEMENT, bank_account_id="ba_main", mode=mode)
    answer: Answer = client.ask("POST", "/api/imports", body, headers=headers)
    return answer


def opened_by(world: World, *bodies: str | None) -> list[StatementProcess]:
    """The readers that come one after the other: misbehaving so, or, after these, as the product starts them."""
    left, made = list(bodies), list[StatementProcess]()

    def make() -> StatementProcess:
        body = left.pop(0) if left else None
        made.append(StatementProcess() if body is None else Misreading(body))
        return made[-1]

    world.books.opener = ConfinedOpener(make=make)
    return made


def stand(world: World) -> list[object]:
    """What a refused file must leave as it is."""
    lists = ("/api/imports", "/api/transactions?limit=100", "/api/audit?limit=100", "/api/changes?limit=100")
    return [world.ours.get(path) for path in lists]


def told(answer: Answer) -> dict[str, Any]:
    """An import without what no two have alike."""
    found: dict[str, Any] = answer.json()["import"]
    return {name: value for name, value in found.items() if name not in ("id", "created_at", "updated_at")}


def test_a_file_read_behind_walls_is_answered_as_one_read_by_a_command(world: World) -> None:
    here = sent(world.theirs, "preview"), sent(world.theirs)
    made = opened_by(world)
    walled = sent(world.ours, "preview"), sent(world.ours)
    assert [answer.status for answer in walled] == [200, 201]
    assert [told(answer) for answer in walled] == [told(answer) for answer in here]
    assert [reader.started for reader in made] == [1]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("while True: pass", "takes more than 30 seconds to read"),
        ("kept = []\nwhile True: kept.append(bytes(2**26))", "needs more memory"),
        ("os._exit(1)", "broke off the process"),
        ("os.write(3, bytes(99))\nimport ctypes; ctypes.string_at(0)", "broke off the process"),
    ],
)
def test_a_file_that_ends_its_reader_is_refused_and_the_books_stand_as_they_stood(
    world: World, body: str, says: str
) -> None:
    opened_by(world, body, body, body)
    before = stand(world)
    once = [FORM_TYPE, ("Idempotency-Key", "k" * 20)]
    for mode, headers in (("preview", [FORM_TYPE]), ("commit", [FORM_TYPE]), ("commit", once)):
        answer = sent(world.ours, mode, headers)
        assert answer.status == 400
        assert (answer.error["code"], answer.error["param"]) == ("bad_request", "file")
        assert says in answer.error["message"]
        assert "Download" in answer.error["message"]
    assert stand(world) == before
    assert sent(world.ours).status == 201
    assert world.books.read(verify_books.VERIFY, world.ours.tenant.number, None) == []


def test_a_check_shows_why_a_file_cannot_be_read_and_ends_one_reader_for_it(world: World) -> None:
    made = opened_by(world, "os._exit(1)")
    company = world.ours.tenant.number
    world.books.keep(STAGE, StageStatement(company, "t" * 24, STATEMENT, "march.csv")).result()
    assert world.books.opener is not None
    asked = CheckStatement("t" * 24, TODAY, opener=world.books.opener)
    checked = world.books.read(CHECK, company, asked)
    assert checked.refusal is not None
    assert checked.refusal.message.startswith("This file broke off the process")
    assert checked.plan is None
    assert made[0].started == 1
    again = world.books.read(CHECK, company, asked)
    assert (again.refusal, again.plan is not None) == (None, True)


def test_where_no_process_can_be_started_statements_are_refused_and_nothing_else_is(world: World) -> None:
    world.books.opener = ConfinedOpener(make=NotThere)
    before = stand(world)
    for mode in ("preview", "commit"):
        answer = sent(world.ours, mode)
        assert (answer.status, answer.error["code"]) == (503, "unavailable")
        assert "accountsos doctor" in answer.error["message"]
        assert answer.headers["retry-after"] == "60"
    assert stand(world) == before
    new = {"date": "2026-02-11", "description": "Tea", "amount": -3.5, "bank_account_id": "ba_main"}
    world.ours.post("/api/transactions", new)


def test_others_import_while_a_company_keeps_its_reader_busy(world: World) -> None:
    made = opened_by(world, "import time; time.sleep(600)")
    answers: list[Answer] = []
    hangs = threading.Thread(target=lambda: answers.append(sent(world.ours)))
    hangs.start()
    assert in_time(lambda: bool(made) and made[0].came_up)
    assert sent(world.theirs, "preview").status == 200
    assert sent(world.theirs).status == 201
    assert hangs.is_alive()
    while hangs.is_alive():
        made[0].stop()
        hangs.join(0.2)
    assert [(answer.status, answer.error["code"]) for answer in answers] == [(503, "unavailable")]
    assert sent(world.ours).status == 201


def readers_of(server: Served) -> list[int]:
    """The processes anywhere below the server that read statements."""
    below = children(server.process.pid)
    for each in below:
        below += [child for child in children(each) if child not in below]
    return [pid for pid in below if READS in _command(pid)]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8").replace("\0", " ")
    except OSError:
        return ""


def _long_file() -> bytes:
    """Some seconds of reading in less than a request may have, and nothing to do afterwards: its last line is wrong."""
    one = [(date(2026, 1, 1 + n // 12_000), -100 - n % 7, f"SHOP {n % 1_000}") for n in range(300_000)]
    content = zipped({"year.csv": simple_file(one) + b"01/02/2026,TEA,REF,CARD,much,1.00\n"})
    assert len(content) < 8 * 1024**2
    return content


def _posted(server: Served, content: bytes, answers: list[Any], mode: str) -> None:
    body = form(content, bank_account_id="ba_main", mode=mode)
    try:
        answers.append(server.ask("POST", "/api/imports", body, **{FORM_TYPE[0]: FORM_TYPE[1]}))
    except OSError as gone:
        answers.append(gone)


def _beginning(server: Served, content: bytes, mode: str = "preview") -> tuple[threading.Thread, list[Any]]:
    """A file on its way, as far as a reader that has it."""
    answers: list[Any] = []
    sending = threading.Thread(target=_posted, args=(server, content, answers, mode))
    sending.start()
    assert in_time(lambda: any(_busy(pid) for pid in readers_of(server)) or bool(answers))
    assert not answers
    return sending, answers


def _busy(pid: int) -> bool:
    """Whether it has used half a second of the processor: more than its start takes."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > 0.5


@pytest.fixture(scope="module")
def long_file() -> bytes:
    return _long_file()


def test_a_reader_that_is_killed_in_the_middle_costs_nobody_anything(
    sqlite_template: Path, tmp_path: Path, long_file: bytes
) -> None:
    with served(Place(copied(sqlite_template, tmp_path / "data"))) as server:
        sending, answers = _beginning(server, long_file)
        for pid in readers_of(server):
            os.kill(pid, signal.SIGKILL)
        assert server.ask("GET", "/api/transactions")[0] == 200
        sending.join()
        ((status, body),) = answers
        assert status == 200, body
        assert [wrong["line"] for wrong in json.loads(body)["import"]["errors"]] == [300_002]


def test_a_server_that_is_stopped_ends_the_reader_that_is_at_work(
    sqlite_template: Path, tmp_path: Path, long_file: bytes
) -> None:
    with served(Place(copied(sqlite_template, tmp_path / "data"))) as server:
        sending, _ = _beginning(server, long_file)
        before = readers_of(server)
        server.end()
        sending.join()
        assert in_time(lambda: not any(READS in _command(pid) for pid in before))


def test_a_server_opens_files_by_a_process_that_goes_when_nobody_sends_any(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with served(Place(copied(sqlite_template, tmp_path / "data"))) as server:
        assert readers_of(server) == []
        answers: list[Any] = []
        _posted(server, STATEMENT, answers, "commit")
        assert [status for status, _ in answers] == [201]
        (kept,) = readers_of(server)
        assert in_time(lambda: READS not in _command(kept))
        assert readers_of(server) == []
