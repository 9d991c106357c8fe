"""Choose where one line is filed: a page of its own, or in place of the word in its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accountsos.access.roles import Right
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import day_of, full_day, with_full_days
from accountsos.dashboard.forms import Field, Form, Hidden
from accountsos.dashboard.lines import lines_of
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.security import quoted, safe_next
from accountsos.exchange import ForeignAmount
from accountsos.workflows.bank.change_transaction import CHANGE
from accountsos.workflows.bank.list_transactions import SHOW, TransactionState

CHOOSE = Form((Field(name="category", label="Category", most=70), Hidden(name="version", most=20)))


@dataclass(frozen=True, slots=True)
class _About:
    names: Any
    with_paper: frozenset[int]
    foreign: Mapping[int, ForeignAmount]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as a list has it, from the line itself."""

    line: Any
    contact_name: str | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)


async def show(request: Request) -> Answer:
    """The line, and the categories there are."""
    if request.part and request.query.get("show") == "row":
        request.part = "row"
    return Shown(_shape(request, await request.read(SHOW, request.holes["transaction"])))


def _shape(request: Request, state: TransactionState) -> dict[str, Any]:
    names = state.names
    number, own = state.row.number, state.foreign
    about = _About(names, frozenset({number} if state.documents else ()), {} if own is None else {number: own})
    row = _Row(state.row, state.contact.name if state.contact else None)
    groups = choices_of(state.names).groups
    [line] = lines_of(
        request.company,
        [row],
        about,
        today=request.today,
        back=quoted(_list_of(request)) if "back" in request.query else "",
    )
    return {
        "day": full_day(day_of(state.row.booked_on)),
        "line": line,
        "groups": groups,
        "count": sum(len(group.options) for group in groups),
        "now": names.category_id[state.row.category_no],
        "version": str(state.row.version),
        "reason": with_full_days(state.reason or ""),
        "back": _list_of(request),
    }


def _list_of(request: Request) -> str:
    """The list that one came from, with its filters; of this company always."""
    plain = f"/{request.company_id}/transactions"
    back = safe_next(request.query.get("back", plain))
    return back if back.partition("?")[0] == plain else plain


async def do(request: Request) -> Answer:
    """File it there: a person's own choice, from which the program learns."""
    given = request.state.values
    command = TransactionChange(
        transaction_id=request.holes["transaction"],
        category_id=given["category"],
        if_match=frozenset({given["version"]}),
    )
    back = f"{_list_of(request)}#{command.transaction_id}"
    return await request.change(CHANGE, command, lambda _: back)


PAGES = (
    Page(
        name="choose-category",
        path="/{company}/transactions/{transaction}/category",
        title="Choose a category",
        show=show,
        right=Right.KEEP_BOOKS,
        fragment="picker",
        actions={"file": Action(form=CHOOSE, do=do, fragment="row")},
        under="transactions",
        examples={"transaction": "txn"},
    ),
)
