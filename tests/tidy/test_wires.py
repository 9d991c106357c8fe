"""What is built is used: every public name of the product is named elsewhere in it, or says why not yet."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.tidy.tree import dotted, files, parsed, walk

PRODUCT = "src/accountsos"
_AS_TEXT = re.compile(r"[a-z_.]+:[a-z_]+")
"""`import_file:import_statement`: loaded when it is needed."""
MIGRATIONS = f"{PRODUCT}/store/migrations"
"""Read by the migrator, by path and by names of its own."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A public name and the lines that define it."""

    path: str
    name: str
    first: int
    last: int
    is_method: bool

    @property
    def label(self) -> str:
        """How the list below names it."""
        return f"{self.path.removeprefix(PRODUCT + '/')}: {self.name}"

    def holds(self, path: str, line: int) -> bool:
        """Whether that place is inside the definition itself."""
        return path == self.path and self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names something."""

    path: str
    line: int
    kind: str
    """`name`: in its own file; `import` or `text` with the module: taken from another one; `attribute`: after a dot."""


def definitions(path: str, tree: ast.Module) -> Iterator[Definition]:
    """Every public function, class and constant of the module, and every public method of its classes."""
    for node in tree.body:
        for name in _names_bound(node):
            yield Definition(path, name, node.lineno, node.end_lineno or node.lineno, is_method=False)
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and not inner.name.startswith("_"):
                    last = inner.end_lineno or inner.lineno
                    yield Definition(path, inner.name, inner.lineno, last, is_method=True)


def _names_bound(node: ast.stmt) -> list[str]:
    found: list[str] = []
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        found = [] if _registered(node) else [node.name]
    elif isinstance(node, ast.ClassDef):
        found = [node.name]
    elif isinstance(node, ast.Assign):
        found = [t.id for target in node.targets for t in ast.walk(target) if isinstance(t, ast.Name)]
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        found = [node.target.id]
    return [name for name in found if not name.startswith("_")]


def _registered(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator enters it in a register: `@tax.command(…)` makes it reachable by its own name."""
    registers = ("command", "group")
    return any(
        dotted(d.func if isinstance(d, ast.Call) else d).split(".")[-1] in registers for d in node.decorator_list
    )


