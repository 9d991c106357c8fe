"""What of the books says what is owed: balances of the accounts on which it stands, what moved them, open invoices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.ledger.entry import SOURCE_KINDS
from accountsos.ledger.open_items import OwedMovement
from accountsos.store.document_corrections import corrections_from
from accountsos.store.engine.sql import Reader, Row, Sql, day_from, day_number
from accountsos.store.invoices import KEPT_BACK, kept_back
from accountsos.store.short_words import BY_DEBT, BY_PERSON, BY_TRANSFER

_LETTERS = "abcdefghijklmnop"
_CHOSEN = tuple(f"chosen_{letter}" for letter in _LETTERS)
_IN = f"IN ({', '.join(':' + name for name in _CHOSEN)})"
NO_CATEGORY = -1
_EACH = f"(VALUES {', '.join(f'(:{name})' for name in _CHOSEN)}) c"
"""The accounts as rows; their column is `column1` on both databases."""
MOVED = Sql(
    f"""SELECT p.category_no, e.source, e.source_no, COALESCE(p.contact_no, 0), CAST(SUM(p.amount) AS BIGINT),
       MIN(p.entry_date), MAX(p.entry_no), MIN(p.entry_no) FROM {_EACH}
       CROSS JOIN posting p CROSS JOIN journal_entry e
       WHERE p.company_id = :company AND p.category_no = c.column1 AND p.entry_date > 0
       AND e.company_id = p.company_id AND e.entry_no = p.entry_no
       GROUP BY p.category_no, e.source, e.source_no, COALESCE(p.contact_no, 0) HAVING SUM(p.amount) <> 0"""
)
"""By what it speaks for: an entry, its reversal and its corrections come to what stands.

Account by account: of a list of accounts SQLite thinks that they are more than all postings of a company, and goes
through these.
"""
TOUCHED = Sql(
    f"""SELECT category_no, MAX(entry_no) FROM posting WHERE company_id = :company AND entry_no > :after
       AND +category_no {_IN} GROUP BY category_no"""
)
"""By the entries that came since, which are few: not by what was ever posted to these accounts."""
OPEN_INVOICES = Sql(
    f"""SELECT i.document_no, i.side, i.state, i.contact_no, i.amount, i.open_amount, i.issued_on, i.due_on, i.entry_no,
       d.number, c.name, d.corrections, {KEPT_BACK.format(of="i")}
       FROM (VALUES ('sale'), ('purchase')) each CROSS JOIN invoice i
       JOIN document d ON d.company_id = i.company_id AND d.document_no = i.document_no
       JOIN contact c ON c.company_id = i.company_id AND c.contact_no = i.contact_no
       WHERE i.company_id = :company AND i.side = each.column1 AND i.settled_on IS NULL AND i.issued_on > 0
       AND i.state IN ('posted', 'opening') ORDER BY i.issued_on, i.document_no"""
)
_UNDECIDED = f"""FROM bank_transaction t WHERE t.company_id = :company AND t.status = 1
  AND t.reviewed = 0 AND (t.parts = 0 OR t.source = {BY_DEBT}) AND t.entry_no IS NOT NULL
  AND t.source NOT IN ({BY_PERSON}, {BY_TRANSFER})
  AND NOT EXISTS (SELECT 1 FROM document_link l JOIN invoice i ON i.company_id = l.company_id
    AND i.document_no = l.document_no
    WHERE l.company_id = t.company_id AND l.transaction_no BETWEEN t.transaction_no AND t.transaction_no)"""
UNDECIDED = f"SELECT t.transaction_no {_UNDECIDED}"
READ_AS_OWED = Sql(f"{UNDECIDED} AND t.source = {BY_DEBT} ORDER BY t.booked_on, t.transaction_no")
_PAID = f"{_UNDECIDED} AND t.source = {BY_DEBT} AND t.booked_on > :day"
PAID_AFTER = Sql(
    f"""SELECT t.category_no {_PAID} UNION SELECT c.category_no FROM categorisation_part c
        WHERE c.company_id = :company AND c.transaction_no IN (SELECT t.transaction_no {_PAID} AND t.parts > 0)"""
)
_MANUAL = "FROM manual_journal WHERE company_id = :company AND undone_seq IS NULL"
_BY_HAND = f"""SELECT p.category_no, p.contact_no, p.amount, p.entry_date, p.entry_no, m.journal_no
  FROM (SELECT journal_no, entry_no {_MANUAL} UNION ALL SELECT journal_no, reversal_no {_MANUAL}) m
  CROSS JOIN posting p WHERE p.company_id = :company AND p.entry_no = m.entry_no
  AND +p.category_no IN (:debtors, :creditors) AND p.contact_no IS NOT NULL"""
"""CROSS and the plus: without them SQLite goes through the journals for all that was ever owed."""
BY_HAND = Sql(
    f"""SELECT h.category_no, h.contact_no, CAST(SUM(h.amount) AS BIGINT), MIN(h.entry_date), MAX(h.entry_no),
       MIN(h.entry_no)
       FROM ({_BY_HAND}) h GROUP BY h.category_no, h.contact_no, h.journal_no HAVING SUM(h.amount) <> 0"""
)
BALANCES_BY_HAND = Sql(
    f"""SELECT b.category_no, b.contact_no, CAST(SUM(b.debit - b.credit) AS BIGINT) FROM balance_month b
       WHERE b.company_id = :company AND b.category_no IN (:debtors, :creditors) AND b.account_no = 0
       AND b.contact_no IN (SELECT h.contact_no FROM ({_BY_HAND}) h) GROUP BY b.category_no, b.contact_no"""
)
FILED_UNDER = Sql(
    f"""{UNDECIDED.replace("FROM", f"FROM {_EACH} CROSS JOIN", 1).replace("t.reviewed = 0", "+t.reviewed = 0")}
        AND t.category_no = c.column1 AND t.booked_on > 0 ORDER BY t.booked_on, t.transaction_no"""
)
"""Account by account, too; the plus: not all lines that nobody has looked at."""
LOOKED_AT = Sql(
    f"""{UNDECIDED.replace("SELECT t.transaction_no", "SELECT t.transaction_no, t.amount, t.category_no, t.contact_no")}
        AND t.booked_on >= :first AND t.amount BETWEEN :low AND :high
        ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :most"""
)


@dataclass(frozen=True, slots=True)
class OpenInvoiceRow:
    """An invoice, bill or credit note of which something is open."""

    document: int
    side: str
    state: str
    contact: int
    amount: int
    open_amount: int
    issued_on: date
    due_on: date
    entry: int | None
    number: str | None
    party: str
    refused: frozenset[int]
    """Lines that a person took away from it."""
    held: int
    """What of it is kept back until `held_until`."""
    held_until: date | None


@dataclass(frozen=True, slots=True)
class MovedBy:
    """What one thing moved on an account."""

    category_no: int
    source: str
    """journal | opening | transaction | document | vat_return"""
    source_no: int
    movement: OwedMovement


@dataclass(frozen=True, slots=True)
class UndecidedLine:
    """A line that the categoriser has filed."""

    number: int
    amount: int
    category_no: int
    contact_no: int | None


def moved_by(db: Reader, company: int, categories: Collection[int]) -> list[MovedBy]:
    """What moved these accounts and stands."""
    return [_moved(row) for row in db.rows(MOVED, company=company, **_chosen(categories))] if categories else []


def touched_since(db: Reader, company: int, categories: Collection[int], entry: int) -> dict[int, int]:
    """Those of the accounts that entries after that one post to, each with the last of these entries."""
    return dict(db.rows(TOUCHED, company=company, after=entry, **_chosen(categories)))


def open_invoices(db: Reader, company: int) -> list[OpenInvoiceRow]:
    """What is posted or was open when the books began, and is not settled; oldest first."""
    return [_open_invoice(row) for row in db.rows(OPEN_INVOICES, company=company)]


def owed_by_hand(
    db: Reader, company: int, controls: tuple[int, int]
) -> tuple[list[tuple[int, OwedMovement]], dict[tuple[int, int], int]]:
    """What journals and opening balances put on debtors and creditors (their numbers), and the parties' balances."""
    where = {"company": company, "debtors": controls[0], "creditors": controls[1]}
    moved = [
        (category, OwedMovement(amount, day_from(day), entry, contact, first))
        for category, contact, amount, day, entry, first in db.rows(BY_HAND, **where)
    ]
    if not moved:
        return [], {}
    balances = {(category, contact): amount for category, contact, amount in db.rows(BALANCES_BY_HAND, **where)}
    return moved, balances


