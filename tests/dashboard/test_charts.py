"""Charts: round axes with zero on them, shapes within the picture, months in their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dashboard.charts import Point, bars, line, share

PENCE = st.integers(-(10**13), 10**13)


def months(*figures: int) -> list[Point]:
    return [Point("Oct", "Oct 2026: something", "/x", (figure,)) for figure in figures]


@pytest.mark.parametrize(
    ("figures", "ticks"),
    [
        ((2_805_741, 926_095), ("30k", "20k", "10k", "0")),
        ((38_000,), ("400", "300", "200", "100", "0")),
        ((-150_000, 250_000), ("3k", "2k", "1k", "0", "\u22121k", "\u22122k")),
        ((0, 0), ("1", "0")),
    ],
)
def test_the_axis_goes_in_round_steps_from_below_to_above(figures: tuple[int, ...], ticks: tuple[str, ...]) -> None:
    assert bars("x", ("Y",), months(*figures), ("bar-in",)).ticks == ticks


def test_a_bar_stands_on_zero_and_a_loss_hangs_from_it() -> None:
    chart = bars("x", ("Profit",), months(200_000, -100_000), ("bar-in",))
    up, down = (month.bars[0] for month in chart.months)
    assert (chart.ticks[0], chart.ticks[-1], chart.zero) == ("2k", "\u22121k", "66.6")
    assert (up.y, up.height) == ("0", "66.6")
    assert (down.y, down.height) == ("66.6", "33.4")


def test_two_series_stand_side_by_side_in_their_month() -> None:
    points = [Point("Oct", "t", "/x", (100_00, 50_00)), Point("Nov", "t", "/x", (0, 0))]
    chart = bars("x", ("In", "Out"), points, ("bar-in", "bar-out"))
    first, second = chart.months[0].bars
    assert (first.x, first.width, second.x) == ("1.6", "3.2", "5.2")
    assert (first.height, second.height) == ("100", "50")
    assert chart.months[1].x == 10
    assert chart.width == 20


def test_a_line_runs_through_the_middle_of_each_month_from_edge_to_edge() -> None:
    chart = line("x", ("At its end",), months(100_000, 50_000))
    assert chart.trace == "M0 0L5 0L15 50L20 50"
    assert chart.area == "M0 0L5 0L15 50L20 50L20 100L0 100Z"


@given(st.lists(PENCE, min_size=1, max_size=24))
def test_whatever_the_figures_every_shape_lies_in_the_picture_and_the_marks_are_few(figures: list[int]) -> None:
    chart = bars("x", ("Y",), months(*figures), ("bar-in",))
    assert 2 <= len(chart.ticks) <= 6
    assert "0" in chart.ticks
    for month in chart.months:
        (bar,) = month.bars
        tenths = [round(10 * float(text)) for text in (bar.y, bar.height)]
        assert tenths[0] >= 0
        assert tenths[1] >= 0
        assert sum(tenths) <= 1_000


def test_a_share_is_a_width_between_nothing_and_all() -> None:
    assert (share(1, 3), share(3, 3), share(-5, 3), share(1, 0)) == ("33.3", "100", "0", "0")


def test_the_same_figures_make_the_very_same_chart_and_others_another() -> None:
    first, again, other = (bars("x", ("Y",), months(figure), ("bar-in",)) for figure in (100, 100, 200))
    assert again is first
    assert other != first
    assert line("x", ("Y",), months(100)) is line("x", ("Y",), months(100))
