"""Look over: the lines that the program is sure of, by category; one key accepts those that stay ticked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import money
from accountsos.dashboard.forms import Form, Hidden, Mistake
from accountsos.dashboard.glance import Glance
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.review import without_lines
from accountsos.dashboard.request import Request
from accountsos.workflows.bank.change_many import CHANGE_MANY, ChangeMany, ManyChanged, WhichLines
from accountsos.workflows.bank.review_lines import SURE_LINES, SureLines
from accountsos.workflows.bank.undo_change import UNDO, UndoChange

EVENT = Form((Hidden(name="event", most=20),))


class Lot(NamedTuple):
    """A line as a tick."""

    value: str
    who: str
    amount: int
    said: str
    """The amount in words."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category, its lines and what they come to."""

    name: str
    lots: list[Lot]
    total: int


async def show(request: Request) -> Answer:
    """All that may be accepted, two hundred at most."""
    seen = await request.see(SURE_LINES, None, _shape, None)
    lines, _, event = request.query.get("done", "").partition(".")
    return Shown(
        {
            **seen,
            "no_lines": await without_lines(request, seen["questions"] + seen["left"]),
            "done": {"lines": int(lines), "event": event} if _numbers(lines, event) else None,
            "ticked": frozenset(request.picked.get("right", ())) if request.state.mistakes else None,
        }
    )


def _shape(at: Glance, _: None, found: SureLines) -> dict[str, Any]:
    names, company = found.names, at.company
    shelves: dict[str, list[Lot]] = {}
    shelf_of: dict[int, list[Lot]] = {}
    for row in found.rows:
        number = row.category_no
        if number not in shelf_of:
            shelf_of[number] = shelves.setdefault(names.chart[names.category_id[number]].name, [])
        value = f"{ids.public_id('txn_', company, row.number)}.{row.version}"
        said = money(row.amount, signed=True)
        shelf_of[number].append(Lot(value, row.contact_name or row.description, row.amount, said))
    return {
        "shelves": [
            Shelf(name, lots, sum(lot.amount for lot in lots))
            for name, lots in sorted(shelves.items(), key=lambda each: each[0].casefold())
        ],
        "shown": len(found.rows),
        "left": found.left,
        "questions": found.questions,
    }


def _numbers(*texts: str) -> bool:
    return all(text.isascii() and text.isdigit() and len(text) < 18 for text in texts)


async def do_accept(request: Request) -> Answer:
    """Tick off what was left ticked."""
    pairs = [each.partition(".") for each in request.picked.get("right", ())]
    lines = tuple((line, version) for line, _, version in pairs)
    if not lines:
        request.state.mistakes.append(Mistake("Leave at least one line ticked"))
        return await show(request)
    here = f"/{request.company_id}/review/sure"

    def to(done: ManyChanged) -> str:
        return f"{here}?done={done.changed}.{done.event}"

    return await request.change(CHANGE_MANY, ChangeMany(WhichLines(lines), reviewed=True), to)


async def do_undo(request: Request) -> Answer:
    """All of them are open again."""
    event = request.state.values["event"]
    if not _numbers(event):
        request.state.mistakes.append(Mistake("There is nothing to undo."))
        return await show(request)
    return await request.change(UNDO, UndoChange(int(event)), lambda _: f"/{request.company_id}/review/sure")


PAGES = (
    Page(
        name="look-over",
        path="/{company}/review/sure",
        title="Look over",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={"accept": Action(do=do_accept), "undo": Action(form=EVENT, do=do_undo)},
        under="review",
    ),
)
