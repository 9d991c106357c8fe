"""What is missing on this machine for reading documents safely and wholly, in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from accountsos.jobs.reader_process import ReaderProcess

OCR = ("rapidocr", "onnxruntime", "cv2")
NO_READER = (
    "the process that reads documents does not come up: run `python -m accountsos.jobs.reader </dev/null` to see why"
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


def reader_warnings(
    reader: ReaderProcess | None = None, has_module: Callable[[str], bool] = lambda name: find_spec(name) is not None
) -> tuple[str, ...]:
    """What should be mended before documents are uploaded."""
    reader = reader or ReaderProcess(wall_seconds=30)
    without_network = reader.look()
    warnings = []
    if without_network is None:
        warnings.append(NO_READER)
    elif not without_network:
        warnings.append(WITH_NETWORK)
    if reader.without_files is False:
        warnings.append(WITH_FILES)
    missing = [name for name in OCR if not has_module(name)]
    if missing:
        warnings.append(
            f"photos and scans cannot be read, {' and '.join(missing)} not being installed; PDFs with text and "
            "e-invoices can: pip install 'accountsos[ocr]', then `accountsos jobs retry` what failed for it"
        )
    return tuple(warnings)
