"""What other systems call the things of a company, and the pairs of text that they keep beside them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from accountsos.store.changed_things import DOCUMENT, TRANSACTION
from accountsos.store.engine.in_list import rows_among
from accountsos.store.engine.sql import Insert, Reader, Sql, Writer
from accountsos.store.external import NOT_CALLED, External, external_from

ONE = Sql(
    """SELECT external_id, metadata FROM external_reference
       WHERE company_id = :company AND kind = :kind AND thing_no = :number"""
)
HOLDER = Sql(
    """SELECT thing_no FROM external_reference
       WHERE company_id = :company AND kind = :kind AND external_id = :external_id"""
)
DROP = Sql("DELETE FROM external_reference WHERE company_id = :company AND kind = :kind AND thing_no = :number")
NEW = Insert("external_reference", "company_id kind thing_no external_id metadata")
FORGET_ID = Sql(
    """UPDATE external_reference SET external_id = NULL
       WHERE company_id = :company AND kind = :kind AND thing_no = :number"""
)
DROP_EMPTY = Sql(
    """DELETE FROM external_reference WHERE company_id = :company AND kind = :kind AND thing_no = :number
       AND external_id IS NULL AND metadata IS NULL"""
)
MOVE = Sql(
    """UPDATE external_reference SET thing_no = :into
       WHERE company_id = :company AND kind = :kind AND thing_no = :number"""
)
_AMONG = "SELECT thing_no, external_id, metadata FROM external_reference WHERE company_id = :company AND kind = :kind"
_NEXT_VERSION = {
    TRANSACTION: Sql(
        "UPDATE bank_transaction SET version = version + 1 WHERE company_id = :company AND transaction_no = :number"
    ),
    DOCUMENT: Sql("UPDATE document SET version = version + 1 WHERE company_id = :company AND document_no = :number"),
}
"""Contacts and journals have no versions."""


def external_of(db: Reader, company: int, kind: int, number: int) -> External:
    """What the thing is called."""
    row = db.row(ONE, company=company, kind=kind, number=number)
    return NOT_CALLED if row is None else external_from(*row)


def externals_among(db: Reader, company: int, kind: int, numbers: Sequence[int]) -> dict[int, External]:
    """Of these things those that are called something."""
    rows = rows_among(db, _AMONG, "thing_no", numbers, company=company, kind=kind)
    return {row[0]: external_from(row[1], row[2]) for row in rows}


def holder_of_id(db: Reader, company: int, kind: int, external_id: str) -> int | None:
    """The thing that is called so, whether it is still in the books or not."""
    row = db.row(HOLDER, company=company, kind=kind, external_id=external_id)
    return None if row is None else int(row[0])


def keep_external(db: Writer, company: int, kind: int, number: int, external: External) -> None:
    """What the thing is called from now on."""
    db.run(DROP, company=company, kind=kind, number=number)
    if external != NOT_CALLED:
        pairs = msgspec.json.encode(external.metadata, order="deterministic").decode() if external.metadata else None
        db.run_many(NEW, [(company, kind, number, external.external_id, pairs)])


def drop_external(db: Writer, company: int, kind: int, number: int) -> None:
    """The thing is gone for good, and what was noted beside it too."""
    db.run(DROP, company=company, kind=kind, number=number)


def forget_id(db: Writer, company: int, kind: int, number: int) -> None:
    """Another thing bears the id from now on; what is noted beside this one stays."""
    db.run(FORGET_ID, company=company, kind=kind, number=number)
    db.run(DROP_EMPTY, company=company, kind=kind, number=number)


def move_external(db: Writer, company: int, kind: int, number: int, into: int) -> None:
    """Another thing stands in place of this one, and is called what it was called."""
    db.run(MOVE, company=company, kind=kind, number=number, into=into)


def next_version(db: Writer, company: int, kind: int, number: int) -> None:
    """What was read of the thing is no longer what it is."""
    sql = _NEXT_VERSION.get(kind)
    if sql is not None:
        db.run(sql, company=company, number=number)
