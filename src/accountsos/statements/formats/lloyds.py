"""Lloyds, Halifax and Bank of Scotland: two unsigned columns and a balance; the commercial form has no header."""

from __future__ import annotations

import re

from accountsos.statements.csv_form import Columns, CsvForm, Table
from accountsos.statements.tables import HeadRow, is_blank

FORMS = (
    CsvForm(
        name="lloyds",
        title="Lloyds, Halifax or Bank of Scotland CSV",
        needs=(
            "transaction date",
            "transaction type",
            "sort code",
            "account number",
            "transaction description",
            "debit amount",
            "credit amount",
            "balance",
        ),
        date="transaction date",
        text=("transaction description",),
        paid_out="debit amount",
        paid_in="credit amount",
        balance="balance",
        kind="transaction type",
        account=("account number",),
        account_number="account number",
        sort_code="sort code",
        newest_first=True,
    ),
    CsvForm(
        name="lloyds",
        title="Lloyds, Halifax or Bank of Scotland CSV (older form)",
        needs=("date", "type", "sort code", "account number", "description", "in", "out", "balance"),
        date="date",
        text=("description",),
        paid_out="out",
        paid_in="in",
        balance="balance",
        kind="type",
        account=("account number",),
        account_number="account number",
        sort_code="sort code",
        newest_first=True,
    ),
)

COMMERCIAL = CsvForm(name="lloyds_commercial", title="Lloyds commercial CSV", needs=(), date="", text=())
_DAY = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{2}", re.ASCII)
_ACCOUNT = re.compile(r"'?[0-9]{2}-?[0-9]{2}-?[0-9]{2} ?[0-9]{8}", re.ASCII)
_VALUE = re.compile(r"-?[0-9,]{1,14}\.[0-9]{2}", re.ASCII)
_WIDTH = 7


def commercial(head: list[HeadRow], delimiter: str) -> Table | None:
    """The table of the commercial form: date, sort code and account, blank, type, value, reference, text."""
    first = [cell.strip() for cell in next((row for _, row in head if not is_blank(row)), [])]
    if delimiter != "," or len(first) != _WIDTH or first[2]:
        return None
    patterns = ((_DAY, first[0]), (_ACCOUNT, first[1]), (_VALUE, first[4]))
    if any(pattern.fullmatch(cell) is None for pattern, cell in patterns):
        return None
    columns = Columns(
        date=0, account=(1,), account_number=1, kind=3, amount=4, reference=(5,), text=(6, 5)
    )  # fmt: skip
    return Table(COMMERCIAL, columns, width=_WIDTH, date_order_known=True)
