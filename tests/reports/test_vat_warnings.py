"""What is said before a VAT return is filed, and how near an unregistered business is to registering."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.ledger.vat_scheme import VatScheme
from accountsos.reports.vat_return import return_of
from accountsos.reports.vat_warnings import (
    ReturnFacts,
    ServicesFromAbroad,
    UnpaidVat,
    return_warnings,
    threshold_warnings,
)
from accountsos.uk_rules.vat_boxes import VatBoxes
from accountsos.uk_rules.vat_registration import RegistrationDuty, ThresholdWatch

QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30))
JOINED = date(2025, 1, 1)
STANDARD = VatScheme(JOINED, "standard", JOINED)
EMPTY = return_of({}, QUARTER.end)
FACTS = ReturnFacts(QUARTER, STANDARD, "due", EMPTY)


def said(facts: ReturnFacts) -> dict[str, str]:
    found = return_warnings(facts)
    assert len({w.code for w in found}) == len(found)
    return {w.code: w.message for w in found}


def amounts(facts: ReturnFacts) -> dict[str, int | None]:
    return {w.code: w.amount for w in return_warnings(facts)}


def test_a_finished_return_with_nothing_strange_is_left_alone() -> None:
    assert said(FACTS) == {}


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 bank line is of the period"), (2, "2 bank lines are of the period")]
)
def test_lines_that_wait_are_counted(count: int, words: str) -> None:
    assert said(replace(FACTS, uncategorised=count))["uncategorised"].startswith(words)


def test_lines_that_nobody_reviewed_are_counted_as_far_as_somebody_counted() -> None:
    assert said(replace(FACTS, unreviewed=199))["unreviewed"].startswith("199 bank lines")
    assert said(replace(FACTS, unreviewed=200))["unreviewed"].startswith("200 or more bank lines")


@pytest.mark.parametrize(
    ("count", "bills", "debts"),
    [
        (1, "1 bill was not paid", "1 debt that was written off"),
        (3, "3 bills were not paid", "3 debts that were written off"),
    ],
)
def test_vat_of_what_was_not_paid_in_six_months_is_named_with_its_documents(count: int, bills: str, debts: str) -> None:
    unpaid = UnpaidVat(count, 4_500, ("doc_1",))
    found = said(replace(FACTS, bills=unpaid, debts=unpaid))
    assert found["unpaid_bills"].startswith(bills)
    assert found["relief_claimable"].startswith(debts)
    ending = "doc_1" if count == 1 else "doc_1 and 2 more"
    assert all(found[code].endswith(f": {ending}") for code in ("unpaid_bills", "relief_claimable"))
    assert amounts(replace(FACTS, bills=unpaid, debts=unpaid)) == {"unpaid_bills": 4_500, "relief_claimable": 4_500}


def test_exempt_sales_make_a_return_incomplete_but_not_under_the_flat_rate() -> None:
    figures = return_of({("SE", False): -90_000}, QUARTER.end)
    flat = VatScheme(JOINED, "flat_rate", JOINED, sector="computer_repair")
    assert amounts(replace(FACTS, figures=figures))["incomplete"] == 90_000
    assert "incomplete" not in said(replace(FACTS, figures=figures, scheme=flat))


def test_a_period_that_has_not_ended_says_so() -> None:
    assert said(replace(FACTS, status="open")) == {
        "period_open": "The period ends on 2026-06-30: the figures are those so far"
    }


@pytest.mark.parametrize(
    ("posted", "code", "words"),
    [
        ({("P20~20260331", True): -5_000}, "errors_included", "net £50.00 owed to HMRC, are in box 1"),
        ({("P20~20260331", True): -1}, "errors_included", "net £0.01 owed to HMRC, are in box 1"),
        ({("P20~20260331", True): 5_000}, "errors_included", "net £50.00 owed by HMRC, are in box 4"),
        ({("P20~20260331", True): -1_000_001}, "errors_notice", "net £10,000.01 owed to HMRC, are not in this return"),
        ({("P20~20220331", True): 5_000}, "errors_out_of_time", "£50.00 owed by HMRC are in no box"),
    ],
)
def test_an_error_of_a_filed_return_says_where_it_went(
    posted: dict[tuple[str, bool], int], code: str, words: str
) -> None:
    assert words in said(replace(FACTS, figures=return_of(posted, QUARTER.end)))[code]


def test_input_vat_without_a_document_and_vat_by_the_day_money_moved_are_told() -> None:
    claimed = replace(FACTS, figures=return_of({("P20", True): 700}, QUARTER.end))
    assert amounts(claimed) == {"without_evidence": 700}
    assert said(replace(FACTS, by_bank_date=True))["vat_by_bank_date"].startswith("No invoices are kept here")
    kept = replace(FACTS, by_bank_date=True, invoices_kept=True)
    assert said(kept)["vat_by_bank_date"].startswith("Bank lines without an invoice")


def test_what_vat_control_holds_beyond_open_returns_is_told() -> None:
    assert amounts(replace(FACTS, control_differs=-1)) == {"control_differs": -1}


def unusual(box6: int, *before: int, status: str = "due") -> bool:
    figures = return_of({("S0", False): -box6}, QUARTER.end)
    earlier = tuple(VatBoxes(box6=each) for each in before)
    return "unusual" in said(replace(FACTS, figures=figures, earlier=earlier, status=status))


def test_a_box_is_unusual_by_500_pounds_and_more_than_half_of_what_is_usual() -> None:
    assert unusual(50_000, 0, 0, 0, 0)
    assert not unusual(49_999, 0, 0, 0, 0)
    assert not unusual(150_000, 100_000, 100_000, 100_000, 100_000)
    assert unusual(150_001, 100_000, 100_000, 100_000, 100_000)
    assert unusual(49_999, 100_000, 100_000, 100_000, 100_000)
    assert not unusual(200_000, 0, 0, 0), "four periods are compared, not three"
    assert not unusual(200_000, 0, 0, 0, 0, status="open")


@pytest.mark.parametrize("posted", [("S20", True, -60_000, 1), ("P20", True, 60_000, 4), ("P0", False, 60_000, 7)])
def test_the_boxes_that_are_compared_are_1_4_6_and_7(posted: tuple[str, bool, int, int]) -> None:
    code, control, amount, box = posted
    facts = replace(FACTS, figures=return_of({(code, control): amount}, QUARTER.end), earlier=(VatBoxes(),) * 4)
    assert said(facts)["unusual"].startswith(f"Box {box} is £600.00, against £0.00 on average")


@pytest.mark.parametrize(("turnover", "close"), [(8_000_000, False), (8_000_001, True)])
def test_less_than_ten_thousand_pounds_below_the_threshold_is_little(turnover: int, *, close: bool) -> None:
    (watch,) = threshold_warnings(ThresholdWatch(turnover, 9_000_000, None), ServicesFromAbroad())
    assert (watch.code, watch.amount) == ("registration_watch", turnover)
    assert ("little is left" in watch.message) is close


def test_the_duty_to_register_says_by_when_and_from_when() -> None:
    day = date(2026, 5, 31)
    duty = RegistrationDuty("last_12_months", 9_100_000, 9_000_000, day, date(2026, 6, 30), date(2026, 7, 1))
    (found,) = threshold_warnings(ThresholdWatch(9_100_000, 9_000_000, duty), ServicesFromAbroad())
    assert (found.code, found.amount) == ("registration_due", 9_100_000)
    assert "tell HMRC by 2026-06-30; registered from 2026-07-01" in found.message


def test_services_from_abroad_are_named_and_so_is_a_count_that_stopped() -> None:
    watch = ThresholdWatch(1, 9_000_000, None)
    codes = [w.code for w in threshold_warnings(watch, ServicesFromAbroad(250_000, all_counted=False))]
    assert codes == ["registration_watch", "services_from_abroad", "services_not_all_counted"]
