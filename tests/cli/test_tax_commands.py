"""What a person does for tax at the command line: mileage, years, categories, facts, VAT in HMRC's form, rules."""

from __future__ import annotations

import json
from datetime import date

import pytest

from accountsos.errors import BadRequest, Conflict
from tests.cli.conftest import Say
from tests.workflows.vat.keeping import VatKeeper

TRIP = ("--date", "2026-05-01", "--person", "Anna Roe", "--vehicle", "car", "--purpose", "Site visit")


def test_mileage_is_entered_reported_and_claimed(say: Say, vat: VatKeeper) -> None:
    trip = say("mileage", "add", *TRIP, "--miles", "100").strip()
    assert trip in say("mileage", "list", "--person", "anna roe")
    assert "Anna Roe: 55.00, of which claimed 0.00" in say("mileage", "report", "--tax-year", "2026-27")
    rows = say("mileage", "report", "--from", "2026-05-01", "--to", "2026-05-31", "--format", "csv").splitlines()
    assert rows[1].endswith(",0.55,55.00")
    with pytest.raises(BadRequest, match="contact_id"):
        say("mileage", "claim", "--person", "Anna Roe", "--through", "2026-05-31")
    assert json.loads(say("mileage", "report", "--format", "json"))["report"]["total"] == 55
    say("mileage", "remove", trip)
    assert json.loads(say("mileage", "list", "--json"))["trips"] == []
    for miles in ("ten", "NaN", "1.25"):
        with pytest.raises(BadRequest, match="miles"):
            say("mileage", "add", *TRIP, "--miles", miles)
    assert vat.keeper.faults() == []


def test_losses_and_pools_are_stated_and_shown(say: Say) -> None:
    stated = say("company", "tax-facts", "--year-starts-on", "2025-04-01", "--losses-claimed", "600.00")
    assert "losses_claimed" in stated
    assert "600.00" in say("company", "tax-facts")
    with pytest.raises(BadRequest, match="--main-pool-disposals"):
        say("company", "tax-facts", "--year-starts-on", "2025-04-01", "--main-pool-disposals", "1,000")
    assert json.loads(say("company", "tax-facts", "--json"))["corporation_tax_facts"][0]["losses_claimed"] == 600


def test_a_return_is_printed_in_hmrcs_form(say: Say, vat: VatKeeper) -> None:
    vat.line(date(2026, 8, 3), 120_000, "cat_sales")
    body = json.loads(say("vat", "payload", "--period", "2026-Q3", "--period-key", "26A3"))
    assert (body["periodKey"], body["vatDueSales"], body["totalValueSalesExVAT"]) == ("26A3", 200, 1000)
    assert "finalised" not in body
    say("vat", "file", "--period", "2026-Q3")
    assert json.loads(say("vat", "payload"))["finalised"] is True


def test_years_are_set_closed_and_reopened(say: Say, vat: VatKeeper) -> None:
    listed = json.loads(say("year", "list", "--json"))["years"]
    assert listed[0]["starts_on"] == "2023-04-01"
    say("year", "close", "--through", listed[0]["ends_on"])
    assert "closed" in say("year", "list")
    with pytest.raises(Conflict, match="reopen"):
        say("year", "set", "--starts-on", "2023-04-01", "--ends-on", "2024-06-30")
    say("year", "reopen", "--reason", "a bill was found")
    assert "closed" not in say("year", "list")
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
    assert added not in say("category", "list")


def test_the_rules_say_what_is_unverified_and_not_covered(say: Say) -> None:
    text = say("rules", "--unverified", "--topic", "vat", whose=False)
    assert "vat_error_years" in text
    assert "vat_standard_rate" not in text
    assert "- Partial exemption" in text
    listed = json.loads(say("rules", "--json", "--on", "2026-11-22", whose=False))["rules"]
    assert len({rule["name"] for rule in listed}) == len(listed), "one value of each on a day"
