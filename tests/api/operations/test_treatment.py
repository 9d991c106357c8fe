"""What a category is treated as, over the door. The clock stands at 5 March 2026; years end on 31 March."""

from __future__ import annotations

from tests.api.operations.world import World


def test_a_category_takes_over_its_patterns_treatment_and_may_say_otherwise(world: World) -> None:
    body = {"name": "Vans", "like": "cat_fa_vehicles", "vat_reclaim": "yes", "allowance_class": "plant"}
    vans = world.ours.post("/api/categories", body)["category"]
    assert (vans["allowance_class"], vans["vat_reclaim"], vans["statutory_line"]) == ("plant", "yes", "BS.B")
    own = world.ours.post("/api/categories", {"name": "Licences abroad", "like": "cat_sales_overseas"})["category"]
    assert (own["place_of_supply"], own["supply"], own["sa103_box"]) == ("abroad", "any", None)
    changed = world.ours.patch(
        f"/api/categories/{own['id']}", {"place_of_supply": "uk", "sa103_box": "15", "statutory_line": "PL.B"}
    )["category"]
    assert (changed["place_of_supply"], changed["sa103_box"], changed["statutory_line"]) == ("uk", "15", "PL.B")


def test_what_does_not_fit_an_account_is_refused_and_says_what_would(world: World) -> None:
    refused = world.ours.refused(
        "POST", "/api/categories", {"name": "X", "like": "cat_office", "allowance_class": "car"}
    )
    assert refused["param"] == "allowance_class"
    assert "accepted are none" in refused["message"]
    for field, value in (("supply", "goods"), ("ct_allowable", "yes"), ("statutory_line", "BS.B"), ("sa103_box", "23")):
        assert world.ours.refused("PATCH", "/api/categories/cat_sales", {field: value})["param"] == field
    again = world.ours.refused("POST", "/api/categories", {"name": "Suspense two", "like": "cat_uncategorised"})
    assert again["param"] == "like"


def test_a_companys_treatment_is_its_own(world: World) -> None:
    world.ours.patch("/api/categories/cat_software", {"ct_allowable": "partial"})
    theirs = {c["id"]: c for c in world.theirs.get("/api/categories?limit=200")["categories"]}
    assert theirs["cat_software"]["ct_allowable"] == "yes"


def test_a_sole_traders_reports_are_refused_to_a_company(world: World) -> None:
    for report in ("income_tax", "mtd_updates", "self_employment"):
        assert world.ours.refused("GET", f"/api/reports/tax?report={report}")["param"] == "report"
