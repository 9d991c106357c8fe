"""Mileage by page: trips entered and taken out, claimed and the claim taken back."""

from __future__ import annotations

import re
from datetime import date

from accountsos.uk_rules.periods import tax_year_of
from accountsos.workflows.mileage.claim_mileage import REPORT, MileageQuestion
from tests.dashboard.test_report_pages import words
from tests.dashboard.world import Answer, World

TRIP = {"day": "9 Oct", "person": "Acme Ltd", "vehicle": "car", "miles": "84.5", "purpose": "Site visit in Leeds"}


def act(world: World, do: str, role: str = "bookkeeper", **fields: str) -> Answer:
    return world.visitor(role).post(f"/{world.ours.id}/mileage", {"do": do, **fields})


def seen(world: World, query: str = "", role: str = "bookkeeper") -> str:
    answer = world.visitor(role).get(f"/{world.ours.id}/mileage{query}")
    assert answer.status == 200
    return words(answer.text)


def cost(world: World) -> int:
    return world.ours.keeper.balances(date(2026, 11, 22)).get("cat_mileage", 0)


def test_a_trip_is_entered_at_the_rate_of_its_day_and_taken_out(world: World) -> None:
    assert "No trip is entered in the tax year 2026-27" in seen(world)
    assert act(world, "add", **TRIP).header("location") == f"/{world.ours.id}/mileage?done=entered"
    report = world.ours.keeper.ask(REPORT, MileageQuestion(tax_year_of(date(2026, 11, 22))))
    shown = seen(world)
    assert f"£{report.total / 100:.2f} may be claimed" in shown
    assert "Site visit in Leeds" in shown
    assert "84.5 of 10,000 miles at the higher rate" in shown
    assert cost(world) == 0
    trip = re.findall(r'name="trip" value="(trip_\w+)"', world.visitor("owner").get(f"/{world.ours.id}/mileage").text)
    assert act(world, "remove", trip=trip[0]).header("location").endswith("done=removed")
    assert "No trip is entered" in seen(world)


def test_a_claim_is_posted_once_and_taken_back(world: World) -> None:
    act(world, "add", **TRIP)
    act(world, "add", **{**TRIP, "day": "10 Oct", "miles": "10", "person": "ACME  ltd"})
    amount = world.ours.keeper.ask(REPORT, MileageQuestion(tax_year_of(date(2026, 11, 22)))).total
    done = act(world, "claim", person="Acme Ltd", through="31 Oct 2026")
    assert done.header("location").endswith("done=claimed")
    assert cost(world) == amount
    shown = seen(world)
    assert "All of it is claimed." in shown
    again = act(world, "claim", person="Acme Ltd", through="31 Oct 2026")
    assert (again.status, "Nothing is left to be claimed" in words(again.text)) == (409, True)
    page = world.visitor("owner").get(f"/{world.ours.id}/mileage").text
    journal = re.findall(r'name="journal" value="(je_\w+)"', page)
    assert len(journal) == 1
    assert act(world, "take-back", journal=journal[0]).header("location").endswith("done=back")
    assert cost(world) == 0
    assert world.ours.keeper.faults() == []


def test_whose_loan_account_it_is_follows_the_drivers_name_or_is_said(world: World) -> None:
    act(world, "add", **{**TRIP, "person": "Verity"})
    unknown = act(world, "claim", person="Verity", through="31 Oct 2026")
    assert (unknown.status, "No contact has that driver" in words(unknown.text)) == (422, True)
    nobody = act(world, "claim", person="Verity", through="31 Oct 2026", whose="Nobody")
    assert "There is no contact of that name" in words(nobody.text)
    assert act(world, "claim", person="Verity", through="31 Oct 2026", whose="Acme Ltd").status == 303


def test_what_is_no_trip_is_told_at_its_field(world: World) -> None:
    far = act(world, "add", **{**TRIP, "miles": "4000"})
    assert "How many miles?: 3,000 at most" in words(far.text)
    late = act(world, "add", **{**TRIP, "day": "1 Jan 2027"})
    assert "that day has not come yet" in words(late.text)
    bicycle = act(world, "add", **{**TRIP, "vehicle": "bicycle", "passengers": "1"})
    assert "Only colleagues in a company" in words(bicycle.text)
    assert 'value="Site visit in Leeds"' in bicycle.text


def test_another_tax_year_is_asked_for_and_an_odd_one_told(world: World) -> None:
    act(world, "add", **{**TRIP, "day": "9 Mar 2026"})
    assert "No trip is entered" in seen(world)
    assert "1 trip in the tax year 2025-26" in seen(world, "?tax_year=2025-26")
    assert "left out: tax_year" in seen(world, "?tax_year=lately")
    assert "Enter the trip" not in seen(world, role="reader")
