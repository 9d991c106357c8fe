"""Takes system calls away that a reader has no use for, by a filter (seccomp) that nothing can take off again."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Sequence
from errno import ENOSYS, EPERM
from typing import NamedTuple

_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
"""What an instruction does: load a word of the call; compare; answer."""
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
"""Where in the description of a call each word stands, on machines that store the low byte first."""
ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE, UNKNOWN = 0x00050000 | EPERM, 0x00050000 | ENOSYS
_OTHER_WORDS = 0x40000000
"""From here on x86 numbers its calls of processes with short pointers, of which the filter would know nothing."""
_NAMESPACES, _THREAD = 0x7E020080, 0x00010000


class Machine(NamedTuple):
    """How a processor numbers its system calls."""

    audited_as: int
    refused: tuple[int, ...]
    clone: int
    kill: int
    kill_thread: int
    limits: int


# The same numbers on every processor: pidfd_send_signal, io_uring (3), open_tree, move_mount, fsopen, fsconfig,
# fsmount, fspick, pidfd_open, pidfd_getfd, process_madvise, mount_setattr, quotactl_fd, memfd_secret, process_mrelease.
_NEWER = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 440, 442, 443, 447, 448)
_CLONE_ANEW = 435

_X86_64 = (
    *(41, 53),  # socket, socketpair
    *(57, 58, 59, 322),  # fork, vfork, execve, execveat
    *(101, 310, 311, 312, 298, 323),  # ptrace, process_vm_readv and writev, kcmp, perf_event_open, userfaultfd
    *(129, 297, 200),  # rt_sigqueueinfo, rt_tgsigqueueinfo, tkill
    *(248, 249, 250, 321, 317),  # add_key, request_key, keyctl, bpf, seccomp
    *(165, 166, 155, 161, 272, 308),  # mount, umount2, pivot_root, chroot, unshare, setns
    *(105, 106, 113, 114, 116, 117, 119, 122, 123, 126),  # setuid … setfsgid, capset
    *(133, 259, 303, 304),  # mknod, mknodat, name_to_handle_at, open_by_handle_at
    *(103, 135, 154, 159, 163, 164, 227, 305),  # syslog, personality, modify_ldt, adjtimex, acct, clocks
    *(167, 168, 169, 170, 171, 172, 173, 179),  # swapon, swapoff, reboot, names of the host, iopl, ioperm, quotactl
    *(175, 176, 246, 313, 320, 212),  # modules, kexec, lookup_dcookie
    *(256, 279, 319, 29, 30, 64, 68, 240),  # pages of others, memfd_create, shared memory, semaphores, queues
)
_AARCH64 = (
    *(198, 199),
    *(221, 281),  # it has no fork and no vfork
    *(117, 270, 271, 272, 241, 282),
    *(138, 240, 130),
    *(217, 218, 219, 280, 277),
    *(40, 39, 41, 51, 97, 268),
    *(143, 144, 145, 146, 147, 149, 151, 152, 159, 91),
    *(33, 264, 265),
    *(116, 92, 171, 89, 170, 112, 266),
    *(224, 225, 142, 161, 162, 60),
    *(105, 106, 104, 273, 294, 18),
    *(238, 239, 279, 194, 196, 190, 186, 180),
)
MACHINES = {
    "x86_64": Machine(0xC000003E, (*_X86_64, *_NEWER), 56, 62, 234, 302),
    "aarch64": Machine(0xC00000B7, (*_AARCH64, *_NEWER), 220, 129, 131, 261),
}
"""Of others it is not known how they number their calls: they get no filter, and `doctor` says so."""


class Instruction(NamedTuple):
    """One step of the filter: what, how far to go where it holds and where not, and with which number."""

    what: int
    holds: int
    fails: int
    number: int


def refuse_calls() -> bool:
    """Whether the kernel refuses from now on what a reader has no use for, to each of its threads.

    Called while there is one thread: threads that start later are held by the same filter.
    """
    machine = MACHINES.get(os.uname().machine) if hasattr(os, "uname") else None
    if machine is None or sys.maxsize < 2**32 or sys.byteorder != "little":
        return False
    try:
        return _installed(ctypes.CDLL(None, use_errno=True), steps_for(machine, os.getpid()))
    except (OSError, AttributeError):
        return False


def steps_for(machine: Machine, own_pid: int) -> list[Instruction]:
    """The whole filter: another machine's calls end the process, refused ones fail, all others are let through."""
    steps = [Instruction(_LOAD, 0, 0, _MACHINE), Instruction(_EQUAL, 1, 0, machine.audited_as), _answer(KILL)]
    steps += [Instruction(_LOAD, 0, 0, _NUMBER), Instruction(_AT_LEAST, 0, 1, _OTHER_WORDS), _answer(REFUSE)]
    for number in machine.refused:
        steps += [Instruction(_EQUAL, 0, 1, number), _answer(REFUSE)]
    # What it asks for stands in memory, where no filter looks: unknown, so that the C library asks by the older call.
    steps += [Instruction(_EQUAL, 0, 1, _CLONE_ANEW), _answer(UNKNOWN)]
    steps += _where(machine.clone, [Instruction(_ANY_BIT, 2, 0, _NAMESPACES), Instruction(_ANY_BIT, 0, 1, _THREAD)])
    for call in (machine.kill, machine.kill_thread):
        steps += _where(call, [Instruction(_EQUAL, 0, 1, own_pid)])
    own = [Instruction(_EQUAL, 1, 0, 0), Instruction(_EQUAL, 0, 1, own_pid)]
    return [*steps, *_where(machine.limits, own), _answer(ALLOW)]


def _where(call: int, allowed: Sequence[Instruction]) -> list[Instruction]:
    """That call is let through where its first argument is as the last step before the answers finds it."""
    body = [Instruction(_LOAD, 0, 0, _FIRST_ARGUMENT), *allowed, _answer(ALLOW), _answer(REFUSE)]
    return [Instruction(_EQUAL, 0, len(body), call), *body]


def _answer(what: int) -> Instruction:
    return Instruction(_ANSWER, 0, 0, what)


class _Step(ctypes.Structure):
    _fields_ = (("what", ctypes.c_uint16), ("holds", ctypes.c_uint8), ("fails", ctypes.c_uint8), ("n", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def _installed(system: ctypes.CDLL, steps: Iterable[Instruction]) -> bool:
    made = [_Step(*step) for step in steps]
    program = _Program(len(made), (_Step * len(made))(*made))
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
