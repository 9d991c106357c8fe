"""What a run by hand leaves to CI is a repeat, and never a file's only test on a database."""

from __future__ import annotations

from tests.support.shorter import OPTION, left_to_ci
from tests.tidy.tree import text_of


def test_of_a_file_the_first_on_postgresql_stays_and_all_on_sqlite() -> None:
    assert left_to_ci(
        [
            "tests/workflows/a.py::one[sqlite]",
            "tests/workflows/a.py::one[postgresql]",
            "tests/workflows/a.py::two[sqlite]",
            "tests/workflows/a.py::two[postgresql]",
            "tests/workflows/b.py::three[postgresql-x]",
        ]
    ) == {"tests/workflows/a.py::two[postgresql]"}


def test_where_the_database_is_the_subject_nothing_is_left_out() -> None:
    assert left_to_ci([f"tests/store/a.py::{each}[postgresql]" for each in ("one", "two")]) == set()


def test_ci_leaves_nothing_out() -> None:
    in_ci, by_hand = text_of("Makefile").split("ifdef CI")[1].split("endif")[0].split("else")
    assert OPTION not in in_ci
    assert OPTION in by_hand
