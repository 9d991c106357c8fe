"""What is missing for reading documents is said with what to do about it."""

from __future__ import annotations

import pytest

from accountsos.jobs.health import reader_warnings, said_of_reader
from accountsos.jobs.limits import Confined
from accountsos.jobs.reader_process import ReaderProcess

ALL = Confined(without_network=True, without_files=True, without_calls=True, without_root=True)
WORDS = {
    "without_network": "no network namespace",
    "without_files": "no Landlock",
    "without_calls": "filters of system calls",
    "without_root": "as a user that is not root",
}


def test_a_machine_with_everything_has_no_warnings() -> None:
    assert reader_warnings(ALL, lambda _: True) == ()


@pytest.mark.parametrize("missing", Confined._fields)
def test_each_thing_that_a_reader_is_not_kept_from_is_warned_of(missing: str) -> None:
    (warning,) = reader_warnings(ALL._replace(**{missing: False}), lambda _: True)
    assert WORDS[missing] in warning


def test_a_reader_that_does_not_come_up_is_warned_of() -> None:
    (warning,) = reader_warnings(None, lambda _: True)
    assert "does not come up" in warning


@pytest.mark.parametrize(
    ("confined", "said"),
    [
        (ALL, "no network, no files but its own, few system calls, not root"),
        (ALL._replace(without_files=False, without_root=False), "no network, few system calls"),
        (Confined(*(False,) * 4), "nothing is kept from it"),
        (None, "does not come up"),
    ],
)
def test_what_holds_of_a_reader_is_said(confined: Confined | None, said: str) -> None:
    assert said_of_reader(confined) == said


def test_a_machine_without_ocr_is_told_what_to_install() -> None:
    (warning,) = reader_warnings(ALL, lambda name: name != "rapidocr")
    assert "rapidocr not being installed" in warning
    assert "pip install 'accountsos[ocr]'" in warning


def test_a_look_at_the_reader_tells_what_its_greeting_says_and_leaves_none_behind() -> None:
    reader = ReaderProcess()
    seen = reader.look()
    assert seen is not None
    assert seen is reader.confined
    assert reader.pid is None


def test_a_reader_that_does_not_start_is_no_reader() -> None:
    reader = ReaderProcess()
    reader.command = ("false",)
    assert reader.look() is None
