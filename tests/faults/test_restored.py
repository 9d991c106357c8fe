"""Everything is destroyed, and comes back from a backup by the commands that the operator's guide shows."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from accountsos import ids
from accountsos.generator import generate
from accountsos.store.engine.migrate import HEAD
from accountsos.store.engine.opening import Place
from tests.cli.shell import Shell
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.buckets import VARIABLES, destroy_bucket, keys_in, new_bucket, put_in, served_buckets, take_from
from tests.support.engines import Clock, copied, opened, postgres_place
from tests.support.postgres import APPLICATION, OWNER, PostgresServer
from tests.workflows.documents.papers import Clerk, einvoice

GUIDE = Path(__file__).parents[2] / "docs" / "OPERATIONS.md"
REPORTS = ("trial-balance", "profit-loss", "balance-sheet", "vat")
"""With the lines and the audit log, which tell of everything that was done."""
PAPERS = 5


@dataclass
class Site:
    """An installation, and what an operator can do to it."""

    place: Place
    bucket_server: str | None
    """Where its documents are; None: in a folder."""
    again: Callable[[bool], Place]
    """Destroys everything, or all but the documents, and makes an empty place."""

    def run(self, *words: str, place: Place | None = None) -> subprocess.CompletedProcess[str]:
        """A command of the product, with the settings of a place."""
        where = place or self.place
        named = {
            "ACCOUNTSOS_DATABASE_URL": where.database_url,
            "ACCOUNTSOS_DATABASE_OWNER_URL": where.owner_url if words[0] == "restore" else None,
            "ACCOUNTSOS_OBJECTS_URL": where.objects_url,
            "ACCOUNTSOS_TODAY": str(TODAY),
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ACCOUNTSOS_")}
        told = {**kept, **{name: value for name, value in named.items() if value is not None}}
        whole = [sys.executable, "-m", "accountsos.main", *words]
        return subprocess.run(whole, env=told, capture_output=True, text=True, check=False, timeout=120)

    def as_shown(self, command: str, backup: Path, place: Place) -> subprocess.CompletedProcess[str]:
        """The guide's own line for that command, with the folders of this test."""
        (line,) = (x for x in GUIDE.read_text("utf-8").splitlines() if x.startswith(f"accountsos {command} /backup/"))
        words = shlex.split(line, comments=True)[1:]
        folders = {"/backup/2026-11-22": str(backup), "/srv/accountsos": str(self.place.data)}
        folders["/srv/restored"] = str(place.data)
        return self.run(*(folders.get(word, word) for word in words), place=place)

    def files(self) -> list[str]:
        """Where each document's file is."""
        if self.bucket_server is not None and self.place.objects_url is not None:
            return keys_in(self.bucket_server, self.place.objects_url)
        root = self.place.data / "objects"
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())

    def spoil(self, name: str) -> None:
        """One bit of a file is another."""
        content = bytearray(einvoice())
        content[9] ^= 1
        if self.bucket_server is not None and self.place.objects_url is not None:
            put_in(self.bucket_server, self.place.objects_url, name, bytes(content))
        else:
            (self.place.data / "objects" / name).write_bytes(bytes(content))

    def lose(self, name: str) -> None:
        """A file is gone."""
        if self.bucket_server is not None and self.place.objects_url is not None:
            take_from(self.bucket_server, self.place.objects_url, name)
        else:
            (self.place.data / "objects" / name).unlink()


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    with served_buckets() as server:
        yield server


