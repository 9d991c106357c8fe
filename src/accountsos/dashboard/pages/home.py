"""Home: what needs you, in the order of its consequence, and how the business stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from accountsos.access.roles import Right
from accountsos.dashboard import charts
from accountsos.dashboard.charts import Chart, Point
from accountsos.dashboard.due_words import in_days, when_due
from accountsos.dashboard.figures import counted, days, full_day, money, short_day, weekday
from accountsos.dashboard.glance import Glance
from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.words import TAXES
from accountsos.money import with_unit
from accountsos.reports.series import profit_points, spending_points
from accountsos.workflows.bank.bank_accounts import AccountState
from accountsos.workflows.deadlines.list_deadlines import DUE_SOON, Deadline
from accountsos.workflows.overview.sum_up import SUM_UP, Overview, tax_due

_HOURS = 7_200
SECONDS = {"question": 20, "look over": 60, "return": 120, "statement": 60, "receipt": 15}
SPENDING_SHOWN = 7
DEADLINES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, or done."""

    sign: str
    head: str
    said: str
    seconds: int = 0
    address: str = ""
    button: str = ""
    done: bool = False
    first: bool = False
    """Whether its button is the page's likely next step."""


@dataclass(frozen=True, slots=True)
class AccountShown:
    """An account with its balance, and whether the bank says the same."""

    name: str
    address: str
    said: str
    tag: str
    balance: int
    own: str
    """The balance in the account's own currency, where that is another one."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words."""

    day: date
    title: str
    said: str
    amount: str
    late: bool


@dataclass(frozen=True, slots=True)
class Spent:
    """A category, or the rest of them, and what went there."""

    name: str
    address: str
    amount: int
    width: str


async def show(request: Request) -> Answer:
    """The business as it stands today."""
    at = request.glance

    async def shaped() -> dict[str, Any]:
        return _shape(at, await request.read(SUM_UP, request.today))

    seen = await request.once(("home", at), shaped)
    return Shown({**seen, "first_name": (request.person.user.name if request.person else "").partition(" ")[0]})


def _shape(at: Glance, found: Overview) -> dict[str, Any]:
    lines = f"/{at.company_id}/transactions"
    accounts = [_account(state, lines) for state in found.accounts]
    held = sum(account.balance for account in accounts)
    tasks = _tasks(at, found, lines) if at.may(Right.KEEP_BOOKS) else []
    seconds = sum(task.seconds for task in tasks)
    profit = found.profit
    return {
        "company": found.company,
        "empty": found.complete_to is None,
        "said": weekday(at.today)
        + (f" · the books are complete to {full_day(found.complete_to)}" if found.complete_to else ""),
        "tasks": tasks,
        "minutes": f"about {_time(seconds)}" if seconds else "",
        "accounts": accounts,
        "held": held,
        "held_said": _held_said(found),
        "balances": _balances(found, lines),
        "flow": _flow(found, lines),
        "tax": _set_aside(at, found, held),
        "dues": [_due(each, at.today) for each in found.deadlines[:DEADLINES_SHOWN]],
        "profit": profit.profit_before_tax,
        "profit_said": _profit_said(found),
        "profits": _profits(found, lines),
        "spent": _spent(found, lines),
        "since": short_day(profit.period.start),
        "lines": lines,
        "may_change": at.may(Right.KEEP_BOOKS),
    }


