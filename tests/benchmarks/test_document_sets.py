"""What counts as the same number: the one that is printed, whatever sign stands before it."""

from __future__ import annotations

import pytest
from benchmarks.document_sets import same_number


@pytest.mark.parametrize(
    ("read", "truth", "same"),
    [
        ("3114", "#3114", True),
        ("#3114", "3114", True),
        ("3114", "No. 3114", True),
        ("No 3114", "3114", True),
        ("qs 31 14", "QS3114", True),
        ("NO3114", "3114", False),
        ("NOR-3114", "R-3114", False),
        ("3114", "3115", False),
    ],
)
def test_a_sign_for_number_is_no_part_of_it(read: str, truth: str, same: bool) -> None:
    assert same_number(read, truth) is same
