"""A question in JSON as a person would type it: the inverse of what the command line does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accountsos.cli.command import Command, Fields, Goes, Listed, Named, Parameter, Parts, Switch, YesNo

ACCOUNTED = {"category_id", "amount", "debit", "credit"}


def typed(command: Command, ids: Mapping[str, str], query: Mapping[str, str], body: Mapping[str, Any]) -> list[str]:
    """The words after `accountsos`."""
    words = list(command.words)
    for parameter in command.parameters:
        words += _words(parameter, ids, query, body)
    return words


def _words(
    parameter: Parameter, ids: Mapping[str, str], query: Mapping[str, str], body: Mapping[str, Any]
) -> Iterator[str]:
    if parameter.goes is Goes.PATH:
        yield ids[parameter.name]
        return
    holder: Any = query if parameter.goes is Goes.QUERY else body
    if parameter.inside:
        holder = holder.get(parameter.inside) or {}
    if parameter.name not in holder:
        return
    value = holder[parameter.name]
    if value is None:
        if parameter.clears:
            yield from ("--clear", parameter.option.removeprefix("--"))
        return
    if parameter.argument:
        yield str(value)
    elif isinstance(parameter.kind, YesNo):
        yield parameter.option if value in (True, "true") else f"--{parameter.kind.no}"
    elif isinstance(parameter.kind, Switch):
        if value in (True, "true"):
            yield parameter.option
    elif isinstance(parameter.kind, Parts):
        for part in value:
            yield from (parameter.option, _part(part))
    elif isinstance(parameter.kind, Named):
        for each in value:
            yield from (parameter.option, ",".join(f"{name}={_plain(inner)}" for name, inner in each.items()))
    elif isinstance(parameter.kind, Fields):
        for name, inner in value.items():
            yield from (parameter.option, f"{name}={inner}")
    elif isinstance(parameter.kind, Listed):
        yield from (parameter.option, ",".join(value))
    elif isinstance(value, list):
        for inner in value:
            yield from (parameter.option, str(inner))
    else:
        yield from (parameter.option, str(value))


def _plain(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _part(part: Mapping[str, Any]) -> str:
    amount = part.get("amount", part.get("debit"))
    if amount is None:
        amount = -part["credit"]
    rest = "".join(f",{name}={value}" for name, value in part.items() if name not in ACCOUNTED and value is not None)
    return f"{part['category_id']}={amount}{rest}"
