"""What a line of an account in another currency comes to in pounds: the only place where an amount is converted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from accountsos.dates import month_start
from accountsos.errors import Conflict
from accountsos.exchange import BANK, ForeignAmount, rate_between
from accountsos.money import HOME_CURRENCY
from accountsos.statements.line import StatementLine
from accountsos.store.engine.sql import Reader
from accountsos.store.exchange_rates import StatedRate, rates_of
from accountsos.store.names import BankAccount


class AccountRates:
    """The rates of one currency, month by month as they are asked for."""

    def __init__(self, db: Reader, company: int, currency: str) -> None:
        self.currency = currency
        self._db, self._company = db, company
        self._months: dict[date, StatedRate | None] = {}

    def on(self, day: date) -> StatedRate | None:
        """What was stated for the month of that day."""
        month = month_start(day)
        if month not in self._months:
            self._months[month] = rates_of(self._db, self._company, month).get(self.currency)
        return self._months[month]

    def of_line(self, line: StatementLine) -> ForeignAmount | None:
        """The line's own amount with its rate; None where nothing says what it is worth.

        What the bank itself exchanged comes first: it is what was paid. Else the month's rate.
        """
        if line.original_currency == HOME_CURRENCY and line.original_amount is not None:
            rate = rate_between(line.amount, line.currency, line.original_amount)
            if rate is not None:
                return ForeignAmount(line.amount, line.currency, rate, BANK)
        return self.at_month(line.amount, line.booked_on)

    def at_month(self, amount: int, day: date) -> ForeignAmount | None:
        """An amount of that day at its month's rate."""
        stated = self.on(day)
        return None if stated is None else ForeignAmount(amount, self.currency, stated.rate, stated.source)

    def missing(self, lines: Iterable[StatementLine]) -> dict[date, list[int]]:
        """By month, given by its first day, the lines of a file that nothing says the worth of."""
        found: dict[date, list[int]] = {}
        for line in lines:
            if line.currency == self.currency and self.of_line(line) is None:
                found.setdefault(month_start(line.booked_on), []).append(line.line)
        return dict(sorted(found.items()))


def in_pounds(line: StatementLine, foreign: ForeignAmount) -> StatementLine:
    """The line as the books take it. Its running balance stays that of the account.

    What it was abroad is told as of a line that a bank has converted: as printed, or else the account's own amount.
    """
    line = replace(line, amount=foreign.pounds, currency=HOME_CURRENCY)
    if line.original_currency is not None and line.original_amount is not None:
        return line
    return replace(line, original_amount=foreign.amount, original_currency=foreign.currency, exchange_rate=foreign.rate)


def rate_or_refuse(db: Reader, company: int, account: BankAccount, day: date) -> Decimal:
    """The month's rate, without which the account cannot be written up."""
    stated = AccountRates(db, company, account.currency).on(day)
    if stated is None:
        raise Conflict(
            f"{account.bank_account_id} is kept in {account.currency}, and no exchange rate is stated for "
            f"{account.currency} in {day:%B %Y}: state it first",
            see="state_exchange_rates",
        )
    return Decimal(stated.rate)


def months_told(months: Iterable[date], currency: str) -> Iterator[str]:
    """`EUR for August 2026`."""
    for month in months:
        yield f"{currency} for {month:%B %Y}"
