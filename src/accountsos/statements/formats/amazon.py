"""Amazon's two reports for sellers: the settlement, an amount a row, and the date range, an order a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from accountsos.money import Pence, text_from_pence
from accountsos.statements.csv_form import CsvForm
from accountsos.statements.csv_money import RowMoney
from accountsos.statements.csv_reader import CsvReader
from accountsos.statements.days import day_from_text
from accountsos.statements.formats.payouts import payout_line
from accountsos.statements.line import StatementLine
from accountsos.statements.reading import Reading
from accountsos.statements.source import Source
from accountsos.statements.tables import folded

SETTLEMENT = CsvForm(
    name="amazon_settlement",
    title="Amazon settlement report",
    needs=(
        "settlement-id",
        "deposit-date",
        "total-amount",
        "currency",
        "transaction-type",
        "amount-type",
        "amount-description",
        "amount",
        "posted-date",
    ),
    date="posted-date",
    text=("transaction-type", "amount-type", "amount-description", "order-id"),
    amount="amount",
    currency="currency",
    kind="transaction-type",
    reference=("order-id", "settlement-id"),
    payout_id="settlement-id",
    payout_date="deposit-date",
    total="total-amount",
    locale_numbers=True,
)
_FEE = re.compile(r" / ItemFees / |\bFees?\b")
FORMS = (
    SETTLEMENT,
    CsvForm(
        name="amazon_date_range",
        title="Amazon date range report CSV",
        needs=("date/time", "settlement id", "type", "order id", "selling fees", "total"),
        date="date/time",
        text=("type", "description", "order id"),
        amount="total",
        fee=("selling fees", "fba fees", "other transaction fees"),
        fee_sign=1,
        fee_is_inside=True,
        kind="type",
        reference=("order id", "settlement id"),
        state="transaction status",
        states_kept=frozenset({"released", ""}),
    ),
)


@dataclass(slots=True)
class _Settlement:
    """The file's first row: when how much goes to the bank, and what the rows below come to."""

    line: int
    paid_on: date
    total: Pence
    currency: str
    rows: Pence = 0


class SettlementReader(CsvReader):
    """The rows as their form says, and the payout of each settlement; the total proves the rows."""

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each amount in file order; the payouts follow at the end."""
        found: dict[str, _Settlement] = {}
        at = self.table.columns

        def heading(number: int, row: Sequence[str], money: RowMoney) -> bool:
            total = _cell(row, at.total)
            if not total or _cell(row, at.amount):
                return False
            try:
                money.take_currency(_cell(row, at.currency))
                day = day_from_text(_cell(row, at.payout_date), reading.today)
                found[_cell(row, at.payout_id)] = _Settlement(number, day, money.read(total), money.currency)
            except ValueError as mistake:
                reading.mistake(number, str(mistake))
            return True

        def count(number: int, row: Sequence[str], line: StatementLine) -> None:
            settlement = found.get(_cell(row, at.payout_id))
            if settlement is not None:
                settlement.rows += line.amount

        for line in self.lines_of_rows(source, reading, count, heading):
            yield replace(line, kind="fee") if _FEE.search(line.description) else line
        for settlement_id, settlement in found.items():
            if settlement.rows != settlement.total and not reading.mistakes:
                shown = text_from_pence(settlement.rows, settlement.currency)
                reading.mistake(
                    settlement.line,
                    f"the rows of settlement {settlement_id} come to {shown}, not to its total of "
                    f"{text_from_pence(settlement.total, settlement.currency)}: is a part of the file missing?",
                )
            elif settlement.total:
                yield payout_line(
                    settlement.line, settlement.paid_on, settlement.total, settlement.currency, settlement_id
                )


def _cell(row: Sequence[str], position: int) -> str:
    return folded(row[position]) if 0 <= position < len(row) else ""
