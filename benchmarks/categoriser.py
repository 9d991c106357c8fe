"""How good the categoriser is on labelled lines: `python -m benchmarks.categoriser [FILE.csv] [--feedback after_each]`.

Columns date, description, amount, category_id, and payee, reference, kind, mcc where the bank has them; others are
ignored. Rows in file order. Measured is what ships: a company is founded in an empty store and its lines are read as an
import reads them. Without feedback the categoriser learns nothing from the file; with `after_each` it is told the right
category after each answer, as a bookkeeper would, and its curves are counted anew after each 200 lines. Without a file
the strange companies are measured, whose merchants, people and references are on no list the categoriser reads
(`benchmarks/strange`).
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from accountsos import ids
from accountsos.access.actor import Actor
from accountsos.access.rights import ADMIN
from accountsos.bookkeeping.categorise_line import StoredHistory, categoriser_for
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.categoriser.calibration import REFIT_AFTER, Counted, Curves, shipped
from accountsos.categoriser.history import remembered_by
from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.suggestion import READY, SUGGEST, BankLine, CompanyProfile, RecentLine, Suggestion
from accountsos.categoriser.trade import is_sole_trader
from accountsos.dates import date_from_iso
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.money import pence_from_text
from accountsos.store.engine.opening import Place, open_store
from accountsos.store.engine.sql import Writer, day_number
from accountsos.store.names import names_of
from accountsos.store.payees import Example, learn
from accountsos.workflows.companies.found_company import FOUND, NUMBER, FoundCompany
from accountsos.workflows.unit_of_work import Books
from benchmarks.strange.companies import strange_company

COLUMNS = ("date", "description", "amount", "category_id")
BANDS = 10
TODAY = date(2026, 11, 22)
Counts = tuple[int, int, float]
"""Lines, right ones, the sum of what was said of them."""
_Key = TypeVar("_Key", int, str, tuple[str, int])


@dataclass(slots=True)
class Score:
    """Running counts of right answers."""

    lines: int = 0
    right: int = 0
    suggested: int = 0
    suggested_right: int = 0
    ready: int = 0
    ready_right: int = 0
    again: int = 0
    again_right: int = 0
    seconds: float = 0.0
    bins: dict[tuple[str, int], Counts] = field(default_factory=lambda: defaultdict(lambda: (0, 0, 0.0)))
    """By the stage of `calibration.py` and twentieths of confidence."""
    stages: dict[str, Counts] = field(default_factory=lambda: defaultdict(lambda: (0, 0, 0.0)))
    """By source: lines, right ones, the sum of confidences."""
    bands: dict[int, Counts] = field(default_factory=lambda: defaultdict(lambda: (0, 0, 0.0)))

    def add(self, right: bool, confidence: float, *, seen_before: bool, source: str = "none", stage: str = "") -> None:
        """Count one answer."""
        count, good, sure = self.bins[stage, min(19, int(confidence * 20))]
        self.bins[stage, min(19, int(confidence * 20))] = (count + 1, good + right, sure + confidence)
        self.lines += 1
        self.right += right
        if confidence >= SUGGEST:
            self.suggested += 1
            self.suggested_right += right
        if confidence >= READY:
            self.ready += 1
            self.ready_right += right
        if seen_before:
            self.again += 1
            self.again_right += right
        band = min(BANDS - 1, int(confidence * BANDS))
        count, good, sure = self.bands[band]
        self.bands[band] = (count + 1, good + right, sure + confidence)
        count, good, sure = self.stages[source]
        self.stages[source] = (count + 1, good + right, sure + confidence)

    def take(self, other: Score) -> None:
        """Add another score's counts to these."""
        for name in ("lines", "right", "suggested", "suggested_right", "ready", "ready_right", "again", "again_right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds += other.seconds
        _add_up(self.bands, other.bands)
        _add_up(self.stages, other.stages)
        _add_up(self.bins, other.bins)

    def calibration_error(self) -> float:
        """Expected calibration error: over ten bands, how far the mean confidence is from the share that was right."""
        return sum(abs(sure - good) for _, good, sure in self.bands.values()) / max(1, self.lines)


def _add_up(mine: dict[_Key, Counts], theirs: dict[_Key, Counts]) -> None:
    for key, (count, good, sure) in theirs.items():
        lines, right, total = mine[key]
        mine[key] = (lines + count, right + good, total + sure)


def best_answer(suggestion: Suggestion) -> str:
    """The category put first: the one suggested, or the best alternative where none is sure enough."""
    if suggestion.category_id != UNCATEGORISED or not suggestion.alternatives:
        return suggestion.category_id
    return suggestion.alternatives[0][0]


def found(books: Books, profile: CompanyProfile) -> int:
    """Found the company that has the lines; its number."""
    number = books.read(NUMBER, 0, ids.random_base62(16)).number
    books.write(FOUND, number, company_of(profile), Actor("bench", ADMIN))
    return number


def measure(
    books: Books,
    rows: Sequence[tuple[BankLine, str]],
    founded: FoundCompany,
    *,
    feedback: bool,
    curves: Curves | None = None,
) -> Score:
    """Answer each line in order as an import would, and compare. `curves` in the place of those that ship."""
    number = books.read(NUMBER, 0, ids.random_base62(16)).number
    books.write(FOUND, number, founded, Actor("bench", ADMIN))
    return books.tend(lambda db: _answered(db, number, rows, curves or shipped(), feedback=feedback))


def _answered(
    db: Writer, number: int, rows: Sequence[tuple[BankLine, str]], curves: Curves, *, feedback: bool
) -> Score:
    started = time.perf_counter()
    company, names = company_or_refuse(db, number), names_of(db, number)
    history, recent = StoredHistory(db, number, names), RecentLines()
    categoriser = categoriser_for(db, company, history, curves)
    judged: list[Counted] = []
    seen: set[tuple[str, bool]] = set()
    score = Score()
    for line, truth in rows:
        stage, suggestion = categoriser.answer(line, recent=recent)
        key, payee = suggestion.payee_key, (suggestion.payee_key, line.amount >= 0)
        right = best_answer(suggestion) == truth
        score.add(right, suggestion.confidence, seen_before=payee in seen, source=suggestion.source, stage=stage)
        seen.add(payee)
        filed = truth if feedback else suggestion.category_id
        recent.add(RecentLine(line.booked_on, line.amount, key, filed))
        if feedback and truth in names.category_no:
            teach(db, number, line, names.category_no[truth])
            history.taught(key)
            if suggestion.confidence >= SUGGEST:
                judged.append(Counted(suggestion.source, suggestion.confidence, 1, int(right)))
        if len(judged) >= REFIT_AFTER:
            curves, judged = curves.owned(curves.refitted(judged)), []
            categoriser = categoriser_for(db, company, history, curves)
    score.seconds = time.perf_counter() - started
    return score


def teach(db: Writer, number: int, line: BankLine, category: int) -> None:
    """A person filed this line there."""
    key, stem = remembered_by(line.description, line.payee, line.reference)
    if key:
        learn(db, number, Example(key, stem, line.amount, category, day_number(line.booked_on)))


def company_of(profile: CompanyProfile) -> FoundCompany:
    """Who has these lines. A name that stands on none where it has none: its own name makes a line a transfer."""
    name = profile.name or "Measured Lines Ltd"
    return FoundCompany(name, TODAY, profile.entity_type, trade=profile.trade, people=profile.people)


def read_rows(path: Path) -> list[tuple[BankLine, str]]:
    """The labelled lines of a file. Raises ValueError naming the first line that cannot be read."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}; needed are {', '.join(COLUMNS)}")
        return list(_rows(path, reader))


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[tuple[BankLine, str]]:
    for row in reader:
        currency = row.get("currency") or "GBP"
        try:
            line = BankLine(
                booked_on=date_from_iso(row["date"].strip()),
                amount=pence_from_text(row["amount"].strip().replace(",", ""), currency),
                currency=currency,
                description=row["description"],
                payee=row.get("payee") or None,
                reference=row.get("reference") or None,
                kind=row.get("kind") or None,
                mcc=row.get("mcc") or None,
            )
        except ValueError as mistake:
            raise ValueError(f"{path} line {reader.line_num}: {mistake}") from mistake
        yield line, row["category_id"].strip()


def report(score: Score, *, feedback: bool) -> str:
    """The figures, one on a line."""

    def share(part: int, whole: int) -> str:
        return f"{part / whole:.3f}" if whole else "n/a"

    figures = [
        f"lines                     {score.lines}",
        f"top-1 accuracy            {share(score.right, score.lines)}",
        f"suggested (>= {SUGGEST:.2f})       {share(score.suggested, score.lines)}",
        f"precision of suggested    {share(score.suggested_right, score.suggested)}",
        f"coverage at {READY:.2f}          {share(score.ready, score.lines)}",
        f"precision at {READY:.2f}         {share(score.ready_right, score.ready)}",
        f"calibration error         {score.calibration_error():.3f}",
    ]
    if feedback:
        first, first_right = score.lines - score.again, score.right - score.again_right
        figures.append(f"first sights              {share(first_right, first)} of {first}")
        figures.append(f"second and later sights   {share(score.again_right, score.again)} of {score.again}")
    figures.append(f"milliseconds a line       {1000 * score.seconds / max(1, score.lines):.3f}")
    for source, (lines, right, sure) in sorted(score.stages.items()):
        figures.append(f"  by {source:<14} {lines:>6} lines, right {share(right, lines)}, said {sure / lines:.3f}")
    return "\n".join(figures)


def measure_strange(books: Books, seed: int, companies: int, *, feedback: bool, by_name: bool) -> Score:
    """The strange companies of a seed together. `by_name`: the company told its own name and its directors'."""
    whole = Score()
    for number in range(companies):
        company = strange_company(seed, number)
        profile = company.profile if by_name else CompanyProfile(trade=company.profile.trade)
        whole.take(measure(books, company.lines, company_of(profile), feedback=feedback))
    return whole


@contextmanager
def empty_books() -> Iterator[Books]:
    """The product's own store, empty, for as long as something is measured."""
    with TemporaryDirectory(prefix="accountsos-categoriser-") as data:
        books = Books(open_store(Place(Path(data))).engine, lambda: datetime.now(UTC))
        try:
            yield books
        finally:
            books.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.categoriser", description=__doc__)
    parser.add_argument(
        "file", type=Path, nargs="?", help="CSV with the columns date, description, amount, category_id"
    )
    parser.add_argument("--feedback", choices=("none", "after_each"), default="none")
    parser.add_argument("--trade", default=None, help="the kind of business, such as 'cafe' or 'sole trader builder'")
    parser.add_argument("--seed", type=int, default=1, help="of the strange companies, without a file")
    parser.add_argument("--companies", type=int, default=39, help="how many of them")
    parser.add_argument("--by-name", action="store_true", help="tell them the company's name and directors")
    options = parser.parse_args(arguments)
    feedback = options.feedback == "after_each"
    if options.file is None:
        with empty_books() as books:
            score = measure_strange(books, options.seed, options.companies, feedback=feedback, by_name=options.by_name)
        print(report(score, feedback=feedback))
        return 0
    try:
        rows = read_rows(options.file)
    except (OSError, ValueError) as mistake:
        print(mistake, file=sys.stderr)
        return 2
    entity = "sole_trader" if is_sole_trader(options.trade) else "ltd"
    with empty_books() as books:
        founded = company_of(CompanyProfile(entity_type=entity, trade=options.trade))
        score = measure(books, rows, founded, feedback=feedback)
    print(report(score, feedback=feedback))
    return 0


if __name__ == "__main__":
    sys.exit(main())
