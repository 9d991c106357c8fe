"""Shopify Payments: what was paid out, sales and fees as lines; each payout takes the sum of its nets away."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="shopify",
        title="Shopify payouts CSV",
        needs=(
            "transaction date",
            "type",
            "order",
            "payout status",
            "payout date",
            "payout id",
            "amount",
            "fee",
            "net",
            "currency",
        ),
        date="transaction date",
        text=("type", "order"),
        amount="amount",
        currency="currency",
        kind="type",
        reference=("order",),
        fee=("fee",),
        total="net",
        state="payout status",
        states_kept=frozenset({"paid"}),
        original_amount="presentment amount",
        original_currency="presentment currency",
        payout_id="payout id",
        payout_date="payout date",
        account=("currency",),
        newest_first=True,
    ),
)
