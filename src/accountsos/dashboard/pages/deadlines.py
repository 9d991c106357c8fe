"""Deadlines: by month, with amounts and what lateness costs; done or not; one's own; the calendar feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.due_words import when_due
from accountsos.dashboard.figures import counted, full_day, money
from accountsos.dashboard.forms import DayOfLetter, Field, Form, Hidden, Tick
from accountsos.dashboard.page import Action, Answer, MenuEntry, Page, Shown
from accountsos.dashboard.pages.api_keys import server_address
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request, refusal_kept
from accountsos.dashboard.typed_values import Money
from accountsos.dashboard.words import TAXES
from accountsos.uk_rules.obligation import Status
from accountsos.workflows.deadlines import manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import LIST, Deadline, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import DeadlineChange, NewDeadline
from accountsos.workflows.unit_of_work import Answer as Kept
from accountsos.workflows.unit_of_work import Shaping

AHEAD = 400
DONE_SHOWN = timedelta(days=400)
DONE_MOST = 12
WHICH = Form((Hidden(name="deadline", most=80),))
OWN = Form(
    (
        Field(name="title", label="What is due?", most=200),
        DayOfLetter(name="due", label="When?", hint="For example 15 1 2027", past=False),
        Money(name="amount", label="How much?", hint="If it costs something", optional=True, marked=False),
    )
)
FEED = Form((Tick(name="sure", label="An older address may stop working", wrong="Tick that an older one may stop"),))
TOLD = {
    "done": "It is marked as done.",
    "undone": "It is on the list again.",
    "added": "It is on the list.",
    "removed": "It is off the list.",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a row."""

    number: str
    month: str
    day: int
    title: str
    said: str
    tag: str
    amount: str
    known: bool
    cost: str
    source: str
    advice: str
    checks: tuple[str, ...]
    own: bool
    filed: bool
    """Whether something else says that it is done: it cannot be undone here."""


async def show(request: Request) -> Answer:
    """What is due within a year, and what was done."""
    question = DeadlineQuestion(request.today, AHEAD, include_completed=True)
    file = await list_downloaded(request, "deadlines", question, {})
    if file is not None:
        return file
    return await _shown(request)


async def _shown(request: Request, feed: str = "") -> Shown:
    question = DeadlineQuestion(request.today, AHEAD, include_completed=True)
    found = _shape(request, await request.read(LIST, question))
    return Shown(
        {
            **found,
            "feed": feed,
            "own": OWN,
            "feed_form": FEED,
            "here": request.path,
            "told": TOLD.get(request.query.get("done", ""), ""),
            "may_change": request.may(Right.KEEP_BOOKS),
            "may_govern": request.may(Right.GOVERN),
        }
    )


def _shape(request: Request, deadlines: list[Deadline]) -> dict[str, Any]:
    months: dict[str, list[Due]] = {}
    done: list[Due] = []
    for each in deadlines:
        if each.status != Status.COMPLETED:
            months.setdefault(f"{each.due_date:%B %Y}", []).append(_due(request, each))
        elif each.due_date >= request.today - DONE_SHOWN:
            done.append(_due(request, each))
    return {
        "months": list(months.items()),
        "finished": done[::-1][:DONE_MOST],
        "sentence": _sentence(request, [each for each in deadlines if each.status != Status.COMPLETED]),
    }


def _sentence(request: Request, waiting: list[Deadline]) -> str:
    late = [each for each in waiting if each.late]
    if late:
        oldest = f"the oldest is {late[0].title}, due {full_day(late[0].due_date)}"
        return f"{counted(len(late), 'deadline')} {'is' if len(late) == 1 else 'are'} late: {oldest}."
    coming = [each for each in waiting if each.days_until >= 0]
    if not coming:
        return "Nothing is due within a year."
    first = coming[0]
    return f"Nothing is late. Next is {first.title}, due {full_day(first.due_date)}, {when_due(first)}."


def _due(request: Request, each: Deadline) -> Due:
    finished = each.status == Status.COMPLETED
    when = "done" if finished else when_due(each)
    tag = " late" if each.late else " soon" if each.status == Status.DUE_SOON else ""
    so_far = each.period is not None and each.period.end >= request.today
    amount = "" if each.amount is None else money(abs(each.amount), pounds=True)
    if each.nothing_to_pay and each.amount == 0:
        amount = "nothing to pay"
    elif amount and each.amount is not None and each.amount < 0:
        amount += " to get back"
    if amount and so_far:
        amount += " so far"
    return Due(
        number=each.deadline_id,
        month=f"{each.due_date:%b}",
        day=each.due_date.day,
        title=each.title,
        said=f"{each.authority} · {when}" if each.authority else when,
        tag=tag,
        amount=amount or ("not known yet" if each.type in TAXES else "no payment"),
        known=bool(amount),
        cost=each.penalty or "",
        source=each.rule or "",
        advice=" ".join(filter(None, (each.advice, each.notes))),
        checks=tuple(warning.replace("_", " ") for warning in each.warnings),
        own=ids.number_in("ddl_", request.company, each.deadline_id) is not None,
        filed=each.type == "vat" and finished,
    )


async def do_done(request: Request) -> Answer:
    """It is met."""
    return await _changed(request, "done", completed=True)


async def do_undo(request: Request) -> Answer:
    """It is not met after all."""
    return await _changed(request, "undone", completed=False)


async def _changed(request: Request, told: str, **changes: object) -> Answer:
    command = DeadlineChange(request.state.values["deadline"], request.today, changes)
    return await request.change(manage_deadlines.CHANGE, command, lambda _: f"{request.path}?done={told}")


async def do_add(request: Request) -> Answer:
    """One's own."""
    given = request.state.values
    command = NewDeadline(given["title"], given["due"], request.today, amount=given["amount"])
    return await request.change(manage_deadlines.ADD, command, lambda _: f"{request.path}?done=added")


async def do_remove(request: Request) -> Answer:
    """One's own, off the list."""
    asked = (request.state.values["deadline"], request.today)
    return await request.change(manage_deadlines.REMOVE, asked, lambda _: f"{request.path}?done=removed")


async def do_feed(request: Request) -> Answer:
    """An address for calendar programs, shown this once; the one before stops working."""
    shaping: Shaping[str] = Shaping(lambda token: Kept(200, token.encode("ascii"), {}), refusal_kept, lambda _: b"")
    answer = await request.write(manage_deadlines.MAKE_TOKEN, None, shaping)
    token = answer.body.decode("ascii")
    return await _shown(request, f"{server_address(request)}/calendar/{token}.ics" if token else "")


PAGES = (
    Page(
        name="deadlines",
        path="/{company}/deadlines",
        title="Deadlines",
        show=show,
        actions={
            "done": Action(form=WHICH, do=do_done),
            "undo": Action(form=WHICH, do=do_undo),
            "add": Action(form=OWN, do=do_add),
            "remove": Action(form=WHICH, do=do_remove),
            "feed": Action(form=FEED, do=do_feed, right=Right.GOVERN, proof=True),
        },
        menu=MenuEntry("Deadlines", "calendar", group=2, key="d", phone=False),
    ),
)
