"""How far the categoriser can be relied on is counted from lines that people saw."""

from __future__ import annotations

import pytest

from accountsos.reports.reliability import Judged, Reliability, Waiting, reliability

WAITING = [Waiting("history", 9_700, 10), Waiting("history", 8_000, 4), Waiting("none", 3_000, 6)]
JUDGED = [Judged("history", 9_700, 5, 4), Judged("history", 8_000, 2, 2)]


def test_lines_are_added_up_by_stage_and_by_confidence() -> None:
    found = reliability(WAITING, JUDGED, suggested_from=7_000, ready_from=9_500)
    history = Reliability(14, 14, 10, 7, 6, 5, 4, 5 * 9_700 + 2 * 8_000)
    assert found.stages == (("history", history), ("none", Reliability(6, 0, 0, 0, 0, 0, 0, 0)))
    assert [(band, row.lines, row.judged) for band, row in found.bands] == [(3, 6, 0), (8, 4, 2), (9, 10, 5)]
    assert (found.whole.lines, found.whole.judged, found.whole.right) == (20, 7, 6)


def test_the_calibration_error_is_the_mean_gap_between_said_and_right() -> None:
    # At 0.97 it said 4.85 of 5 and had 4; at 0.80 it said 1.6 of 2 and had 2: (0.85 + 0.4) / 7 lines = 0.1786.
    assert reliability(WAITING, JUDGED, suggested_from=7_000, ready_from=9_500).calibration_error == 1_786


def test_without_judged_lines_there_is_no_error_to_tell() -> None:
    assert reliability(WAITING, [], suggested_from=7_000, ready_from=9_500).calibration_error is None


def test_more_lines_cannot_be_right_than_there_are() -> None:
    with pytest.raises(ValueError, match="3 of 2 lines"):
        Judged("history", 9_700, 2, 3)


def test_what_stands_exactly_at_the_bar_is_ready() -> None:
    at_the_bar = reliability([Waiting("history", 9_500, 3)], [Judged("history", 9_500, 2, 1)],
                             suggested_from=9_500, ready_from=9_500).whole  # fmt: skip
    assert at_the_bar == Reliability(3, 3, 3, 2, 1, 2, 1, 2 * 9_500)
