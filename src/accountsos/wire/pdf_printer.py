"""Prints one report: what it says on standard input, the PDF on standard output. Run as a process of its own."""

from __future__ import annotations

import sys
from importlib import resources
from typing import Literal

import typst

_TAGGED: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: structure, language and title for whoever has it read aloud."""


def printed(told: bytes) -> bytes:
    """The PDF. Letters that our own fonts lack are looked for in the system's; what nobody has is left blank."""
    for own, tagged in ((True, True), (False, True), (False, False)):
        try:
            return _compiled(told.decode("ascii"), own=own, tagged=tagged)
        except typst.TypstError as fault:
            if not tagged or "could not be displayed" not in str(fault):
                raise
    raise AssertionError("the last way returns or raises")


def _compiled(told: str, *, own: bool, tagged: bool) -> bytes:
    layout = resources.files("accountsos.wire").joinpath("report.typ").read_bytes()
    return typst.compile(
        layout,
        None,
        sys_inputs={"told": told},
        format="pdf",
        pdf_standards=_TAGGED if tagged else None,
        ignore_system_fonts=own,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(printed(sys.stdin.buffer.read()))
