"""How a process that somebody waits less for lets those that answer go first."""

from __future__ import annotations

import ctypes
import os
import struct

STINT_NANOSECONDS = 100_000
"""How long it runs before another may: the least that kernels accept. Left to them it is some milliseconds, which who
wakes to answer has to wait for, however nice the process is."""
_SET_ATTRIBUTES = {"x86_64": 314, "aarch64": 274}
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
_NORMAL = 0


def give_way(niceness: int) -> None:
    """Be at least so nice, and run in short stints where the kernel can (Linux from 6.12; others take no notice)."""
    if not hasattr(os, "setpriority"):
        return
    nice = max(niceness, os.getpriority(os.PRIO_PROCESS, 0))
    os.setpriority(os.PRIO_PROCESS, 0, nice)
    call = _SET_ATTRIBUTES.get(os.uname().machine)
    if call is not None and os.uname().sysname == "Linux":
        asked = _ATTRIBUTES.pack(_ATTRIBUTES.size, _NORMAL, 0, nice, 0, STINT_NANOSECONDS, 0, 0)
        ctypes.CDLL(None).syscall(call, 0, asked, 0)
