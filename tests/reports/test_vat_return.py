"""The boxes of a VAT return from the sums of its postings: which code goes where, with which sign."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.reports.vat_return import BOX_NAMES, FIELDS, SumKey, VatReturnFigures, return_of
from accountsos.uk_rules.vat_errors import Route

JUNE = date(2026, 6, 30)


def boxes(sums: dict[SumKey, int]) -> dict[int, int]:
    return {n: pence for n, pence in return_of(sums, JUNE).boxes.by_number().items() if pence}


def net(code: str, amount: int) -> dict[SumKey, int]:
    return {(code, False): amount}


def tax(code: str, amount: int) -> dict[SumKey, int]:
    return {(code, True): amount}


# What is posted (debit positive), and the boxes that it comes to; 3 and 5 follow from 1, 2 and 4.
@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        ({**net("S20", -10_000), **tax("S20", -2_000)}, {1: 2_000, 3: 2_000, 5: 2_000, 6: 10_000}),
        ({**net("S20", 10_000), **tax("S20", 2_000)}, {1: -2_000, 3: -2_000, 5: 2_000, 6: -10_000}),
        ({**net("P20", 10_000), **tax("P20", 2_000)}, {4: 2_000, 5: 2_000, 7: 10_000}),
        ({**net("P20", 10_000), **tax("P20/D", 2_000)}, {4: 2_000, 5: 2_000, 7: 10_000}),
        ({**net("PB20", 10_000), **net("PB20/B", 2_000)}, {7: 10_000}),
        (net("S0", -10_000), {6: 10_000}),
        (net("SE", -10_000), {6: 10_000}),
        (net("EXP", -10_000), {6: 10_000}),
        (net("OSS", -10_000), {6: 10_000}),
        (net("DRS", -10_000), {6: 10_000}),
        (net("NID", -10_000), {6: 10_000, 8: 10_000}),
        (net("P0", 10_000), {7: 10_000}),
        (
            {**net("RC20", 10_000), **tax("RC20/1", -2_000), **tax("RC20/4", 2_000)},
            {1: 2_000, 3: 2_000, 4: 2_000, 6: 10_000, 7: 10_000},
        ),
        (
            {**net("DRC20", 10_000), **tax("DRC20/1", -2_000), **tax("DRC20/4", 2_000)},
            {1: 2_000, 3: 2_000, 4: 2_000, 7: 10_000},
        ),
        (
            {**net("PVA20", 10_000), **tax("PVA20/1", -2_000), **tax("PVA20/4", 2_000)},
            {1: 2_000, 3: 2_000, 4: 2_000, 7: 10_000},
        ),
        (
            {**net("NIA20", 10_000), **tax("NIA20/1", -2_000), **tax("NIA20/4", 2_000)},
            {2: 2_000, 3: 2_000, 4: 2_000, 7: 10_000, 9: 10_000},
        ),
        (tax("RC20", -2_000), {1: 2_000, 3: 2_000, 5: 2_000}),
        (tax("RC20", 2_000), {4: 2_000, 5: 2_000}),
        (tax("BDR", 2_000), {4: 2_000, 5: 2_000}),
        (tax("BDP", -2_000), {1: 2_000, 3: 2_000, 5: 2_000}),
        (tax("U6R", -2_000), {4: -2_000, 5: 2_000}),
        (tax("U6P", 2_000), {4: 2_000, 5: 2_000}),
        ({**net("NONE", 10_000), **net("OS", 10_000)}, {}),
        ({**net("FR12.5", -10_500), **tax("FR12.5", -1_500)}, {1: 1_500, 3: 1_500, 5: 1_500, 6: 12_000}),
    ],
)
def test_each_code_goes_to_its_boxes(sums: dict[SumKey, int], expected: dict[int, int]) -> None:
    assert boxes(sums) == expected


def test_a_return_of_nothing_has_nine_empty_boxes_with_a_name_and_a_field_each() -> None:
    empty = return_of({}, JUNE)
    assert empty.boxes.by_number() == dict.fromkeys(range(1, 10), 0)
    assert list(empty.behind) == list(BOX_NAMES) == list(FIELDS) == list(range(1, 10))
    assert set(empty.behind.values()) == {()}
    assert (empty.control, empty.flat_rounding, empty.claimed_without_document, empty.exempt_sales) == (0, 0, 0, 0)


def test_behind_each_box_are_the_sums_that_made_it() -> None:
    acquired = {**net("NIA20", 10_000), **tax("NIA20/1", -2_000), **tax("NIA20/4", 2_000)}
    behind = return_of({**acquired, **net("S20", -5_000), **tax("S20", -1_000)}, JUNE).behind
    assert behind[1] == (("S20", True),)
    assert behind[2] == (("NIA20/1", True),)
    assert behind[3] == (("S20", True), ("NIA20/1", True))
    assert behind[4] == (("NIA20/4", True),)
    assert behind[5] == (("S20", True), ("NIA20/1", True), ("NIA20/4", True))
    assert behind[6] == (("S20", False),)
    assert behind[7] == behind[9] == (("NIA20", False),)
    assert behind[8] == ()


def test_flat_rate_is_worked_out_on_the_whole_turnover_and_the_pennies_are_told() -> None:
    """12.5 % of 100.04 and of 200.04 each rounded is 12.51 and 25.01; of 300.08 together it is 37.51."""
    found = return_of({("FR12.5", False): -30_008 + 3_752, ("FR12.5", True): -3_752}, JUNE)
    assert (found.boxes.box1, found.boxes.box6) == (3_751, 30_008)
    assert found.flat_rounding == -1
    assert found.behind[1] == found.behind[6] == (("FR12.5", False), ("FR12.5", True))
    assert found.control == -3_752


def test_what_is_claimed_without_a_document_and_what_is_sold_exempt_is_told() -> None:
    found = return_of({**tax("P20", 2_000), **tax("P20/D", 700), **tax("RC20/4", 300), **tax("C79", 50)}, JUNE)
    assert found.claimed_without_document == 2_050
    assert return_of({**net("SE", -900), **net("SE/I", -50), **net("S0", -7)}, JUNE).exempt_sales == 900


def corrected(*errors: tuple[str, int]) -> VatReturnFigures:
    """VAT on control that corrects filed returns, by the end of each; debit positive."""
    return return_of({(f"P20~{end}", True): amount for end, amount in errors}, JUNE)


def test_errors_of_filed_returns_are_one_net_figure_in_box_1_or_4() -> None:
    owed = corrected(("20260331", -50_000), ("20251231", 20_000))
    assert owed.boxes.by_number() == {**dict.fromkeys(range(1, 10), 0), 1: 30_000, 3: 30_000, 5: 30_000}
    assert [(e.route, e.net_owed, e.box) for e in owed.errors] == [(Route.ON_RETURN, 30_000, 1)]
    assert owed.behind[1] == (("P20~20251231", True), ("P20~20260331", True))
    claimed = corrected(("20260331", 50_000))
    assert (claimed.boxes.box1, claimed.boxes.box4) == (0, 50_000)
    assert corrected(("20260331", 500), ("20251231", -500)).errors == ()
    assert return_of({("P20~20260331", False): 9_000}, JUNE).errors == ()


def test_errors_above_the_limit_or_out_of_time_are_in_no_box() -> None:
    large = corrected(("20260331", -1_000_001))
    assert (large.boxes.box1, large.outside_boxes, large.out_of_time) == (0, 1_000_001, 0)
    old = corrected(("20220331", -700), ("20260331", -300))
    assert (old.boxes.box1, old.outside_boxes, old.out_of_time) == (300, 0, 700)
    assert [e.route for e in old.errors] == [Route.ON_RETURN, Route.OUT_OF_TIME]
