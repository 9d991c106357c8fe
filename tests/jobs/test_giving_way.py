"""Who reads documents lets those go first who answer."""

from __future__ import annotations

import os
import subprocess
import sys

from accountsos.jobs.giving_way import STINT_NANOSECONDS

KERNEL_WITH_STINTS = (6, 12)
GIVING_WAY = """
import ctypes, os, struct
from accountsos.jobs.giving_way import _ATTRIBUTES, give_way
give_way(7)
give_way(3)
found = ctypes.create_string_buffer(_ATTRIBUTES.size)
number = {"x86_64": 315, "aarch64": 275}[os.uname().machine]
assert ctypes.CDLL(None).syscall(number, 0, found, _ATTRIBUTES.size, 0) == 0
print(os.getpriority(os.PRIO_PROCESS, 0), _ATTRIBUTES.unpack(found.raw)[5], os.sched_getscheduler(0))
"""


def _kernel() -> tuple[int, ...]:
    return tuple(int(part) for part in os.uname().release.split(".")[:2])


def test_it_is_as_nice_as_the_nicest_that_was_asked_for_and_runs_in_short_stints() -> None:
    done = subprocess.run([sys.executable, "-c", GIVING_WAY], capture_output=True, text=True, check=True)
    nice, stint, scheduler = (int(word) for word in done.stdout.split())
    assert nice == max(7, os.getpriority(os.PRIO_PROCESS, 0))
    assert scheduler == os.SCHED_OTHER, "an idle class would starve on a busy machine"
    assert stint == STINT_NANOSECONDS or _kernel() < KERNEL_WITH_STINTS
