"""From what was typed to a question, and from the answer to what is printed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from itertools import dropwhile
from pathlib import Path
from typing import Any

import click

from accountsos.cli.command import Command, Fields, Goes, Named, Number, Parameter, Parts, WholeNumber
from accountsos.cli.installation import Answered, Installation, Question, company_number
from accountsos.cli.output import parsed, print_answer, print_json
from accountsos.cli.printing import say
from accountsos.cli.show import Report
from accountsos.errors import BadRequest

ROWS_SHOWN = "50"
"""As many rows as a page of the API has where nothing is said."""
_FILES = ("csv", "xlsx", "pdf")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?", re.ASCII)


def ask(installation: Installation, command: Command, given: Mapping[str, Any]) -> None:
    """Ask the command's question and print the answer as it was wished."""
    form = _form(command, given)
    here = installation.at(given.get("data"))
    question = question_of(command, given)
    with here.books_of(question.company) if command.of_company else nullcontext() as books:
        answered = here.ask(books, replace(question, form=form) if form in _FILES else question, here.clock())
        table = None
        if form == "table" and isinstance(command.show, Report):
            table = _rows(here.ask(books, _page_of(command, question), here.clock()))
    _print(command, given, form, answered, table)


def question_of(command: Command, given: Mapping[str, Any]) -> Question:
    """The question behind what was typed."""
    query = [(name, text) for name, text in command.fixed.items()]
    ids: dict[str, str] = {}
    body: dict[str, Any] = {}
    for parameter in command.parameters:
        value = given.get(parameter.key)
        if value is None or value == () or parameter.goes is Goes.NOWHERE:
            continue
        if parameter.goes is Goes.PATH:
            ids[parameter.name] = value
        elif parameter.goes is Goes.QUERY:
            query.append((parameter.name, _as_text(value)))
        else:
            holder = body.setdefault(parameter.inside, {}) if parameter.inside else body
            holder[parameter.name] = _as_json(parameter, value)
    for option in given.get("clear") or ():
        cleared = next(p for p in command.clearable if p.option == f"--{option}")
        if cleared.name in body:
            raise click.UsageError(f"{cleared.option} is both given and cleared")
        body[cleared.name] = [] if cleared.many and cleared.name != "splits" else None
    has_body = any(p.goes is Goes.BODY for p in command.parameters)
    if command.anew and not body:
        options = ", ".join(p.option for p in command.parameters if p.goes is Goes.BODY)
        raise click.UsageError(f"nothing to change was given; give at least one of {options}")
    company = company_number(given["company"]) if command.of_company else 0
    return Question(command.asks, company, ids, query, json_text(body).encode() if has_body else None)


