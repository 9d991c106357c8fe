"""Santander's text file: blocks of Date, Description, Amount and Balance, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accountsos.statements.amounts import amount_reader
from accountsos.statements.line import StatementLine
from accountsos.statements.reading import Decisions, Reader, Reading, account_and_sort_code
from accountsos.statements.source import Source
from accountsos.statements.tables import folded

_FIELDS = ("date", "description", "amount", "balance")
_PREAMBLE = ("from", "account", "arranged overdraft limit", "card number")
_LABEL = re.compile(r"([A-Za-z][A-Za-z ]{1,23}):(.*)", re.DOTALL)
_UNIT = re.compile(r"\s*(GBP)\s*$")


class SantanderReader(Reader):
    """Reads the blocks one after the other."""

    name = "santander"
    title = "Santander text"
    first_guess = Decisions(newest_first=True)

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each block's line."""
        reading.facts.currency = "GBP"
        block = _Block(reading)
        for number, raw in enumerate(source.text(), 1):
            text = folded(raw)
            if not text:
                continue
            label = _LABEL.fullmatch(text)
            name = label[1].rstrip().casefold() if label else ""
            if label and name in _FIELDS:
                if name == "date" and block.cells:
                    yield from block.finished()
                block.take(number, name, label[2].strip())
            elif label and name in _PREAMBLE and not block.cells:
                if name == "account":
                    _note_account(reading, label[2])
            elif block.cells and block.last == "description":
                block.cells["description"] += " " + text
            else:
                reading.mistake(number, f"{text[:60]!r} is neither Date, Description, Amount nor Balance")
        yield from block.finished()


class _Block:
    """The cells of the block that is being read."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._amount_of = amount_reader("GBP")
        self.cells: dict[str, str] = {}
        self._lines: dict[str, int] = {}
        self.last = ""

    def take(self, number: int, name: str, text: str) -> None:
        if name in self.cells:
            self._reading.mistake(number, f"a second {name.capitalize()} in one block: its Date line is missing")
            return
        self.cells[name], self._lines[name], self.last = text, number, name

    def finished(self) -> Iterator[StatementLine]:
        """The line of the block, if it can be read; then it starts anew."""
        cells, lines = self.cells, self._lines
        self.cells, self._lines, self.last = {}, {}, ""
        if not cells:
            return
        start = min(lines.values())
        missing = [name.capitalize() for name in ("date", "description", "amount") if name not in cells]
        if missing:
            self._reading.mistake(start, f"the block that starts here has no {' and no '.join(missing)}")
            return
        values: dict[str, int | None] = {"balance": None}
        booked_on = None
        for name, text in cells.items():
            try:
                if name == "date":
                    booked_on = self._reading.days.read(text)
                elif name != "description":
                    values[name] = self._amount_of(_UNIT.sub("", text)) if text or name == "amount" else None
            except ValueError as mistake:
                self._reading.mistake(lines[name], str(mistake))
        amount = values.get("amount")
        if booked_on is not None and amount is not None:
            yield StatementLine(
                start, booked_on, amount, "GBP", folded(cells["description"]), balance=values["balance"]
            )


def recognises(head: str) -> bool:
    """Whether the text has such blocks."""
    starts = {folded(line).split(":")[0].casefold() for line in head[:4000].splitlines() if ":" in line}
    return {"date", "description", "amount"} <= starts


def _note_account(reading: Reading, text: str) -> None:
    reading.facts.account_number, reading.facts.sort_code = account_and_sort_code(text)
