"""Which column of an unknown CSV holds what: by heading and content, and only where there is no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountsos.statements.amounts import amount_reader
from accountsos.statements.csv_money import DIRECTION_WORDS, is_nothing
from accountsos.statements.days import DayReader
from accountsos.statements.tables import HeadRow, folded, header_name, is_blank

_DATE = ("date", "transaction date", "booking date", "posting date", "posted date", "date posted", "completed date")
_TEXT = ("description", "transaction description", "details", "transaction details", "narrative", "memo", "particulars")
_PARTY = ("payee", "name", "merchant", "merchant name", "counter party", "counterparty", "beneficiary", "payer/payee")
_AMOUNT = ("amount", "value", "transaction amount", "transaction value")
_OUT = ("debit", "debits", "debit amount", "paid out", "money out", "out", "withdrawal", "withdrawals", "amount out")
_IN = ("credit", "credits", "credit amount", "paid in", "money in", "in", "deposit", "deposits", "amount in")
_BALANCE = ("balance", "running balance", "account balance", "ledger balance", "balance after")
_ID = ("transaction id", "fitid", "unique id", "id")
_REFERENCE = ("reference", "payment reference", "transaction reference")
_DIRECTION = ("debit/credit", "credit/debit", "dr/cr", "cr/dr", "direction", "type", "transaction type")
_KIND = ("transaction type", "type", "payment type", "transaction code", "type code", "tran type")
_STATUS = ("status", "state")
_FEE = ("fee", "fees", "charge", "charges", "transaction fee", "fee amount")
_TOTAL = ("net", "net amount", "total", "total amount", "amount after fees", "net total")
MOVED = frozenset(
    "completed complete booked book posted settled cleared billed paid executed processed success successful succeeded "
    "approved done finished refunded reversed".split()
) | {"paid out", "partially refunded"}
PENDING = frozenset("pending processing authorised authorized scheduled".split()) | {"in progress", "in transit"}
NOT_MOVED = frozenset(
    "declined failed failure cancelled canceled rejected denied expired reverted void voided returned deleted".split()
)
"""What a column of states may say, in lower case."""
_LONGEST_KIND = 32
_FEW = 8
"""Of fewer rows none need be paid as another was."""
_UNIT = re.compile(r"\s*[(\[]?(£|\$|€|[a-z]{3})[)\]]?$")


@dataclass(frozen=True, slots=True)
class Sample:
    """A column: its heading and what its first cells hold, blank ones left out."""

    heading: str
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        """The heading for comparison, without a currency."""
        name = header_name(self.heading)
        bare = _UNIT.sub("", name) if re.search(r"[(\[£$€]", name) else name
        return bare.strip() or name


def samples(rows: Sequence[HeadRow]) -> list[Sample]:
    """The columns under the first row that looks like a header; empty where there is none."""
    filled = [row for _, row in rows if not is_blank(row)]
    for position, row in enumerate(filled[:-1]):
        headings = [folded(cell).strip("'\"\ufeff") for cell in row]
        while headings and not headings[-1]:
            headings.pop()
        if len(headings) >= 3 and all(headings) and not any(re.search("[0-9]{2}", heading) for heading in headings):
            below = filled[position + 1 :]
            return [
                Sample(heading, tuple(folded(r[n]) for r in below if n < len(r) and r[n].strip()))
                for n, heading in enumerate(headings)
            ]
    return []


def unnamed_samples(rows: Sequence[HeadRow]) -> list[Sample]:
    """The columns of a file without headings, where most rows have as many; empty where that is less than three."""
    filled = [row for _, row in rows if not is_blank(row)]
    widths = [len(row) for row in filled]
    width = max(set(widths), key=widths.count, default=0)
    if width < 3:
        return []
    whole = [row for row in filled if len(row) == width]
    return [Sample("", tuple(folded(row[n]) for row in whole if row[n].strip())) for n in range(width)]


def propose(columns: Sequence[Sample], today: date) -> dict[str, Any] | None:
    """The roles for a `ColumnMapping`, or None where any is missing or could be two columns."""
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        return None
    roles: dict[str, Any] = {
        "date": _one(columns, _DATE, lambda cell: _is_date(cell, today)),
        "description": _texts(columns),
        "balance": _one(columns, _BALANCE, _is_amount),
    }
    money = _money(columns, has_balance=roles["balance"] is not None)
    status = _one(columns, _STATUS, lambda cell: cell.casefold() in MOVED | PENDING | NOT_MOVED)
    charged = _fee(columns)
    if roles["date"] is None or not roles["description"] or money is None or charged is None:
        return None
    if status is None and any(column.name in _STATUS and column.cells for column in columns):
        return None
    identity = _one(columns, _ID, bool)
    return {
        **roles,
        **money,
        **charged,
        "status": status,
        "bank_id": identity,
        "reference": _one(columns, _REFERENCE, bool),
        "payee": _one(columns, _PARTY, bool),
        "kind": _kind(columns, taken=money.get("direction")),
        "currency": _one(columns, ("currency",), _is_currency),
    }


def _one(columns: Sequence[Sample], names: Sequence[str], fits: Callable[[str], bool]) -> str | None:
    """The heading of the column with the best of these names, where all its cells fit."""
    for name in names:
        for column in columns:
            if column.name == name and column.cells and all(fits(cell) for cell in column.cells):
                return column.heading
    return None


def _kind(columns: Sequence[Sample], *, taken: str | None) -> str | None:
    """The column of the bank's own words or codes for how it was paid: short ones, each of which comes back."""
    kind = _one([column for column in columns if column.heading != taken], _KIND, _is_word)
    cells = next((column.cells for column in columns if column.heading == kind), ())
    return kind if len(cells) < _FEW or 2 * len(set(cells)) <= len(cells) else None