def _tasks(at: Glance, found: Overview, lines: str) -> list[Task]:
    """By consequence: late, VAT soon, statements, differences, questions, what is to be looked over."""
    month, flow = found.last_month
    named = f"{month:%B}"
    tasks = [_late(each) for each in found.deadlines if each.late]
    tasks += [
        _vat(at, each)
        for each in found.deadlines
        if each.type == "vat" and timedelta() <= each.due_date - at.today <= DUE_SOON
    ]
    if not flow.lines:
        said = f"The newest line is of {full_day(found.complete_to)}." if found.complete_to else ""
        add = f"/{at.company_id}/statements/new"
        tasks.append(Task("+", f"Add the statements of {named}", said, SECONDS["statement"], add, "Add"))
    for state in found.accounts:
        if state.agreement is not None and state.agreement.difference:
            by = with_unit(abs(state.agreement.difference), state.account.currency)
            on = full_day(state.agreement.as_of)
            tasks.append(
                Task(
                    "!",
                    f"{state.account.name} differs from the bank by {by}",
                    f"On {on}, the day of its last statement.",
                )
            )
    questions, sure = found.waiting.questions.lines, found.waiting.to_look_over.lines
    if questions:
        seconds = SECONDS["question"] * questions
        head = f"Answer {counted(questions, 'question')}"
        said = f"Lines we are not sure of. {_minutes(seconds)}"
        tasks.append(Task(_sign(questions), head, said, seconds, f"/{at.company_id}/review", "Answer"))
    if sure:
        head = f"Look over {counted(sure, 'line')} we are sure of"
        tasks.append(
            Task(
                _sign(sure),
                head,
                f"By category, one key. {_minutes(SECONDS['look over'])}",
                SECONDS["look over"],
                f"/{at.company_id}/review/sure",
                "Look over",
            )
        )
    tasks += _papers(at, found, named)
    if flow.lines:
        tasks.append(Task("✓", f"{named} statements are in", _in_said(found), done=True))
    first = next((at for at, task in enumerate(tasks) if task.address), None)
    if first is not None:
        tasks[first] = replace(tasks[first], first=True)
    return tasks


def _papers(at: Glance, found: Overview, month: str) -> list[Task]:
    """Receipts that ask for somebody, and payments that want one."""
    inbox, each, tasks = f"/{at.company_id}/inbox", SECONDS["receipt"], []
    if found.papers:
        head, seconds = f"Check {counted(found.papers, 'receipt')}", each * found.papers
        said = f"Put them beside their payments. {_minutes(seconds)}"
        tasks.append(Task(_sign(found.papers), head, said, seconds, inbox, "Check"))
    if found.unproved:
        head, seconds = f"Find receipts for {counted(found.unproved, 'payment')} in {month}", each * found.unproved
        tasks.append(Task(_sign(found.unproved), head, _minutes(seconds), seconds, f"{inbox}/missing", "Find"))
    return tasks


def _sign(number: int) -> str:
    return str(number) if number < 100 else "99+"


def _minutes(seconds: int) -> str:
    return f"{'About ' if seconds % 60 or seconds >= _HOURS else ''}{_time(seconds)}."


