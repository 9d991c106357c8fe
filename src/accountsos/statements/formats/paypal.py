"""PayPal: gross and fee are two lines; pending, denied and memo rows do not touch the balance."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="paypal",
        title="PayPal CSV",
        needs=("date", "time", "name", "type", "status", "currency", "gross", "fee", "net", "transaction id"),
        date="date",
        text=("type", "name"),
        amount="gross",
        balance="balance",
        currency="currency",
        bank_id="transaction id",
        kind="type",
        payee=("name",),
        reference=("invoice number",),
        fee=("fee",),
        fee_sign=1,
        total="net",
        state="status",
        states_kept=frozenset({"completed", "cleared", "refunded", "partially refunded", "reversed"}),
        impact="balance impact",
        account=("currency",),
        locale_numbers=True,
    ),
)
