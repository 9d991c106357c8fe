"""What moved on the loan accounts of the directors, director by director."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from accountsos.dates import FIRST_DAY, LAST_DAY, date_from_iso
from accountsos.ledger.category_ids import DIVIDENDS_PAYABLE
from accountsos.ledger.chart import Category, Chart
from accountsos.ledger.invoices import within
from accountsos.money import Pence
from accountsos.reports.directors_loan import LoanMove
from accountsos.store.deadlines import EVER, fact_of
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.filed_postings import FiledPosting
from accountsos.store.journal import postings_of_category
from accountsos.store.names import Names

EVERY_POSTING = 1_000_000
ARRANGED = "loan_arrangements"
Moved = list[LoanMove]
Arranged = Mapping[tuple[int | None, date], Pence]
"""By director and day of a repayment: new loans that were arranged by then."""


def moved_on_loans(
    db: Reader, company: int, names: Names, last_entry: int | None, *, seq: int = EVER
) -> Iterator[tuple[int | None, Moved]]:
    """By account and director what moved on each day. Later days count too: they repay what was lent.

    What a dividend or pay was credited to the account is kept apart from other repayments of its day.
    """
    arranged = arrangements(db, company, seq=seq)
    as_income: dict[int, Pence] | None = None
    for category_id in sorted(names.chart.in_role("directors_loan")):
        moved: dict[int | None, dict[tuple[date, bool], Pence]] = defaultdict(lambda: defaultdict(int))
        for posting in _postings(db, company, names, category_id, last_entry):
            if as_income is None:
                as_income = _income_by_entry(db, company, names, last_entry)
            taxed = within(as_income.get(posting.entry_no, 0), -posting.amount)
            as_income[posting.entry_no] = as_income.get(posting.entry_no, 0) - taxed
            day, days = day_from(posting.entry_date), moved[posting.contact_no]
            days[day, True] -= taxed
            days[day, False] += posting.amount + taxed
        for contact, days in sorted(moved.items(), key=lambda item: item[0] or 0):
            yield (
                contact,
                [
                    LoanMove(day, amount, taxed, 0 if taxed else arranged.get((contact, day), 0))
                    for (day, taxed), amount in days.items()
                    if amount
                ],
            )


def arrangements(db: Reader, company: int, *, seq: int = EVER) -> Arranged:
    """What is stated of loans that were arranged when an older one was repaid."""
    found: dict[tuple[int | None, date], Pence] = {}
    for day, by_director in fact_of(db, company, ARRANGED, seq=seq).items():
        for number, amount in by_director.items():
            found[int(number) if number else None, date_from_iso(day)] = amount
    return found


def _income_by_entry(db: Reader, company: int, names: Names, last_entry: int | None) -> dict[int, Pence]:
    """What each entry charges as a dividend or as pay, and a reversal takes back: it is taxed on the person.

    Credited to a loan, it is a repayment that the rules of s464C leave alone (CTA 2010 s464C(6)).
    """
    found: dict[int, Pence] = defaultdict(int)
    for category_id in sorted(_paid_to_a_person(names.chart)):
        for posting in _postings(db, company, names, category_id, last_entry):
            found[posting.entry_no] += posting.amount
    return found


def _paid_to_a_person(chart: Chart) -> frozenset[str]:
    def is_income(category: Category) -> bool:
        pay = category.type == "expense" and category.frs105_line == "PL.D" and category.never_refunded
        return pay or category.role in ("dividends", "wages_payable") or category.category_id == DIVIDENDS_PAYABLE

    return chart.where(is_income)


def _postings(db: Reader, company: int, names: Names, category_id: str, last_entry: int | None) -> list[FiledPosting]:
    number, days = names.category_no[category_id], (FIRST_DAY, LAST_DAY)
    found, _ = postings_of_category(db, company, number, days, last_entry=last_entry, limit=EVERY_POSTING)
    return found
