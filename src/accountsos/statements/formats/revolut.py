"""Revolut, business and personal: only completed rows count, and a fee is a line of its own."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

_COMPLETED = frozenset({"completed"})

FORMS = (
    CsvForm(
        name="revolut_business",
        title="Revolut Business CSV",
        needs=(
            "date completed (utc)",
            "id",
            "type",
            "state",
            "description",
            "amount",
            "total amount",
            "fee",
            "balance",
        ),
        date="date completed (utc)",
        text=("description", "reference"),
        amount="amount",
        balance="balance",
        currency="payment currency",
        bank_id="id",
        kind="type",
        payee=("beneficiary name", "sender name"),
        reference=("reference",),
        fee=("fee",),
        fee_currency="fee currency",
        total="total amount",
        fee_is_rest=True,
        state="state",
        states_kept=_COMPLETED,
        original_amount="orig amount",
        original_currency="orig currency",
        exchange_rate="exchange rate",
        mcc="mcc",
        account=("account", "payment currency"),
        newest_first=True,
    ),
    CsvForm(
        name="revolut",
        title="Revolut CSV",
        needs=(
            "type",
            "product",
            "started date",
            "completed date",
            "description",
            "amount",
            "fee",
            "currency",
            "state",
            "balance",
        ),
        date="completed date",
        text=("description",),
        amount="amount",
        balance="balance",
        currency="currency",
        kind="type",
        fee=("fee",),
        state="state",
        states_kept=_COMPLETED,
        account=("product", "currency"),
    ),
)
