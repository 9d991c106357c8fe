"""The money of one row of a CSV: amount, sign and fee, as its form says where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.money import Pence
from accountsos.statements.amounts import AmountReader, amount_reader
from accountsos.statements.csv_form import Table
from accountsos.statements.reading import Reading
from accountsos.statements.tables import folded

CURRENCY_LETTERS = 3
_OUT = frozenset("debit dr d out withdrawal payment paid-out money-out db dbit".split())
_IN = frozenset("credit cr c in deposit receipt paid-in money-in crdt".split())
DIRECTION_WORDS = _OUT | _IN
"""What a column of directions may say, in lower case, spaces as hyphens."""
NOTHING = frozenset("- -- --- \u2013 \u2014".split())
"""What stands in a cell that holds nothing."""


def is_nothing(cell: str) -> bool:
    """Whether a cell that may hold an amount holds none: it is blank, or a dash stands in it."""
    return not cell or cell.isspace() or cell.strip() in NOTHING


class RowMoney:
    """Reads amounts in the currency of the row that is being read."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self._form, self._at = table.form, table.columns
        self._sign = table.form.sign * reading.decisions.sign
        self._facts = reading.facts
        self._comma = reading.decisions.decimal_comma
        self._readers: dict[str, AmountReader] = {}
        self.currency = table.currency or reading.currency
        self.read = self.reader_of(self.currency)
        reading.facts.currency = self.currency

    def take_currency(self, cell: str) -> None:
        """The row names its currency; a blank cell means the one of the row before."""
        currency = cell.strip().upper()
        if currency == self.currency or is_nothing(currency):
            return
        if len(currency) != CURRENCY_LETTERS or not (currency.isascii() and currency.isalpha()):
            raise ValueError(f"{cell!r} is not a currency such as GBP")
        self.currency = currency
        self.read = self.reader_of(currency)

    def reader_of(self, currency: str) -> AmountReader:
        """Amounts of that currency, with the decimal sign of this file."""
        if currency not in self._readers:
            self._readers[currency] = amount_reader(currency, decimal_comma=self._comma)
        return self._readers[currency]

    def amount(self, row: Sequence[str]) -> Pence | None:
        """What the row moved, before its fee; None where the form says that rows without an amount are no lines."""
        at = self._at
        if at.amount < 0:
            return self._of_two_columns(row)
        text = row[at.amount]
        if self._form.fee_is_rest and at.total >= 0 and self._only_total_counts(row):
            text = self._cell(row, at.total)
        if self._form.empty_is_no_line and is_nothing(text):
            return None
        amount = self._sign * self.read(text)
        if self._form.fee_is_inside:
            amount -= self._fees(row)
        if at.elsewhere:
            past = self._past_the_account(row)
            if past and past == amount:
                self._facts.left_out["paid in cash"] += 1
                return None
            amount -= past
        return amount if at.direction < 0 else self._directed(amount, row[at.direction])

    def _only_total_counts(self, row: Sequence[str]) -> bool:
        """Whether the amount is missing, or in a currency that says nothing of what it cost."""
        own = self._cell(row, self._at.amount_currency).upper()
        foreign = not is_nothing(own) and own != self.currency
        return foreign or is_nothing(row[self._at.amount])

    def _of_two_columns(self, row: Sequence[str]) -> Pence:
        out, into = row[self._at.paid_out], row[self._at.paid_in]
        if is_nothing(out) and is_nothing(into):
            raise ValueError("neither money out nor money in is filled")
        paid_out, paid_in = self.optional(out), self.optional(into)
        if self._form.paid_out_signed:
            paid_out = -paid_out
        if self._form.paid_in_signed:
            paid_in = -paid_in
        if paid_out and paid_in:
            raise ValueError("money out and money in are both filled")
        if paid_out < 0 or paid_in < 0:
            raise ValueError("a column that should hold unsigned amounts has a negative one")
        return paid_in - paid_out

    @staticmethod
    def _directed(amount: Pence, word: str) -> Pence:
        side = folded(word).casefold().replace(" ", "-")
        if side in _OUT:
            return -abs(amount)
        if side in _IN:
            return abs(amount)
        raise ValueError(f"{word!r} does not say whether money went out (Debit) or came in (Credit)")

    def fee(self, row: Sequence[str], amount: Pence) -> Pence:
        """What the fee does to the balance: negative where it costs."""
        at, form = self._at, self._form
        printed = self._fees(row)
        text = self._cell(row, at.total)
        if is_nothing(text):
            return printed
        total = self.read(text)
        rest = total - amount - self._past_the_account(row)
        if form.fee_is_rest and (not at.fee or printed in {rest, -rest}):
            return rest
        if printed != rest:
            raise ValueError(f"amount and fee do not come to the row's total of {text}")
        return printed

    def _fees(self, row: Sequence[str]) -> Pence:
        at = self._at
        named = self._cell(row, at.fee_currency).upper()
        if not is_nothing(named) and named != self.currency:
            return 0
        return self._form.fee_sign * sum(self.optional(self._cell(row, position)) for position in at.fee)

    def _past_the_account(self, row: Sequence[str]) -> Pence:
        return sum(self.optional(self._cell(row, position)) for position in self._at.elsewhere)

    def optional(self, text: str) -> Pence:
        """The amount, or 0 where the cell holds none."""
        return 0 if is_nothing(text) else self.read(text)

    @staticmethod
    def _cell(row: Sequence[str], position: int) -> str:
        return folded(row[position]) if 0 <= position < len(row) else ""
