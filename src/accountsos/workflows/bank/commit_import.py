"""Commit a prepared import: contacts, transactions, entries, counters and the import itself in one go; and undo it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from accountsos import ids
from accountsos.bookkeeping.ask_for_matching import ask_for_matching
from accountsos.bookkeeping.bring_entry import with_discovery
from accountsos.bookkeeping.categorise_line import party_of, reason_kept
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse, thing_number
from accountsos.bookkeeping.own_curves import keep_fit
from accountsos.bookkeeping.post_line import HOME_CURRENCY, accounts_of, reading_suggested, stored_part
from accountsos.bookkeeping.take_out_line import Leaving
from accountsos.bookkeeping.write_up import account_opened, lines_added, lines_changed, paid_since, what_is_owed_changed
from accountsos.categoriser.owed import SOURCE
from accountsos.errors import Conflict, NotFound
from accountsos.ids import ABOVE_ALL
from accountsos.ledger.category_ids import TRANSFER
from accountsos.ledger.desired_entry import BankLineFacts, desired_entry
from accountsos.ledger.entry import JournalEntry
from accountsos.ledger.locks import Locks
from accountsos.ledger.repost import repost
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.reconciliation.known_lines import Finding
from accountsos.store.column_layouts import forget_layout, keep_layout
from accountsos.store.companies import Company, locks_of
from accountsos.store.contacts import ContactBook
from accountsos.store.doubts import show_known_beside
from accountsos.store.engine.sql import Reader, Writer, day_number, moment_from
from accountsos.store.head import Cause
from accountsos.store.imports import (
    StatementImport,
    add_import,
    changed_since,
    doubt,
    gone_of,
    import_of,
    import_page,
    observe,
    shown_again,
    tell_gone,
    withdraw,
)
from accountsos.store.journal import record
from accountsos.store.line_counter import LineCounter
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import BankAccount, Names, names_of
from accountsos.store.pending_lines import pending_lines, pending_of_import
from accountsos.store.transactions import (
    DELETED,
    LAPSED,
    LIVE,
    PENDING,
    SET_STATUS,
    WITHDRAWN,
    NewTransaction,
    StoredPart,
    add_transactions,
    set_parts,
    transaction_of,
)
from accountsos.workflows.bank.import_statement import ImportPlan, ImportStatement, PreparedLine, prepare
from accountsos.workflows.bank.lapse_pending import booked_late, due, lapse, take_up_again, told
from accountsos.workflows.unit_of_work import ReadWorkflow, Stale, WriteWorkflow


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do (`number` 0 for a preview)."""

    company: int
    number: int
    status: str
    """preview | committed | undone | already_imported"""
    account: BankAccount
    done: StatementImport
    preview: tuple[PreparedLine, ...] = ()
    names: Names | None = None


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A page of imports, newest first."""

    rows: list[Imported]
    total: int


def preview(db: Reader, company: int, command: ImportStatement) -> Imported:
    """What the import would do. Changes nothing."""
    return _shown(company, prepare(db, company, command), names_of(db, company), 0, "preview")


def _shown(company: int, plan: ImportPlan, names: Names, number: int, status: str) -> Imported:
    if plan.already is not None:
        done = replace(plan.already, lines_new=0, lines_duplicate=plan.already.lines, lines_doubtful=0)
        return Imported(company, plan.already.number, "already_imported", plan.account, done, names=names)
    proof = plan.proof
    done = StatementImport(
        number=number,
        account_no=plan.account.number,
        status=status,
        format=plan.format,
        file_name=plan.file_name,
        file_digest=plan.digest,
        lines=plan.lines,
        lines_new=plan.new,
        lines_duplicate=plan.duplicate,
        lines_doubtful=plan.doubtful,
        first_day=plan.days[0] if plan.days else None,
        last_day=plan.days[1] if plan.days else None,
        opening=plan.opening,
        closing=plan.closing,
        difference=proof.difference if proof else None,
        first_bad_line=proof.first_bad_line if proof else None,
        warnings=tuple(plan.warnings),
    )
    return Imported(company, number, status, plan.account, done, tuple(plan.preview), names)


def apply(db: Writer, company: int, plan: ImportPlan, cause: Cause) -> Imported:
    """Record what is new. The same file again changes nothing."""
    if plan.already is not None:
        return _shown(company, plan, names_of(db, company), 0, "committed")
    _refuse_stale(db, company, plan)
    return apply_fresh(db, company, plan, cause)


def apply_fresh(db: Writer, company: int, plan: ImportPlan, cause: Cause) -> Imported:
    """Record a plan that is known to stand on the books as they are."""
    lapsed = frozenset(line.number for line in pending_lines(db, company) if line.lapsed)
    commit = _Commit(db, cause, plan)
    commit.run()
    names = names_of(db, company)
    books = books_of(db, company)
    paired = lines_added(books, cause, plan.days)
    if paired:
        what = "1 line was" if paired == 1 else f"{paired} lines were"
        half = "half of a transfer" if paired == 1 else "halves of transfers"
        plan.warnings.append(f"{what} recognised as {half} between your own accounts")
    lapsing = due(db, company, _today(cause), shown=pending_of_import(db, company, commit.number))
    if lapsing:
        plan.warnings.append(told(lapsing, names))
    done = _shown(company, plan, names, commit.number, "committed")
    add_import(db, cause, replace(done.done, transactions=commit.brought))
    if plan.layout is not None:
        keep_layout(db, company, *plan.layout, commit.number)
    account_opened(books, cause, plan.account)
    show_known_beside(db, company, commit.number)
    tell_gone(db, company, commit.number, plan.gone)
    import_id = ids.public_id("imp_", company, commit.number)
    earlier = paid_since(books, plan.days[0]) if plan.new and plan.days else set[str]()
    filed = what_is_owed_changed(books, cause, commit.settles | earlier)
    ask_for_matching(db, cause, import_id)
    cause.note(
        "statement.import",
        import_id,
        after={"account": plan.account.bank_account_id, "new": plan.new, "duplicate": plan.duplicate},
    )
    if plan.fit is not None:
        keep_fit(db, cause, plan.fit, import_id)
    take_up_again(db, cause, commit.number, lapsed)
    booked_late(cause, {pending: booked for pending, booked in commit.replaced.items() if pending in lapsed})
    lapse(db, cause, lapsing)
    for line in filed:
        line.note(cause)
    return done


def _today(cause: Cause) -> date:
    return moment_from(cause.recorded_at).date()


def _refuse_stale(db: Reader, company: int, plan: ImportPlan) -> None:
    if changed_since(db, company, plan.account.number, plan.days, seq=plan.seq):
        raise Stale("lines of this account were changed while the file was read; try again")


class _Commit:
    """One import on its way into the books."""

    def __init__(self, db: Writer, cause: Cause, plan: ImportPlan) -> None:
        self.db, self.cause, self.plan = db, cause, plan
        self.number = cause.next_number()
        self.names: Names = names_of(db, cause.company)
        self.profile: Company = company_or_refuse(db, cause.company)
        self.locks: Locks = with_discovery(locks_of(db, cause.company), self.names, cause)
        self.posted_from: date | None = conversion_day(db, cause.company)
        self._parties = lru_cache(maxsize=4096)(partial(party_of, self.profile))
        self.contacts = ContactBook(db, cause)
        self.counter = LineCounter()
        self.replaced: dict[int, int] = {}
        """Pending lines and the booked ones that took their place."""
        self._before = cause.last_transaction
        self.settles: set[str] = set()
        """The accounts on which new lines pay what is owed, or may."""
        self._gone = gone_of(db, cause.company, plan.account.number)

    @property
    def brought(self) -> tuple[int, int] | None:
        """The first and the last transaction that it added."""
        last = self.cause.last_transaction
        return (self._before + 1, last) if last > self._before else None

    def run(self) -> None:
        """Insert everything; entries go through `record`, which draws the lines in chunks."""
        record(self.db, self.names, self._entries(), self.cause)
        self.cause.changed = True
        self.contacts.write()
        self.counter.write(self.db, self.cause.company)

    def _entries(self) -> Iterator[JournalEntry]:
        """Insert each chunk's transactions, then yield their entries: `record` numbers them in the same order."""
        next_entry = self.cause.last_entry + 1
        for chunk in self.plan.prepared.chunks():
            lines: list[NewTransaction] = []
            entries: list[JournalEntry] = []
            seen: list[tuple[int, int]] = []
            doubts: list[tuple[int, int]] = []
            cut: dict[int, list[StoredPart]] = {}
            for prepared in chunk:
                if prepared.suggestion is None:
                    assert prepared.known is not None
                    seen.append((prepared.known, prepared.line.line))
                    continue
                number = self._next_transaction()
                contact = self._contact(prepared)
                entry = self._entry(number, prepared, contact)
                entry_no = None if entry is None else next_entry + len(entries)
                lines.append(self._stored(number, prepared, contact, entry_no))
                if prepared.suggestion.parts:
                    reading = reading_suggested(prepared.suggestion, prepared.line.amount, contact)
                    cut[number] = [stored_part(part, self.names) for part in reading]
                if not prepared.line.pending:
                    self.counter.add(lines[-1])
                if entry is not None:
                    entries.append(entry)
                doubts += [(number, other) for other in prepared.resembles]
                if prepared.finding is Finding.REPLACES_PENDING and prepared.known is not None:
                    self._retire_pending(prepared.known, number)
            self.contacts.write()
            add_transactions(self.db, self.cause, lines)
            set_parts(self.db, self.cause.company, cut)
            observe(self.db, self.cause.company, self.number, seen)
            shown_again(self.db, self.cause.company, (number for number, _ in seen if number in self._gone))
            doubt(self.db, self.cause.company, doubts)
            next_entry += len(entries)
            yield from entries

    def _next_transaction(self) -> int:
        self.cause.last_transaction += 1
        return self.cause.last_transaction

    def _contact(self, prepared: PreparedLine) -> int | None:
        suggestion, line = prepared.suggestion, prepared.line
        assert suggestion is not None
        contact = suggestion.contact
        if contact is None and suggestion.category_id != TRANSFER:  # an own account is nobody's
            name, key = self._parties(suggestion.payee, suggestion.payee_key)
            contact = self.contacts.number_of(key, name)
        if not line.pending:
            self.contacts.move(contact, line.amount)
        return contact

    def _entry(self, number: int, prepared: PreparedLine, contact: int | None) -> JournalEntry | None:
        line, suggestion, account = prepared.line, prepared.suggestion, self.plan.account
        assert suggestion is not None
        if line.pending or (self.posted_from is not None and line.booked_on < self.posted_from):
            return None
        facts = BankLineFacts(number, line.booked_on, line.amount, account.bank_account_id, account.category_id)
        reading = reading_suggested(suggestion, line.amount, contact)
        if self.names.vat:
            foreign = {line.original_currency or line.currency} - {HOME_CURRENCY}
            about = LineFacts(line.booked_on, bool(foreign), suggestion.payee_key)
            reading = treated(self.names.vat, self.names.chart, reading, about)
        entry = desired_entry(facts, reading, entity_type=self.profile.entity_type)
        if entry is not None and self.locks.touch(entry):
            entry = repost((), entry, self.locks).entries[0]
        return entry

    def _stored(self, number: int, prepared: PreparedLine, contact: int | None, entry_no: int | None) -> NewTransaction:
        line, suggestion, account = prepared.line, prepared.suggestion, self.plan.account
        assert suggestion is not None
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
            line_key=prepared.key,
            original=_original(prepared),
            import_no=self.number,
            line=line.line,
            recorded_seq=self.cause.seq,
            status=PENDING if line.pending else LIVE,
            category_no=self.names.category_no[suggestion.category_id],
            confidence=round(suggestion.confidence * 10_000),
            source=suggestion.source,
            reason=reason_kept(suggestion),
            contact_no=contact,
            entry_no=entry_no,
            parts=len(suggestion.parts),
        )

    def _retire_pending(self, pending: int, booked: int) -> None:
        """The booked line takes the pending one's place; pending lines were never posted or counted."""
        self.db.run(SET_STATUS, company=self.cause.company, number=pending, status=WITHDRAWN, entry=None)
        self.replaced[pending] = booked


