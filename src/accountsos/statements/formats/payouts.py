"""Processors' files: the sales of a payout, and the payout that takes the sum of them away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.money import Pence
from accountsos.statements.amounts import amount_reader
from accountsos.statements.csv_reader import CsvReader
from accountsos.statements.days import day_from_text
from accountsos.statements.line import StatementLine
from accountsos.statements.reading import Reading
from accountsos.statements.source import Source
from accountsos.statements.tables import folded


@dataclass(slots=True)
class _Payout:
    """What was collected for one payout."""

    line: int
    paid_on: date
    net: Pence = 0


class PayoutReader(CsvReader):
    """The rows as their form says, then one line for each payout that has no row of its own."""

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Sales and fees in file order; the payouts follow at the end."""
        payouts: dict[str, _Payout] = {}
        paid_by_row: set[str] = set()

        def collect(number: int, row: Sequence[str], line: StatementLine) -> None:
            payout_id = self._cell(row, self.table.columns.payout_id)
            if not payout_id:
                return
            if (line.kind or "").casefold() == "payout":
                paid_by_row.add(payout_id)
                return
            try:
                if payout_id not in payouts:
                    payouts[payout_id] = _Payout(number, self._paid_on(row, line, reading))
                payouts[payout_id].net += self._net(row, line, reading)
            except ValueError as mistake:
                reading.mistake(number, str(mistake))

        yield from self.lines_of_rows(source, reading, collect)
        for payout_id, payout in payouts.items():
            if payout.net and payout_id not in paid_by_row:
                yield payout_line(payout.line, payout.paid_on, payout.net, reading.facts.currency, payout_id)

    def _paid_on(self, row: Sequence[str], line: StatementLine, reading: Reading) -> date:
        paid_on = self._cell(row, self.table.columns.payout_date)
        if not paid_on:
            return line.booked_on
        return day_from_text(paid_on, reading.today, day_first=reading.decisions.day_first)

    def _net(self, row: Sequence[str], line: StatementLine, reading: Reading) -> Pence:
        read = amount_reader(line.currency, decimal_comma=reading.decisions.decimal_comma)
        past = [self._cell(row, position) for position in self.table.columns.elsewhere]
        return read(self._cell(row, self.table.columns.total)) - sum(read(cell) for cell in past if cell)

    @staticmethod
    def _cell(row: Sequence[str], position: int) -> str:
        return folded(row[position]) if 0 <= position < len(row) else ""


def payout_line(line: int, paid_on: date, net: Pence, currency: str, payout_id: str) -> StatementLine:
    """What went to the bank: the other half is a line of the bank account."""
    return StatementLine(
        line,
        paid_on,
        -net,
        currency,
        f"payout / {payout_id}",
        bank_id=payout_id,
        kind="payout",
        reference=payout_id,
    )
