"""Every refusal has a case that provokes it, and says what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from accountsos.store.engine.opening import Place as Books
from tests.refusals.gallery import SUBJECTS, WORDS, Place, Provoked, provoked, words_of
from tests.refusals.sites import Site, sites
from tests.support.engines import copied, opened

Gallery = dict[str, dict[str, Provoked]]


@pytest.fixture(scope="module")
def gallery(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """What is said in every case."""
    place = Books(copied(sqlite_template, tmp_path_factory.mktemp("refusals") / "data"))
    with opened(place) as installation:
        yield {subject: provoked(installation.books, subject) for subject in SUBJECTS}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_said_is_what_is_kept(gallery: Gallery, subject: str) -> None:
    """Where it differs on purpose: `python -m tests.refusals`, and read the difference."""
    assert {name: each.said for name, each in gallery[subject].items()} == words_of(subject)


def test_every_refusal_has_a_case_that_provokes_it(gallery: Gallery) -> None:
    seen = {place for subject in gallery.values() for each in subject.values() for place in each.places}
    assert "\n".join(f"{s.path}:{s.first} {s.text}" for s in sites() if not _provoked(s, seen)) == ""


def _provoked(site: Site, seen: set[Place]) -> bool:
    return any(place.path == site.path and site.first <= place.line <= site.last for place in seen)


def test_every_file_of_words_has_a_subject() -> None:
    assert sorted(p.stem for p in WORDS.glob("*.toml")) == sorted(SUBJECTS)
