"""Bank transactions: what the bank said, our reading of it, and the counters of lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Value, Writer, day_number, optional_day
from accountsos.store.head import Cause
from accountsos.store.short_words import SOURCE_CODES, SOURCE_OF, kept_words, words_in_full

LIVE, WITHDRAWN, DELETED, PENDING, LAPSED = 1, 2, 3, 4, 5
"""`status`: in the books; undone with its import; deleted by a person (still counts as seen); not yet booked; given up
because the bank never booked it (it may still do so late)."""


class NewTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A line to insert; the fields are the table's columns. First what the bank said, then our reading of it.

    Words are in full here; the row has them as `short_words` keeps them.
    """

    transaction_no: int
    account_no: int
    booked_on: int
    """A day number."""
    amount: int
    currency: str | None = None
    """None: the bank account's own currency."""
    description: str
    payee: str | None = None
    reference: str | None = None
    kind: str | None = None
    bank_ref: str | None = None
    balance: int | None = None
    line_key: int = 0
    """Of an account in another currency what its amount is proved by (`reconciliation.line_key`); else 0, which takes
    no room. Rows from before 0027 have one each, and what the bank said in them is digested with it."""
    original: str | None = None
    """`amount currency rate` of a foreign-currency line, as printed."""
    import_no: int | None = None
    line: int | None = None
    recorded_seq: int
    status: int
    category_no: int
    confidence: int
    """In ten-thousandths."""
    source: str
    reason: str | None
    contact_no: int | None
    reviewed: int = 0
    notes: str | None = None
    parts: int = 0
    version: int = 1
    entry_no: int | None

    def row(self, company: int) -> list[Value]:
        """The values in the order of NEW_TRANSACTION."""
        values: list[Value] = [company, *msgspec.structs.astuple(self)]
        values[_WORDS] = kept_words(self.description, self.payee, self.reference, self.kind)
        values[_SOURCE] = SOURCE_CODES[self.source]
        return values


_COLUMNS = NewTransaction.__struct_fields__
NEW_TRANSACTION = Insert("bank_transaction", " ".join(("company_id", *_COLUMNS)))
_WORDS = slice(1 + _COLUMNS.index("payee"), 2 + _COLUMNS.index("kind"))
_SOURCE = 1 + _COLUMNS.index("source")
_FACTS = slice(0, _COLUMNS.index("line") + 1)
_FACTS_OF_ROW = slice(1, _FACTS.stop + 1)
BANK_FACTS = ", ".join(_COLUMNS[_FACTS])
"""What the bank said, from transaction_no to line: the database refuses to change it."""


class BankTransaction(msgspec.Struct, frozen=True, gc=False):
    """One row. Numbers stand for ids; `booked_on` is a day number; `confidence` is in ten-thousandths."""

    number: int
    account_no: int
    booked_on: int
    amount: int
    currency: str | None
    """None: the bank account's own currency."""
    description: str
    status: int
    category_no: int
    confidence: int
    source: str
    contact_no: int | None
    reviewed: int
    notes: str | None
    parts: int
    """How many rows of categorisation_part say how the line is split; 0: the one category takes it all."""
    version: int
    entry_no: int | None
    payee: str | None
    reference: str | None
    kind: str | None
    bank_ref: str | None
    balance: int | None
    original: str | None
    """`amount currency rate` of a foreign-currency line, as printed."""
    import_no: int | None
    line: int | None
    reason: str | None
    recorded_seq: int


ONE_COLUMNS = (
    "transaction_no, account_no, booked_on, amount, currency, description, status, category_no, confidence, source, "
    "contact_no, reviewed, notes, parts, version, entry_no, payee, reference, kind, bank_ref, balance, original, "
    "import_no, line, reason, recorded_seq"
)
ONE = Sql(f"SELECT {ONE_COLUMNS} FROM bank_transaction WHERE company_id = :company AND transaction_no = :number")
SET_READING = Sql(
    """UPDATE bank_transaction SET category_no = :category, confidence = :confidence, source = :source,
       reason = :reason, contact_no = :contact, reviewed = :reviewed, notes = :notes, parts = :parts,
       version = version + 1, entry_no = :entry WHERE company_id = :company AND transaction_no = :number"""
)
SET_STATUS = Sql(
    """UPDATE bank_transaction SET status = :status, version = version + 1, entry_no = :entry
       WHERE company_id = :company AND transaction_no = :number"""
)


class StoredPart(msgspec.Struct, frozen=True, gc=False):
    """One part of a split; the fields are the table's columns."""

    category_no: int
    amount: int
    vat_code: str | None
    vat_amount: int
    contact_no: int | None
    business_percent: int
    notes: str | None
    vat_given: int
    """0: the VAT follows from the code; 1: a person said the amount; 2: a VAT invoice proves it."""


