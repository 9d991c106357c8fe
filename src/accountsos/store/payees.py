"""What people filed before: choices per payee and the user's rules."""

from __future__ import annotations

from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer

CHOICES = Sql(
    """SELECT payee_key, money_in, category_no, lines, last_on, amount_low, amount_high FROM payee_choice
       WHERE company_id = :company AND payee_key = :key AND money_in = :money_in AND lines > 0
       ORDER BY category_no"""
)
ALL_KEYS = Sql(
    "SELECT DISTINCT payee_key FROM payee_choice WHERE company_id = :company AND lines > 0 ORDER BY payee_key"
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
UNLEARN = Sql(
    """UPDATE payee_choice SET lines = lines - 1 WHERE company_id = :company AND payee_key = :key
       AND money_in = :money_in AND category_no = :category AND lines > 0"""
)
RULES = Sql(
    """SELECT rule_no, position, category_no, description_contains, payee_key, money_in, amount_min, amount_max
       FROM rule WHERE company_id = :company ORDER BY position, rule_no"""
)
NEW_RULE = Insert(
    "rule",
    "company_id rule_no position category_no description_contains payee_key money_in amount_min amount_max",
)


def choices_of(db: Reader, company: int, payee_key: str, *, money_in: bool) -> list[Row]:
    """Rows of (payee, money in, category number, lines, last day, lowest and highest amount)."""
    return db.rows(CHOICES, company=company, key=payee_key, money_in=int(money_in))


def known_keys(db: Reader, company: int) -> list[str]:
    """Every payee of whom a person has filed a line."""
    return [row[0] for row in db.rows(ALL_KEYS, company=company)]


def learn(db: Writer, company: int, payee_key: str, *, amount: int, category: int, day: int) -> None:
    """A person filed a line of this payee there."""
    db.run(
        LEARN,
        company=company,
        key=payee_key,
        money_in=int(amount > 0),
        category=category,
        day=day,
        amount=abs(amount),
    )


def unlearn(db: Writer, company: int, payee_key: str, *, amount: int, category: int) -> None:
    """The person changed their mind."""
    db.run(UNLEARN, company=company, key=payee_key, money_in=int(amount > 0), category=category)


def rules_of(db: Reader, company: int) -> list[Row]:
    """The user's rules in order."""
    return db.rows(RULES, company=company)
