"""What the server and the reader of statements say to each other, in frames over the reader's two pipes."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.statements.line import LineError

READ, HEADINGS, COLUMNS, LINES_AT = b"R", b"D", b"K", b"N"
"""What is asked, the file's bytes behind it."""
STATEMENT, TOLD, REFUSED = b"S", b"T", b"X"
"""How it ends: the facts of a file whose lines were sent; an answer in JSON; why the file is refused."""
LINES, LAYOUT = b"I", b"Y"
"""What comes before that: a piece of the lines; headings of which it must be known how their columns were said."""
CPU_SECONDS = 30
"""Of a file, in all. A hundred thousand lines of a CSV take two."""


@dataclass(frozen=True, slots=True)
class ToldRefusal:
    """Why a file is refused."""

    message: str
    errors: tuple[LineError, ...] = ()
    several_accounts: bool = False
