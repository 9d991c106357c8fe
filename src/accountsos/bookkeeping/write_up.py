"""The entrance: facts changed, so the books are written up. Verbs call these; how it is done is this room's affair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from accountsos.bookkeeping.book_invoice import bring_invoices_of_lines, bring_to_books
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.look_at_what_is_owed import look_at_what_is_owed
from accountsos.bookkeeping.opening_balance import post_opening
from accountsos.bookkeeping.pair_transfers import pair_new_transfers
from accountsos.bookkeeping.repost_category import repost_category
from accountsos.bookkeeping.repost_lines import repost_lines
from accountsos.dates import FIRST_DAY
from accountsos.store.documents import links_of_document
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import invoices_before, invoices_since
from accountsos.store.names import BankAccount
from accountsos.store.open_items import paid_after
from accountsos.store.transactions import live_before
from accountsos.store.vat import posted_since

PAGE = 1_000


def lines_changed(books: CompanyBooks[Writer], cause: Cause, transactions: Iterable[int]) -> int:
    """What these bank lines mean has changed, or they went: repost them, and the invoices beside them.

    How many lines were posted anew.
    """
    numbers = list(transactions)
    reposted = repost_lines(books, cause, numbers)
    bring_invoices_of_lines(books, cause, numbers)
    return reposted


def lines_added(books: CompanyBooks[Writer], cause: Cause, days: tuple[date, date] | None) -> int:
    """New lines of those days may be halves of transfers between own accounts; how many became such."""
    return pair_new_transfers(books, cause, days)


def papers_changed(books: CompanyBooks[Writer], cause: Cause, documents: Iterable[int]) -> None:
    """What these documents say has changed, or what settled them: their own entries, and the lines beside them."""
    for number in documents:
        bring_to_books(books, cause, number)
        if books.names.vat and books.profile.basis == "cash":
            # Such a paper has no entry of its own: its day is the tax point of its payment.
            beside = [one.transaction_no for one in links_of_document(books.db, books.company, number) if one.live]
            repost_lines(books, cause, beside)


def category_changed(books: CompanyBooks[Writer], cause: Cause, category_id: str, *, correct_filed: bool) -> int:
    """The category's VAT treatment has changed; how many lines and invoices were posted anew."""
    return repost_category(books, cause, category_id, correct_filed=correct_filed)


def scheme_changed(books: CompanyBooks[Writer], cause: Cause, since: date) -> int:
    """The VAT scheme has changed from that day on; how many lines were posted anew. `books` have the new scheme."""
    papers_changed(books, cause, invoices_since(books.db, books.company, since))
    return repost_lines(books, cause, _lines_since(books, since))


def company_changed(books: CompanyBooks[Writer], cause: Cause) -> None:
    """The basis of the books or their years have changed: what every invoice stands on. `books` have the new ones."""
    papers_changed(books, cause, invoices_since(books.db, books.company, FIRST_DAY))


def account_opened(books: CompanyBooks[Writer], cause: Cause, account: BankAccount) -> None:
    """What the account held before its first line has become known, or has changed."""
    post_opening(books, cause, account)


def what_is_owed_changed(
    books: CompanyBooks[Writer], cause: Cause, accounts: Iterable[str] = (), documents: Iterable[int] = ()
) -> list[FiledLine]:
    """Something is owed now that was not, or no longer: the undecided lines that pay it; those that this files.

    `accounts` are the categories that were posted to, whichever they are; `documents` the papers that changed.
    """
    return look_at_what_is_owed(books, cause, accounts, documents)


def paid_since(books: CompanyBooks[Reader], day: date) -> set[str]:
    """The accounts on which payments dated after that day stand: lines that come in now may have paid before them."""
    return {books.names.category_id[number] for number in paid_after(books.db, books.company, day)}


def conversion_changed(books: CompanyBooks[Writer], cause: Cause, until: date) -> None:
    """Opening balances were entered, stated anew or taken back: what they contain leaves the books, the rest stands.

    `until` is the later one of the conversion days before and after.
    """
    db, company = books.db, books.company
    lines_changed(books, cause, live_before(db, company, until))
    for account in books.names.accounts.values():
        account_opened(books, cause, account)
    papers_changed(books, cause, invoices_before(db, company, until))


def _lines_since(books: CompanyBooks[Reader], day: date) -> Iterator[int]:
    after = 0
    while page := posted_since(books.db, books.company, day, after=after, limit=PAGE):
        yield from page
        after = page[-1]
