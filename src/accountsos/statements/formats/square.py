"""Square's transactions: sales less what was paid in cash, the fee, and the deposit that takes the rest to the bank."""

from __future__ import annotations

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="square",
        title="Square CSV",
        needs=("date", "time", "time zone", "gross sales", "fees", "net total", "transaction id", "transaction status"),
        date="date",
        text=("event type", "description", "customer name"),
        amount="net total",
        fee=("fees",),
        fee_sign=1,
        fee_is_inside=True,
        elsewhere=("cash", "other tender"),
        total="net total",
        bank_id="transaction id",
        kind="event type",
        payee=("customer name",),
        reference=("customer reference id",),
        state="transaction status",
        states_kept=frozenset({"complete", "completed", ""}),
        empty_is_no_line=True,
        payout_id="deposit id",
        payout_date="deposit date",
        locale_numbers=True,
        newest_first=True,
    ),
)
