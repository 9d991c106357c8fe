"""Zips and workbooks as programs write them, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DAY_STYLE = 1
Cell = str | int | float | None


def zipped(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def workbook(
    *sheets: Sequence[Sequence[Cell]], days: Sequence[int] = (), hidden: Sequence[int] = (), first_row: int = 1
) -> bytes:
    """A workbook: numbers are numbers (days in the columns `days`), texts are shared but for those of the first row."""
    shared: list[str] = []
    files: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>"}
    for place, rows in enumerate(sheets, 1):
        text = "".join(_row(number, row, days, shared, first_row) for number, row in enumerate(rows, first_row))
        files[f"xl/worksheets/sheet{place}.xml"] = f'<sheet xmlns="{_MAIN}"><sheetData>{text}</sheetData></sheet>'
    state = {n: 'state="hidden"' if n in hidden else "" for n in range(1, len(sheets) + 1)}
    named = "".join(f'<sheet name="Sheet {n}" sheetId="{n}" r:id="rId{n}" {state[n]}/>' for n in state)
    linked = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1))
    files["xl/workbook.xml"] = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{named}</sheets></workbook>'
    files["xl/_rels/workbook.xml.rels"] = f"<Relationships>{linked}</Relationships>"
    files["xl/styles.xml"] = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd\\-mmm\\-yy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    files["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{strings}</sst>'
    return zipped(files)


def _row(number: int, row: Sequence[Cell], days: Sequence[int], shared: list[str], first_row: int) -> str:
    cells = []
    for column, value in enumerate(row):
        at = f"{chr(65 + column)}{number}"
        if value is None:
            continue
        if isinstance(value, str) and number == first_row:
            cells.append(f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        elif isinstance(value, str):
            cells.append(f'<c r="{at}" t="s"><v>{len(shared)}</v></c>')
            shared.append(value)
        else:
            style = _DAY_STYLE if column in days else 0
            cells.append(f'<c r="{at}" s="{style}"><v>{value!r}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
