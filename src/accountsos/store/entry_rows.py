"""Entries as rows, made before they have numbers, and the balances and VAT sums that they add to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import SOURCE_KINDS, JournalEntry
from accountsos.store.balances import BalanceKeeper
from accountsos.store.engine.sql import Writer, day_number, optional_day_number
from accountsos.store.names import Names
from accountsos.store.vat import VatKeeper

EntryHead: TypeAlias = tuple[int, int, int, int | None, int | None, int | None]
"""entry_date, source, source_no, reverses, corrects, replaces."""
PostingRow: TypeAlias = tuple[
    int, int, int, int, int | None, int | None, str | None, int | None, int | None
]  # the columns of a posting from line_no on
MadeEntry: TypeAlias = tuple[EntryHead, tuple[PostingRow, ...], str | None]
"""An entry's columns behind its number and that of the write, its postings, its narration."""
_SOURCE_NO = {kind: n + 1 for n, kind in enumerate(SOURCE_KINDS)}


class EntryRows:
    """Makes entries into rows and adds up what they move; the sums are written once.

    Where a contact has no number yet, it stands by its place among new payees, below zero (`store.contacts.Payees`).
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._control = names.category_no.get(VAT_CONTROL)
        self._balances, self._vat = BalanceKeeper(), VatKeeper()

    def made(self, entry: JournalEntry) -> MadeEntry:
        """The rows of the entry, which is counted."""
        category_no, accounts = self._names.category_no, self._names.accounts
        source, day = entry.source, day_number(entry.entry_date)
        postings = tuple(
            [
                (
                    line,
                    category_no[p.category_id],
                    day,
                    p.amount,
                    None if p.bank_account is None else accounts[p.bank_account].number,
                    p.contact,
                    p.vat_code,
                    optional_day_number(p.vat_period),
                    optional_day_number(p.tax_point),
                )
                for line, p in enumerate(entry.postings, 1)
            ]
        )
        self._count(postings, reversal=entry.reverses is not None)
        head = (day, _SOURCE_NO[source.kind], source.number, entry.reverses, entry.corrects, entry.replaces)
        return head, postings, entry.narration

    def _count(self, rows: Sequence[PostingRow], *, reversal: bool) -> None:
        per_contact = self._names.per_contact
        for _, category, day, amount, account, contact, code, period, _ in rows:
            who = contact if contact and category in per_contact else 0
            self._balances.add(category, account, who, day, amount, reversal=reversal)
            if code is not None and period is not None:
                self._vat.add(period, code, amount, control=category == self._control)

    def write(self, db: Writer, company: int, contacts: Mapping[int, int] | None = None) -> None:
        """Add what was counted to the kept sums; `contacts` are the numbers of payees by their places."""
        if contacts:
            self._balances.know(contacts)
        self._balances.write(db, company)
        self._vat.write(db, company)


def numbered(made: MadeEntry, transactions: int, contacts: Mapping[int, int]) -> MadeEntry:
    """The entry of a new bank line once it is known after which transaction the new ones follow, and who is who."""
    (day, source, number, *others), postings, narration = made
    if contacts:
        postings = tuple([_of_contact(posting, contacts) for posting in postings])
    reverses, corrects, replaces = others
    return (day, source, number + transactions, reverses, corrects, replaces), postings, narration


def _of_contact(posting: PostingRow, contacts: Mapping[int, int]) -> PostingRow:
    line, category, day, amount, account, contact, code, period, tax_point = posting
    if contact is None or contact > 0:
        return posting
    return line, category, day, amount, account, contacts[contact], code, period, tax_point
