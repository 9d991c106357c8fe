"""Barclays: a signed amount, neither id nor balance; the memo ends in the bank's code."""

from __future__ import annotations

import re

from accountsos.statements.csv_form import CsvForm

FORMS = (
    CsvForm(
        name="barclays",
        title="Barclays CSV",
        needs=("number", "date", "account", "amount", "subcategory", "memo"),
        date="date",
        text=("memo",),
        amount="amount",
        kind="subcategory",
        kind_in_text=re.compile(r" ([A-Z]{2,3})$"),
        # The memo pads the name; behind a card's stands the day, and that name goes on with the place.
        parts_in_text=re.compile(
            r"\s*(?P<name>\S[^\t]{0,39}?)(?:\s*\t\s*|\s{2,})(?!ON \d)(?P<reference>\S.{0,99}?)\s+"
            r"(?:BGC|BBP|DDR|FT|STO|FPI|FPO)\s*"
        ),
        account=("account",),
        account_number="account",
        newest_first=True,
    ),
)
