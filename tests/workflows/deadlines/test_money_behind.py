"""Deadlines see what the books say was paid. Worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accountsos.errors import BadRequest
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion, next_deadline
from accountsos.workflows.journals import post_journal
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import Bookkeeper, found, journal_lines
from tests.workflows.vat.keeping import VatKeeper, registered

FIRST: ReadWorkflow[date, Deadline | None] = ReadWorkflow(
    "deadline.first", lambda db, company, today: next_deadline(db, company, today, 400)
)


def due(keeper: Bookkeeper, today: date, **more: Any) -> dict[str, Deadline]:
    asked = DeadlineQuestion(today, include_completed=True, **more)
    return {d.deadline_id: d for d in keeper.ask(list_deadlines.LIST, asked)}


def test_nine_instalments_of_840_leave_1440_of_a_years_9000(books: Books) -> None:
    """Sales of 45,000 and their VAT, 9,000; instalments on the last working days of July 2025 to March 2026."""
    vat = VatKeeper(found(books))
    vat.scheme("annual", instalments="monthly", stagger="annual", annual_year_end_month=3)
    vat.line(date(2025, 6, 2), 5_400_000, "cat_sales")
    for number in range(9):
        year, month = divmod(6 + number, 12)
        vat.line(date(2025 + year, month + 1, 25), -84_000, "cat_vat", text=f"HMRC VAT {number}")
    shown = due(vat.keeper, date(2026, 4, 20))
    balance = shown["ddl_vat_return_20260331"]
    assert (balance.due_date, balance.amount, balance.status) == (date(2026, 5, 29), 144_000, "upcoming")
    assert balance.advice is not None
    assert balance.advice.startswith("£7,560.00 is paid.")
    instalments = [d for id_, d in shown.items() if id_.startswith("ddl_vat_instalment_") and id_.endswith("20260331")]
    assert [d.status for d in instalments] == ["completed"] * 9


def test_an_instalment_that_is_not_paid_is_overdue(books: Books) -> None:
    vat = VatKeeper(found(books))
    vat.scheme("annual", instalments="monthly", stagger="annual", annual_year_end_month=3)
    vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2025, 4, 1)})
    vat.line(date(2025, 7, 30), -84_000, "cat_vat")
    shown = due(vat.keeper, date(2025, 9, 2))
    states = [shown[f"ddl_vat_instalment_{n}_20260331"].status for n in (1, 2, 3)]
    assert states == ["completed", "overdue", "upcoming"]


def test_a_repayment_that_came_was_for_the_return_that_claimed_it(books: Books) -> None:
    """4,000 of VAT filed and paid; 200 claimed by the next return, and the bank shows it: nothing is open."""
    vat = registered(books)
    vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2025, 4, 1)})
    vat.line(date(2025, 11, 3), 2_400_000, "cat_sales")
    vat.file("2025-Q4")
    vat.line(date(2026, 2, 2), -120_000, "cat_office", code="P20")
    vat.file("2026-Q1")
    vat.line(date(2026, 2, 6), -400_000, "cat_vat")
    vat.line(date(2026, 4, 20), 20_000, "cat_vat", text="HMRC VAT REPAYMENT")
    shown = due(vat.keeper, date(2026, 5, 20))
    assert not [d for id_, d in shown.items() if id_.startswith("ddl_vat_payment_")]
    returns = [shown[f"ddl_vat_return_{end}"] for end in ("20251231", "20260331")]
    assert [(d.status, d.amount) for d in returns] == [("completed", 0), ("completed", 0)]


def test_a_return_that_was_paid_and_not_marked_as_filed_asks_for_no_money(books: Books) -> None:
    """4,000 for the last quarter of 2025, paid on 6 February; 1,000 for the next, of which 300 is paid."""
    vat = registered(books)
    vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2025, 10, 1)})
    vat.line(date(2025, 11, 3), 2_400_000, "cat_sales")
    vat.line(date(2026, 2, 6), -400_000, "cat_vat")
    vat.line(date(2026, 2, 9), 600_000, "cat_sales")
    vat.line(date(2026, 5, 6), -30_000, "cat_vat")
    shown = due(vat.keeper, date(2026, 5, 20))
    returns = [shown[f"ddl_vat_return_{end}"] for end in ("20251231", "20260331")]
    assert [(d.status, d.amount) for d in returns] == [("overdue", 0), ("overdue", 70_000)]


def test_a_filed_return_that_is_not_paid_stays_as_a_payment_until_it_is(books: Books) -> None:
    """10,000 of VAT filed, 6,000 of it paid: 4,000 left, then nothing."""
    vat = registered(books)
    vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2025, 4, 1)})
    vat.line(date(2026, 2, 2), 6_000_000, "cat_sales")
    vat.file("2026-Q1")
    today = date(2026, 5, 20)
    vat.line(date(2026, 5, 6), -600_000, "cat_vat")
    shown = due(vat.keeper, today)
    assert shown["ddl_vat_return_20260331"].status == "completed"
    assert (shown["ddl_vat_payment_20260331"].amount, shown["ddl_vat_payment_20260331"].status) == (400_000, "overdue")
    vat.line(date(2026, 5, 7), -400_000, "cat_vat")
    assert "ddl_vat_payment_20260331" not in due(vat.keeper, today)


def test_paye_is_what_the_payroll_journals_owe_and_is_done_when_paid(books: Books) -> None:
    """560.00 of January's payroll paid on 20 February; 612.00 of February's open on 10 March."""
    keeper = found(books)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"payroll": {"since": "2026-01-06"}, "tracked_from": date(2026, 1, 1)})
    keeper.journal(date(2026, 1, 31), {"cat_wages": 56_000, "cat_paye": -56_000})
    keeper.journal(date(2026, 2, 28), {"cat_wages": 61_200, "cat_paye": -61_200})
    keeper.enter(date(2026, 2, 20), -56_000, "HMRC PAYE", category="cat_paye")
    shown = due(keeper, date(2026, 3, 10))
    january, february = shown["ddl_paye_payment_20260205"], shown["ddl_paye_payment_20260305"]
    assert (january.amount, january.status) == (0, "completed")
    assert (february.amount, february.status, february.due_date) == (61_200, "due_soon", date(2026, 3, 22))
    assert february.advice == (
        "22 Mar 2026 is not a working day: the money must arrive by 20 Mar 2026. Only a faster payment may still "
        "arrive on the day itself."
    )


def test_deductions_from_subcontractors_are_paid_with_paye(books: Books) -> None:
    keeper = found(books)
    contractor = {"since": "2026-01-06", "has_employees": False, "cis_contractor": True}
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"payroll": contractor, "tracked_from": date(2026, 1, 1)})
    keeper.journal(date(2026, 1, 20), {"cat_subcontractors": 20_000, "cat_cis_payable": -20_000})
    assert due(keeper, date(2026, 2, 10))["ddl_paye_payment_20260205"].amount == 20_000


def test_paye_of_a_payroll_that_is_kept_elsewhere_is_done_when_it_was_paid_in_time(books: Books) -> None:
    keeper = found(books)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"payroll": {"since": "2026-01-06"}, "tracked_from": date(2026, 1, 1)})
    keeper.enter(date(2026, 2, 19), -56_000, "HMRC PAYE", category="cat_paye")
    shown = due(keeper, date(2026, 3, 30))
    assert shown["ddl_paye_payment_20260205"].status == "completed"
    assert shown["ddl_paye_payment_20260305"].status == "overdue"


def test_paye_that_deductions_suffered_paid_is_done(books: Books) -> None:
    """612.00 of PAYE and 300.00 kept from subcontractors in the month to 5 March, both set off on the 9th."""
    keeper = found(books)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"payroll": {"since": "2026-01-06"}, "tracked_from": date(2026, 1, 1)})
    keeper.journal(date(2026, 2, 28), {"cat_wages": 61_200, "cat_paye": -61_200})
    keeper.journal(date(2026, 3, 2), {"cat_subcontractors": 30_000, "cat_cis_payable": -30_000})
    assert due(keeper, date(2026, 3, 10))["ddl_paye_payment_20260305"].amount == 91_200
    keeper.journal(date(2026, 3, 9), {"cat_paye": 61_200, "cat_cis_suffered": -61_200})
    assert due(keeper, date(2026, 3, 10))["ddl_paye_payment_20260305"].amount == 30_000
    keeper.journal(date(2026, 3, 9), {"cat_cis_payable": 30_000, "cat_cis_suffered": -30_000})
    march = due(keeper, date(2026, 3, 10))["ddl_paye_payment_20260305"]
    assert (march.amount, march.status) == (0, "completed")


def test_corporation_tax_that_deductions_suffered_paid_is_done(books: Books) -> None:
    """A profit of 2,500.00 bears 475.00; 400.00 of it are paid by deductions suffered, then 75.00 by the bank."""
    keeper = found(books)
    keeper.enter(date(2026, 2, 2), 250_000, "KEYSTONE", category="cat_other_income")
    keeper.journal(date(2026, 3, 31), {"cat_corporation_tax": 47_500, "cat_ct_payable": -47_500})
    keeper.journal(date(2026, 5, 5), {"cat_ct_payable": 40_000, "cat_cis_suffered": -40_000})
    left = due(keeper, date(2026, 6, 1), days=400)["ddl_ct_payment_20260331"]
    assert (left.amount, left.status) == (7_500, "upcoming")
    keeper.enter(date(2026, 5, 20), -7_500, "HMRC CORPORATION TAX", category="cat_ct_payable")
    assert due(keeper, date(2026, 6, 1), days=400)["ddl_ct_payment_20260331"].status == "completed"


@pytest.mark.parametrize(
    ("posted", "amount", "late", "nothing"),
    [
        (-30_000, 0, False, True),
        (1_000_000, 190_000, True, False),
    ],
)
def test_a_payment_of_which_nothing_is_due_is_neither_late_nor_done(
    books: Books, posted: int, amount: int, late: bool, nothing: bool
) -> None:
    """A loss of 300, and a profit of 10,000, to 31 March 2026: the day to pay was 1 January 2027."""
    keeper = found(books)
    keeper.enter(date(2026, 2, 2), posted, category="cat_rent" if posted < 0 else "cat_other_income")
    today = date(2027, 2, 1)
    shown = due(keeper, today, days=400)
    payment, form = shown["ddl_ct_payment_20260331"], shown["ddl_ct600_20260331"]
    assert (payment.amount, payment.late, payment.nothing_to_pay) == (amount, late, nothing)
    assert payment.status == "overdue"
    assert not form.nothing_to_pay
    assert ("nothing is to be paid" in (payment.advice or "")) == nothing
    oldest = min((each for each in shown.values() if each.late), key=lambda each: (each.due_date, each.type))
    assert keeper.ask(FIRST, today) == oldest
    assert (payment in [each for each in shown.values() if each.late]) == late


def test_a_charge_that_is_released_again_is_no_payment(books: Books) -> None:
    keeper = found(books)
    keeper.enter(date(2026, 2, 2), 250_000, "KEYSTONE", category="cat_other_income")
    keeper.journal(date(2026, 3, 31), {"cat_corporation_tax": 57_500, "cat_ct_payable": -57_500})
    keeper.journal(date(2026, 3, 31), {"cat_corporation_tax": -10_000, "cat_ct_payable": 10_000})
    assert due(keeper, date(2026, 6, 1), days=400)["ddl_ct_payment_20260331"].amount == 47_500


@pytest.mark.parametrize(("paid", "left", "status"), [(0, 95_000, "upcoming"), (95_000, 0, "completed")])
def test_corporation_tax_of_the_year_before_the_books_is_what_the_opening_balances_owe(
    books: Books, paid: int, left: int, status: str
) -> None:
    keeper = found(books)
    lines = journal_lines({"cat_ct_payable": -95_000, "cat_retained": 95_000})
    keeper.do(post_journal.POST_OPENING, post_journal.PostOpeningBalances(date(2026, 4, 1), lines))
    if paid:
        keeper.enter(date(2026, 5, 20), -paid, "HMRC CORPORATION TAX", category="cat_ct_payable")
    shown = due(keeper, date(2026, 6, 1), days=400)["ddl_ct_payment_20260331"]
    assert (shown.amount, shown.status, shown.due_date) == (left, status, date(2027, 1, 1))


def test_a_large_payer_of_vat_pays_on_the_last_working_day(books: Books) -> None:
    vat = VatKeeper(found(books, incorporated_on=date(2017, 4, 1)))
    vat.scheme("standard", date(2017, 4, 1))
    settings = {"vat_payments_on_account": True, "tracked_from": date(2018, 1, 1)}
    vat.keeper.do(manage_deadlines.CHANGE_SETTINGS, settings)
    shown = due(vat.keeper, date(2018, 1, 2))
    days = [shown[f"ddl_{key}_20180331"].due_date for key in ("vat_on_account_1", "vat_on_account_2", "vat_return")]
    assert days == [date(2018, 2, 28), date(2018, 3, 29), date(2018, 4, 30)]


def test_a_year_names_no_return_of_a_company_that_files_by_the_quarter(books: Books) -> None:
    with pytest.raises(BadRequest, match=r"files more than one return a year; say which: 2026-01-01\.\.2026-03-31, "):
        registered(books).report("2026")


def owes(keeper: Bookkeeper, day: date, pence: int, account: str = "cat_paye", cost: str = "cat_wages") -> None:
    keeper.journal(day, {cost: pence, account: -pence})


def test_payroll_in_the_books_has_its_deadlines_though_nobody_stated_it(books: Books) -> None:
    """28 November 2025: 430.00, paid in time; nobody is paid in December; 30 January: 560.00, open on 10 March.

    The tax months to 5 January and 5 March owe nothing and ask for nothing; that of today is shown without an amount.
    """
    keeper = found(books)
    owes(keeper, date(2025, 11, 28), 43_000)
    keeper.enter(date(2025, 12, 22), -43_000, category="cat_paye")
    owes(keeper, date(2026, 1, 30), 56_000)
    shown = {key: one for key, one in due(keeper, date(2026, 3, 10)).items() if one.type == "paye"}
    told = {one.due_date: (one.status, one.amount) for one in shown.values() if one.due_date < date(2026, 6, 1)}
    assert told == {
        date(2025, 12, 22): ("completed", 0),
        date(2026, 2, 22): ("overdue", 56_000),
        date(2026, 4, 22): ("upcoming", None),
        date(2026, 5, 22): ("upcoming", None),
        date(2026, 5, 31): ("upcoming", None),  # P60
    }
    assert "state your payroll" in str(shown["ddl_paye_payment_20260205"].advice)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"payroll": {"since": "2025-11-06", "has_employees": False}})
    assert not [one for one in due(keeper, date(2026, 3, 10)).values() if one.type == "paye"]


def test_deductions_from_subcontractors_in_the_books_have_returns_of_their_months(books: Books) -> None:
    """200.00 kept back on 20 January: CIS300 by 19 February and the payment by the 22nd; none of a later month."""
    keeper = found(books)
    owes(keeper, date(2026, 1, 20), 20_000, "cat_cis_payable", "cat_subcontractors")
    shown = {key: one for key, one in due(keeper, date(2026, 8, 20)).items() if one.type == "paye"}
    assert {key: (one.due_date, one.amount) for key, one in shown.items()} == {
        "ddl_cis300_20260205": (date(2026, 2, 19), None),
        "ddl_paye_payment_20260205": (date(2026, 2, 22), 20_000),
    }


def test_a_payroll_that_was_taken_back_leaves_no_deadline(books: Books) -> None:
    keeper = found(books)
    owes(keeper, date(2026, 1, 30), 56_000)
    owes(keeper, date(2026, 1, 30), -56_000)
    assert not [one for one in due(keeper, date(2026, 3, 10)).values() if one.type == "paye"]
