"""Code that got into the reader asks the kernel for what it has no use for, and is refused; reading goes on."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from errno import ENOSYS, EPERM
from pathlib import Path

import pytest

from accountsos.jobs.confined_process import ReaderLost
from accountsos.jobs.limits import MEMORY_BYTES
from accountsos.jobs.reader_process import ReaderProcess
from accountsos.jobs.syscalls import ALLOW, KILL, MACHINES, REFUSE, UNKNOWN, Instruction, steps_for
from tests.jobs.hostile import draws_itself
from tests.jobs.test_dangers import REQUEST, Misbehaving
from tests.workflows.documents.papers import einvoice

PROGRAMS_BYTES = 160 * 1024**2
"""What of its programs a reader may have in memory beside its own."""
OF_THE_READER = range(61184, 65520)
OPEN = "limits.refuse_calls = lambda: False\n"
ASKED = """
import ctypes, os, resource, socket, threading
system = ctypes.CDLL(None, use_errno=True)
def call(*words):
    ctypes.set_errno(0)
    if system.syscall(*words) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
try: {deed}
except OSError as refused: return failed(str(refused.errno))
return failed('done')
"""
ONLY_HERE = ctypes.sizeof(ctypes.c_void_p) == 8 and sys.platform == "linux" and os.uname().machine == "x86_64"

DEEDS = {
    "another process": "os._exit(0) if os.fork() == 0 else None",
    "another program": "os.execv('/bin/true', ['true'])",
    "a socket among the files": "socket.socket(socket.AF_UNIX)",
    "a socket of the internet": "socket.socket(socket.AF_INET)",
    "a socket to the kernel": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "a socket to its ciphers": "socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)",
    "a pair of sockets": "socket.socketpair()",
    "a signal to its parent": "os.kill(os.getppid(), 0)",
    "a signal to everybody": "os.kill(-1, 0)",
    "a signal to its group": "os.kill(0, 0)",
    "limits of its parent": "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)",
    "a handle of its parent": "os.pidfd_open(os.getppid())",
    "a file in memory": "os.memfd_create('x')",
    "a mount": "call(165, b'none', b'/tmp', b'tmpfs', 0, None)",
    "other namespaces": "call(272, 0x10000000)",
    "namespaces by clone": "call(56, 0x10000000 | 17, None, None, None, 0)",
    "to be traced": "call(101, 0, 0, None, None)",
    "memory of its parent": "call(310, os.getppid(), None, 0, None, 0, 0)",
    "writing into its parent": "call(311, os.getppid(), None, 0, None, 0, 0)",
    "keys of the kernel": "call(250, 0, -3, 1)",
    "a new key": "call(248, b'user', b'x', b'y', 1, -3)",
    "a program in the kernel": "call(321, 5, None, 0)",
    "queues of calls": "call(425, 4, None)",
    "faults of pages": "call(323, 0)",
    "counters of the processor": "call(298, None, 0, -1, -1, 0)",
    "shared memory": "call(29, 0, 4096, 0o1600)",
    "another filter": "call(317, 2, 0, ctypes.create_string_buffer(4))",
    "another user": "os.setuid(0)",
    "a file by its handle": "call(304, -100, None, 0)",
    "another personality": "call(135, 0x0040000)",
}
"""What is asked by number is asked on x86-64; of the other machine the filter itself is worked through below."""
BY_NAME = [name for name, deed in DEEDS.items() if "call(" not in deed]


class Watched(ReaderProcess):
    """A reader of which is known how much memory it ever had."""

    peak = 0

    def _start(self) -> subprocess.Popen[bytes]:
        child = super()._start()
        threading.Thread(target=self._watch, args=(child.pid,), daemon=True).start()
        return child

    def _watch(self, pid: int) -> None:
        while (had := _peak_of(pid)) is not None:
            self.peak = max(self.peak, had)
            time.sleep(0.01)


def _peak_of(pid: int) -> int | None:
    """Bytes; None where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)


def said(deed: str, before: str = "") -> tuple[str | None, ReaderProcess]:
    """What becomes of it inside a reader."""
    reader = Misbehaving(ASKED.format(deed=deed).strip(), before=before)
    reason = reader.read(REQUEST, einvoice()).reason
    reader.close()
    return reason, reader


@pytest.mark.parametrize("name", DEEDS if ONLY_HERE else BY_NAME)
def test_a_reader_is_refused_what_it_has_no_use_for(name: str) -> None:
    reason, reader = said(DEEDS[name])
    assert reader.confined is not None
    assert reader.confined.without_calls == (os.uname().machine in MACHINES)
    assert reason == str(EPERM)


@pytest.mark.parametrize("name", ["another process", "a socket among the files", "a pair of sockets"])
def test_without_the_filter_it_could(name: str) -> None:
    reason, reader = said(DEEDS[name], before=OPEN)
    assert reader.confined is not None
    assert (reason, reader.confined.without_calls) == ("done", False)


