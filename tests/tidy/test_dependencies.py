"""What is imported is declared, and what is declared is used."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache

import pytest

from tests.tidy.tree import files, parsed, text_of, walk

OURS = ("accountsos", "tests", "benchmarks", "tools")
PACKAGE_OF = {
    "PIL": "pillow",
    "argon2": "argon2-cffi",
    "axe_playwright_python": "axe-playwright-python",
    "mt940": "mt-940",
    "prometheus_client": "prometheus-client",
    "psycopg_pool": "psycopg",
    "python_multipart": "python-multipart",
    "stdnum": "python-stdnum",
    "yaml": "pyyaml",
    "cv2": "opencv-python-headless",
    "pi_heif": "pi-heif",
    "openapi_spec_validator": "openapi-spec-validator",
    "jsonschema_rs": "jsonschema-rs",
    "xdist": "pytest-xdist",
}
"""Where the module is called otherwise than its package."""
NOT_INSTALLED = {"_typeshed": "part of the type checker, imported for types only"}
USED_WITHOUT_IMPORT = {
    "tzdata": "the time zones where the system has none",
    "bandit": "run by make check",
    "hatchling": "builds the wheel",
    "import-linter": "run by make check",
    "mypy": "run by make check",
    "ruff": "run by make check",
    "types-pyyaml": "types for mypy",
    "schemathesis": "started as a program by the test of the contract",
}


@cache
def declared() -> tuple[frozenset[str], frozenset[str]]:
    """The packages the product may need, and those of tests, benchmarks and tools besides."""
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    optional = project["optional-dependencies"]
    product = {_name(d) for d in [*project["dependencies"], *optional["ocr"]]}
    return frozenset(product), frozenset(product | {_name(d) for d in optional["dev"]})


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return found[0].lower()


def packages_imported(tree: ast.AST) -> set[str]:
    """The packages from outside, whether imported by a statement or by `import_module` and `importorskip`."""
    modules: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            modules.add(node.module)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "importorskip"):
                modules.add(str(node.args[0].value))
    tops = {module.partition(".")[0] for module in modules} - set(sys.stdlib_module_names) - set(OURS)
    return {PACKAGE_OF.get(top, top) for top in tops - set(NOT_INSTALLED)}


@pytest.mark.parametrize("room", ["src", "tests", "benchmarks", "tools"])
def test_every_package_that_is_imported_is_declared(room: str) -> None:
    allowed = declared()[room != "src"]
    missing = {path: sorted(packages_imported(parsed(path)) - allowed) for path in files(room)}
    assert {path: names for path, names in missing.items() if names} == {}


def test_every_package_that_is_declared_is_imported_or_says_what_uses_it() -> None:
    imported = {name for room in ("src", "tests", "benchmarks", "tools") for p in files(room) for name in _of(p)}
    assert sorted(declared()[1] - imported - set(USED_WITHOUT_IMPORT)) == []
    assert sorted(set(USED_WITHOUT_IMPORT) - declared()[1]) == [], "declared no more"
    assert sorted(set(USED_WITHOUT_IMPORT) & imported) == [], "imported now; strike it off"


def test_every_package_that_is_declared_is_locked() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", text_of("requirements.lock"), re.MULTILINE))
    assert sorted(declared()[1] - locked) == []


def _of(path: str) -> set[str]:
    return packages_imported(parsed(path))


def test_an_import_that_is_not_declared_is_noticed() -> None:
    assert packages_imported(ast.parse("import os, yaml\nfrom nowhere.deep import x\n")) == {"pyyaml", "nowhere"}
    assert packages_imported(ast.parse("import_module('cv2')")) == {"opencv-python-headless"}
