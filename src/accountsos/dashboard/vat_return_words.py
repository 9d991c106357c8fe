"""The words of a VAT return: its boxes, how it stands, what to do before it is filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from accountsos.dashboard.figures import counted, money, weekday
from accountsos.dashboard.report_words import Told, sentence
from accountsos.reports.warnings import ReportWarning
from accountsos.uk_rules.vat_boxes import Direction, VatBoxes
from accountsos.workflows.deadlines.list_deadlines import DUE_SOON

BOXES: Mapping[int, str] = {
    1: "VAT on what you sold",
    2: "VAT on goods from the EU into Northern Ireland",
    3: "VAT due: boxes 1 and 2",
    4: "VAT you reclaim",
    5: "To pay, or to get back",
    6: "What you sold, without VAT",
    7: "What you bought, without VAT",
    8: "Goods to the EU from Northern Ireland",
    9: "Goods from the EU into Northern Ireland",
}
IN_CREDIT = frozenset({1, 2, 3, 5, 6, 8})
"""Boxes that grow by credits."""
WHOLE_POUNDS = frozenset({6, 7, 8, 9})
STATES: Mapping[str, tuple[str, str]] = {
    "open": ("not over yet", ""),
    "due": ("not filed yet", " soon"),
    "filed": ("filed", " good"),
}
_SAID: Mapping[str, str] = {
    "unpaid_bills": "Bills were not paid within six months: the VAT reclaimed on them, {amount}, goes back to HMRC in "
    "box 4 until they are paid (VATA 1994 s26A). Pay them, or settle their VAT.",
    "relief_claimable": "On debts that you wrote off you may take {amount} of VAT back in box 4, as six months are "
    "over (VATA 1994 s36).",
    "control_differs": "{amount} stands among your VAT that no open return explains: an entry by hand without its "
    "VAT, or a payment of a return that is not marked as filed.",
    "outside_flat_rate": "{amount} of box 1 is VAT of fixed assets that you sold, in full and outside the flat rate "
    "(SI 1995/2518 reg 55C(4)). That is right where VAT was reclaimed on them.",
}


def owed_head(boxes: VatBoxes) -> str:
    """Which way the money goes."""
    if boxes.direction is Direction.NIL:
        return "Nothing to pay"
    return "You owe HMRC" if boxes.direction is Direction.PAY else "HMRC owes you"


def box_amount(boxes: VatBoxes, number: int) -> str:
    """As it stands on the return: 6 to 9 without pence."""
    pence = boxes.by_number()[number]
    return money(pence).partition(".")[0] if number in WHOLE_POUNDS else money(pence)


def due_said(day: date, today: date) -> tuple[str, str]:
    """`due Monday 7 December 2026, in 9 days`, and its sign."""
    left = (day - today).days
    if left < 0:
        return f"was due {weekday(day)}, {counted(-left, 'day')} late", " late"
    when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    return f"due {weekday(day)}, {when}", " soon" if left <= DUE_SOON.days else ""


def to_know(warnings: Iterable[ReportWarning], company_id: str) -> list[Told]:
    """What makes the return less than final, each with where it is put right."""
    return [_told(each, f"/{company_id}") for each in warnings]


def _told(each: ReportWarning, start: str) -> Told:
    if each.code == "uncategorised":
        return Told(sentence(each.message), f"{start}/review", "Answer them")
    if each.code == "unreviewed":
        return Told(sentence(each.message), f"{start}/review/sure", "Look over")
    if each.code in _SAID and each.amount is not None:
        return Told(_SAID[each.code].format(amount=money(abs(each.amount), pounds=True)))
    return Told(sentence(each.message))
