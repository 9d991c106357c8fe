"""What a test must do, and what no code of the project may leave behind."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from functools import cache

import pytest
from tools.mutants.__main__ import KNOWN, ROOT
from tools.mutants.faults import faults_of
from tools.mutants.touched import Touched

from tests.tidy.tree import dotted, files, functions, parsed, text_of, walk, without

CODE = ("src", "tests", "benchmarks", "tools")

UNFINISHED_WORDS = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")
UNFINISHED = "NotImplemented" + "Error"
MAY_REFUSE_A_TYPE = {
    "src/accountsos/wire/schema.py": "msgspec asks a hook to raise it for a type that the hook does not know",
    "src/accountsos/wire/encode.py": "the same",
    "src/accountsos/wire/decode.py": "the same",
}
_SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|fmt:\s*(off|skip)|pragma:\s*no\s*cover|nosec)\b(?P<rest>.*)")
_CODES = re.compile(r"^(\[[\w\-, ]*\]|:\s*[A-Z]+[0-9]+([,\s]+[A-Z]+[0-9]+)*)")
SAYS_WHY_ONE_LINE_ABOVE = {"src/accountsos/store/engine/migrate.py": "two imports for one reason"}
NEEDS_NO_REASON = ("fmt: skip", "fmt: off", "fmt: on")
"""Layout only: they silence no check."""


def suppressions_without_reason(path: str, text: str) -> list[str]:
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        match = _SUPPRESSION.search(token.string) if token.type == tokenize.COMMENT else None
        if match is None or any(word in token.string for word in NEEDS_NO_REASON):
            continue
        reason = _CODES.sub("", match["rest"]).strip(" -#:–")
        if len(reason.split()) < 2:
            found.append(f"{path}:{token.start[0]} suppresses a check and does not say why on the same line")
    return found


def unfinished(path: str, text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED_WORDS.search(line) or (UNFINISHED in line and not path.startswith("tests/")):
            found.append(f"{path}:{number} is unfinished")
    return found


def left_out(path: str, tree: ast.AST) -> list[str]:
    """Tests that are marked to be skipped or to fail."""
    return [
        f"{path}:{node.lineno} marks a test {node.attr}; a test runs and passes"
        for node in walk(tree)
        if isinstance(node, ast.Attribute) and dotted(node.value).endswith("mark") and node.attr in SKIPPING
    ]


SKIPPING = ("skip", "skipif", "xfail")


def skips_also_in_ci(path: str, tree: ast.AST, text: str) -> list[str]:
    """A test that needs files from beside the checkout may be skipped, but has to fail where CI is set."""
    skips = [n.lineno for n in walk(tree) if isinstance(n, ast.Call) and dotted(n.func) == "pytest.skip"]
    return [
        f"{path}:{n} would be skipped in CI too; look at the variable CI"
        for n in skips
        if '"CI"' not in text and "IN_CI" not in text
    ]


def measuring(path: str, tree: ast.AST) -> list[str]:
    """Asserts on a reading of a stopwatch: they fail on a busy machine and pass on a fast one."""
    return [
        f"{path}:{node.lineno} asserts how long something took; that is a row of `make bench`"
        for node in walk(tree)
        if isinstance(node, ast.Assert)
        and any(isinstance(each, ast.Call) and dotted(each.func).endswith(STOPWATCHES) for each in walk(node.test))
    ]


STOPWATCHES = ("process_time", "perf_counter", "process_time_ns", "perf_counter_ns", "thread_time")
"""`time.monotonic` tells of deadlines that a protocol promises, which a test may look at."""


def asserts(node: ast.AST) -> bool:
    """Whether it can fail by an assertion of its own."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assert):
            return True
        if isinstance(inner, ast.Call) and dotted(inner.func).split(".")[-1] in ("raises", "warns", "fail", "validate"):
            return True
    return False


def names_the_only_refusal(node: ast.AST) -> bool:
    """Whether it lets one named exception pass and no other: `nothing but a refusal` is what it proves."""
    return any(
        isinstance(inner, ast.Try)
        and inner.handlers
        and all(h.type is not None and dotted(h.type) not in ("Exception", "BaseException") for h in inner.handlers)
        for inner in ast.walk(node)
    )


@cache
def asserting_helpers() -> frozenset[str]:
    """The names of the suite's helpers that assert."""
    found = {"run_state_machine_as_test"}
    for path in files("tests"):
        for function in functions(parsed(path)):
            if not function.name.startswith("test") and asserts(function):
                found.add(function.name)
    return frozenset(found)


