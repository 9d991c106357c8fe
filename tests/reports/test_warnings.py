"""What is unfinished in the books is said with its amount and how to mend it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.ledger.entry import Posting
from accountsos.reports.warnings import (
    NOTHING_WAITING,
    ClosedYear,
    ReportWarning,
    Waiting,
    books_warnings,
    pounds,
)
from tests.reports.books import CHART, movements_of


def warnings_of(
    *postings: tuple[str, int],
    waiting: Waiting = NOTHING_WAITING,
    entity_type: str = "ltd",
    closed_years: tuple[ClosedYear, ...] = (),
) -> list[ReportWarning]:
    to_date = movements_of(Posting(c, a) for c, a in postings)
    found = books_warnings(CHART, to_date, waiting=waiting, entity_type=entity_type, closed_years=closed_years)
    return list(found)


def test_paye_paid_without_a_payroll_journal_understates_staff_cost() -> None:
    assert warnings_of(("cat_paye", 1_234_56), ("cat_bank", -1_234_56)) == [
        ReportWarning("payroll_missing", "PAYE of £1,234.56 paid, no payroll journal: staff cost understated", 1_234_56)
    ]


def test_net_pay_and_pension_are_watched_as_paye_is() -> None:
    found = warnings_of(("cat_wages_payable", 900_00), ("cat_pension_payable", 50_00))
    assert [w.message.split(" paid")[0] for w in found] == ["Net pay of £900.00", "Pension of £50.00"]


def test_a_payroll_journal_that_covers_the_payments_ends_the_warning() -> None:
    assert warnings_of(("cat_paye", 800_00), ("cat_paye", -800_00)) == []
    [short] = warnings_of(("cat_paye", 800_00), ("cat_paye", -500_00))
    assert short.amount == 300_00
    assert short.message == "PAYE of £300.00 paid, more than the payroll journals hold: staff cost understated"


def test_waiting_lines_show_in_out_and_count() -> None:
    suspense = [("cat_uncategorised", -500_00), ("cat_uncategorised", 480_00)]
    [warning] = warnings_of(*suspense, waiting=Waiting(500_00, 480_00, 2))
    assert warning.code == "uncategorised"
    assert warning.amount == 20_00
    assert warning.message.startswith("2 bank lines are not categorised: £500.00 in, £480.00 out.")
    [one] = warnings_of(("cat_uncategorised", -5), waiting=Waiting(5, 0, 1))
    assert one.message.startswith("1 bank line is not categorised: £0.05 in, £0.00 out.")


def test_waiting_lines_that_come_to_nothing_are_still_said() -> None:
    [warning] = warnings_of(waiting=Waiting(100_00, 100_00, 2))
    assert (warning.code, warning.amount) == ("uncategorised", 0)


def test_suspense_that_holds_anything_but_waiting_lines_is_said() -> None:
    found = warnings_of(("cat_uncategorised", -70_00), waiting=Waiting(100_00, 0, 1))
    assert [(w.code, w.amount) for w in found] == [("uncategorised", 100_00), ("suspense_differs", -30_00)]
    assert "by -£30.00" in found[1].message


@pytest.mark.parametrize("amount", [250_00, -250_00])
def test_half_a_transfer_is_said(amount: int) -> None:
    [warning] = warnings_of(("cat_transfer", amount))
    assert (warning.code, warning.amount) == ("transfers_open", amount)
    assert "out by £250.00" in warning.message
    assert warnings_of(("cat_transfer", amount), ("cat_transfer", -amount)) == []


def test_opening_balances_that_are_left_are_said_with_what_to_do() -> None:
    [warning] = warnings_of(("cat_opening_balances", -9_100_00))
    assert (warning.code, warning.amount) == ("opening_balances_open", -9_100_00)
    assert "£9,100.00 credit is left. Enter the opening trial balance" in warning.message


def test_tax_paid_without_a_charge_overstates_profit() -> None:
    [warning] = warnings_of(("cat_ct_payable", 2_280_00))
    assert (warning.code, warning.amount) == ("tax_charge_missing", 2_280_00)
    assert warnings_of(("cat_ct_payable", 2_280_00), entity_type="sole_trader") == []
    assert warnings_of(("cat_ct_payable", 2_280_00), ("cat_ct_payable", -2_280_00)) == []


def test_a_closed_year_with_a_profit_needs_a_tax_charge() -> None:
    period = Period(date(2024, 4, 1), date(2025, 3, 31))
    profit = (Posting("cat_sales", -500_00), Posting("cat_rent", 200_00))
    year = ClosedYear(period, movements_of(profit))
    [warning] = warnings_of(closed_years=(year,))
    assert (warning.code, warning.amount) == ("closed_without_tax_charge", 300_00)
    assert "The year to 2025-03-31 is closed with a profit of £300.00" in warning.message
    assert warnings_of(closed_years=(year,), entity_type="sole_trader") == []
    charged = ClosedYear(period, movements_of([*profit, Posting("cat_corporation_tax", 57_00)]))
    loss = ClosedYear(period, movements_of([Posting("cat_rent", 1)]))
    assert warnings_of(closed_years=(charged, loss)) == []


def test_waiting_lines_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="positive"):
        Waiting(-1, 0, 1)


def test_pounds_in_a_sentence_have_no_sign() -> None:
    assert [pounds(p) for p in (0, 5, -1_234_567_89)] == ["£0.00", "£0.05", "£1,234,567.89"]
