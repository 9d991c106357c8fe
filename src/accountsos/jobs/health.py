"""What is missing on this machine for reading documents safely and wholly, in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from accountsos.jobs.limits import Confined

OCR = ("rapidocr", "onnxruntime", "cv2")
NO_READER = (
    "the process that reads documents does not come up: run `python -m accountsos.jobs.reader </dev/null` to see why"
)
NO_STATEMENTS = (
    "the process that opens statements for the server does not come up, so statements that are uploaded are refused "
    "(503), and `accountsos import` on this machine is the only way in: run "
    "`python -m accountsos.jobs.statement_reader </dev/null` to see why"
)
WITH_NETWORK = (
    "uploaded files are opened with limits on memory and time, but not without network: this kernel lets the reader "
    "make no network namespace. Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or "
    "kernel.apparmor_restrict_unprivileged_userns=0; in a container a seccomp profile that permits unshare), or keep "
    "`accountsos worker` on a machine without a way out"
)
WITH_FILES = (
    "uploaded files are opened by a process that may read whatever its user may: this kernel has no Landlock (Linux "
    "5.13, and `landlock` among the names in /sys/kernel/security/lsm). Keep `accountsos worker` as a user of its own"
)
WITH_CALLS = (
    "uploaded files are opened by a process that may ask the kernel for anything: filters of system calls are made for "
    "x86-64 and 64-bit ARM, on kernels with seccomp. Keep `accountsos worker` on a machine of its own"
)
AS_ROOT = (
    "uploaded files are opened by a process that is root, which could not become a user of its own: start `accountsos "
    "serve`, or `accountsos worker`, as a user that is not root"
)
WARNINGS = (WITH_NETWORK, WITH_FILES, WITH_CALLS, AS_ROOT)
HELD = ("no network", "no files but its own", "few system calls", "not root")
"""In the order of `Confined`."""


def reader_warnings(
    confined: Confined | None, has_module: Callable[[str], bool] = lambda name: find_spec(name) is not None
) -> tuple[str, ...]:
    """What should be mended before documents are uploaded; `confined` is what a look at a reader told."""
    warnings = [NO_READER]
    if confined is not None:
        warnings = [said for said, held in zip(WARNINGS, confined, strict=True) if not held]
    missing = [name for name in OCR if not has_module(name)]
    if missing:
        warnings.append(
            f"photos and scans cannot be read, {' and '.join(missing)} not being installed; PDFs with text and "
            "e-invoices can: pip install 'accountsos[ocr]', then `accountsos jobs retry` what failed for it"
        )
    return tuple(warnings)


def statement_warnings(confined: Confined | None) -> tuple[str, ...]:
    """What hinders statements alone; the walls are those of the reader of documents, which `reader_warnings` tells."""
    return () if confined is not None else (NO_STATEMENTS,)


def said_of_reader(confined: Confined | None) -> str:
    """What the process that opens uploaded files is kept to on this machine."""
    if confined is None:
        return "does not come up"
    return ", ".join([said for said, held in zip(HELD, confined, strict=True) if held] or ["nothing is kept from it"])
