"""The files of the checkout, as the tidy tests read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def every_file() -> tuple[str, ...]:
    """What is in the checkout and not ignored, by path from its root; a new file counts before it is committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:  # unpacked without git
        names = [str(p.relative_to(ROOT)) for p in ROOT.rglob("*")]
        names = [n for n in names if not any(part.startswith(".") and part != ".ci" for part in Path(n).parts)]
    return tuple(sorted(n for n in set(names) if (ROOT / n).is_file()))


def files(under: str, suffix: str = ".py") -> list[str]:
    """The files below a folder (or one file) with that ending."""
    return [n for n in every_file() if (n == under or n.startswith(under.rstrip("/") + "/")) and n.endswith(suffix)]


@cache
def text_of(path: str) -> str:
    """The text of a file; what is no text is empty."""
    try:
        return (ROOT / path).read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def parsed(path: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text_of(path), path)


def walk(tree: ast.AST) -> Iterable[ast.AST]:
    """Everything in a tree; of a whole file it is remembered, for every rule goes over all of them."""
    return _walked(tree) if isinstance(tree, ast.Module) else ast.walk(tree)


@cache
def _walked(tree: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    for node in walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(node: ast.expr) -> str:
    """`os.environ` for the expression that says so; empty for anything but names and dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string that is not a docstring, with its line; of an f-string its fixed parts."""
    documentation = set()
    for node in walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                documentation.add(id(statement.value))
    for node in walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def without(found: list[str], excepted: dict[str, str]) -> list[str]:
    """What was found outside the excepted files, and every exception that nothing needs any more."""
    named = {complaint.partition(":")[0] for complaint in found}
    return [c for c in found if c.partition(":")[0] not in excepted] + [
        f"{path}: nothing here needs its exception any more; take it out of the list"
        for path in excepted
        if path not in named
    ]
