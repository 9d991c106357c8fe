"""The scale charge of private fuel, posted by its journal: boxes 1 and 6, VAT as cost, nothing under the flat rate."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import BadRequest
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import JournalState, PostJournal
from accountsos.workflows.unit_of_work import Books
from tests.workflows.vat.keeping import VatKeeper, registered

QUARTER_END = date(2026, 3, 31)


def charge(vat: VatKeeper, co2: int, day: date = QUARTER_END, **more: int | date) -> JournalState:
    return vat.keeper.do(post_journal.POST, PostJournal(day, template="fuel_scale", values={"co2": co2, **more}))


def test_a_quarters_charge_is_in_boxes_1_and_6_and_its_vat_is_cost(books: Books) -> None:
    """143 g/km: band 140, 297.00 with 49.50 of VAT (table of May 2025). Fuel of 600.00: box 4 100, box 7 500."""
    vat = registered(books)
    vat.line(date(2026, 2, 3), -600_00, "cat_vehicle_running", code="P20")
    posted = charge(vat, 143)
    said = "car of 140 g/km, 2026-01-01 to 2026-03-31 (unverified, check before filing)"
    assert said in str(posted.entry.entry.narration)
    assert vat.boxes("2026-Q1") == {1: 49_50, 3: 49_50, 4: 100_00, 5: 50_50, 6: 247_00, 7: 500_00}
    assert vat.keeper.balances(QUARTER_END)["cat_vehicle_running"] == 500_00 + 49_50
    assert vat.keeper.faults() == []


def test_a_new_car_bears_its_days(books: Books) -> None:
    """297 x 31 / 90 = 102.30, VAT 17.05, value 85.25."""
    vat = registered(books)
    charge(vat, 140, used_from=date(2026, 3, 1))
    assert vat.boxes("2026-Q1") == {1: 17_05, 3: 17_05, 5: 17_05, 6: 85_00}


def test_a_charge_that_no_table_has_is_said(books: Books) -> None:
    vat = registered(books)
    with pytest.raises(BadRequest, match="no scale charge is known here for a car of 200 g/km"):
        charge(vat, 200, date(2026, 9, 30))
    charge(vat, 200, date(2026, 9, 30), charge=492_00)
    assert vat.boxes("2026-Q3") == {1: 82_00, 3: 82_00, 5: 82_00, 6: 410_00}


def test_there_is_none_under_the_flat_rate_or_before_the_registration(books: Books) -> None:
    vat = registered(books, "flat_rate", sector="printing")
    with pytest.raises(BadRequest, match="flat rate scheme claims no VAT on fuel"):
        charge(vat, 140)
    with pytest.raises(BadRequest, match="not registered for VAT on 2023-05-01"):
        charge(vat, 140, date(2023, 5, 1))
