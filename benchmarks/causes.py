"""Why a row of the bench misses its target, in words that stand beside it: a miss without a cause is not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from benchmarks.rows import Row, missed

UNKNOWN = "not known: nobody has looked yet"
_CAUSES: tuple[tuple[str, str], ...] = (
    (
        r"disk at 1 M|disk of imported",
        "a line keeps the bank's own words and their key (to find it again in another file), its payee, and two "
        "postings; the rest is the indices by day, account and category that lists and reports are read by",
    ),
    (
        r"its peak memory",
        "a file is decided as a whole (its rows against those known), so what is kept a line grows with the file",
    ),
    (
        r"list limit=10 over HTTP",
        "the floor answers a constant; the list checks the key, counts two windows of requests, reads ten rows with "
        "what stands beside them and writes 4 kB of JSON with its ETag",
    ),
    (
        r"the same, asked again",
        "the kept reply is a quarter of it; the rest is the key, the exact count of requests and the headers",
    ),
    (
        r"list over HTTP of a date range",
        "its total is added up anew, from the kept sums of whole months and of the days before and after them",
    ),
    (
        r"import of|statement import|CPU for which it holds|the longest that another process",
        "an absolute figure, which moves with the machine: the same code took between 7,990 and 10,843 lines a CPU "
        "second within a quarter of an hour, and of a short file much is opening the books",
    ),
    (
        r"start to ready",
        "an absolute figure, which moves with the machine: half of it is the interpreter and its imports",
    ),
    (
        r"page audit|the dearest of these asked again: audit",
        "people and keys get other names without a write of the books, so the log with their names is asked each time",
    ),
    (r"page second-step", "a square code is drawn for a new key each time"),
    (
        r"a line .* of a payee nobody knows",
        "who is known is read from the books after each write, so that nobody is remembered whom a write taught that "
        "was taken back, and all whose names share letters are looked at",
    ),
    (
        r"page .* against the list",
        "a page shows more than the list does: the menu's counts, sums and words, packed for the way",
    ),
    (r"two workers", "the counters of requests are shared, so a request takes a lease in a file and not in memory"),
    (r"command line: ", "half of it is the interpreter and its imports, before the books are opened"),
    (
        r"one durable change|the same over HTTP, one client|64 clients",
        "a change is checked, posted, told in the audit log and in the feed, and proven durable before it is answered",
    ),
    (
        r"p99 of the list while hostile",
        "the readers take a core each, and the cores here are two: the server waits for its turn, not for a lock",
    ),
)


def cause_of(figure: str) -> str:
    """Why the figure misses; UNKNOWN where nobody has said."""
    return next((cause for pattern, cause in _CAUSES if re.match(pattern, figure.strip())), UNKNOWN)


def causes(rows: Sequence[Row]) -> str:
    """A list of what misses, each with its cause; empty where nothing does."""
    by_cause: dict[str, list[str]] = {}
    for row in missed(rows):
        by_cause.setdefault(cause_of(row.figure), []).append(row.figure.strip())
    if not by_cause:
        return ""
    told = "\n".join(f"- {'; '.join(figures)}: {cause}." for cause, figures in by_cause.items())
    return f"\nWhat misses, and why:\n\n{told}\n"
