"""Every figure of the product as a ratio to a floor measured in the same run: python -m benchmarks.run

Makes the books it needs in a folder of its own and removes them. A full run writes docs/BENCHMARKS.md. The exit status
is 1 where something is wrong (a figure that is not the truth's, a finding of verify), not where something is slow.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import (
    command_rows,
    dashboard_rows,
    document_safety,
    full_books,
    http_rows,
    import_rows,
    overview_rows,
    page_rows,
    payee_rows,
    postgres_rows,
    store_rows,
    truth_rows,
    vat_rows,
    write_rows,
)
from benchmarks.bench import Bench
from benchmarks.document_page import section_in, with_section
from benchmarks.page import page
from benchmarks.rows import Row, missed, plain_table
from benchmarks.sets import FULL, QUICK, VAT_FULL, VAT_QUICK, Sets

Group = Callable[[Bench], Iterator[Row]]
GROUPS: dict[str, Group] = {
    "disk": import_rows.disk,
    "truth": truth_rows.truth,
    "verify": store_rows.verified,
    "pages": store_rows.pages,
    "totals": store_rows.totals,
    "reports": store_rows.reports,
    "vat": vat_rows.vat,
    "rates": store_rows.rates,
    "categoriser": import_rows.categoriser,
    "imports": import_rows.imports,
    "full books": full_books.full_books,
    "keeping": import_rows.keeping,
    "payees": payee_rows.payees,
    "postgres": postgres_rows.postgres,
    "lists": http_rows.lists,
    "dashboard": dashboard_rows.dashboard,
    "every page": page_rows.every_page,
    "overview": overview_rows.overview,
    "workers": http_rows.workers,
    "starting": http_rows.starting,
    "commands": command_rows.commands,
    "writes": write_rows.one_at_a_time,
    "together": write_rows.together,
    "safety": document_safety.document_safety,
}
ROUNDS, ROUNDS_QUICK = 5, 3
PAGE = Path(__file__).parents[1] / "docs" / "BENCHMARKS.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the groups that were asked for and print the table."""
    asked = _options(arguments)
    chosen = asked.only or list(GROUPS)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="accountsos-bench-") as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sets = Sets(folder, QUICK if asked.quick else FULL)
        vat_sets = Sets(folder, VAT_QUICK if asked.quick else VAT_FULL, vat=True)
        rounds = ROUNDS_QUICK if asked.quick else ROUNDS
        bench = Bench(sets, vat_sets, Path(temporary), rounds, quick=asked.quick)
        rows: list[Row] = []
        failed: list[str] = []
        try:
            for name in chosen:
                since, before = time.monotonic(), len(rows)
                try:
                    rows.extend(GROUPS[name](bench))
                except Exception:  # the minutes of the others are not lost with it
                    failed.append(name)
                    traceback.print_exc()
                print(f"{name}: {time.monotonic() - since:.0f} s", file=sys.stderr)
                print(plain_table(rows[before:]), file=sys.stderr, flush=True)
        finally:
            sets.close()
            vat_sets.close()
    print(plain_table(rows))
    print(f"{len(rows)} figures in {time.monotonic() - began:.0f} s; {len(missed(rows))} do not reach their target")
    if not asked.quick and not asked.only and not failed:
        documents = section_in(PAGE.read_text("utf-8")) if PAGE.exists() else ""
        PAGE.write_text(with_section(page(rows), documents), "utf-8")
        print(f"written to {PAGE.relative_to(PAGE.parents[1])}")
    wrong = missed(rows, hard=True)
    for row in wrong:
        print(f"WRONG: {row.figure}: {row.ours}", file=sys.stderr)
    for name in failed:
        print(f"FAILED: {name}, so no page is written; its fault is told above", file=sys.stderr)
    return 1 if wrong or failed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small books and few rounds; writes no page")
    parser.add_argument("--only", action="append", choices=GROUPS, metavar="NAME", help=", ".join(GROUPS))
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the books here and use them again next time")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
