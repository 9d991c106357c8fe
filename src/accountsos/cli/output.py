"""Answers as they are printed: JSON, tables, things, sentences."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import click

from accountsos.cli.printing import STEERING, say, visible
from accountsos.cli.show import Column, Each, JsonOf, Listing, Nothing, Report, Said, Several, Show, Whole

_HOLE = re.compile(r"\{([a-z_.]+)\}")


def print_json(content: bytes) -> None:
    """JSON as the API answers it, byte for byte; only on a terminal are characters that would steer it escaped."""
    text = content.decode()
    if sys.stdout.isatty():
        text = STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    click.echo(text)


def parsed(content: bytes) -> Any:
    """The answer with its numbers as they stand, never through a float."""
    return json.loads(content, parse_float=Decimal) if content else {}


def print_table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
    """A plain table; each column is a heading and `<` or `>`."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max([len(head), *(len(row[n]) for row in shown)]) for n, (head, _) in enumerate(columns)]
    for line in ([head for head, _ in columns], *shown):
        cells = [f"{cell:{side}{width}}" for cell, (_, side), width in zip(line, columns, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def print_answer(show: Show, answer: Any, table: Sequence[Sequence[str]] | None = None) -> None:
    """The answer as its command declares. `table` is the API's own, where there is one."""
    if isinstance(show, Listing):
        _print_list(show, answer)
    elif isinstance(show, Several):
        for part in show.parts:
            _print_list(part, answer)
    elif isinstance(show, Said):
        say(filled(show.text, answer))
        for warning in at(answer, "warnings") or ():
            say(f"note: {warning['message']}")
    elif isinstance(show, Report):
        _print_report(show, answer.get("report", answer), table or [])
    elif isinstance(show, JsonOf):
        click.echo(_indented(at(answer, show.of)))
    elif not isinstance(show, Nothing):
        _print_whole(show, answer)
    _print_rest(answer)


def at(answer: Any, path: str) -> Any:
    """What lies under names joined by dots; None where something on the way is missing."""
    for name in path.split("."):
        answer = answer.get(name) if isinstance(answer, Mapping) else None
    return answer


def filled(text: str, answer: Any) -> str:
    """The text with each `{path}` replaced."""
    return _HOLE.sub(lambda found: visible(cell(at(answer, found[1]))), text)


def cell(value: Any) -> str:
    """A value in a table or sentence."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        if "id" in value and "name" in value:
            return f"{value['id']} ({value['name']})"
        return ", ".join(f"{name}: {cell(inner)}" for name, inner in value.items() if inner is not None)
    if isinstance(value, list):
        return ", ".join(map(cell, value))
    return str(value)


def _print_list(listing: Listing, answer: Any) -> None:
    if listing.title:
        say(filled(listing.title, answer) + "\n")
    things = at(answer, listing.of)
    if not things:
        if listing.empty:
            say(listing.empty)
        return
    print_table(
        [(column.heading, ">" if column.right else "<") for column in listing.columns],
        [[_in_list(column, thing) for column in listing.columns] for thing in things],
    )
    for sentence in listing.then:
        say(filled(sentence, answer))


def _in_list(column: Column, thing: Any) -> str:
    value = at(thing, column.path)
    # In a list of many, a column of yes and no is read sooner with its noes left out.
    return "" if value is False else cell(value)


def _print_report(show: Report, report: Any, table: Sequence[Sequence[str]]) -> None:
    title = filled(show.title, {**report, "type": report.get("type", "").replace("_", " ")})
    say(title[:1].upper() + title[1:] + "\n")
    if len(table) > 1:
        headings, *rows = table
        print_table(
            [(name.replace("_", " "), ">" if _of_numbers(rows, n) else "<") for n, name in enumerate(headings)], rows
        )
    else:
        say("Nothing.")
    for sentence in show.then:
        say(filled(sentence, report))
    if show.each is not None:
        _print_each(show.each, report)
    for warning in report.get("warnings") or ():
        say(f"note: {warning['message']}")


def _print_each(each: Each, report: Any) -> None:
    for thing in report[each.of]:
        for inner in thing[each.inside] if each.inside else [{}]:
            say(filled(each.sentence, {**thing, **inner}))


def _of_numbers(rows: Sequence[Sequence[str]], n: int) -> bool:
    return all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|", row[n]) for row in rows)


def _print_whole(show: Whole, answer: Any) -> None:
    thing = at(answer, show.of) if show.of else answer
    for line in _lines_of(thing, ""):
        say(line)
    for name, value in answer.items():
        if name != show.of.partition(".")[0] and name != "pagination":
            for line in _lines_of({name: value}, ""):
                say(line)


def _lines_of(thing: Mapping[str, Any], indent: str) -> Iterator[str]:
    """`name  value` for each value that there is; things inside stand below their name."""
    width = max((len(name) for name in thing), default=0)
    for name, value in thing.items():
        if value is None or value == []:
            continue
        label = name.replace("_", " ")
        if isinstance(value, Mapping) and not {"id", "name"} <= set(value):
            yield f"{indent}{label}"
            yield from _lines_of(value, indent + "  ")
        elif isinstance(value, list) and isinstance(value[0], Mapping):
            yield f"{indent}{label}"
            yield from (f"{indent}  - {visible(cell(inner))}" for inner in value)
        else:
            yield f"{indent}{label:{width}}  {visible(cell(value))}"


def _print_rest(answer: Any) -> None:
    page = answer.get("pagination") if isinstance(answer, Mapping) else None
    if not page or not page["has_more"]:
        return
    following = page["offset"] + page["limit"]
    say(f"{page['limit']} of {page['total']} shown; go on with --offset {following}")


def _indented(value: Any) -> str:
    return json.dumps(value, indent=2, default=_Exact)


class _Exact(float):
    """A Decimal on its way through the json module, written as it stands."""

    def __init__(self, value: Decimal) -> None:
        self.text = f"{value:f}"

    def __repr__(self) -> str:
        return self.text
