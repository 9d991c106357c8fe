"""What people filed before: choices per payee and its references, and the lines of late."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.store.engine.sql import Reader, Row, Sql, Value, Writer

CHOICES = Sql(
    """SELECT payee_key, money_in, category_no, lines, last_on, amount_low, amount_high FROM payee_choice
       WHERE company_id = :company AND payee_key = :key AND money_in = :money_in AND lines > 0
       ORDER BY category_no"""
)
REFERENCES = Sql(
    """SELECT category_no, stem FROM payee_reference WHERE company_id = :company AND payee_key = :key
       AND money_in = :money_in AND lines > 0 ORDER BY last_on DESC, stem, category_no LIMIT 200"""
)
ANYTHING = Sql("SELECT 1 FROM payee_choice WHERE company_id = :company AND lines > 0 LIMIT 1")
LIKE_REFERENCES = Sql(
    """SELECT category_no, COUNT(*) FROM (SELECT category_no FROM payee_reference
         WHERE company_id = :company AND stem = :stem AND money_in = :money_in AND lines > 0
         ORDER BY last_on DESC, payee_key DESC LIMIT 100) AS lately GROUP BY category_no ORDER BY category_no"""
)
ALL_KEYS = Sql("SELECT payee_key FROM payee_choice WHERE company_id = :company AND lines > 0 ORDER BY payee_key")
STAFF = Sql(
    """SELECT payee_key FROM payee_choice WHERE company_id = :company AND money_in = 0 AND category_no = :category
       AND lines > 0 ORDER BY payee_key LIMIT 500"""
)
LEARN = Sql(
    """INSERT INTO payee_choice (company_id, payee_key, money_in, category_no, lines, last_on, amount_low, amount_high)
       VALUES (:company, :key, :money_in, :category, 1, :day, :amount, :amount)
       ON CONFLICT (company_id, payee_key, money_in, category_no) DO UPDATE SET
       lines = payee_choice.lines + 1,
       last_on = CASE WHEN payee_choice.last_on < excluded.last_on THEN excluded.last_on ELSE payee_choice.last_on END,
       amount_low = CASE WHEN payee_choice.lines = 0 OR excluded.amount_low < payee_choice.amount_low
         THEN excluded.amount_low ELSE payee_choice.amount_low END,
       amount_high = CASE WHEN payee_choice.lines = 0 OR excluded.amount_high > payee_choice.amount_high
         THEN excluded.amount_high ELSE payee_choice.amount_high END"""
)
LEARN_REFERENCE = Sql(
    """INSERT INTO payee_reference (company_id, payee_key, money_in, category_no, stem, lines, last_on)
       VALUES (:company, :key, :money_in, :category, :stem, 1, :day)
       ON CONFLICT (company_id, payee_key, money_in, category_no, stem) DO UPDATE SET
       lines = payee_reference.lines + 1, last_on = CASE WHEN payee_reference.last_on < excluded.last_on
         THEN excluded.last_on ELSE payee_reference.last_on END"""
)
UNLEARN_REFERENCE = Sql(
    """UPDATE payee_reference SET lines = lines - 1 WHERE company_id = :company AND payee_key = :key
       AND money_in = :money_in AND category_no = :category AND stem = :stem AND lines > 0"""
)
UNLEARN = Sql(
    """UPDATE payee_choice SET lines = lines - 1 WHERE company_id = :company AND payee_key = :key
       AND money_in = :money_in AND category_no = :category AND lines > 0"""
)
LATELY_OF_PAYEE = Sql(
    """SELECT t.booked_on, t.amount, t.category_no FROM bank_transaction t
       WHERE t.company_id = :company AND t.status = 1 AND t.booked_on BETWEEN :first AND :last AND t.parts <= 1
       AND ((:money_in = 1 AND t.amount >= 0) OR (:money_in = 0 AND t.amount < 0))
       AND t.contact_no = (SELECT k.contact_no FROM contact_key k WHERE k.company_id = :company
         AND k.payee_key = :key) ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT :most"""
)
LAST_OF_PAYEE = Sql(
    """SELECT t.booked_on FROM bank_transaction t WHERE t.company_id = :company AND t.status = 1
       AND t.booked_on <= :last AND t.contact_no = (SELECT k.contact_no FROM contact_key k
         WHERE k.company_id = :company AND k.payee_key = :key)
       ORDER BY t.booked_on DESC, t.transaction_no DESC LIMIT 1"""
)


@dataclass(frozen=True, slots=True)
class Example:
    """A line that a person filed: what is remembered of it."""

    payee_key: str
    stem: str
    """The words of its reference; "" where it has none."""
    amount: int
    category: int
    day: int


def choices_of(db: Reader, company: int, payee_key: str, *, money_in: bool) -> list[Row]:
    """Rows of (payee, money in, category number, lines, last day, lowest and highest amount)."""
    return db.rows(CHOICES, company=company, key=payee_key, money_in=int(money_in))


def references_of(db: Reader, company: int, payee_key: str, *, money_in: bool) -> list[Row]:
    """Rows of (category number, words of the references that were filed there), those seen last first."""
    return db.rows(REFERENCES, company=company, key=payee_key, money_in=int(money_in))


def anything_filed(db: Reader, company: int) -> bool:
    """Whether a person has filed a line of any payee."""
    return db.row(ANYTHING, company=company) is not None


def payees_by_reference(db: Reader, company: int, stem: str, *, money_in: bool) -> list[Row]:
    """Rows of (category number, payees with that reference filed there), of the hundred seen last."""
    return db.rows(LIKE_REFERENCES, company=company, stem=stem, money_in=int(money_in))


def known_keys(db: Reader, company: int) -> list[str]:
    """Every payee of whom a person has filed a line: once for each side and category."""
    return [row[0] for row in db.rows(ALL_KEYS, company=company)]


def keys_filed_as(db: Reader, company: int, category: int) -> list[str]:
    """Payees to whom a person filed a payment under this category."""
    return [row[0] for row in db.rows(STAFF, company=company, category=category)]


def learn(db: Writer, company: int, example: Example) -> None:
    """A person filed a line of this payee there."""
    where = _where(company, example)
    db.run(LEARN, **where, day=example.day, amount=abs(example.amount))
    if example.stem:
        db.run(LEARN_REFERENCE, **where, stem=example.stem, day=example.day)


def unlearn(db: Writer, company: int, example: Example) -> None:
    """The person changed their mind."""
    where = _where(company, example)
    db.run(UNLEARN, **where)
    if example.stem:
        db.run(UNLEARN_REFERENCE, **where, stem=example.stem)


def _where(company: int, example: Example) -> dict[str, Value]:
    money_in = int(example.amount > 0)
    return {"company": company, "key": example.payee_key, "money_in": money_in, "category": example.category}


def lines_lately(
    db: Reader, company: int, payee_key: str, days: tuple[int, int], *, money_in: bool, most: int
) -> list[Row]:
    """Rows of (day, amount, category number) of the payee's last live lines of those days, the oldest first.

    A contact is known under several names after a merger: its lines come under each.
    """
    where = {"company": company, "money_in": int(money_in), "first": days[0], "last": days[1], "most": most}
    return db.rows(LATELY_OF_PAYEE, key=payee_key, **where)[::-1]


def last_line_of(db: Reader, company: int, payee_key: str, last: int) -> int | None:
    """The day number of the payee's last live line up to a day; None where it has none."""
    row = db.row(LAST_OF_PAYEE, company=company, key=payee_key, last=last)
    return None if row is None else int(row[0])
