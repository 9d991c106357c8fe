"""eBay's transactions: a preamble; an order's fee is what its net amount lacks; payouts are rows of their own."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="ebay",
        title="eBay transaction report CSV",
        needs=(
            "transaction creation date",
            "type",
            "order number",
            "net amount",
            "payout currency",
            "payout date",
            "payout id",
            "description",
        ),
        date="transaction creation date",
        text=("type", "item title", "description"),
        amount="gross transaction amount|net amount",
        amount_currency="transaction currency",
        total="net amount",
        fee_is_rest=True,
        empty_is_no_line=True,
        currency="payout currency",
        bank_id="transaction id",
        kind="type",
        kinds_left_out=frozenset({"hold"}),
        payee=("buyer name", "buyer username"),
        reference=("order number", "payout id"),
        original_amount="gross transaction amount",
        original_currency="transaction currency",
        exchange_rate="exchange rate",
        account=("payout currency",),
        newest_first=True,
    ),
)
