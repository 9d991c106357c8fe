"""What `make test` leaves to CI: the other database's repeats of a file, and most ways of looking at one page.

A test runs on both databases so that a statement that only one of them takes is noticed. Where the database is the
subject, all of them run; elsewhere the first of each file shows that what the file is about works on PostgreSQL too.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

OPTION = "--shorter"
ABOUT_THE_DATABASE = ("tests/store/", "tests/jobs/", "tests/faults/", "tests/api/")


def add_option(parser: pytest.Parser) -> None:
    """`--shorter`, which only `make test` gives, and not in CI."""
    parser.addoption(OPTION, action="store_true", help="leave to CI what repeats on PostgreSQL and in the browser")


def is_shorter(config: pytest.Config) -> bool:
    """Whether this run leaves the repeats to CI."""
    return bool(config.getoption(OPTION))


def left_to_ci(nodeids: Sequence[str]) -> set[str]:
    """Of these tests, in their order, those that a shorter run leaves out."""
    shown: set[str] = set()
    left: set[str] = set()
    for nodeid in nodeids:
        path = nodeid.partition("::")[0]
        if "postgresql" not in nodeid or path.startswith(ABOUT_THE_DATABASE):
            continue
        if path in shown:
            left.add(nodeid)
        shown.add(path)
    return left
