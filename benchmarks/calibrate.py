"""Count how often each stage is right: `python -m benchmarks.calibrate` writes categoriser/calibration.tsv.

The strange companies of the seeds below are used for nothing else. Each line is answered in order, with what the
company filed before, as an import would, so stages that know no payee are mostly counted at first sight; and once more
with nothing filed, as a company's first import is, where they see all lines of a payee. Real lines are
harder than made ones, so every wrong answer counts 1.3 times, and little evidence is never worth more than `_AT_MOST`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

import accountsos.categoriser
from accountsos.bookkeeping.categorise_line import StoredHistory, categoriser_for
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.categoriser.calibration import NOTHING_FILED, Curves, isotonic
from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.suggestion import CompanyProfile, RecentLine
from accountsos.store.engine.sql import Writer
from accountsos.store.names import names_of
from benchmarks.categoriser import best_answer, empty_books, found, teach
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
_AT_MOST_EVER = {"history near": 0.95, "history reference": 0.96, "knowledge": 0.97, "knowledge several": 0.94}
_Answers = dict[str, list[tuple[float, bool]]]


def main() -> int:
    """The command."""
    answers: _Answers = defaultdict(list)
    with empty_books() as books:
        for company in (strange_company(seed, number) for seed in SEEDS for number in range(COMPANIES)):
            profile = CompanyProfile(trade=company.profile.trade)
            for feedback in (True, False):
                number = found(books, profile)
                books.tend(partial(_answer, number=number, company=company, answers=answers, feedback=feedback))
    file = Path(accountsos.categoriser.__file__).with_name("calibration.tsv")
    head = (
        "# Made by python -m benchmarks.calibrate: the stage, then its own figure and the share that was right at it."
    )
    file.write_text("\n".join([head, *(_line(stage, answers[stage]) for stage in sorted(answers))]) + "\n", "utf-8")
    return 0


def _line(stage: str, answers: list[tuple[float, bool]]) -> str:
    curve, evidence = isotonic([*answers, *_DOUBT], at_least=_AT_LEAST), stage.removesuffix(f" {NOTHING_FILED}")
    points = []
    for figure, share in curve:
        most = min(_AT_MOST.get(evidence, 1.0) if figure < _ONE_LOOK else 1.0, _AT_MOST_EVER.get(evidence, 1.0))
        points.append(f"{figure:.4f}:{min(most, share / (share + _WRONG_COUNTS * (1 - share))):.4f}")
    return "\t".join([stage, *points])


def _answer(db: Writer, number: int, company: StrangeCompany, answers: _Answers, *, feedback: bool) -> None:
    names = names_of(db, number)
    history, recent = StoredHistory(db, number, names), RecentLines()
    categoriser = categoriser_for(db, company_or_refuse(db, number), history, Curves({}))
    for line, truth in company.lines:
        stage, suggestion = categoriser.answer(line, recent=recent)
        counted = stage if feedback else f"{stage} {NOTHING_FILED}"
        answers[counted].append((suggestion.confidence, best_answer(suggestion) == truth))
        filed = truth if feedback else suggestion.category_id
        recent.add(RecentLine(line.booked_on, line.amount, suggestion.payee_key, filed))
        if feedback and truth in names.category_no:
            teach(db, number, line, names.category_no[truth])
            history.taught(suggestion.payee_key)


if __name__ == "__main__":
    sys.exit(main())
