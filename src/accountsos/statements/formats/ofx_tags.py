"""OFX as a flat stream of tags with their values: SGML or XML, closed or not, without any entity of the file's own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from accountsos.statements.line import LineError, UnreadableStatement
from accountsos.statements.reading import Reading

_PIECE = 1 << 16
_LONGEST_VALUE = 4_000
_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9._-]{0,63})\s*(/?)>", re.ASCII)
_CDATA = "![CDATA["


class Tag(NamedTuple):
    """One tag and the text up to the next."""

    line: int
    closing: bool
    name: str
    value: str


def tags(stream: TextIO, reading: Reading) -> Iterator[Tag]:
    """Every tag from `<OFX>` on. A `<` that starts no tag belongs to the value before it."""
    current: Tag | None = None
    for line, piece in _pieces(stream):
        upper = piece[:9].upper()
        if upper.startswith(("!DOCTYPE", "!ENTITY")):
            raise UnreadableStatement(
                "The file declares entities of its own, which no bank does. It was not read.",
                (LineError(line, "a DOCTYPE or ENTITY declaration"),),
            )
        found = _TAG.match(piece)
        if found is not None:
            if current is not None:
                yield _tidied(current)
            current = Tag(line, bool(found[1]), found[2].upper(), piece[found.end() :])
        elif piece.startswith(("?", "!--")):
            continue
        elif current is None or current.closing:
            reading.mistake(line, f"{'<' + piece[:30]!r} is no tag of OFX")
        elif len(current.value) + len(piece) > _LONGEST_VALUE:
            reading.mistake(line, f"the value of {current.name} is longer than {_LONGEST_VALUE:,} characters")
        else:
            text = piece[len(_CDATA) :] if piece.startswith(_CDATA) else "<" + piece
            current = current._replace(value=current.value + text)
    if current is not None:
        yield _tidied(current)


def _pieces(stream: TextIO) -> Iterator[tuple[int, str]]:
    """The text between two `<`, each with the line its `<` stands on; what precedes the first is left out."""
    line, rest, is_first = 1, "", True
    while True:
        read = stream.read(_PIECE)
        parts = (rest + read).split("<")
        if read and len(parts[-1]) > 4 * _PIECE:
            raise UnreadableStatement("The file holds a text without any tag that is too long to be a statement.")
        rest = parts.pop() if read else ""
        for part in parts:
            if is_first:
                is_first = False
            else:
                yield line, part
            line += part.count("\n")
        if not read:
            return


def _tidied(tag: Tag) -> Tag:
    value = tag.value.replace("]]>", "")
    if "&" in value:
        value = html.unescape(value)
    return Tag(tag.line, tag.closing, tag.name, " ".join(value.split())[:_LONGEST_VALUE])
