"""Sums that are kept, added up anew by the database; only what differs leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.store.checks.fault import Fault, Finding, Fix, shown
from accountsos.store.engine.sql import Reader, Row, Sql, Value


@dataclass(frozen=True, slots=True)
class KeptSums:
    """A table of sums: its key after company_id, its sums, and SQL that makes the same columns from what they count."""

    table: str
    key: tuple[str, ...]
    sums: tuple[str, ...]
    recomputed: str
    called: str
    """How a row is named, by its key."""
    counts: str
    """What the sums are made of, in words."""
    own_rows: bool = True
    """Whether the rows are there for the sums alone; else they are only set, never added or taken away."""


class Sums:
    """Check and repair of one such table, or of several that are added up from the same rows in one pass."""

    def __init__(
        self, check: str, *kept: KeptSums, common: str = "", columns: str = "", also: tuple[str, ...] = ()
    ) -> None:
        """`common` is SQL of what all of them are recomputed from; they know it as the table `common` (`columns`)."""
        self.check, self.kept, self._also = check, kept, also
        before = f"WITH common ({columns}) AS MATERIALIZED ({common}) " if common else ""
        self.sql = Sql(f"{before}{' UNION ALL '.join(map(_differing, range(len(kept)), kept))} LIMIT :most")
        self._drop, self._set = [_drop(table) for table in kept], [_set(table) for table in kept]

    def faults(self, db: Reader, company: int, *, most: int) -> Iterator[Fault]:
        """Every row of which a sum differs, also one that is missing or should not be there."""
        for which, *row in db.rows(self.sql, company=company, most=most):
            yield self._fault(company, which, tuple(row))

    def _fault(self, company: int, which: int, row: Row) -> Fault:
        kept = self.kept[which]
        width = len(kept.key)
        have, should = row[width::2], row[width + 1 :: 2]
        thing = kept.called.format(*row[:width])
        names = ", ".join(kept.sums)
        message = f"{thing}: kept ({names}) {_listed(have)}, {kept.counts} {_listed(should)}"
        columns = [f"{kept.table}.{n}" for n, a, b in zip(kept.sums, have, should, strict=True) if a != b]
        columns += [f"{kept.table}.{name}" for name in kept.key]
        values: dict[str, Value] = {"company": company, **dict(zip(kept.key, row, strict=False))}
        values.update(zip(kept.sums, should, strict=True))
        did = f"{thing}: ({names}) was {_listed(have)}, it is {_listed(should)} now"
        fix = Fix((self._drop if kept.own_rows and not any(should) else self._set)[which], values, did)
        finding = Finding(self.check, message, thing, (*columns, *self._also), _listed(should), repairable=True)
        return Fault(finding, fix)


def _listed(values: Row) -> str:
    return f"({', '.join(map(shown, values))})"


def _differing(which: int, kept: KeptSums) -> str:
    key = ", ".join(kept.key)
    ours = ", ".join(f"{name} AS k_{n}, 0 AS s_{n}" for n, name in enumerate(kept.sums))
    theirs = ", ".join(f"0 AS k_{n}, {name} AS s_{n}" for n, name in enumerate(kept.sums))
    span = range(len(kept.sums))
    added = ", ".join(f"CAST(SUM(k_{n}) AS BIGINT), CAST(SUM(s_{n}) AS BIGINT)" for n in span)
    differ = " OR ".join(f"SUM(k_{n}) <> SUM(s_{n})" for n in span)
    return f"""SELECT {which}, {key}, {added} FROM (
      SELECT {key}, {ours} FROM {kept.table} WHERE company_id = :company
      UNION ALL SELECT {key}, {theirs} FROM ({kept.recomputed}) AS counted) AS both_sides
    GROUP BY {key} HAVING {differ}"""


def _where(kept: KeptSums) -> str:
    return "company_id = :company AND " + " AND ".join(f"{name} = :{name}" for name in kept.key)


def _drop(kept: KeptSums) -> Sql:
    return Sql(f"DELETE FROM {kept.table} WHERE {_where(kept)}")


def _set(kept: KeptSums) -> Sql:
    if not kept.own_rows:
        return Sql(f"UPDATE {kept.table} SET {', '.join(f'{n} = :{n}' for n in kept.sums)} WHERE {_where(kept)}")
    columns = (*kept.key, *kept.sums)
    given = ", ".join(f":{name}" for name in columns)
    sets = ", ".join(f"{name} = excluded.{name}" for name in kept.sums)
    return Sql(
        f"""INSERT INTO {kept.table} (company_id, {", ".join(columns)}) VALUES (:company, {given})
        ON CONFLICT (company_id, {", ".join(kept.key)}) DO UPDATE SET {sets}"""
    )
