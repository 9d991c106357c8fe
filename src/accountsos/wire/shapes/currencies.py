"""Exchange rates of months as they were stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from accountsos.wire.fields import DateOut, MoneyOut, RateOut, TimeOut, money_out, number_out
from accountsos.wire.shapes.common import CursorPageOut, Paging
from accountsos.workflows.currencies.revalue_account import Revaluation
from accountsos.workflows.currencies.state_exchange_rates import RateStated, Stated


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


class StatedRates(msgspec.Struct, frozen=True):
    """Every rate of some months."""

    exchange_rates: list[ExchangeRateOut]
    """Oldest month first, by currency within a month."""


class RateList(msgspec.Struct, frozen=True):
    """A page of rates."""

    exchange_rates: list[ExchangeRateOut]
    """Oldest month first, by currency within a month."""
    pagination: CursorPageOut


def stated_rates(stated: Stated) -> StatedRates:
    """What is stated of these months."""
    return StatedRates([_rate_out(*each) for each in _each(stated)])


def rate_list(stated: Stated, *, paging: Paging) -> RateList:
    """A page of what is stated."""
    shown, page = paging.cut(list(_each(stated)), lambda each: f"{each[0]:%Y-%m} {each[1]}")
    return RateList([_rate_out(*each) for each in shown], page)


def _each(stated: Stated) -> Iterator[tuple[date, str, RateStated]]:
    return ((month, currency, said) for month, rates in stated.items() for currency, said in rates.items())


def _rate_out(month: date, currency: str, said: RateStated) -> ExchangeRateOut:
    return ExchangeRateOut(f"{month:%Y-%m}", currency, number_out(Decimal(said.rate)), said.source, said.by, said.at)


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
