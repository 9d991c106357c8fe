"""What is refused about journals, their templates and opening balances."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos import ids
from accountsos.ledger.journals import JournalLine
from accountsos.workflows.journals import post_journal, restate_opening_balances
from accountsos.workflows.journals.post_journal import PostJournal, PostOpeningBalances
from accountsos.workflows.unit_of_work import WriteWorkflow
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import Bookkeeper, journal_lines
from tests.workflows.vat.keeping import registered

EVEN = {"cat_office": 1000, "cat_accruals": -1000}


def _post(desk: Desk, lines: Any = None, narration: str = "Accrual", day: date = DAY, **more: Any) -> object:
    posted = journal_lines(EVEN) if lines is None else lines
    return desk.do(post_journal.POST, PostJournal(day, narration, posted, **more))


def _template(desk: Desk, template: str, **values: Any) -> object:
    return desk.do(post_journal.POST, PostJournal(DAY, template=template, values=values))


def _closed(keeper: Bookkeeper) -> None:
    for year in (2024, 2025, 2026):
        keeper.close_through(date(year, 3, 31))


def _in_a_closed_year(desk: Desk) -> object:
    _closed(desk.keeper)
    return _post(desk)


def _coded(code: str, category: str = "cat_office", other: str = "cat_accruals") -> tuple[JournalLine, ...]:
    return (JournalLine(category, debit=1000, vat_code=code), JournalLine(other, credit=1000))


def _with_code(desk: Desk, lines: tuple[JournalLine, ...], day: date = DAY, scheme: str = "standard") -> object:
    return registered(desk.books, scheme).keeper.do(post_journal.POST, PostJournal(day, "VAT", lines))


def _fuel(desk: Desk, scheme: str = "standard", *, day: date = DAY, **values: Any) -> object:
    sector = "printing" if scheme == "flat_rate" else None
    command = PostJournal(day, template="fuel_scale", values=values)
    return registered(desk.books, scheme, sector=sector).keeper.do(post_journal.POST, command)


def _opening(desk: Desk, amounts: dict[str, int], first: date = date(2023, 4, 1), times: int = 1) -> object:
    command = PostOpeningBalances(first, journal_lines(amounts))
    for _ in range(times):
        desk.do(post_journal.POST_OPENING, command)
    return None


def _opening_after_a_close(desk: Desk) -> object:
    desk.keeper.enter(date(2025, 5, 1), -1000)
    for year in (2024, 2025, 2026):
        desk.keeper.close_through(date(year, 3, 31))
    return _opening(desk, {"cat_fa_plant": 5000, "cat_share_capital": -5000}, date(2026, 4, 2))


def _undo(desk: Desk, times: int = 2) -> None:
    done = desk.keeper.journal(DAY, EVEN)
    for _ in range(times):
        desk.do(post_journal.UNDO, desk.id("je_", done.entry.number))


def _undone_meanwhile(desk: Desk) -> None:
    """Two take the same journal back: the second had looked before the first was done."""
    done = desk.keeper.journal(DAY, EVEN)
    late = WriteWorkflow("test.late", lambda db, company, plan: plan, post_journal.apply_undo)
    for _ in range(2):
        desk.do(late, done.journal)


def _undo_opening(desk: Desk) -> object:
    state = desk.do(
        post_journal.POST_OPENING,
        PostOpeningBalances(date(2023, 4, 1), journal_lines({"cat_fa_plant": 5000, "cat_share_capital": -5000})),
    )
    return desk.do(post_journal.UNDO, ids.public_id("je_", desk.keeper.company, state.entry.number))


CASES: Cases = {
    "showing opening balances that there are not": lambda d: d.ask(post_journal.SHOW_OPENING, None),
    "lines and a template": lambda d: _post(d, template="payroll"),
    "a journal without a narration": lambda d: _post(d, narration=" "),
    "a journal of one line": lambda d: _post(d, (JournalLine("cat_office", debit=1000),)),
    "lines with mistakes": lambda d: _post(
        d, (JournalLine("cat_biscuits", debit=1000), JournalLine("cat_bank", credit=1000), JournalLine("cat_office"))
    ),
    "a journal that does not balance": lambda d: _post(d, journal_lines({"cat_office": 1000, "cat_accruals": -900})),
    "a journal that comes to nothing": lambda d: _post(
        d, (JournalLine("cat_office", debit=1000), JournalLine("cat_office", credit=1000))
    ),
    "a reversal on the same day": lambda d: _post(d, auto_reverse_on=DAY),
    "a journal in a closed year": _in_a_closed_year,
    "a VAT code before the registration": lambda d: _with_code(d, _coded("P20"), date(2023, 6, 1)),
    "a VAT code that there is not, in a journal": lambda d: _with_code(d, _coded("XX")),
    "the VAT of an unpaid invoice under cash accounting": lambda d: _with_code(
        d, _coded("P20", other="cat_creditors"), scheme="cash"
    ),
    "a template that there is not": lambda d: _template(d, "lottery"),
    "a field that the template does not have": lambda d: _template(d, "payroll", bonus=100),
    "a field that is missing": lambda d: _template(d, "accrual"),
    "a field of another kind": lambda d: _template(d, "accrual", amount="a lot", category_id="cat_office"),
    "a negative amount": lambda d: _template(d, "accrual", amount=-1, category_id="cat_office"),
    "a choice that there is not": lambda d: _template(d, "dividend", amount=100, credit_to="the cat"),
    "amounts that leave nothing": lambda d: _template(d, "dividend", amount=0),
    "an allowance over the NI": lambda d: _template(d, "payroll", staff_pay=100000, employment_allowance=100),
    "more held back than paid": lambda d: _template(d, "payroll", staff_pay=1000, income_tax=2000),
    "net pay that does not follow": lambda d: _template(d, "payroll", staff_pay=1000, net_pay=900),
    "an accrual reversed before it is made": lambda d: _template(
        d, "accrual", amount=100, category_id="cat_office", auto_reverse_on=date(2026, 3, 1)
    ),
    "an accrual of an asset": lambda d: _template(d, "accrual", amount=100, category_id="cat_fa_plant"),
    "a dividend to no director": lambda d: _template(d, "dividend", amount=100, credit_to="directors_loan"),
    "a car of less than no carbon": lambda d: _fuel(d, co2=-1),
    "a car in use before the VAT period": lambda d: _fuel(d, co2=140, used_from=date(2025, 12, 31)),
    "a car in use from one day to the day before": lambda d: _fuel(
        d, co2=140, used_from=date(2026, 3, 2), used_to=date(2026, 3, 1)
    ),
    "a scale charge that no table has": lambda d: _fuel(d, day=date(2026, 9, 30), co2=200),
    "a scale charge before the registration": lambda d: _fuel(d, day=date(2023, 6, 1), co2=140),
    "a scale charge under the flat rate": lambda d: _fuel(d, "flat_rate", co2=140),
    "mileage of no director": lambda d: _template(d, "mileage", amount=100, credit_to="directors_loan"),
    "opening balances of nothing": lambda d: _opening(d, {}),
    "opening balances that do not balance": lambda d: _opening(d, {"cat_fa_plant": 5000}),
    "opening balances that cancel out": lambda d: d.do(
        post_journal.POST_OPENING,
        PostOpeningBalances(
            date(2023, 4, 1), (JournalLine("cat_fa_plant", debit=100), JournalLine("cat_fa_plant", credit=100))
        ),
    ),
    "opening balances twice": lambda d: _opening(d, {"cat_fa_plant": 5000, "cat_share_capital": -5000}, times=2),
    "opening balances before lines of a closed year": _opening_after_a_close,
    "taking back opening balances that there are not": lambda d: d.do(restate_opening_balances.WITHDRAW, None),
    "a journal that is not there": lambda d: d.do(post_journal.UNDO, d.id("je_")),
    "showing a journal that is not there": lambda d: d.ask(post_journal.SHOW, d.id("je_")),
    "taking a journal back twice": _undo,
    "a journal taken back meanwhile": _undone_meanwhile,
    "taking opening balances back": _undo_opening,
}
