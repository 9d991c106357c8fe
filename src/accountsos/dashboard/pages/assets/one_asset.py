"""One fixed asset: what it cost, how it loses its value, how it left; changed, sold or scrapped, undone."""

from __future__ import annotations

from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.contact_named import NOBODY, contact_named
from accountsos.dashboard.figures import full_day, money, short_day
from accountsos.dashboard.forms import Field, Form, Option
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.assets.asset_forms import (
    CHANGED,
    CLAIMS,
    KINDS,
    METHODS,
    OF_SOURCE,
    fields_typed,
    form_context,
    source_typed,
    typed_of,
)
from accountsos.dashboard.pages.assets.register import sums_of
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Money, WorkingDay, day_typed
from accountsos.ledger.fixed_assets import CameFrom, FixedAsset, Method, RegisteredAsset
from accountsos.workflows.assets import dispose_of_asset
from accountsos.workflows.assets.dispose_of_asset import DisposeOfAsset
from accountsos.workflows.assets.find_unregistered import FIND, WaitingAsset
from accountsos.workflows.assets.keep_register import CHANGE, REMOVE, SHOW, AssetChange, AssetState
from accountsos.workflows.companies.manage_company import SHOW as COMPANY

GONE = Form(
    (
        WorkingDay(
            name="left_on", label="When did it leave?", hint="Empty: the day of the money", optional=True, marked=False
        ),
        Field(name="money", label="What came in for it?", most=70, optional=True),
        Money(
            name="proceeds",
            label="How much?",
            hint="Without VAT; empty: all that came in, or nothing",
            optional=True,
            marked=False,
        ),
        Field(
            name="whose",
            label="Whose account is that?",
            hint="Where somebody owes it: the customer or director",
            optional=True,
            marked=False,
        ),
    )
)
SCRAPPED = Option("", "Nothing: it was scrapped, lost or given away")
TOLD = {
    "registered": "It is in the register. Its depreciation is posted at the year end.",
    "changed": "It is changed. Later years go by that.",
    "left": "It is out of the books.",
    "back": "It is there again, as it was before it left.",
}


async def show(request: Request) -> Answer:
    """The asset with what happened to it."""
    state = await request.read(SHOW, request.holes["asset"])
    entity = await request.ask(COMPANY, None, lambda found: found.company.entity_type)
    asset, gone = state.known.asset, state.known.disposal
    came_in = _money_in(await request.read(FIND, None), asset) if gone is None else []
    if not request.typed or request.typed.get("do") != "change":
        request.state.typed = {**typed_of(asset), **request.typed}
    depreciation, left = sums_of(state.known)
    more = {
        **form_context(request, state.names.chart, sole_trader=entity == "sole_trader"),
        "here": request.path,
        "back": f"/{request.company_id}/assets",
        "asset": asset,
        "facts": _facts(request, state),
        "depreciation": depreciation,
        "left": left,
        "charges": [(short_day(c.posted_on, year=True), c.of_disposal, c.amount) for c in state.known.charges],
        "gone": None if gone is None else _gone(request, state.known),
        "gone_form": GONE,
        "money": [
            ("", (SCRAPPED,)),
            ("It is in the bank or on an invoice", came_in),
            ("It is on an account", _owed(state)),
        ],
        "told": TOLD.get(request.query.get("done", ""), ""),
        "may_change": request.may(Right.KEEP_BOOKS),
        "may_post": request.may(Right.POST_JOURNALS),
    }
    return Shown(more)


def _money_in(found: list[WaitingAsset], asset: FixedAsset) -> tuple[Option, ...]:
    """Receipts that stand on its account, for which nothing left yet."""
    return tuple(
        Option(each.source_id, f"{short_day(each.found.day, year=True)}, {each.said}: {money(-each.found.left)}")
        for each in found
        if each.found.left < 0 and each.found.category_id == asset.category_id
    )


def _owed(state: AssetState) -> tuple[Option, ...]:
    """Accounts on which the money may stand instead: of the balance sheet, and none of a bank."""
    chart = state.names.chart
    usable = [
        c
        for c in chart.categories.values()
        if not c.archived and not c.in_profit_and_loss and c.category_id not in chart.control_accounts
    ]
    return tuple(Option(c.category_id, c.name) for c in sorted(usable, key=lambda c: c.name.casefold()))


