"""Revalue an account in another currency: what it holds, at the rate of the day, is what it is worth in pounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.exchange_rates import AccountRates
from accountsos.bookkeeping.look_ups import account_or_refuse
from accountsos.bookkeeping.own_balance import own_balance
from accountsos.bookkeeping.post_manual_journal import post_revaluation, refuse_closed
from accountsos.errors import BadRequest, Conflict
from accountsos.exchange import PERSON, pounds_of, rate_text
from accountsos.money import Pence, pounds, with_unit
from accountsos.store.balances import account_balance
from accountsos.store.companies import locks_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import BankAccount, names_of
from accountsos.workflows.journals.post_journal import JournalState, state_of_journal
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow


@dataclass(frozen=True, slots=True)
class Revalue:
    """The account, the day at whose end it is looked at, and the closing rate."""

    bank_account_id: str
    day: date
    today: date
    rate: Decimal | None = None
    """Units for one pound on that day; None: the month's rate stands in for it."""


@dataclass(frozen=True, slots=True)
class Revaluation:
    """What the account holds, what that is worth, and what the books have for it."""

    account: BankAccount
    day: date
    own_balance: Pence
    """In the account's currency."""
    rate: str
    rate_source: str
    """person: said as the closing rate of the day; hmrc: the month's rate, which stands in for it."""
    worth: Pence
    """In pounds."""
    booked: Pence

    @property
    def gain(self) -> Pence:
        """What is to be posted: a loss is negative."""
        return self.worth - self.booked


def propose(db: Reader, company: int, command: Revalue) -> Revaluation:
    """Work it out. Changes nothing.

    Monetary items are translated at the closing rate, and the difference is part of profit or loss: FRS 102 s.30.9(a)
    and 30.10.
    """
    names = names_of(db, company)
    account = account_or_refuse(names, command.bank_account_id)
    if not account.is_foreign:
        raise BadRequest(f"{account.bank_account_id} is kept in pounds: there is nothing to revalue", param=None)
    if command.day > command.today:
        raise BadRequest(f"date: {command.day} has not come yet: its closing rate is not known", param="date")
    stated = AccountRates(db, company, account.currency).on(command.day) if command.rate is None else None
    if command.rate is None and stated is None:
        raise Conflict(
            f"no exchange rate is stated for {account.currency} in {command.day:%B %Y}; say the closing rate of "
            f"{command.day}, or state the month's",
            see="state_exchange_rates",
        )
    rate = Decimal(stated.rate) if stated is not None else command.rate
    assert rate is not None
    own = own_balance(db, company, names, account, command.day)
    return Revaluation(
        account,
        command.day,
        own,
        rate_text(rate),
        PERSON if stated is None else stated.source,
        pounds_of(own, account.currency, rate),
        account_balance(db, company, names.category_no[account.category_id], account.number, command.day),
    )


def prepare(db: Reader, company: int, command: Revalue) -> Revalue:
    """There must be something to post, on a day that is open."""
    refuse_closed(locks_of(db, company), command.day)
    _something(propose(db, company, command))
    return command


def _something(found: Revaluation) -> Revaluation:
    if not found.gain:
        raise Conflict(
            f"{found.account.bank_account_id} stands in the books at {pounds(found.booked)}, which is what it is worth "
            f"on {found.day}: there is nothing to post"
        )
    return found


def apply(db: Writer, company: int, command: Revalue, cause: Cause) -> JournalState:
    """Post the difference. Taken back like any other journal."""
    found = _something(propose(db, company, command))
    account, books = found.account, books_of(db, company)
    held = with_unit(found.own_balance, account.currency)
    narration = f"{account.name} revalued: {held} at {found.rate} is {pounds(found.worth)}"
    journal = post_revaluation(books, cause, account, gain=found.gain, on=found.day, narration=narration)
    cause.note(
        "bank_account.revalue",
        account.bank_account_id,
        after={
            "journal": ids.public_id("je_", company, journal.entry_no),
            "date": found.day,
            "rate": found.rate,
            "rate_source": found.rate_source,
        },
    )
    return state_of_journal(db, company, journal)


PROPOSE = ReadWorkflow("bank_account.revaluation", propose, short=True)
REVALUE = WriteWorkflow("bank_account.revalue", prepare, apply)
