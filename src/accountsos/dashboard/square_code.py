"""A text as a square code that a phone's camera reads: its dark cells as one path for an SVG in the page."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4
"""So many light cells stand around it. Source: ISO/IEC 18004 section 9.1."""
MASK = 1
"""Which of the eight patterns is laid over the code. Each is read by every reader, since the code names it; to weigh
all eight against each other, as the standard would have it, is four fifths of what a code costs."""
_STROKES = str.maketrans({"\0": "m1 0", "\1": "h1"})
"""A light cell is passed over, a dark one drawn over."""


@dataclass(frozen=True, slots=True)
class SquareCode:
    """How many cells a side has, with the light ones around it, and strokes of one cell's width over the dark ones."""

    side: int
    path: str


def square_code(text: str) -> SquareCode:
    """The code of that text. Its reserve for what the camera does not see is the least: a screen has no stains."""
    rows = tuple(segno.make_qr(text, error="l", mask=MASK, boost_error=False).matrix)
    strokes = [f"M{QUIET} {y}.5{row.decode('latin-1').translate(_STROKES)}" for y, row in enumerate(rows, QUIET)]
    return SquareCode(len(rows) + 2 * QUIET, "".join(strokes))
