"""docs/UK_RULES.md is what the data says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tools import uk_rules_page

from accountsos.uk_rules.parameters import UNVERIFIED, all_parameters, all_topics, topic_of


def test_the_page_is_current() -> None:
    assert uk_rules_page.main(["--check"]) == 0, "run python tools/uk_rules_page.py"


def test_the_page_shows_every_parameter_and_marks_what_is_not_verified() -> None:
    text = Path(uk_rules_page.PAGE).read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in all_parameters())
    unverified = sum(not row.verified for each in all_parameters().values() for row in each.rows)
    table_rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert sum(f"| **{UNVERIFIED}** |" in line for line in table_rows) == unverified


def test_every_file_of_parameters_has_its_heading_and_its_table_on_the_page() -> None:
    folder = Path(uk_rules_page.__file__).parent.parent / "src/accountsos/uk_rules/parameters"
    assert {path.stem for path in folder.glob("*.toml")} == set(all_topics())
    headings = [line.removeprefix("### ") for line in tables_of_values() if line.startswith("### ")]
    assert headings == [topic.heading for topic in all_topics().values()]


def tables_of_values() -> list[str]:
    text = Path(uk_rules_page.PAGE).read_text(encoding="utf-8")
    return text.partition("## Values fixed by law")[2].partition("## Rules")[0].splitlines()


@pytest.mark.parametrize("text", ["", '[a_rate]\nwhat = "x"\n', 'heading = " "\n', "heading = 5\n"])
def test_a_file_without_a_heading_is_refused_and_not_left_out(text: str) -> None:
    with pytest.raises(ValueError, match=r"tolls\.toml: the first line gives the topic its heading"):
        topic_of("tolls", text)


@pytest.mark.parametrize("key", "what unit keyed_on values from value source checked_on verified".split())
def test_a_parameter_that_leaves_something_unsaid_is_refused_by_file_name_and_word(key: str) -> None:
    lines = [
        'heading = "Tolls"',
        "[toll]",
        'what = "A crossing"',
        'unit = "pounds"',
        'keyed_on = "the day of the crossing"',
        "[[toll.values]]",
        "from = 2020-01-01",
        'value = "2.50"',
        'source = "SI 2020/1"',
        "checked_on = 2026-11-22",
        "verified = true",
    ]
    assert topic_of("tolls", "\n".join(lines)).parameters[0].rows[0].in_force_from == date(2020, 1, 1)
    kept = lines[:5] if key == "values" else [line for line in lines if not line.startswith(f"{key} =")]
    table = "[<name>]" if key in ("what", "unit", "keyed_on", "values") else "[[<name>.values]]"
    with pytest.raises(
        ValueError, match=rf"tolls\.toml: toll says no `{key}`; {re.escape(table)} has it in every other"
    ):
        topic_of("tolls", "\n".join(kept))


def test_a_file_without_a_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match=r"tolls\.toml: no parameter"):
        topic_of("tolls", 'heading = "Tolls"\n')
