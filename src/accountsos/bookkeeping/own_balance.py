"""The balance of a bank account in its own currency, as its statements show it."""

from __future__ import annotations

from datetime import date

from accountsos.store.balances import account_balance
from accountsos.store.engine.sql import Reader
from accountsos.store.foreign_lines import moved_before, moved_until
from accountsos.store.imports import first_opening, lines_before
from accountsos.store.names import BankAccount, Names


def own_opening(db: Reader, company: int, account: BankAccount) -> tuple[date, int] | None:
    """What the account held before all its lines, and the day on which that is posted; None where no file tells.

    It is the opening balance of the earliest statement less the lines from before that statement, which it contains:
    they came by hand or from files that state no balance.
    """
    earliest = first_opening(db, company, account.number)
    if earliest is None or earliest.opening is None:
        return None
    on, amount = earliest.opening
    first_day = min(on, earliest.first_day or on)
    if earliest.first_day is None:
        before, first_before = 0, None
    elif account.is_foreign:
        cut_day = earliest.first_day != earliest.last_day
        before, first_before = moved_before(
            db, company, account.number, first_day=earliest.first_day, cut_day=cut_day, number=earliest.number
        )
    else:
        before, first_before = lines_before(db, company, earliest)
    return min(first_day, first_before or first_day), amount - before


def own_balance(db: Reader, company: int, names: Names, account: BankAccount, as_of: date) -> int:
    """At the end of that day, in the minor units of the account's currency; money that it holds is positive."""
    if not account.is_foreign:
        return account_balance(db, company, names.category_no[account.category_id], account.number, as_of)
    opening = own_opening(db, company, account)
    held = opening[1] if opening is not None and opening[0] <= as_of else 0
    return held + moved_until(db, company, account.number, as_of)
