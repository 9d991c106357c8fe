"""What may stand in the books twice, as far as the database can narrow it: lines beside what is open, papers alike."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, islice, product

from accountsos.store.engine.sql import Reader, Row, Sql, day_from, day_number
from accountsos.store.short_words import words_in_full

_COLUMNS = """t.transaction_no, t.booked_on, t.amount, t.currency, t.account_no, t.description, t.payee, t.reference,
  t.contact_no, t.category_no, t.entry_no"""
_STANDS = """t.company_id = :company AND t.status = 1 AND t.entry_no IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM document_link l JOIN invoice p ON p.company_id = l.company_id
    AND p.document_no = l.document_no
    WHERE l.company_id = t.company_id AND l.transaction_no BETWEEN t.transaction_no AND t.transaction_no)"""
_OPEN = """i.company_id = :company AND i.side IN ('sale', 'purchase') AND i.settled_on IS NULL AND i.state = 'posted'"""
OF_PARTIES = Sql(
    f"""SELECT {_COLUMNS}
       FROM (SELECT DISTINCT i.contact_no FROM invoice i WHERE {_OPEN} AND i.contact_no IS NOT NULL) AS party
       CROSS JOIN bank_transaction t WHERE {_STANDS} AND t.booked_on >= :first AND t.contact_no = party.contact_no
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :most"""
)
"""The join has an order, so that each party's lines are looked up, not every line since that day gone through."""
OF_AMOUNTS = Sql(
    f"""SELECT {_COLUMNS} FROM (SELECT t.* FROM bank_transaction t WHERE t.company_id = :company AND t.status = 1
         AND t.booked_on BETWEEN :first AND :last ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :looked_at) t
       WHERE {_STANDS} AND t.amount IN (SELECT i.open_amount FROM invoice i WHERE {_OPEN}) LIMIT :most"""
)
OF_WINDOW = Sql(
    f"""SELECT {_COLUMNS} FROM bank_transaction t WHERE {_STANDS} AND t.booked_on BETWEEN :first AND :last
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :read"""
)
OF_CONTACT = Sql(
    f"""SELECT {_COLUMNS} FROM bank_transaction t WHERE {_STANDS} AND t.contact_no = :contact AND t.booked_on >= :first
       ORDER BY t.booked_on, t.transaction_no LIMIT :most"""
)
OF_CATEGORY = Sql(
    f"""SELECT {_COLUMNS} FROM bank_transaction t WHERE {_STANDS} AND t.category_no = :category
       AND t.booked_on >= :first ORDER BY t.booked_on, t.transaction_no LIMIT :most"""
)
_POSTED = "i.company_id = :company AND i.contact_no IS NOT NULL AND i.state = 'posted'"
ALIKE = Sql(
    f"""SELECT i.document_no, i.contact_no, i.side, i.amount, i.issued_on,
       (SELECT UPPER(d.number) FROM document d WHERE d.company_id = i.company_id AND d.document_no = i.document_no)
       FROM invoice i WHERE {_POSTED} AND (i.contact_no, i.side, i.amount) IN (
         SELECT i.contact_no, i.side, i.amount FROM invoice i WHERE {_POSTED}
         GROUP BY i.contact_no, i.side, i.amount HAVING COUNT(*) > 1 ORDER BY MAX(i.issued_on) DESC LIMIT :groups)
       ORDER BY i.document_no"""
)
OF_PARTIES_OPEN = Sql(
    f"""SELECT i.document_no, i.contact_no, i.side, i.amount, i.issued_on,
       CASE WHEN i.settled_on IS NULL THEN 1 ELSE 0 END
       FROM invoice i WHERE {_POSTED} AND i.issued_on >= :first
       AND i.contact_no IN (SELECT i.contact_no FROM invoice i WHERE {_OPEN} AND i.issued_on >= :first)
       ORDER BY i.document_no"""
)
LOOKED_AT, MOST, GROUPS = 20_000, 1_000, 500
READ = 5_000
"""Of so many lines, the newest, the text is read for an invoice that it names."""


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A bank line that pays no invoice, with the entry that speaks for it."""

    number: int
    booked_on: date
    amount: int
    currency: str | None
    account_no: int
    description: str
    payee: str | None
    reference: str | None
    contact_no: int | None
    category_no: int
    entry_no: int


def lines_beside_invoices(db: Reader, company: int, days: tuple[date, date]) -> list[StandingLine]:
    """Those of the parties of open invoices, those of exactly an open amount among the newest, and the newest."""
    first, last = (day_number(day) for day in days)
    rows = db.rows(OF_PARTIES, company=company, first=first, most=MOST)
    rows += db.rows(OF_AMOUNTS, company=company, first=first, last=last, looked_at=LOOKED_AT, most=MOST)
    rows += db.rows(OF_WINDOW, company=company, first=first, last=last, read=READ)
    return [_line(row) for row in {row[0]: row for row in rows}.values()]


def lines_of_contact(db: Reader, company: int, contact: int, since: date) -> list[StandingLine]:
    """Those of a party from that day on, oldest first."""
    rows = db.rows(OF_CONTACT, company=company, contact=contact, first=day_number(since), most=MOST)
    return [_line(row) for row in rows]


def lines_of_category(db: Reader, company: int, category: int, since: date) -> list[StandingLine]:
    """Those filed under a category from that day on, oldest first."""
    rows = db.rows(OF_CATEGORY, company=company, category=category, first=day_number(since), most=MOST)
    return [_line(row) for row in rows]


def invoices_alike(db: Reader, company: int) -> list[tuple[int, int]]:
    """Pairs of posted invoices of one party, side and amount with the same number, or of one day without one."""
    numbered: dict[object, list[int]] = defaultdict(list)
    of_a_day: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, *alike, issued_on, called in db.rows(ALIKE, company=company, groups=GROUPS):
        of_a_day[*alike, issued_on][called is not None].append(number)
        if called is not None:
            numbered[*alike, called].append(number)
    same_number = (pair for numbers in numbered.values() for pair in combinations(numbers, 2))
    same_day = (
        (min(pair), max(pair))
        for nameless, called in of_a_day.values()
        for pair in chain(combinations(nameless, 2), product(nameless, called))
    )
    return sorted(islice(chain(same_number, same_day), MOST))


def smaller_before(db: Reader, company: int, since: date) -> list[tuple[int, int]]:
    """Open invoices since that day, each with every smaller one of the party before it: the smaller one first."""
    rows = db.rows(OF_PARTIES_OPEN, company=company, first=day_number(since))
    by_size: dict[object, list[tuple[int, int, int]]] = defaultdict(list)
    for number, contact, side, amount, issued_on, _ in rows:
        by_size[contact, side, amount > 0].append((abs(amount), issued_on, number))
    for theirs in by_size.values():
        theirs.sort()
    found = (
        (smaller, number)
        for number, contact, side, amount, issued_on, is_open in rows
        if is_open
        for smaller in sorted(_smaller(by_size[contact, side, amount > 0], abs(amount), issued_on))
    )
    return list(islice(found, MOST))


def _smaller(by_size: list[tuple[int, int, int]], size: int, latest: int) -> Iterator[int]:
    """The numbers of those below a size that were issued by a day; sizes ascend."""
    below = bisect_left(by_size, (size,))
    return (number for _, issued_on, number in islice(by_size, below) if issued_on <= latest)


def _line(row: Row) -> StandingLine:
    number, day, amount, currency, account, description, payee, reference, *filed = row
    payee, reference, _ = words_in_full(description, payee, reference)
    return StandingLine(number, day_from(day), amount, currency, account, description, payee, reference, *filed)
