"""The strange companies are strange: their merchants and people are on no list, and a seed repeats itself."""

from __future__ import annotations

from random import Random

from benchmarks.categoriser import measure_strange
from benchmarks.strange import names
from benchmarks.strange.banks import BANKS
from benchmarks.strange.companies import TRADES, strange_company

from accountsos.categoriser.knowledge.brand_names import find_name
from accountsos.contacts.payee import payee_key
from accountsos.store.engine.opening import Place
from tests.categoriser.support import CHART
from tests.support.engines import opened


def test_a_made_name_is_on_no_list() -> None:
    rng = Random(7)
    made = {names.stem(rng) for _ in range(300)}
    assert {name for name in made if find_name(payee_key(name)) is not None} == set()


def test_the_same_seed_gives_the_same_company_and_another_seed_another() -> None:
    assert strange_company(5, 0) == strange_company(5, 0)
    assert strange_company(5, 0).lines != strange_company(6, 0).lines


def test_every_trade_and_bank_comes_up_and_every_category_is_in_the_chart() -> None:
    companies = [strange_company(5, number) for number in range(len(BANKS))]
    assert {company.bank for company in companies} == set(BANKS)
    assert {company.trade for company in companies} == set(TRADES)
    assert {category for company in companies for _, category in company.lines} <= CHART


def test_the_score_of_several_companies_counts_all_their_lines(sqlite_place: Place) -> None:
    with opened(sqlite_place) as installation:
        score = measure_strange(installation.books, 5, 2, feedback=False, by_name=True)
    assert score.lines == sum(len(strange_company(5, number).lines) for number in range(2))
    assert score.lines == sum(lines for lines, _, _ in score.stages.values())