@pytest.fixture(params=["folder", "postgresql-bucket"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    if request.param == "folder":
        place = Place(copied(request.getfixturevalue("sqlite_template"), tmp_path / "data"))

        def gone(documents: bool = True) -> Place:
            (tmp_path / "data").rename(tmp_path / "gone")
            kept = f"file://{tmp_path / 'gone' / 'objects'}"
            return Place(tmp_path / "restored", objects_url=None if documents else kept)

        yield Site(place, None, gone)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    buckets: str = request.getfixturevalue("bucket_server")
    for name, value in {**VARIABLES, "AWS_ENDPOINT_URL": buckets}.items():
        monkeypatch.setenv(name, value)
    with postgres_place(server, tmp_path / "data") as first, server.database("template0") as empty:
        url = new_bucket(buckets, tmp_path.name)
        place = replace(first, objects_url=url)

        def destroyed(documents: bool = True) -> Place:
            (tmp_path / "data").rename(tmp_path / "gone")
            if documents:
                destroy_bucket(buckets, url)
            kept = new_bucket(buckets, tmp_path.name[-40:] + "-again") if documents else url
            return Place(tmp_path / "restored", server.url(APPLICATION, empty), server.url(OWNER, empty), kept)

        yield Site(place, buckets, destroyed)


def filled(site: Site) -> tuple[str, list[str]]:
    """A year of books with papers; the company's id and the papers'."""
    company = generate(5, archetype="electrician", transactions=250, months=12)
    with opened(site.place) as whole:
        keeper = found(whole.books)
        keeper.load(company.statement("ba_main", company.start, company.end))
        keeper.journal(date(2026, 10, 31), {"cat_software": 12_34, "cat_sales": -12_34})
        clerk = Clerk(keeper)
        papers = [clerk.uploaded_and_read(einvoice(number=f"HS-{n}")) for n in range(PAPERS)]
        return ids.company_id(keeper.company), [clerk.id_of(paper) for paper in papers]


def told_of(place: Place, company: str) -> Mapping[str, object]:
    """What the books say, as a person asks for it."""
    asked = [("report", report) for report in REPORTS] + [("transactions", "list", "--limit", "200"), ("audit", "list")]
    said = {}
    for words in asked:
        printed = Shell(place, Clock()).type(*words, "--company", company, "--json")
        assert printed.status == 0, printed.errors
        said[" ".join(words)] = json.loads(printed.content)
    return said


def bytes_of(place: Place, company: str) -> list[bytes]:
    """Of every document."""
    number = ids.company_number(company)
    assert number is not None
    with opened(place) as whole:
        return [whole.books.objects.get(number, digest) for digest in sorted(whole.books.objects.digests(number))]


def test_what_was_destroyed_comes_back_by_the_commands_of_the_guide(site: Site, tmp_path: Path) -> None:
    company, papers = filled(site)
    before, files = told_of(site.place, company), bytes_of(site.place, company)
    assert len(papers) == len(files) == PAPERS
    made = site.as_shown("backup", tmp_path / "backup", site.place)
    assert made.returncode == 0, made.stderr
    place = site.again(True)
    back = site.as_shown("restore", tmp_path / "backup", place)
    assert (back.returncode, f"{company}: the books agree" in back.stdout) == (0, True), back.stdout + back.stderr
    assert told_of(place, company) == before
    assert bytes_of(place, company) == files
    number = ids.company_number(company)
    assert number is not None
    with opened(place) as whole:  # as the application's role, which may write again what it could before
        Bookkeeper(whole.books, number).enter(date(2026, 11, 2), -4_20)
        assert Bookkeeper(whole.books, number).faults() == []


def test_a_document_that_was_lost_or_spoilt_is_named_and_all_else_comes_back(site: Site, tmp_path: Path) -> None:
    company, papers = filled(site)
    before = told_of(site.place, company)
    lost, spoilt = site.files()[:2]
    site.lose(lost)
    site.spoil(spoilt)
    made = site.as_shown("backup", tmp_path / "backup", site.place)
    named = {paper: paper in made.stderr for paper in papers}
    assert (made.returncode, sum(named.values())) == (1, 2), made.stderr
    place = site.again(True)
    back = site.as_shown("restore", tmp_path / "backup", place)
    assert back.returncode == 1
    assert {paper: paper in back.stdout for paper in papers} == named, back.stdout
    assert told_of(place, company) == before
    assert len(bytes_of(place, company)) == PAPERS - 2


def test_a_backup_that_is_taken_while_papers_arrive_and_go_is_whole(site: Site, tmp_path: Path) -> None:
    company, _ = filled(site)
    number = ids.company_number(company)
    assert number is not None
    enough = threading.Event()
    with opened(site.place) as whole:
        clerk = Clerk(Bookkeeper(whole.books, number))

        def arrive() -> None:
            for n in range(10_000):
                if enough.is_set():
                    return
                clerk.upload(einvoice(number=f"LATE-{n}"), f"{n}.xml")

        arriving = threading.Thread(target=arrive)
        arriving.start()
        made = site.as_shown("backup", tmp_path / "backup", site.place)
        enough.set()
        arriving.join()
    assert made.returncode == 0, made.stderr
    back = site.as_shown("restore", tmp_path / "backup", site.again(True))
    assert (back.returncode, f"{company}: the books agree" in back.stdout) == (0, True), back.stdout + back.stderr


def test_a_bucket_that_outlived_the_books_is_mended_where_it_is_not_whole(site: Site, tmp_path: Path) -> None:
    company, _ = filled(site)
    files = bytes_of(site.place, company)
    assert site.as_shown("backup", tmp_path / "backup", site.place).returncode == 0
    lost, spoilt = site.files()[:2]
    site.lose(lost)
    site.spoil(spoilt)
    place = site.again(False)
    back = site.as_shown("restore", tmp_path / "backup", place)
    assert back.returncode == 0, back.stdout + back.stderr
    assert bytes_of(place, company) == files


def test_a_backup_of_the_books_alone_says_so_and_names_what_is_missing_once_restored(
    site: Site, tmp_path: Path
) -> None:
    company, papers = filled(site)
    made = site.run("backup", str(tmp_path / "backup"), "--books-only", "--data", str(site.place.data))
    assert (made.returncode, "documents are not in it" in made.stderr) == (0, True)
    manifest = json.loads((tmp_path / "backup" / "manifest.json").read_text("utf-8"))
    assert (manifest["schema"], manifest["documents"], len(manifest["files"])) == (HEAD, False, 1)
    back = site.as_shown("restore", tmp_path / "backup", site.again(True))
    assert "holds the books only" in back.stderr
    assert all(paper in back.stdout for paper in papers)
    assert f"{company}: NOT IN ORDER" in back.stdout
