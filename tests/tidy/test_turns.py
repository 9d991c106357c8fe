"""Workers begin to collect apart, and all of them collect the same."""

from __future__ import annotations

from tests.support.turns import begun_at, by_path

PLACES = [f"tests/{each}" for each in "abcdefgh"]


def test_each_worker_begins_elsewhere_and_leaves_nothing_out() -> None:
    turned = [begun_at(PLACES, f"gw{n}", 3) for n in range(3)]
    assert [each[0] for each in turned] == ["tests/a", "tests/c", "tests/f"]
    assert all(sorted(each) == PLACES for each in turned)


def test_whatever_was_collected_first_the_order_is_the_same() -> None:
    collected = [f"{place}/test_it.py::{name}" for place in begun_at(PLACES, "gw1", 2) for name in ("two", "one")]
    ordered = sorted(collected, key=by_path)
    assert ordered == [f"{place}/test_it.py::{name}" for place in PLACES for name in ("two", "one")]
