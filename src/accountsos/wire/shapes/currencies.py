"""Exchange rates of months as they were stated."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from accountsos.wire.fields import DateOut, MoneyOut, RateOut, TimeOut, money_out, number_out
from accountsos.workflows.currencies.revalue_account import Revaluation
from accountsos.workflows.currencies.state_exchange_rates import Stated


class ExchangeRateOut(msgspec.Struct, frozen=True):
    """What one pound was worth in a month."""

    month: str
    """As YYYY-MM."""
    currency: str
    rate: RateOut
    """Units of the currency for one pound."""
    source: str
    """`hmrc` or `person`."""
    by: str
    """Who stated it."""
    stated_at: TimeOut
    """When it was stated."""


class RateList(msgspec.Struct, frozen=True):
    """Every rate, by month and currency."""

    exchange_rates: list[ExchangeRateOut]
    """Oldest month first, by currency within a month."""


def rate_list(stated: Stated) -> RateList:
    """What is stated."""
    return RateList(
        [
            ExchangeRateOut(f"{month:%Y-%m}", currency, number_out(Decimal(said.rate)), said.source, said.by, said.at)
            for month, rates in stated.items()
            for currency, said in rates.items()
        ]
    )


class RevaluationOut(msgspec.Struct, frozen=True):
    """What an account in another currency is worth on a day, and what the books have for it."""

    bank_account_id: str
    date: DateOut
    foreign_balance: MoneyOut
    """At the end of the day, in the account's currency."""
    currency: str
    rate: RateOut
    rate_source: str
    """`person`: said as the day's closing rate; else the month's rate stands in for it, and this is its source."""
    worth: MoneyOut
    """In pounds at that rate."""
    booked: MoneyOut
    """In pounds as it stands in the books."""
    gain: MoneyOut
    """What would be posted: a loss is negative."""


class OneRevaluation(msgspec.Struct, frozen=True):
    """A revaluation that is not posted."""

    revaluation: RevaluationOut
    """What posting it would do."""


def revaluation_out(found: Revaluation) -> OneRevaluation:
    """What would be posted."""
    currency = found.account.currency
    return OneRevaluation(
        RevaluationOut(
            found.account.bank_account_id,
            found.day.isoformat(),
            money_out(found.own_balance, currency),
            currency,
            number_out(Decimal(found.rate)),
            found.rate_source,
            money_out(found.worth),
            money_out(found.booked),
            money_out(found.gain),
        )
    )
