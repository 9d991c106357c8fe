"""Files are kept by what they hold, on disk and in a bucket, and a changed byte is noticed."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from accountsos import ids
from accountsos.errors import Unavailable
from accountsos.jobs.worker import Worker
from accountsos.store.engine.objects import DirectoryObjects, MissingObject, Objects
from accountsos.store.engine.opening import Place
from accountsos.store.engine.place_of_objects import objects_at
from accountsos.workflows.documents import delete_document, list_documents
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.documents.list_documents import FileWanted
from accountsos.workflows.upkeep.verify_books import VERIFY_FILES
from tests.support.bookkeeper import found
from tests.support.buckets import VARIABLES, new_bucket, served_buckets
from tests.support.engines import opened
from tests.workflows.documents.papers import Clerk, einvoice

OURS, THEIRS = 7, 8
CONTENT = b"%PDF-1.7 a receipt"
DIGEST = hashlib.sha256(CONTENT).digest()


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """An S3 on loopback, spoken to over HTTP."""
    with served_buckets() as server:
        yield server


@pytest.fixture(params=["directory", "bucket"])
def objects(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Objects:
    if request.param == "directory":
        return objects_at(None, tmp_path / "objects")
    return objects_at(bucket_at(request.getfixturevalue("bucket_server"), tmp_path, monkeypatch), tmp_path)


def bucket_at(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a new bucket on that server."""
    for name, value in {**VARIABLES, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    return new_bucket(server, tmp_path.name)


def test_what_was_put_comes_back_under_its_digest(objects: Objects) -> None:
    assert objects.put(OURS, CONTENT) == DIGEST
    assert objects.holds(OURS, DIGEST)
    assert objects.get(OURS, DIGEST) == CONTENT


def test_the_same_bytes_again_are_one_file(objects: Objects) -> None:
    objects.put(OURS, CONTENT)
    objects.put(OURS, CONTENT)
    assert list(objects.digests(OURS)) == [DIGEST]


def test_another_company_does_not_have_the_file(objects: Objects) -> None:
    objects.put(OURS, CONTENT)
    assert not objects.holds(THEIRS, DIGEST)
    assert list(objects.digests(THEIRS)) == []
    with pytest.raises(MissingObject, match=DIGEST.hex()):
        objects.get(THEIRS, DIGEST)


def test_a_removed_file_is_gone_and_removing_it_again_is_fine(objects: Objects) -> None:
    objects.put(OURS, CONTENT)
    objects.remove(OURS, DIGEST)
    objects.remove(OURS, DIGEST)
    assert not objects.holds(OURS, DIGEST)


def test_one_flipped_bit_is_noticed_when_the_file_is_read(tmp_path: Path) -> None:
    DirectoryObjects(tmp_path).put(OURS, CONTENT)
    (stored,) = (p for p in tmp_path.rglob("*") if p.is_file())
    stored.write_bytes(bytes([CONTENT[0] ^ 1]) + CONTENT[1:])
    with pytest.raises(MissingObject, match="have changed"):
        DirectoryObjects(tmp_path).get(OURS, DIGEST)


def test_files_and_folders_are_the_owners_alone_and_nothing_unfinished_stays(tmp_path: Path) -> None:
    DirectoryObjects(tmp_path / "objects").put(OURS, CONTENT)
    paths = [tmp_path / "objects", *(tmp_path / "objects").rglob("*")]
    assert [p for p in paths if stat.S_IMODE(p.stat().st_mode) & 0o077] == []
    assert [p.name for p in paths if p.is_file()] == [DIGEST.hex()]
    assert paths[1].name == ids.company_id(OURS)


def test_a_half_written_file_is_no_file(tmp_path: Path) -> None:
    objects = DirectoryObjects(tmp_path)
    objects.put(OURS, CONTENT)
    (stored,) = (p for p in tmp_path.rglob("*") if p.is_file())
    (stored.parent / ".arriving-x").write_bytes(b"half")
    assert list(objects.digests(OURS)) == [DIGEST]


def test_a_disk_that_cannot_be_written_is_unavailable_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable):
        DirectoryObjects(tmp_path).put(OURS, CONTENT)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_worker_on_a_bucket_reads_serves_and_erases_what_was_uploaded(
    place: Place, tmp_path: Path, bucket_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = bucket_at(bucket_server, tmp_path, monkeypatch)
    with opened(replace(place, objects_url=url)) as whole:
        clerk, worker = Clerk(found(whole.books)), Worker(whole.books)
        state = clerk.upload(einvoice())
        assert not (place.data / "objects").exists()
        assert clerk.upload(einvoice(), "again.xml").document.number == state.document.number
        worker.run_once()
        assert clerk.show(state).document.status == "processed"
        file = clerk.keeper.ask(list_documents.FILE, FileWanted(clerk.id_of(state), whole.books.objects))
        assert file.content == einvoice()
        assert clerk.keeper.books.read(VERIFY_FILES, clerk.keeper.company, whole.books.objects) == []
        clerk.keeper.do(delete_document.DELETE, DeleteDocument(clerk.id_of(state)))
        worker.run_once()
        worker.reader.close()
        assert list(whole.books.objects.digests(clerk.keeper.company)) == []


def test_uploads_go_on_when_a_bucket_that_was_away_is_back(
    place: Place, tmp_path: Path, bucket_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = bucket_at(bucket_server, tmp_path, monkeypatch)
    with opened(replace(place, objects_url=url)) as whole:
        clerk, worker = Clerk(found(whole.books)), Worker(whole.books)
        state = clerk.upload(einvoice())
        held = whole.books.objects
        monkeypatch.setattr("accountsos.store.engine.bucket._RETRIES", 0)
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        whole.books.objects = objects_at(url, tmp_path)
        with pytest.raises(Unavailable):
            clerk.upload(einvoice(number="HS-2"))
        worker.run_once()
        (job,) = clerk.keeper.ask(list_documents.LIST_JOBS, (None, 9, 0)).rows
        assert (job.state, job.failures, clerk.show(state).document.status) == ("queued", 0, "processing")
        whole.books.objects = held
        whole.clock.now += timedelta(minutes=1)
        worker.run_once()
        worker.reader.close()
        assert clerk.show(state).document.status == "processed"


def test_a_bucket_that_is_away_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**VARIABLES, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("accountsos.store.engine.bucket._RETRIES", 0)
    with pytest.raises(Unavailable):
        objects_at("s3://nothing/here", tmp_path).put(OURS, CONTENT)
