"""The warnings need no more of the books than the accounts they name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accountsos.ledger.chart import standard_chart
from accountsos.reports.trial_balance import Movement
from accountsos.reports.warnings import Waiting, books_warnings, watched

CHART = standard_chart()
WATCHED = watched(CHART)
amounts = st.integers(0, 10**9)
movements = st.builds(
    Movement, st.sampled_from(sorted(CHART.categories)), st.none(), st.none(), amounts, amounts, st.integers(1, 9)
)
watched_movements = st.builds(
    Movement, st.sampled_from(WATCHED), st.none(), st.none(), amounts, amounts, st.integers(1, 9)
)
waiting = st.builds(Waiting, amounts, amounts, st.integers(0, 9))


@given(st.lists(movements), st.lists(watched_movements, min_size=1), waiting, st.sampled_from(("ltd", "sole_trader")))
def test_the_watched_accounts_lead_to_the_same_warnings_as_all_accounts(
    others: list[Movement], some: list[Movement], lines: Waiting, entity_type: str
) -> None:
    everything = [*others, *some]
    only = [m for m in everything if m.category_id in WATCHED]
    assert books_warnings(CHART, only, waiting=lines, entity_type=entity_type) == books_warnings(
        CHART, everything, waiting=lines, entity_type=entity_type
    )


def test_every_watched_account_can_raise_a_warning() -> None:
    for category_id in WATCHED:
        paid = [Movement(category_id, None, None, 100, 0, 1)]
        assert books_warnings(CHART, paid, waiting=Waiting(0, 0, 0), entity_type="ltd") != (), category_id
