"""The journal: `record` is the only way a posting is ever written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import SOURCE_KINDS, JournalEntry, PostedEntry, Posting, Source, entry_digest
from accountsos.store.balances import BalanceKeeper
from accountsos.store.engine.sql import (
    Insert,
    Reader,
    Row,
    Sql,
    Value,
    Writer,
    day_from,
    day_number,
    optional_day,
)
from accountsos.store.filed_postings import FILED_POSTING, FiledPosting
from accountsos.store.head import Cause
from accountsos.store.names import Names
from accountsos.store.vat import VatKeeper

ENTRY_COLUMNS = "company_id entry_no recorded_seq entry_date source source_no reverses corrects replaces digest"
POSTING_COLUMNS = (
    "company_id entry_no line_no category_no entry_date amount account_no contact_no vat_code vat_period tax_point"
)
NEW_ENTRY = Insert("journal_entry", ENTRY_COLUMNS)
NEW_POSTING = Insert("posting", POSTING_COLUMNS)
NEW_NARRATION = Insert("narration", "company_id entry_no narration")
ENTRY = Sql(
    f"""SELECT {", ".join(ENTRY_COLUMNS.split())} FROM journal_entry
       WHERE company_id = :company AND entry_no = :entry"""
)
POSTINGS = Sql(
    f"""SELECT {", ".join(POSTING_COLUMNS.split())} FROM posting
       WHERE company_id = :company AND entry_no = :entry ORDER BY line_no"""
)
NARRATION = Sql("SELECT narration FROM narration WHERE company_id = :company AND entry_no = :entry")
BANK_TEXT = Sql("SELECT description FROM bank_transaction WHERE company_id = :company AND transaction_no = :number")

OF_CATEGORY = Sql(
    f"""SELECT {FILED_POSTING}
       FROM posting p JOIN journal_entry e ON e.company_id = p.company_id AND e.entry_no = p.entry_no
       WHERE p.company_id = :company AND p.category_no = :category AND p.entry_date BETWEEN :first AND :last
       AND (:account = 0 OR p.account_no = :account) AND (:contact = 0 OR p.contact_no = :contact)
       AND p.entry_no <= :last_entry
       ORDER BY p.entry_date, p.entry_no, p.line_no LIMIT :limit OFFSET :offset"""
)
COUNT_OF_CATEGORY = Sql(
    """SELECT COUNT(*) FROM posting WHERE company_id = :company AND category_no = :category
       AND entry_date BETWEEN :first AND :last AND (:account = 0 OR account_no = :account)
       AND (:contact = 0 OR contact_no = :contact) AND +entry_no <= :last_entry"""
)
"""The plus: without it SQLite walks all postings of the company by their number instead of the account's."""
EVERY_ENTRY = 2**31
CHUNK = 2_000
_SOURCE_NO = {kind: n + 1 for n, kind in enumerate(SOURCE_KINDS)}


def record(db: Writer, names: Names, entries: Iterable[JournalEntry], cause: Cause) -> list[int]:
    """Write entries, postings, kept balances and digests, set-based; their numbers in order.

    The entries may be an iterator over any number: memory grows with the numbers returned only.
    """
    recording = _Recording(db, names, cause)
    iterator = iter(entries)
    while chunk := list(islice(iterator, CHUNK)):
        recording.write(chunk)
    recording.finish()
    return recording.numbers


PostingRow = tuple[int, int, int, int, int, int, int | None, int | None, str | None, int | None, int | None]


class _Recording:
    """One call of `record`: chunks are inserted as they come, the balances once at the end."""

    def __init__(self, db: Writer, names: Names, cause: Cause) -> None:
        self._db, self._names, self._cause = db, names, cause
        self._keeper, self._vat = BalanceKeeper(), VatKeeper()
        self._control = names.category_no.get(VAT_CONTROL)
        self.numbers: list[int] = []

    def write(self, chunk: Sequence[JournalEntry]) -> None:
        entry_rows: list[tuple[Value, ...]] = []
        posting_rows: list[tuple[Value, ...]] = []
        narrations: list[tuple[Value, ...]] = []
        cause, company = self._cause, self._cause.company
        category_no, accounts = self._names.category_no, self._names.accounts
        for entry in chunk:
            cause.last_entry = number = cause.last_entry + 1
            day = day_number(entry.entry_date)
            rows = [
                (
                    company,
                    number,
                    line,
                    category_no[p.category_id],
                    day,
                    p.amount,
                    None if p.bank_account is None else accounts[p.bank_account].number,
                    p.contact,
                    p.vat_code,
                    None if p.vat_period is None else day_number(p.vat_period),
                    None if p.tax_point is None else day_number(p.tax_point),
                )
                for line, p in enumerate(entry.postings, 1)
            ]
            self._keep(rows, reversal=entry.reverses is not None)
            head = _head_values(cause.seq, day, entry)
            digest = entry_digest(company, number, head, [row[2:] for row in rows])
            cause.entry_digests.update(digest)
            entry_rows.append((company, number, *head, digest))
            posting_rows += rows
            if entry.narration is not None:
                narrations.append((company, number, entry.narration))
            self.numbers.append(number)
        self._db.run_many(NEW_ENTRY, entry_rows)
        self._db.run_many(NEW_POSTING, posting_rows)
        if narrations:
            self._db.run_many(NEW_NARRATION, narrations)

    def finish(self) -> None:
        if self.numbers:
            self._cause.changed = True
            self._keeper.write(self._db, self._cause.company)
            self._vat.write(self._db, self._cause.company)

    def _keep(self, rows: Sequence[PostingRow], *, reversal: bool) -> None:
        per_contact = self._names.per_contact
        for _, _, _, category, day, amount, account, contact, code, period, _ in rows:
            who = contact if contact and category in per_contact else 0
            self._keeper.add(category, account, who, day, amount, reversal=reversal)
            if code is not None and period is not None:
                self._vat.add(period, code, amount, control=category == self._control)


