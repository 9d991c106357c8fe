"""Confidence is counted: curves that never fall, and the most that may be said without history or a known name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.categoriser.calibration import (
    MOST_WITHOUT_HISTORY_OR_NAME,
    Counted,
    Curves,
    isotonic,
    read_curves,
    shipped,
)
from accountsos.categoriser.suggestion import CompanyProfile
from tests.categoriser.past_choices import PastChoices
from tests.categoriser.support import bank_line, categoriser


def test_neighbours_that_would_fall_become_one_point() -> None:
    # .5 is right once of two, .6 never of two, .9 always: the first four together are right once of four.
    answers = [(0.5, True), (0.5, False), (0.6, False), (0.6, False), (0.9, True), (0.9, True)]
    (low, seldom), (high, always) = isotonic(answers, at_least=1)
    assert (seldom, always) == (0.25, 1.0)
    assert (low, high) == pytest.approx((0.55, 0.9))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60), st.integers(1, 10))
def test_a_curve_never_falls_and_stays_between_none_and_all(answers: list[tuple[float, bool]], at_least: int) -> None:
    curve = isotonic(answers, at_least=at_least)
    assert all(a[1] <= b[1] for a, b in pairwise(curve))
    assert all(0 <= share <= 1 for _, share in curve)


def test_between_two_points_the_share_lies_on_a_straight_line() -> None:
    curves = Curves({"history": ((0.5, 0.4), (0.9, 0.8))})
    assert curves.worth("history", 0.7) == pytest.approx(0.6)
    assert curves.worth("history", 0.25) == pytest.approx(0.2)  # below the first point in proportion
    assert curves.worth("history", 0.95) == 0.8
    assert curves.worth("refund", 0.7) == 0.7  # a stage without a curve is taken at its word


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", min_size=3, max_size=24), st.integers(-900_00, 900_00))
def test_never_above_80_with_neither_history_nor_a_known_name(name: str, amount: int) -> None:
    found = categoriser(CompanyProfile(trade="builder")).suggest(bank_line(f"BP {name}", amount))
    if found.source in ("keyword", "none"):
        assert found.confidence <= MOST_WITHOUT_HISTORY_OR_NAME


def test_a_payee_filed_alike_before_is_ready_and_surer_each_time() -> None:
    past = PastChoices()
    line = bank_line("BP PEMBREYSHAW CO INV 12", -42_00)
    sure = []
    for _ in range(4):
        past.remember(line, "PEMBREYSHAW CO", "cat_repairs", "INV 12")
        sure.append(categoriser(history=past).suggest(line).confidence)
    assert sure == sorted(sure)
    assert sure[0] >= 0.95
    assert sure[-1] < 1


def test_the_shipped_curves_are_those_of_the_stages_there_are() -> None:
    assert shipped().worth("history one", 0.99) > 0.97
    assert shipped().worth("knowledge unclear", 0.5) < 0.95


@pytest.mark.parametrize("text", ["hmrc\t0.5:0.6\t0.7:0.4", "hmrc\t0.5:0.6\t0.5:0.7", "hmrc"])
def test_a_curve_that_falls_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="curve of 'hmrc'"):
        read_curves(text)


def _answers(source: str, confidence: float, right: int, wrong: int = 0) -> list[Counted]:
    return [Counted(source, confidence, right + wrong, right)]


def test_reviewed_lines_move_a_companys_curve_towards_what_they_say() -> None:
    curves = Curves({"history one": ((0.5, 0.5), (1.0, 1.0))})
    said = curves.worth("history one", 0.96)
    surer = curves.owned(curves.refitted(_answers("history", said, 300)))
    humbler = curves.owned(curves.refitted(_answers("history", said, 240, 60)))
    assert said < surer.worth("history one", 0.96) < 1
    assert humbler.worth("history one", 0.96) == pytest.approx((240 + 20 * said) / 320, abs=0.01)
    assert humbler.worth("refund", 0.9) == 0.9  # what nobody reviewed stays as it was


def test_a_handful_of_reviewed_lines_moves_it_little() -> None:
    curves = Curves({"history one": ((0.5, 0.5), (1.0, 1.0))})
    moved = curves.owned(curves.refitted(_answers("history", 0.96, 2, 1)))
    assert moved.worth("history one", 0.96) > 0.92


def test_a_second_count_is_laid_upon_the_first() -> None:
    curves = Curves({"history one": ((0.5, 0.5), (1.0, 1.0))})
    once = curves.owned(curves.refitted(_answers("history", 0.96, 160, 40)))
    said = once.worth("history one", 0.96)
    twice = once.owned(once.refitted(_answers("history", said, 200)))
    assert twice.worth("history one", 0.96) > said


@given(
    st.lists(
        st.tuples(st.sampled_from(("history", "knowledge", "keyword", "none")), st.floats(0.7, 1), st.booleans()),
        min_size=1,
        max_size=80,
    ),
    st.integers(1, 3),
)
def test_own_curves_never_fall_and_never_pass_what_may_be_said(
    answers: list[tuple[str, float, bool]], times: int
) -> None:
    curves = shipped()
    for _ in range(times):
        counted = [Counted(source, figure, 1, int(good)) for source, figure, good in answers]
        curves = curves.owned(curves.refitted(counted))
    for stage in ("history one", "knowledge", "keyword", "none"):
        said = [curves.worth(stage, step / 50) for step in range(51)]
        assert all(a <= b + 1e-9 for a, b in pairwise(said))
        assert max(said) <= (MOST_WITHOUT_HISTORY_OR_NAME if stage in ("keyword", "none") else 0.995)


def test_where_nothing_was_filed_an_answer_is_worth_what_was_counted_there() -> None:
    past, line = PastChoices(), bank_line("CARD PAYMENT TO GREGGS PLC ON 02-03-2026", -4_20)
    before = categoriser(history=past).suggest(line)
    past.remember(bank_line("PEMBREYSHAW", -180_00), "PEMBREYSHAW", "cat_repairs")
    after = categoriser(history=past).suggest(line)
    assert before.category_id == after.category_id
    assert before.confidence != after.confidence


def test_a_categoriser_notices_that_a_person_filed_something_meanwhile() -> None:
    past, line = PastChoices(), bank_line("CARD PAYMENT TO GREGGS PLC ON 02-03-2026", -4_20)
    asked = categoriser(history=past)
    before = asked.suggest(line)
    past.remember(bank_line("PEMBREYSHAW", -180_00), "PEMBREYSHAW", "cat_repairs")
    assert asked.suggest(line) == categoriser(history=past).suggest(line) != before