@pytest.mark.parametrize(
    "deed",
    [
        "threading.Thread(target=print).start()",
        "os.kill(os.getpid(), 0)",
        "resource.setrlimit(resource.RLIMIT_CPU, (50, 60))",
    ],
)
def test_what_a_reader_needs_it_may(deed: str) -> None:
    assert said(deed)[0] == "done"


def test_a_reader_that_root_started_is_somebody_to_whom_nothing_belongs() -> None:
    reader = Misbehaving(
        "import os, tempfile\n"
        "kept = tempfile.mkstemp()[1]\n"
        "whose = ''.join(str(sorted(set(each))) for each in (os.getresuid(), os.getresgid(), os.getgroups()))\n"
        "return failed(whose + str(os.stat(kept).st_uid))"
    )
    reason = reader.read(REQUEST, einvoice()).reason or ""
    reader.close()
    assert reader.confined is not None
    assert reader.confined.without_root
    if os.geteuid() == 0:
        number = int(reason.rpartition("]")[2])
        assert number in OF_THE_READER
        assert reason == f"[{number}][{number}][]{number}"
    else:
        assert reason.endswith(f"]{os.geteuid()}")


@pytest.mark.parametrize("kept_to_programs", [False, True])
def test_programs_that_only_root_may_read_are_read_by_right_only_where_nothing_else_is(
    kept_to_programs: bool, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir(mode=0o700)
    (programs / "ours.py").write_text("x = 1")
    code = (
        "import os, sys; from accountsos.jobs.own_user import leave_root\n"
        f"left = leave_root([{str(programs)!r}], None, kept_to_programs={kept_to_programs})\n"
        f"print(left, os.getuid() == 0, open({str(programs / 'ours.py')!r}).read())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    if os.geteuid() == 0:
        assert told == ("True False x = 1\n" if kept_to_programs else "False True x = 1\n")
    else:
        assert told == "False False x = 1\n"


@pytest.mark.parametrize(("times", "levels"), [(10, 12), (2, 28)])
def test_a_paper_that_draws_itself_ends_within_its_memory_and_its_time(times: int, levels: int) -> None:
    reader = Watched()
    with pytest.raises(ReaderLost) as lost:
        reader.read(REQUEST, draws_itself(times=times, levels=levels))
    assert lost.value.cause in ("memory", "crash", "cpu")
    assert 0 < reader.peak <= MEMORY_BYTES + PROGRAMS_BYTES
    assert reader.read(REQUEST, einvoice()).status.value == "processed"
    reader.close()


def refused(machine: str, number: int, arguments: Sequence[int] = (0,), *, as_machine: str | None = None) -> int:
    """What the filter answers, worked through by hand: one step after the other, as the kernel does."""
    call = {0: number, 4: MACHINES[as_machine or machine].audited_as, 16: arguments[0] & 0xFFFFFFFF}
    steps = [Instruction(*step) for step in steps_for(MACHINES[machine], 4711)]
    at, word = 0, 0
    while True:
        what, holds, fails, n = steps[at]
        at += 1
        if what == 0x06:
            return n
        if what == 0x20:
            word = call[n]
        else:
            held = {0x15: word == n, 0x35: word >= n, 0x45: bool(word & n)}[what]
            at += holds if held else fails


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_of_each_machine_says_what_it_should(machine: str) -> None:
    numbers = MACHINES[machine]
    assert all(refused(machine, number) == REFUSE for number in numbers.refused)
    thread, fork = 0x3D0F00, 0x11
    assert refused(machine, numbers.clone, [thread]) == ALLOW
    assert refused(machine, numbers.clone, [fork]) == REFUSE
    assert all(refused(machine, numbers.clone, [thread | 1 << bit]) == REFUSE for bit in (7, 17, *range(25, 31)))
    assert refused(machine, 435) == UNKNOWN == 0x00050000 | ENOSYS
    for call in (numbers.kill, numbers.kill_thread):
        assert [refused(machine, call, [pid]) for pid in (4711, 1, 0, -1)] == [ALLOW, REFUSE, REFUSE, REFUSE]
    assert [refused(machine, numbers.limits, [pid]) for pid in (4711, 0, 1)] == [ALLOW, ALLOW, REFUSE]
    read_write_mmap = {"x86_64": (0, 1, 9), "aarch64": (63, 64, 222)}[machine]
    assert [refused(machine, number) for number in read_write_mmap] == [ALLOW] * 3
    other = next(name for name in MACHINES if name != machine)
    assert refused(machine, read_write_mmap[0], as_machine=other) == KILL
    assert refused(machine, 0x40000000 | read_write_mmap[0]) == REFUSE


def test_both_machines_are_refused_the_same() -> None:
    """But for what one of them alone has: fork, vfork, mknod, iopl, ioperm and modify_ldt."""
    assert len(MACHINES["x86_64"].refused) - len(MACHINES["aarch64"].refused) == 6
    assert all(len(set(machine.refused)) == len(machine.refused) for machine in MACHINES.values())
