"""A server never looks into a bank's file: every door hands on who opens it, and only the openers look."""

from __future__ import annotations

import ast

from tests.tidy.tree import dotted, files, parsed, walk

COMMANDS = {"ImportStatement", "CheckStatement"}
DOORS = ("src/accountsos/api/", "src/accountsos/dashboard/", "src/accountsos/web/", "src/accountsos/workflows/bank/")
LOOKS = {"read_statement", "readable", "unpacked", "columns_in", "propose_mapping", "headings_of", "Source"}
MAY_LOOK = "src/accountsos/statements/"


def unhanded(path: str, tree: ast.Module) -> list[str]:
    """Commands with a file that do not say who opens it."""
    return [
        f"{path}:{node.lineno} does not say who opens the file: give `opener`"
        for node in walk(tree)
        if isinstance(node, ast.Call)
        and dotted(node.func) in COMMANDS
        and "opener" not in {keyword.arg for keyword in node.keywords}
    ]


def looking(path: str, tree: ast.Module) -> list[str]:
    """Imports of what looks into a file's bytes."""
    return [
        f"{path}:{node.lineno} looks into a bank's file by {name.name}; ask the opener"
        for node in walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("accountsos.statements")
        for name in node.names
        if name.name in LOOKS
    ]


def test_every_door_hands_on_who_opens_a_file() -> None:
    doors = [path for path in files("src") if path.startswith(DOORS)]
    assert [said for path in doors for said in unhanded(path, parsed(path))] == []
    calls = [node for path in doors for node in walk(parsed(path)) if isinstance(node, ast.Call)]
    assert {dotted(node.func) for node in calls} >= COMMANDS


def test_only_openers_look_into_a_file() -> None:
    others = [path for path in files("src") if not path.startswith(MAY_LOOK)]
    assert [said for path in others for said in looking(path, parsed(path))] == []


def test_the_rules_find_what_they_look_for() -> None:
    assert unhanded("x", ast.parse("ImportStatement(content, account)"))
    assert looking("x", ast.parse("from accountsos.statements.packed import readable"))
