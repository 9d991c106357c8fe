"""Takes a process's files away by Linux's Landlock: it reads its own programs, writes in one folder, starts nothing."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
"""System calls; the same numbers on every processor."""
_VERSION_FLAG, _BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_READ_FILE, _READ_DIR, _WRITE_FILE = 1 << 2, 1 << 3, 1 << 1
_ALL_OF_FIRST_VERSION = (1 << 13) - 1
_REFER, _TRUNCATE, _DEVICE = 1 << 13, 1 << 14, 1 << 15
_TCP = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3
_READ = _READ_FILE | _READ_DIR
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/dev/urandom",
)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def leave_files(writable: str | None) -> bool:
    """Keep what this Python is made of for reading, and one folder for writing; whether the kernel holds it so."""
    try:
        system = ctypes.CDLL(None, use_errno=True)
        return _restricted(system, writable)
    except (OSError, AttributeError, ValueError):
        return False


def _restricted(system: ctypes.CDLL, writable: str | None) -> bool:
    version = system.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION_FLAG)
    if version < 1:
        return False
    files = _ALL_OF_FIRST_VERSION
    files |= (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0) | (_DEVICE if version >= 5 else 0)
    asked = _Ruleset(files, _TCP if version >= 4 else 0, _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = system.syscall(_CREATE, ctypes.byref(asked), ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    try:
        for path in own_programs():
            _allow(system, rules, path, _READ)
        _allow(system, rules, "/dev/null", _READ_FILE | _WRITE_FILE)
        if writable is not None:
            _allow(system, rules, writable, files & ~(1 | _REFER | _DEVICE))
        if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return False
        return bool(system.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def own_programs() -> Iterable[str]:
    """Interpreter, packages, ours, the system's libraries; never the working directory, which `-m` puts in front."""
    found = {*_SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path}
    return sorted(path for path in found if path not in ("", "/") and Path(path).exists())


def _allow(system: ctypes.CDLL, rules: int, path: str, allowed: int) -> None:
    if not Path(path).exists():
        return
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not Path(path).is_dir():
            allowed &= _READ_FILE | _WRITE_FILE
        rule = _Beneath(allowed, handle)
        if system.syscall(_ADD_RULE, rules, _BENEATH, ctypes.byref(rule), 0) != 0:
            raise OSError(ctypes.get_errno(), "no rule could be made", path)
    finally:
        os.close(handle)
