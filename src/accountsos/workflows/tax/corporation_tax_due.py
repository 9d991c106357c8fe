"""What of corporation tax is due for each accounting period: the charge or its estimate, section 455, less payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from accountsos.dates import FIRST_DAY, LAST_DAY, ONE_DAY, Period
from accountsos.money import Pence
from accountsos.reports.paid import left_to_pay
from accountsos.reports.trial_balance import balance_in
from accountsos.store.balances import first_posted_day
from accountsos.store.engine.sql import day_from
from accountsos.store.filed_postings import FiledPosting
from accountsos.store.journal import postings_of_category
from accountsos.store.manual_journals import conversion_day
from accountsos.uk_rules.ct_dates import accounting_periods
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.estimate_corporation_tax import estimates_of

EVERY_POSTING = 100_000


@dataclass(frozen=True, slots=True)
class CorporationTaxDue:
    """One accounting period's tax."""

    period: Period
    tax: Pence
    charged: bool
    """Whether the books hold the charge of its year; else it is the estimate."""
    on_loans: Pence
    """Section 455 on loans to directors."""
    left: Pence

    @property
    def paid(self) -> Pence:
        """What of it was paid, oldest periods first."""
        return self.tax + self.on_loans - self.left


def corporation_tax_due(books: BooksAsKnown, last: date, today: date) -> dict[date, CorporationTaxDue]:
    """By the end of each accounting period from the first in the books to that of `last`."""
    first = first_posted_day(books.db, books.company)
    if first is None:
        return {}
    found = list(_liabilities(books, first, min(last, today), today))
    if not found:
        return {}
    older, payments = _payable(books)
    before = _before_the_books(books, found)
    if before:
        # What the opening balances owe is the charge of the year before them, by its days where it has two periods.
        found[: len(before)] = _opening_charge(before, older)
        older = 0
    # What was paid before the first period was over cannot have been for it.
    early = sum(amount for day, amount in payments if day <= found[0].period.end)
    paid = sum(amount for _, amount in payments) - max(older, early)
    left = left_to_pay([each.tax + each.on_loans for each in found], paid)
    return {
        each.period.end: CorporationTaxDue(each.period, each.tax, each.charged, each.on_loans, rest)
        for each, rest in zip(found, left, strict=True)
    }


def _liabilities(books: BooksAsKnown, first: date, last: date, today: date) -> Iterator[CorporationTaxDue]:
    charges = books.names.chart.in_role("corporation_tax")
    year, estimate_of = books.year_of(first), estimates_of(books, today)
    while year.start <= last:
        estimate = estimate_of(year)
        charged = balance_in(books.movements(year.start, year.end), charges)
        parts = accounting_periods(year)
        rest = charged
        for part in parts:
            tax = estimate.tax_of(part)
            if charged:
                # A long year's charge is one figure: it falls to its periods as the estimate does.
                tax = rest if part is parts[-1] else _share(charged, tax, estimate.charge.tax)
                rest -= tax
            loans = books.section_455(part)
            yield CorporationTaxDue(part, tax, bool(charged), loans, tax + loans)
        year = books.year_of(year.end + ONE_DAY)


def _before_the_books(books: BooksAsKnown, found: list[CorporationTaxDue]) -> list[CorporationTaxDue]:
    """The periods that were over when the opening balances were taken: the books hold nothing else of them."""
    converted = conversion_day(books.db, books.company)
    return [] if converted is None else [each for each in found if each.period.end < converted]


def _opening_charge(before: list[CorporationTaxDue], owed: Pence) -> list[CorporationTaxDue]:
    days, rest, charged = sum(each.period.days for each in before), owed, []
    for each in before:
        tax = rest if each is before[-1] else _share(owed, each.period.days, days)
        rest -= tax
        charged.append(replace(each, tax=tax, charged=True, left=tax + each.on_loans))
    return charged


def _share(charged: Pence, part: Pence, whole: Pence) -> Pence:
    return charged * part // whole if whole else 0


def _payable(books: BooksAsKnown) -> tuple[Pence, list[tuple[date, Pence]]]:
    """What the opening balances owe, and what the bank paid (positive) or got back, or a journal set against it.

    What a journal brings to the account beside a charge or its release is paid otherwise: by deductions suffered, say.
    """
    chart = books.names.chart
    older, payments = 0, []
    by_journal: dict[tuple[int, date], Pence] = defaultdict(int)
    for category_id in sorted(chart.in_role("corporation_tax_payable")):
        for posting in _postings(books, category_id):
            day = day_from(posting.entry_date)
            if posting.source_kind == "transaction":
                payments.append((day, posting.amount))
            elif posting.source_kind == "opening":
                older -= posting.amount
            else:
                by_journal[posting.source_no, day] += posting.amount
    for category_id in sorted(chart.in_role("corporation_tax")):
        for posting in _postings(books, category_id):
            journal = posting.source_no, day_from(posting.entry_date)
            if posting.source_kind != "transaction" and journal in by_journal:
                by_journal[journal] += posting.amount
    payments += [(day, amount) for (_, day), amount in by_journal.items() if amount]
    return max(older, 0), sorted(payments)


def _postings(books: BooksAsKnown, category_id: str) -> list[FiledPosting]:
    found, _ = postings_of_category(
        books.db,
        books.company,
        books.names.category_no[category_id],
        (FIRST_DAY, LAST_DAY),
        last_entry=books.last_entry,
        limit=EVERY_POSTING,
    )
    return found
