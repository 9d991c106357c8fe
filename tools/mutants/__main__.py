"""`make mutants`: put faults in one at a time, run the tests that reach each, and say which nobody noticed."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import CodeType

from tools.mutants.faults import Fault, faults_of, tree_with
from tools.mutants.touched import Touched, measured

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ledger", "bookkeeping", "uk_rules", "reports")
TESTS = ["tests/ledger", "tests/uk_rules", "tests/reports", "tests/bookkeeping", "tests/workflows", "tests/refusals"]
KNOWN = ROOT / "tools/mutants/survivors.toml"
SHARE_KILLED = 0.90
TEST_SECONDS = 20.0
"""A fault that the quickest tests of twenty seconds let through counts as unnoticed."""
CPU_SECONDS = 60
WALL_SECONDS = 240


def main() -> int:
    """0 where enough was noticed and every survivor is explained."""
    asked = _arguments()
    os.environ["CI"] = "true"  # hypothesis draws the same examples each time
    touched = _touched(asked.work, again=asked.measure)
    every = [f for room in asked.rooms for p in _files(room) for f in faults_of(p, ROOT) if asked.only in f.name]
    chance = random.Random(asked.seed)  # noqa: S311 - the same faults each time
    chosen = chance.sample(every, min(asked.sample, len(every)))
    print(f"{len(every)} faults are possible in {', '.join(asked.rooms)}; trying {len(chosen)} (seed {asked.seed})")
    results = _tried(chosen, touched, asked.work / "results.jsonl", asked.minutes)
    return _told(chosen, results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--rooms", nargs="+", default=list(ROOMS))
    parser.add_argument("--sample", type=int, default=1000, help="how many faults are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only faults with this in their name")
    parser.add_argument("--minutes", type=float, default=55.0, help="stop after so long; a second call goes on")
    parser.add_argument("--measure", action="store_true", help="measure again which tests touch which line")
    parser.add_argument("--work", type=Path, default=ROOT / ".mutants", help="where results are kept between calls")
    return parser.parse_args()


def _files(room: str) -> list[str]:
    return sorted(str(p.relative_to(ROOT)) for p in (ROOT / "src/accountsos" / room).rglob("*.py"))


def _touched(work: Path, *, again: bool) -> Touched:
    """Measured in a process of its own: this one must not have imported what will be changed."""
    work.mkdir(exist_ok=True)
    kept = work / "touched.json"
    if again or not kept.exists():
        child = os.fork()
        if child == 0:
            with _leaving():
                rooms = [ROOT / "src/accountsos" / room for room in ROOMS]
                found = measured([t for t in TESTS if (ROOT / t).exists()], rooms, ROOT)
                kept.write_text(json.dumps(asdict(found)))
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            raise SystemExit("the tests do not pass as they are, so nothing was tried")
        (work / "results.jsonl").unlink(missing_ok=True)
    read = json.loads(kept.read_text())
    by_line = {path: {int(n): tests for n, tests in lines.items()} for path, lines in read["by_line"].items()}
    return Touched(by_line, read["seconds"], read["modules"])


def _tried(chosen: list[Fault], touched: Touched, kept: Path, minutes: float) -> dict[str, str]:
    """What became of each fault; results of earlier calls are taken over."""
    results: dict[str, str] = {}
    if kept.exists():
        results = dict(json.loads(line) for line in kept.read_text().splitlines())
    for name in touched.modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    until = time.monotonic() + minutes * 60
    with kept.open("a") as log:
        for fault in chosen:
            if fault.name in results:
                continue
            if time.monotonic() > until:
                break
            tests = touched.tests_of(fault.path, fault.line, TEST_SECONDS)
            results[fault.name] = _outcome(fault, tests) if tests else "no test reaches it"
            log.write(json.dumps([fault.name, results[fault.name]]) + "\n")
            log.flush()
    return results


def _outcome(fault: Fault, tests: list[str]) -> str:
    """Fork, change the module as it is imported, run the tests until one fails."""
    code = compile(tree_with(fault, ROOT), str(ROOT / fault.path), "exec")
    scratch = tempfile.mkdtemp(prefix="mutant-")
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        with _leaving():
            _run_changed(fault, code, tests, scratch)
    try:
        status = _waited(child)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if status == 5:
        raise SystemExit(f"the tests of {fault.name} are gone: measure again (--measure)")
    return {0: "survived", -signal.SIGXCPU: "out of time", -signal.SIGKILL: "out of time"}.get(status, "killed")


def _run_changed(fault: Fault, code: CodeType, tests: list[str], scratch: str) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    module = fault.path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    sys.meta_path.insert(0, _Changed(module, code))
    import pytest  # noqa: PLC0415 - loaded already, in the process that was forked

    os._exit(int(pytest.main([*tests, "-x", "-q", "-p", "no:cacheprovider", f"--basetemp={scratch}/t"])))


class _Changed(importlib.abc.MetaPathFinder):
    """Finds one module with other code than its file has."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)  # type: ignore[arg-type]  # texts only
        assert spec is not None
        assert spec.origin is not None
        spec.loader = _Loader(fullname, spec.origin, self.code)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, code: CodeType) -> None:
        super().__init__(fullname, path)
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        return self.code


def _waited(child: int) -> int:
    """The child's exit status; killed with its own children when the wall clock says that it hangs."""
    until = time.monotonic() + WALL_SECONDS
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGKILL


@contextlib.contextmanager
def _leaving() -> Iterator[None]:
    """A child never comes back."""
    status = 1
    try:
        yield
        status = 0
    finally:
        if status:
            sys.excepthook(*sys.exc_info())
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _told(chosen: list[Fault], results: dict[str, str]) -> int:
    known = {each["fault"]: each["why"] for each in tomllib.loads(KNOWN.read_text()).get("survivor", [])}
    tried = [f for f in chosen if f.name in results]
    unnoticed = [f for f in tried if results[f.name] in {"survived", "no test reaches it"}]
    for room in sorted({f.path.split("/")[2] for f in tried}):
        counted = Counter(results[f.name] for f in tried if f.path.split("/")[2] == room)
        print(f"  {room:12} " + ", ".join(f"{n} {what}" for what, n in sorted(counted.items())))
    share = 1 - len(unnoticed) / max(1, len(tried))
    print(f"{len(tried)} of {len(chosen)} tried, {share:.1%} noticed; at least {SHARE_KILLED:.0%} is wanted")
    strangers = [f for f in unnoticed if f.name not in known]
    for f in strangers:
        print(f"  {results[f.name]}: line {f.line} of {f.name}")
    if strangers:
        print(f"write a test for each, or say in {KNOWN.relative_to(ROOT)} why none can notice it")
    return 1 if share < SHARE_KILLED or strangers else 0


if __name__ == "__main__":
    raise SystemExit(main())