_PART_COLUMNS = StoredPart.__struct_fields__
PARTS = Sql(
    f"""SELECT {", ".join(_PART_COLUMNS)} FROM categorisation_part
       WHERE company_id = :company AND transaction_no = :number ORDER BY part_no"""
)
DROP_PARTS = Sql("DELETE FROM categorisation_part WHERE company_id = :company AND transaction_no = :number")
NEW_PART = Insert("categorisation_part", f"company_id transaction_no part_no {' '.join(_PART_COLUMNS)}")
KNOWN = Sql(
    """SELECT t.transaction_no, t.booked_on, t.amount, t.currency, t.description, t.bank_ref, t.balance,
       t.status, i.format FROM bank_transaction t
       LEFT JOIN statement_import i ON i.company_id = t.company_id AND i.import_no = t.import_no
       WHERE t.company_id = :company AND t.account_no = :account AND t.booked_on BETWEEN :first AND :last
       AND t.status <> 2 ORDER BY t.booked_on, t.transaction_no"""
)
TRANSFER_CANDIDATES = Sql(
    """SELECT transaction_no, account_no, booked_on, amount, description, payee, reference, kind, bank_ref
       FROM bank_transaction WHERE company_id = :company AND category_no = :category
       AND booked_on BETWEEN :first AND :last AND status = 1 AND reviewed = 0 AND parts = 0
       AND NOT EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = bank_transaction.company_id
         AND l.transaction_no = bank_transaction.transaction_no)
       ORDER BY booked_on, transaction_no"""
)
RECENT_OF_CONTACT = Sql(
    """SELECT booked_on FROM bank_transaction WHERE company_id = :company AND contact_no = :contact AND status = 1
       ORDER BY booked_on DESC, transaction_no DESC LIMIT 1"""
)


WAITING_MONTHS = Sql(
    """SELECT CAST(COALESCE(SUM(money_in), 0) AS BIGINT), CAST(COALESCE(SUM(money_out), 0) AS BIGINT),
       CAST(COALESCE(SUM(lines), 0) AS BIGINT) FROM line_count_month
       WHERE company_id = :company AND category_no = :category AND month < :month"""
)
WAITING_DAYS = Sql(
    """SELECT CAST(COALESCE(SUM(money_in), 0) AS BIGINT), CAST(COALESCE(SUM(money_out), 0) AS BIGINT),
       CAST(COALESCE(SUM(lines), 0) AS BIGINT) FROM line_count_day
       WHERE company_id = :company AND category_no = :category AND day BETWEEN :first AND :last"""
)
WAITING_AS_KNOWN = Sql(
    """SELECT CAST(COALESCE(SUM(CASE WHEN net > 0 THEN net ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE WHEN net < 0 THEN -net ELSE 0 END), 0) AS BIGINT), COUNT(*) FROM (
         SELECT e.source_no, -SUM(p.amount) AS net FROM posting p
         JOIN journal_entry e ON e.company_id = p.company_id AND e.entry_no = p.entry_no
         WHERE p.company_id = :company AND p.category_no = :category AND p.entry_date <= :last
         AND +p.entry_no <= :last_entry AND e.source = 1
         GROUP BY e.source_no HAVING SUM(p.amount) <> 0) AS waiting"""
)


LIVE_BEFORE = Sql(
    """SELECT transaction_no FROM bank_transaction WHERE company_id = :company AND status = 1
       AND booked_on < :day ORDER BY booked_on, transaction_no"""
)
FIRST_CONVERTED = Sql(
    """SELECT MIN(booked_on) FROM bank_transaction WHERE company_id = :company AND status = 1
       AND booked_on >= :start AND booked_on < :end"""
)


BROUGHT_SINCE = Sql(
    """SELECT transaction_no FROM bank_transaction WHERE company_id = :company AND account_no = :account
       AND booked_on = :day AND amount = :amount AND transaction_no > :number AND status = 1 AND import_no IS NOT NULL
       ORDER BY transaction_no LIMIT 1"""
)


def waiting_lines(
    db: Reader, company: int, category: int, last: int, *, as_known: int | None = None
) -> tuple[int, int, int]:
    """Money in, money out and count of the lines of a category up to a day; as known with the last entry to count."""
    if as_known is not None:
        row = db.row(WAITING_AS_KNOWN, company=company, category=category, last=last, last_entry=as_known)
        return (0, 0, 0) if row is None else (int(row[0]), int(row[1]), int(row[2]))
    return _lines_until(db, company, category, last)


