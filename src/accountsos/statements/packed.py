"""Files that hold a statement inside: a zip of one or several, and a workbook. Unpacked within bounds."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass

from accountsos.statements.line import UnreadableStatement
from accountsos.statements.source import Content
from accountsos.statements.workbook import UnreadableWorkbook, is_workbook, workbook_as_csv

_ZIP = b"PK\x03\x04"
_FILES_MAX = 60
UNPACKED_MAX = 100 * 1024 * 1024
"""What all files of a zip may come to, counted while they are unpacked: what the zip says of itself is not believed."""
_MEGABYTE = 1024 * 1024
_OTHERS = {"xl/workbook.bin": "a binary workbook (.xlsb)", "content.xml": "an OpenDocument file"}
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, KeyError, RuntimeError)


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a zip, as text can be read from it."""

    name: str
    content: bytes


def unpacked(content: Content) -> tuple[PackedFile, ...] | None:
    """The statements inside, sheets as CSV; None where the file is neither a zip nor a workbook."""
    if content[:4] != _ZIP:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
            if is_workbook(archive):
                return (PackedFile("", workbook_as_csv(archive)),)
            return _files(archive)
    except UnreadableWorkbook as mistake:
        raise UnreadableStatement(f"This workbook cannot be read: {mistake}") from mistake
    except _BROKEN as mistake:
        raise UnreadableStatement(
            "This zip file is damaged, or packed in a way that is not known here. Unpack it and upload the statement."
        ) from mistake


def readable(content: Content) -> Content:
    """The first statement inside as text; the content itself where nothing is packed."""
    files = unpacked(content)
    return files[0].content if files else content


def _files(archive: zipfile.ZipFile) -> tuple[PackedFile, ...]:
    names = set(archive.namelist())
    other = next((what for name, what in _OTHERS.items() if name in names), None)
    if other is not None:
        raise UnreadableStatement(f"This is {other}. Save the sheet as CSV (UTF-8) and try again.")
    wanted = [info for info in archive.infolist() if not info.is_dir() and not _is_of_the_system(info.filename)]
    if not wanted or len(wanted) > _FILES_MAX:
        raise UnreadableStatement(
            f"This zip holds {len(wanted):,} files; from 1 to {_FILES_MAX} statements of one account can be read "
            f"together. Unpack it and upload the statements."
        )
    left = UNPACKED_MAX
    found: list[PackedFile] = []
    for info in wanted:
        if info.flag_bits & 1:
            raise UnreadableStatement("This zip is locked with a password. Unpack it and upload the statement.")
        with archive.open(info) as packed:
            content = packed.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableStatement(
                f"This zip comes to more than {UNPACKED_MAX // _MEGABYTE} MB. Unpack it and upload the statements one "
                f"by one."
            )
        found.append(PackedFile(_shown(info.filename), _one(content)))
    return tuple(found)


def _one(content: bytes) -> bytes:
    """A workbook inside a zip is read; a zip inside a zip is not."""
    if content[:4] != _ZIP:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as inner:
        if not is_workbook(inner):
            raise UnreadableStatement("This zip holds another zip. Unpack it and upload the statements.")
        return workbook_as_csv(inner)


def _is_of_the_system(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".") or name.endswith("Thumbs.db")


def _shown(name: str) -> str:
    plain = "".join(character for character in name.rpartition("/")[2] if character.isprintable())
    return plain[:80]
