"""Transactions: find any line, see what the lines come to, change where one is filed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from accountsos.access.roles import Right
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.contact_named import contact_of_address
from accountsos.dashboard.figures import counted
from accountsos.dashboard.forms import MONTHS as MONTH_NAMES
from accountsos.dashboard.forms import Form, Hidden, Mistake, Option
from accountsos.dashboard.glance import Glance
from accountsos.dashboard.lines import Rows, lines_of
from accountsos.dashboard.page import Action, Answer, MenuEntry, Page, Shown
from accountsos.dashboard.periods import ALL, LAST_YEAR, THIS_YEAR, Span, span_of
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dashboard.security import quoted
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import TRANSFER
from accountsos.money import pence_from_text
from accountsos.workflows.bank.change_many import (
    CHANGE_MANY,
    LOOK,
    MOST,
    ChangeMany,
    LinesChosen,
    ManyChanged,
    WhichLines,
)
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.bank.look_through_lines import (
    LOOK_THROUGH,
    MONTHS,
    YEAR,
    LinesSeen,
    LookThrough,
)
from accountsos.workflows.bank.undo_change import UNDO, UndoChange

UNSET = msgspec.UNSET
ROWS = 50
EVENT = Form((Hidden(name="event", most=20),))
PARTS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "": ("All", {}),
    "questions": ("Questions", {"waiting": "questions"}),
    "to-look-over": ("Not looked over", {"waiting": "sure"}),
    "in": ("Money in", {"money_in": True}),
    "out": ("Money out", {"money_in": False}),
}
"""The chips: their word in the address, their label, and how they narrow."""
_CURSOR = re.compile(r"(\d{8})\.(\d{1,10})", re.ASCII)
_AMOUNT = re.compile(r"[-+\u2212]?£?\d[\d,]*(\.\d{1,2})?", re.ASCII)


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for."""

    span: Span
    part: str
    look: LookThrough
    months: tuple[int, ...]
    ignored: tuple[str, ...]


async def _asked(request: Request) -> _Asked:
    """The address as it was understood."""
    months: list[int] = await request.read(MONTHS, None)
    year = await request.read(YEAR, request.today)
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
    look = LookThrough(lines=lines, part=msgspec.structs.replace(lines, **PARTS[part][1]), today=request.today)
    return _Asked(span, part, look, tuple(months), tuple(ignored))


async def show(request: Request) -> Answer:
    """The lines that the address asks for."""
    asked = await _asked(request)
    look, ignored = asked.look, list(asked.ignored)
    file = await list_downloaded(request, "transactions", look.part, _told(request, asked))
    if file is not None:
        return file
    after = _CURSOR.fullmatch(request.query.get("cursor", ""))
    if after:
        narrowed = msgspec.structs.replace(look.part, after=(int(after[1]), int(after[2])))
        look = msgspec.structs.replace(look, part=narrowed)
    elif "cursor" in request.query:
        ignored.append("cursor")
    may_change = request.may(Right.KEEP_BOOKS)
    seen = await request.see(LOOK_THROUGH, look, _shape, asked)
    picked = await _all_that_match(request, asked) if may_change and "pick" in request.query else None
    found = {
        **seen,
        "ignored": ignored,
        "of_contact": await contact_of_address(request),
        "empty": not asked.months,
        "may_change": may_change,
        "picked_all": picked,
        "done": _done(request),
        "most": MOST,
    }
    if picked is not None:
        found["rows"] = replace(seen["rows"], picked=True)
    return Shown(found)


def _told(request: Request, asked: _Asked) -> dict[str, object]:
    """What was asked for, in words, for the head of a file."""
    period, query = asked.span.period, request.query
    return {
        "from": period and period.start,
        "to": period and period.end,
        "state": PARTS[asked.part][0] if asked.part else "",
        **{name: query.get(name, "")[:200] for name in ("account", "category", "search", "contact")},
    }


@lru_cache(maxsize=32)
def _periods(months: tuple[int, ...], value: str) -> tuple[tuple[Option, bool], ...]:
    """What may be chosen, and which is. Kept: long books have hundreds of months, and a page shows them all."""
    choices = [(THIS_YEAR, "This financial year"), (LAST_YEAR, "Last financial year"), (ALL, "All days")]
    said = [(f"{m // 100}-{m % 100:02d}", f"{MONTH_NAMES[m % 100 - 1]} {m // 100}") for m in months]
    if value not in {each for each, _ in (*choices, *said)}:
        said.append((value, f"{MONTH_NAMES[int(value[5:]) - 1]} {value[:4]}"))
    return tuple((Option(each, label), each == value) for each, label in (*said, *choices))


async def _all_that_match(request: Request, asked: _Asked) -> LinesChosen | None:
    """All of them, picked at once; None where there are none, or too many."""
    try:
        return await request.ask(LOOK, ChangeMany(WhichLines(matching=asked.look.part)), lambda found: found)
    except BadRequest:
        return None


