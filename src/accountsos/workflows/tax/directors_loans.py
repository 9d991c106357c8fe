"""The loan accounts of the directors, as the books have them up to today."""

from __future__ import annotations

from accountsos.dates import Period
from accountsos.reports.directors_loan import DirectorsAccount, directors_account
from accountsos.workflows.reports.financial_statements import BooksAsKnown


def directors_accounts(books: BooksAsKnown, year: Period) -> list[DirectorsAccount]:
    """One account per director who is named; what names nobody is an account of its own."""
    found = [directors_account(contact, moved, year, books.year_of) for contact, moved in books.moved_on_loans()]
    return [account for account in found if account.opening or account.days]
