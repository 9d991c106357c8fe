"""Write docs/UK_RULES.md from the parameters and rules: what is covered, verified and not. `--check` only compares."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import FunctionType, ModuleType

from accountsos import uk_rules
from accountsos.uk_rules.coverage import not_covered
from accountsos.uk_rules.parameters import UNVERIFIED, Parameter, Row, all_parameters, all_topics

PAGE = Path(__file__).parent.parent / "docs" / "UK_RULES.md"


def page() -> str:
    """The whole page."""
    rows = [row for each in all_parameters().values() for row in each.rows]
    verified = sum(row.verified for row in rows)
    checked = min(row.checked_on for row in rows)
    parts = [
        "# UK rules",
        "Made by `tools/uk_rules_page.py` from `src/accountsos/uk_rules`; do not edit it by hand.",
        f"{len(rows)} dated values of {len(all_parameters())} parameters: {verified} agree in two sources, "
        f"{len(rows) - verified} do not or have only one and are **{UNVERIFIED}**. The oldest check is of {checked}. "
        "A value applies from its first day until the next one's; which day counts is said with each.",
        "## What is not covered",
        *_not_covered(),
        "## Values fixed by law",
    ]
    for topic in all_topics().values():
        parts += [f"### {topic.heading}", _table(topic.parameters)]
    parts += [
        "## Rules",
        "Each is a pure function; the first sentence of what it says of itself, and its source.",
        *_rules(),
    ]
    return "\n\n".join(parts) + "\n"


def _table(parameters: Sequence[Parameter]) -> str:
    lines = ["| parameter | from | value | verified | source |", "|---|---|---|---|---|"]
    for each in parameters:
        for number, row in enumerate(each.rows):
            name = f"{each.what} (`{each.name}`, by {each.keyed_on})" if number == 0 else "″"
            until = f" to {row.in_force_to}" if row.in_force_to else ""
            mark = f"yes, {row.checked_on}" if row.verified else f"**{UNVERIFIED}**"
            lines.append(f"| {name} | {row.in_force_from}{until} | {_value(each, row)} | {mark} | {row.source} |")
    return "\n".join(lines)


def _value(parameter: Parameter, row: Row) -> str:
    if parameter.unit == "rate":
        return f"{_short(row.value * 100)}%"
    if parameter.unit == "pounds":
        whole = row.value == row.value.to_integral_value()
        return f"£{int(row.value):,}" if whole else f"£{row.value:.2f}"
    return _short(row.value)


def _short(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _not_covered() -> list[str]:
    return [
        f"{all_topics()[topic].heading}:\n" + "\n".join(f"- {text}" for text in texts)
        for topic, texts in not_covered().items()
    ]


def _rules() -> list[str]:
    parts = []
    for found in sorted(pkgutil.iter_modules(uk_rules.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"accountsos.uk_rules.{found.name}")
        rules = [
            (name, doc) for name, doc in _functions(module) if "Source:" in doc or re.search(r"\b(s|reg|sch) ?\d", doc)
        ]
        if rules:
            lines = [f"- `{name}`: {_first_sentence(doc)}{_source(doc)}" for name, doc in rules]
            parts.append(f"**{found.name}** — {(module.__doc__ or '').strip()}\n\n" + "\n".join(lines))
    return parts


def _functions(module: ModuleType) -> list[tuple[str, str]]:
    own = [
        each
        for each in vars(module).values()
        if isinstance(each, FunctionType) and each.__module__ == module.__name__ and not each.__name__.startswith("_")
    ]
    own.sort(key=lambda each: each.__code__.co_firstlineno)
    return [(each.__name__, inspect.cleandoc(each.__doc__ or "")) for each in own]


def _first_sentence(doc: str) -> str:
    text = " ".join(doc.split("\n\n", maxsplit=1)[0].split())
    return text.split(" Source:")[0].split("Source:")[0].strip()


def _source(doc: str) -> str:
    found = re.search(r"Source: (.*)", " ".join(doc.split()))
    return f" *{found[1].rstrip('.')}.*" if found else ""


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is current."""
    text = page()
    if arguments == ["--check"]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        if not current:
            sys.stderr.write("docs/UK_RULES.md is out of date: run python tools/uk_rules_page.py\n")
        return 0 if current else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
