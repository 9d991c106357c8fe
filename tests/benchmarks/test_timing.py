"""Works are timed in turns, and the bench reads its own process rightly."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from benchmarks.processes import cpu_seconds, environment, memory_kb, tree_of
from benchmarks.timing import alternating


def test_works_take_turns_and_the_dearer_one_costs_more() -> None:
    order: list[str] = []

    def cheap() -> None:
        order.append("cheap")

    def dear() -> None:
        order.append("dear")
        sum(range(20_000))

    took = alternating({"cheap": cheap, "dear": dear}, rounds=3, seconds=0.002)
    assert took["dear"] > took["cheap"]
    turns = [name for n, name in enumerate(order) if n == 0 or order[n - 1] != name]
    assert turns == ["cheap", "dear"] * 4, "once to see how long each takes, then three rounds"


BUSY_THEN_WAITING = """
import sys, time
while time.process_time() < 0.1:
    pass
print("up", flush=True)
sys.stdin.read()
"""


def test_a_process_its_children_and_their_cost_are_seen() -> None:
    command = [sys.executable, "-c", BUSY_THEN_WAITING]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        assert child.pid in tree_of(os.getpid())
        assert 0.08 <= cpu_seconds(child.pid) <= cpu_seconds(os.getpid())
        assert memory_kb(child.pid) > 1_000
    finally:
        child.communicate()


def test_a_server_sees_no_settings_but_those_of_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNTSOS_TODAY", "2026-01-01")
    settings = {k: v for k, v in environment(ACCOUNTSOS_LOG="off").items() if k.startswith("ACCOUNTSOS_")}
    assert settings == {"ACCOUNTSOS_LOG": "off"}
