"""Repair the books: rebuild what follows from postings and facts, and say what was done and what could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountsos.store.checks.fault import Finding, Fix
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.maintenance import faults_of
from accountsos.workflows.unit_of_work import WriteWorkflow
from accountsos.workflows.upkeep.verify_books import EVERY_CHECK

FOUNDATION = frozenset({"balance", "digest", "chain", "bank", "damage", "database"})
"""What everything else is rebuilt from: where one of these checks finds something, nothing is touched."""
ROUNDS, AT_ONCE, TOLD = 6, 10_000, 20
RESTORE = "restore the last backup that verifies, and bring in again what came after it"
ADVICE = {
    "entries": "open the line and file it again: that posts it anew",
    "standing": "open the thing that the entry belongs to and change it there and back, or restore a backup",
    "orphan": RESTORE,
    "stray": RESTORE,
    "vat": "compare the return with what HMRC holds; unfile it with a reason and file it again",
    "documents": "compare with the paper and correct the document by hand, or upload the file again",
    "invoices": "correct its document by hand: that brings the invoice to the books anew",
    "settlements": "take the settlement back and settle the invoice again",
    "keys": "revoke the key and make a new one",
}
OTHERWISE = "a person has to say what is right: correct it by hand, or restore a backup"


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did, and what is still wrong; `refused` where it touched nothing."""

    did: tuple[str, ...]
    left: tuple[Finding, ...]
    refused: bool = False


def advice(finding: Finding) -> str:
    """What to do about a finding that cannot be rebuilt."""
    return RESTORE if finding.check in FOUNDATION else ADVICE.get(finding.check, OTHERWISE)


def prepare(_db: Reader, _company: int, _: None) -> None:
    """Everything is looked at when applying: it must be looked at under the lock."""


def apply(db: Writer, company: int, _: None, cause: Cause) -> Repaired:
    """Rebuild in rounds: what one value hides, the next round finds. A repair on sound books changes nothing."""
    did: list[str] = []
    for _round in range(ROUNDS):
        found = list(faults_of(db, company, EVERY_CHECK, most=AT_ONCE))
        left = tuple(fault.finding for fault in found)
        if any(finding.check in FOUNDATION for finding in left):
            return _said(cause, did, left, refused=True)
        fixes = [fault.fix for fault in found if fault.fix is not None]
        if not fixes:
            return _said(cause, did, left)
        for fix in fixes:
            _mend(db, cause, fix)
            did.append(fix.did)
    return _said(cause, did, left)


def _mend(db: Writer, cause: Cause, fix: Fix) -> None:
    number = fix.values.get("to_be")
    if fix.of_head is None:
        db.run(fix.sql, **fix.values)
    elif isinstance(number, int):
        setattr(cause, fix.of_head, number)  # the write puts the head row back itself
        db.run(fix.sql, **fix.values)


def _said(cause: Cause, did: Sequence[str], left: tuple[Finding, ...], *, refused: bool = False) -> Repaired:
    if did:
        cause.chart_changed = True  # what is remembered of the chart names entries too
        cause.note("books.repair", "company", after={"rebuilt": len(did), "of_them": list(did[:TOLD])})
    return Repaired(tuple(did), left, refused)


REPAIR = WriteWorkflow("books.repair", prepare, apply, short=False)
