"""Lloyds, Halifax and Bank of Scotland: two unsigned columns and a running balance."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="lloyds",
        title="Lloyds, Halifax or Bank of Scotland CSV",
        needs=(
            "transaction date",
            "transaction type",
            "sort code",
            "account number",
            "transaction description",
            "debit amount",
            "credit amount",
            "balance",
        ),
        date="transaction date",
        text=("transaction description",),
        paid_out="debit amount",
        paid_in="credit amount",
        balance="balance",
        kind="transaction type",
        account=("account number",),
        account_number="account number",
        sort_code="sort code",
        newest_first=True,
    ),
    CsvForm(
        name="lloyds",
        title="Lloyds, Halifax or Bank of Scotland CSV (older form)",
        needs=("date", "type", "sort code", "account number", "description", "in", "out", "balance"),
        date="date",
        text=("description",),
        paid_out="out",
        paid_in="in",
        balance="balance",
        kind="type",
        account=("account number",),
        account_number="account number",
        sort_code="sort code",
        newest_first=True,
    ),
)
