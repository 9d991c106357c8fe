"""Slips of a till that give money back."""

from __future__ import annotations

from accountsos.documents.extract.not_booked import parts_of_a_heading
from accountsos.documents.extract.rows import compact
from accountsos.documents.extract.sheet import Sheet

_REFUNDS = frozenset(("REFUND", "REFUNDS", "REFUNDRECEIPT", "REFUNDSLIP", "RETURN", "RETURNS"))


def is_a_refund(sheet: Sheet) -> bool:
    """Whether a till's slip gives money back: its heading says so, and its total is below zero and labelled so.

    On a statement of card sales some refunds stand among larger sums.
    """
    parts = (part for row in sheet.rows for p in row.pieces for part in parts_of_a_heading(p.text))
    headed = any(compact(part) in _REFUNDS for part in parts)
    back = [-a.pence for a in sheet.amounts if a.pence < 0 and "REFUND" in compact(a.label)]
    given = {a.row.index for a in sheet.amounts if a.pence < 0}
    taken = [a.pence for a in sheet.amounts if a.amount.has_decimals and a.row.index not in given]
    return headed and bool(back) and max(back) >= max(taken, default=0)
