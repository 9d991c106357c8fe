"""Bank lines as rows of a page: what is the same for all of them is worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from accountsos import ids
from accountsos.dashboard.figures import day_of, money, short_day
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.money import with_unit
from accountsos.workflows.bank.look_through_lines import LIKELY, SURE


class Line(NamedTuple):
    """A bank line as a row of a page, in the order in which its template names what it shows."""

    id: str
    pick: str
    """What a tick of it sends: the line as it was seen."""
    day: str
    day_said: str
    who: str
    called: str
    """Whom and how much: which line it is, for who hears a control's name alone."""
    bank: str
    category: str
    account: str
    paper: bool
    state: str
    tag: str
    amount: int
    said: str
    """The amount in words."""
    abroad: str
    """The amount in the account's own currency, where that is another one."""
    address: str
    choose: str
    """The address where another category is chosen."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a page, and how they may be picked."""

    lines: list[Line]
    may_change: bool
    picked: bool = False
    """Whether all that match are picked at once, the rest of them too."""


def state_of(confidence: int, *, reviewed: bool, category_id: str) -> tuple[str, str]:
    """The word for how a line stands, and the class of its sign."""
    if reviewed:
        return "checked", " good"
    if category_id == UNCATEGORISED:
        return "no category yet", " ask"
    if confidence >= SURE:
        return "sure", ""
    return ("please check", " ask") if confidence >= LIKELY else ("needs an answer", " ask")


def lines_of(company: int, rows: Iterable[Any], about: Any, *, today: date, back: str = "") -> list[Line]:
    """The rows in words. `about` knows names, papers and own amounts; `back` is the list they are in, quoted."""
    names, with_paper, foreign, this_year = about.names, about.with_paper, about.foreign, today.year
    place = f"/{ids.company_id(company)}/transactions/"
    choose = f"/category?back={back}" if back else "/category"
    found = []
    for row in rows:
        category = names.chart.categories[names.category_id[row.category_no]]
        account = names.account_of[row.account_no]
        who, amount = row.contact_name or row.description, money(row.amount)
        day, day_said = _day(row.booked_on, this_year)
        state, tag = state_of(row.confidence, reviewed=bool(row.reviewed), category_id=category.category_id)
        number, own = ids.public_id("txn_", company, row.number), foreign.get(row.number)
        found.append(
            Line(  # in their order: by name it takes several times as long, and there are fifty on a page
                number,
                f"{number}.{row.version}",
                day,
                day_said,
                who,
                f"{who}, {amount}",
                row.description if row.description != who else "",
                "No category yet" if category.category_id == UNCATEGORISED else category.name,
                account.name,
                row.number in with_paper,
                "split" if row.parts > 1 else state,
                tag,
                row.amount,
                f"+{amount}" if row.amount > 0 else amount,
                "" if own is None else with_unit(own.amount, own.currency),
                place + number,
                place + number + choose,
            )
        )
    return found


@lru_cache(maxsize=4096)
def _day(number: int, this_year: int) -> tuple[str, str]:
    """The day as machines read it and as it is said; with its year where that is another one."""
    day = day_of(number)
    return day.isoformat(), short_day(day, year=day.year != this_year)
