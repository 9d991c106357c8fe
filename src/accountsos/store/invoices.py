"""Invoices in the books: which entry stands for a document, how much of it is open, and what settled it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import msgspec

from accountsos.store.engine.sql import (
    Insert,
    Reader,
    Row,
    Sql,
    Writer,
    day_from,
    day_number,
    optional_day,
    optional_day_number,
)
from accountsos.store.head import Cause

COLUMNS = (
    "company_id document_no side state reason category_no category_source contact_no issued_on due_on amount "
    "open_amount deferred settled_on entry_no release_no"
)
_LISTED = ", ".join(f"i.{name}" for name in COLUMNS.split()[1:])
_FROM = f"SELECT {_LISTED} FROM invoice i WHERE i.company_id = :company"
DROP = Sql("DELETE FROM invoice WHERE company_id = :company AND document_no = :number")
NEW = Insert("invoice", COLUMNS)
ONE = Sql(f"{_FROM} AND i.document_no = :number")
# Why BETWEEN one value and itself: of two columns alike of an index, SQLite without statistics thinks less than of the
# first column of the primary key, and would walk everything that the company has.
OF_TRANSACTION = Sql(
    f"""SELECT {_LISTED}, l.amount FROM document_link l
       JOIN invoice i ON i.company_id = l.company_id AND i.document_no = l.document_no
       WHERE l.company_id = :company AND l.transaction_no BETWEEN :transaction AND :transaction
       ORDER BY i.document_no"""
)
_OF_SIDE = f"{_FROM} AND i.side = :side AND i.state <> 'waiting' AND i.issued_on <= :day"
UNSETTLED = Sql(
    f"""SELECT * FROM ({_OF_SIDE} AND i.settled_on IS NULL UNION ALL {_OF_SIDE} AND i.settled_on > :day) AS o
        ORDER BY o.contact_no, o.due_on, o.document_no"""
)
ISSUED_SINCE = Sql(
    """SELECT document_no FROM invoice WHERE company_id = :company
       AND (issued_on >= :day OR settled_on IS NULL OR settled_on >= :day) ORDER BY document_no"""
)
FILED_UNDER = Sql(
    """SELECT i.document_no FROM invoice i JOIN document d ON d.company_id = i.company_id
       AND d.document_no = i.document_no WHERE i.company_id = :company
       AND (i.category_no = :number OR d.corrections LIKE :said ESCAPE '!') ORDER BY i.document_no"""
)
LAST_OF_CONTACT = Sql(
    """SELECT category_no FROM invoice WHERE company_id = :company AND contact_no = :contact AND side = :side
       AND document_no <> :number AND category_source IN ('person', 'line') AND category_no IS NOT NULL
       ORDER BY issued_on DESC, document_no DESC LIMIT 1"""
)
ISSUED_BEFORE = Sql(
    "SELECT document_no FROM invoice WHERE company_id = :company AND issued_on < :day ORDER BY document_no"
)
EVERY = Sql(f"{_FROM} ORDER BY i.document_no")
ANY = Sql("SELECT 1 FROM invoice WHERE company_id = :company LIMIT 1")
SETTLEMENT_COLUMNS = (
    "company_id settlement_no kind document_no other_no settled_on amount vat reason entry_no recorded_seq undone_seq "
    "terms"
)
NEW_SETTLEMENT = Insert("settlement", SETTLEMENT_COLUMNS)
_SETTLED = f"SELECT {', '.join(SETTLEMENT_COLUMNS.split()[1:])} FROM settlement WHERE company_id = :company"
ONE_SETTLEMENT = Sql(f"{_SETTLED} AND settlement_no = :number")
_STANDS = "AND undone_seq IS NULL ORDER BY settlement_no"
SETTLEMENTS = Sql(f"{_SETTLED} AND document_no BETWEEN :number AND :number {_STANDS}")
SETTLED_BY = Sql(f"{_SETTLED} AND other_no BETWEEN :number AND :number {_STANDS}")
UNDO = Sql(
    """UPDATE settlement SET undone_seq = :seq, entry_no = :entry
       WHERE company_id = :company AND settlement_no = :number AND undone_seq IS NULL"""
)
OF_KIND = Sql(f"{_SETTLED} AND kind = :kind {_STANDS}")
KNOWN_SETTLEMENTS = Sql(
    f"{_SETTLED} AND recorded_seq <= :seq AND (undone_seq IS NULL OR undone_seq > :seq) ORDER BY settlement_no"
)
_SUMS_BESIDE = """CAST(COALESCE((SELECT SUM(s.vat) FROM settlement s WHERE s.company_id = i.company_id
    AND s.document_no BETWEEN i.document_no AND i.document_no AND s.undone_seq IS NULL), 0) AS BIGINT),
  CAST(COALESCE((SELECT SUM(s.amount) FROM settlement s WHERE s.company_id = i.company_id
    AND s.document_no BETWEEN i.document_no AND i.document_no AND s.kind = 'write_off'
    AND s.undone_seq IS NULL), 0) AS BIGINT)"""
UNPAID_BILLS = Sql(
    f"""SELECT {_LISTED}, {_SUMS_BESIDE} FROM invoice i WHERE i.company_id = :company AND i.side = 'purchase'
       AND i.settled_on IS NULL AND i.issued_on <= :day AND i.state = 'posted' AND i.amount < 0
       ORDER BY i.due_on, i.document_no"""
)
UNRELIEVED_DEBTS = Sql(
    f"""SELECT {_LISTED}, {_SUMS_BESIDE} FROM invoice i WHERE i.company_id = :company AND i.side = 'sale'
       AND i.state = 'posted' AND i.amount > 0 AND i.issued_on <= :day AND i.document_no IN (SELECT u.document_no
         FROM settlement u WHERE u.company_id = :company AND u.kind = 'write_off' AND u.vat BETWEEN 0 AND 0
         AND u.undone_seq IS NULL)
       ORDER BY i.due_on, i.document_no"""
)
SET_ENTRY = Sql("UPDATE settlement SET entry_no = :entry WHERE company_id = :company AND settlement_no = :number")

POSTED, OPENING, MEMO, WAITING = "posted", "opening", "memo", "waiting"
"""`state`: its entry is in the books; it was open when the books began; it is booked when it is paid (cash basis);
something is missing before it can be posted."""
SALE, PURCHASE = "sale", "purchase"
CREDIT_NOTE = "credit_note"
"""The settlement of an invoice by a note that is set against it."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """How an invoice or credit note stands in the books. Amounts are signed as the bank would sign the payment."""

    document_no: int
    side: str
    """sale | purchase"""
    state: str
    reason: str | None
    """What is missing while it waits."""
    category_no: int | None
    category_source: str | None
    """person | line (of the payment beside it) | suggested"""
    contact_no: int | None
    issued_on: date
    due_on: date
    amount: int
    """In the company's currency."""
    open_amount: int
    deferred: bool
    """Its VAT counts when it is paid."""
    settled_on: date | None
    entry_no: int | None
    release_no: int | None
    """The entry with which VAT that waited became due when cash accounting ended."""

    @property
    def in_books(self) -> bool:
        """Whether payments settle it."""
        return self.state in (POSTED, OPENING)


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What else is said of a settlement, by its kind."""

    category_id: str | None = None
    """The account that bears a fee, or what a director or the contractor's deduction stands in."""
    contact_no: int | None = None
    """The director who paid."""
    journal_no: int | None = None
    """The journal whose posting pays it."""
    transaction_no: int | None = None
    """The bank line that paid too much."""
    deposit_no: int | None = None
    """The invoice of the deposit that is taken off."""
    labour: int = 0
    """Of a deduction: on what it was made, without VAT and materials; in pence above zero."""
    materials: int = 0
    rate: int | None = None
    """In percent."""
    held: int = 0
    """What is kept back until `due_on`, or what was paid too much, with the sign of the invoice."""
    due_on: date | None = None