def undecided_under(db: Reader, company: int, categories: Collection[int]) -> list[int]:
    """The lines under these categories that nobody has decided."""
    return [row[0] for row in db.rows(FILED_UNDER, company=company, **_chosen(categories))]


def read_as_owed(db: Reader, company: int) -> list[int]:
    """The lines that stand as payments of what is owed, or ask, and that nobody has decided."""
    return [row[0] for row in db.rows(READ_AS_OWED, company=company)]


def paid_after(db: Reader, company: int, day: date) -> list[int]:
    """The categories of such lines that are dated after that day."""
    return [row[0] for row in db.rows(PAID_AFTER, company=company, day=day_number(day))]


def undecided_lines(
    db: Reader, company: int, since: date, amounts: tuple[int, int], *, most: int
) -> Sequence[UndecidedLine]:
    """Posted lines from that day on, between two amounts, that nobody decided and that pay no invoice; newest first."""
    low, high = amounts
    rows = db.rows(LOOKED_AT, company=company, first=day_number(since), low=low, high=high, most=most)
    return [UndecidedLine(*row) for row in rows]


def _chosen(categories: Collection[int]) -> dict[str, int]:
    if len(categories) > len(_CHOSEN):
        raise ValueError(f"{len(categories)} accounts at once; {len(_CHOSEN)} are the most")
    padded = [*categories, *([NO_CATEGORY] * (len(_CHOSEN) - len(categories)))]
    return dict(zip(_CHOSEN, padded, strict=True))


def _moved(row: Row) -> MovedBy:
    category, source, number, contact, amount, day, entry, first = row
    movement = OwedMovement(amount, day_from(day), entry, contact or None, first)
    return MovedBy(category, SOURCE_KINDS[source - 1], number, movement)


def _open_invoice(row: Row) -> OpenInvoiceRow:
    document, side, state, contact, amount, left, issued_on, due_on, entry, number, party, said, kept = row
    days = (day_from(issued_on), day_from(due_on))
    refused = frozenset(corrections_from(said).not_paid_by)
    held = kept_back(kept)
    return OpenInvoiceRow(document, side, state, contact, amount, left, *days, entry, number, party, refused, *held)
