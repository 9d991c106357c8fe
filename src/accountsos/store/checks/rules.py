"""Rules that each row of a table obeys, tested together in one pass of the table by the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accountsos import ids
from accountsos.store.checks.fault import Fault, Finding, Fix, set_column, shown
from accountsos.store.engine.sql import Reader, Row, Sql, Value


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds of one column; `holds` and `expected` are SQL over the row `t`."""

    column: str
    holds: str
    should: str
    expected: str = "NULL"
    """SQL of what it should be; then `should` only says where that comes from."""
    mends: bool = False
    """Whether it can be set to `expected`, where that is something."""
    also: tuple[str, ...] = ()
    """Other columns that may be the wrong ones."""
    to_nothing: bool = False
    """Whether it can also be set to nothing."""


class Rows:
    """All rules of a table."""

    def __init__(
        self,
        check: str,
        table: str,
        key: str,
        rules: Sequence[Rule],
        *,
        called: str,
        prefix: str | None = None,
        join: str = "",
    ) -> None:
        """`key` lists the columns after company_id; `called` names a row by them, or by its public id."""
        self.check, self.table, self.rules = check, table, tuple(rules)
        self._key, self._called, self._prefix = tuple(key.split()), called, prefix
        tests = [f"CASE WHEN {rule.holds} THEN 0 ELSE 1 END" for rule in self.rules]
        columns = [f"t.{name}" for name in self._key]
        columns += [part for n, rule in enumerate(self.rules) for part in (tests[n], f"t.{rule.column}", rule.expected)]
        self.sql = Sql(
            f"""SELECT {", ".join(columns)} FROM {table} t {join} WHERE t.company_id = :company
            AND CASE WHEN {" AND ".join(f"({rule.holds})" for rule in self.rules)} THEN 0 ELSE 1 END = 1
            LIMIT :most"""
        )

    def faults(self, db: Reader, company: int, *, most: int) -> Iterator[Fault]:
        """Every column of every row that breaks its rule."""
        for row in db.rows(self.sql, company=company, most=most):
            thing, found = self._thing(company, row), row[len(self._key) :]
            for n, rule in enumerate(self.rules):
                broken, kept, expected = found[3 * n : 3 * n + 3]
                if broken:
                    yield self._fault(company, row, rule, thing, (kept, expected))

    def _fault(self, company: int, row: Row, rule: Rule, thing: str, pair: tuple[object, Value]) -> Fault:
        kept, expected = pair
        worked_out, mends = expected is not None, rule.mends and (rule.to_nothing or expected is not None)
        should = f"{shown(expected)} ({rule.should})" if worked_out else rule.should
        message = f"{thing}: {rule.column} is {shown(kept)}, it should be {should}"
        fix = None
        if mends:
            where = dict(zip(self._key, row, strict=False))
            did = f"{thing}: {rule.column} was {shown(kept)}, it is {shown(expected)} now"
            sql, values = set_column(self.table, self._key, rule.column), {"company": company, **where}
            fix = Fix(sql, {**values, "to_be": expected}, did, rule.column if self.table == "company_head" else None)
        columns = (f"{self.table}.{rule.column}", *rule.also)
        said = shown(expected) if worked_out else rule.should
        return Fault(Finding(self.check, message, thing, columns, said, repairable=mends), fix)

    def _thing(self, company: int, row: Row) -> str:
        if self._prefix is not None:
            return f"{self._called} {ids.public_id(self._prefix, company, row[0])}"
        return self._called.format(*map(shown, row))


def one_of(column: str, *accepted: str | int) -> Rule:
    """A word, or a number that stands for one."""
    listed = ", ".join(f"'{word}'" if isinstance(word, str) else str(word) for word in accepted)
    return Rule(column, f"t.{column} IN ({listed})", f"one of {', '.join(map(str, accepted))}")


def flag(column: str) -> Rule:
    """Yes or no."""
    return one_of(column, 0, 1)


def between(column: str, low: int, high: int) -> Rule:
    """A number in a range."""
    return Rule(column, f"t.{column} BETWEEN {low} AND {high}", f"{low} to {high}")


def at_least(column: str, least: int) -> Rule:
    """A number that is not too small."""
    return Rule(column, f"t.{column} >= {least}", f"{least} or more")


def some_text(column: str) -> Rule:
    """A text that says something."""
    return Rule(column, f"LENGTH(t.{column}) > 0", "some text")


def digest_of(column: str) -> Rule:
    """A SHA-256."""
    return Rule(column, f"LENGTH(t.{column}) = 32", "a digest of 32 bytes")


def a_day(column: str) -> Rule:
    """A day of the calendar, as it is stored."""
    day = f"t.{column}"
    month, year = f"({day} / 100 % 100)", f"({day} / 10000)"
    leap = f"CASE WHEN {year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0) THEN 29 ELSE 28 END"
    last = f"CASE WHEN {month} = 2 THEN {leap} WHEN {month} IN (4, 6, 9, 11) THEN 30 ELSE 31 END"
    holds = f"{year} BETWEEN 1 AND 9999 AND {month} BETWEEN 1 AND 12 AND {day} % 100 BETWEEN 1 AND {last}"
    return Rule(column, holds, "a day of the calendar, as YYYYMMDD")


def a_moment(column: str) -> Rule:
    """Microseconds since 1970."""
    return Rule(column, f"t.{column} > 0", "a moment after 1970, in microseconds")


def or_nothing(rule: Rule) -> Rule:
    """The same where the column may be empty."""
    return Rule(rule.column, f"t.{rule.column} IS NULL OR {rule.holds}", f"{rule.should}, or nothing", also=rule.also)


def names(column: str, table: str, there: str, what: str, *, value: str | None = None) -> Rule:
    """A reference to a thing that exists. `value` is SQL of what is looked up, if it is not the column itself."""
    listed = f"SELECT r.{there} FROM {table} r WHERE r.company_id = :company"
    holds = f"{value or f't.{column}'} IN ({listed})"
    return Rule(column, holds, f"{what} that exists", also=(f"{table}.{there}",))


def found_in(column: str, table: str, there: str, what: str) -> Rule:
    """The same, looked up one by one: for tables with as many rows as the books have lines."""
    holds = f"EXISTS (SELECT 1 FROM {table} r WHERE r.company_id = t.company_id AND r.{there} = t.{column})"
    return Rule(column, holds, f"{what} that exists", also=(f"{table}.{there}",))


def equals(
    column: str,
    expected: str,
    where_from: str,
    *,
    mends: bool = False,
    to_nothing: bool = False,
    also: tuple[str, ...] = (),
) -> Rule:
    """A value that follows from others."""
    holds = f"t.{column} IS NOT DISTINCT FROM ({expected})"
    return Rule(column, holds, where_from, f"({expected})", mends, also, to_nothing)


def a_write(column: str) -> Rule:
    """The number of a write that the audit log knows."""
    return found_in(column, "audit_event", "seq", "the number of a write of the audit log")
