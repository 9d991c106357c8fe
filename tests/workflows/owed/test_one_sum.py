"""PAYE and CIS are paid to HMRC in one sum, under one reference: each open item is settled to the penny, or asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.workflows.owed.desk import Desk
from tests.workflows.owed.test_worked_cases import BOTH_ORDERS, in_order

REFERENCE = "HMRC CUMBERNAULD 475PB00123456"


def payroll(day: str, amount: float) -> Callable[[Desk], object]:
    return lambda desk: desk.journal(day, wages=amount, paye=-amount)


def deducted(day: str, amount: float) -> Callable[[Desk], object]:
    return lambda desk: desk.journal(day, subcontractors=amount, cis_payable=-amount)


def suffered(day: str, amount: float) -> Callable[[Desk], object]:
    return lambda desk: desk.journal(day, cis_suffered=amount, sales=-amount)


def all_of(*steps: Callable[[Desk], object]) -> Callable[[Desk], None]:
    def run(desk: Desk) -> None:
        for step in steps:
            step(desk)

    return run


def paid(amount: int, day: str = "2026-05-20") -> Callable[[Desk], None]:
    return lambda desk: desk.bank((day, -amount, REFERENCE))


def left(desk: Desk) -> dict[str, int]:
    """What stands on the accounts that the office is paid from."""
    balances = desk.balances()
    return {name: balances[name] for name in ("cat_paye", "cat_cis_payable", "cat_cis_suffered") if name in balances}


def parts(desk: Desk) -> dict[str, float]:
    """What of the one line each account takes."""
    line = desk.api.get("/api/transactions")["transactions"][0]
    shown = desk.api.get(f"/api/transactions/{line['id']}")["transaction"]
    return {part["category_id"]: part["amount"] for part in shown["splits"]}


@BOTH_ORDERS
def test_one_payment_settles_paye_and_cis_of_a_month(desk: Desk, paid_first: bool) -> None:
    """PAYE 523.17 and deductions of 200.00 and 81.40: 804.57."""
    owed = all_of(payroll("2026-04-30", 523.17), deducted("2026-04-10", 200), deducted("2026-05-02", 81.40))
    in_order(desk, owed, paid(80_457), paid_first=paid_first)
    assert left(desk) == {}
    assert parts(desk) == {"cat_paye": -523.17, "cat_cis_payable": -281.4}
    assert desk.lines()[0][3] == (
        "pays the PAYE and NI of 30 April 2026 and the CIS deductions of 10 April 2026 and the CIS deductions of "
        "2 May 2026"
    )


@BOTH_ORDERS
def test_deductions_suffered_are_taken_off_the_sum(desk: Desk, paid_first: bool) -> None:
    """PAYE 523.17 and deductions made of 200.00, less 310.00 that a contractor kept back: 413.17."""
    owed = all_of(payroll("2026-04-30", 523.17), deducted("2026-04-10", 200), suffered("2026-04-20", 310))
    in_order(desk, owed, paid(41_317), paid_first=paid_first)
    assert left(desk) == {}
    assert parts(desk) == {"cat_paye": -523.17, "cat_cis_payable": -200, "cat_cis_suffered": 310}


@BOTH_ORDERS
def test_paye_alone_less_deductions_suffered(desk: Desk, paid_first: bool) -> None:
    owed = all_of(payroll("2026-04-30", 523.17), suffered("2026-04-20", 310))
    in_order(desk, owed, paid(21_317), paid_first=paid_first)
    assert left(desk) == {}


@BOTH_ORDERS
def test_several_months_are_paid_at_once(desk: Desk, paid_first: bool) -> None:
    """A quarter: PAYE 523.17, 498.03 and 511.90, deductions 200.00, 150.00 and 75.25; July's 40.00 stays open."""
    owed = all_of(
        payroll("2026-04-30", 523.17),
        payroll("2026-05-31", 498.03),
        payroll("2026-06-30", 511.90),
        deducted("2026-04-10", 200),
        deducted("2026-05-10", 150),
        deducted("2026-06-10", 75.25),
        deducted("2026-07-10", 40),
    )
    in_order(desk, owed, paid(195_835, "2026-07-22"), paid_first=paid_first)
    assert left(desk) == {"cat_cis_payable": -4_000}


