"""A list as a table, from the very shape that JSON shows: a column is a field, or `heading: way.to.the.field`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from accountsos.wire.encode import encode_json

Table = tuple[list[str], list[list[object]]]


def list_table(things: Iterable[msgspec.Struct], columns: Sequence[str]) -> Table:
    """The headings and a row for each thing; what is not there is an empty cell."""
    told = json.loads(encode_json(list(things)), parse_float=Decimal)
    ways = [(head, (way or head).strip().split(".")) for head, _, way in (each.partition(":") for each in columns)]
    return [head for head, _ in ways], [[_cell(thing, way) for _, way in ways] for thing in told]


def _cell(thing: Any, way: Sequence[str]) -> object:
    for name in way:
        if not isinstance(thing, dict):
            return None
        thing = thing.get(name)
    if isinstance(thing, bool):
        return "yes" if thing else "no"
    if isinstance(thing, dict):
        return "; ".join(f"{name}: {_cell(inner, ())}" for name, inner in thing.items())
    return "; ".join(str(_cell(each, ())) for each in thing) if isinstance(thing, list) else thing
