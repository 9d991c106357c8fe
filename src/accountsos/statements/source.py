"""A file's bytes as text: byte order mark, then strict UTF-8, then Windows-1252; read in pieces, never held whole."""

from __future__ import annotations

import codecs
import io
import mmap
from typing import TYPE_CHECKING

from accountsos.statements.line import LineError, UnreadableStatement

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Content = bytes | mmap.mmap
"""A map is one of a file, to read only."""
_PIECE = 1 << 20

_NOT_STATEMENTS = (
    (b"%PDF", "This is a PDF. Log in to the bank and download the statement as CSV or OFX instead."),
    (b"PK", "This is an empty zip file. Download the statement again."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook. Save the sheet as CSV (UTF-8) and try again."),
    (b"\x1f\x8b", "This is a compressed file. Unpack it and try again."),
    (b"\x89PNG", "This is a picture. Download the statement from the bank as CSV or OFX instead."),
    (b"\xff\xd8\xff", "This is a picture. Download the statement from the bank as CSV or OFX instead."),
)


def let_go(content: Content) -> None:
    """The file was read: what of a mapped one is in memory need not stay. Who reads on finds it on the disk again."""
    if isinstance(content, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        content.madvise(mmap.MADV_DONTNEED)


class Source:
    """The content of one uploaded file and the encoding that its bytes turned out to have."""

    def __init__(self, content: Content) -> None:
        self._content = content
        _refuse_other_kinds(content)
        self.encoding = _encoding_of(content)

    def text(self, newline: str | None = "") -> io.TextIOWrapper:
        """A fresh reader from the start; line ends are left as they are, or made the same with newline=None."""
        return io.TextIOWrapper(self.binary(), encoding=self.encoding, newline=newline)

    def head(self, characters: int = 1 << 16) -> str:
        """The first characters of the file."""
        return self.text().read(characters)

    def binary(self) -> io.BufferedReader:
        """A fresh reader of the bytes."""
        return io.BufferedReader(_Window(self._content), 1 << 16)

    def whole(self) -> bytes:
        """All of it in UTF-8, for formats that can only be read whole."""
        return self.text().read().encode()


class _Window(io.RawIOBase):
    """Reads bytes or a memory map by slices, so that the map can still be closed by its owner."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer)
        piece = self._content[self._position : self._position + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)


def _refuse_other_kinds(content: Content) -> None:
    if len(content) == 0:
        raise UnreadableStatement("The file is empty. Download it from the bank again.")
    start = content[:8]
    for signature, message in _NOT_STATEMENTS:
        if start.startswith(signature):
            raise UnreadableStatement(message)


def _encoding_of(content: Content) -> str:
    start = content[:4]
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UnreadableStatement("The file is in UTF-32, which no bank uses. Save it as CSV (UTF-8) and try again.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _check_decodes(content, "utf-16")
        return "utf-16"
    nul = content.find(b"\0")
    if nul >= 0:
        line = _line_of(content, nul)
        raise UnreadableStatement(
            "This is not a text file (it holds zero bytes). Download the statement from the bank as CSV or OFX.",
            (LineError(line, "a zero byte"),),
        )
    if start.startswith(codecs.BOM_UTF8):
        _check_decodes(content, "utf-8-sig")
        return "utf-8-sig"
    try:
        _decode_all(content, "utf-8")
    except UnicodeDecodeError:
        _check_decodes(content, "cp1252")
        return "cp1252"
    return "utf-8"


def _check_decodes(content: Content, encoding: str) -> None:
    try:
        _decode_all(content, encoding)
    except UnicodeDecodeError as mistake:
        reason = f"byte {mistake.object[mistake.start]:#04x}"
        raise UnreadableStatement(
            f"The file's characters are neither UTF-8 nor {encoding.upper()} ({reason}). Open it in a text editor, "
            f"save it as UTF-8 and try again.",
            (LineError(_line_of(content, _position_of(content, encoding)), f"{reason} is no character"),),
        ) from mistake


def _position_of(content: Content, encoding: str) -> int:
    """Where the first byte stands that cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for position in range(0, len(content), _PIECE):
        try:
            decoder.decode(content[position : position + _PIECE])
        except UnicodeDecodeError as mistake:
            return position + mistake.start
    return len(content)


def _decode_all(content: Content, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for position in range(0, len(content), _PIECE):
        decoder.decode(content[position : position + _PIECE])
    decoder.decode(b"", final=True)


def _line_of(content: Content, position: int) -> int:
    return 1 + sum(content[start : min(start + _PIECE, position)].count(b"\n") for start in range(0, position, _PIECE))
