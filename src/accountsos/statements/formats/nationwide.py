"""Nationwide: a preamble, then two columns with pound signs and a running balance; and the shared Midata form."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="nationwide",
        title="Nationwide CSV",
        needs=("date", "transaction type", "description", "paid out", "paid in", "balance"),
        date="date",
        text=("description",),
        paid_out="paid out",
        paid_in="paid in",
        balance="balance",
        kind="transaction type",
    ),
    CsvForm(
        name="midata",
        title="Midata CSV",
        needs=("date", "type", "merchant/description", "debit/credit", "balance"),
        date="date",
        text=("merchant/description",),
        amount="debit/credit",
        balance="balance",
        kind="type",
        newest_first=True,
        footers=("arranged overdraft limit", "overdraft limit"),
    ),
)
