"""Mileage over the door. The clock stands at 5 March 2026."""

from __future__ import annotations

import pytest

from tests.api.operations.world import World
from tests.support.tables import table_lines

TRIP = {"date": "2026-02-10", "person": "Anna Roe", "vehicle": "car", "miles": 84.5, "purpose": "Leeds and back"}


def test_a_trip_is_entered_listed_reported_claimed_and_freed_again(world: World) -> None:
    """84.5 miles at 45p are 38.025, rounded to 38.03."""
    ours = world.ours
    contact = ours.post("/api/contacts", {"name": "Anna Roe"})["contact"]["id"]
    trip = ours.post("/api/mileage", TRIP)["trip"]
    assert {**trip, "id": "x"} == {**TRIP, "id": "x", "passengers": 0, "journal_id": None}
    assert ours.get("/api/mileage?person=anna%20roe")["trips"] == [trip]
    journal = ours.post("/api/mileage/claims", {"person": "Anna Roe", "through": "2026-02-28"})["journal"]
    assert {p["category"]["id"]: p["amount"] for p in journal["entry"]["postings"]} == {
        "cat_mileage": 38.03,
        "cat_directors_loan": -38.03,
    }
    assert ours.get(f"/api/contacts/{contact}")["contact"]["name"] == "Anna Roe"
    report = ours.get("/api/reports/mileage?tax_year=2025-26")["report"]
    person = report["people"][0]
    assert (report["from"], report["to"], report["total"]) == ("2025-04-06", "2026-04-05", 38.03)
    assert (person["claimed"], person["unclaimed"]) == (38.03, 0)
    assert person["lines"][0]["rated"] == [
        {"what": "car or van, up to the threshold of the tax year", "miles": 84.5, "rate": 0.45}
    ]
    assert person["tax_years"] == [{"tax_year": "2025-26", "miles": 84.5, "threshold": 10000, "left": 9915.5}]
    assert [w["code"] for w in report["warnings"]] == ["fuel_vat_left_out"]
    assert ours.refused("DELETE", f"/api/mileage/{trip['id']}")["code"] == "conflict"
    assert ours.ask("DELETE", f"/api/journals/{journal['id']}").status == 204
    assert ours.ask("DELETE", f"/api/mileage/{trip['id']}").status == 204
    assert ours.get("/api/mileage")["pagination"]["total"] == 0


def test_the_report_as_csv_has_a_row_for_each_rate(world: World) -> None:
    world.ours.post("/api/mileage", {**TRIP, "passengers": 1})
    answer = world.ours.ask("GET", "/api/reports/mileage?tax_year=2025-26&format=csv")
    rows = table_lines(answer.body)
    assert rows[0] == "date,person,vehicle,purpose,miles,rated as,rate,amount"
    assert rows[1].startswith("2026-02-10,Anna Roe,car,Leeds and back,84.5,")
    assert rows[1].endswith(",0.45,42.25")
    assert rows[2].endswith(",0.05,")


@pytest.mark.parametrize(
    ("target", "param"),
    [
        ("tax_year=2025-27", "tax_year"),
        ("tax_year=2025-26&from=2025-04-06", "tax_year"),
        ("from=2026-02-01&to=2026-01-01", "from"),
    ],
)
def test_a_period_that_is_none_is_refused(world: World, target: str, param: str) -> None:
    error = world.ours.refused("GET", f"/api/reports/mileage?{target}")
    assert (error["status"], error["param"]) == (400, param)


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"miles": 1.25}, "miles"),
        ({"miles": 0}, "miles"),
        ({"miles": "5"}, "miles"),
        ({"passengers": 17}, "passengers"),
    ],
)
def test_a_body_that_is_no_trip_is_refused_by_its_field(world: World, changes: dict[str, object], param: str) -> None:
    assert world.ours.refused("POST", "/api/mileage", {**TRIP, **changes})["param"] == param