def proving_nothing(path: str, tree: ast.AST, helpers: frozenset[str]) -> list[str]:
    found = []
    for test in functions(tree):
        if not test.name.startswith("test") or asserts(test) or names_the_only_refusal(test):
            continue
        called = {dotted(n.func).split(".")[-1] for n in ast.walk(test) if isinstance(n, ast.Call)}
        if not (called & helpers or any(name.startswith(("check_", "expect_")) for name in called)):
            found.append(f"{path}:{test.lineno} {test.name} asserts nothing")
    return found


def test_nothing_is_left_unfinished() -> None:
    found = [c for under in CODE for path in files(under) for c in unfinished(path, text_of(path))]
    assert without(found, MAY_REFUSE_A_TYPE) == []


def test_every_suppression_says_why_on_its_line() -> None:
    found = [c for under in CODE for path in files(under) for c in suppressions_without_reason(path, text_of(path))]
    assert without(found, SAYS_WHY_ONE_LINE_ABOVE) == []


def test_no_test_is_marked_to_be_skipped_or_to_fail() -> None:
    assert [c for path in files("tests") for c in left_out(path, parsed(path))] == []


def test_no_test_measures_how_fast_something_is() -> None:
    assert not [entry for path in files("tests") for entry in measuring(path, parsed(path))]


def test_a_test_without_its_files_fails_in_ci() -> None:
    found = [c for path in files("tests") for c in skips_also_in_ci(path, parsed(path), text_of(path))]
    assert found == []


def test_every_test_asserts_something() -> None:
    helpers = asserting_helpers()
    named = [path for path in files("tests") if path.rpartition("/")[2].startswith("test_")]
    assert named, "the tests were not found"
    assert [c for path in named for c in proving_nothing(path, parsed(path), helpers)] == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.rpartition("/")[0] for path in files("tests")}
    assert [f for f in sorted(folders) if not files(f"{f}/__init__.py")] == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # " + "noqa",
        "x = 1  # " + "noqa: F401, E501",
        "x = 1  # " + "type: ignore[arg-type]",
        "x = 1  # " + "pragma: no cover",
        "x = 1  # " + "noqa: F401 - why",
    ],
)
def test_a_suppression_without_a_sentence_is_noticed(line: str) -> None:
    assert suppressions_without_reason("x", line + "\n") != []


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # " + "noqa: A002 - the word of the contract",
        "x = 1  # " + "type: ignore[arg-type]  # a dict of int fields only",
        "x = '# " + "noqa'",
    ],
)
def test_a_suppression_with_its_reason_passes(line: str) -> None:
    assert suppressions_without_reason("x", line + "\n") == []


def test_each_fault_that_is_said_to_be_beyond_notice_can_still_be_made() -> None:
    listed = {each["fault"]: each["why"] for each in tomllib.loads(KNOWN.read_text())["survivor"]}
    possible = {fault.name for path in {name.partition("::")[0] for name in listed} for fault in faults_of(path, ROOT)}
    assert listed.keys() - possible == set()
    assert all(len(why.split()) >= 4 for why in listed.values())


def test_what_runs_at_import_is_tried_on_the_tests_of_its_name_before_any_that_reach_the_module() -> None:
    """A test of a table at the top of a module may run no line of it."""
    own, other = "tests/ledger/test_chart.py::test_words", "tests/ledger/test_entry.py::test_one"
    path = "src/accountsos/ledger/chart.py"
    known = Touched({path: {0: [other], 9: [other]}}, {own: 2.0, other: 1.0}, [])
    assert known.tests_of(path, 1, 60.0) == [own, other]
    assert known.tests_of(path, 9, 60.0) == [other]


def test_the_rules_for_tests_notice_what_they_forbid() -> None:
    empty = ast.parse("def test_a():\n    f()\n")
    assert proving_nothing("x", empty, frozenset({"g"})) != []
    assert proving_nothing("x", empty, frozenset({"f"})) == []
    swallowing = ast.parse("def test_a():\n    try:\n        f()\n    except Exception:\n        pass\n")
    assert proving_nothing("x", swallowing, frozenset()) != []
    assert left_out("x", ast.parse("@pytest.mark.xfail\ndef test_a(): pass")) != []
    assert skips_also_in_ci("x", ast.parse("pytest.skip('gone')"), "pytest.skip('gone')") != []
    assert unfinished("x", "raise " + UNFINISHED) != []
    assert unfinished("x", "# TO" + "DO later") != []
    assert unfinished("x", "TODOIST") == []
    assert measuring("x", ast.parse("assert time.process_time() - start < 4")) != []
