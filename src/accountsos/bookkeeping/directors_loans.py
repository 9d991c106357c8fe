"""What moved on the loan accounts of the directors, director by director."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.money import Pence
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.journal import postings_of_category
from accountsos.store.names import Names

EVERY_POSTING = 1_000_000
Moved = list[tuple[date, Pence]]


def moved_on_loans(
    db: Reader, company: int, names: Names, last_entry: int | None
) -> Iterator[tuple[int | None, Moved]]:
    """By account and director what moved on each day. Later days count too: they repay what was lent."""
    for category_id in sorted(names.chart.in_role("directors_loan")):
        postings, _ = postings_of_category(
            db,
            company,
            names.category_no[category_id],
            (FIRST_DAY, LAST_DAY),
            last_entry=last_entry,
            limit=EVERY_POSTING,
        )
        moved: dict[int | None, dict[date, Pence]] = defaultdict(lambda: defaultdict(int))
        for posting in postings:
            moved[posting.contact_no][day_from(posting.entry_date)] += posting.amount
        for contact, days in sorted(moved.items(), key=lambda item: item[0] or 0):
            yield contact, [(day, amount) for day, amount in days.items() if amount]