def _time(seconds: int) -> str:
    """`18 minutes`, and from two hours on `2 hours`."""
    return counted(round(seconds / 3600), "hour") if seconds >= _HOURS else counted(-(-seconds // 60), "minute")


def _late(each: Deadline) -> Task:
    return Task("!", f"{each.title} is late", f"It was due on {weekday(each.due_date)}. {each.penalty or ''}".strip())


def _vat(at: Glance, each: Deadline) -> Task:
    owed = ""
    if each.amount:
        owed = (
            f" You owe {money(each.amount, pounds=True)}."
            if each.amount > 0
            else (f" HMRC owes you {money(-each.amount, pounds=True)}.")
        )
    period = f" to {full_day(each.period.end)}" if each.period else ""
    said = f"Due {weekday(each.due_date)}, {in_days(each.days_until)}.{owed}"
    address = f"/{at.company_id}/vat" + (f"/{each.period.start}..{each.period.end}" if each.period else "")
    return Task("!", f"File the VAT return{period}", said, SECONDS["return"], address, "Look at it")


def _in_said(found: Overview) -> str:
    lines = counted(found.last_month[1].lines, "line")
    checked = [state for state in found.accounts if state.agreement is not None]
    if checked and all(not state.agreement.difference for state in checked if state.agreement):
        return f"{lines}. {'All agree' if len(checked) > 1 else 'It agrees'} with the bank."
    return f"{lines}."


def _account(state: AccountState, lines: str) -> AccountShown:
    account, agreement = state.account, state.agreement
    if agreement is None:
        said, tag = "no balance in the file to check", ""
    elif agreement.difference:
        by = with_unit(abs(agreement.difference), account.currency)
        said, tag = f"differs by {by}, {short_day(agreement.as_of)}", " late"
    else:
        said, tag = f"agrees with the bank, {short_day(agreement.as_of)}", " good"
    if account.kind == "cash":
        said, tag = "entered by hand", ""
    address = f"{lines}?account={account.bank_account_id}&period=all"
    own = "" if state.own_balance is None else with_unit(state.own_balance, account.currency)
    return AccountShown(account.name, address, said, tag, state.balance, own)


def _held_said(found: Overview) -> str:
    of = counted(len(found.accounts), "account")
    return f"on {full_day(found.complete_to)}, {of}" if found.complete_to else of


def _point(lines: str, month: date, title: str, *figures: int) -> Point:
    named = f"{month:%b}"
    return Point(named, f"{named} {month.year}: {title}", f"{lines}?period={month:%Y-%m}", figures)


def _balances(found: Overview, lines: str) -> Chart:
    points = [_point(lines, m.month, f"{money(m.balance, pounds=True)} at its end", m.balance) for m in found.months]
    return charts.line("Money in the bank at the end of each of 12 months", ("At its end",), points)


def _flow(found: Overview, lines: str) -> Chart:
    points = []
    for m in found.months:
        came, went = m.flow.money_in, -m.flow.money_out
        title = f"in {money(came, pounds=True)}, out {money(went, pounds=True)}"
        points.append(_point(lines, m.month, title, came, went))
    return charts.bars("Money in and money out in each of 12 months", ("In", "Out"), points, ("bar-in", "bar-out"))


def _profits(found: Overview, lines: str) -> Chart | None:
    points = []
    for each in profit_points(found.profit.columns):
        profit = each.figures[-1]
        points.append(_point(lines, each.period.start, money(profit, pounds=True), profit))
    if not points:
        return None
    return charts.bars("Profit in each month of this year", ("Profit",), points, ("bar-in",))


def _profit_said(found: Overview) -> str:
    period, before = found.profit.period, found.profit.comparison
    said = f"{days(period.start, period.end)}, before tax."
    if before is not None and (before.net_profit or before.income.total):
        said += f" Same time a year before: {money(before.profit_before_tax, pounds=True)}"
    return said


def _set_aside(at: Glance, found: Overview, held: int) -> dict[str, Any]:
    """What is left after the next payment of each tax."""
    taxes = tax_due(found.deadlines)
    rows = [
        (f"{TAXES.get(each.type, each.title)}, by {short_day(each.due_date)}", -(each.amount or 0)) for each in taxes
    ]
    left = held + sum(amount for _, amount in rows)
    said = ""
    if left < 0 and rows:
        until = max(each.due_date for each in taxes)
        said = f"You will be {money(-left, pounds=True)} short by {full_day(until)} unless customers pay."
    return {"rows": rows, "left": left, "said": said}


def _due(each: Deadline, today: date) -> Due:
    when = when_due(each)
    who = f"{each.authority} · {when}" if each.authority else when
    if each.nothing_to_pay and each.days_until < 0:
        amount = "nothing to pay"
    elif each.amount is not None and not (each.period and each.period.end >= today):
        amount = money(each.amount, pounds=True)
    else:
        amount = "not known yet" if each.type in TAXES else "no payment"
    return Due(each.due_date, each.title, who, amount, each.late)


def _spent(found: Overview, lines: str) -> list[Spent]:
    """The categories that took most, and the others together."""
    every = spending_points(found.profit)
    if not every:
        return []
    most, shown, rest = every[0].figures[0], every[:SPENDING_SHOWN], every[SPENDING_SHOWN:]
    found_rows = [
        Spent(
            each.name,
            f"{lines}?category={each.category_id}&period=this-year",
            each.figures[0],
            charts.share(each.figures[0], most),
        )
        for each in shown
    ]
    if rest:
        total = sum(each.figures[0] for each in rest)
        found_rows.append(Spent(counted(len(rest), "other"), "", total, charts.share(min(total, most), most)))
    return found_rows


PAGES = (
    Page(
        name="home",
        path="/{company}",
        title="Home",
        show=show,
        menu=MenuEntry("Home", "home", key="h"),
    ),
)
