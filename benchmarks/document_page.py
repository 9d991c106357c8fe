"""The section about documents in docs/BENCHMARKS.md, which `make bench` keeps and `make bench-documents` writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "BENCHMARKS.md"
_HEADING = "## Reading documents"
_WORDS = f"""{_HEADING}

Written by `make bench-documents`; do not edit. Receipts are Malaysian shops' (photos, and the same kind as text),
hybrid PDFs are German and French with an e-invoice inside, the United Kingdom's papers are made up. Scorers are
trained on the forms (`benchmarks/generate_documents.py`), the families (`benchmarks/document_families.py`) and the
first four sets of the letterbox (`benchmarks/letterbox`); not on its later sets, nor on six layouts of the families'
hand (`benchmarks/document_strangers.py`). What each set showed at first sight stands in
`docs/decisions/0052-papers-at-first-sight.md` and `docs/decisions/0060-confidence-by-unseen-hands.md`; the rows about
the letterbox are what it shows now that its faults are mended.

- A supplier is right when nine tenths alike, so that a legal form which only one side names counts as missed; totals,
  days and numbers are right only when equal.
- The rows "not seen" are the honest ones for somebody new. Shops and senders are dealt out to five folds in three
  ways, counted together; of made-up papers all that their hand wrote is left out, in the training and in the
  calibration. They are of the scorers alone, without what the page's own agreement adds, and what the scorers look at
  was chosen with these papers in view. The photos were not trained on, but many of their shops are among those of the
  text.
- "PDF pages against their XML" counts a page as missed that contradicts its own XML or does not print the value; the
  rows "what the page shows of it" leave these out, and "senders not seen" too.
- Sure means a confidence of .95 or more; the target is 99 right of 100 at 75 covered.
- E-invoices are compared with a second reading of the XML that was written apart (`benchmarks/einvoice_truth.py`).
"""


def section_in(text: str) -> str:
    """The section as it stands on the page, with what follows it, or nothing."""
    _, heading, rest = text.partition(_HEADING)
    return (heading + rest).rstrip() + "\n" if heading else ""


def with_section(text: str, section: str) -> str:
    """The page with this section at its end, in place of the one it had."""
    body = text.partition(_HEADING)[0].rstrip()
    return f"{body}\n\n{section}" if section else f"{body}\n"


def write(table: str, page: Path = PAGE) -> None:
    """Put the table on the page."""
    held = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n"
    _, heading, later = section_in(held).removeprefix(_HEADING).partition("\n## ")
    section = f"{_WORDS}\nMeasured on {datetime.now(UTC).date()}.\n\n{table}\n{heading}{later}"
    page.write_text(with_section(held, section), encoding="utf-8")
    print(f"written to {page.name}")
