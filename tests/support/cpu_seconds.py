"""How much of the processor a process took: what does not depend on what else the machine does."""

from __future__ import annotations

import os
from pathlib import Path


def cpu_seconds(process: int) -> float:
    """User and system time of the process so far, and of the processes under it that still run."""
    ticks, processes = 0, [process]
    for each in processes:
        children = Path(f"/proc/{each}/task/{each}/children").read_text("ascii")
        processes += [int(child) for child in children.split()]
        fields = Path(f"/proc/{each}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
