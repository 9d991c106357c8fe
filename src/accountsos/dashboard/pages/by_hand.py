"""Enter by hand what no statement shows: cash, and what somebody paid with their own money."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.forms import Choice, Field, Form, Option, Tick
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Money, WorkingDay, day_typed
from accountsos.ledger.chart import OWN_MONEY
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.enter_by_hand import CASH, ENTER, EnterByHand
from accountsos.workflows.bank.list_transactions import NAMES, TransactionState
from accountsos.workflows.companies.manage_company import SHOW, CompanyState

IN_CASH = Option(CASH, "In cash", "from the till or the petty cash box")
ENTERED = Form(
    (
        Choice(
            name="how",
            label="How was it paid?",
            options=(IN_CASH, Option(OWN_MONEY, "With your own money", "the company owes it to you")),
            preset=CASH,
        ),
        Choice(
            name="side",
            label="Which way did it go?",
            options=(
                Option("out", "Paid out"),
                Option("in", "Taken in", "with your own money: it came to you, and you kept it"),
            ),
            preset="out",
        ),
        WorkingDay(name="day", label="Day", hint="Like 9 Oct, 9/10/2026 or today"),
        Field(name="who", label="Who and what for", hint="For example Post Office, stamps", most=200),
        Money(name="amount", label="Amount", hint="In pounds"),
        Field(name="category", label="Category", most=70, optional=True),
        Field(name="note", label="Note", most=500, optional=True),
        Tick(name="meant", label="Yes, that day is meant", optional=True),
    )
)

OF_AN_OWNER = (IN_CASH, Option(OWN_MONEY, "With your own money", "the business owes you nothing: you put it in"))


async def show(request: Request) -> Answer:
    """The form; today unless another day was typed."""
    if not request.typed:
        request.state.typed = {"day": "today"}

    sole, fields = await request.ask(SHOW, None, lambda state: _fields(request, state))

    def shape(names: Any) -> Shown:
        return Shown(
            {
                "fields_of": fields,
                "sole": sole,
                "groups": choices_of(names).groups,
                "now": request.state.typed.get("category", ""),
                "here": f"/{request.company_id}/transactions/new",
                "back": f"/{request.company_id}/transactions",
            }
        )

    return await request.ask(NAMES, None, shape)


def _fields(request: Request, state: CompanyState) -> tuple[bool, list[Any]]:
    """Whether it is a sole trader's, and what is asked for; a day is confirmed only where it looked like a slip."""
    odd = "meant" in request.typed or bool(request.state.mistake_at("day"))
    shown = [field for field in ENTERED.fields if field.name != "category" and (field.name != "meant" or odd)]
    sole = state.company.entity_type == "sole_trader"
    return sole, [
        replace(each, options=OF_AN_OWNER) if sole and isinstance(each, Choice) and each.name == "how" else each
        for each in shown
    ]


async def do(request: Request) -> Answer:
    """Enter it; then its page, where VAT, split and receipt are."""
    given = request.state.values
    day = day_typed(given["day"], request.today)
    assert day is not None, "the form has read it"
    if not given["amount"]:
        ENTERED.wrong(request.state, "amount", "Amount: enter more than 0.00")
        return await show(request)
    line = NewTransaction(
        booked_on=day,
        description=given["who"],
        amount=given["amount"] if given["side"] == "in" else -given["amount"],
        bank_account_id="",
        category_id=given["category"],
        notes=given["note"],
        plausible_on=None if given["meant"] else request.today,
    )

    def to(state: TransactionState) -> str:
        number = ids.public_id("txn_", request.company, state.row.number)
        return f"/{request.company_id}/transactions/{number}"

    return await request.change(ENTER, EnterByHand(given["how"], line), to)


PAGES = (
    Page(
        name="by-hand",
        path="/{company}/transactions/new",
        title="By hand",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={"enter": Action(form=ENTERED, do=do)},
        under="transactions",
    ),
)
