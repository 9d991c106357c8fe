"""Which tests touch which line of the rooms, and how long each takes: one run of the tests with nothing changed."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest


@dataclass(frozen=True, slots=True)
class Touched:
    """Tests by path and line; line 0 is for code that runs when its module is imported."""

    by_line: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]
    """Of CPU, so that a busy machine does not leave fewer tests for each fault."""
    modules: list[str]

    def tests_of(self, path: str, line: int, most_seconds: float) -> list[str]:
        """The tests that reach the line, the quickest first, as many as take `most_seconds` together."""
        lines = self.by_line.get(path, {})
        own = [] if line in lines else self._of_its_name(path)
        reached = lines.get(line) or [*own, *(lines.get(0) or self._of_room(path))]
        chosen: list[str] = []
        spent = 0.0
        for test in sorted(set(reached), key=lambda t: (t not in own, self.seconds.get(t, 0.0), t)):
            spent += self.seconds.get(test, 0.0)
            if chosen and spent > most_seconds:
                break
            chosen.append(test)
        return chosen

    def _of_its_name(self, path: str) -> list[str]:
        """For what runs at import: the tests of the module's name, which may read what it made and run none of it."""
        room, name = path.split("/")[2], Path(path).stem
        return [test for test in self.seconds if test.startswith(f"tests/{room}/test_{name}.py::")]

    def _of_room(self, path: str) -> list[str]:
        """For a module of names alone, of which nothing runs but its import: the tests of its room."""
        room = path.split("/")[2]
        return [test for test in self.seconds if test.startswith(f"tests/{room}/") and "::" not in test]


def measured(tests: list[str], rooms: list[Path], root: Path) -> Touched:
    """Run the tests once. Raises where they do not pass: then no fault could be told from that."""
    watch = coverage.Coverage(data_file=None, config_file=False, include=[f"{room}/*" for room in rooms], branch=False)
    plugin = _PerTest(watch)
    watch.start()
    ended = pytest.main([*tests, "-q", "-p", "no:cacheprovider"], plugins=[plugin])
    watch.stop()
    if ended != pytest.ExitCode.OK:
        raise SystemExit(f"the tests do not pass as they are (pytest ended with {int(ended)})")
    return Touched(_by_line(watch, root), plugin.seconds, _third_party())


class _PerTest:
    """Tells coverage which test runs, and keeps the time of each."""

    def __init__(self, watch: coverage.Coverage) -> None:
        self.watch = watch
        self.running = ""
        self.seconds: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """A fault above the store shows on either database; SQLite's is the quicker."""
        items[:] = [item for item in items if "postgresql" not in item.nodeid]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.running = item.nodeid
        self.watch.switch_context(item.nodeid)
        begun = time.process_time()
        ended = yield
        spent = time.process_time() - begun
        self.seconds[item.nodeid] = spent
        file = item.nodeid.partition("::")[0]
        self.seconds[file] = self.seconds.get(file, 0.0) + spent
        self.watch.switch_context("")
        return ended

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        """What is set up for several tests is reached by all of its file: any of them may be the one that looks."""
        if fixturedef.scope == "function":
            return (yield)
        self.watch.switch_context(self.running.partition("::")[0])
        try:
            return (yield)
        finally:
            self.watch.switch_context(self.running)


def _by_line(watch: coverage.Coverage, root: Path) -> dict[str, dict[int, list[str]]]:
    kept = watch.get_data()
    found: dict[str, dict[int, list[str]]] = {}
    for file in kept.measured_files():
        lines: dict[int, list[str]] = {}
        everyone: dict[str, None] = {}
        for line, contexts in kept.contexts_by_lineno(file).items():
            tests = sorted(c for c in contexts if c)
            if tests and "" not in contexts:
                lines[line] = tests
            everyone.update(dict.fromkeys(tests))
        lines[0] = list(everyone)
        found[str(Path(file).relative_to(root))] = lines
    return found


def _third_party() -> list[str]:
    """What the tests have imported of others: loaded once, before the forks."""
    ours = defaultdict(bool, accountsos=True, tests=True, tools=True, benchmarks=True, __main__=True, conftest=True)
    return sorted(name for name in sys.modules if not ours[name.partition(".")[0]])
