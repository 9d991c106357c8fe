"""Banks with a plain header of their own: Co-operative, Metro, first direct, Handelsbanken."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="cooperative",
        title="Co-operative Bank or smile CSV",
        needs=("date", "description", "type", "money in", "money out", "balance"),
        exact=True,
        date="date",
        text=("description",),
        paid_out="money out",
        paid_in="money in",
        balance="balance",
        kind="type",
        newest_first=True,
    ),
    CsvForm(
        name="metro",
        title="Metro Bank CSV",
        needs=("date", "reference", "transaction type", "money in", "money out", "balance"),
        exact=True,
        date="date",
        text=("reference",),
        paid_out="money out",
        paid_in="money in",
        balance="balance",
        kind="transaction type",
    ),
    CsvForm(
        name="first_direct",
        title="first direct CSV",
        needs=("date", "description", "amount", "balance"),
        exact=True,
        date="date",
        text=("description",),
        amount="amount",
        balance="balance",
        newest_first=True,
    ),
    CsvForm(
        name="handelsbanken",
        title="Handelsbanken CSV",
        needs=("date", "details", "money out", "money in", "balance"),
        exact=True,
        date="date",
        text=("details",),
        paid_out="money out",
        paid_in="money in",
        balance="balance",
    ),
)
