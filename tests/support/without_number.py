"""Which tables change beside a company's numbered writes, worked out from the source: from where such work is handed
over, along every name that the code behind it uses, to the statements that change a table."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
HANDED_OVER = ("tend", "keep", "submit", "write_now", "AccountWorkflow")
"""`tend` and `keep` of the books, the engines' own `submit`, and what `keep` is given."""
NUMBERED = ("_apply", "_applied", "_open")
"""Of the unit of work: what runs inside a write that has taken the company's number."""
_CHANGES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) (?:ONLY )?([a-z_]+)\b")


@cache
def tables_without_number() -> frozenset[str]:
    """The tables that some work changes without a company's number."""
    found: set[str] = set()
    seen: set[tuple[Path, str]] = set()
    todo = [(path, name) for path in sorted(SOURCE.rglob("*.py")) for name in _roots(path)]
    while todo:
        path, name = todo.pop()
        if (path, name) in seen or name in NUMBERED:
            continue
        seen.add((path, name))
        for node in _Module.of(path).defined(name):
            found |= _changed_by(node)
            todo += [(path, used) for used in _names(node)]
        if (place := _Module.of(path).imported.get(name)) is not None:
            todo.append(place)
        if (attribute := _Module.of(path).attribute(name)) is not None:
            todo.append(attribute)
    return frozenset(found)


def _roots(path: Path) -> Iterator[str]:
    """What is named where work is handed over."""
    for node in ast.walk(_Module.of(path).tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in HANDED_OVER:
                for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                    yield from _names(argument)


def _names(node: ast.AST) -> Iterator[str]:
    """Every name inside, and every `module.name` and `self.name`."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            yield one.attr if one.value.id == "self" else f"{one.value.id}.{one.attr}"


def _changed_by(node: ast.AST) -> set[str]:
    """Tables that a statement written here changes."""
    changed = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Insert":
            assert isinstance(one.args[0], ast.Constant)
            changed.add(str(one.args[0].value))
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            changed |= set(_CHANGES.findall(one.value))
    return changed - {"SET"}


class _Module:
    """One file: what it defines and what it imports."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text("utf-8"))
        self.imported: dict[str, tuple[Path, str]] = {}
        self._modules: dict[str, Path] = {}
        self._defined: dict[str, list[ast.AST]] = defaultdict(list)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self._defined[node.name].append(node)
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("accountsos"):
                self._import(SOURCE.joinpath(*node.module.split(".")), node.names)
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for given in {target.id for target in targets if isinstance(target, ast.Name)}:
                self._defined[given].append(node)

    def _import(self, place: Path, names: list[ast.alias]) -> None:
        for alias in names:
            name = alias.asname or alias.name
            inside = place / f"{alias.name}.py"
            if inside.exists():
                self._modules[name] = inside
            elif place.with_suffix(".py").exists():
                self.imported[name] = (place.with_suffix(".py"), alias.name)

    @staticmethod
    @cache
    def of(path: Path) -> _Module:
        return _Module(path)

    def defined(self, name: str) -> Sequence[ast.AST]:
        """Functions and classes of that name, nested ones too, and what the module gives the name."""
        return self._defined.get(name, ())

    def attribute(self, name: str) -> tuple[Path, str] | None:
        """Where `module.name` is defined."""
        module, _, inside = name.partition(".")
        return (self._modules[module], inside) if inside and module in self._modules else None
