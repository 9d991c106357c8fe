"""Stripe's payout reconciliation: each sale and its fee are lines, each payout takes the sum of its nets away."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="stripe",
        title="Stripe payout reconciliation CSV",
        needs=(
            "automatic_payout_id",
            "balance_transaction_id",
            "created_utc|created",
            "currency",
            "gross",
            "fee",
            "net",
        ),
        date="created_utc|created",
        text=("reporting_category", "description"),
        amount="gross",
        currency="currency",
        bank_id="balance_transaction_id",
        kind="reporting_category",
        payee=("customer_name",),
        reference=("automatic_payout_id",),
        fee=("fee",),
        total="net",
        payout_id="automatic_payout_id",
        payout_date="automatic_payout_effective_at_utc|automatic_payout_effective_at",
        account=("currency",),
    ),
)
