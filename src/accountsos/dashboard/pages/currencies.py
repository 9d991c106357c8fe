"""Other currencies: accounts kept in them, what a pound was worth in which month, and what an account gained."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from accountsos.access.roles import Right
from accountsos.dashboard.figures import full_day
from accountsos.dashboard.forms import MONTHS, Choice, Field, Form, Hidden, Mistake, Option, Wrong
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import WorkingDay, day_typed
from accountsos.exchange import HMRC, PERSON, rate_read
from accountsos.money import CURRENCIES, HOME_CURRENCY, with_unit
from accountsos.statements.hmrc_rates import text_of_file
from accountsos.workflows.bank.bank_accounts import ADD_ACCOUNT, LIST_ACCOUNTS, AccountState, NewAccount
from accountsos.workflows.currencies.revalue_account import REVALUE, Revalue
from accountsos.workflows.currencies.state_exchange_rates import SHOW, STATE, Stated, StateRates

_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})[/. ](\d{4})|([A-Za-z]{3,9})\.? (\d{4}))", re.ASCII)
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Month(Field):
    """A month as people write it: `Aug 2026`, `08/2026`, `2026-08`."""

    most: int = 20

    def value_of(self, text: str) -> date:
        """Its first day."""
        found = _MONTH.fullmatch(" ".join(text.split()))
        if found is not None:
            year = int(found[1] or found[4] or found[6])
            word = (found[5] or "").lower()
            named = next((n for n, name in enumerate(MONTHS, 1) if word and name.lower().startswith(word)), 0)
            month = named or int(found[2] or found[3] or 0)
            if 1 <= month <= 12 and 1900 <= year <= 2199:
                return date(year, month, 1)
        raise Wrong(f"{self.label} enter a month like Aug 2026")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Field):
    """A currency by its three letters."""

    most: int = 3

    def value_of(self, text: str) -> str:
        """In capitals; a pound is none of them."""
        code = text.upper()
        if code not in CURRENCIES or code == HOME_CURRENCY:
            raise Wrong(f"{self.label} enter the three letters of another currency, like EUR")
        return code


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Field):
    """Units of a currency for one pound."""

    kind: ClassVar[str] = "money"
    most: int = 20

    def value_of(self, text: str) -> Decimal:
        """The number."""
        try:
            return rate_read(text.replace(",", ""))
        except ValueError:
            raise Wrong(f"{self.label} enter a number like 1.1712") from None


NEW = Form(
    (
        Field(name="name", label="What do you call it?", hint="Like Wise EUR", most=120),
        Code(name="currency", label="In which currency?", hint="For ever: three letters, like EUR"),
        Choice(
            name="kind",
            label="What is it?",
            options=(
                Option("current", "Current account"),
                Option("savings", "Savings account"),
                Option("card", "Card"),
                Option("processor", "Payment processor"),
            ),
            preset="current",
            as_list=True,
        ),
    )
)
TYPED = Form(
    (
        Month(name="month", label="Which month?", hint="Like Aug 2026"),
        Code(name="of", label="Which currency?", hint="Three letters, like EUR"),
        Rate(name="rate", label="How many of it for one pound?", hint="Like 1.1712"),
        Choice(
            name="source",
            label="Who says so?",
            options=(Option(HMRC, "HMRC’s monthly rates"), Option(PERSON, "Somebody else: you answer for it")),
            preset=HMRC,
            as_list=True,
        ),
    )
)
FILE = Form((Field(name="file", label="File", optional=True),))
CLOSING = Form(
    (
        Hidden(name="account", most=70),
        WorkingDay(name="day", label="At the end of which day?", hint="Like 31 Mar"),
        Rate(
            name="closing",
            label="How many for one pound on that day?",
            hint="The closing rate. Left out, the month’s rate stands in for it",
            optional=True,
            marked=False,
        ),
    )
)
TOLD = {
    "added": "The account is there. Its lines come with its statements.",
    "stated": "The rates are kept. A file that waited for them can be added now.",
    "revalued": "It is posted, against exchange gains and losses. It is taken back under Journals.",
}


@dataclass(frozen=True, slots=True)
class Held:
    """An account in another currency."""

    id: str
    name: str
    own: str
    balance: int


@dataclass(frozen=True, slots=True)
class MonthShown:
    """The rates of a month."""

    month: str
    rates: str


async def show(request: Request) -> Answer:
    """The accounts, and the rates of the last months."""
    accounts = await request.ask(LIST_ACCOUNTS, request.today, _held)
    rates = await request.ask(SHOW, None, _months)
    if not request.typed:
        request.state.typed = {"day": full_day(request.today), "kind": "current", "source": HMRC}
    return Shown(
        {
            "here": f"/{request.company_id}/settings/currencies",
            "accounts": list(accounts.values()),
            "months": rates,
            "new_form": NEW.fields,
            "rate_form": TYPED.fields,
            "closing_fields": CLOSING.fields[1:],
            "at_account": request.typed.get("account", ""),
            "told": TOLD.get(request.query.get("done", ""), ""),
            "may_change": request.may(Right.KEEP_BOOKS),
            "may_post": request.may(Right.POST_JOURNALS),
        }
    )


def _held(states: list[AccountState]) -> Mapping[str, Held]:
    return {
        state.account.bank_account_id: Held(
            state.account.bank_account_id,
            state.account.name,
            with_unit(state.own_balance, state.account.currency),
            state.balance,
        )
        for state in states
        if state.own_balance is not None
    }


def _months(stated: Stated) -> list[MonthShown]:
    """The newest month first, its currencies by their letters."""
    newest = sorted(stated, reverse=True)[:MONTHS_SHOWN]
    return [
        MonthShown(
            f"{month:%B %Y}",
            ", ".join(
                f"{code} {said.rate}{'' if said.source == HMRC else ' (not HMRC’s)'}"
                for code, said in sorted(stated[month].items())
            ),
        )
        for month in newest
    ]


def _after(request: Request, done: str) -> str:
    return f"/{request.company_id}/settings/currencies?done={done}"


async def do_add(request: Request) -> Answer:
    """Add an account in another currency."""
    given = request.state.values
    command = NewAccount(given["name"], given["kind"], given["currency"])
    return await request.change(ADD_ACCOUNT, command, lambda _: _after(request, "added"))


async def do_rate(request: Request) -> Answer:
    """State one rate."""
    given = request.state.values
    command = StateRates(given["month"], ((given["of"], f"{given['rate']:f}"),), given["source"])
    return await request.change(STATE, command, lambda _: _after(request, "stated"))


async def do_file(request: Request) -> Answer:
    """State what HMRC's file says."""
    file = request.files.get("file")
    if file is None or not file.content:
        request.state.mistakes.append(Mistake("Choose HMRC’s file of a month, CSV or XML", "file", "f-file"))
        return await show(request)
    command = StateRates(hmrc_file=text_of_file(bytes(file.content)))
    return await request.change(STATE, command, lambda _: _after(request, "stated"))


async def do_revalue(request: Request) -> Answer:
    """Post what an account gained or lost."""
    given = request.state.values
    day = day_typed(given["day"], request.today)
    assert day is not None, "the form has read it"
    command = Revalue(given["account"], day, request.today, given["closing"])
    return await request.change(REVALUE, command, lambda _: _after(request, "revalued"))


PAGES = (
    Page(
        name="currencies",
        path="/{company}/settings/currencies",
        title="Other currencies",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={
            "add": Action(form=NEW, do=do_add),
            "rate": Action(form=TYPED, do=do_rate),
            "file": Action(form=FILE, do=do_file),
            "revalue": Action(form=CLOSING, do=do_revalue, right=Right.POST_JOURNALS),
        },
        under="settings",
    ),
)
