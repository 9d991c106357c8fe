"""Every place in the source where a refusal is made, read from the syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.errors import Refused
from tests.tidy.tree import files, parsed

ROOMS = (
    "workflows",
    "bookkeeping",
    "reports",
    "categoriser",
    "reconciliation",
    "ledger",
    "statements",
    "documents",
    "contacts",
    "access",
    "uk_rules",
)
_SOURCE = "src/accountsos/"


@dataclass(frozen=True, slots=True)
class Site:
    """A call that makes a refusal."""

    path: str
    first: int
    last: int
    text: str


def sites() -> list[Site]:
    """Those of the rooms whose refusals reach a person."""
    named = {kind.__name__ for kind in _kinds(Refused)}
    found = []
    for path in (p for room in ROOMS for p in files(_SOURCE + room)):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and _name(node.func) in named:
                text = " ".join(ast.unparse(node).split())
                found.append(Site(path.removeprefix(_SOURCE), node.lineno, node.end_lineno or node.lineno, text))
    return found


def _kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _name(called: ast.expr) -> str:
    """The class's name, also behind a module's."""
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
