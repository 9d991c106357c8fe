"""Sums that a page prints without the usual words, from its upload over the door to the boxes of a return."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.operations.world import World
from tests.documents.columns import column
from tests.workflows.documents.papers import page
from tests.workflows.documents.test_signs_and_balances import boxes, file, invoice, read


def receipt(*rows: tuple[str, ...]) -> bytes:
    return invoice(*rows, ("Paid by card", "£24.00"))


@pytest.mark.parametrize("contained", ["VAT included at 20%", "inc VAT 20%", "VAT @ 20% INC"])
def test_vat_that_a_receipt_contains_is_reclaimed(world: World, contained: str) -> None:
    file(world, read(world, receipt(("Lunch", "£24.00"), ("Total", "£24.00"), (contained, "£4.00"))))
    assert boxes(world) == (4, 20)


def test_the_price_of_one_thing_with_its_vat_is_not_the_vat(world: World) -> None:
    file(world, read(world, receipt(("Tea, inc VAT", "£3.00"), ("Lunch", "£21.00"), ("Total", "£24.00"))))
    assert boxes(world) == (0, 24)


@pytest.mark.parametrize("label", ["VAT", "20%"])
def test_net_vat_and_total_in_a_column_are_posted_as_such(world: World, label: str) -> None:
    content = column(
        "Quay Timber Ltd", "No 1182", "3 March 2026", label, ("384.00", "76.80", "460.80"), foot="VAT GB 980 7806 84"
    )
    shown = file(world, read(world, content))
    assert (shown["status"], shown["gross"]) == ("processed", 460.8)
    assert boxes(world) == (76.8, 384)


@pytest.mark.parametrize(
    ("deduction", "rest"),
    [(("Less CIS at 20%", "-£200.00"), "Net payment due"), (("Deposit invoiced", "-£300.00"), "To be transferred")],
)
def test_a_proved_total_with_a_deduction_waits_whatever_the_rest_is_called(
    world: World, deduction: tuple[str, str], rest: str
) -> None:
    left = 1200 - int(deduction[1].strip("-£").partition(".")[0])
    rows = [("Labour", "1,000.00"), ("VAT", "200.00"), ("Total", "£1,200.00"), deduction, (rest, f"£{left:,}.00")]
    shown = read(world, invoice(*rows))
    assert shown["status"] == "needs_review"
    assert f"asks for {left}.00" in shown["reason"]
    assert boxes(world) == (0, 0)


@pytest.mark.parametrize("named", ["Less deposit invoice 4390 dated 3 May 2025", "Original invoice 4390 of 3/10/2025"])
def test_the_day_of_another_paper_puts_no_vat_into_its_quarter(world: World, named: str) -> None:
    rows: tuple[Any, ...] = (("Goods", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"), (named,))
    shown = read(world, invoice(*rows))
    assert shown["date"] == "2026-03-03"


def test_a_demand_of_a_council_with_our_name_in_its_window_is_no_sale(world: World) -> None:
    shown = read(
        world,
        page(
            ("WESTMERE COUNCIL",), ("Town Hall, Kendal LA9 4DL",), ("3 March 2026",), ("",), ("Harbour Lane Ltd",),
            ("1 Mill Lane",), ("Leeds LS1 4AB",), ("Invoice 90011827",), ("Consent", "£340.00"), ("Total", "£340.00"),
        ),
    )  # fmt: skip
    assert (shown["direction"], shown["supplier"]) == ("purchase", "WESTMERE COUNCIL")
    file(world, shown)
    assert boxes(world) == (0, 340)


@pytest.mark.parametrize("words", ["Reverse charge: customer to pay the VAT to HMRC", "Domestic reverse charge"])
def test_vat_that_the_page_leaves_to_the_customer_is_owed_and_reclaimed(world: World, words: str) -> None:
    rows = (("Brickwork", "1,000.00"), ("Net", "1,000.00"), ("VAT", "0.00"), ("Total", "£1,000.00"), (words,))
    file(world, read(world, invoice(*rows)))
    assert boxes(world) == (200, 1000)
    assert world.ours.get("/api/reports/vat?period=2026-Q1")["report"]["boxes"][0]["amount"] == 200
