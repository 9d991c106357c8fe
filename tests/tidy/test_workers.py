"""A worker takes a file whole, and all of the tidy tests."""

from __future__ import annotations

from tests.support.workers import share_of


def test_a_file_is_one_workers() -> None:
    assert share_of("tests/ledger/test_chart.py::test_one[a/b::c]") == "tests/ledger/test_chart.py"
    assert share_of("tests/ledger/test_vat.py::test_one") != share_of("tests/ledger/test_chart.py::test_one")


def test_all_that_read_the_sources_are_one_workers() -> None:
    assert share_of("tests/tidy/test_shape.py::test_one") == share_of("tests/tidy/test_signs.py::test_two")
