"""`make mutants`: put faults in one at a time, run the tests that reach each, and say which nobody noticed."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType

from tests.support.quick_place import quick_place
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
AT_ONCE = os.cpu_count() or 1


def main() -> int:
    """0 where enough was noticed and every survivor is explained."""
    asked = _arguments()
    os.environ["CI"] = "true"  # hypothesis draws the same examples each time
    touched = _touched(asked.work, again=asked.measure)
    every = [f for room in asked.rooms for p in _files(room) for f in faults_of(p, ROOT) if asked.only in f.name]
    chosen = _drawn(every, asked.seed)[: asked.sample]
    print(f"{len(every)} faults are possible in {', '.join(asked.rooms)}; trying {len(chosen)} (seed {asked.seed})")
    results = _tried(chosen, touched, asked.work / "results.jsonl", asked.minutes)
    return _told(chosen, results)


def _drawn(every: list[Fault], seed: int) -> list[Fault]:
    """In an order that goes by each fault's own name: a change of the code leaves the others where they were."""
    return sorted(every, key=lambda fault: hashlib.sha256(f"{seed} {fault.name}".encode()).digest())


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
    """What became of each fault, one trial for each core at a time; results of earlier calls are taken over."""
    results: dict[str, str] = {}
    if kept.exists():
        results = dict(json.loads(line) for line in kept.read_text().splitlines())
    for name in touched.modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    until = time.monotonic() + minutes * 60
    left = [fault for fault in chosen if fault.name not in results]
    running: list[_Trial] = []
    with kept.open("a") as log:
        while running or (left and time.monotonic() < until):
            while left and len(running) < AT_ONCE:
                fault = left.pop(0)
                running.append(_begun(fault, touched.tests_of(fault.path, fault.line, TEST_SECONDS)))
            for trial in running:
                trial.look()
            for trial in running:
                if trial.outcome:
                    results[trial.fault.name] = trial.outcome
                    log.write(json.dumps([trial.fault.name, trial.outcome]) + "\n")
                    log.flush()
            running = [trial for trial in running if not trial.outcome]
            time.sleep(0.02)
    return results


@dataclass
class _Trial:
    """A process in which the module is changed and its tests run."""

    fault: Fault
    process: int = 0
    scratch: str = ""
    until: float = 0.0
    outcome: str = ""
    """Empty while it runs."""

    def look(self) -> None:
        """Whether it has ended; killed with its own children when the wall clock says that it hangs."""
        if self.outcome:
            return
        done, status = os.waitpid(self.process, os.WNOHANG)
        if not done and time.monotonic() < self.until:
            return
        if not done:
            os.killpg(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        code = os.waitstatus_to_exitcode(status) if done else -signal.SIGKILL
        shutil.rmtree(self.scratch, ignore_errors=True)
        if code == 5:
            raise SystemExit(f"the tests of {self.fault.name} are gone: measure again (--measure)")
        ends = {0: "survived", -signal.SIGXCPU: "out of time", -signal.SIGKILL: "out of time"}
        self.outcome = ends.get(code, "killed")


def _begun(fault: Fault, tests: list[str]) -> _Trial:
    """Fork, change the module as it is imported, run the tests until one fails."""
    if not tests:
        return _Trial(fault, outcome="no test reaches it")
    code = compile(tree_with(fault, ROOT), str(ROOT / fault.path), "exec")
    scratch = tempfile.mkdtemp(prefix="mutant-", dir=quick_place())
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        with _leaving():
            _run_changed(fault, code, tests, scratch)
    return _Trial(fault, child, scratch, time.monotonic() + WALL_SECONDS)


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
