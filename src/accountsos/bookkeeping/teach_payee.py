"""Keep what people chose for a payee in step with the lines that they chose it on."""

from __future__ import annotations

import msgspec

from accountsos.categoriser.history import remembered_by
from accountsos.store.engine.sql import Writer
from accountsos.store.payees import Example, learn, unlearn
from accountsos.store.transactions import BankTransaction


def teaches(row: BankTransaction) -> bool:
    """Whether the line is an example: a person saw it, and all of it is filed in one place."""
    return bool(row.reviewed) and row.parts <= 1


def learn_line(db: Writer, company: int, row: BankTransaction) -> None:
    """The line is in the books, filed as it says; it teaches what it can."""
    example = _example(row)
    if example is not None:
        learn(db, company, example)


def unlearn_line(db: Writer, company: int, row: BankTransaction) -> None:
    """What the line taught is taken back: it leaves the books, or its category."""
    example = _example(row)
    if example is not None:
        unlearn(db, company, example)


def forget_line(db: Writer, company: int, row: BankTransaction) -> BankTransaction:
    """What the line taught is taken back before the categoriser reads it again: it must not repeat the person."""
    unlearn_line(db, company, row)
    return msgspec.structs.replace(row, reviewed=0)


def teach_line(db: Writer, company: int, old: BankTransaction, new: BankTransaction) -> None:
    """History is kept of what people chose or approved, and forgets what they took back."""
    if teaches(old) and teaches(new) and old.category_no == new.category_no:
        return
    unlearn_line(db, company, old)
    learn_line(db, company, new)


def _example(row: BankTransaction) -> Example | None:
    if not teaches(row):
        return None
    key, stem = remembered_by(row.description, row.payee, row.reference)
    return Example(key, stem, row.amount, row.category_no, row.booked_on) if key else None
