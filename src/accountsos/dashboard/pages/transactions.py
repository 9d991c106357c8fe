"""Transactions: find any line, see what the lines come to, change where one is filed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import counted, short_day
from accountsos.dashboard.forms import MONTHS as MONTH_NAMES
from accountsos.dashboard.forms import Option
from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.periods import ALL, LAST_YEAR, THIS_YEAR, Span, span_of
from accountsos.dashboard.request import Request
from accountsos.dashboard.security import quoted
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.money import pence_from_text
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.bank.look_through_lines import (
    LIKELY,
    LOOK_THROUGH,
    MONTHS,
    SURE,
    YEAR,
    LinesSeen,
    LookThrough,
)

ROWS = 50
PARTS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "": ("All", {}),
    "questions": ("Questions", {"reviewed": False, "max_confidence": SURE - 1}),
    "to-look-over": ("Not looked over", {"reviewed": False, "min_confidence": SURE}),
    "in": ("Money in", {"money_in": True}),
    "out": ("Money out", {"money_in": False}),
}
"""The chips: their word in the address, their label, and how they narrow."""
_CURSOR = re.compile(r"(\d{8})\.(\d{1,10})", re.ASCII)
_AMOUNT = re.compile(r"[-+\u2212]?£?\d[\d,]*(\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A bank line as a row of a page."""

    id: str
    day: date
    day_said: str
    who: str
    bank: str
    category: str
    category_id: str
    account: str
    paper: bool
    state: str
    tag: str
    amount: int
    currency: str
    address: str
    choose: str
    """The address where another category is chosen."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for, as far as it was understood."""

    search: str
    period: str
    account: str
    category: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A part to narrow to."""

    label: str
    count: int | None
    address: str
    current: bool


def state_of(confidence: int, *, reviewed: bool, category_id: str) -> tuple[str, str]:
    """The word for how a line stands, and the class of its sign."""
    if reviewed:
        return "checked", " good"
    if category_id == UNCATEGORISED:
        return "no category yet", " ask"
    if confidence >= SURE:
        return "sure", ""
    return ("please check", " ask") if confidence >= LIKELY else ("needs an answer", " ask")


def line_of(company: int, row: Any, about: Any, *, today: date, back: str = "") -> Line:
    """The row in words. `about` knows category, account and whether there is a paper; `back` is the list it is in."""
    day = date(row.booked_on // 10000, row.booked_on // 100 % 100, row.booked_on % 100)
    category = about.categories[row.category_no]
    account = about.accounts[row.account_no]
    who = row.contact_name or row.description
    state, tag = state_of(row.confidence, reviewed=bool(row.reviewed), category_id=category.category_id)
    number = ids.public_id("txn_", company, row.number)
    return Line(
        id=number,
        day=day,
        day_said=short_day(day, year=day.year != today.year),
        who=who,
        bank=row.description if row.contact_name and row.contact_name != row.description else "",
        category="No category yet" if category.category_id == UNCATEGORISED else category.name,
        category_id=category.category_id,
        account=account.name,
        paper=row.number in about.with_paper,
        state="split" if row.parts > 1 else state,
        tag=tag,
        amount=row.amount,
        currency=row.currency if row.currency and row.currency != account.currency else "",
        address=f"/{ids.company_id(company)}/transactions/{number}",
        choose=f"/{ids.company_id(company)}/transactions/{number}/category" + (f"?back={quoted(back)}" if back else ""),
    )


async def show(request: Request) -> Answer:
    """The lines that the address asks for."""
    months = await request.ask(MONTHS, None, lambda found: found)
    year = await request.ask(YEAR, request.today, lambda found: found)
    ignored: list[str] = []
    span = span_of(request.query.get("period", ""), year)
    if span is None:
        if "period" in request.query:
            ignored.append("period")
        latest = f"{months[0] // 100}-{months[0] % 100:02d}" if months else ALL
        span = span_of(latest, year) or Span(ALL, None)
    part = request.query.get("state", "")
    if part not in PARTS:
        ignored.append("state")
        part = ""
    lines = _question(request, span)
    asked = LookThrough(lines=lines, part=msgspec.structs.replace(lines, **PARTS[part][1]), today=request.today)
    after = _CURSOR.fullmatch(request.query.get("cursor", ""))
    if after:
        narrowed = msgspec.structs.replace(asked.part, after=(int(after[1]), int(after[2])))
        asked = msgspec.structs.replace(asked, part=narrowed)
    elif "cursor" in request.query:
        ignored.append("cursor")
    choices = [(THIS_YEAR, "This financial year"), (LAST_YEAR, "Last financial year"), (ALL, "All days")]
    months_said = [(f"{m // 100}-{m % 100:02d}", f"{MONTH_NAMES[m % 100 - 1]} {m // 100}") for m in months]
    if span.value not in {value for value, _ in (*choices, *months_said)}:
        months_said.append((span.value, f"{MONTH_NAMES[int(span.value[5:]) - 1]} {span.value[:4]}"))
    frame = {
        "periods": [Option(*each) for each in (*months_said, *choices)],
        "ignored": ignored,
        "empty": not months,
        "may_change": request.may(Right.KEEP_BOOKS),
    }
    return await request.ask(LOOK_THROUGH, asked, lambda seen: Shown({**frame, **_shape(request, span, part, seen)}))


def _question(request: Request, span: Span) -> TransactionQuestion:
    query, period = request.query, span.period
    search = query.get("search", "").strip()[:200]
    size = _size(search)
    return TransactionQuestion(
        limit=ROWS,
        first=None if period is None else _number(period.start),
        last=None if period is None else _number(period.end),
        category=query.get("category") or None,
        bank_account=query.get("account") or None,
        contact=query.get("contact") or None,
        search=search or None if size is None else None,
        size=size,
    )


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def _size(text: str) -> int | None:
    """The amount that was searched for, in or out; None where the search is for words."""
    if not _AMOUNT.fullmatch(text) or ("." not in text and "£" not in text):
        return None
    try:
        return abs(pence_from_text(text.lstrip("-+\u2212").lstrip("£").replace(",", "")))
    except ValueError:
        return None


def _shape(request: Request, span: Span, part: str, seen: LinesSeen) -> dict[str, Any]:
    """What the template needs."""
    query, here = request.query, request.here() if request.query else ""
    sums = {
        "": seen.sums.all,
        "questions": seen.sums.questions,
        "to-look-over": seen.sums.to_look_over,
    }
    counts = {name: found.lines for name, found in sums.items()}
    shown = sums.get(part, seen.part.all)
    chips = [
        Chip(label, counts.get(name), request.here(state=name or None, cursor=None), name == part)
        for name, (label, _) in PARTS.items()
    ]
    last = seen.rows[-1] if len(seen.rows) == ROWS else None
    more = f"{last.booked_on}.{last.number}" if last is not None and seen.total > ROWS else None
    label = "" if not part else f" ({PARTS[part][0].lower()})"
    accounts = [Option(a.bank_account_id, a.name) for a in seen.accounts.values() if not a.archived]
    categories = sorted((c for c in seen.categories.values() if not c.archived), key=lambda c: c.name.casefold())
    return {
        "lines": [line_of(request.company, row, seen, today=request.today, back=here) for row in seen.rows],
        "chips": chips,
        "sums": shown,
        "said": f"Every line of your bank accounts, and where it went in the books: {span.said}",
        "caption": f"{counted(seen.total, 'line')}{label}, {span.said}, newest first",
        "next": request.here(cursor=more) if more else "",
        "newest": request.here(cursor=None) if query.get("cursor") else "",
        "chosen": Chosen(query.get("search", ""), span.value, query.get("account", ""), query.get("category", "")),
        "accounts": accounts,
        "categories": [Option(c.category_id, c.name) for c in categories],
    }


PAGES = (
    Page(
        name="transactions",
        path="/{company}/transactions",
        title="Transactions",
        show=show,
        menu=MenuEntry("Transactions", "lines", key="t"),
    ),
)
