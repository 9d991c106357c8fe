"""Below the doors nothing speaks of routes: each door says in its own words how a thing is done."""

from __future__ import annotations

import ast
import re

from accountsos.api.operations.registry import OPERATIONS
from accountsos.cli.commands import COMMANDS
from accountsos.web.errors import HOW
from tests.tidy.tree import files, parsed, texts, walk

DOORS = ("src/accountsos/api/", "src/accountsos/cli/", "src/accountsos/web/", "src/accountsos/dashboard/")
_ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) /|/api/")


def routes_named(path: str, tree: ast.Module) -> list[str]:
    return [f"{path}:{line} names a route: {t[:60]}" for line, t in texts(tree) if _ROUTE.search(t)]


def helpful_operations(tree: ast.Module) -> set[str]:
    """What `see=` names in a refusal."""
    return {
        keyword.value.value
        for node in walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "see" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    }


def below_the_doors() -> list[str]:
    return [path for path in files("src") if not path.startswith(DOORS)]


def test_no_text_below_the_doors_names_a_route() -> None:
    assert [c for path in below_the_doors() for c in routes_named(path, parsed(path))] == []


def test_every_operation_that_a_refusal_names_is_known_to_each_door() -> None:
    named = set().union(*(helpful_operations(parsed(path)) for path in files("src")))
    titles = {operation.name: operation.title for operation in OPERATIONS}
    assert named == set(HOW), "web/errors.py says how each is asked"
    assert {name: titles[name] for name in named} == dict(HOW)
    assert named <= {command.asks.partition(":")[2] for command in COMMANDS}


def test_these_rules_notice_what_they_forbid() -> None:
    assert routes_named("x", ast.parse("m = 'no such thing; GET /api/things lists them'")) != []
    assert helpful_operations(ast.parse("raise NotFound('x', see='list_things')")) == {"list_things"}
