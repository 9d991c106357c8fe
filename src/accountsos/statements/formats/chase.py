"""Chase UK: a title line, then a signed amount with its currency and a running balance."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="chase",
        title="Chase UK CSV",
        needs=("date", "time", "transaction type", "transaction description", "amount", "currency", "balance"),
        date="date",
        text=("transaction description",),
        amount="amount",
        balance="balance",
        currency="currency",
        kind="transaction type",
        account=("currency",),
        newest_first=True,
    ),
)
