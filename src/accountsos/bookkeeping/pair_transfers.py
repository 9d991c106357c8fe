"""Recognise the two halves of a transfer between own accounts once both are in."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.post_line import stored_part, wanted_entry
from accountsos.ledger.category_ids import EXCHANGE, TRANSFER, UNCATEGORISED
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.money import HOME_CURRENCY
from accountsos.reconciliation.transfers import DAYS, OwnLine, pair_exchanges, pair_transfers
from accountsos.store.contacts import ContactBook
from accountsos.store.engine.sql import Reader, Row, Writer, day_from, day_number
from accountsos.store.foreign_lines import EXCHANGED
from accountsos.store.head import Cause
from accountsos.store.line_counter import LineCounter
from accountsos.store.names import BankAccount, Names
from accountsos.store.short_words import words_in_full
from accountsos.store.transactions import (
    TRANSFER_CANDIDATES,
    BankTransaction,
    set_parts,
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
    exchanged = pair_exchanges(_exchanged(books, days))
    taken = {end for pair in exchanged for end in (pair.out_id, pair.in_id)}
    pairs = exchanged + pair_transfers(line for line in _candidates(books, days) if line.line_id not in taken)
    counter, changed = LineCounter(), 0
    for pair in pairs:
        if pair.is_ambiguous or not pair.mentions:
            continue
        for own, other in ((pair.out_id, pair.in_id), (pair.in_id, pair.out_id)):
            changed += _file_as_transfer(books, cause, (int(own), int(other)), counter)
    counter.write(books.db, books.company)
    return changed


def _exchanged(books: CompanyBooks[Reader], days: tuple[date, date]) -> list[OwnLine]:
    """Lines that may be the two sides of money changed into another currency, however they are filed."""
    if not any(account.is_foreign for account in books.names.accounts.values()):
        return []
    first, last = _around(days)
    rows = books.db.rows(EXCHANGED, company=books.company, first=first, last=last, home=HOME_CURRENCY)
    return [_own_line(books.names, row) for row in rows]


def _candidates(books: CompanyBooks[Reader], days: tuple[date, date]) -> list[OwnLine]:
    names = books.names
    first, last = _around(days)
    return [
        _own_line(names, row)
        for category in (names.category_no[UNCATEGORISED], names.category_no[TRANSFER])
        for row in books.db.rows(TRANSFER_CANDIDATES, company=books.company, first=first, last=last, category=category)
    ]


def _around(days: tuple[date, date]) -> tuple[int, int]:
    around = timedelta(days=DAYS)
    return day_number(days[0] - around), day_number(days[1] + around)


def _own_line(names: Names, row: Row) -> OwnLine:
    number, account_no, booked_on, amount, description, *words, bank_ref = row
    payee, reference, kind = words_in_full(description, *words)
    account = names.account_of[account_no]
    return OwnLine(
        line_id=str(number),
        account_id=account.bank_account_id,
        booked_on=day_from(booked_on),
        amount=amount,
        currency=HOME_CURRENCY,
        text=" ".join(filter(None, (description, payee, reference))),
        kind=kind,
        account_names=_called(account),
        own_currency=account.currency,
        bank_id=bank_ref,
    )


def _called(account: BankAccount) -> tuple[str, ...]:
    return tuple(filter(None, (account.name, account.account_number, account.sort_code)))


def _file_as_transfer(books: CompanyBooks[Writer], cause: Cause, halves: tuple[int, int], counter: LineCounter) -> int:
    db, names = books.db, books.names
    row = transaction_of(db, cause.company, halves[0])
    other = transaction_of(db, cause.company, halves[1])
    assert row is not None
    assert other is not None
    transfer = names.category_no[TRANSFER]
    reading = _reading(names, row, other)
    if row.category_no == transfer and len(reading) == 1:
        return 0
    wanted = None if row.entry_no is None else wanted_entry(books, row, reading)
    brought = bring_entry(books, cause, row.entry_no, wanted)
    paired = msgspec.structs.replace(
        row,
        category_no=transfer,
        confidence=PAIRED_CONFIDENCE,
        source="transfer",
        reason=_why(names, other),
        contact_no=None,  # an own account is nobody's
        parts=len(reading) if reading[1:] else 0,
        entry_no=brought.number,
    )
    contacts = ContactBook(db, cause)
    contacts.move(row.contact_no, row.amount, -1)
    contacts.write()
    store_reading(db, cause.company, paired)
    if paired.parts:
        set_parts(db, cause.company, {row.number: [stored_part(part, names) for part in reading]})
    counter.move(row, paired)
    return 1


def _reading(names: Names, row: BankTransaction, other: BankTransaction) -> tuple[CategorisationLine, ...]:
    """A transfer; where the two halves of an exchange are not worth the same, one of them says what was lost or won.

    That is the half in the other currency: of two such halves, what came in.
    """
    difference = row.amount + other.amount
    own, others = (names.account_of[each.account_no] for each in (row, other))
    if not difference or not own.is_foreign or (others.is_foreign and row.amount < 0):
        return (CategorisationLine(TRANSFER, row.amount),)
    return CategorisationLine(TRANSFER, -other.amount), CategorisationLine(EXCHANGE, difference)


def _why(names: Names, other: BankTransaction) -> str:
    account = names.account_of[other.account_no]
    return f"the other half is on {account.name}, {day_from(other.booked_on)}"
