"""How good the categoriser is on companies written by hand: `python -m benchmarks.hand_written [--group a] [--stages]`.

The statements of `benchmarks/by_hand` are read by the readers of their banks, oldest line first, and answered as an
import answers them: cold, and told the right category after each line. `--stages` prints the reliability table: by
stage and band of confidence what was said and what held. `--apart` counts the shipped curves anew without the group
that is measured, so that no group is measured by curves that have seen it.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence

from accountsos.categoriser.calibration import Curves, shipped
from accountsos.workflows.unit_of_work import Books
from benchmarks.by_hand.printing import HandWritten, companies
from benchmarks.by_hand.reading import lines_of, profile_of
from benchmarks.calibrate import counted_curves
from benchmarks.categoriser import Score, company_of, empty_books, measure, report


def measured(books: Books, company: HandWritten, *, feedback: bool, by_name: bool, curves: Curves) -> Score:
    """One company's score."""
    founded = company_of(profile_of(company, by_name=by_name))
    return measure(books, lines_of(company), founded, feedback=feedback, curves=curves)


def reliability(score: Score) -> Iterator[str]:
    """By stage and band: how many lines, what was said of them and what held."""
    held = defaultdict[str, list[str]](list)
    for (stage, band), (lines, right, sure) in sorted(score.bins.items()):
        held[stage].append(f"{band / 20:.2f}: {lines:>4} said {sure / lines:.3f} held {right / lines:.3f}")
    for stage, bands in held.items():
        yield f"  {stage}"
        yield from (f"      {band}" for band in bands)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hand_written", description=__doc__)
    parser.add_argument("--group", help="of these companies only")
    parser.add_argument("--by-name", action="store_true", help="tell the company's name and who runs it")
    parser.add_argument("--stages", action="store_true", help="print the reliability table")
    parser.add_argument("--apart", action="store_true", help="by curves counted without the group that is measured")
    options = parser.parse_args(arguments)
    chosen = [company for company in companies() if options.group in (None, company.group)]
    for group in sorted({company.group for company in chosen}):
        curves = counted_curves(without=group) if options.apart else shipped()
        of_group = [company for company in chosen if company.group == group]
        with empty_books() as books:
            for feedback in (False, True):
                whole = Score()
                for company in of_group:
                    score = measured(books, company, feedback=feedback, by_name=options.by_name, curves=curves)
                    print(f"{company.name:<34} {company.trade:<30} {_short(score)}")
                    whole.take(score)
                print(f"\nset {group}, {'told after each' if feedback else 'cold'}")
                print(report(whole, feedback=feedback))
                if options.stages:
                    print("\n".join(reliability(whole)))
                print()
    return 0


def _short(score: Score) -> str:
    ready = score.ready_right / max(1, score.ready)
    return (
        f"{score.lines:>4} lines, first {score.right / score.lines:.3f}, ready {score.ready / score.lines:.3f} "
        f"right {ready:.4f}, gap {score.calibration_error():.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
