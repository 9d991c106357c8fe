"""QIF: records of one letter a line; whether the day or the month comes first is decided per file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from accountsos.money import Pence
from accountsos.statements.amounts import amount_reader, looks_decimal_comma
from accountsos.statements.line import LineError, StatedBalance, StatementLine, UnreadableStatement
from accountsos.statements.reading import Reader, Reading
from accountsos.statements.source import Source
from accountsos.statements.tables import folded

_MONEY = frozenset({"bank", "ccard", "cash", "oth a", "oth l"})
_ACCOUNT = "!account"
_LISTS = frozenset({"cat", "class", "memorized", "security", "prices", "budget", "invitem", "template"})
_MISSING = {"D": "the date (D) is missing", "T": "the amount (T) is missing"}
_LETTERS = frozenset("DTUPMNLACSE$%FXYQIOBGKZ0123456789")
_SINGLE = frozenset("DTUPMN")


def recognises(head: str) -> bool:
    """Whether a heading of QIF stands at the start of a line near the top."""
    return re.search(r"^!(type:|account|option:)", head[:2000], re.IGNORECASE | re.MULTILINE) is not None


@dataclass(slots=True)
class _Record:
    """The fields of a record, each with its line."""

    line: int
    cells: dict[str, tuple[int, str]] = field(default_factory=dict)
    is_run_together: bool = False
    """Whether a second record begins in it: then nothing more is said of its fields."""

    def text(self, letter: str) -> str:
        return folded(self.cells[letter][1]) if letter in self.cells else ""


class QifReader(Reader):
    """Reads record by record; lists of categories and securities are passed over."""

    name = "qif"
    title = "QIF"
    locale_numbers = True

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each record of the chosen account."""
        records = _Records(reading)
        for number, raw in enumerate(source.text(newline=None), 1):
            line = records.take(number, raw.strip())
            if line is not None:
                yield line
        records.finish()


class _Records:
    """Follows the sections of the file."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        comma = reading.decisions.decimal_comma
        self._amount_of = amount_reader(reading.currency, decimal_comma=comma)
        self._section = ""
        self._account = ""
        self._record: _Record | None = None
        self._is_first = True
        self._others: dict[str, int] = {}
        self._has_money = False

    def take(self, number: int, text: str) -> StatementLine | None:
        """The line that this row completes, if any."""
        if not text:
            return None
        if text.startswith("!"):
            self._unfinished()
            self._section = text[6:].strip().casefold() if text.casefold().startswith("!type:") else text.casefold()
            self._is_first = True
            if self._section in _MONEY:
                self._has_money = True
            elif not self._section.startswith("!") and self._section not in _LISTS:
                self._others[text] = number
            return None
        if self._section == _ACCOUNT:
            if text.startswith("N"):
                self._account = folded(text[1:])
                self._reading.facts.accounts.setdefault(self._account, 0)
            return None
        if self._section not in _MONEY:
            return None
        if text == "^":
            record, self._record = self._record, None
            return self._line(record) if record is not None else None
        self._cell(number, text)
        return None

    def _cell(self, number: int, text: str) -> None:
        letter, value = text[0].upper(), text[1:]
        if letter not in _LETTERS:
            self._reading.mistake(number, f"{text[:40]!r} starts with no letter that QIF knows")
            return
        record = self._record = self._record or _Record(number)
        if record.is_run_together:
            return
        if letter in record.cells and letter in _SINGLE:
            record.is_run_together = letter == "D"
            self._reading.mistake(number, f"a second {letter} in one record: is the ^ between two records missing?")
            return
        record.cells.setdefault(letter, (number, value))

    def _line(self, record: _Record) -> StatementLine | None:
        is_first, self._is_first = self._is_first, False
        if self._account and not self._reading.account_seen(self._account):
            return None
        if record.is_run_together:
            return None
        given = {letter for letter in record.cells if record.text(letter)}
        missing = [
            said for letter, said in _MISSING.items() if letter not in given and not (letter == "T" and "U" in given)
        ]
        for said in missing:
            self._reading.mistake(record.line, said)
        if missing:
            return None
        try:
            booked_on = self._reading.days.read(_plain_date(record.text("D")))
        except ValueError as mistake:
            self._reading.mistake(record.cells.get("D", (record.line, ""))[0], str(mistake))
            return None
        amount = self._amount(record)
        if amount is None:
            return None
        payee, memo = _without_amount(record.text("P"), record.text("T")), record.text("M")
        if is_first and payee.casefold() == "opening balance":
            self._reading.facts.opening = StatedBalance(booked_on, amount)
            return None
        description = " / ".join(part for part in (payee, memo if memo.casefold() != payee.casefold() else "") if part)
        return StatementLine(
            record.line,
            booked_on,
            amount,
            self._reading.currency,
            description or record.text("N") or "entry",
            payee=payee or None,
            reference=record.text("N") or None,
        )

    def _amount(self, record: _Record) -> Pence | None:
        number, text = record.cells.get("T") or record.cells.get("U") or (record.line, "")
        try:
            return self._amount_of(text)
        except ValueError as mistake:
            self._reading.decimal_commas += looks_decimal_comma(text)
            self._reading.mistake(number, str(mistake))
            return None

    def _unfinished(self) -> None:
        if self._record is not None:
            self._reading.mistake(self._record.line, "the record that starts here is not ended by ^")
            self._record = None

    def finish(self) -> None:
        """A record without its end means a download that was cut off; a file of other things is no statement."""
        self._unfinished()
        if self._has_money or not self._others:
            return
        heading, line = next(iter(self._others.items()))
        kind = heading.partition(":")[2].strip()
        what = (
            "It is of an investment account, whose trades are not booked from a statement."
            if kind.casefold() == "invst"
            else "Statements are !Type:Bank, !Type:CCard, !Type:Cash, !Type:Oth A and !Type:Oth L."
        )
        raise UnreadableStatement(
            f"This QIF file holds no statement: its heading is {heading[:40]!r}. {what} Download the account's "
            f"transactions.",
            (LineError(line, f"{heading[:40]!r} is no kind of account that has bank lines"),),
        )


def _without_amount(payee: str, amount: str) -> str:
    """Santander prints the amount behind the payee again: it is none of the name."""
    printed = amount.lstrip("-+")
    if "." not in printed or not payee.endswith(f" {printed}"):
        return payee
    return payee[: -len(printed)].rstrip(" -£") or payee


def _plain_date(text: str) -> str:
    """`25/8'26` and `8/25' 6` with plain separators; a year of one digit is of the 2000s."""
    plain = text.replace("' ", "/0").replace("'", "/").replace(" ", "") if "'" in text else text
    return re.sub(r"/([0-9])$", r"/0\1", plain)
