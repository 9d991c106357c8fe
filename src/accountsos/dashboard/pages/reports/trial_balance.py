"""Trial balance: every account with its balance on a day, debits and credits, each figure with its postings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accountsos.dashboard.behind import Behind, newest_behind
from accountsos.dashboard.figures import full_day, money
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.report_days import AskedDay, day_asked
from accountsos.dashboard.report_files import downloaded
from accountsos.dashboard.report_words import SUMS
from accountsos.dashboard.request import Request
from accountsos.dashboard.statement import key_of
from accountsos.reports import figures
from accountsos.reports.figures import Figure
from accountsos.reports.trial_balance import TrialBalance, TrialBalanceLine
from accountsos.workflows.reports.financial_statements import TRIAL_BALANCE, SheetQuestion


@dataclass(frozen=True, slots=True)
class Balance:
    """An account as a row."""

    key: str
    nominal: str
    name: str
    said: str
    ledger: str
    figure: Figure
    credit: bool
    behind: Behind | None = None


async def show(request: Request) -> Answer:
    """The balances of the day that the address asks for."""
    asked = day_asked(request)
    file = await downloaded(request, "trial-balance", {"as_of": asked.as_of, "known_at": asked.known_at})
    if file is not None:
        return file
    question = SheetQuestion(request.today, asked.as_of, known_at=asked.known_at)
    found: TrialBalance
    found, _ = await request.read(TRIAL_BALANCE, question)
    lines = [_line(request, asked, each) for each in found.lines]
    for n, each in enumerate(lines):
        if each.key == request.query.get("open"):
            behind = await newest_behind(request, each.figure, credit=each.credit)
            lines[n] = replace(each, behind=behind)
    since = f"income and costs since {full_day(found.year_start)}"
    return Shown(
        {
            "lines": lines,
            "debit": money(found.total_debit),
            "credit": money(found.total_credit),
            "agrees": found.balanced,
            "facts": f"On {full_day(asked.as_of)} · {since} · in pounds{asked.known_said}",
            "asked": asked,
            "ignored": asked.ignored,
        }
    )


def _line(request: Request, asked: AskedDay, line: TrialBalanceLine) -> Balance:
    figure = Figure(
        figures.TRIAL_BALANCE,
        line.figure,
        asked.as_of,
        bank_account=line.bank_account,
        known_at=asked.known,
    )
    account = line.bank_account or line.category_id
    name = SUMS.get(line.figure, line.name)
    return Balance(
        key=key_of(figure),
        nominal=line.nominal,
        name=f"{name}: {line.party}" if line.party else name,
        said=money(abs(line.balance)),
        ledger=f"/{request.company_id}/reports/ledger?to={asked.as_of}&account={account}",
        figure=figure,
        credit=line.balance < 0,
    )


PAGES = (
    Page(
        name="trial-balance",
        path="/{company}/reports/trial-balance",
        title="Trial balance",
        show=show,
        under="reports",
    ),
)
