"""Count how often each stage is right: `python -m benchmarks.calibrate` writes categoriser/calibration.tsv.

The strange companies of the seeds below are used for nothing else; those written by hand are measured without
themselves (`benchmarks/hand_written.py --apart`). Each line is answered in order, with what the
company filed before, as an import would, so stages that know no payee are mostly counted at first sight; and once more
with nothing filed, as a company's first import is, where they see all lines of a payee. Real lines are
harder than made ones, so every wrong answer counts 1.3 times, and little evidence is never worth more than `_AT_MOST`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import accountsos.categoriser
from accountsos.bookkeeping.categorise_line import StoredHistory, categoriser_for
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.categoriser.calibration import NOTHING_FILED, Curves, isotonic, read_curves
from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, RecentLine
from accountsos.store.engine.sql import Writer
from accountsos.store.names import names_of
from benchmarks.by_hand.printing import companies
from benchmarks.by_hand.reading import lines_of, profile_of
from benchmarks.categoriser import best_answer, empty_books, found, teach
from benchmarks.strange.companies import strange_company

SEEDS = (101, 102, 103, 104)
COMPANIES = 13
WRITTEN_COUNTS = 6
"""A line that a person wrote counts as so many made ones: it is nearer to what banks print and owners buy."""
_AT_LEAST = 60
_WRONG_COUNTS = 1.3
_DOUBT = ((0.1, False), (0.1, False), (0.1, True))
"""So that no figure is worth nothing."""
_ONE_LOOK = 0.92
"""What a history says of itself after one line of a payee lies below."""
_AT_MOST = {"history one": 0.97, "history person": 0.94, "history staff": 0.97}
_AT_MOST_EVER = {"history near": 0.95, "history reference": 0.96, "knowledge": 0.97, "knowledge several": 0.94}
_Answers = dict[str, list[tuple[float, bool]]]
_Lines = Sequence[tuple[BankLine, str]]


def main() -> int:
    """The command."""
    file = Path(accountsos.categoriser.__file__).with_name("calibration.tsv")
    head = (
        "# Made by python -m benchmarks.calibrate: the stage, then its own figure and the share that was right at it."
    )
    file.write_text("\n".join([head, *_counted(without=None)]) + "\n", "utf-8")
    return 0


def counted_curves(*, without: str) -> Curves:
    """The curves that would ship had the companies of that group never been counted."""
    return Curves(dict(read_curves("\n".join(_counted(without=without)))))


def _counted(*, without: str | None) -> list[str]:
    answers: _Answers = defaultdict(list)
    for group, of_group in _answers_by_group().items():
        for stage, found_right in of_group.items():
            if group != without:
                answers[stage] += found_right * (WRITTEN_COUNTS if group else 1)
    return [_line(stage, answers[stage]) for stage in sorted(answers)]


@cache
def _answers_by_group() -> dict[str, _Answers]:
    """What each group's lines were answered and whether that was right; the strange companies' group has no name."""
    groups: dict[str, _Answers] = defaultdict(partial(defaultdict, list))
    with empty_books() as books:
        for group, profile, lines in _companies():
            for feedback in (True, False):
                number, answers = found(books, profile), groups[group]
                books.tend(partial(_answer, number=number, lines=lines, answers=answers, feedback=feedback))
    return groups


def _companies() -> Iterator[tuple[str, CompanyProfile, _Lines]]:
    for company in (strange_company(seed, number) for seed in SEEDS for number in range(COMPANIES)):
        yield "", CompanyProfile(trade=company.profile.trade), company.lines
    for written in companies():
        yield written.group, profile_of(written, by_name=True), lines_of(written)


def _line(stage: str, answers: list[tuple[float, bool]]) -> str:
    curve, evidence = isotonic([*answers, *_DOUBT], at_least=_AT_LEAST), stage.removesuffix(f" {NOTHING_FILED}")
    points = []
    for figure, share in curve:
        most = min(_AT_MOST.get(evidence, 1.0) if figure < _ONE_LOOK else 1.0, _AT_MOST_EVER.get(evidence, 1.0))
        points.append(f"{figure:.4f}:{min(most, share / (share + _WRONG_COUNTS * (1 - share))):.4f}")
    return "\t".join([stage, *points])


def _answer(db: Writer, number: int, lines: _Lines, answers: _Answers, *, feedback: bool) -> None:
    names = names_of(db, number)
    history, recent = StoredHistory(db, number, names), RecentLines()
    categoriser = categoriser_for(db, company_or_refuse(db, number), history, Curves({}))
    for line, truth in lines:
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
