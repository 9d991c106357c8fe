"""When something is due, in words."""

from __future__ import annotations

from accountsos.dashboard.figures import counted
from accountsos.workflows.deadlines.list_deadlines import Deadline


def in_days(number: int) -> str:
    """From today on: `today`, `tomorrow`, `in 9 days`."""
    return {0: "today", 1: "tomorrow"}.get(number, f"in {number} days")


def when_due(each: Deadline) -> str:
    """`in 9 days`, `3 days late`; what is past with nothing to pay is not late."""
    if each.days_until >= 0:
        return in_days(each.days_until)
    return "its day is past" if each.nothing_to_pay else f"{counted(-each.days_until, 'day')} late"
