"""A builder who deducts and is deducted from, under the domestic reverse charge.

Told once in `builder.py`; worked out by hand in `builder_figures.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.stories import builder as told_in
from tests.stories import builder_figures as by_hand
from tests.stories.teller import Teller, began
from tests.support.engines import copied


@pytest.fixture(scope="module")
def told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teller]:
    """The whole story, played once; the tests only read."""
    place = Place(copied(sqlite_template, tmp_path_factory.mktemp("story") / "data"))
    with began(place, "2026-01-06", *told_in.FOUNDED) as teller:
        told_in.parties(teller)
        told_in.winter(teller)
        told_in.to_the_year_end(teller)
        told_in.spring(teller)
        yield teller


def month(told: Teller, day: str) -> Any:
    return told.report(f"cis?month={day}")


def test_the_reverse_charge_is_in_boxes_1_4_and_7_and_a_sale_under_it_in_6(told: Teller) -> None:
    assert told.seen["31 March 2026"]["boxes"] == by_hand.BOXES
    assert told.boxes("2026-Q1") == by_hand.BOXES


@pytest.mark.parametrize("day", by_hand.MONTHS)
def test_the_monthly_return_has_what_was_paid_from_the_6th_to_the_5th(told: Teller, day: str) -> None:
    found = month(told, day)
    assert found["to"] == day
    assert tuple(f"{found[name]}" for name in ("gross", "materials", "deducted", "suffered")) == by_hand.MONTHS[day]


@pytest.mark.parametrize("day", by_hand.SUBCONTRACTORS)
def test_every_subcontractor_is_told_also_one_who_is_paid_gross(told: Teller, day: str) -> None:
    found = {
        one["name"]: tuple(f"{one[name]}" for name in ("gross", "materials", "deducted"))
        for one in month(told, day)["subcontractors"]
    }
    assert found == by_hand.SUBCONTRACTORS[day]


def test_profit_balance_sheet_and_tax_of_the_year(told: Teller) -> None:
    seen = told.seen["31 March 2026"]
    assert (seen["profit"], seen["sheet"]) == (by_hand.PROFIT, by_hand.SHEET)
    assert seen["tax"]["total"] == by_hand.TAX
    assert told.seen["1 July 2026"]["sheet"] == by_hand.SHEET_LATER


def test_deductions_suffered_pay_paye_and_corporation_tax(told: Teller) -> None:
    """900 paid by the bank to 5 February, 522 by deductions suffered to 5 March, 475 of corporation tax by the rest."""
    paye = told.seen["PAYE"]["deadlines"]
    for due, end in (("2026-02-22", "5 Feb 2026"), ("2026-03-22", "5 Mar 2026")):
        assert paye[f"{due} PAYE, National Insurance and CIS payment, to {end}"] == ("completed", "0.00")
    tax = told.seen["1 July 2026"]["deadlines"]
    assert tax["2027-01-01 Corporation tax payment, year to 31 Mar 2026"] == ("completed", "0.00")


def test_a_payment_to_hmrc_is_that_of_the_deductions_made(told: Teller) -> None:
    assert told.line("2026-02-20", "-900.00")["category"]["id"] == "cat_cis_payable"


def test_every_bill_and_invoice_is_settled_and_its_control_account_empty(told: Teller) -> None:
    assert {number: told.still_open(number) for number in told.invoices} == dict.fromkeys(told.invoices, "0.00")
    assert told.aged("debtors", "2026-03-31") == ("4000.00", "0.00", "4000.00")
    assert told.aged("debtors", "2026-06-30") == told.aged("creditors", "2026-06-30") == ("0.00", "0.00", "0.00")


def test_nothing_was_counted_twice_and_the_books_verify(told: Teller) -> None:
    assert (told.seen["PAYE"]["checks"], told.checks(), told.verified()) == ([], [], [])
