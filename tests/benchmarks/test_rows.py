"""The bench reckons ratios, targets and tables as it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.page import page, processor
from benchmarks.rows import Row, above, amount, at_least, at_most, below, markdown_table, missed, plain_table, told


def test_a_ratio_reaches_its_target_up_to_the_limit_itself() -> None:
    assert at_most("list", 250, 100, 2.5) == Row("list", "250 µs", "100 µs", "2.50×", "≤ 2.5×", True)
    assert not at_most("list", 251, 100, 2.5).ok
    assert at_least("rate", 16, 10, 1.6, "/s") == Row("rate", "16 /s", "10 /s", "1.60×", "≥ 1.6×", True)
    assert not at_least("rate", 15.9, 10, 1.6, "/s").ok


def test_absolute_targets_have_no_ratio() -> None:
    assert below("start", 1.2, 1.5, "s", "0.7 CPU s") == Row("start", "1.2 s", "0.7 CPU s", "", "≤ 1.5 s", True)
    assert not below("start", 1.51, 1.5, "s").ok
    assert above("import", 5000, 5000, "lines/s") == Row("import", "5,000 lines/s", "", "", "≥ 5,000 lines/s", True)
    assert not above("import", 4999, 5000, "lines/s").ok


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1,234 µs"), (99.96, "100 µs"), (12.34, "12.3 µs"), (1.5, "1.5 µs"), (0.0784, "0.078 µs"), (0, "0 µs")],
)
def test_an_amount_has_the_digits_that_mean_something(value: float, text: str) -> None:
    assert amount(value, "µs") == text


def test_only_hard_rows_fail_the_bench() -> None:
    slow, wrong = below("slow", 2, 1, "s"), Row("truth", "1 differs", "", "", "0 differ", False, hard=True)
    rows = [slow, wrong, told("memory", "5 MB")]
    assert missed(rows) == [slow, wrong]
    assert missed(rows, hard=True) == [wrong]


def test_the_tables_hold_every_cell() -> None:
    rows = [at_most("list | page", 250, 100, 2.5), told("memory", "5 MB")]
    assert plain_table(rows).splitlines()[1].split() == "list | page 250 µs 100 µs 2.50× ≤ 2.5× yes".split()
    assert markdown_table(rows).splitlines()[2] == "| list \\| page | 250 µs | 100 µs | 2.50× | ≤ 2.5× | yes |"
    assert "2 of 2 rows reach their target" in page(rows)


def test_the_processor_is_named_as_it_names_itself(tmp_path: Path) -> None:
    listing = tmp_path / "cpuinfo"
    listing.write_text("processor : 0\nmodel name\t: Some  CPU @ 2.00GHz\n", "utf-8")
    assert processor(listing) == "Some CPU @ 2.00GHz"
