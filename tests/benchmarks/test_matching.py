"""The matching bench: its companies have a truth that can be checked, and its figures count what they say."""

from __future__ import annotations

from benchmarks.matching import Figures, _count_links, measure, report
from benchmarks.matching_truth import company

from accountsos.reconciliation.match_groups import Proposal, Share

ONE = company(3)


def test_a_company_is_the_same_each_time() -> None:
    again = company(3)
    assert (again.documents, again.lines, again.truth) == (ONE.documents, ONE.lines, ONE.truth)


def test_the_truth_adds_up_to_the_penny_where_nothing_is_taken_off() -> None:
    for shape in ("one to one", "several documents", "several lines", "recurring", "twins"):
        found = [(key, paid) for key, paid in ONE.truth.items() if paid.shape == shape and paid.lines]
        assert found, shape
        for _, paid in found:
            owed = sum(ONE.documents[key].amount for key in paid.together)
            assert owed == sum(ONE.lines[number].amount for number in paid.lines)


def test_matching_is_as_good_as_demanded_on_one_company() -> None:
    figures = measure([ONE])
    assert figures.links > 200
    assert figures.precision >= 0.995, figures.wrong
    assert figures.found_share >= 0.9
    assert f"precision of these         {figures.precision:.4f}" in report(figures)


def test_a_wrong_link_lowers_the_precision() -> None:
    unpaid = next(key for key, paid in ONE.truth.items() if not paid.lines)
    right = next(key for key, paid in ONE.truth.items() if len(paid.lines) == 1)
    (line,) = ONE.truth[right].lines
    figures = Figures()
    links = [Proposal((Share(key, line, ONE.documents[key].amount),), 100, ("because",)) for key in (unpaid, right)]
    _count_links(figures, ONE, links)
    assert (figures.links, figures.right_links, figures.linked.total()) == (2, 1, 1)
    assert len(figures.wrong) == 1
