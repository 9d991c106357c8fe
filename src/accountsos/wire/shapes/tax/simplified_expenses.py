"""A sole trader's flat rates, month by month."""

from __future__ import annotations

import msgspec

from accountsos import ids
from accountsos.reports.simplified_expenses import MonthOfRates
from accountsos.wire.fields import MoneyOut, money_out
from accountsos.workflows.tax.simplified_expenses import ShownMonths


class MonthOut(msgspec.Struct, frozen=True):
    """A month as it is stated, what it comes to, and what of it stands in the books."""

    month: str
    hours: int
    """Worked at home."""
    people: int
    """Who live at the business premises."""
    home_use: MoneyOut
    """The flat rate for working at home: a cost."""
    private_use: MoneyOut
    """What comes off the costs of the premises."""
    posted_home_use: MoneyOut
    posted_private_use: MoneyOut
    journal_id: str | None
    """The journal that posted it; null where none stands."""


class MonthList(msgspec.Struct, frozen=True):
    """Every month of which something is stated or posted, oldest first."""

    simplified_expenses: list[MonthOut]


def month_list(shown: ShownMonths) -> MonthList:
    """The months."""
    return MonthList([_month(shown.company, each) for each in shown.months])


def _month(company: int, each: MonthOfRates) -> MonthOut:
    return MonthOut(
        f"{each.stated.first:%Y-%m}",
        each.stated.hours,
        each.stated.people,
        money_out(each.wanted.home_use),
        money_out(each.wanted.private_use),
        money_out(each.posted.home_use),
        money_out(each.posted.private_use),
        None if each.entry_no is None else ids.public_id("je_", company, each.entry_no),
    )
