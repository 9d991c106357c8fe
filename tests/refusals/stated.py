"""What is refused of what a person states: flat rates, expected sales, arranged loans, notices of shorter years."""

from __future__ import annotations

from datetime import date

from accountsos.workflows.companies import manage_years
from accountsos.workflows.companies.manage_years import YearChange
from accountsos.workflows.tax import simplified_expenses, state_loan_arrangements
from accountsos.workflows.tax.simplified_expenses import ClaimMonths, StateMonth
from accountsos.workflows.tax.state_loan_arrangements import Arrangement
from accountsos.workflows.vat import state_outlook
from accountsos.workflows.vat.state_outlook import Outlook, StateOutlook
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import TODAY

TOMORROW = date(2026, 11, 23)
BEGINS, ENDS = date(2026, 4, 1), date(2026, 10, 31)


def _month(desk: Desk, month: str = "2026-05", *, hours: int = 0, people: int = 0) -> object:
    return desk.trader.do(simplified_expenses.STATE, StateMonth(month, hours, people, TODAY))


def _claim(desk: Desk, through: date = TODAY) -> object:
    return desk.trader.do(simplified_expenses.CLAIM, ClaimMonths(through, TODAY))


def _expect(desk: Desk, **said: object) -> object:
    return desk.do(state_outlook.STATE, StateOutlook(Outlook(**said), TODAY))  # type: ignore[arg-type]  # by their names


def _shorten(desk: Desk, notice_on: date) -> object:
    desk.do(manage_years.CHANGE, YearChange(BEGINS, date(2027, 3, 31)))
    return desk.do(manage_years.CHANGE, YearChange(BEGINS, ENDS, notice_on=notice_on))


CASES: Cases = {
    "flat rates of a company": lambda d: d.do(simplified_expenses.STATE, StateMonth("2026-05", 60, 0, TODAY)),
    "flat rates of no month": lambda d: _month(d, "2026-13", hours=60),
    "flat rates of a month to come": lambda d: _month(d, "2026-12", hours=60),
    "more hours than a month has": lambda d: _month(d, hours=745),
    "a home and the premises at once": lambda d: _month(d, hours=60, people=2),
    "flat rates up to a day to come": lambda d: _claim(d, TOMORROW),
    "flat rates that nobody stated": _claim,
    "negative sales that are expected": lambda d: _expect(d, next_30_days=-1),
    "sales expected from tomorrow": lambda d: _expect(d, expected_on=TOMORROW, next_30_days=100),
    "loans arranged with a sole trader": lambda d: d.trader.do(state_loan_arrangements.STATE, Arrangement(DAY, 100)),
    "a negative loan that was arranged": lambda d: d.do(state_loan_arrangements.STATE, Arrangement(DAY, -1)),
    "a notice of a year that is not shortened": lambda d: d.do(
        manage_years.CHANGE, YearChange(BEGINS, date(2027, 3, 31), notice_on=DAY)
    ),
    "a notice of tomorrow": lambda d: _shorten(d, TOMORROW),
}