def mentions(trees: Iterable[tuple[str, ast.Module]]) -> dict[str, list[Mention]]:
    """By name, every place that reads it."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for path, tree in trees:
        for node in walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found[node.id].append(Mention(path, node.lineno, "name"))
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found[node.attr].append(Mention(path, node.lineno, "attribute"))
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    found[alias.name].append(Mention(path, node.lineno, f"import {node.module}"))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _AS_TEXT.fullmatch(node.value):
                module, _, name = node.value.partition(":")
                found[name].append(Mention(path, node.lineno, f"text {module}"))
    return found


def is_used(definition: Definition, by_name: dict[str, list[Mention]]) -> bool:
    """Whether the product names it outside its own definition."""
    module = definition.path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for mention in by_name.get(definition.name, ()):
        if definition.holds(mention.path, mention.line):
            continue
        if mention.kind == "attribute":
            return True
        if definition.is_method:
            continue
        place, _, named = mention.kind.partition(" ")
        if place == "text" and f".{module}".endswith(f".{named}"):
            return True
        if mention.kind == f"import {module}" or (mention.kind == "name" and mention.path == definition.path):
            return True
    return False


@cache
def unused() -> frozenset[str]:
    """Every public name of the product that nothing else in it names."""
    trees = [(path, parsed(path)) for path in files(PRODUCT) if not path.startswith(MIGRATIONS)]
    by_name = mentions(trees)
    return frozenset(d.label for path, tree in trees for d in definitions(path, tree) if not is_used(d, by_name))


def test_every_public_name_is_used_in_the_product_or_says_why_not() -> None:
    surprising = sorted(unused() - set(EXPECTED_UNUSED))
    assert surprising == [], "wire it, take it out, or list it below with the reason"


def test_nothing_is_listed_as_unused_that_has_become_used_or_has_gone() -> None:
    assert sorted(set(EXPECTED_UNUSED) - unused()) == [], "strike it off the list"


VAT_SCHEMES = "reached by the VAT return and its warnings when they cover this scheme or case"
LATE = "reached by the tax report when it says what being late costs"
DEADLINES = "reached by the deadlines when they tell of fees, sizes and changed periods"
PERSONAL = "reached by the tax report when it covers the owner's own tax"
CORPORATION = "reached by the tax report when corporation tax covers loans to directors and disposals"
BENCH = "how the categoriser is measured; the benchmark and later learning read it"
CLICK = "asked for by click, which reads commands through it"
IO = "asked for by io.BufferedReader, which reads through it"

EXPECTED_UNUSED = {
    "documents/email_body.py: handle_data": "called by the standard library's HTMLParser",
    "documents/email_body.py: handle_startendtag": "called by the standard library's HTMLParser",
    "bookkeeping/categorise_line.py: taught": BENCH,
    "categoriser/calibration.py: isotonic": BENCH,
    "categoriser/parse_line.py: KINDS": "the words that a line's kind may be, as the tests hold it to",
    "categoriser/trade.py: is_sole_trader": BENCH,
    "cli/commands.py: MISUSED": "click's own exit code, named beside the others",
    "cli/tree.py: add_to_parser": CLICK,
    "cli/tree.py: get_command": CLICK,
    "cli/tree.py: resolve_command": CLICK,
    "cli/tree.py: parse_args": CLICK,
    "dashboard/forms.py: input_type": "asked for by the template of a form",
    "dashboard/render.py: call": "called by jinja2, which calls what a template calls through it",
    "dashboard/render.py: getattr": "asked for by jinja2, which reads what a template names through it",
    "dashboard/render.py: writeline": "called by jinja2, which writes the code of a template line by line through it",
    "documents/einvoice/read.py: facts_from_xml": "one XML alone, as its tests and measurements read it",
    "generator/faults.py: fault_cases": "labelled faults of statements, which tests and benchmarks import",
    "outbound/connection.py: makefile": "asked for by http.client, which reads through it",
    "outbound/connection.py: readable": IO,
    "outbound/connection.py: readinto": IO,
    "reconciliation/observations.py: reversed_by_undo": "the rule that the store follows in SQL, for tests",
    "reports/warnings.py: NOTHING_WAITING": "a company without waiting lines, for tests",
    "statements/source.py: readable": IO,
    "statements/source.py: readinto": IO,
    "store/engine/bucket.py: digests": "the same of a bucket",
    "store/engine/objects.py: digests": "reached when upkeep compares stored files with documents",
    "wire/fields.py: pence_in": "reached when a body names the currency of its amount",
}
"""What waits for its reader, with the reason; an entry that has found one fails the test until it is struck off."""


USED = ast.parse("from accountsos.b import f\nf()\n")


def test_a_name_that_is_only_defined_is_noticed_and_one_that_is_imported_is_not() -> None:
    defining = ast.parse("def f():\n    f()\n\nLIMIT = 3\n\nclass A:\n    def go(self): ...\n    def stay(self): ...\n")
    trees = [("src/accountsos/b.py", defining), ("src/accountsos/c.py", ast.parse("def use(a):\n    a.go()\n"))]
    found = {d.name: is_used(d, mentions(trees)) for d in definitions("src/accountsos/b.py", defining)}
    assert found == {"f": False, "LIMIT": False, "A": False, "go": True, "stay": False}
    again = [*trees, ("src/accountsos/d.py", USED)]
    assert is_used(next(definitions("src/accountsos/b.py", defining)), mentions(again))
    elsewhere = [*trees, ("src/accountsos/d.py", ast.parse("from accountsos.other import f\nf()\n"))]
    assert not is_used(next(definitions("src/accountsos/b.py", defining)), mentions(elsewhere))