def _head_values(seq: int, day: int, entry: JournalEntry) -> tuple[int | None, ...]:
    source = entry.source
    return (seq, day, _SOURCE_NO[source.kind], source.number, entry.reverses, entry.corrects, entry.replaces)


def posted_entry(db: Reader, company: int, names: Names, number: int) -> PostedEntry:
    """The entry under that number, which must exist."""
    found = entry_numbered(db, company, names, number)
    assert found is not None, f"entry {number} of company {company} is missing"
    return found


def entry_numbered(db: Reader, company: int, names: Names, number: int) -> PostedEntry | None:
    """The entry under that number; None where there is none."""
    head = db.row(ENTRY, company=company, entry=number)
    if head is None:
        return None
    narration = db.row(NARRATION, company=company, entry=number)
    postings = tuple(_posting(row, names) for row in db.rows(POSTINGS, company=company, entry=number))
    return PostedEntry(
        number,
        JournalEntry(
            entry_date=day_from(head[3]),
            source=Source(SOURCE_KINDS[head[4] - 1], head[5]),
            postings=postings,
            narration=narration[0] if narration else None,
            reverses=head[6],
            corrects=head[7],
            replaces=head[8],
        ),
    )


def describe(db: Reader, company: int, entry: int, source_kind: str, source_no: int) -> str | None:
    """What a person is shown of an entry: its narration, or what the bank wrote on the line it books."""
    row = db.row(NARRATION, company=company, entry=entry)
    if row is None and source_kind == "transaction":
        row = db.row(BANK_TEXT, company=company, number=source_no)
    return None if row is None else str(row[0])


def live_entries(db: Reader, company: int, names: Names, number: int | None) -> list[PostedEntry]:
    """What stands for a source whose latest entry is `number`: it, after the entries of closed years it corrects."""
    standing: list[PostedEntry] = []
    while number is not None:
        entry = posted_entry(db, company, names, number)
        standing.append(entry)
        number = entry.entry.corrects
    return standing[::-1]


def earlier_entries(db: Reader, company: int, names: Names, number: int | None) -> Iterator[PostedEntry]:
    """The entry and all it replaced, newest first: a transaction's history in the books."""
    while number is not None:
        entry = posted_entry(db, company, names, number)
        yield entry
        number = entry.entry.replaces or entry.entry.corrects


def postings_of_category(
    db: Reader,
    company: int,
    category: int,
    days: tuple[date, date],
    *,
    account: int = 0,
    contact: int = 0,
    last_entry: int | None = None,
    limit: int = 1000,
    offset: int = 0,
) -> tuple[list[FiledPosting], int]:
    """One page of an account's postings in date order, with the number of all of them."""
    where: dict[str, Value] = {
        "company": company,
        "category": category,
        "first": day_number(days[0]),
        "last": day_number(days[1]),
        "account": account,
        "contact": contact,
        "last_entry": EVERY_ENTRY if last_entry is None else last_entry,
    }
    count = db.row(COUNT_OF_CATEGORY, **where)
    assert count is not None
    rows = db.rows(OF_CATEGORY, **where, limit=limit, offset=offset)
    return [FiledPosting(*row) for row in rows], int(count[0])


def _posting(row: Row, names: Names) -> Posting:
    return Posting(
        category_id=names.category_id[row[3]],
        amount=row[5],
        bank_account=names.account_of[row[6]].bank_account_id if row[6] is not None else None,
        contact=row[7],
        vat_code=row[8],
        vat_period=optional_day(row[9]),
        tax_point=optional_day(row[10]),
    )
