"""Reads a CSV by its form: one row, one line (and one for a fee); what cannot be read is noted with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from accountsos.exchange import exchanged, rate_read
from accountsos.money import CURRENCIES, Pence
from accountsos.statements.amounts import looks_decimal_comma
from accountsos.statements.csv_form import Table
from accountsos.statements.csv_money import CURRENCY_LETTERS, NOTHING, RowMoney, is_nothing
from accountsos.statements.line import StatedBalance, StatementLine
from accountsos.statements.reading import Reader, Reading, account_and_sort_code
from accountsos.statements.source import Source
from accountsos.statements.tables import folded, is_blank, rows

_OPENING = ("opening balance", "balance brought forward", "brought forward", "start balance", "previous balance")
_CLOSING = ("closing balance", "balance carried forward", "carried forward", "end balance")


class CsvReader(Reader):
    """The reader for one form found in one file."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.name = table.form.name
        self.title = table.form.title
        self.first_guess = table.first_guess
        self.date_order_known = table.date_order_known
        self.locale_numbers = table.form.locale_numbers
        self.sign_by_balance = table.form.sign_by_balance and table.columns.amount >= 0
        self.splits_rows = bool(table.columns.fee) or table.form.fee_is_rest

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each line in file order."""
        return self.lines_of_rows(source, reading)

    def lines_of_rows(
        self,
        source: Source,
        reading: Reading,
        each: Callable[[int, Sequence[str], StatementLine], None] | None = None,
        heading: Callable[[int, Sequence[str], RowMoney], bool] | None = None,
    ) -> Iterator[StatementLine]:
        """Each row's line and fee; `each` is shown every row that was read, with its line.

        `heading` says of a row that it tells something of the whole file and is no line.
        """
        row_reader = RowReader(self.table, reading)
        splits_rows = self.splits_rows
        for number, row in rows(source, self.table.delimiter, reading, self.table.header_line):
            if is_blank(row) or (heading is not None and heading(number, row, row_reader.money)):
                continue
            try:
                line = row_reader.line(number, row)
            except ValueError as mistake:
                row_reader.note_mistakes(number, row, str(mistake))
                continue
            if line is None:
                continue
            if each is not None:
                each(number, row, line)
            if splits_rows:
                yield from row_reader.with_fee(number, row, line)
            else:
                yield line
        row_reader.note_account()


class RowReader:
    """One row at a time, by the positions of the form's columns in this file."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self._table, self._form, self._at = table, table.form, table.columns
        self._reading = reading
        self._days = reading.days
        self.money = RowMoney(table, reading)
        self._needed = table.columns.needed
        self._only_text = len(table.columns.text) == 1
        self._account_cells: tuple[str, str] = ("", "")
        self._cells: list[str] = []
        self._label = ""

    def line(self, number: int, row: list[str]) -> StatementLine | None:
        """The row's line; None where the form leaves such rows out. Raises ValueError where it cannot be read."""
        at, money = self._at, self.money
        if len(row) < self._needed:
            raise ValueError(f"the row ends early: it has {len(row)} cells, this format has {self._table.width}")
        if len(row) > self._table.width > 0 and any(cell.strip() for cell in row[self._table.width :]):
            raise ValueError(f"the row has {len(row)} cells, the header only {self._table.width}")
        if self._form.kinds_left_out and self._is_left_out(row):
            return None
        pending = False
        if at.state >= 0:
            if not self._is_kept(row):
                return None
            pending = folded(row[at.state]).casefold() in self._form.states_pending
        if at.currency >= 0:
            money.take_currency(row[at.currency])
        if at.account and not self._is_taken(row):
            return None
        self._reading.facts.currency = money.currency
        amount = money.amount(row)
        if amount is None:
            return None
        day = row[at.date]
        if at.pending_date >= 0 and is_nothing(day):
            day, pending = row[at.pending_date], True
        booked_on = self._days.read(day)
        balance = None if at.balance < 0 or is_nothing(row[at.balance]) else money.read(row[at.balance])
        description = folded(row[at.text[0]]) if self._only_text else self._description(row)
        if self._form.apostrophes:
            description = description.lstrip("'")
        kind = self._cell(row, at.kind)
        if self._form.kind_in_text is not None and (code := self._form.kind_in_text.search(description)):
            kind = code[1]
        payee = self._first_filled(row, at.payee) if at.payee else None
        reference = self._first_filled(row, at.reference) if at.reference else None
        if self._form.parts_in_text is not None and (parts := self._form.parts_in_text.fullmatch(row[at.text[0]])):
            payee, reference = folded(parts["name"]), folded(parts["reference"])
        original, original_currency, rate = (
            self._original(row, amount) if at.original_currency >= 0 else (None, None, None)
        )
        return StatementLine(
            number,
            booked_on,
            amount,
            money.currency,
            description,
            self._bank_id(row) if at.bank_id >= 0 else None,
            balance,
            kind,
            payee,
            reference,
            pending,
            self._cell(row, at.mcc),
            original,
            original_currency,
            rate,
        )

    def with_fee(self, number: int, row: Sequence[str], line: StatementLine) -> Iterator[StatementLine]:
        """The line, and its fee as a line of its own, in the file's order."""
        try:
            fee = self.money.fee(row, line.amount)
        except ValueError as mistake:
            self._reading.mistake(number, str(mistake))
            return
        if not fee:
            yield line
            return
        before_fee = None if line.balance is None else line.balance - fee
        main = _with_balance(line, before_fee)
        fee_id = None if line.bank_id is None else f"{line.bank_id}:fee"
        charge = StatementLine(
            number, line.booked_on, fee, line.currency, f"{line.description} / Fee", fee_id, line.balance, "fee"
        )
        if line.amount == 0:
            yield charge
        elif self._reading.decisions.newest_first:
            yield charge
            yield main
        else:
            yield main
            yield charge

    def note_mistakes(self, number: int, row: list[str], first: str) -> None:
        """Every mistake of a row that could not be read; a printed opening or closing balance is none."""
        if self._is_no_line(number, row):
            return
        messages = [first]
        if self._needed <= len(row):
            for column in (self._at.date, self._at.amount, self._at.paid_out, self._at.paid_in, self._at.balance):
                message = self._mistake_in(row, column)
                if message is not None and message not in messages:
                    messages.append(message)
        for message in messages:
            self._reading.mistake(number, message)

    def _mistake_in(self, row: Sequence[str], column: int) -> str | None:
        if column < 0 or (is_nothing(row[column]) and column not in {self._at.date, self._at.amount}):
            return None
        try:
            if column == self._at.date:
                self._days.read(row[column])
            else:
                if looks_decimal_comma(row[column]):
                    self._reading.decimal_commas += 1
                self.money.read(row[column])
        except ValueError as mistake:
            return str(mistake)
        return None

    def _is_no_line(self, number: int, row: Sequence[str]) -> bool:
        """A footer of the format, or a row that states the opening or closing balance only."""
        filled = [folded(cell).casefold() for cell in row if cell.strip()]
        if filled and filled[0].startswith(self._form.footers or ("\0",)):
            return True
        if len(row) < self._needed or any(
            row[c].strip() for c in (self._at.amount, self._at.paid_out, self._at.paid_in) if c >= 0
        ):
            return False
        is_opening, is_closing = bool(_OPENING_SET & set(filled)), bool(_CLOSING_SET & set(filled))
        if not (is_opening or is_closing):
            return False
        self._state_balance(number, row, is_opening=is_opening)
        return True

    def _state_balance(self, number: int, row: Sequence[str], *, is_opening: bool) -> None:
        if self._at.balance < 0 or not row[self._at.balance].strip() or not row[self._at.date].strip():
            return
        try:
            stated = StatedBalance(self._days.read(row[self._at.date]), self.money.read(row[self._at.balance]))
        except ValueError as mistake:
            self._reading.mistake(number, str(mistake))
            return
        if is_opening:
            self._reading.facts.opening = stated
        else:
            self._reading.facts.closing = stated

    def _is_kept(self, row: Sequence[str]) -> bool:
        state = folded(row[self._at.state])
        impact = self._cell(row, self._at.impact) or ""
        if impact.casefold() == "memo":
            self._reading.facts.left_out["Memo"] += 1
            return False
        if state.casefold() in self._form.states_kept or state.casefold() in self._form.states_pending:
            return True
        if self._form.states_left_out and state.casefold() not in self._form.states_left_out:
            raise ValueError(f"{state!r} does not say whether the money was moved, as Completed, Pending or Failed do")
        self._reading.facts.left_out[state or "no state"] += 1
        return False

    def _is_left_out(self, row: Sequence[str]) -> bool:
        kind = self._cell(row, self._at.kind) or ""
        if kind.casefold() not in self._form.kinds_left_out:
            return False
        self._reading.facts.left_out[kind] += 1
        return True

    def _is_taken(self, row: Sequence[str]) -> bool:
        cells = [row[p] if p < len(row) else "" for p in self._at.account]
        if cells != self._cells:
            self._cells = cells
            self._label = " ".join(folded(cell).lstrip("'") for cell in cells).strip()
        if not self._reading.account_seen(self._label):
            return False
        at = self._at
        if at.account_number >= 0:
            self._account_cells = (self._cell(row, at.account_number) or "", self._cell(row, at.sort_code) or "")
        return True

    def note_account(self) -> None:
        """Tell the account that the rows named."""
        number, sort_code = self._account_cells
        facts = self._reading.facts
        facts.account_number, facts.sort_code = account_and_sort_code(number, sort_code)

    def _bank_id(self, row: Sequence[str]) -> str | None:
        cell = self._cell(row, self._at.bank_id)
        return (cell.strip("'").strip() or None) if cell else None

    def _description(self, row: Sequence[str]) -> str:
        parts: list[str] = []
        for position in self._at.text:
            part = folded(row[position]) if position < len(row) else ""
            if part and part not in NOTHING and (not parts or part.casefold() != parts[-1].casefold()):
                parts.append(part)
        return " / ".join(parts)

    def _original(self, row: Sequence[str], amount: Pence) -> tuple[Pence | None, str | None, str | None]:
        """The amount in the payment's own currency, where that is another one."""
        at = self._at
        currency = (self._cell(row, at.original_currency) or "").upper()
        text = self._cell(row, at.original_amount)
        if at.exchange_from >= 0 and (currency == self.money.currency or not text):
            return self._exchanged(row, amount, currency)
        if not text or is_nothing(text) or len(currency) != CURRENCY_LETTERS or currency == self.money.currency:
            return None, None, None
        original = abs(self.money.reader_of(currency)(text))
        return -original if amount < 0 else original, currency, self._cell(row, at.exchange_rate)

    def _exchanged(self, row: Sequence[str], amount: Pence, to: str) -> tuple[Pence | None, str | None, str | None]:
        """The other amount by the printed rate, units of what was bought for one of what was sold.

        A fee that was taken before the exchange is no part of it.
        """
        sold, text = (self._cell(row, self._at.exchange_from) or "").upper(), self._cell(row, self._at.exchange_rate)
        bought = to == self.money.currency
        other = sold if bought else to
        if text is None or self.money.currency not in {sold, to} or sold == to or other not in CURRENCIES:
            return None, None, None
        try:
            rate = rate_read(text)
        except ValueError:
            return None, None, None
        original = exchanged(amount, self.money.currency, other, 1 / rate if bought else rate)
        return (None, None, None) if original is None else (original, other, text)

    @staticmethod
    def _cell(row: Sequence[str], position: int) -> str | None:
        if position < 0 or position >= len(row):
            return None
        cell = folded(row[position])
        return None if not cell or cell in NOTHING else cell

    def _first_filled(self, row: Sequence[str], positions: Sequence[int]) -> str | None:
        return next((cell for p in positions if (cell := self._cell(row, p))), None)


_OPENING_SET, _CLOSING_SET = frozenset(_OPENING), frozenset(_CLOSING)


def _with_balance(line: StatementLine, balance: Pence | None) -> StatementLine:
    return StatementLine(
        line.line,
        line.booked_on,
        line.amount,
        line.currency,
        line.description,
        line.bank_id,
        balance,
        line.kind,
        line.payee,
        line.reference,
        line.pending,
        line.mcc,
        line.original_amount,
        line.original_currency,
        line.exchange_rate,
    )
