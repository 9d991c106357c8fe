"""Backups: consistent while imports run, checked before they are restored, restored only into an empty place."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import date
from pathlib import Path

import pytest

from accountsos.errors import Conflict, NotFound
from accountsos.generator import generate
from accountsos.store.engine.backup import MANIFEST, back_up, restore
from accountsos.store.engine.database_copy import BackupFailed
from accountsos.store.engine.migrate import HEAD
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.workflows.reports import financial_statements
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import Opened, opened

AS_OF = date(2026, 10, 31)


def filled(store: Opened) -> Bookkeeper:
    keeper = found(store.books)
    company = generate(3, archetype="electrician", transactions=300, months=12)
    keeper.load(company.statement("ba_main", company.start, company.end))
    return keeper


def test_a_restored_backup_has_the_same_trial_balance_and_verifies(sqlite_place: Place, tmp_path: Path) -> None:
    with opened(sqlite_place) as store:
        keeper = filled(store)
        before, _ = keeper.ask(financial_statements.TRIAL_BALANCE, financial_statements.SheetQuestion(AS_OF, AS_OF))
        back_up(sqlite_place, tmp_path / "backup")
    restored = Place(tmp_path / "restored")
    restore(tmp_path / "backup", restored)
    with opened(restored) as store:
        again = Bookkeeper(store.books, keeper.company)
        after, _ = again.ask(financial_statements.TRIAL_BALANCE, financial_statements.SheetQuestion(AS_OF, AS_OF))
        assert after == before
        assert len(after.lines) > 5
        assert again.faults() == []


def test_a_backup_taken_while_an_import_runs_is_whole(sqlite_place: Place, tmp_path: Path) -> None:
    company = generate(4, archetype="cafe", transactions=3_000, months=12)
    content = company.statement("ba_main", company.start, company.end)
    with opened(sqlite_place) as store:
        keeper = found(store.books)
        importing = threading.Thread(target=keeper.load, args=(content,))
        importing.start()
        for n in range(4):
            back_up(sqlite_place, tmp_path / f"backup{n}")
        importing.join()
    for n in range(4):
        restored = Place(tmp_path / f"restored{n}")
        restore(tmp_path / f"backup{n}", restored)
        with opened(restored) as store:
            assert Bookkeeper(store.books, keeper.company).faults() == []


def test_a_backup_is_restored_into_an_empty_place_only(sqlite_place: Place, tmp_path: Path) -> None:
    back_up(sqlite_place, tmp_path / "backup")
    books = (sqlite_place.data / BOOKS_FILE).read_bytes()
    with pytest.raises(Conflict, match="already"):
        restore(tmp_path / "backup", sqlite_place)
    assert (sqlite_place.data / BOOKS_FILE).read_bytes() == books


def test_a_backup_does_not_overwrite_what_is_there(sqlite_place: Place, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("mine")
    with pytest.raises(Conflict, match="not empty"):
        back_up(sqlite_place, tmp_path / "taken")
    assert [p.name for p in (tmp_path / "taken").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("name", [BOOKS_FILE, MANIFEST])
def test_one_flipped_byte_is_found_before_anything_is_restored(name: str, sqlite_place: Place, tmp_path: Path) -> None:
    back_up(sqlite_place, tmp_path / "backup")
    damaged = tmp_path / "backup" / name
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    with pytest.raises(BackupFailed):
        restore(tmp_path / "backup", Place(tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


def test_a_backup_of_a_newer_release_is_refused(sqlite_place: Place, tmp_path: Path) -> None:
    back_up(sqlite_place, tmp_path / "backup")
    manifest = tmp_path / "backup" / MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace(f'"schema": "{HEAD}"', '"schema": "9999"'), "utf-8")
    with pytest.raises(BackupFailed, match=f"newer release .* schema is 9999, this release knows {HEAD}"):
        restore(tmp_path / "backup", Place(tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="is not a backup"):
        restore(tmp_path, Place(tmp_path / "restored"))


@pytest.mark.parametrize("how", ["absolute", "upwards", "a link", "a linked folder", "no text", "a list", "nothing"])
def test_a_backup_that_leads_out_of_its_folder_is_refused(how: str, tmp_path: Path) -> None:
    """Whoever made it could have it bring any file of the machine into the books' directory."""
    backup, secret = tmp_path / "backup", tmp_path / "secret" / "key"
    secret.parent.mkdir()
    secret.write_text("nobody's business")
    backup.mkdir()
    digest = hashlib.sha256(secret.read_bytes()).hexdigest()
    name = {"absolute": str(secret), "upwards": "../secret/key", "a link": "key"}.get(how, "folder/key")
    if how == "a link":
        (backup / "key").symlink_to(secret)
    elif how == "a linked folder":
        (backup / "folder").symlink_to(secret.parent)
    odd = {"no text": {"schema": HEAD, "files": {name: 3}}, "a list": [1], "nothing": {}}
    manifest = odd.get(how, {"schema": HEAD, "files": {name: digest}})
    (backup / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(BackupFailed, match=r"leads out of it|is damaged"):
        restore(backup, Place(tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()
