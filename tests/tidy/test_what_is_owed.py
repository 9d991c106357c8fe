"""A verb by which bank lines enter the books, leave them or are filed elsewhere looks again at what is owed."""

from __future__ import annotations

import ast

from tests.tidy.tree import dotted, files, functions, parsed

MOVES_LINES = {"enter_line", "file_line", "file_lines", "Leaving", "put_back_line", "refile", "take_out_line"}
LOOKS_AGAIN = {"what_is_owed_changed", "look_at_what_is_owed"}


def blind_verbs(path: str, tree: ast.Module) -> list[str]:
    """Each function that moves lines and does not ask what they pay now."""
    found = []
    for function in functions(tree):
        called = {dotted(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
        if called & MOVES_LINES and not called & LOOKS_AGAIN:
            found.append(f"{path} {function.name}: moves lines and does not look at what is owed")
    return found


def test_whoever_moves_lines_looks_again_at_what_is_owed() -> None:
    found = [c for path in files("src/accountsos/workflows") for c in blind_verbs(path, parsed(path))]
    assert found == []


def test_this_rule_notices_what_it_forbids() -> None:
    assert blind_verbs("x", ast.parse("def restore():\n    Leaving(books, cause).put_back(row)\n")) != []
    assert blind_verbs("x", ast.parse("def f():\n    file_line(b, c, d)\n    what_is_owed_changed(b, c, e)\n")) == []
