"""Entries as rows, made before they have numbers, and the balances and VAT sums that they add to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import SOURCE_KINDS, JournalEntry, entry_digest
from accountsos.store.balances import BalanceKeeper
from accountsos.store.engine.sql import Value, Writer, day_number, optional_day_number
from accountsos.store.names import Names
from accountsos.store.vat import VatKeeper

EntryHead: TypeAlias = tuple[int, int, int, int | None, int | None, int | None]
"""entry_date, source, source_no, reverses, corrects, replaces."""
PostingRow: TypeAlias = tuple[
    int, int, int, int, int | None, int | None, str | None, int | None, int | None
]  # the columns of a posting from line_no on
MadeEntry: TypeAlias = tuple[EntryHead, tuple[PostingRow, ...], str | None, tuple[str, ...], int | None]
"""An entry's columns behind its number and that of the write, its postings, its narration, the postings as
`entry_digest` writes them out: whole, or in pieces between which the contact's number comes; and that one's place."""
_SOURCE_NO = {kind: n + 1 for n, kind in enumerate(SOURCE_KINDS)}
_NO_CONTACTS: Final[Mapping[int, int]] = {}
DIGEST_KEPT = 4
"""So many bytes of an entry's digest stand in its row: by them `verify` names the entry that was changed. That one was
is proved by the audit row of its write, into which the digests go whole. Rows from before 0027 have all sixteen."""


class EntryRows:
    """Makes entries into rows and adds up what they move; the sums are written once.

    Where a contact has no number yet, it stands by its place among new payees, below zero (`Payees` of imports).
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
        return head, postings, entry.narration, *_written(postings)

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


def _written(postings: tuple[PostingRow, ...]) -> tuple[tuple[str, ...], int | None]:
    """The rows as `repr` writes them, cut where a place stands for the contact; and which place that is."""
    place: int | None = None
    pieces: list[str] = []
    text, between = "(", ""
    for line, category, day, amount, account, who, code, period, tax_point in postings:
        text += f"{between}({line}, {category}, {day}, {amount}, {account}, "
        if who is not None and who < 0:
            assert place is None or place == who, "a line has one contact"
            place = who
            pieces.append(text)
            text = f", {code!r}, {period}, {tax_point})"
        else:
            text += f"{who}, {code!r}, {period}, {tax_point})"
        between = ", "
    return (*pieces, text + (",)" if len(postings) == 1 else ")")), place


def rows_of(
    made: MadeEntry, company: int, number: int, seq: int, *, after: int = 0, contacts: Mapping[int, int] = _NO_CONTACTS
) -> tuple[tuple[Value, ...], list[tuple[Value, ...]], bytes]:
    """The entry under its number as a row of journal_entry, its postings, and the digest of both, whole.

    `after` is the transaction that new bank lines follow, `contacts` say who is who of the places.
    """
    (day, source, source_no, reverses, corrects, replaces), postings, _, written, place = made
    contact = None if place is None else contacts[place]
    head = (seq, day, source, source_no + after, reverses, corrects, replaces)
    digest = entry_digest(company, number, head, written[0] if place is None else str(contact).join(written))
    rows: list[tuple[Value, ...]] = [
        (company, number, line, category, on, amount, account, contact if who == place else who, code, period, tax)
        for line, category, on, amount, account, who, code, period, tax in postings
    ]
    return (company, number, *head, digest[:DIGEST_KEPT]), rows, digest
