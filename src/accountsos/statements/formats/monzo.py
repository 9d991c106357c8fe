"""Monzo, personal and business: the bank's own ids; what the customer may edit (notes, category) is no description."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="monzo",
        title="Monzo CSV",
        needs=(
            "transaction id",
            "date",
            "time",
            "type",
            "name",
            "amount",
            "currency",
            "local amount",
            "local currency",
        ),
        date="date",
        text=("name", "description"),
        amount="amount",
        balance="balance",
        currency="currency",
        bank_id="transaction id",
        kind="type",
        payee=("name",),
        reference=("notes and #tags",),
        original_amount="local amount",
        original_currency="local currency",
        account=("currency",),
    ),
)
