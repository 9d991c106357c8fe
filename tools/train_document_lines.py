"""Train the small scorers that choose a document's total, date, supplier and number; ships as extract/scorers.json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.document_sets import training_examples
from benchmarks.document_training import HIDDEN, SURE, Judged, by_hand, calibration, cases_for, folded, trained

TARGET = Path(__file__).resolve().parents[1] / "src/accountsos/documents/extract/scorers.json"


def report(field: str, judged: Sequence[Judged], *, show: bool) -> None:
    """A line a set: right of all with a truth, also where the truth is not among the candidates."""
    for set_name in sorted({j.case.set_name for j in judged}):
        ours = [j for j in judged if j.case.set_name == set_name]
        right = sum(j.right for j in ours)
        sure = [j for j in ours if j.probability >= SURE]
        say(
            f"{field:9} {set_name:14} {right}/{len(ours)} = {right / len(ours):.3f};"
            f" p >= {SURE}: {sum(j.right for j in sure) / max(1, len(sure)):.4f} of {len(sure) / len(ours):.2f}"
        )
        if show:
            for j in ours:
                if not j.right:
                    wanted = {k for k, r in zip(j.case.keys, j.case.right, strict=True) if r}
                    say(f"    {j.case.name}: chose {j.value} ({j.probability:.2f}), right {wanted}")


def say(text: str) -> None:
    """A line for the person who trains."""
    sys.stdout.write(text + "\n")


def main() -> None:
    """Train, judge by shops not seen, and write the numbers."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--fields", default="total,date,supplier,number")
    reader.add_argument("--dry-run", action="store_true", help="judge, but leave the shipped numbers alone")
    reader.add_argument("--show", action="store_true", help="list the mistakes")
    choice = reader.parse_args()
    found = list(training_examples())
    held: dict[str, Any] = {"scorers": {}}
    if TARGET.exists():
        held = json.loads(TARGET.read_text(encoding="utf-8"))
    for field in choice.fields.split(","):
        cases = cases_for(field, found)
        judged = [*folded(cases, HIDDEN[field]), *by_hand(cases, HIDDEN[field])]
        report(field, judged, show=choice.show)
        scorer = trained(cases, HIDDEN[field])
        scorer["scores"], scorer["shares"] = calibration(judged, by_eye=False)
        scorer["eye_scores"], scorer["eye_shares"] = calibration(judged, by_eye=True)
        held["scorers"][field] = scorer
    if not choice.dry_run:
        TARGET.write_text(json.dumps(held, separators=(",", ":")) + "\n", encoding="utf-8")
        say(f"{TARGET.name}: {TARGET.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
