"""An Excel workbook's one table as CSV: days as ISO dates, amounts with the fifteen digits that Excel keeps."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from lxml import etree

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_ROWS_MAX, _COLUMNS_MAX = 1_048_576, 200
_CELLS_MAX = 4_000_000
_TABLE_COLUMNS = 3
_DAY_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NO_DAY = re.compile(r'"[^"]{0,250}"|\[[^\]]{0,250}\]|\\.')
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_FIFTEEN_DIGITS = Context(prec=15)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
XML_MAX = 40 * 1024 * 1024
"""What the parts that are read may come to, counted while they are unpacked."""
_LAST_SERIAL = 2_958_465


class UnreadableWorkbook(Exception):
    """The workbook cannot be read; the message says why and how to mend it."""


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether the zip is a workbook of Excel (.xlsx, .xlsm)."""
    return _BOOK in archive.namelist()


def workbook_as_csv(archive: zipfile.ZipFile) -> bytes:
    """The only sheet that holds a table; each row stands on the line of its own number."""
    parts = _Parts(archive)
    book = parts.tree(_BOOK)
    base = _EPOCH_1904 if _is_1904(book) else _EPOCH
    reader = _Cells(parts.strings(), parts.day_styles(), base)
    tables: list[tuple[str, bytes]] = []
    for name, path in parts.sheets(book):
        text, wide_rows = reader.sheet(parts.rows(path))
        if wide_rows > 1:
            tables.append((name, text))
    if len(tables) != 1:
        named = ", ".join(repr(name) for name, _ in tables)
        what = f"several of its sheets hold a table ({named})" if tables else "none of its sheets holds a table"
        raise UnreadableWorkbook(f"{what}. Save the sheet of the statement as CSV (UTF-8) and try again.")
    return tables[0][1]


class _Parts:
    """The XML files of a workbook, unpacked within a bound that all of them share."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = XML_MAX

    def _bytes(self, path: str) -> bytes:
        with self._archive.open(path) as packed:
            content = packed.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise UnreadableWorkbook("it is too large when unpacked. Save the sheet as CSV (UTF-8) and try again.")
        if b"<!doctype" in content[:4096].replace(b"\x00", b"").lower():
            raise UnreadableWorkbook("its XML declares a DOCTYPE, which no bank's does.")
        return content

    def rows(self, path: str) -> Iterator[Any]:
        """Each row of a sheet."""
        return self._each(path, "{*}row")

    def _each(self, path: str, tag: str) -> Iterator[Any]:
        """Each such element, freed once it was read."""
        try:
            yield from _elements(self._bytes(path), tag)
        except etree.XMLSyntaxError as mistake:
            raise UnreadableWorkbook("its XML is damaged. Save the sheet as CSV (UTF-8) and try again.") from mistake

    def tree(self, path: str) -> Any:
        """A small part, whole."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self._bytes(path), parser)
        except etree.XMLSyntaxError as mistake:
            raise UnreadableWorkbook("its XML is damaged. Save the sheet as CSV (UTF-8) and try again.") from mistake

    def sheets(self, book: Any) -> list[tuple[str, str]]:
        """Name and path of each sheet that is shown."""
        targets = {each.get("Id"): each.get("Target") or "" for each in self.tree(_RELATIONS).iter("{*}Relationship")}
        found = []
        for sheet in book.iter("{*}sheet"):
            relation = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
            target = targets.get(relation, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if sheet.get("state", "visible") == "visible" and path in self._archive.namelist():
                found.append((sheet.get("name") or "", path))
        return found

    def strings(self) -> list[str]:
        """The texts that cells name by number."""
        if _STRINGS not in self._archive.namelist():
            return []
        return [_text_of(item) for item in self._each(_STRINGS, "{*}si")]

    def day_styles(self) -> frozenset[int]:
        """The styles that show a number as a day."""
        if _STYLES not in self._archive.namelist():
            return frozenset()
        tree = self.tree(_STYLES)
        own = {int(f.get("numFmtId") or 0): f.get("formatCode") or "" for f in tree.iter("{*}numFmt")}
        days = _DAY_FORMATS | {number for number, code in own.items() if _shows_a_day(code)}
        styles = next(tree.iter("{*}cellXfs"), ())
        return frozenset(place for place, style in enumerate(styles) if int(style.get("numFmtId") or 0) in days)


def _elements(content: bytes, tag: str) -> Iterator[Any]:
    found = etree.iterparse(
        io.BytesIO(content), tag=tag, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for _, element in found:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


class _Cells:
    """Makes text of what stands in cells."""

    def __init__(self, strings: list[str], day_styles: frozenset[int], base: date) -> None:
        self._strings, self._day_styles, self._base = strings, day_styles, base
        self._left = _CELLS_MAX

    def sheet(self, rows: Iterator[Any]) -> tuple[bytes, int]:
        """A sheet as CSV, and how many of its rows are as wide as a table."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        line = wide_rows = 0
        for row in rows:
            number = int(row.get("r") or line + 1)
            if not line < number <= _ROWS_MAX:
                raise UnreadableWorkbook(f"row {number:,} stands where none can be.")
            written.write("\n" * (number - line - 1))
            line = number
            cells = self._row(row)
            writer.writerow(cells)
            wide_rows += sum(1 for cell in cells if cell) >= _TABLE_COLUMNS
        return written.getvalue().encode(), wide_rows

    def _row(self, row: Any) -> list[str]:
        cells: list[str] = []
        for cell in row.iter("{*}c"):
            place = _CELL.fullmatch(cell.get("r") or "")
            column = _number_of(place[1]) if place else len(cells) + 1
            self._left -= 1
            if not len(cells) < column <= _COLUMNS_MAX or self._left < 0:
                raise UnreadableWorkbook(f"it has more than {_COLUMNS_MAX} columns or {_CELLS_MAX:,} cells.")
            cells += [""] * (column - len(cells) - 1)
            cells.append(" ".join(self._text(cell).split()))
        return cells

    def _text(self, cell: Any) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _text_of(cell)
        value = next(cell.iter("{*}v"), None)
        text = (value.text or "").strip() if value is not None else ""
        if kind == "s":
            return (
                self._strings[int(text)] if text.isascii() and text.isdigit() and int(text) < len(self._strings) else ""
            )
        if kind != "n" or not text:
            return text
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        if not number.is_finite():
            return text
        style = cell.get("s") or "0"
        if style.isdigit() and int(style) in self._day_styles and 1 <= number <= _LAST_SERIAL:
            return (self._base + timedelta(days=int(number))).isoformat()
        # Excel keeps fifteen digits: what stands behind them is an artefact of its binary fractions.
        return f"{_FIFTEEN_DIGITS.plus(number).normalize():f}"


def _is_below(text: str, limit: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9 and int(text) < limit


def _text_of(element: Any) -> str:
    """The text of a string; phonetic readings beside it are none."""
    return "".join(t.text or "" for t in element.iter("{*}t") if not t.getparent().tag.endswith("}rPh"))


def _is_1904(book: Any) -> bool:
    return any(each.get("date1904") in ("1", "true") for each in book.iter("{*}workbookPr"))


def _shows_a_day(code: str) -> bool:
    plain = _NO_DAY.sub("", code).casefold()
    return "y" in plain or "d" in plain


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
