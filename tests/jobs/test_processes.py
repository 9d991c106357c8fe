"""Worker processes that are killed, and the server that keeps one beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from accountsos import ids
from accountsos.jobs.beside_server import worker_beside
from accountsos.store.audit import audit_page
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Sql
from accountsos.store.jobs import Job
from accountsos.workflows.documents import list_documents, record_reading
from accountsos.workflows.documents.record_reading import ReadingGivenUp
from accountsos.workflows.documents.upload_document import READ_DOCUMENT
from tests.jobs.hostile import stream_bomb
from tests.support.bookkeeper import found
from tests.support.engines import opened
from tests.workflows.documents.papers import Clerk, einvoice

PATIENCE_SECONDS = 90
KILLS = 19 if os.environ.get("ACCOUNTSOS_TEST_LONG") else 4


@contextmanager
def clerk_at(place: Place) -> Iterator[Clerk]:
    with opened(place) as whole:
        # Workers are processes of their own, by the clock that everyone has.
        whole.books.clock = lambda: datetime.now(UTC)
        yield Clerk(found(whole.books))


def environment(place: Place) -> dict[str, str]:
    return {**os.environ, "ACCOUNTSOS_DATA": str(place.data)}


def started(place: Place) -> subprocess.Popen[bytes]:
    """A worker process with a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "accountsos.main", "worker"],
        env=environment(place),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_until(done: Callable[[], bool]) -> bool:
    """Whether it came true in time."""
    for _ in range(PATIENCE_SECONDS * 10):
        if done():
            return True
        time.sleep(0.1)
    return False


def statuses(clerk: Clerk) -> list[str]:
    rows = clerk.keeper.ask(list_documents.LIST, list_documents.DocumentQuestion(limit=200)).rows
    return [row.document.status for row in rows]


def events(clerk: Clerk) -> list[str]:
    """What the audit log says was done."""
    with clerk.keeper.books.engine.reading() as db:
        return [row.action for row in audit_page(db, clerk.keeper.company, limit=10_000, offset=0)[0]]


def lapse(clerk: Clerk) -> None:
    """Let the leases of killed workers run out, as they would in less than a minute."""
    lapsed = Sql("UPDATE job SET lease_until = 0 WHERE company_id = :company AND state = 'running'")
    clerk.keeper.books.engine.submit(lambda db: db.run(lapsed, company=clerk.keeper.company)).result()


def _jobs(clerk: Clerk) -> list[Job]:
    return list(clerk.keeper.ask(list_documents.LIST_JOBS, (None, 200, 0)).rows)


def test_a_worker_killed_at_random_moments_loses_and_doubles_nothing(sqlite_place: Place) -> None:
    chance = Random(7)
    with clerk_at(sqlite_place) as clerk:
        for n in range(KILLS):
            for pounds in range(10 * n + 1, 10 * n + 11):
                clerk.upload(einvoice(number=f"HS-{pounds}", net=f"{pounds}.00", vat="0.20", gross=f"{pounds}.20"))
            worker = started(sqlite_place)
            time.sleep(0.7 + chance.random() * 0.8)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            lapse(clerk)
        worker = started(sqlite_place)
        clerk.upload(einvoice(number="LAST"))
        assert wait_until(lambda: set(statuses(clerk)) <= {"processed", "needs_review"}), statuses(clerk)
        # The last document may ask for one more look at the others.
        assert wait_until(lambda: {job.state for job in _jobs(clerk)} == {"done"}), _jobs(clerk)
        worker.terminate()
        assert worker.wait(10) == 0
        jobs = _jobs(clerk)
        read = [event for event in events(clerk) if event == "document.read"]
        asked = [job.subject for job in jobs if job.kind == READ_DOCUMENT]  # a new contact asks for more than readings
        assert len(read) == len(asked) == len(set(asked)) == 10 * KILLS + 1
        assert clerk.keeper.faults() == []


