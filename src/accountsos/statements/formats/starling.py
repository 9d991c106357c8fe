"""Starling: a signed amount and a running balance; the heading names the currency."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="starling",
        title="Starling CSV",
        needs=("date", "counter party", "reference", "type", "amount (*)", "balance (*)"),
        date="date",
        text=("counter party", "reference"),
        amount="amount (*)",
        balance="balance (*)",
        kind="type",
        payee=("counter party",),
        reference=("reference",),
    ),
)