NO_TERMS = Terms()


KEPT_BACK = """(SELECT CASE WHEN COUNT(*) = 1 THEN MAX(s.terms) END FROM settlement s
  WHERE s.company_id = {of}.company_id AND s.document_no BETWEEN {of}.document_no AND {of}.document_no
  AND s.kind = 'retention' AND s.undone_seq IS NULL)"""
"""The terms of an invoice's retention, where it has one."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What settled an invoice, or changed its VAT, without a bank line."""

    number: int
    kind: str
    """credit_note | write_off | bad_debt_relief | relief_repaid | input_vat_repaid | input_vat_restored | journal |
    contra | fee | discount | retention | overpayment | director | cis | deposit"""
    document_no: int
    other_no: int | None
    """The credit note that was set against it, or the invoice of the other side."""
    settled_on: date
    amount: int
    """What of the invoice it settles, with the invoice's sign."""
    vat: int
    """What it brings to VAT control, debit positive."""
    reason: str
    entry_no: int | None
    recorded_seq: int = 0
    undone: bool = False
    terms: Terms = NO_TERMS


def put_invoice(db: Writer, company: int, invoice: Invoice) -> None:
    """How the document stands now."""
    i = invoice
    drop_invoice(db, company, i.document_no)
    row = (
        company,
        i.document_no,
        i.side,
        i.state,
        i.reason,
        i.category_no,
        i.category_source,
        i.contact_no,
        day_number(i.issued_on),
        day_number(i.due_on),
        i.amount,
        i.open_amount,
        int(i.deferred),
        optional_day_number(i.settled_on),
        i.entry_no,
        i.release_no,
    )
    db.run_many(NEW, [row])