def _done(request: Request) -> dict[str, Any] | None:
    """What was done to several lines just now."""
    lines, _, event = request.query.get("done", "").partition(".")
    if not all(text.isascii() and text.isdigit() and len(text) < 18 for text in (lines, event)):
        return None
    return {"lines": int(lines), "event": event}


async def do_file(request: Request) -> Answer:
    """File the picked lines under one category."""
    category = request.typed.get("category", "")
    if not category:
        request.state.mistakes.append(Mistake("Choose a category for the picked lines", "category", "f-category"))
        return await show(request)
    return await _many(request, category_id=category[:70])


async def do_transfer(request: Request) -> Answer:
    """The picked lines only moved between own accounts."""
    return await _many(request, category_id=TRANSFER)


async def do_checked(request: Request) -> Answer:
    """Tick off the picked lines: they stay where they are."""
    return await _many(request, reviewed=True)


async def _many(
    request: Request, *, category_id: str | msgspec.UnsetType = UNSET, reviewed: bool | msgspec.UnsetType = UNSET
) -> Answer:
    seen = request.typed.get("seen", "")[:60]
    if seen:
        which = WhichLines(matching=(await _asked(request)).look.part, seen=seen)
    else:
        pairs = [each.partition(".") for each in request.picked.get("line", ())]
        which = WhichLines(tuple((line, version) for line, _, version in pairs))
        if not pairs:
            request.state.mistakes.append(Mistake("Pick at least one line"))
            return await show(request)
    back = request.here(pick=None, done=None)

    def to(done: ManyChanged) -> str:
        return f"{back}{'&' if '?' in back else '?'}done={done.changed}.{done.event}"

    return await request.change(CHANGE_MANY, ChangeMany(which, category_id, reviewed), to)


async def do_undo(request: Request) -> Answer:
    """All of them are filed as they were."""
    event = request.state.values["event"]
    if not (event.isascii() and event.isdigit() and len(event) < 18):
        request.state.mistakes.append(Mistake("There is nothing to undo."))
        return await show(request)
    return await request.change(UNDO, UndoChange(int(event)), lambda _: request.here(pick=None, done=None))


def _question(request: Request, span: Span) -> TransactionQuestion:
    query, period = request.query, span.period
    search = query.get("search", "").strip()[:200]
    size = size_typed(search)
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


def size_typed(text: str) -> int | None:
    """The amount that was searched for, in or out; None where the search is for words."""
    if not _AMOUNT.fullmatch(text) or ("." not in text and "£" not in text):
        return None
    try:
        return abs(pence_from_text(text.lstrip("-+\u2212").lstrip("£").replace(",", "")))
    except ValueError:
        return None


def _shape(at: Glance, asked: _Asked, seen: LinesSeen) -> dict[str, Any]:
    """What the template needs, the same for whoever may do the same."""
    query, here, span, part = at.query, at.here(), asked.span, asked.part
    back = quoted(here) if query else ""
    choices = choices_of(seen.names)
    sums = {
        "": seen.sums.all,
        "questions": seen.sums.questions,
        "to-look-over": seen.sums.to_look_over,
    }
    counts = {name: found.lines for name, found in sums.items()}
    shown = sums.get(part, seen.part.all)
    chips = [
        Chip(label, counts.get(name), at.here(state=name or None, cursor=None), name == part)
        for name, (label, _) in PARTS.items()
    ]
    last = seen.rows[-1] if len(seen.rows) == ROWS else None
    more = f"{last.booked_on}.{last.number}" if last is not None and seen.total > ROWS else None
    label = "" if not part else f" ({PARTS[part][0].lower()})"
    accounts = [Option(a.bank_account_id, a.name) for a in seen.names.accounts.values() if not a.archived]
    return {
        "periods": _periods(asked.months, span.value),
        "rows": Rows(lines_of(at.company, seen.rows, seen, today=at.today, back=back), at.may(Right.KEEP_BOOKS)),
        "chips": chips,
        "sums": shown,
        "said": f"Every line of your bank accounts, and where it went in the books: {span.said}",
        "caption": f"{counted(seen.total, 'line')}{label}, {span.said}, newest first",
        "next": at.here(cursor=more) if more else "",
        "newest": at.here(cursor=None) if query.get("cursor") else "",
        "chosen": Chosen(query.get("search", ""), span.value, query.get("account", ""), query.get("category", "")),
        "accounts": accounts,
        "categories": choices.by_name,
        "groups": choices.groups,
        "here": here,
        "total": seen.total,
        "pick_all": at.here(pick="all", cursor=None),
        "unpick": at.here(pick=None),
    }


PAGES = (
    Page(
        name="transactions",
        path="/{company}/transactions",
        title="Transactions",
        show=show,
        actions={
            "file": Action(do=do_file),
            "transfer": Action(do=do_transfer),
            "checked": Action(do=do_checked),
            "undo": Action(form=EVENT, do=do_undo),
        },
        menu=MenuEntry("Transactions", "lines", key="t"),
    ),
)
