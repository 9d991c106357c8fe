"""Payments of which a person said that they need no receipt, line by line or payee by payee: versions of facts."""

from __future__ import annotations

from accountsos.store.deadlines import record_fact
from accountsos.store.engine.sql import Reader, Sql, Writer
from accountsos.store.head import Cause

LINE, CONTACT = "no_receipt.line.", "no_receipt.contact."
_STANDS = """f.value <> '{}' AND NOT EXISTS (SELECT 1 FROM company_fact l WHERE l.company_id = f.company_id
    AND l.fact = f.fact AND l.recorded_seq > f.recorded_seq)"""
NEEDS_NONE = f"""EXISTS (SELECT 1 FROM company_fact f WHERE f.company_id = t.company_id
    AND f.fact IN ('{LINE}' || CAST(t.transaction_no AS TEXT), '{CONTACT}' || CAST(COALESCE(t.contact_no, 0) AS TEXT))
    AND {_STANDS})"""
"""Of a line `t`."""
ALL = Sql(
    f"""SELECT f.fact FROM company_fact f WHERE f.company_id = :company AND f.fact >= :first AND f.fact < :after
        AND {_STANDS} ORDER BY f.recorded_seq DESC LIMIT :limit"""
)


def keep_needless(db: Writer, cause: Cause, kind: str, number: int, *, needless: bool) -> None:
    """What holds of that line or contact from now on."""
    record_fact(db, cause, f"{kind}{number}", {"needless": True} if needless else {})


def needless(db: Reader, company: int, kind: str, *, limit: int) -> list[int]:
    """The lines or contacts of which it was said, the latest first."""
    rows = db.rows(ALL, company=company, first=kind, after=kind[:-1] + "/", limit=limit)
    return [int(fact.rpartition(".")[2]) for (fact,) in rows]