def drop_invoice(db: Writer, company: int, number: int) -> None:
    """The document is no invoice (any more)."""
    db.run(DROP, company=company, number=number)


def invoice_of(db: Reader, company: int, number: int) -> Invoice | None:
    """How the document stands in the books, if it is an invoice."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else _invoice(row)


def invoices_of_transaction(db: Reader, company: int, transaction: int) -> list[tuple[Invoice, int]]:
    """The invoices beside a bank line, each with what of it the line pays."""
    return [(_invoice(row), row[-1]) for row in db.rows(OF_TRANSACTION, company=company, transaction=transaction)]


def unsettled(db: Reader, company: int, side: str, as_of: date) -> list[Invoice]:
    """Invoices and credit notes of one side that were not settled on that day, by contact and due date."""
    return [_invoice(row) for row in db.rows(UNSETTLED, company=company, side=side, day=day_number(as_of))]


def invoices_since(db: Reader, company: int, day: date) -> list[int]:
    """Documents issued or settled from that day on, or open still: those that a change of VAT scheme may touch."""
    return [row[0] for row in db.rows(ISSUED_SINCE, company=company, day=day_number(day))]


def invoices_filed_under(db: Reader, company: int, category_no: int, category_id: str) -> list[int]:
    """Documents of which the whole or a line is filed under the category."""
    said = f'%"category_id":"{category_id.replace("_", "!_")}"%'
    return [row[0] for row in db.rows(FILED_UNDER, company=company, number=category_no, said=said)]


def last_category_of(db: Reader, company: int, contact: int, side: str, *, but: int) -> int | None:
    """Under what the latest other invoice of the party was filed, by a person or with its payment."""
    row = db.row(LAST_OF_CONTACT, company=company, contact=contact, side=side, number=but)
    return None if row is None else int(row[0])


def invoices_before(db: Reader, company: int, day: date) -> list[int]:
    """Documents issued before that day."""
    return [row[0] for row in db.rows(ISSUED_BEFORE, company=company, day=day_number(day))]


def every_invoice(db: Reader, company: int) -> Iterator[Invoice]:
    """All invoices and credit notes, by the number of their documents."""
    return (_invoice(row) for row in db.stream(EVERY, company=company))


def invoices_kept(db: Reader, company: int) -> bool:
    """Whether there is any invoice in these books."""
    return db.row(ANY, company=company) is not None


def add_settlement(db: Writer, cause: Cause, settlement: Settlement) -> None:
    """Record what was settled without a bank line."""
    s = settlement
    head = (cause.company, s.number, s.kind, s.document_no, s.other_no, day_number(s.settled_on), s.amount, s.vat)
    db.run_many(NEW_SETTLEMENT, [(*head, s.reason, s.entry_no, cause.seq, None, terms_text(s.terms))])


def unpaid_bills(db: Reader, company: int, day: date) -> list[tuple[Invoice, int, int]]:
    """Posted bills to that day of which something is open, each with what of its VAT came back and was written off."""
    return [(_invoice(row), row[-2], row[-1]) for row in db.rows(UNPAID_BILLS, company=company, day=day_number(day))]


def unrelieved_debts(db: Reader, company: int, day: date) -> list[tuple[Invoice, int, int]]:
    """The same of sales that were written off before their VAT could come back."""
    rows = db.rows(UNRELIEVED_DEBTS, company=company, day=day_number(day))
    return [(_invoice(row), row[-2], row[-1]) for row in rows]


def set_settlement_entry(db: Writer, company: int, number: int, *, entry: int | None) -> None:
    """Which entry speaks for it from now on."""
    db.run(SET_ENTRY, company=company, number=number, entry=entry)


def settlement_of(db: Reader, company: int, number: int) -> Settlement | None:
    """The settlement, also one that was taken back."""
    row = db.row(ONE_SETTLEMENT, company=company, number=number)
    return None if row is None else _settlement(row)


def settlements_of_document(db: Reader, company: int, number: int) -> list[Settlement]:
    """What settles the document beside the bank, oldest first: of a credit note, where it was set against."""
    own = db.rows(SETTLEMENTS, company=company, number=number)
    return [_settlement(row) for row in (*own, *db.rows(SETTLED_BY, company=company, number=number))]


def settlements_known(db: Reader, company: int, seq: int) -> list[Settlement]:
    """What stood settled beside the bank when that write had been made."""
    return [_settlement(row) for row in db.rows(KNOWN_SETTLEMENTS, company=company, seq=seq)]


def settlements_by_journal(db: Reader, company: int, journal: int) -> list[Settlement]:
    """What stands settled by the postings of a journal."""
    found = [_settlement(row) for row in db.rows(OF_KIND, company=company, kind="journal")]
    return [one for one in found if one.terms.journal_no == journal]


def deductions_standing(db: Reader, company: int) -> list[Settlement]:
    """Every deduction under the construction industry scheme, made or suffered, by number."""
    return [_settlement(row) for row in db.rows(OF_KIND, company=company, kind="cis")]


def deposits_taken(db: Reader, company: int, number: int) -> list[Settlement]:
    """Where the deposit of that document stands taken off a final invoice."""
    found = [_settlement(row) for row in db.rows(OF_KIND, company=company, kind="deposit")]
    return [one for one in found if one.terms.deposit_no == number]


def undo_settlement(db: Writer, cause: Cause, number: int, *, entry: int | None) -> bool:
    """Whether it stood until now."""
    return db.run(UNDO, company=cause.company, number=number, seq=cause.seq, entry=entry) > 0


def _invoice(row: Row) -> Invoice:
    number, side, state, reason, category, source, contact, issued, due, amount, left, waits, settled, *entries = row
    return Invoice(
        document_no=number,
        side=side,
        state=state,
        reason=reason,
        category_no=category,
        category_source=source,
        contact_no=contact,
        issued_on=day_from(issued),
        due_on=day_from(due),
        amount=amount,
        open_amount=left,
        deferred=bool(waits),
        settled_on=optional_day(settled),
        entry_no=entries[0],
        release_no=entries[1],
    )


def _settlement(row: Row) -> Settlement:
    number, kind, document, other, day, amount, vat, reason, entry, seq, undone, said = row
    return Settlement(
        number=number,
        kind=kind,
        document_no=document,
        other_no=other,
        settled_on=day_from(day),
        amount=amount,
        vat=vat,
        reason=reason,
        entry_no=entry,
        recorded_seq=seq,
        undone=undone is not None,
        terms=NO_TERMS if said is None else _TERMS.decode(said),
    )


_TERMS = msgspec.json.Decoder(Terms)


def kept_back(terms: str | None) -> tuple[int, date | None]:
    """What is kept back of an invoice, with its sign, and until when, from the column `KEPT_BACK`."""
    if terms is None:
        return 0, None
    said = _TERMS.decode(terms)
    return said.held, said.due_on


def terms_text(terms: Terms) -> str | None:
    """As they are stored; nothing where nothing else was said."""
    return None if terms == NO_TERMS else msgspec.json.encode(terms).decode()
