"""What the guides say of the code is what the code says."""

from __future__ import annotations

import re
import subprocess
import sys

from accountsos.cli.commands import COMMANDS
from accountsos.ledger.chart import standard_chart
from accountsos.settings import KNOWN, PREFIX
from tests.tidy.tree import ROOT, every_file, text_of

GUIDES = ("README.md", "CONTRIBUTING.md", "docs/API.md", "docs/OPERATIONS.md", "docs/USER_GUIDE.md")
PACKAGE = "src/accountsos/"
_TERM = re.compile(r"^\*\*([^*]+)\*\* - \S", re.MULTILINE)
_PATH = re.compile(r"`((?:[\w.]+/)*[\w.]+(?:\.(?:py|toml|md|sh)|/))`")
_CATEGORY = re.compile(r"\bcat_[a-z_]+\b")
_COMMAND = re.compile(r"(?:^|`)accountsos ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)(?=[ `\n])", re.MULTILINE)
_SETTING_ROW = re.compile(r"^\| `ACCOUNTSOS_([A-Z_]+)` \|", re.MULTILINE)


def paths_not_there(text: str) -> list[str]:
    """Files and folders between backticks that are neither in the package, nor in a room of it, nor in the checkout."""
    known = every_file()
    missing = []
    for name in _PATH.findall(text):
        wanted = name.rstrip("/")
        there = (ROOT / wanted).exists() or (ROOT / PACKAGE / wanted).exists()
        if not there and not any(path.endswith("/" + wanted) for path in known):
            missing.append(name)
    return missing


def test_every_path_the_architecture_names_is_there() -> None:
    assert paths_not_there(text_of("docs/ARCHITECTURE.md")) == []


def test_every_category_the_guides_name_is_in_the_chart() -> None:
    chart = standard_chart().categories
    named = {(guide, word) for guide in GUIDES for word in _CATEGORY.findall(text_of(guide))}
    assert named, "no guide names a category"
    assert sorted(n for n in named if n[1] not in chart) == []


def test_operations_lists_exactly_the_settings_there_are() -> None:
    assert sorted(_SETTING_ROW.findall(text_of("docs/OPERATIONS.md"))) == sorted(KNOWN)
    assert PREFIX == "ACCOUNTSOS_"


def test_the_page_of_commands_is_what_the_declarations_make() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "tools/commands_page.py")],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert made.stdout == text_of("docs/COMMANDS.md"), "run `make commands`"


def test_the_commands_of_reports_are_what_the_reports_declare() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "tools/report_commands.py")],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert made.stdout == text_of("src/accountsos/cli/report_commands.json"), "run `make commands`"


def test_every_command_that_the_guides_name_is_there() -> None:
    groups = {c.words[:n] for c in COMMANDS for n in range(1, len(c.words) + 1)}
    named = {(guide, tuple(found.split())) for guide in GUIDES for found in _COMMAND.findall(text_of(guide))}
    assert len(named) > 20
    unknown = [(guide, words) for guide, words in named if words[:1] not in groups]
    unknown += [(g, w) for g, w in named if w[:1] in groups and len(w) > 1 and w[:2] not in groups and _is_group(w[:1])]
    assert unknown == []


def _is_group(words: tuple[str, ...]) -> bool:
    return any(len(c.words) > 1 and c.words[:1] == words for c in COMMANDS)


def test_the_glossary_is_alphabetical_and_explains_each_word_once() -> None:
    terms = [term.lower() for term in _TERM.findall(text_of("docs/GLOSSARY.md"))]
    assert len(terms) > 100
    assert terms == sorted(set(terms))


def test_these_rules_notice_what_they_forbid() -> None:
    assert paths_not_there("see `store/no_such_file.py`") == ["store/no_such_file.py"]
    assert paths_not_there("see `store/journal.py`, `journal.py` and `uk_rules/`") == []
