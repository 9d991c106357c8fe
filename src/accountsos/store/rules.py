"""A company's own rules for its categoriser, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer

_CONDITIONS = "description_contains payee_key money_in amount_min amount_max"
_COLUMNS = f"rule_no position category_no {_CONDITIONS}"
_SELECT = f"SELECT {', '.join(_COLUMNS.split())} FROM rule WHERE company_id = :company"
ALL = Sql(f"{_SELECT} ORDER BY position, rule_no")
NEW = Insert("rule", f"company_id {_COLUMNS}")
CHANGE = Sql(
    f"""UPDATE rule SET category_no = :category_no,
        {", ".join(f"{name} = :{name}" for name in _CONDITIONS.split())}
        WHERE company_id = :company AND rule_no = :rule_no"""
)
MOVE = Sql("UPDATE rule SET position = :position WHERE company_id = :company AND rule_no = :rule_no")
DROP = Sql("DELETE FROM rule WHERE company_id = :company AND rule_no = :rule_no")


@dataclass(frozen=True, slots=True)
class StoredRule:
    """One rule; a condition that is None asks for nothing. Amounts are sizes without sign."""

    number: int
    position: int
    """From 1; the first that fits wins."""
    category_no: int
    description_contains: str | None = None
    payee_key: str | None = None
    money_in: bool | None = None
    amount_min: int | None = None
    amount_max: int | None = None


def rules_of(db: Reader, company: int) -> list[StoredRule]:
    """All rules in order."""
    return [_rule(row) for row in db.rows(ALL, company=company)]


def add_rule(db: Writer, company: int, rule: StoredRule) -> None:
    """Keep a new rule; its place among the others is set by `put_in_order`."""
    money_in = None if rule.money_in is None else int(rule.money_in)
    conditions = (rule.description_contains, rule.payee_key, money_in, rule.amount_min, rule.amount_max)
    db.run_many(NEW, [(company, rule.number, rule.position, rule.category_no, *conditions)])


def change_rule(db: Writer, company: int, rule: StoredRule) -> None:
    """Keep what the rule asks and where it files; its place stays."""
    db.run(
        CHANGE,
        company=company,
        rule_no=rule.number,
        category_no=rule.category_no,
        description_contains=rule.description_contains,
        payee_key=rule.payee_key,
        money_in=None if rule.money_in is None else int(rule.money_in),
        amount_min=rule.amount_min,
        amount_max=rule.amount_max,
    )


def drop_rule(db: Writer, company: int, number: int) -> None:
    """Forget the rule; what it filed stays filed."""
    db.run(DROP, company=company, rule_no=number)


def put_in_order(db: Writer, company: int, rules: Sequence[StoredRule]) -> None:
    """Number the rules from 1 as they are given."""
    for position, rule in enumerate(rules, 1):
        if rule.position != position:
            db.run(MOVE, company=company, rule_no=rule.number, position=position)


def _rule(row: Row) -> StoredRule:
    number, position, category, contains, key, money_in, low, high = row
    return StoredRule(
        number, position, category, contains, key, None if money_in is None else bool(money_in), low, high
    )
