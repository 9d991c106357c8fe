"""`make coverage`: run the tests counted, print what they reach, and fail where it is less than was promised.

With `--tell` it only prints: for a run of the tests that is there for the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src/accountsos"
WORK = ROOT / ".reached"
BRANCHES_SHARE = 0.90
"""Of the whole product."""
EVERY_LINE = ("ledger", "access", "bookkeeping")
"""Rooms in which a line that no test runs is a fault."""
NOT_BY_A_TEST = ("store/migrations/",)
"""Run by the migrator in a process of its own, by path."""


@dataclass(slots=True)
class Reached:
    """How much of a room, or of everything, was run."""

    lines: int = 0
    lines_run: int = 0
    branches: int = 0
    branches_run: int = 0

    def add(self, other: Reached) -> None:
        """Both together."""
        self.lines += other.lines
        self.lines_run += other.lines_run
        self.branches += other.branches
        self.branches_run += other.branches_run


def main() -> int:
    """0 where every test passed and the promises are kept."""
    asked = _arguments()
    if asked.tests:
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir()
        failed = _run(asked.tests, asked.only, asked.processes)
        if failed:
            return failed
    judged = _told()
    return 0 if asked.tell else judged


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.reached", description=__doc__)
    parser.add_argument("tests", nargs="*", help="where the tests are; nothing: tell of the last run")
    parser.add_argument("--only", default="", help="which of them, as pytest's -k")
    parser.add_argument("--tell", action="store_true", help="do not fail for what is not reached")
    parser.add_argument("-n", dest="processes", default="2", help="how many processes run tests")
    return parser.parse_args()


def _run(tests: list[str], only: str, processes: str) -> int:
    path = os.pathsep.join([str(ROOT / "tools/reached/start"), *filter(None, [os.environ.get("PYTHONPATH")])])
    settings = {
        "PYTHONPATH": path,
        "COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml"),
        "COVERAGE_FILE": str(WORK / "data"),  # children may run in another directory
    }
    pytest = [sys.executable, "-m", "pytest", "-p", "tools.reached.saved"]
    command = [*pytest, "-n", processes, "--dist", "loadfile", "--no-loadscope-reorder", "-k", only, *tests]
    environment = {**os.environ, **settings}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603 - our own tests, no shell
    return done.returncode


def _told() -> int:
    counted = coverage.Coverage(data_file=str(WORK / "data"), config_file=str(ROOT / "pyproject.toml"))
    counted.combine([str(WORK)], keep=True)
    counted.json_report(include=[str(PRODUCT / "*")], outfile=str(WORK / "reached.json"))
    files = json.loads((WORK / "reached.json").read_text("utf-8"))["files"]
    rooms: dict[str, Reached] = {}
    missing: list[str] = []
    for path, told in sorted(files.items()):
        name = Path(path).resolve().relative_to(PRODUCT).as_posix() if Path(path).is_absolute() else path
        name = name.removeprefix("src/accountsos/")
        if name.startswith(NOT_BY_A_TEST):
            continue
        room = name.partition("/")[0].removesuffix(".py")
        rooms.setdefault(room, Reached()).add(_reached(told["summary"]))
        if room in EVERY_LINE and told["missing_lines"]:
            missing.append(f"src/accountsos/{name}: {_spans(told['missing_lines'])}")
    whole = Reached()
    print(f"{'room':16}{'lines':>8}{'run':>9}{'branches':>10}{'taken':>9}")
    for room, reached in sorted(rooms.items()):
        whole.add(reached)
        print(_row(room, reached))
    print(_row("everything", whole))
    return _judged(whole, missing)


def _spans(lines: list[int]) -> str:
    """`3, 5-7` for 3, 5, 6 and 7."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def _reached(summary: Mapping[str, int]) -> Reached:
    return Reached(
        summary["num_statements"], summary["covered_lines"], summary["num_branches"], summary["covered_branches"]
    )


def _row(name: str, reached: Reached) -> str:
    lines, branches = _share(reached.lines_run, reached.lines), _share(reached.branches_run, reached.branches)
    return f"{name:16}{reached.lines:8,}{lines:8.2%} {reached.branches:9,}{branches:8.2%}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _judged(whole: Reached, missing: list[str]) -> int:
    share = _share(whole.branches_run, whole.branches)
    if share < BRANCHES_SHARE:
        print(f"{share:.2%} of the branches are taken; {BRANCHES_SHARE:.0%} are promised")
    if missing:
        print(f"lines that no test runs, where every line is promised ({', '.join(EVERY_LINE)}):")
        print("\n".join(missing))
    return int(bool(missing) or share < BRANCHES_SHARE)


if __name__ == "__main__":
    sys.exit(main())