def _original(prepared: PreparedLine) -> str | None:
    line = prepared.line
    if line.original_currency is None or line.original_amount is None:
        return None
    return f"{line.original_amount} {line.original_currency} {line.exchange_rate or ''}".rstrip()


def prepare_undo(db: Reader, company: int, import_id: str) -> int:
    """The import must be there and live."""
    number = thing_number("imp_", company, import_id, "import")
    found = import_of(db, company, number)
    if found is None:
        raise NotFound(f"there is no import {import_id!r}")
    if found.status != "committed":
        raise Conflict(f"the import {import_id} was already undone")
    return number


def apply_undo(db: Writer, company: int, number: int, cause: Cause) -> Imported:
    """Withdraw what the file showed; transactions that no other file shows leave the books by reversal."""
    import_id = ids.public_id("imp_", company, number)
    prepare_undo(db, company, import_id)
    books = books_of(db, company)
    leaving = Leaving(books, cause)
    forget_layout(db, company, number)
    withdrawn = list(withdraw(db, cause, number))
    gone, paid = 0, set[str]()
    for transaction in withdrawn:
        row = transaction_of(db, company, transaction)
        if row is not None and row.status in (LIVE, PENDING, LAPSED):
            paid |= accounts_of(books, row)
            leaving.take_out(row, WITHDRAWN)
            gone += 1
        elif row is not None and row.status == DELETED:
            # A duplicate that left the books: its file no longer shows it, so it must not stand for a payment.
            db.run(SET_STATUS, company=company, number=transaction, status=WITHDRAWN, entry=None)
    leaving.write()
    lines_changed(books, cause, withdrawn)
    done = import_of(db, company, number)
    assert done is not None
    account = books.names.account_of[done.account_no]
    account_opened(books, cause, account)
    filed = what_is_owed_changed(books, cause, paid)
    cause.note("statement.undo", import_id, before={"status": "committed"}, after={"transactions_withdrawn": gone})
    for line in filed:
        line.note(cause)
    return Imported(company, number, "undone", account, done, names=names_of(db, company))


def list_imports(db: Reader, company: int, asked: tuple[int, int] | tuple[int, int, int]) -> ImportPage:
    """`asked` is limit, offset, and below which number."""
    names = names_of(db, company)
    rows, total = import_page(
        db, company, limit=asked[0], offset=asked[1], below=asked[2] if len(asked) > 2 else ABOVE_ALL
    )
    shown = [Imported(company, r.number, r.status, names.account_of[r.account_no], r, names=names) for r in rows]
    return ImportPage(shown, total)


def show_import(db: Reader, company: int, import_id: str) -> Imported:
    """One import."""
    found = import_of(db, company, thing_number("imp_", company, import_id, "import"))
    if found is None:
        raise NotFound(f"there is no import {import_id!r}")
    names = names_of(db, company)
    return Imported(company, found.number, found.status, names.account_of[found.account_no], found, names=names)


PREVIEW = ReadWorkflow("statement.preview", preview)
COMMIT = WriteWorkflow("statement.import", prepare, apply, short=False, answer_for_good=True)
UNDO = WriteWorkflow("statement.undo", prepare_undo, apply_undo)
LIST = ReadWorkflow("statement.imports", list_imports, short=True)
SHOW = ReadWorkflow("statement.import.show", show_import, short=True)
