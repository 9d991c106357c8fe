"""A reader that was started by root goes on as a user of its own, to whom nothing on the disk belongs."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

_FIRST, _MANY = 61184, 4336
"""Numbers that Linux systems keep for users who live as long as a process: no file belongs to any of them."""
_KEEP_CAPABILITIES, _READ_ANY_FILE, _VERSION = 8, 1 << 2, 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Half(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def is_root() -> bool:
    """Whether this process may do everything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def leave_root(programs: Iterable[str], folder: str | None, *, kept_to_programs: bool) -> bool:
    """Whether it is not root any more. `folder` is made its own.

    Where its programs are in a place that only root may look into, it keeps the right to read them, and only where
    something else keeps it to them (`kept_to_programs`): the right holds for every file.
    """
    user = _FIRST + os.getpid() % _MANY
    try:
        if folder is not None:
            os.chown(folder, user, user)
        reads_by_itself = _could_read(user, programs, folder)
        if not reads_by_itself and not kept_to_programs:
            return False
        return _became(user, _READ_ANY_FILE if not reads_by_itself else 0)
    except (OSError, AttributeError):
        return False


def drop_capabilities(kept: int = 0) -> bool:
    """Of the powers that root has been divided into, none but those."""
    system = ctypes.CDLL(None, use_errno=True)
    halves = (_Half * 2)(_Half(kept, kept, 0), _Half(0, 0, 0))
    return bool(system.capset(ctypes.byref(_Header(_VERSION, 0)), ctypes.byref(halves)) == 0)


def _became(user: int, kept: int) -> bool:
    if kept and ctypes.CDLL(None, use_errno=True).prctl(_KEEP_CAPABILITIES, 1, 0, 0, 0) != 0:
        return False
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    return drop_capabilities(kept)


def _could_read(user: int, programs: Iterable[str], folder: str | None) -> bool:
    """Tried by a child, for nobody comes back from being somebody else."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if _became(user, 0) and _reads(programs, folder) else 1)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _reads(programs: Iterable[str], folder: str | None) -> bool:
    if folder is not None and not os.access(folder, os.W_OK | os.X_OK):
        return False
    for path in map(Path, programs):
        if not path.is_dir():
            continue
        if not os.access(path, os.R_OK | os.X_OK):
            return False
        if any(not os.access(inside, os.R_OK) for inside in path.iterdir() if not inside.is_symlink()):
            return False
    return True
