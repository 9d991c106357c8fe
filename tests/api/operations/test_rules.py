"""The values fixed by law over the door."""

from __future__ import annotations

from tests.api.operations.world import World


def test_the_unverified_values_can_be_asked_for(world: World) -> None:
    everything = world.ours.get("/api/rules")
    unverified = world.ours.get("/api/rules?unverified=true")
    assert 0 < unverified["pagination"]["total"] < everything["pagination"]["total"]
    assert {rule["verified"] for rule in unverified["rules"]} == {False}
    assert "confirmation_statement_fee_digital" in {rule["name"] for rule in unverified["rules"]}


def test_a_topic_and_a_day_choose_and_the_value_is_exact(world: World) -> None:
    found = world.ours.get("/api/rules?topic=vat&on=2010-06-01")
    (rate,) = [rule for rule in found["rules"] if rule["name"] == "vat_standard_rate"]
    assert (rate["value"], rate["in_force_from"], rate["in_force_to"]) == ("0.175", "2010-01-01", "2011-01-03")
    assert {left_out["topic"] for left_out in found["not_covered"]} == {"vat"}
    assert world.ours.refused("GET", "/api/rules?topic=window_tax")["param"] == "topic"
