"""Where the shared sample files are: they are read there and never copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def samples(folder: str) -> Path:
    """The folder of samples; without it the test is skipped, in CI it fails."""
    root = Path(os.environ.get("ACCOUNTSOS_SHARED", Path(__file__).parents[2].parent / "shared"))
    found = root / "samples" / folder
    if not found.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"the samples are missing: {found}")
        pytest.skip(f"the shared samples are not on this machine: {found}")
    return found
