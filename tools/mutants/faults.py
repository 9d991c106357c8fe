"""The small faults: for one source file, every change of one place that a test could notice."""

from __future__ import annotations

import ast
import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
NAME = re.compile(r"[a-z][a-z0-9_]*")
"""Texts that are names of things (`cat_vat`); words for people are held by the gallery of refusals."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One change of one place: `place` counts the places of the file, `form` says which change of that place."""

    path: str
    line: int
    place: int
    form: int
    name: str


def faults_of(path: str, root: Path) -> list[Fault]:
    """Every fault that can be put into a file, named without line numbers so that a name outlives other edits."""
    tree = ast.parse((root / path).read_text("utf-8"))
    found: list[Fault] = []
    seen: Counter[str] = Counter()
    for number, (node, where) in enumerate(_places(tree)):
        for form, changed in enumerate(_changes(node)):
            name = f"{path}::{where}: {_shown(node)} -> {_shown(changed)}"
            seen[name] += 1
            if seen[name] > 1:
                name += f" ({seen[name]})"
            found.append(Fault(path, node.lineno, number, form, name))
    return found


def tree_with(fault: Fault, root: Path) -> ast.Module:
    """The file's syntax tree with the fault in it."""
    tree = ast.parse((root / fault.path).read_text("utf-8"))
    node, _ = list(_places(tree))[fault.place]
    changed = list(_changes(node))[fault.form]
    with_it = _Exchange(node, ast.copy_location(changed, node)).visit(tree)
    assert isinstance(with_it, ast.Module), "a module stays one"
    return ast.fix_missing_locations(with_it)


class _Exchange(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


def _places(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Statements and expressions in which a change means something, with the function they are in."""
    yield from _walk(tree, "")


def _walk(node: ast.AST, where: str) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _says_nothing(child):
                continue
            inner = where
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = f"{where}.{child.name}".lstrip(".")
            if isinstance(child, ast.expr | ast.stmt):
                yield child, inner or "module"
            yield from _walk(child, inner)


def _says_nothing(node: ast.AST) -> bool:
    """Docstrings, imports, messages for people, and what only type checkers read."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.JoinedStr():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) if name in {"__all__", "__slots__"}:
            return True
        case ast.Call(func=ast.Name(id="TypeVar" | "cast" | "NewType")):
            return True
    return False


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield _with(node, ops=[COMPARED[type(op)]()])
        case ast.Compare(ops=[first, second]):
            yield _with(node, ops=[COMPARED[type(first)](), second])
            yield _with(node, ops=[first, COMPARED[type(second)]()])
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in RECKONED:
            yield _with(node, op=RECKONED[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant():
            yield from _other_constant(node)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if _is_plain(test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield _with(node, value=ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()


def _other_constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and NAME.fullmatch(value):
        yield ast.Constant(value + "_x")


def _is_plain(test: ast.expr) -> bool:
    """Comparisons, `and`, `or` and `not` are places of their own."""
    return not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _shown(node: ast.AST) -> str:
    """One line of the code, for the name."""
    if isinstance(node, ast.If | ast.While):
        return f"if {ast.unparse(node.test)}"
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 100 else f"{text[:60]} … {text[-37:]}"
