"""The journal: `write_entries` is the only way a posting is ever written, and `record` its usual door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from accountsos.ledger.entry import SOURCE_KINDS, JournalEntry, PostedEntry, Posting, Source
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
from accountsos.store.entry_rows import EntryRows, MadeEntry, rows_of
from accountsos.store.filed_postings import FILED_POSTING, FiledPosting
from accountsos.store.head import Cause
from accountsos.store.names import Names

ENTRY_COLUMNS = "company_id entry_no recorded_seq entry_date source source_no reverses corrects replaces digest"
POSTING_COLUMNS = (
    "company_id entry_no line_no category_no entry_date amount account_no contact_no vat_code vat_period tax_point"
)
NEW_ENTRY = Insert("journal_entry", ENTRY_COLUMNS)
NEW_POSTING = Insert("posting", POSTING_COLUMNS)
NEW_NARRATION = Insert("narration", "company_id entry_no narration")
_HEAD = ("entry_date", "source", "source_no", "reverses", "corrects", "replaces")
_POSTED = ("category_no", "amount", "account_no", "contact_no", "vat_code", "vat_period", "tax_point")
ENTRY = Sql(
    f"""SELECT {", ".join(f"e.{name}" for name in _HEAD)}, n.narration, {", ".join(f"p.{name}" for name in _POSTED)}
       FROM journal_entry e
       JOIN posting p ON p.company_id = e.company_id AND p.entry_no = e.entry_no
       LEFT JOIN narration n ON n.company_id = e.company_id AND n.entry_no = e.entry_no
       WHERE e.company_id = :company AND e.entry_no = :entry ORDER BY p.line_no"""
)
"""An entry whole: each of its postings, behind the entry's own columns."""
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
COUNT_OF_WHOLE_CATEGORY = Sql(
    """SELECT COUNT(*) FROM posting WHERE company_id = :company AND category_no = :category
       AND entry_date BETWEEN :first AND :last AND +entry_no <= :last_entry"""
)
"""All that it asks for stands in the index: an eighth of the time of the other."""
EVERY_ENTRY = 2**31
CHUNK = 2_000


def record(db: Writer, names: Names, entries: Iterable[JournalEntry], cause: Cause) -> Sequence[int]:
    """Write entries, postings, kept balances and digests, set-based; their numbers in order."""
    rows, before = EntryRows(names), cause.last_entry
    iterator = iter(entries)
    while chunk := list(islice(iterator, CHUNK)):
        write_entries(db, cause, [rows.made(entry) for entry in chunk])
    if cause.last_entry > before:
        rows.write(db, cause.company)
    return range(before + 1, cause.last_entry + 1)


def write_entries(
    db: Writer, cause: Cause, entries: Iterable[MadeEntry], after: int = 0, contacts: Mapping[int, int] | None = None
) -> None:
    """Give these entries their numbers and write them; their sums are the affair of the `EntryRows` that made them.

    Those of new bank lines: `after` which transaction these follow, and the contacts of payees by their places.
    """
    entry_rows: list[tuple[Value, ...]] = []
    posting_rows: list[tuple[Value, ...]] = []
    narrations: list[tuple[Value, ...]] = []
    digests: list[bytes] = []
    company, seq, number, who = cause.company, cause.seq, cause.last_entry, contacts or {}
    for made in entries:
        number += 1
        row, postings, digest = rows_of(made, company, number, seq, after=after, contacts=who)
        entry_rows.append(row)
        digests.append(digest)
        posting_rows += postings
        if made[2] is not None:
            narrations.append((company, number, made[2]))
    if entry_rows:
        cause.entry_digests.update(b"".join(digests))
        cause.last_entry, cause.changed = number, True
        db.run_many(NEW_ENTRY, entry_rows)
        db.run_many(NEW_POSTING, posting_rows)
        if narrations:
            db.run_many(NEW_NARRATION, narrations)


def posted_entry(db: Reader, company: int, names: Names, number: int) -> PostedEntry:
    """The entry under that number, which must exist."""
    found = entry_numbered(db, company, names, number)
    assert found is not None, f"entry {number} of company {company} is missing"
    return found


def entry_numbered(db: Reader, company: int, names: Names, number: int) -> PostedEntry | None:
    """The entry under that number; None where there is none."""
    rows = db.rows(ENTRY, company=company, entry=number)
    if not rows:
        return None
    day, source, source_no, reverses, corrects, replaces, narration = rows[0][: len(_HEAD) + 1]
    return PostedEntry(
        number,
        JournalEntry(
            entry_date=day_from(day),
            source=Source(SOURCE_KINDS[source - 1], source_no),
            postings=tuple([_posting(row[len(_HEAD) + 1 :], names) for row in rows]),
            narration=narration,
            reverses=reverses,
            corrects=corrects,
            replaces=replaces,
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
    if account or contact:
        count = db.row(COUNT_OF_CATEGORY, **where)
    else:
        count = db.row(COUNT_OF_WHOLE_CATEGORY, **{k: v for k, v in where.items() if k not in ("account", "contact")})
    assert count is not None
    rows = db.rows(OF_CATEGORY, **where, limit=limit, offset=offset) if limit else []
    return [FiledPosting(*row) for row in rows], int(count[0])


def _posting(row: Row, names: Names) -> Posting:
    category, amount, account, contact, vat_code, vat_period, tax_point = row
    return Posting(
        category_id=names.category_id[category],
        amount=amount,
        bank_account=names.account_of[account].bank_account_id if account is not None else None,
        contact=contact,
        vat_code=vat_code,
        vat_period=optional_day(vat_period),
        tax_point=optional_day(tax_point),
    )
