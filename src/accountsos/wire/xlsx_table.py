"""Tables as workbooks (Office Open XML) in which no cell is a formula: amounts are numbers, everything else is text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import IO, Protocol

_AMOUNT = re.compile(r"-?[0-9]{1,15}\.[0-9]{2}", re.ASCII)
_NOT_OF_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CELL_MOST = 32_767
"""So many characters a spreadsheet takes in a cell."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" '
    'Target="styles.xml"/></Relationships>',
    # Formats: 0 plain, 1 amounts with their pence, 2 days, 3 headings.
    "xl/styles.xml": f'<styleSheet xmlns="{_SHEETS}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
}
_BEFORE_DAY_ONE = date(1899, 12, 30)
_FIRST_COUNTED = date(1900, 3, 1)
"""Spreadsheets take 1900 for a leap year: earlier days are written as text."""


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, content: bytes) -> None:
        """Append to it."""
        ...


class XlsxTable:
    """A workbook of one sheet, written row by row."""

    def __init__(self, sink: Sink, title: str) -> None:
        self._archive = zipfile.ZipFile(_Appended(sink), "w", zipfile.ZIP_DEFLATED)
        name = escape(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
        book = f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/>'
        for path, part in {**_PARTS, "xl/workbook.xml": f"{book}</sheets></workbook>"}.items():
            self._archive.writestr(_named(path), _START + part)
        self._sheet: IO[bytes] = self._archive.open(_named("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._put(f'{_START}<worksheet xmlns="{_SHEETS}"><cols><col min="1" max="26" width="18"/></cols><sheetData>')

    def facts(self, facts: Iterable[tuple[str, object]]) -> None:
        """What the table is of, a row each, and an empty row."""
        for name, value in facts:
            self._row([_text(name, style=3), _text(value)])
        self._row([])

    def heads(self, columns: Sequence[str]) -> None:
        """The headings."""
        self._row([_text(column, style=3) for column in columns])

    def rows(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows of the table."""
        for row in rows:
            self._row([_cell(value) for value in row])

    def finish(self) -> None:
        """The end of the file."""
        self._put("</sheetData></worksheet>")
        self._sheet.close()
        self._archive.close()

    def _row(self, cells: Sequence[str]) -> None:
        self._put(f"<row>{''.join(cells)}</row>")

    def _put(self, text: str) -> None:
        self._sheet.write(text.encode("utf-8"))


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return _text("yes" if value else "no")
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, date) and value >= _FIRST_COUNTED:
        return f'<c s="2"><v>{(value - _BEFORE_DAY_ONE).days}</v></c>'
    if isinstance(value, Decimal) or (isinstance(value, str) and _AMOUNT.fullmatch(value)):
        return f'<c s="1"><v>{value}</v></c>'
    return _text(value)


def _text(value: object, *, style: int = 0) -> str:
    text = escape(_NOT_OF_XML.sub("", str(value))[:_CELL_MOST], quote=False)
    mark = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{text}</t></is></c>'


def _named(path: str) -> zipfile.ZipInfo:
    """Without the time of day: the same table is the same file."""
    named = zipfile.ZipInfo(path, _LONG_AGO)
    named.compress_type = zipfile.ZIP_DEFLATED
    return named


class _Appended:
    """A sink as `zipfile` wants it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, content: bytes, /) -> int:
        self._sink.write(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """The sink is closed by whoever opened it."""
