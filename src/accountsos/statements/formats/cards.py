"""Credit cards of other banks: Virgin Money, Barclaycard, Capital on Tap, Halifax, Santander, John Lewis."""

from __future__ import annotations

import re

from accountsos.statements.csv_form import Columns, CsvForm, Table
from accountsos.statements.reading import Decisions
from accountsos.statements.tables import HeadRow, is_blank

FORMS = (
    CsvForm(
        name="virgin_card",
        title="Virgin Money card CSV",
        needs=(
            "transaction date",
            "posting date",
            "billing amount",
            "merchant",
            "debit or credit",
            "sicmcc code",
            "status",
        ),
        date="transaction date",
        text=("merchant", "merchant city"),
        amount="billing amount",
        direction="debit or credit",
        bank_id="reference number",
        payee=("merchant",),
        mcc="sicmcc code",
        state="status",
        states_kept=frozenset({"billed", "posted"}),
        states_pending=frozenset({"pending"}),
        newest_first=True,
    ),
    CsvForm(
        name="barclaycard_business",
        title="Barclaycard business CSV",
        needs=(
            "cardholder name",
            "account number",
            "transaction date",
            "merchant name",
            "amount",
            "currency",
            "posted date",
            "transaction id",
            "mcc",
        ),
        date="transaction date",
        text=("merchant name", "transaction type"),
        amount="amount",
        sign=-1,
        currency="currency",
        bank_id="transaction id",
        kind="transaction type",
        payee=("merchant name",),
        mcc="mcc",
        original_amount="original amount",
        original_currency="original currency",
        exchange_rate="conversion rate",
        account=("currency",),
        newest_first=True,
    ),
    CsvForm(
        name="capital_on_tap",
        title="Capital on Tap CSV",
        needs=(
            "clearance date",
            "authorisation date",
            "description",
            "amount",
            "original amount",
            "original currency",
            "merchant name",
            "card ending",
        ),
        date="clearance date",
        pending_date="authorisation date",
        text=("description",),
        amount="amount",
        sign=-1,
        kind="transaction type",
        payee=("merchant name",),
        original_amount="original amount",
        original_currency="original currency",
        newest_first=True,
    ),
    CsvForm(
        name="halifax_card",
        title="Halifax card CSV",
        needs=("date", "date entered", "reference", "description", "amount"),
        exact=True,
        date="date",
        text=("description",),
        amount="amount",
        sign=-1,
        bank_id="reference",
        newest_first=True,
    ),
    CsvForm(
        name="santander_card",
        title="Santander card CSV",
        needs=("date", "card", "description", "amount"),
        exact=True,
        date="date",
        text=("description",),
        amount="amount",
        sign=-1,
        newest_first=True,
    ),
    CsvForm(
        name="john_lewis",
        title="John Lewis card CSV",
        needs=("date", "description", "amount"),
        exact=True,
        date="date",
        text=("description",),
        amount="amount",
        sign=-1,
        newest_first=True,
    ),
)

BARCLAYCARD = CsvForm(
    name="barclaycard",
    title="Barclaycard CSV",
    needs=(),
    date="",
    text=(),
    paid_in_signed=True,
    newest_first=True,
)
_DAY = re.compile(r" ?[0-9]{2} [A-Z][a-z]{2} [0-9]{2} ?", re.ASCII)
_MONEY = re.compile(r"-?[0-9,]{1,12}\.[0-9]{2}", re.ASCII)
_PAID_IN, _PAID_OUT = 6, 7


def barclaycard(head: list[HeadRow], delimiter: str) -> Table | None:
    """The table of a personal Barclaycard, which has no header: day, text, network, holder, category, in, out."""
    first = next((row for _, row in head if not is_blank(row)), [])
    if delimiter != "," or len(first) != _PAID_OUT + 1 or _DAY.fullmatch(first[0]) is None:
        return None
    paid = [cell.strip() for cell in first[_PAID_IN:] if cell.strip()]
    if not first[1].strip() or len(paid) != 1 or _MONEY.fullmatch(paid[0]) is None:
        return None
    columns = Columns(date=0, text=(1,), paid_in=_PAID_IN, paid_out=_PAID_OUT)
    return Table(BARCLAYCARD, columns, width=8, first_guess=Decisions(newest_first=True), date_order_known=True)
