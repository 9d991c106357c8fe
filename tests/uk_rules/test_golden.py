"""The worked cases, and that the runner cannot pass what is wrong."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest

from accountsos import uk_rules
from tests import golden

CASES = Path(__file__).parent.parent / "samples" / "golden"


@pytest.mark.parametrize("name", ["uk_tax.yaml", "own_cases.yaml"])
def test_every_worked_case_comes_to_its_published_or_hand_worked_figures(name: str) -> None:
    failed = [each for each in golden.outcomes(CASES / name) if not each.passed]
    assert not failed


NO_FIGURES = (
    "coverage. deadline_settings. obligation. obligations_ parameters. periods.tax_year_name size.limit_warnings "
    "flat_rate.sector_warning vat_payload.vat_payload vat_payload.payload_draft"
).split()
"""Words, parts of what the deadlines are made of, and what reads the data itself."""


def test_the_cases_reach_every_rule_that_works_something_out() -> None:
    rules: dict[CodeType, str] = {}
    for module in pkgutil.iter_modules(uk_rules.__path__):
        found = importlib.import_module(f"{uk_rules.__name__}.{module.name}")
        for name, rule in vars(found).items():
            if isinstance(rule, FunctionType) and rule.__module__ == found.__name__ and not name.startswith("_"):
                rules[inspect.unwrap(rule).__code__] = f"{module.name}.{name}"
    reached: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in rules:
            reached.add(rules[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for name in ("uk_tax.yaml", "own_cases.yaml"):
            golden.outcomes(CASES / name)
    finally:
        sys.setprofile(before)
    missing = sorted(name for name in set(rules.values()) - reached if not name.startswith(tuple(NO_FIGURES)))
    assert missing == []


def test_an_unknown_area_is_a_failure_that_says_so() -> None:
    found = golden.outcome({"id": "x", "area": "window_tax", "input": {}, "expected": {"tax": "1.00"}})
    assert found.differences == ("the area 'window_tax' is unknown",)


def test_a_wrong_figure_fails_and_is_shown_beside_the_right_one() -> None:
    case = {"id": "x", "area": "vat_extract", "input": {"gross": "120.00", "rate": 20}, "expected": {"vat": "20.01"}}
    assert golden.outcome(case).differences == ("vat: expected 20.01, got 20.00",)


def test_a_figure_that_is_not_computed_fails() -> None:
    case = {"id": "x", "area": "vat_extract", "input": {"gross": "120.00", "rate": 20}, "expected": {"duty": "1.00"}}
    assert "got nothing" in golden.outcome(case).differences[0]


def test_a_case_that_expects_nothing_or_breaks_does_not_pass() -> None:
    assert not golden.outcome({"area": "vat_extract", "input": {"gross": 1, "rate": 20}}).passed
    assert "KeyError" in golden.outcome({"area": "vat_extract", "input": {}, "expected": {"vat": 1}}).differences[0]


def test_the_last_line_counts_and_the_exit_code_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.yaml"
    good = "{id: a, area: vat_extract, input: {gross: '120.00', rate: 20}, expected: {vat: '20.00'}}"
    head = f"version: 1\ncases:\n- {good}\n"
    file.write_text(head)
    assert golden.main([str(file)]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    file.write_text(head + "- {id: b, area: nowhere, input: {}, expected: {x: 1}}\n")
    assert golden.main([str(file)]) == 1
    assert capsys.readouterr().out == "b: the area 'nowhere' is unknown\n1 passed, 1 failed\n"
    assert golden.main([]) == 2
