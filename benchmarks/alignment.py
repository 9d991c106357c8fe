"""How exactly files are told from what is known: `python -m benchmarks.alignment [--seeds 8] [--write]`.

Half a year of one account in every form that the generator prints, in files that follow and overlap each other, with
what banks do between two downloads: lines put in later, days sorted anew, texts reworded, files cut inside a day.
Each form alone, and another form for each file; ids as printed, none, constant, counted anew in each file, or random.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.reconciliation.simulation import IDS, PRINTED, Outcome, simulate

from benchmarks.rows import Row, markdown_table, plain_table

PAGE = Path(__file__).parents[1] / "docs" / "BENCHMARKS.md"
_HEADING = "## Telling a file's lines from known ones"
_WORDS = f"""{_HEADING}

Written by `python -m benchmarks.alignment --write`; do not edit. Half a year of one account in every form that the
generator prints, in files that follow and overlap each other, with what banks do between two downloads: 2 % of lines
put in later, 20 % of days sorted anew, 2 % of texts reworded, 30 % of files cut inside a day, half of them newest
first.
"""


def outcomes(seeds: int) -> list[tuple[str, Outcome]]:
    """What became of the lines, by how ids were given and how formats followed each other."""
    found = []
    for ids in IDS:
        alone, turned = Outcome(), Outcome()
        for seed in range(seeds):
            for n, bank in enumerate(PRINTED):
                alone += simulate([bank], ids, seed * 100 + n)
                turned += simulate(PRINTED[n:] + PRINTED[:n], ids, seed * 100 + n)
        found += [(f"ids {ids}, one format", alone), (f"ids {ids}, another format each time", turned)]
    return found


def table(found: list[tuple[str, Outcome]]) -> list[Row]:
    """A row for each; nothing may be lost or doubled."""
    return [
        Row(
            f"{name}: {o.shown:,} rows, {o.lines:,} lines",
            f"{o.lost} lost, {o.doubled} doubled, {o.doubtful} doubtful, {o.gone} told as gone",
            "",
            f"{o.doubtful / o.shown * 100:.3f} % doubtful",
            "0, 0, ≤ 0.1 %",
            o.lost == o.doubled == 0 and o.doubtful <= o.shown / 1_000,
            hard=True,
        )
        for name, o in found
    ]


def main() -> int:
    """Run, print, and with `--write` put the table into the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alignment", description=__doc__)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    started = time.process_time()
    found = outcomes(asked.seeds)
    rows = table([*found, ("all together", sum((o for _, o in found), Outcome()))])
    print(plain_table(rows))
    print(f"{time.process_time() - started:.1f} CPU s")
    if asked.write:
        before, _, _ = PAGE.read_text("utf-8").partition(_HEADING)
        section = f"{_WORDS}\nMeasured on {datetime.now(UTC).date()}.\n\n{markdown_table(rows)}\n"
        PAGE.write_text(f"{before.rstrip()}\n\n{section}", "utf-8")
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
