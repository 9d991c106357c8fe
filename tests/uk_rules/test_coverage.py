"""What could not be verified is said where people look: by value, by day, by topic."""

from __future__ import annotations

from datetime import date

from accountsos.uk_rules.coverage import dated_values, not_covered, topics
from accountsos.uk_rules.parameters import all_parameters, in_force_or_none

TODAY = date(2026, 11, 22)


def test_every_value_is_listed_and_the_unverified_are_exactly_those_that_warn() -> None:
    rows = [row for each in all_parameters().values() for row in each.rows]
    assert [v.row for v in dated_values()] == rows
    assert [v.row for v in dated_values(unverified=True)] == [row for row in rows if row.warning is not None]
    assert {v.parameter.topic for v in dated_values()} == set(topics())


def test_on_a_day_the_values_in_force_are_listed_and_no_others() -> None:
    for day in (TODAY, date(2022, 3, 31), date(2022, 4, 1)):
        listed = {v.row.name: v.row for v in dated_values(in_force_on=day)}
        expected = {name: in_force_or_none(day, name) for name in all_parameters()}
        assert listed == {name: row for name, row in expected.items() if row is not None}


def test_a_value_ends_on_the_day_before_the_next_or_on_its_own_last_day() -> None:
    rates = {v.row.in_force_from: v.until for v in dated_values() if v.row.name == "vat_standard_rate"}
    assert rates == {
        date(2008, 12, 1): date(2009, 12, 31),
        date(2010, 1, 1): date(2011, 1, 3),
        date(2011, 1, 4): None,
    }
    hospitality = [v.until for v in dated_values() if v.row.name == "vat_hospitality_rate"]
    assert hospitality == [date(2021, 9, 30), date(2022, 3, 31)]


def test_what_is_not_covered_is_said_by_topic() -> None:
    assert set(not_covered()) <= set(topics())
    assert any("Partial exemption" in text for text in not_covered()["vat"])
    assert any("SA103F" in text for text in not_covered()["income_tax"])
