"""The shipped chart is the agreed one, and its ids are fixed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from accountsos.ledger import category_ids
from accountsos.ledger.chart import CONTROL_OF_KIND, TREATMENT_WORDS, VAT_DEFAULTS, Category, Chart, standard_chart

SHARED = Path(os.environ.get("ACCOUNTSOS_SHARED", Path(__file__).parents[3] / "shared"))


def agreed_categories() -> list[dict[str, Any]]:
    path = SHARED / "golden" / "categories.yaml"
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing")
        pytest.skip(f"{path} is not beside this checkout")
    loaded: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["categories"]
    return loaded


def test_the_shipped_chart_says_what_was_agreed() -> None:
    agreed = {c["id"]: c for c in agreed_categories()}
    shipped = standard_chart().categories
    assert set(shipped) == set(agreed)
    for category_id, row in agreed.items():
        for name, value in row.items():
            if name in ("id", "xero_like"):
                continue
            # YAML reads a bare yes or no as a truth value; the chart has the words.
            word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            assert getattr(shipped[category_id], name) == word, (category_id, name)


def test_the_chart_is_in_the_order_of_its_nominal_codes() -> None:
    nominals = [c.nominal for c in standard_chart().categories.values()]
    assert nominals == sorted(nominals)
    assert len(set(nominals)) == len(nominals)


def test_every_id_that_the_code_names_is_in_the_chart() -> None:
    named = [v for k, v in vars(category_ids).items() if k.isupper() and isinstance(v, str)]
    assert {*named, *CONTROL_OF_KIND.values()} <= set(standard_chart().categories)
    assert "cat_uncategorised" in named


def test_every_account_has_a_place_in_the_statements_that_fits_its_type() -> None:
    for category in standard_chart().categories.values():
        expected = "PL." if category.in_profit_and_loss else "BS."
        assert category.frs105_line.startswith(expected) or category.category_id in (
            "cat_drawings",
            "cat_capital_introduced",
        )


def test_what_is_said_of_an_account_is_one_of_the_words_that_a_person_may_say() -> None:
    categories = standard_chart().categories.values()
    assert {c.vat_default for c in categories} <= set(VAT_DEFAULTS)
    for field, words in TREATMENT_WORDS.items():
        assert {getattr(c, field) for c in categories} <= set(words), field


def test_control_accounts_are_those_that_only_bank_lines_touch() -> None:
    assert standard_chart().control_accounts == {"cat_bank", "cat_credit_cards", "cat_cash", "cat_processor"}


def test_things_of_lasting_use_are_no_land_and_nothing_that_cannot_be_touched() -> None:
    goods = {c.category_id for c in standard_chart().categories.values() if c.of_capital_goods}
    assert goods == {"cat_fa_plant", "cat_fa_computers", "cat_fa_vehicles"}
    rent = standard_chart()["cat_rent"]
    assert not replace(rent, allowance_class="plant").of_capital_goods


def test_a_category_of_an_unknown_type_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="unknown account type 'profit'"):
        Category("cat_x", "X", "profit", "1")


def test_a_company_can_have_its_own_categories() -> None:
    own = Chart.of([Category("cat_b", "B", "income", "4100"), Category("cat_a", "A", "expense", "4050")])
    assert list(own.categories) == ["cat_a", "cat_b"]
    assert own.get("cat_none") is None
    assert own["cat_b"].in_profit_and_loss


def test_a_bank_account_of_each_kind_stands_in_its_category() -> None:
    assert dict(CONTROL_OF_KIND) == {
        "current": "cat_bank",
        "savings": "cat_bank",
        "card": "cat_credit_cards",
        "cash": "cat_cash",
        "processor": "cat_processor",
        "loan": "cat_loans",
        "director": "cat_directors_loan",
    }
    assert set(CONTROL_OF_KIND.values()) <= set(standard_chart().categories)
