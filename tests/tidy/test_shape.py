"""How long files and functions may be, and what every module says of itself."""

from __future__ import annotations

import ast

from tests.tidy.tree import dotted, files, functions, parsed, text_of, walk, without

LINES_OF_A_FILE, LINES_OF_A_FUNCTION, PARAMETERS = 400, 60, 5

LONG_FILES = {
    "src/accountsos/store/migrations/versions/0001_books.py": "the whole first schema; a migration is never edited",
}
PRINTERS = "src/accountsos/cli/"


def too_long(path: str, text: str) -> list[str]:
    lines = text.count("\n")
    return [f"{path}: {lines} lines, {LINES_OF_A_FILE} are the most"] if lines > LINES_OF_A_FILE else []


def badly_shaped_functions(path: str, tree: ast.AST) -> list[str]:
    found = []
    for function in functions(tree):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > LINES_OF_A_FUNCTION:
            found.append(f"{path}:{function.lineno} {function.name} has {lines} lines")
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        if len([n for n in names if n not in ("self", "cls")]) > PARAMETERS:
            found.append(f"{path}:{function.lineno} {function.name} takes more than {PARAMETERS} by position")
    return found


def without_a_job(path: str, tree: ast.Module) -> list[str]:
    first = (ast.get_docstring(tree) or "").partition("\n")[0]
    return [] if first.endswith((".", ":")) else [f"{path}: the first line names no job in a sentence"]


def prints(path: str, tree: ast.Module) -> list[str]:
    return [
        f"{path}:{node.lineno} prints; only the command line speaks to a terminal"
        for node in walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in ("print", "click.echo", "pprint")
    ]


def test_no_file_of_the_product_is_longer_than_400_lines() -> None:
    found = [c for path in files("src") for c in too_long(path, text_of(path))]
    assert without(found, LONG_FILES) == []


def test_no_function_is_longer_than_60_lines_or_takes_more_than_5_by_position() -> None:
    assert [c for path in files("src") for c in badly_shaped_functions(path, parsed(path))] == []


def test_every_module_names_its_job_in_its_first_line() -> None:
    assert [c for path in files("src") for c in without_a_job(path, parsed(path))] == []


def test_only_the_command_line_prints() -> None:
    assert [c for path in files("src") if not path.startswith(PRINTERS) for c in prints(path, parsed(path))] == []


def test_these_rules_notice_what_they_forbid() -> None:
    long = "def f(a, b, c, d, e, g):\n" + "    a = 1\n" * 60
    assert len(badly_shaped_functions("x", ast.parse(long))) == 2
    assert badly_shaped_functions("x", ast.parse("class A:\n def f(self, a, b, c, d, e, *, g): pass")) == []
    assert too_long("x", "\n" * 401) != []
    assert without_a_job("x", ast.parse("import os")) != []
    assert prints("x", ast.parse("print(1)")) != []
