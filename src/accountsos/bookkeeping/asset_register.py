"""What the register of fixed assets asks of the books: what a source posted on an account, and which years are due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.look_ups import live_line, thing_number
from accountsos.dates import ONE_DAY, Period
from accountsos.errors import NotFound
from accountsos.ledger.depreciation import charge_of_year
from accountsos.ledger.fixed_assets import CameFrom, RegisteredAsset
from accountsos.ledger.years import year_containing
from accountsos.money import Pence
from accountsos.store.companies import years_of
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.fixed_assets import register_of, registered_asset
from accountsos.store.invoices import invoice_of
from accountsos.store.journal import live_entries
from accountsos.store.manual_journals import journal_of_entry

ASSET = "ast_"


@dataclass(frozen=True, slots=True)
class Origin:
    """A bank line, invoice or journal that is named as the source, with its day and what stands for it."""

    source: CameFrom
    day: date
    entry_no: int | None

    def posted(self, books: CompanyBooks[Reader], category_id: str) -> Pence:
        """What of it stands on that account: debit positive, VAT left out where it is reclaimed."""
        live = live_entries(books.db, books.company, books.names, self.entry_no)
        return sum(p.amount for one in live for p in one.entry.postings if p.category_id == category_id)


def origin_of(
    books: CompanyBooks[Reader], transaction_id: str | None, document_id: str | None, journal_id: str | None
) -> Origin | None:
    """The one that is named; NotFound where there is none such."""
    db, company = books.db, books.company
    if transaction_id is not None:
        row = live_line(db, company, transaction_id)
        return Origin(CameFrom("transaction", row.number), day_from(row.booked_on), row.entry_no)
    if document_id is not None:
        number = thing_number("doc_", company, document_id, "invoice")
        invoice = invoice_of(db, company, number)
        if invoice is None:
            raise NotFound(f"there is no invoice {document_id!r} in the books")
        return Origin(CameFrom("document", number), invoice.issued_on, invoice.entry_no)
    if journal_id is not None:
        journal = journal_of_entry(db, company, thing_number("je_", company, journal_id, "journal"))
        if journal is None or journal.undone:
            raise NotFound(f"there is no journal {journal_id!r}")
        return Origin(CameFrom("journal", journal.number), journal.entry_date, journal.entry_no)
    return None


def asset_or_refuse(books: CompanyBooks[Reader], asset_id: str) -> RegisteredAsset:
    """The asset of that id."""
    known = registered_asset(
        books.db, books.company, books.names, thing_number(ASSET, books.company, asset_id, "fixed asset")
    )
    if known is None:
        raise NotFound(f"there is no fixed asset {asset_id!r}")
    return known


def asset_id(company: int, number: int) -> str:
    """Its public id."""
    return ids.public_id(ASSET, company, number)


def register(books: CompanyBooks[Reader]) -> list[RegisteredAsset]:
    """Every asset as it stands now."""
    return register_of(books.db, books.company, books.names)


def years_since(books: CompanyBooks[Reader], first: date, last: Period) -> list[Period]:
    """The financial years from the one with that day in it to the last, as the rows have or imply them."""
    rows = years_of(books.db, books.company)
    found = [year_containing(rows, min(first, last.start))]
    while found[-1].end < last.end:
        found.append(year_containing(rows, found[-1].end + ONE_DAY))
    return found


def year_left_out(
    books: CompanyBooks[Reader], known: Sequence[RegisteredAsset], year: Period, years: Sequence[Period]
) -> Period | None:
    """The first open year before that one whose depreciation would be something and is not posted."""
    earlier = [y for y in years if y.end < year.start and not books.locks.closed(y.end)]
    return next((y for y in earlier if any(charge_of_year(one, y, years).amount for one in known)), None)


def first_use(known: Iterable[RegisteredAsset]) -> date:
    """The day from which years are looked at."""
    return min((one.asset.in_use_on for one in known), default=date.max)
