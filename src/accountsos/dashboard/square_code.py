"""A text as a square code that a phone's camera reads: its dark cells as one path for an SVG in the page."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4
"""So many light cells stand around it. Source: ISO/IEC 18004 section 9.1."""
MASK = 1
"""Which of the eight patterns is laid over the code. Each is read by every reader, since the code names it; to weigh
all eight against each other, as the standard would have it, is four fifths of what a code costs."""


@dataclass(frozen=True, slots=True)
class SquareCode:
    """How many cells a side has, with the light ones around it, and the outline of the dark ones."""

    side: int
    path: str


def square_code(text: str) -> SquareCode:
    """The code of that text, with a seventh of it as a reserve for what the camera does not see."""
    rows = tuple(segno.make_qr(text, error="m", mask=MASK).matrix)
    strokes = []
    for y, row in enumerate(rows, QUIET):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                strokes.append(f"M{x + QUIET} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return SquareCode(len(rows) + 2 * QUIET, "".join(strokes))
