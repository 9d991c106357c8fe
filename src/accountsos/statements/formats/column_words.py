"""A column mapping as people write it: `date=1, description=2+3, amount=Amount`."""

from __future__ import annotations

from dataclasses import fields

from accountsos.statements.formats.columns import Column, ColumnMapping
from accountsos.statements.line import UnreadableStatement

EXAMPLE = "date=1, description=2+3, amount=4"
_YES_NO = {"yes": True, "no": False}
_SWITCHES = ("day_first", "spending_positive", "debit_is_negative", "credit_is_negative")
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
KNOWN = tuple(f.name for f in fields(ColumnMapping))


def column_mapping(text: str) -> ColumnMapping:
    """Read the words; columns by number, counted from 1, or by heading. Several description columns are joined by +."""
    given: dict[str, object] = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or name not in KNOWN:
            raise UnreadableStatement(
                f"columns: {part.strip()!r} is not understood. Write it like {EXAMPLE}; known are {', '.join(KNOWN)}."
            )
        if name in given:
            raise UnreadableStatement(f"columns: {name} is given twice.")
        given[name] = _value(name, value)
    if "date" not in given or "description" not in given:
        raise UnreadableStatement(f"columns: date and description are needed, as in {EXAMPLE}.")
    return ColumnMapping(**given)  # type: ignore[arg-type]  # each name was checked and its value read for it


def _value(name: str, value: str) -> object:
    if name == "description":
        return tuple(_column(part.strip()) for part in value.split("+"))
    if name in _SWITCHES:
        if value not in _YES_NO:
            raise UnreadableStatement(f"columns: {name} is yes or no, not {value!r}.")
        return _YES_NO[value]
    if name == "rows_to_skip":
        if not (value.isascii() and value.isdigit()):
            raise UnreadableStatement(f"columns: rows_to_skip is a whole number, not {value!r}.")
        return int(value)
    if name == "delimiter":
        if value not in _DELIMITERS:
            raise UnreadableStatement(f"columns: delimiter is one of {', '.join(_DELIMITERS)}, not {value!r}.")
        return _DELIMITERS[value]
    return _column(value)


def _column(text: str) -> Column:
    return int(text) if text.isascii() and text.isdigit() else text
