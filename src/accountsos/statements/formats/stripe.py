"""Stripe's payout reconciliation: each sale and its fee are lines, each payout takes the sum of its nets away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.money import Pence
from accountsos.statements.amounts import amount_reader
from accountsos.statements.csv_form import CsvForm
from accountsos.statements.csv_reader import CsvReader
from accountsos.statements.days import day_from_text
from accountsos.statements.line import StatementLine
from accountsos.statements.reading import Reading
from accountsos.statements.source import Source
from accountsos.statements.tables import folded

FORMS = (
    CsvForm(
        name="stripe",
        title="Stripe payout reconciliation CSV",
        needs=(
            "automatic_payout_id",
            "balance_transaction_id",
            "created_utc|created",
            "currency",
            "gross",
            "fee",
            "net",
        ),
        date="created_utc|created",
        text=("reporting_category", "description"),
        amount="gross",
        currency="currency",
        bank_id="balance_transaction_id",
        kind="reporting_category",
        payee=("customer_name",),
        reference="automatic_payout_id",
        fee="fee",
        total="net",
        payout_date="automatic_payout_effective_at_utc|automatic_payout_effective_at",
        account=("currency",),
    ),
)


@dataclass(slots=True)
class _Payout:
    """What was collected for one payout."""

    line: int
    paid_on: date
    net: Pence = 0


class StripeReader(CsvReader):
    """The rows as their form says, then one line per payout."""

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Sales and fees in file order; the payouts follow at the end."""
        payouts: dict[str, _Payout] = {}
        paid_by_row: set[str] = set()
        columns = self.table.columns

        def collect(number: int, row: Sequence[str], line: StatementLine) -> None:
            payout_id = line.reference
            if payout_id is None:
                return
            if (line.kind or "").casefold() == "payout":
                paid_by_row.add(payout_id)
                return
            try:
                if payout_id not in payouts:
                    paid_on = folded(row[columns.payout_date]) if columns.payout_date >= 0 else ""
                    day = day_from_text(paid_on, reading.today) if paid_on else line.booked_on
                    payouts[payout_id] = _Payout(number, day)
                payouts[payout_id].net += amount_reader(line.currency)(row[columns.total])
            except ValueError as mistake:
                reading.mistake(number, str(mistake))

        yield from self.lines_of_rows(source, reading, collect)
        for payout_id, payout in payouts.items():
            if payout.net and payout_id not in paid_by_row:
                yield _payout_line(payout_id, payout, reading.facts.currency)


def _payout_line(payout_id: str, payout: _Payout, currency: str) -> StatementLine:
    return StatementLine(
        payout.line,
        payout.paid_on,
        -payout.net,
        currency,
        f"payout / {payout_id}",
        bank_id=payout_id,
        kind="payout",
        reference=payout_id,
    )
