"""Recognise the two halves of a transfer between own accounts once both are in."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.post_line import wanted_entry
from accountsos.ledger.category_ids import TRANSFER, UNCATEGORISED
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.reconciliation.transfers import DAYS, OwnLine, pair_transfers
from accountsos.store.contacts import ContactBook
from accountsos.store.engine.sql import Reader, Writer, day_from, day_number
from accountsos.store.head import Cause
from accountsos.store.line_counter import LineCounter
from accountsos.store.names import BankAccount, Names
from accountsos.store.transactions import (
    TRANSFER_CANDIDATES,
    BankTransaction,
    store_reading,
    transaction_of,
)

PAIRED_CONFIDENCE = 9_700
"""Both halves are there: the amount, the days and at least one text agree."""


def pair_new_transfers(books: CompanyBooks[Writer], cause: Cause, days: tuple[date, date] | None) -> int:
    """Pair what can be paired around those days; how many lines changed their category by it.

    Only lines that nobody has reviewed and that are uncategorised, or taken for a transfer already, can be halves.
    """
    if days is None or len(books.names.accounts) < 2:
        return 0
    pairs = pair_transfers(_candidates(books, days))
    counter, changed = LineCounter(), 0
    for pair in pairs:
        if pair.is_ambiguous or not pair.mentions:
            continue
        for own, other in ((pair.out_id, pair.in_id), (pair.in_id, pair.out_id)):
            changed += _file_as_transfer(books, cause, (int(own), int(other)), counter)
    counter.write(books.db, books.company)
    return changed


def _candidates(books: CompanyBooks[Reader], days: tuple[date, date]) -> list[OwnLine]:
    names = books.names
    around = timedelta(days=DAYS)
    first, last = day_number(days[0] - around), day_number(days[1] + around)
    called = {a.number: _called(a) for a in names.accounts.values()}
    lines = []
    for category in (names.category_no[UNCATEGORISED], names.category_no[TRANSFER]):
        for row in books.db.rows(TRANSFER_CANDIDATES, company=books.company, first=first, last=last, category=category):
            number, account, booked_on, amount, description, payee, reference, kind = row
            text = " ".join(filter(None, (description, payee, reference)))
            account_id = names.account_of[account].bank_account_id
            lines.append(
                OwnLine(str(number), account_id, day_from(booked_on), amount, "GBP", text, kind, called[account])
            )
    return lines


def _called(account: BankAccount) -> tuple[str, ...]:
    return tuple(filter(None, (account.name, account.account_number, account.sort_code)))


def _file_as_transfer(books: CompanyBooks[Writer], cause: Cause, halves: tuple[int, int], counter: LineCounter) -> int:
    db, names = books.db, books.names
    row = transaction_of(db, cause.company, halves[0])
    other = transaction_of(db, cause.company, halves[1])
    assert row is not None
    assert other is not None
    transfer = names.category_no[TRANSFER]
    if row.category_no == transfer:
        return 0
    reading = (CategorisationLine(TRANSFER, row.amount),)
    wanted = None if row.entry_no is None else wanted_entry(books, row, reading)
    brought = bring_entry(books, cause, row.entry_no, wanted)
    paired = msgspec.structs.replace(
        row,
        category_no=transfer,
        confidence=PAIRED_CONFIDENCE,
        source="transfer",
        reason=_why(names, other),
        contact_no=None,  # an own account is nobody's
        parts=0,
        entry_no=brought.number,
    )
    contacts = ContactBook(db, cause)
    contacts.move(row.contact_no, row.amount, -1)
    contacts.write()
    store_reading(db, cause.company, paired)
    counter.move(row, paired)
    return 1


def _why(names: Names, other: BankTransaction) -> str:
    account = names.account_of[other.account_no]
    return f"the other half is on {account.name}, {day_from(other.booked_on)}"