def posted_waiting_lines(db: Reader, company: int, category: int, last: int, eve: int) -> tuple[int, int, int]:
    """The same of the lines after `eve` only: those up to it were never posted."""
    upto, unposted = _lines_until(db, company, category, last), _lines_until(db, company, category, min(last, eve))
    return (upto[0] - unposted[0], upto[1] - unposted[1], upto[2] - unposted[2])


def _lines_until(db: Reader, company: int, category: int, last: int) -> tuple[int, int, int]:
    month = last // 100
    before = db.row(WAITING_MONTHS, company=company, category=category, month=month)
    of_month = db.row(WAITING_DAYS, company=company, category=category, first=month * 100, last=last)
    assert before is not None
    assert of_month is not None
    return (before[0] + of_month[0], before[1] + of_month[1], before[2] + of_month[2])


_READ = tuple(BankTransaction.__struct_fields__.index(name) for name in ("description", "source", "payee", "kind"))


def transaction_from(row: Row) -> BankTransaction:
    """The line of a row of ONE_COLUMNS, its words in full."""
    description, source, payee, kind = _READ
    values = list(row)
    values[source] = SOURCE_OF.get(row[source], row[source])
    values[payee : kind + 1] = words_in_full(row[description], *row[payee : kind + 1])
    return BankTransaction(*values)


def transaction_of(db: Reader, company: int, number: int) -> BankTransaction | None:
    """The transaction, whatever its status."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else transaction_from(row)


def store_reading(db: Writer, company: int, row: BankTransaction) -> None:
    """Keep what the row says of our reading and its entry; a new version of the line. The bank's side never changes."""
    store_readings(db, company, [row])


def store_readings(db: Writer, company: int, rows: Sequence[BankTransaction]) -> None:
    """The same of many lines."""
    db.run_many(SET_READING, [SET_READING.bound(_reading_kept(company, row)) for row in rows])


def _reading_kept(company: int, row: BankTransaction) -> dict[str, Value]:
    return {
        "company": company,
        "number": row.number,
        "category": row.category_no,
        "confidence": row.confidence,
        "source": SOURCE_CODES[row.source],
        "reason": row.reason,
        "contact": row.contact_no,
        "reviewed": row.reviewed,
        "notes": row.notes,
        "parts": row.parts,
        "entry": row.entry_no,
    }


def brought_since(db: Reader, company: int, row: BankTransaction) -> int | None:
    """A live line of a bank's file, recorded later than this one, of the same account, day and amount."""
    found = db.row(
        BROUGHT_SINCE,
        company=company,
        account=row.account_no,
        day=row.booked_on,
        amount=row.amount,
        number=row.number,
    )
    return None if found is None else int(found[0])


def live_before(db: Reader, company: int, day: date) -> list[int]:
    """The live transactions before that day, oldest first, whether they are posted or not."""
    return [row[0] for row in db.rows(LIVE_BEFORE, company=company, day=day_number(day))]


def first_line_between(db: Reader, company: int, start: date, end: date) -> date | None:
    """The day of the first live transaction from `start` on and before `end`."""
    row = db.row(FIRST_CONVERTED, company=company, start=day_number(start), end=day_number(end))
    return None if row is None else optional_day(row[0])


def parts_of(db: Reader, company: int, number: int) -> list[StoredPart]:
    """How the transaction is split; empty where its one category takes it all."""
    return [StoredPart(*row) for row in db.rows(PARTS, company=company, number=number)]


def set_parts(db: Writer, company: int, parts_of_lines: Mapping[int, Sequence[StoredPart]]) -> None:
    """Replace the splits of these lines."""
    db.run_many(DROP_PARTS, [(company, number) for number in parts_of_lines])
    rows = [
        (company, number, n, *msgspec.structs.astuple(part))
        for number, parts in parts_of_lines.items()
        for n, part in enumerate(parts, 1)
    ]
    if rows:
        db.run_many(NEW_PART, rows)


def add_transactions(db: Writer, cause: Cause, lines: Sequence[NewTransaction]) -> None:
    """Insert lines by number; what the bank said in them goes into a digest."""
    add_rows(db, cause, [line.row(cause.company) for line in lines])


def add_rows(db: Writer, cause: Cause, rows: Sequence[Sequence[Value]]) -> None:
    """The same of rows as NEW_TRANSACTION takes them."""
    if rows and cause.bank_facts is None:
        cause.bank_facts = hashlib.sha256()
    for row in rows:
        cause.bank_facts.update(fact_bytes(row[_FACTS_OF_ROW]))
    db.run_many(NEW_TRANSACTION, rows)


def fact_bytes(facts: Sequence[Value]) -> bytes:
    """What the bank said in one line, the columns of BANK_FACTS, as it is digested."""
    return msgspec.json.encode(facts)
