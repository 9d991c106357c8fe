"""Sum up the business: what waits, money, deadlines and profit, from kept balances and counters in one look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period, month_end
from accountsos.ledger.category_ids import TRANSFER
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.store.companies import Company
from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Reader
from accountsos.store.head import VERSION
from accountsos.store.line_sums import LineSums, Sums, flow_of_months, last_day_with_lines, sums_of
from accountsos.store.names import names_of
from accountsos.workflows.bank.bank_accounts import AccountState, list_accounts
from accountsos.workflows.bank.list_transactions import TransactionQuestion, filter_of
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion, list_deadlines
from accountsos.workflows.documents.evidence import THRESHOLD_PENCE, MissingQuestion, missing
from accountsos.workflows.overview.series import MONEY_KINDS, cash_at_ends
from accountsos.workflows.overview.work_left import work_left
from accountsos.workflows.reports.financial_statements import ProfitQuestion, report_profit_and_loss
from accountsos.workflows.unit_of_work import ReadWorkflow

MONTHS = 12
NO_LINES = Sums(0, 0, 0)
OVERVIEWS_KEPT = 100
"""Of so many companies the last one is at hand: about 50 kB each."""


@dataclass(frozen=True, slots=True)
class MonthOfMoney:
    """A month by its first day: what was there at its end, and what came and went."""

    month: date
    balance: int
    flow: Sums


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the first page says."""

    company: Company
    accounts: list[AccountState]
    complete_to: date | None
    """The day of the newest line; None while there is none."""
    months: list[MonthOfMoney]
    """The last twelve up to the newest line, oldest first."""
    waiting: LineSums
    """What nobody has looked at: of all lines."""
    last_month: tuple[date, Sums]
    """The month that ended last, by its first day, and its lines."""
    papers: int
    """Receipts and bills that ask for somebody."""
    unproved: int
    """Payments of that month without a receipt."""
    deadlines: list[Deadline]
    profit: ProfitAndLoss
    """Of the financial year up to the newest line, by month, beside the same days a year before."""


def sum_up(db: Reader, company: int, today: date) -> Overview:
    """How the business stands on that day. It says the same until the company's books are written again."""
    head = db.row(VERSION, company=company)
    seq = -1 if head is None else int(head[0])
    kept: Recent[int, tuple[int, date, Overview]] | None = db.cache.get("overviews")
    if kept is None:
        kept = db.cache.setdefault("overviews", Recent(OVERVIEWS_KEPT))
    known = kept.get(company)
    if known is not None and known[:2] == (seq, today):
        return known[2]
    overview = _summed_up(db, company, today)
    kept.put(company, (seq, today, overview))
    return overview


def _summed_up(db: Reader, company: int, today: date) -> Overview:
    newest = last_day_with_lines(db, company)
    complete_to = None if newest is None else date(newest // 10000, newest // 100 % 100, newest % 100)
    until = complete_to or today
    names = names_of(db, company)
    accounts = [
        state
        for state in list_accounts(db, company, today)
        if state.account.kind in MONEY_KINDS and not (state.account.archived and not state.balance)
    ]
    transfer = names.category_no[TRANSFER]
    ended = _months_before(today.replace(day=1), 1)
    months = [_months_before(until.replace(day=1), back) for back in range(MONTHS - 1, -1, -1)]
    first, last = min(months[0], ended), max(months[-1], ended)
    flow = flow_of_months(db, company, transfer, _number(first), _number(last))
    balances = cash_at_ends(db, company, names, [Period(month, month_end(month)) for month in months])
    profit, books = report_profit_and_loss(
        db, company, ProfitQuestion(today, end=until, compare="previous_year", by="month")
    )
    return Overview(
        company=books.profile,
        accounts=accounts,
        complete_to=complete_to,
        months=[
            MonthOfMoney(month, point.figures[0], flow.get(_number(month), NO_LINES))
            for month, point in zip(months, balances, strict=True)
        ],
        waiting=sums_of(db, company, filter_of(names, company, TransactionQuestion(limit=1))),
        last_month=(ended, flow.get(_number(ended), NO_LINES)),
        papers=work_left(db, company, None).papers,
        unproved=missing(db, company, MissingQuestion(ended, month_end(ended), THRESHOLD_PENCE, 1)).total,
        deadlines=list_deadlines(db, company, DeadlineQuestion(today, days=120)),
        profit=profit,
    )


def _months_before(first_day: date, months: int) -> date:
    year, month = divmod(first_day.year * 12 + first_day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _number(month: date) -> int:
    return month.year * 100 + month.month


def tax_due(deadlines: list[Deadline]) -> list[Deadline]:
    """The next payment of each tax whose amount is known, soonest first; one of nothing hides none that comes after."""
    found: dict[str, Deadline] = {}
    for each in deadlines:
        if each.amount and each.type not in found:
            found[each.type] = each
    return list(found.values())


SUM_UP = ReadWorkflow("overview.sum_up", sum_up)
