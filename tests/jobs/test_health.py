"""What is missing for reading documents is said with what to do about it."""

from __future__ import annotations

import pytest

from accountsos.jobs.health import reader_warnings
from accountsos.jobs.reader_process import ReaderProcess


class Seen(ReaderProcess):
    """A reader of which is known whether it is without network."""

    def __init__(self, without_network: bool | None) -> None:
        super().__init__()
        self.seen = without_network

    def look(self) -> bool | None:
        return self.seen


def test_a_machine_with_everything_has_no_warnings() -> None:
    assert reader_warnings(Seen(True), lambda _: True) == ()


@pytest.mark.parametrize(("seen", "words"), [(False, "no network namespace"), (None, "does not come up")])
def test_a_reader_that_is_not_confined_or_not_there_is_warned_of(seen: bool | None, words: str) -> None:
    (warning,) = reader_warnings(Seen(seen), lambda _: True)
    assert words in warning


def test_a_reader_that_can_read_other_files_is_warned_of() -> None:
    reader = Seen(True)
    reader.without_files = False
    (warning,) = reader_warnings(reader, lambda _: True)
    assert "no Landlock" in warning


def test_a_machine_without_ocr_is_told_what_to_install() -> None:
    (warning,) = reader_warnings(Seen(True), lambda name: name != "rapidocr")
    assert "rapidocr not being installed" in warning
    assert "pip install 'accountsos[ocr]'" in warning


def test_a_look_at_the_reader_tells_what_its_greeting_says_and_leaves_none_behind() -> None:
    reader = ReaderProcess()
    assert reader.look() is reader.without_network
    assert reader.without_network is not None
    assert reader.pid is None


def test_a_reader_that_does_not_start_is_no_reader() -> None:
    reader = ReaderProcess()
    reader.command = ("false",)
    assert reader.look() is None
