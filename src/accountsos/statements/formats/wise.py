"""Wise: one file per currency, the bank's own ids, a running balance; `Total fees` is already in the amounts."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="wise",
        title="Wise CSV",
        needs=(
            "transferwise id|wise id",
            "date|date time",
            "amount",
            "currency",
            "description",
            "payment reference",
            "running balance",
        ),
        date="date|date time",
        text=("description", "payment reference"),
        amount="amount",
        balance="running balance",
        currency="currency",
        bank_id="transferwise id|wise id",
        kind="transaction details type|transaction type",
        payee=("merchant", "payee name", "payer name"),
        reference=("payment reference",),
        original_amount="exchange to amount",
        original_currency="exchange to",
        exchange_rate="exchange rate",
        exchange_from="exchange from",
        account=("currency",),
        newest_first=True,
    ),
)
