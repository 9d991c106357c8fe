"""The ledger of one category or bank account: every posting with the balance after it."""

from __future__ import annotations

from typing import Any

from accountsos.dashboard.behind import source_address
from accountsos.dashboard.categories import Group, choices_of
from accountsos.dashboard.figures import counted, days, full_day, money, short_day
from accountsos.dashboard.forms import Option
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.report_days import Asked, days_asked
from accountsos.dashboard.report_files import downloaded
from accountsos.dashboard.request import Request
from accountsos.errors import BadRequest, NotFound
from accountsos.ledger.category_ids import SALES
from accountsos.workflows.reports.trace import LEDGER, LedgerPage, LedgerQuestion

ROWS = 100
_DIGITS = 9


def offset_in(text: str) -> int:
    """Where a page of a long list begins."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


async def show(request: Request) -> Answer:
    """The account that the address names; sales where it names none."""
    asked = await days_asked(request)
    account = request.query.get("account", SALES)
    offset = offset_in(request.query.get("offset", ""))
    period = asked.period
    question = LedgerQuestion(account, request.today, ROWS, offset, period.start, period.end, asked.known_at)
    try:
        file = await downloaded(request, "ledger", {"account": account, **_days(asked)})
        if file is not None:
            return file
        page = await request.read(LEDGER, question)
    except BadRequest:
        raise NotFound("there is no such account") from None

    async def made() -> list[dict[str, str]]:
        return _rows(request, page)

    rows = await request.once(("ledger", question, request.company), made)
    return Shown({**_shape(request, asked, page, offset), "rows": rows})


def _days(asked: Asked) -> dict[str, Any]:
    return {"from": asked.period.start, "to": asked.period.end, "known_at": asked.known_at, "offset": 0}


def _shape(request: Request, asked: Asked, page: LedgerPage, offset: int) -> dict[str, Any]:
    names, ledger = page.names, page.ledger
    account, name = request.query.get("account", SALES), _name(request, page)
    shown = len(ledger.lines)
    when = days(asked.period.start, asked.period.end)
    return {
        "name": name,
        "account": account,
        "groups": _accounts(names),
        "facts": f"{when} · balances: debits are plus, credits minus · in pounds{asked.known_said}",
        "sentence": _sentence(name, page, asked),
        "opening": money(ledger.opening),
        "closing": money(ledger.closing),
        "caption": f"{counted(page.total, 'posting')}, oldest first",
        "asked": asked,
        "ignored": asked.ignored,
        "earlier": request.here(offset=str(max(offset - ROWS, 0)) or None) if offset else "",
        "next": request.here(offset=str(offset + shown)) if offset + shown < page.total else "",
        "part": bool(offset) or shown < page.total,
    }


def _name(request: Request, page: LedgerPage) -> str:
    account, names = request.query.get("account", SALES), page.names
    return names.accounts[account].name if account in names.accounts else names.chart[page.ledger.category_id].name


def _rows(request: Request, page: LedgerPage) -> list[dict[str, str]]:
    """The postings in words: of the address the account alone."""
    name = _name(request, page)
    return [
        {
            "day": line.row.entry_date.isoformat(),
            "day_said": short_day(line.row.entry_date, year=line.row.entry_date.year != request.today.year),
            "said": line.row.description or name,
            "address": source_address(
                request.company, line.row.source_kind or "", line.row.source_number or 0, line.row.entry_number
            ),
            "debit": money(line.debit) if line.debit else "",
            "credit": money(line.credit) if line.credit else "",
            "balance": money(line.balance),
        }
        for line in page.ledger.lines
    ]


def _sentence(name: str, page: LedgerPage, asked: Asked) -> str:
    when = f"between {full_day(asked.period.start)} and {full_day(asked.period.end)}"
    if not page.total:
        return f"Nothing was posted to {name} {when}."
    return f"{counted(page.total, 'posting')} to {name} {when}."


def _accounts(names: Any) -> tuple[Group, ...]:
    """Bank accounts, and the categories by kind."""
    banks = tuple(Option(each.bank_account_id, each.name) for each in names.accounts.values())
    return (Group("Accounts", banks), *choices_of(names).groups)


PAGES = (
    Page(
        name="ledger",
        path="/{company}/reports/ledger",
        title="Ledger",
        show=show,
        under="reports",
    ),
)
