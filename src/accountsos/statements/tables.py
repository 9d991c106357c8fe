"""Delimited rows with the physical line they start on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from accountsos.statements.line import LONGEST_TEXT
from accountsos.statements.reading import Reading
from accountsos.statements.source import Source

DELIMITERS = (",", ";", "\t", "|")
_HEAD_CHARACTERS = 1 << 16
_HEAD_ROWS = 40

LONGEST_CELL = LONGEST_TEXT
"""What follows in a cell is cut off before anything reads it: no bank prints so much of one payment."""
CUT = f"A cell of this file holds more than {LONGEST_CELL:,} characters; what follows was left out."

HeadRow = tuple[int, list[str]]


def rows(source: Source, delimiter: str, reading: Reading, header_line: int) -> Iterator[tuple[int, list[str]]]:
    """Every row below the header with the number of its first line. A row that is no CSV is noted as a mistake."""
    reader = csv.reader(source.text(), delimiter=delimiter, skipinitialspace=True, strict=True)
    start = 1
    while True:
        try:
            for row in reader:
                if start > header_line:
                    if row and len(max(row, key=len)) > LONGEST_CELL:
                        if any(len(folded(cell)) > LONGEST_CELL for cell in row):
                            reading.facts.warn(CUT)
                        yield start, _bounded(row)
                    else:
                        yield start, row
                start = reader.line_num + 1
        except csv.Error as mistake:
            if start > header_line:
                reading.mistake(start, _in_words(str(mistake)))
            start = reader.line_num + 1
        else:
            return


def head_rows(head: str, delimiter: str) -> list[HeadRow]:
    """The first rows of the file, for recognising it; a last row that may be cut is left out."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, skipinitialspace=True)
    found: list[HeadRow] = []
    start = 1
    try:
        for row in reader:
            found.append((start, _bounded(row)))
            start = reader.line_num + 1
            if len(found) >= _HEAD_ROWS:
                return found
    except csv.Error:
        return found
    return found[:-1] if len(head) >= _HEAD_CHARACTERS else found


def _bounded(row: list[str]) -> list[str]:
    # White space is folded first: a cell that is an amount only up to where it was cut must not become one.
    return [cell if len(cell) <= LONGEST_CELL else folded(cell)[:LONGEST_CELL] for cell in row]


def folded(text: str) -> str:
    """White space of every kind folded to single spaces."""
    return " ".join(text.split())


def header_name(cell: str) -> str:
    """A heading for comparison: without byte order mark, quotes, surplus spaces and case."""
    return folded(cell.replace("\ufeff", "").replace("\u00a0", " ").strip(" '\"\t")).casefold()


def header_names(row: Sequence[str]) -> list[str]:
    """The row's headings for comparison, without empty columns at the end."""
    names = [header_name(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def is_blank(row: Sequence[str]) -> bool:
    """Whether no cell holds anything."""
    return not any(cell and not cell.isspace() for cell in row)


def _in_words(message: str) -> str:
    if "unexpected end" in message:
        return "a quotation mark is opened here and never closed"
    if "field larger" in message:
        return "a cell is longer than 131,072 characters: is a quotation mark never closed?"
    if "expected after" in message:
        return "there is text after a closing quotation mark"
    return f"the row is no CSV ({message})"
