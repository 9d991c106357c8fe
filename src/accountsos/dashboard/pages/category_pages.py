"""Settings, categories: the chart with the treatment of each; one added like another, changed, archived."""

from __future__ import annotations

from typing import Any

from accountsos.access.roles import Right
from accountsos.dashboard.categories import GROUPS, choices_of
from accountsos.dashboard.category_words import KINDS, SHARE, as_it_is, fields_of, said, treatment_of
from accountsos.dashboard.figures import counted
from accountsos.dashboard.forms import Field, Form, Tick, Wrong
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.errors import NotFound
from accountsos.ledger.chart import Category
from accountsos.workflows.bank.list_transactions import NAMES
from accountsos.workflows.companies.chart import (
    ADD_CATEGORY,
    CHANGE_CATEGORY,
    NEVER_ARCHIVED,
    CategoryChange,
    CategoryChanged,
    NewCategory,
)


class Nominal(Field):
    """The number of an account: three to eight digits."""

    def value_of(self, text: str) -> str:
        """Digits only."""
        if not (text.isascii() and text.isdigit() and 3 <= len(text) <= 8):
            raise Wrong("The number must have 3 to 8 digits")
        return text


_NAME = Field(name="name", label="Name", most=120)
_LIKE = Field(name="like", label="Category that it is like", most=70)
ADDED = Form((_NAME, _LIKE, Nominal(name="nominal", label="Number", optional=True, marked=False)))
CHANGED = Form(
    (
        _NAME,
        Nominal(name="nominal", label="Number"),
        Tick(
            name="correct_filed",
            label="Also correct what stands in filed VAT returns",
            hint="In the present period, where its VAT is another now",
            optional=True,
        ),
    )
)
ARCHIVED = Form((Field(name="replaced_by", label="Category of its next lines", most=70, optional=True),))
TOLD = {
    "added": "The category is added.",
    "changed": "The category is changed.",
    "archived": "The category is archived. What was filed there stays.",
    "back": "The category is in use again.",
}


async def show(request: Request) -> Answer:
    """The chart by kind, in the order of its numbers."""
    old = request.query.get("show") == "archived"
    file = await list_downloaded(request, "categories", None, {})
    if file is not None:
        return file

    def shape(names: Any) -> Shown:
        chart = [each for each in names.chart.categories.values() if each.archived is old]
        groups = [(label, [_row(request, each) for each in chart if each.type == kind]) for kind, label in GROUPS]
        return Shown(
            {
                "groups": [(label, rows) for label, rows in groups if rows],
                "total": counted(len(chart), "category", "categories"),
                "old": old,
                "choices": choices_of(names).groups,
                "name": _NAME,
                "nominal": ADDED.fields[2],
                "like": request.state.typed.get("like", ""),
                "here": f"/{request.company_id}/settings/categories",
                "told": TOLD.get(request.query.get("done", ""), ""),
                "may_change": request.may(Right.KEEP_BOOKS),
            }
        )

    return await request.ask(NAMES, None, shape)


def _row(request: Request, each: Category) -> dict[str, str]:
    return {
        "address": f"/{request.company_id}/settings/categories/{each.category_id}",
        "name": each.name,
        "nominal": each.nominal,
        "vat": said(each, "vat_default"),
        "tax": said(each, "ct_allowable"),
        "own": "yours" if each.note.startswith("like ") else "",
    }


async def do_add(request: Request) -> Answer:
    """Another one, treated like the one that was chosen."""
    given = request.state.values
    command = NewCategory(given["name"], given["like"], given["nominal"])

    def to(category: Category) -> str:
        return f"/{request.company_id}/settings/categories/{category.category_id}?done=added"

    return await request.change(ADD_CATEGORY, command, to)


async def show_one(request: Request) -> Answer:
    """One of them: its treatment, and what can be changed."""

    def shape(names: Any) -> Shown:
        category = _category(request, names)
        controls = names.chart.control_accounts
        needed = category.category_id in NEVER_ARCHIVED or category.category_id in controls
        typed = {**as_it_is(category), **request.typed}
        request.state.typed = typed
        successor = names.successors.get(category.category_id, "")
        return Shown(
            {
                "category": category,
                "kind": KINDS[category.type],
                "treatment": treatment_of(category),
                "fields_of": [*CHANGED.fields[:2], *fields_of(category), CHANGED.fields[2]],
                "successor": names.chart[successor].name if successor and category.archived else "",
                "others": [g for g in choices_of(names).groups if g.label == KINDS[category.type]],
                "replaced_by": request.typed.get("replaced_by", ""),
                "needed": needed,
                "may_change": request.may(Right.KEEP_BOOKS),
                "told": TOLD.get(request.query.get("done", ""), ""),
                "state": request.state,
                "here": request.path,
                "back": f"/{request.company_id}/settings/categories",
            }
        )

    return await request.ask(NAMES, None, shape)


def _category(request: Request, names: Any) -> Category:
    found: Category | None = names.chart.get(request.holes["category"])
    if found is None:
        raise NotFound("there is no such category")
    return found


async def do_change(request: Request) -> Answer:
    """What was said otherwise; what follows from it is posted anew at once."""
    category = await request.ask(NAMES, None, lambda names: _category(request, names))
    form = Form(fields_of(category))
    state = form.read(request.typed)
    request.state.mistakes += state.mistakes
    if request.state.mistakes:
        return await show_one(request)
    share = state.values.pop(SHARE, None)
    if share is not None:
        state.values["vat_reclaim"] = share
    wanted = {**state.values, "name": request.state.values["name"], "nominal": request.state.values["nominal"]}
    changes: dict[str, object] = {
        name: value
        for name, value in wanted.items()
        if value is not None and value != str(getattr(category, name) or "none")
    }
    correct = bool(request.state.values["correct_filed"])
    return await _changed(request, CategoryChange(category.category_id, changes, correct), "changed")


async def do_archive(request: Request) -> Answer:
    """Out of the lists; its next lines go where it was said, or are asked about."""
    category_id, successor = request.holes["category"], request.state.values["replaced_by"] or None
    return await _changed(request, CategoryChange(category_id, {"archived": True}, replaced_by=successor), "archived")


async def do_use_again(request: Request) -> Answer:
    """Back into the lists."""
    return await _changed(request, CategoryChange(request.holes["category"], {"archived": False}), "back")


async def _changed(request: Request, command: CategoryChange, done: str) -> Leave:
    def to(_: CategoryChanged) -> str:
        return f"{request.path}?done={done}"

    return await request.change(CHANGE_CATEGORY, command, to)


PAGES = (
    Page(
        name="categories",
        path="/{company}/settings/categories",
        title="Categories",
        show=show,
        actions={"add": Action(form=ADDED, do=do_add)},
        under="settings",
    ),
    Page(
        name="category",
        path="/{company}/settings/categories/{category}",
        title="A category",
        show=show_one,
        actions={
            "change": Action(form=CHANGED, do=do_change),
            "archive": Action(form=ARCHIVED, do=do_archive),
            "use-again": Action(do=do_use_again),
        },
        under="settings",
    ),
)
