"""What a process that opens untrusted files may use: processor, memory, disk, no network, few system calls."""

from __future__ import annotations

import ctypes
import os
import resource
from typing import NamedTuple

from accountsos.jobs.giving_way import give_way
from accountsos.jobs.landlock import leave_files, own_programs
from accountsos.jobs.own_user import drop_capabilities, is_root, leave_root
from accountsos.jobs.syscalls import refuse_calls

MEMORY_BYTES = 1024**3
"""Of its own; what it maps of its programs comes on top, which it shares with every other reader."""
ADDRESS_BYTES = 3 * MEMORY_BYTES // 2
CPU_SECONDS = 60
"""Per document, in all."""
FILE_BYTES = 64 * 1024**2
OPEN_FILES = 256
NICENESS = 10

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _SIGKILL = 1, 9


class Confined(NamedTuple):
    """What the kernel holds, beside the limits."""

    without_network: bool
    without_files: bool
    """It reads its own programs, writes in a folder of its own, and starts no other program."""
    without_calls: bool
    """The kernel refuses the system calls that it has no use for."""
    without_root: bool
    """It may do no more than anybody."""


def confine(niceness: int = NICENESS) -> Confined:
    """Give everything up that a reader does not need, as far as the kernel lets it.

    Called before any library is loaded: a namespace can only be left while there is one thread.
    """
    folder = os.environ.get("TMPDIR")
    give_way(niceness)
    without_network = is_root() and _leave_network(_CLONE_NEWNET)
    without_files = leave_files(folder)
    without_root = not is_root() or leave_root(own_programs(), folder, kept_to_programs=without_files)
    if not without_network:
        without_network = _leave_network(_CLONE_NEWUSER | _CLONE_NEWNET)
        if without_network:
            drop_capabilities()  # those in the namespace that was made with it
    _die_with_parent()
    for limit, most in (
        (resource.RLIMIT_DATA, MEMORY_BYTES),
        (resource.RLIMIT_AS, ADDRESS_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))
    return Confined(without_network, without_files, refuse_calls(), without_root)


def allow_cpu_for_one_document(seconds: int) -> None:
    """The processor time of the next document starts now; the kernel ends the process that takes more."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + min(seconds, CPU_SECONDS), hard))


def _leave_network(how: int) -> bool:
    """A network namespace of its own has no way out. Not every kernel lets everyone make one."""
    try:
        return bool(ctypes.CDLL(None, use_errno=True).unshare(how) == 0)
    except (OSError, AttributeError):
        return False


def _die_with_parent() -> None:
    """Nobody reads on for a worker that was killed."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    except (OSError, AttributeError):
        return  # not Linux: the closed pipe ends it after the document in hand
