"""NatWest and RBS: a signed value and a running balance, newest first; older files have stray spaces and commas."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="natwest",
        title="NatWest or RBS CSV",
        needs=("date", "type", "description", "value", "balance", "account name", "account number"),
        date="date",
        text=("description",),
        amount="value",
        balance="balance",
        kind="type",
        account=("account number",),
        account_number="account number",
        newest_first=True,
        apostrophes=True,
    ),
)
