"""A gardener on the cash basis, below the VAT threshold and above it: self assessment, quarterly updates, VAT.

Told once in `sole_trader.py`; worked out by hand in `sole_trader_figures.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from accountsos.store.engine.opening import Place
from tests.stories import sole_trader as told_in
from tests.stories import sole_trader_figures as by_hand
from tests.stories.teller import Teller, began
from tests.support.engines import copied


@pytest.fixture(scope="module")
def told(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teller]:
    """The whole story, played once; the tests only read."""
    place = Place(copied(sqlite_template, tmp_path_factory.mktemp("story") / "data"))
    with began(place, "2024-04-08", *told_in.FOUNDED) as teller:
        told_in.first_year(teller)
        told_in.crossing(teller)
        told_in.registered(teller)
        told_in.first_quarter_of_making_tax_digital(teller)
        yield teller


def part(found: by_hand.Figures, expected: by_hand.Figures) -> by_hand.Figures:
    """The lines that were worked out."""
    return {label: found.get(label, "none") for label in expected}


@pytest.mark.parametrize(
    ("year", "pages"), [("2024-25", by_hand.PAGES_2024), ("2025-26", by_hand.PAGES_2025)], ids=["2024-25", "2025-26"]
)
def test_the_self_employment_pages_have_what_was_paid_and_received(
    told: Teller, year: str, pages: by_hand.Figures
) -> None:
    boxes = {label: amount for label, amount in told.seen[year]["pages"].items() if label.startswith("Box")}
    assert boxes == pages


@pytest.mark.parametrize(
    ("year", "tax"), [("2024-25", by_hand.TAX_2024), ("2025-26", by_hand.TAX_2025)], ids=["2024-25", "2025-26"]
)
def test_income_tax_and_class_4_are_estimated_with_payments_on_account(
    told: Teller, year: str, tax: by_hand.Figures
) -> None:
    assert part(told.seen[year]["tax"], tax) == tax


def test_self_assessment_is_due_with_its_amounts(told: Teller) -> None:
    found = told.deadlines("self_assessment")
    assert {title: found[title][1] for title in by_hand.DUE} == by_hand.DUE


def test_the_threshold_is_watched_and_passed_in_september(told: Teller) -> None:
    (watch,) = told.seen["before the threshold"]["vat"]["warnings"]
    assert (watch["code"], f"{watch['amount']}") == ("registration_watch", by_hand.TWELVE_MONTHS_TO_AUGUST)
    (due,) = told.seen["over the threshold"]["vat"]["warnings"]
    assert (due["code"], f"{due['amount']}") == ("registration_due", by_hand.TWELVE_MONTHS_TO_SEPTEMBER)
    assert "tell HMRC by 2025-10-30; registered from 2025-11-01" in due["message"]


def test_work_done_before_the_registration_and_paid_after_it_is_in_no_box(told: Teller) -> None:
    assert told.seen["VAT"]["first"] == by_hand.BOXES_FIRST
    assert told.seen["VAT"]["second"] == by_hand.BOXES_SECOND
    assert told.invoice("RP-44")["transactions"], "the money of October's work stands beside its invoice"


def test_quarterly_updates_count_the_first_and_the_last_day_of_each_kind_of_quarter(told: Teller) -> None:
    sections = {section["title"]: section["lines"] for section in told.seen["2026-27"]["updates"]["sections"]}
    for title, boxes in by_hand.UPDATES.items():
        found = {line["label"]: f"{line['amount']}" for line in sections[title] if line["label"].startswith("Box")}
        assert found == boxes, title


def test_updates_are_due_a_month_and_two_days_after_their_quarters(told: Teller) -> None:
    assert [title[:10] for title in told.seen["2026-27"]["mtd"]][:4] == [
        "2026-08-07",
        "2026-11-07",
        "2027-02-07",
        "2027-05-07",
    ]


def test_the_balance_sheet_holds_what_the_owner_put_in_and_took_out(told: Teller) -> None:
    assert told.sheet("2026-04-05") == by_hand.SHEET_2026


def test_nothing_is_found_but_the_van_and_the_mower_that_are_in_no_register(told: Teller) -> None:
    found = [("asset_not_registered", "1450.00"), ("asset_not_registered", "9600.00")]
    assert (told.seen["VAT"]["checks"], told.checks(), told.verified()) == (found, found, [])
