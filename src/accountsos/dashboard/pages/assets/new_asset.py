"""A new fixed asset: from a payment or a bill that stands on an account of fixed assets, or by hand."""

from __future__ import annotations

from typing import Any

from accountsos.access.roles import Right
from accountsos.bookkeeping.asset_register import asset_id
from accountsos.dashboard.figures import full_day, money, short_day
from accountsos.dashboard.forms import Option
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.assets.asset_forms import ENTERED, fields_typed, form_context, source_typed
from accountsos.dashboard.request import Request
from accountsos.ledger.chart import Chart
from accountsos.money import text_from_pence
from accountsos.workflows.assets.find_unregistered import FIND, WaitingAsset
from accountsos.workflows.assets.keep_register import REGISTER, AssetState, RegisterAsset
from accountsos.workflows.bank.list_transactions import NAMES
from accountsos.workflows.companies.manage_company import SHOW

BY_HAND = Option("", "By hand: it is in the books otherwise, such as in the opening balances")


async def show(request: Request) -> Answer:
    """An empty form, or filled from the payment or bill that the address names."""
    waiting = [each for each in await request.read(FIND, None) if each.found.left > 0]
    chosen = next((each for each in waiting if each.source_id == request.query.get("source")), None)
    if not request.typed:
        request.state.typed = {} if chosen is None else _typed(chosen)
    return await _form(request, waiting)


async def _form(request: Request, waiting: list[WaitingAsset]) -> Answer:
    entity = await request.ask(SHOW, None, lambda state: state.company.entity_type)

    def shape(names: Any) -> Shown:
        more = {
            **form_context(request, names.chart, sole_trader=entity == "sole_trader"),
            "here": request.path,
            "back": f"/{request.company_id}/assets",
            "sources": [BY_HAND, *(_option(names.chart, each) for each in waiting)],
        }
        return Shown(more)

    return await request.ask(NAMES, None, shape)


def _option(chart: Chart, each: WaitingAsset) -> Option:
    found = each.found
    day, where = short_day(found.day, year=True), chart[found.category_id].name
    return Option(each.source_id, f"{day}, {each.said}: {money(found.left)} on {where}")


def _typed(chosen: WaitingAsset) -> dict[str, str]:
    found = chosen.found
    return {
        "source": chosen.source_id,
        "description": chosen.said.title()[:200],
        "category": found.category_id,
        "cost": text_from_pence(found.left),
        "bought": full_day(found.day),
    }


async def do_add(request: Request) -> Answer:
    """Enter it in the register."""
    values = request.state.values
    said = fields_typed(values, request.today) | source_typed(values["source"] or "")
    waiting = await request.ask(FIND, None, lambda found: found)
    source = next((each for each in waiting if each.source_id == values["source"]), None)
    if said["category_id"] is None and source is not None:
        said["category_id"] = source.found.category_id

    def to(state: AssetState) -> str:
        number = asset_id(state.company, state.known.asset.number)
        return f"/{request.company_id}/assets/{number}?done=registered"

    return await request.change(REGISTER, RegisterAsset(request.today, said), to)


PAGES = (
    Page(
        name="new-asset",
        path="/{company}/assets/new",
        title="A new fixed asset",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={"add": Action(form=ENTERED, do=do_add)},
        under="reports",
    ),
)