def test_the_worker_beside_the_server_reads_and_is_replaced_when_it_dies(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNTSOS_DATA", str(sqlite_place.data))
    with clerk_at(sqlite_place) as clerk:
        with worker_beside() as running:
            first = running.pid
            clerk.upload(einvoice())
            assert wait_until(lambda: statuses(clerk) == ["processed"])
            os.kill(first, signal.SIGKILL)
            assert wait_until(lambda: running.pid != first)
            clerk.upload(stream_bomb(), "bomb.pdf")
            assert wait_until(lambda: "pending" not in statuses(clerk) and "processing" not in statuses(clerk))
            assert sorted(statuses(clerk)) == ["failed", "processed"]
            last = running.pid
        assert wait_until(lambda: not Path(f"/proc/{last}").exists())


def test_the_command_line_uploads_reads_and_lists_jobs(sqlite_place: Place, tmp_path: Path) -> None:
    files = {"good.xml": einvoice(), "same.xml": einvoice(), "bad.txt": b"hello"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with clerk_at(sqlite_place) as clerk:
        company = ids.company_id(clerk.keeper.company)
        paths = [str(tmp_path / name) for name in files]
        done = command(sqlite_place, "upload", *paths, "--company", company, "--read", "--json")
        assert done.returncode == 1
        told = json.loads(done.stdout)
        assert [(d["status"], d["gross"]) for d in told["documents"]] == [("processed", 120.0)] * 2
        assert [(e["file"], e["code"]) for e in told["errors"]] == [("bad.txt", "unsupported_media_type")]
        assert statuses(clerk) == ["processed"]
        shown = command(sqlite_place, "jobs", "--company", company)
        assert (shown.returncode, "read_document" in shown.stdout) == (0, True)


def test_the_command_line_lists_documents_by_state_and_payments_without_one(sqlite_place: Place) -> None:
    with clerk_at(sqlite_place) as clerk:
        company = ids.company_id(clerk.keeper.company)
        clerk.keeper.enter(date(2026, 3, 4), -12000, "HARBOUR STATIONERS HS-1041", category="cat_office")
        clerk.keeper.enter(date(2026, 3, 5), -2500, "QUAY COFFEE", category="cat_office")
        clerk.keeper.enter(date(2026, 3, 6), -999, "SMALL CHANGE", category="cat_office")
        clerk.uploaded_and_read(einvoice())
        clerk.upload(einvoice("Quay Coffee Ltd", number="Q7"), "q7.xml")
    shown = command(sqlite_place, "documents", "--company", company, "--status", "pending")
    assert (shown.returncode, "q7.xml" in shown.stdout, "HS-1041" in shown.stdout) == (0, True, False)
    shown = command(sqlite_place, "documents", "--company", company, "--matched", "--json")
    assert [d["number"] for d in json.loads(shown.stdout)["documents"]] == ["HS-1041"]
    shown = command(sqlite_place, "documents", "--company", company, "--limit", "1")
    assert "1 of 2 shown; go on with --offset 1" in shown.stdout
    missing = command(sqlite_place, "evidence", "--company", company)
    assert "QUAY COFFEE" in missing.stdout
    assert "1 without a document, -25.00 in all" in missing.stdout
    missing = command(sqlite_place, "evidence", "--company", company, "--min-amount", "5", "--json")
    assert json.loads(missing.stdout)["pagination"]["total"] == 2
    refused = command(sqlite_place, "evidence", "--company", company, "--min-amount", "1_0")
    assert (refused.returncode, "'1_0' is not an amount" in refused.stderr) == (2, True)


def test_the_command_line_retries_a_job(sqlite_place: Place) -> None:
    with clerk_at(sqlite_place) as clerk:
        company = ids.company_id(clerk.keeper.company)
        clerk.upload(einvoice())
        held = clerk.claim(clerk.waiting(later_minutes=1)[0], later_minutes=1)
        assert held is not None
        clerk.keeper.do(record_reading.GIVE_UP, ReadingGivenUp(held, "it hangs", 10))
    job = ids.public_id("job_", held.company, held.number)
    assert job in command(sqlite_place, "jobs", "--company", company, "--state", "dead").stdout
    done = command(sqlite_place, "jobs", "retry", job, "--company", company)
    assert (done.returncode, "is queued" in done.stdout) == (0, True)
    refused = command(sqlite_place, "jobs", "retry", "job_nonsense", "--company", company, "--json")
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (1, "not_found")


def command(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "accountsos.main", *arguments],
        env=environment(place),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