def _facts(request: Request, state: AssetState) -> list[tuple[str, str, str]]:
    """What is known of it: word, value and the address that it leads to."""
    asset, chart = state.known.asset, state.names.chart
    facts = [
        ("Kind", KINDS[asset.kind].partition(":")[0], ""),
        (
            "Stands on",
            chart[asset.category_id].name,
            f"/{request.company_id}/reports/ledger?account={asset.category_id}",
        ),
        ("Bought", full_day(asset.bought_on), ""),
        ("Came from", *_came_from(request, state)),
        ("Loses its value", _rule_said(asset), ""),
        ("Tax relief", CLAIMS[asset.tax.claim].partition(":")[0], f"/{request.company_id}/reports/capital-allowances"),
    ]
    if asset.in_use_on != asset.bought_on:
        facts.insert(3, ("In use since", full_day(asset.in_use_on), ""))
    if asset.taken_over is not None:
        over = asset.taken_over
        facts.append(("Before it was here", f"{money(over.amount)} to {full_day(over.through)}", ""))
    return facts


def _came_from(request: Request, state: AssetState) -> tuple[str, str]:
    source, start = state.known.asset.source, f"/{request.company_id}"
    if source.kind == "transaction":
        return "a payment", f"{start}/transactions/{_id(request, 'txn_', source)}"
    if source.kind == "document":
        return "a bill", f"{start}/invoices/{_id(request, 'doc_', source)}"
    opened = state.conversion is not None and state.known.asset.bought_on < state.conversion
    if source.kind == "hand" and opened:
        return "the opening balances", f"{start}/accountant/opening-balances"
    return ("an entry by hand", "") if source.kind == "journal" else ("entered here by hand", "")


def _id(request: Request, prefix: str, source: CameFrom) -> str:
    assert source.number is not None, "a line and a paper have a number"
    return ids.public_id(prefix, request.company, source.number)


def _rule_said(asset: FixedAsset) -> str:
    rule = asset.rule
    if rule.method is Method.STRAIGHT_LINE:
        return f"the same every year, over {rule.years} years"
    if rule.method is Method.REDUCING_BALANCE and rule.rate is not None:
        return f"{(rule.rate * 100).normalize():f}% of what is left each year"
    return METHODS[Method.NONE][0].lower()


def _gone(request: Request, known: RegisteredAsset) -> dict[str, Any]:
    """How it left, with what was won or lost by it."""
    gone = known.disposal
    assert gone is not None, "it has left"
    over = known.asset.taken_over
    stood = known.asset.cost - (over.amount if over is not None else 0) - sum(c.amount for c in known.charges)
    result = gone.proceeds - stood
    entry = None if gone.entry_no is None else ids.public_id("je_", request.company, gone.entry_no)
    return {
        "day": full_day(gone.disposed_on),
        "how": "Sold" if gone.proceeds else "Scrapped",
        "proceeds": gone.proceeds,
        "stood": stood,
        "result": result,
        "word": "Profit on it" if result >= 0 else "Loss on it",
        "entry": "" if entry is None else f"/{request.company_id}/entries/{entry}",
    }


async def do_change(request: Request) -> Answer:
    """Say something else of it."""
    said = fields_typed(request.state.values, request.today)
    return await request.change(
        CHANGE, AssetChange(request.today, request.holes["asset"], said), lambda _: f"{request.path}?done=changed"
    )


async def do_dispose(request: Request) -> Answer:
    """Sold or scrapped."""
    values = request.state.values
    where, contact = values["money"] or "", None
    if values["whose"]:
        contact = await contact_named(request, values["whose"])
        if contact is None:
            GONE.wrong(request.state, "whose", NOBODY)
            return await show(request)
    command = DisposeOfAsset(
        today=request.today,
        asset_id=request.holes["asset"],
        disposed_on=day_typed(values["left_on"], request.today) if values["left_on"] else None,
        proceeds=values["proceeds"],
        proceeds_category_id=where if where and not where.startswith(tuple(OF_SOURCE)) else None,
        contact_id=contact,
        **source_typed(where),
    )
    return await request.change(dispose_of_asset.DISPOSE, command, lambda _: f"{request.path}?done=left")


async def do_undo(request: Request) -> Answer:
    """It did not leave."""
    return await request.change(dispose_of_asset.UNDO, request.holes["asset"], lambda _: f"{request.path}?done=back")


async def do_remove(request: Request) -> Answer:
    """It was entered by mistake."""
    return await request.change(REMOVE, request.holes["asset"], lambda _: f"/{request.company_id}/assets?done=removed")


PAGES = (
    Page(
        name="asset",
        path="/{company}/assets/{asset}",
        title="A fixed asset",
        show=show,
        actions={
            "change": Action(form=CHANGED, do=do_change),
            "dispose": Action(form=GONE, do=do_dispose, right=Right.POST_JOURNALS),
            "undo": Action(do=do_undo, right=Right.POST_JOURNALS),
            "remove": Action(do=do_remove),
        },
        under="reports",
    ),
)
