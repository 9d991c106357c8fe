"""What stands on the paper of a report, as the printer takes it: heading, table, what to know, when and by whom."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from accountsos.wire.readable_table import PrintedRow, head_said, printed_rows, shown_columns, span_said

_NOT_PRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Nothing of it can be seen, and some of it turns the line around."""
_ID = re.compile("(?:ba|cat|con|doc|imp|je|txn)_")
_YES_NO = {"true": "yes", "false": "no"}
_WORDS = re.compile("[a-z]+(_[a-z0-9]+)*")
_TOLD = ("scheme", "status", "currency")
_IN_THE_HEAD = frozenset({"company", "report", "period", "basis", "made_at", "warning", "known_at", *_TOLD})
_BASES = {"accruals": "accruals basis", "cash": "cash basis"}
ROWS_MOST = 5_000
"""So many are printed; more are for a spreadsheet."""
_SHORT, _SENTENCE, _ROOM_MOST = 14, 30, 4.0
"""Letters of a word that needs no room of its own, letters for which one share of the room is right, most shares."""
_UPRIGHT_MOST = 6
"""So many columns stand on an upright page."""

Facts = Sequence[tuple[str, object]]


def printable(columns: Sequence[str], rows: Iterable[Sequence[object]], head: Facts, *, printed: str) -> bytes:
    """The whole as the printer reads it; `printed` says when and by whom."""
    facts = {name: str(value) for name, value in head}
    lines = list(printed_rows(columns, rows))
    heads = [head_said(columns[n]) for n in shown_columns(columns)]
    if columns and columns[0] == "block":
        heads = heads[1:]
    numbers = [_of_numbers(lines, n) for n in range(len(heads))]
    told = {
        "company": facts.get("company", ""),
        "title": facts.get("report", "").replace("_", " "),
        "lines": _head_lines(facts),
        "heads": ["" if name == "Name" and n == 0 else name for n, name in enumerate(heads)],
        "numbers": numbers,
        "room": [0 if number else _room(lines, n) for n, number in enumerate(numbers)],
        "rows": [{"kind": row.kind, "cells": [cell.said for cell in row.cells]} for row in lines],
        "warnings": [str(text) for name, text in head if name == "warning" and text != "none"],
        "printed": printed,
        "landscape": len(heads) > _UPRIGHT_MOST,
    }
    return json.dumps(_plain(told)).encode("ascii")


def _head_lines(facts: dict[str, str]) -> list[str]:
    """Period and basis, then whatever else was asked for."""
    basis = facts.get("basis", "")
    first = [span_said(facts.get("period", "")), _BASES.get(basis, basis)]
    first += [facts[name].replace("_", " ") for name in _TOLD if name in facts]
    lines = [" · ".join(part for part in first if part and part != "all")]
    if "known_at" in facts:
        lines.append(f"As the books stood at {facts['known_at']}")
    asked = [f"{head_said(name)}: {_asked(value)}" for name, value in facts.items() if name not in _IN_THE_HEAD]
    return [line for line in (*lines, " · ".join(asked)) if line]


def _asked(value: str) -> str:
    """A word of the program as words; an id, and what a person typed, as it is."""
    if value in _YES_NO:
        return _YES_NO[value]
    return value.replace("_", " ") if _WORDS.fullmatch(value) and not _ID.match(value) else value


def _of_numbers(lines: Sequence[PrintedRow], n: int) -> bool:
    return any(row.cells[n].number for row in lines)


def _room(lines: Sequence[PrintedRow], n: int) -> float:
    """How much of the room that is left the words there want beside other words; 0 where they need none."""
    lengths = [len(row.cells[n].said) for row in lines if row.cells[n].said]
    if max(lengths, default=0) <= _SHORT:
        return 0
    return min(max(round(sum(lengths) / len(lengths) / _SENTENCE, 1), 1.0), _ROOM_MOST)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return _NOT_PRINTED.sub(" ", value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
