"""American Express UK: spending is printed as positive, in three forms of one file."""

from __future__ import annotations

import re

from accountsos.statements.csv_form import CsvForm, Table
from accountsos.statements.tables import HeadRow

_SHORT = ("date", "description", "amount")
_NAME, _TITLE = "amex", "American Express CSV"

FORMS = (
    CsvForm(
        name=_NAME,
        title=_TITLE,
        needs=(*_SHORT, "extended details", "appears on your statement as", "reference"),
        date="date",
        text=("description",),
        amount="amount",
        bank_id="reference",
        sign=-1,
        newest_first=True,
    ),
    CsvForm(
        name=_NAME,
        title=_TITLE,
        needs=(*_SHORT, "card member", "account #"),
        date="date",
        text=("description",),
        amount="amount",
        sign=-1,
        newest_first=True,
    ),
    CsvForm(
        name=_NAME,
        title=_TITLE,
        needs=_SHORT,
        exact=True,
        date="date",
        text=("description",),
        amount="amount",
        sign=-1,
        newest_first=True,
    ),
)
_PAYMENT = re.compile(r"^payment received|^payment.*thank you", re.IGNORECASE)


def is_short(table: Table) -> bool:
    """Whether it is the form of three columns, which other banks use too, with the opposite sign."""
    return table.form is FORMS[2]


def is_evident(table: Table, head: list[HeadRow]) -> bool:
    """Whether a payment of the card bill is printed as negative, which only a card's own file does."""
    text, amount = table.columns.text[0], table.columns.amount
    return any(
        len(row) > max(text, amount) and _PAYMENT.search(row[text]) and row[amount].strip().startswith("-")
        for number, row in head
        if number > table.header_line
    )
