"""What each field of a body or a reply means: its docstring beside the declaration, else the word's own meaning."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import msgspec


def meaning_of(declared: type[msgspec.Struct], field: str, name: str) -> str | None:
    """Of the field as Python calls it, `name` as JSON does; None where nobody has said it."""
    for owner in declared.__mro__:
        said = _said(owner.__module__).get((owner.__qualname__, field))
        if said is not None:
            return said
    return words().get(f"{declared.__name__}.{name}") or words().get(name)


@cache
def words() -> dict[str, str]:
    """What a name means wherever nothing else is said of it."""
    found: dict[str, str] = tomllib.loads(files(__package__).joinpath("field_words.toml").read_text(encoding="utf-8"))
    return found


@cache
def _said(module: str) -> dict[tuple[str, str], str]:
    """The docstrings below the fields of a module's classes, by class and field."""
    source = getattr(sys.modules.get(module), "__file__", None)
    if source is None or not module.startswith("accountsos."):
        return {}
    tree = ast.parse(Path(source).read_text(encoding="utf-8"))
    return {
        (node.name, field): text
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for field, text in _below_fields(node.body)
    }


def _below_fields(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, after in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
            and isinstance(after.value.value, str)
        ):
            yield field.target.id, " ".join(after.value.value.split())