def _is_word(cell: str) -> bool:
    return len(cell) <= _LONGEST_KIND and not any(map(str.isdigit, cell))


def _texts(columns: Sequence[Sample]) -> tuple[str, ...]:
    texts = tuple(column.heading for column in columns if column.name in _TEXT and column.cells)
    return texts or tuple(column.heading for column in columns if column.name in _PARTY and column.cells)


def _money(columns: Sequence[Sample], *, has_balance: bool) -> dict[str, Any] | None:
    amount = _one(columns, _AMOUNT, _is_amount)
    out, into = _one(columns, _OUT, _is_amount), _one(columns, _IN, _is_amount)
    if amount is None:
        return _two_columns(columns, out, into)
    direction = _one(columns, _DIRECTION, lambda cell: cell.casefold() in DIRECTION_WORDS)
    if direction is not None:
        return {"amount": amount, "direction": direction}
    cells = next(column.cells for column in columns if column.heading == amount)
    negative = sum(1 for cell in cells if is_negative(cell))
    if has_balance and negative:
        return {"amount": amount}
    # Without a balance only the mix of signs tells a current account from a card that prints spending as positive.
    return {"amount": amount} if negative and 2 * negative >= len(cells) else None


def _two_columns(columns: Sequence[Sample], out: str | None, into: str | None) -> dict[str, Any] | None:
    headings = {column.name: column.heading for column in columns}
    out = out or next((headings[name] for name in _OUT if name in headings), None)
    into = into or next((headings[name] for name in _IN if name in headings), None)
    if out is None or into is None:
        return None
    return {
        "debit": out,
        "credit": into,
        "debit_is_negative": _is_printed_negative(columns, out),
        "credit_is_negative": _is_printed_negative(columns, into),
    }


def _is_printed_negative(columns: Sequence[Sample], heading: str) -> bool:
    sizes = [_size(cell) or 0 for column in columns if column.heading == heading for cell in column.cells]
    return min(sizes, default=0) < 0 and max(sizes) <= 0


def _fee(columns: Sequence[Sample]) -> dict[str, Any] | None:
    """Fee and total where both are there and prove each other; None where nobody can tell if the amount is net."""
    fee = _one(columns, _FEE, _is_amount)
    if fee is None or not any(_size(cell) for column in columns if column.heading == fee for cell in column.cells):
        return {}
    total = _one(columns, _TOTAL, _is_amount)
    return {"fee": fee, "total": total} if total is not None else None


def _is_date(cell: str, today: date) -> bool:
    for day_first in (True, False):
        try:
            DayReader(today, day_first=day_first).read(cell)
        except ValueError:
            continue
        return True
    return False


def _is_amount(cell: str) -> bool:
    return is_nothing(cell) or any(_amount(cell, comma=comma) is not None for comma in (False, True))


def is_negative(cell: str) -> bool:
    """Whether it is an amount below nought."""
    amount = _size(cell)
    return amount is not None and amount < 0


def _size(cell: str) -> int | None:
    found = _amount(cell, comma=False)
    return found if found is not None else _amount(cell, comma=True)


def _amount(cell: str, *, comma: bool) -> int | None:
    for currency in ("GBP", "EUR", "USD"):
        try:
            return amount_reader(currency, decimal_comma=comma)(cell)
        except ValueError:
            continue
    return None


def _is_currency(cell: str) -> bool:
    return re.fullmatch("[A-Za-z]{3}", cell) is not None
