"""Make what an import will write before the lock is taken, line by line: only numbers are still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from msgspec.structs import astuple

from accountsos.bookkeeping.bring_entry import discovering
from accountsos.bookkeeping.categorise_line import party_of, reason_kept
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.post_line import reading_suggested, stored_part
from accountsos.categoriser.owed import SOURCE
from accountsos.categoriser.suggestion import Suggestion
from accountsos.ledger.category_ids import TRANSFER
from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.entry import JournalEntry
from accountsos.ledger.locks import Locks
from accountsos.ledger.repost import repost
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.money import HOME_CURRENCY
from accountsos.reconciliation.known_lines import Finding
from accountsos.reconciliation.line_key import line_key
from accountsos.statements.line import StatementLine
from accountsos.statements.spool import Spool
from accountsos.store.companies import Company, locks_of
from accountsos.store.engine.sql import Reader, day_number
from accountsos.store.entry_rows import EntryRows
from accountsos.store.import_rows import NOT_YET, ImportRows, unpacked_rows
from accountsos.store.line_counter import LineCounter
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import BankAccount, names_of
from accountsos.store.payees_of_import import Payees
from accountsos.store.transactions import LIVE, PENDING, NewTransaction
from accountsos.workflows.bank.prepared_line import PreparedLine


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are made on beside the lines: where any of it is another under the lock, they are made anew."""

    names_version: int
    """Of chart, bank accounts, VAT scheme and facts of the company."""
    profile: Company
    locks: Locks
    posted_from: date | None


def ground_of(db: Reader, company: int) -> Ground:
    """As it stands now."""
    return Ground(
        names_of(db, company).version,
        company_or_refuse(db, company),
        locks_of(db, company),
        conversion_day(db, company),
    )


class MadeRows:
    """Rows of one file, chunk by chunk on disk, and the sums that they add to."""

    def __init__(self, db: Reader, company: int, account: BankAccount, today: date) -> None:
        self.ground = ground_of(db, company)
        self.names = names_of(db, company)
        self.payees = Payees()
        self.entries = EntryRows(self.names)
        self.counter = LineCounter()
        self.settles: set[str] = set()
        """The accounts on which new lines pay what is owed, or may."""
        self.lines = 0
        """How many are new."""
        self._entries = 0
        self._account = account
        self._locks = discovering(self.ground.locks, self.names, today)
        self._parties = lru_cache(maxsize=4096)(partial(party_of, self.ground.profile))
        self._chunks: Spool[Any] = Spool()

    def chunks(self) -> Iterator[ImportRows]:
        """The chunks in the order of the file."""
        return unpacked_rows(self._chunks.chunks())

    def add(self, chunk: list[PreparedLine]) -> None:
        """The next lines of the file."""
        rows = ImportRows()
        for prepared in chunk:
            if prepared.suggestion is None:
                assert prepared.known is not None
                rows.seen.append((prepared.known, prepared.line.line))
            else:
                self._add(rows, prepared, prepared.suggestion)
        self._chunks.append(list(rows.packed()))

    def finish(self, db: Reader, company: int) -> None:
        """All lines are in."""
        self.payees.look_up(db, company)

    def _add(self, rows: ImportRows, prepared: PreparedLine, suggestion: Suggestion) -> None:
        line = prepared.line
        self.lines += 1
        number, contact = self.lines, self._contact(line, suggestion)
        reading = reading_suggested(suggestion, line.amount, contact)
        entry, entry_no = self._entry(number, line, suggestion, reading), None
        if entry is not None:
            self._entries += 1
            entry_no = self._entries
            rows.entries.append(self.entries.made(entry))
        stored = self._stored(number, prepared, suggestion, contact, entry_no)
        rows.add(stored, [stored_part(part, self.names) for part in reading] if suggestion.parts else ())
        if not line.pending:
            self.counter.add(stored)
        if prepared.foreign is not None:
            rows.foreign.append((number, astuple(prepared.foreign)))
        rows.doubts += [(number, other) for other in prepared.resembles]
        if prepared.finding is Finding.REPLACES_PENDING and prepared.known is not None:
            rows.retired.append((prepared.known, number))

    def _contact(self, line: StatementLine, suggestion: Suggestion) -> int | None:
        contact = suggestion.contact
        if contact is None and suggestion.category_id != TRANSFER:  # an own account is nobody's
            name, key = self._parties(suggestion.payee, suggestion.payee_key)
            contact = self.payees.place_of(key, name)
        if not line.pending:
            self.payees.move(contact, line.amount)
        return contact

    def _entry(
        self, number: int, line: StatementLine, suggestion: Suggestion, reading: tuple[CategorisationLine, ...]
    ) -> JournalEntry | None:
        account, posted_from = self._account, self.ground.posted_from
        if line.pending or (posted_from is not None and line.booked_on < posted_from):
            return None
        facts = BankLineFacts(number, line.booked_on, line.amount, account.bank_account_id, account.category_id)
        if self.names.vat:
            foreign = {line.original_currency or line.currency} - {HOME_CURRENCY}
            about = LineFacts(line.booked_on, bool(foreign), suggestion.payee_key)
            reading = treated(self.names.vat, self.names.chart, reading, about)
        entry = desired_entry(facts, reading, entity_type=self.ground.profile.entity_type)
        if entry is not None and self._locks.touch(entry):
            entry = repost((), entry, self._locks).entries[0]
        return entry

    def _stored(
        self, number: int, prepared: PreparedLine, suggestion: Suggestion, contact: int | None, entry_no: int | None
    ) -> NewTransaction:
        line, account = prepared.line, self._account
        if suggestion.source == SOURCE:
            options = (option for option, _ in suggestion.alternatives[:1])
            self.settles.update((suggestion.category_id, *options, *(category for category, _ in suggestion.parts)))
        return NewTransaction(
            transaction_no=number,
            account_no=account.number,
            booked_on=day_number(line.booked_on),
            amount=line.amount,
            currency=line.currency if line.currency != account.currency else None,
            description=line.description,
            payee=line.payee,
            reference=line.reference,
            kind=line.kind,
            bank_ref=line.bank_id,
            balance=line.balance,
            line_key=_key(prepared),
            original=_original(line),
            import_no=NOT_YET,
            line=line.line,
            recorded_seq=NOT_YET,
            status=PENDING if line.pending else LIVE,
            category_no=self.names.category_no[suggestion.category_id],
            confidence=round(suggestion.confidence * 10_000),
            source=suggestion.source,
            reason=reason_kept(suggestion),
            contact_no=contact,
            entry_no=entry_no,
            parts=len(suggestion.parts),
        )


def _key(prepared: PreparedLine) -> int:
    """Kept of a line that became pounds: it proves what the bank said in the account's own currency."""
    if prepared.foreign is None:
        return 0
    line, foreign = prepared.line, prepared.foreign
    return line_key(StatementLine(line.line, line.booked_on, foreign.amount, foreign.currency, line.description))


def _original(line: StatementLine) -> str | None:
    if line.original_currency is None or line.original_amount is None:
        return None
    return f"{line.original_amount} {line.original_currency} {line.exchange_rate or ''}".rstrip()
