"""Keep what people chose for a payee in step with the lines that they chose it on."""

from __future__ import annotations

import msgspec

from accountsos.bookkeeping.categorise_line import payee_key_of
from accountsos.store.engine.sql import Writer
from accountsos.store.payees import learn, unlearn
from accountsos.store.transactions import BankTransaction


def teaches(row: BankTransaction) -> bool:
    """Whether the line is an example: a person saw it, and all of it is filed in one place."""
    return bool(row.reviewed) and row.parts <= 1


def forget_line(db: Writer, company: int, row: BankTransaction) -> BankTransaction:
    """What the line taught is taken back before the categoriser reads it again: it must not repeat the person."""
    key = payee_key_of(row)
    if key and teaches(row):
        unlearn(db, company, key, amount=row.amount, category=row.category_no)
    return msgspec.structs.replace(row, reviewed=0)


def teach_line(db: Writer, company: int, old: BankTransaction, new: BankTransaction) -> None:
    """History is kept of what people chose or approved, and forgets what they took back."""
    key = payee_key_of(new)
    if not key:
        return
    taught_before, teaches_now = teaches(old), teaches(new)
    if taught_before and (not teaches_now or old.category_no != new.category_no):
        unlearn(db, company, key, amount=old.amount, category=old.category_no)
    if teaches_now and (not taught_before or old.category_no != new.category_no):
        learn(db, company, key, amount=new.amount, category=new.category_no, day=new.booked_on)
