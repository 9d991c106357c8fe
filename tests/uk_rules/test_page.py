"""docs/UK_RULES.md is what the data says."""

from __future__ import annotations

from pathlib import Path

from tools import uk_rules_page

from accountsos.uk_rules.parameters import UNVERIFIED, all_parameters


def test_the_page_is_current() -> None:
    assert uk_rules_page.main(["--check"]) == 0, "run python tools/uk_rules_page.py"


def test_the_page_shows_every_parameter_and_marks_what_is_not_verified() -> None:
    text = Path(uk_rules_page.PAGE).read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in all_parameters())
    unverified = sum(not row.verified for each in all_parameters().values() for row in each.rows)
    table_rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert sum(f"| **{UNVERIFIED}** |" in line for line in table_rows) == unverified
