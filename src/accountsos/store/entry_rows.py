"""Entries as rows, made before they have numbers, and the balances and VAT sums that they add to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

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
MadeEntry: TypeAlias = tuple[EntryHead, tuple[PostingRow, ...], str | None, tuple[str, ...]]
"""An entry's columns behind its number and that of the write, its postings, its narration, and the postings as
`entry_digest` writes them out: whole, or in pieces between which the contact's number comes."""
_SOURCE_NO = {kind: n + 1 for n, kind in enumerate(SOURCE_KINDS)}
_CONTACT: Final = 5
"""Where in a PostingRow."""


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
        return head, postings, entry.narration, _written(postings)

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


class _Hole:
    """Stands for a number that is not known yet: written, nothing else in a posting looks like it."""

    def __repr__(self) -> str:
        return "\0"


_HOLE = _Hole()


def _written(postings: tuple[PostingRow, ...]) -> tuple[str, ...]:
    places = {place for posting in postings if (place := posting[_CONTACT]) is not None and place < 0}
    if not places:
        return (repr(postings),)
    assert len(places) == 1, "a line has one contact"
    shown = tuple([(*p[:_CONTACT], _HOLE, *p[_CONTACT + 1 :]) if p[_CONTACT] in places else p for p in postings])
    return tuple(repr(shown).split("\0"))


def numbered(made: MadeEntry, transactions: int, contacts: Mapping[int, int]) -> MadeEntry:
    """The entry of a new bank line once it is known after which transaction the new ones follow, and who is who."""
    (day, source, number, reverses, corrects, replaces), postings, narration, written = made
    if len(written) > 1:
        place = next(place for posting in postings if (place := posting[_CONTACT]) is not None and place < 0)
        contact = contacts[place]
        postings = tuple([p if p[_CONTACT] != place else _of_contact(p, contact) for p in postings])
        written = (str(contact).join(written),)
    return (day, source, number + transactions, reverses, corrects, replaces), postings, narration, written


def _of_contact(posting: PostingRow, contact: int) -> PostingRow:
    line, category, day, amount, account, _, code, period, tax_point = posting
    return line, category, day, amount, account, contact, code, period, tax_point
