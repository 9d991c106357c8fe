"""What is beside the books does not take them down: disk, counters, documents' files, a directory that is read only."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from accountsos.store.engine.opening import COUNTERS_FILE, OBJECTS_FOLDER, Place
from accountsos.store.engine.sqlite_counter import CALLS
from tests.faults.figures import note
from tests.support.engines import copied
from tests.support.served import Served, in_time, served
from tests.workflows.documents.papers import einvoice

READS = ("/api/transactions?limit=1", "/api/reports/profit-loss", "/api/documents", "/sign-up")
LINE = {"date": "2026-02-28", "amount": -45.99, "description": "Stamps", "bank_account_id": "ba_main"}
MEGABYTES_OF_SMALL_DISK = 12


def _reads(server: Served) -> list[int]:
    return [server.ask("GET", path, Host="localhost")[0] for path in READS]


def _write(server: Served) -> tuple[int, str]:
    kind = {"Content-Type": "application/json"}
    status, body = server.ask("POST", "/api/transactions", json.dumps(LINE).encode(), **kind)
    return status, json.loads(body).get("error", {}).get("message", "")


def _upload(server: Served, n: int) -> tuple[int, str]:
    status, body = server.upload(einvoice(number=f"HS-{n}"), "HS.xml")
    return status, json.loads(body).get("error", {}).get("message", "")


def _doctor(data: Path) -> str:
    command = [sys.executable, "-m", "accountsos.main", "doctor", "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = Place(copied(sqlite_template, tmp_path_factory.mktemp("beside")))
    (place.data / COUNTERS_FILE).write_bytes(b"these were counters once " * 400)
    with served(place) as running:
        yield running


WELL = [200, 200, 200, 200]


def test_spoilt_counters_are_made_anew_at_the_first_request(server: Served) -> None:
    assert _reads(server) == WELL
    assert _write(server)[0] == 201
    assert (server.data / COUNTERS_FILE).read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("how", ["removed", "a folder in their place", "other tables", "calls spoilt"])
def test_counters_that_are_lost_while_the_server_runs_take_nothing_down(server: Served, how: str) -> None:
    for file in server.data.glob(f"{COUNTERS_FILE}*"):
        file.unlink()
    counters = server.data / COUNTERS_FILE
    if how == "calls spoilt":
        counters.with_name(COUNTERS_FILE + CALLS).write_bytes(b"these were calls once " * 400)
    if how == "a folder in their place":
        counters.mkdir()
    elif how == "other tables":
        shutil.copyfile(server.data / "books.db", counters)
    assert [_reads(server), _write(server)[0]] == [WELL, 201]
    if counters.is_dir():
        counters.rmdir()
    assert in_time(lambda: _reads(server) == WELL and counters.is_file()), "counted in the file again"


def test_a_document_whose_file_is_gone_or_unreadable_is_told_and_the_rest_goes_on(server: Served) -> None:
    assert _upload(server, 1)[0] == 201
    document = json.loads(server.ask("GET", "/api/documents")[1])["documents"][0]["id"]
    (file,) = (p for p in (server.data / OBJECTS_FOLDER).rglob("*") if p.is_file())
    aside = file.rename(file.with_name(".aside"))
    status, body = server.ask("GET", f"/api/documents/{document}/file")
    assert (status, json.loads(body)["error"]["code"]) == (503, "unavailable")
    assert "not where it was kept; restore it from a backup" in body.decode()
    assert str(server.data) not in body.decode(), "nobody by HTTP needs to know where files are"
    assert "the files of 1 documents" in _doctor(server.data)
    file.mkdir()
    status, body = server.ask("GET", f"/api/documents/{document}/file")
    assert (status, "cannot be read (is a directory)" in body.decode()) == (503, True)
    assert _reads(server) == WELL
    file.rmdir()
    aside.rename(file)
    assert server.ask("GET", f"/api/documents/{document}/file")[0] == 200


def test_a_documents_folder_that_cannot_be_written_refuses_uploads_only(server: Served) -> None:
    folder = server.data / OBJECTS_FOLDER
    folder.mkdir(exist_ok=True)
    aside = folder.rename(server.data / "aside")
    folder.write_text("no folder")
    try:
        status, message = _upload(server, 2)
        assert (status, "could not be stored (not a directory)" in message) == (503, True)
        assert [_reads(server), _write(server)[0]] == [WELL, 201]
        assert "nothing can be uploaded" in _doctor(server.data)
    finally:
        folder.unlink()
        aside.rename(folder)
    assert _upload(server, 3)[0] == 201


@contextmanager
def small_disk(where: Path) -> Iterator[Path | None]:
    """A file system of a few megabytes; None where mounting is not allowed."""
    where.mkdir()
    size = f"size={MEGABYTES_OF_SMALL_DISK}M,mode=700"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(where)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield where if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(where)], check=False, capture_output=True)


def test_on_a_full_disk_reads_go_on_and_writes_say_why(sqlite_template: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        if disk is None:
            assert not os.path.ismount(tmp_path / "disk")
            return
        _on_a_full_disk(disk, Place(copied(sqlite_template, disk / "data")))


def _on_a_full_disk(disk: Path, place: Place) -> None:
    with served(place) as server:
        assert [_reads(server), _write(server)[0]] == [WELL, 201]
        with (disk / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4_096))
            except OSError:
                pass
        written = [_write(server) for _ in range(40)]
        refused = {message for status, message in written if status == 503}
        assert {status for status, _ in written} <= {201, 503}
        assert refused == {"the books could not be written just now (the disk is full); nothing was changed, try again"}
        status, message = _upload(server, 4)
        assert (status, "the disk is full" in message) == (503, True)
        assert _reads(server) == WELL
        assert "0 MB are free" in _doctor(server.data)
        (disk / "ballast").unlink()
        assert in_time(lambda: _write(server)[0] == 201), "resumes when there is space"
        assert _reads(server) == WELL
    note("disk full", "a server on a tmpfs of 12 MB", refused=len([s for s, _ in written if s == 503]))


def test_a_directory_that_is_read_only_at_the_start_is_refused_in_words(sqlite_template: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        if disk is None:
            assert not os.path.ismount(tmp_path / "disk")
            return
        data = copied(sqlite_template, disk / "data")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        said = _doctor(data)
    assert "Traceback" not in said
    assert "cannot be opened just now (the data directory cannot be written)" in said
