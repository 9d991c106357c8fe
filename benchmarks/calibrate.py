"""Count how often each stage is right: `python -m benchmarks.calibrate` writes categoriser/calibration.tsv.

The strange companies of the seeds below are used for nothing else. Each line is answered once, in order, with what the
company filed before, as an import would, so stages that know no payee are mostly counted at first sight. Real lines are
harder than made ones, so every wrong answer counts 1.3 times, and little evidence is never worth more than `_AT_MOST`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from tests.categoriser.past_choices import PastChoices

import accountsos.categoriser
from accountsos.categoriser.calibration import Curves, isotonic
from accountsos.categoriser.categorise import Categoriser
from accountsos.categoriser.parse_line import parse_line
from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.suggestion import CompanyProfile, RecentLine
from accountsos.ledger.chart import standard_chart
from benchmarks.categoriser import best_answer
from benchmarks.strange.companies import StrangeCompany, strange_company

SEEDS = (101, 102, 103, 104)
COMPANIES = 13
_AT_LEAST = 60
_WRONG_COUNTS = 1.3
_DOUBT = ((0.1, False), (0.1, False), (0.1, True))
"""So that no figure is worth nothing."""
_ONE_LOOK = 0.92
"""What a history says of itself after one line of a payee lies below."""
_AT_MOST = {"history one": 0.97, "history person": 0.94}
_AT_MOST_EVER = {"history near": 0.95, "knowledge": 0.97}
_Answers = dict[str, list[tuple[float, bool]]]


def main() -> int:
    """The command."""
    answers: _Answers = defaultdict(list)
    for seed in SEEDS:
        for number in range(COMPANIES):
            _answer(strange_company(seed, number), answers)
    file = Path(accountsos.categoriser.__file__).with_name("calibration.tsv")
    head = (
        "# Made by python -m benchmarks.calibrate: the stage, then its own figure and the share that was right at it."
    )
    file.write_text("\n".join([head, *(_line(stage, answers[stage]) for stage in sorted(answers))]) + "\n", "utf-8")
    return 0


def _line(stage: str, answers: list[tuple[float, bool]]) -> str:
    curve = isotonic([*answers, *_DOUBT], at_least=_AT_LEAST)
    points = []
    for figure, share in curve:
        most = min(_AT_MOST.get(stage, 1.0) if figure < _ONE_LOOK else 1.0, _AT_MOST_EVER.get(stage, 1.0))
        points.append(f"{figure:.4f}:{min(most, share / (share + _WRONG_COUNTS * (1 - share))):.4f}")
    return "\t".join([stage, *points])


def _answer(company: StrangeCompany, answers: _Answers) -> None:
    history = PastChoices()
    chart = standard_chart().categories
    profile = CompanyProfile(trade=company.profile.trade)
    categoriser = Categoriser(profile, (), history, chart, curves=Curves({}))
    recent = RecentLines()
    for line, truth in company.lines:
        parsed = parse_line(line)
        stage, suggestion = categoriser.answer(line, recent=recent)
        answers[stage].append((suggestion.confidence, best_answer(suggestion) == truth))
        recent.add(RecentLine(line.booked_on, line.amount, parsed.payee_key, truth))
        history.remember(line, parsed.payee_key, truth, parsed.reference)


if __name__ == "__main__":
    sys.exit(main())