@BOTH_ORDERS
def test_a_month_after_the_other(desk: Desk, paid_first: bool) -> None:
    owed = all_of(
        payroll("2026-04-30", 523.17),
        payroll("2026-05-31", 498.03),
        deducted("2026-04-10", 200),
        deducted("2026-05-10", 150),
    )
    money = all_of(paid(72_317), paid(64_803, "2026-06-22"))
    in_order(desk, owed, money, paid_first=paid_first)
    assert left(desk) == {}


@BOTH_ORDERS
def test_where_it_may_be_done_in_two_ways_it_is_asked(desk: Desk, paid_first: bool) -> None:
    """700.00 are 500.00 and 200.00, or 300.00 and 400.00: PAYE of another month each."""
    owed = all_of(
        payroll("2026-04-30", 500), payroll("2026-05-10", 300), deducted("2026-04-10", 200), deducted("2026-05-05", 400)
    )
    in_order(desk, owed, paid(70_000), paid_first=paid_first)
    assert left(desk) == {"cat_paye": -80_000, "cat_cis_payable": -60_000}
    assert desk.lines()[0][2] == "cat_uncategorised"
    assert desk.lines()[0][3] == (
        "may pay the PAYE and NI of 30 April 2026 and the CIS deductions of 10 April 2026, or the PAYE and NI of "
        "10 May 2026 and the CIS deductions of 5 May 2026: split it as it was meant"
    )


def test_a_deduction_found_later_than_the_payment_settles_both(desk: Desk) -> None:
    """The bill is settled under CIS after the money went: 60.00 of labour of 300.00, and PAYE of 523.17."""
    payroll("2026-04-30", 523.17)(desk)
    paid(58_317)(desk)
    body = {
        "direction": "purchase",
        "date": "2026-04-12",
        "contact_name": "Mill Roofing",
        "amounts": "net",
        "lines": [{"category_id": "cat_subcontractors", "amount": 300, "cis": "labour"}],
    }
    bill = desk.api.post("/api/invoices", body)["invoice"]
    settled = {"kind": "cis", "date": "2026-04-30", "amount": 60}
    desk.api.post(f"/api/documents/{bill['id']}/settlements", settled)
    assert left(desk) == {}
    settlement = desk.api.get(f"/api/invoices/{bill['id']}")["invoice"]["settlements"][0]["id"]
    assert desk.api.ask("DELETE", f"/api/settlements/{settlement}").status == 204
    assert left(desk) == {"cat_paye": 6_000}, "the whole line is PAYE again, more than was owed"


def test_a_line_by_hand_is_cut_too_and_can_be_taken_back(desk: Desk) -> None:
    all_of(payroll("2026-04-30", 523.17), deducted("2026-04-10", 200))(desk)
    line = desk.enter("2026-05-20", -723.17, REFERENCE)
    assert parts(desk) == {"cat_paye": -523.17, "cat_cis_payable": -200}
    desk.api.patch(f"/api/transactions/{line['id']}", {"category_id": "cat_paye"})
    assert left(desk) == {"cat_paye": 20_000, "cat_cis_payable": -20_000}
    desk.api.patch(f"/api/transactions/{line['id']}", {"category_id": None})
    assert left(desk) == {}


@pytest.mark.parametrize("amount", [52_317, 20_000])
def test_what_pays_one_account_to_the_penny_is_that_accounts(desk: Desk, amount: int) -> None:
    all_of(payroll("2026-04-30", 523.17), deducted("2026-04-10", 200))(desk)
    paid(amount)(desk)
    assert sum(left(desk).values()) == amount - 72_317
    assert len(left(desk)) == 1
