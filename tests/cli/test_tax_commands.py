"""What a person does for tax at the command line: mileage, years, categories, facts, VAT in HMRC's form, rules."""

from __future__ import annotations

import json
from datetime import date

from tests.cli.conftest import Say, Typing
from tests.support.tables import table_lines
from tests.workflows.vat.keeping import VatKeeper

TRIP = ("--date", "2026-05-01", "--person", "Anna Roe", "--vehicle", "car", "--purpose", "Site visit")


def test_mileage_is_entered_reported_and_claimed(
    say: Say, refused: Say, typing_as_its_company: Typing, vat: VatKeeper
) -> None:
    trip = say("mileage", "add", *TRIP, "--miles", "100").strip()
    assert trip in say("mileage", "list", "--person", "anna roe")
    assert "Anna Roe: 55.00, of which claimed 0.00" in say("mileage", "report", "--tax-year", "2026-27")
    rows = table_lines(say("mileage", "report", "--from", "2026-05-01", "--to", "2026-05-31", "--format", "csv"))
    assert rows[1].endswith(",0.55,55.00")
    claim = refused("mileage", "claim", "--person", "Anna Roe", "--through", "2026-05-31")
    assert "--contact" in claim
    assert "accountsos contact add" in claim
    assert json.loads(say("mileage", "report", "--format", "json"))["report"]["total"] == 55
    say("mileage", "remove", trip)
    assert json.loads(say("mileage", "list", "--json"))["trips"] == []
    for miles, status in (("ten", 2), ("NaN", 2), ("1.25", 1)):
        printed = typing_as_its_company("mileage", "add", *TRIP, "--miles", miles)
        assert (printed.status, "--miles" in printed.errors) == (status, True)
    assert vat.keeper.faults() == []


def test_losses_and_pools_are_stated_and_shown(say: Say, typing_as_its_company: Typing) -> None:
    stated = say("company", "state-tax-facts", "--year-starts-on", "2025-04-01", "--losses-claimed", "600.00")
    assert "losses claimed" in stated
    assert "600.00" in say("company", "tax-facts")
    of_year = ("company", "state-tax-facts", "--year-starts-on", "2025-04-01")
    assert "--main-pool-disposals" in typing_as_its_company(*of_year, "--main-pool-disposals", "1,000").errors
    assert json.loads(say("company", "tax-facts", "--json"))["corporation_tax_facts"][0]["losses_claimed"] == 600


def test_a_return_is_printed_in_hmrcs_form(say: Say, vat: VatKeeper) -> None:
    vat.line(date(2026, 8, 3), 120_000, "cat_sales")
    body = json.loads(say("vat", "payload", "--period", "2026-Q3", "--period-key", "26A3"))
    assert (body["periodKey"], body["vatDueSales"], body["totalValueSalesExVAT"]) == ("26A3", 200, 1000)
    assert "finalised" not in body
    say("vat", "file", "--period", "2026-Q3")
    assert json.loads(say("vat", "payload"))["finalised"] is True


def test_years_are_set_closed_and_reopened(say: Say, refused: Say, vat: VatKeeper) -> None:
    listed = json.loads(say("year", "list", "--json"))["years"]
    assert listed[0]["starts_on"] == "2023-04-01"
    say("year", "close", "--through", listed[0]["ends_on"])
    assert "yes" in say("year", "list")
    assert "reopen" in refused("year", "set", "--starts-on", "2023-04-01", "--ends-on", "2024-06-30")
    say("year", "reopen", "--reason", "a bill was found")
    assert "yes" not in say("year", "list")
    assert vat.keeper.faults() == []


def test_a_category_is_added_and_its_vat_reclaimed_in_part(say: Say, vat: VatKeeper) -> None:
    added = say(
        "category", "add", "--name", "Van costs", "--like", "cat_vehicle_running", "--vat-reclaim", "60%"
    ).strip()
    number = vat.line(date(2026, 11, 3), -12_000, added)
    assert ("cat_vat", 1_200, "P20") in vat.postings(number)
    assert "posted anew: 1" in say("category", "change", added, "--vat-reclaim", "no")
    assert ("cat_vat", 1_200, "P20") not in vat.postings(number)
    assert added in say("category", "list")
    say("category", "change", added, "--archived")
    (line,) = [line for line in say("category", "list").splitlines() if added in line]
    assert line.endswith("yes")


def test_the_rules_say_what_is_unverified_and_not_covered(say: Say) -> None:
    text = say("rules", "--unverified", "--topic", "vat", whose=False)
    assert "vat_error_years" in text
    assert "vat_standard_rate" not in text
    assert "Partial exemption" in text
    listed = json.loads(say("rules", "--json", "--on", "2026-11-22", whose=False))["rules"]
    assert len({rule["name"] for rule in listed}) == len(listed), "one value of each on a day"
