"""What is owed has changed: look again at the lines that no person decided, and bring them to what they now pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from accountsos import ids
from accountsos.bookkeeping.categorise_line import ask, categoriser_for
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.file_line import FiledLine, TransactionChange, file_line
from accountsos.bookkeeping.post_line import reading_of, reading_suggested
from accountsos.bookkeeping.what_is_owed import OF_OFFICE, OWED_ACCOUNTS, OpenItems, open_items, owed_of
from accountsos.categoriser.owed import LEAD, SOURCE, OwedAccount, PartLine, paid_together, part_of, settles_together
from accountsos.categoriser.suggestion import Suggestion
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.journal import live_entries
from accountsos.store.open_items import read_as_owed, undecided_lines, undecided_under
from accountsos.store.transactions import BankTransaction, transaction_of

LINES_LOOKED_AT = 20_000
"""So many lines are held against what is owed at most, the newest ones."""


def look_at_what_is_owed(
    books: CompanyBooks[Writer], cause: Cause, accounts: Iterable[str], documents: Iterable[int]
) -> list[FiledLine]:
    """File each undecided line as what it pays; those that pay nothing any more are what they were without it.

    It starts from what would be owed if none of the lines that stand as payments paid anything, and goes by their days:
    so whatever came first, journal or payment, the books end the same.
    """
    changed, parties = OWED_ACCOUNTS.intersection(accounts), _parties(books, documents)
    if not changed and not parties:
        return []
    own = [row for row in _rows(books, read_as_owed(books.db, books.company)) if not _is_fixed(books, row)]
    if not OF_OFFICE.isdisjoint(changed):
        own += _paid_in_one_sum(books, own)
    items = open_items(books, but=own)
    concerned = [account for account in items.accounts if _is_concerned(account, changed, parties)]
    rows = {row.number: row for row in (*own, *_candidates(books, concerned))}
    changeable = [row for row in rows.values() if row in own or not _is_fixed(books, row)]
    changeable.sort(key=lambda row: (row.booked_on, row.number))
    filed = []
    for row, suggestion in _read(books, items, changeable):
        if SOURCE not in (suggestion.source, row.source) or _says(books, row, suggestion):
            continue
        transaction_id = ids.public_id("txn_", books.company, row.number)
        filed.append(file_line(books, cause, TransactionChange(transaction_id=transaction_id, read_again=suggestion)))
    return filed


def _paid_in_one_sum(books: CompanyBooks[Reader], own: Sequence[BankTransaction]) -> list[BankTransaction]:
    """Lines that stand as payments of one account of an office, and would settle several if they did not stand there.

    The others stay what they are: payments of that account, whatever they come to.
    """
    numbers = [books.names.category_no[c] for c in OF_OFFICE if c in books.names.category_no]
    rows = _rows(books, undecided_under(books.db, books.company, numbers))
    found = [row for row in rows if row not in own and not _is_fixed(books, row)]
    if not found:
        return []
    together = sorted((*own, *found), key=lambda row: (row.booked_on, row.number))
    read = _read(books, open_items(books, but=together), together)
    return [row for row, suggestion in read if row in found and suggestion.source == SOURCE]


def _parties(books: CompanyBooks[Reader], documents: Iterable[int]) -> frozenset[int]:
    papers = (document_of(books.db, books.company, number) for number in documents)
    return frozenset(d.contact_no for d in papers if d is not None and d.contact_no is not None)


def _is_concerned(account: OwedAccount, changed: frozenset[str], parties: frozenset[int]) -> bool:
    """Whether lines have to be held against the account: what has not changed has met its lines before."""
    category, contact = account.items[0].account
    return contact in parties or category in changed or (bool(account.office) and not changed.isdisjoint(OF_OFFICE))


def _rows(books: CompanyBooks[Reader], numbers: Iterable[int]) -> list[BankTransaction]:
    found = (transaction_of(books.db, books.company, number) for number in numbers)
    return [row for row in found if row is not None]


def _candidates(books: CompanyBooks[Reader], accounts: Sequence[OwedAccount]) -> list[BankTransaction]:
    """The lines that may pay something: of an amount that is open, of a party, or filed as what is now owed."""
    items = [item for account in accounts for item in account.items]
    if not items:
        return []
    names = books.names
    # What is owed to a party and by it stands side by side: a payment of the one is not less by the other.
    owing = [sum(item.amount for item in account.items if item.amount < 0) for account in accounts]
    owed = [sum(item.amount for item in account.items if item.amount > 0) for account in accounts]
    # What several accounts owe one office is paid in one sum.
    owing.append(sum(amount for amount, account in zip(owing, accounts, strict=True) if account.office))
    since = min(item.since for item in items) - LEAD
    amounts = (min(owing), max(owed))
    exact = {item.amount for item in items}
    parties = {item.party.contact for item in items if item.party is not None}
    of_office = {account.items[0].category for account in accounts if account.office}
    kin = {names.category_no[c] for account in accounts for c in (*account.kin, *of_office) if c in names.category_no}
    if any(account.asks_parts and not account.by_party for account in accounts):
        kin.add(names.category_no[UNCATEGORISED])  # it may be one of several that pay together
    near = undecided_lines(books.db, books.company, since, amounts, most=LINES_LOOKED_AT)
    return _rows(
        books,
        (line.number for line in near if line.amount in exact or line.contact_no in parties or line.category_no in kin),
    )


def _is_fixed(books: CompanyBooks[Reader], row: BankTransaction) -> bool:
    """Whether a change of the line would reach into a closed year or a filed return: then it is told, not done."""
    if books.locks.closed(day_from(row.booked_on)):
        return True
    if books.locks.vat_filed_through is None:
        return False
    live = live_entries(books.db, books.company, books.names, row.entry_no)
    return any(books.locks.filed(p) for entry in live for p in entry.entry.postings)


def _read(
    books: CompanyBooks[Reader], items: OpenItems, rows: Sequence[BankTransaction]
) -> list[tuple[BankTransaction, Suggestion]]:
    """What each line is now: alone first, then several of them together."""
    owed = owed_of(books, items)
    categoriser = categoriser_for(books.db, books.profile, owed=owed)
    read = {row.number: ask(categoriser, books.db, books.company, books.names, row) for row in rows}
    by_account: dict[tuple[str, int | None], list[BankTransaction]] = defaultdict(list)
    for row in rows:
        account = part_of(read[row.number])
        if account is not None:
            by_account[account].append(row)
    for item in owed.left if owed is not None else ():
        if item.document is not None:
            continue
        near = [row for row in by_account.get(item.account, ()) if day_from(row.booked_on) >= item.since - LEAD]
        together = paid_together(item, [PartLine(row.number, row.amount, day_from(row.booked_on)) for row in near])
        for number in together:
            read[number] = settles_together(read[number], item, len(together) - 1)
        by_account[item.account] = [row for row in by_account.get(item.account, []) if row.number not in together]
    return [(row, read[row.number]) for row in rows]


def _says(books: CompanyBooks[Reader], row: BankTransaction, suggestion: Suggestion) -> bool:
    """Whether the line is filed so already."""
    same = books.names.category_id[row.category_no] == suggestion.category_id and row.reason == suggestion.reason
    if same and (row.parts or suggestion.parts):
        same = reading_of(books, row) == reading_suggested(suggestion, row.amount, row.contact_no)
    return same and row.source == suggestion.source and suggestion.contact in (None, row.contact_no)