def json_text(value: Any) -> str:
    """JSON in which a Decimal stands digit by digit."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{json_text(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(json_text, value)) + "]"
    return json.dumps(value)


def _form(command: Command, given: Mapping[str, Any]) -> str:
    form = given.get("format") if command.csv else None
    if given.get("as_json"):
        if form not in (None, "json"):
            raise click.UsageError(f"--json and --format {form} exclude each other")
        return "json"
    return form or "table"


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _as_json(parameter: Parameter, value: Any) -> Any:
    kind = parameter.kind
    if isinstance(kind, Parts):
        return [_part(parameter, kind, text) for text in value]
    if isinstance(kind, Named):
        return [dict(_named(parameter, kind, piece) for piece in text.split(",")) for text in value]
    if isinstance(kind, Fields):
        return dict(_field(parameter, text) for text in value)
    if isinstance(kind, Number):
        return Decimal(value)
    if isinstance(kind, WholeNumber):
        return int(value)
    return list(value) if parameter.many else value


def _part(parameter: Parameter, kind: Parts, text: str) -> dict[str, Any]:
    """`cat_travel=30.00,notes=to Leeds` by its names."""
    main, *rest = text.split(",")
    first, found, second = main.partition("=")
    if not found or not _NUMBER.fullmatch(second):
        raise click.UsageError(f"{parameter.option} {text!r}: expected {kind.first}=amount, such as cat_travel=30.00")
    part: dict[str, Any] = {kind.first: first}
    amount = Decimal(second)
    if kind.signed is None:
        part[kind.second] = amount
    else:
        debit, credit = kind.signed
        part[debit if amount >= 0 else credit] = abs(amount)
    for piece in rest:
        name, found, value = piece.partition("=")
        if not found:
            raise click.UsageError(f"{parameter.option} {text!r}: {piece!r} is not name=value")
        if name in part:
            raise click.UsageError(f"{parameter.option} {text!r}: {name} is given twice")
        if name in kind.numbers and not _NUMBER.fullmatch(value):
            raise click.UsageError(f"{parameter.option} {text!r}: {value!r} is not a number")
        part[name] = Decimal(value) if name in kind.numbers else value
    return part


def _named(parameter: Parameter, kind: Named, text: str) -> tuple[str, Any]:
    name, found, value = text.partition("=")
    if not found:
        raise click.UsageError(f"{parameter.option}: {text!r} is not name=value")
    if name in kind.switches:
        if value not in ("yes", "no"):
            raise click.UsageError(f"{parameter.option}: {name} is {value!r}; expected yes or no")
        return name, value == "yes"
    if name in kind.numbers:
        if not _NUMBER.fullmatch(value):
            raise click.UsageError(f"{parameter.option}: {name} is {value!r}, which is not a number")
        return name, Decimal(value)
    return name, value


def _field(parameter: Parameter, text: str) -> tuple[str, Any]:
    name, found, value = text.partition("=")
    if not found:
        raise click.UsageError(f"{parameter.option} {text!r} is not name=value")
    return name, Decimal(value) if _NUMBER.fullmatch(value) else value


def _page_of(command: Command, question: Question) -> Question:
    """The table of the page that is shown: as a file it would be whole."""
    pages = any(parameter.name == "limit" for parameter in command.parameters)
    asked = any(name == "limit" for name, _ in question.query)
    query = [*question.query, ("limit", ROWS_SHOWN)] if pages and not asked else question.query
    return replace(question, form="csv", query=query)


def _rows(answered: Answered) -> list[list[str]]:
    """The API's table, without the rows that tell of it and the apostrophes that keep spreadsheets from computing."""
    cells = csv.reader(io.StringIO(answered.content.decode(), newline=""))
    rows = dropwhile(lambda told: told[0].startswith("#"), cells)
    return [[text[1:] if text[:1] == "'" and len(text) > 1 else text for text in row] for row in rows]


def _print(
    command: Command, given: Mapping[str, Any], form: str, answered: Answered, table: list[list[str]] | None
) -> None:
    if "output" in given:
        _write(given["output"], answered.content)
    elif form in _FILES:
        click.echo(answered.content, nl=False)
    elif form == "json":
        if answered.content:
            print_json(answered.content)
    else:
        print_answer(command.show, parsed(answered.content), table)


def _write(path: Path, content: bytes) -> None:
    """The file's bytes; a file that is there already is not written over."""
    if str(path) == "-":
        click.echo(content, nl=False)
        return
    try:
        with path.open("xb") as written:
            written.write(content)
    except FileExistsError:
        raise BadRequest(f"{path} is there already; name another file", param="output") from None
    say(f"written to {path}")


def words_of(command: Command, message: str) -> str:
    """A refusal in the words of the command line: `from` is what was typed as --from."""
    known = dict(_typed(command))

    def typed(found: re.Match[str]) -> str:
        return known.get(found[1], found[0])

    return re.sub(r"`([a-z_]+)`", typed, re.sub(r"^([a-z_]+)(?=: )", lambda f: known.get(f[1], f[0]), message))


def _typed(command: Command) -> Iterator[tuple[str, str]]:
    for parameter in command.parameters:
        yield parameter.name, parameter.option
