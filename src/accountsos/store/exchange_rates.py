"""Exchange rates of months as they were stated here: versions of a company fact, one a month."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from accountsos.dates import rfc3339
from accountsos.store.deadlines import fact_of, latest_facts, record_fact
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.head import Cause

_NAME = "exchange_rates."


class StatedRate(Struct, frozen=True):
    """Units of a currency for one pound in a month, where they are from, and who said so when."""

    rate: str
    source: str
    """hmrc | person"""
    by: str
    at: str
    """The moment in UTC."""


def rates_of(db: Reader, company: int, month: date) -> dict[str, StatedRate]:
    """What was last stated of the month, given by its first day."""
    return _rates(fact_of(db, company, f"{_NAME}{month:%Y-%m}"))


def all_rates(db: Reader, company: int) -> dict[date, dict[str, StatedRate]]:
    """Of every month, by its first day, oldest first."""
    found = latest_facts(db, company, _NAME)
    return {
        datetime.strptime(name, "%Y-%m").date(): _rates(json.loads(value))  # noqa: DTZ007 - a month has no zone
        for name, value in found.items()
    }


def keep_rates(db: Writer, cause: Cause, month: date, rates: Mapping[str, tuple[str, str]]) -> dict[str, StatedRate]:
    """A new version of the month: these rates and sources beside those that stand.

    Lines that were read before are read anew: what they come to in pounds follows from it.
    """
    at = rfc3339(moment_from(cause.recorded_at))
    new = {currency: StatedRate(rate, source, cause.actor, at) for currency, (rate, source) in rates.items()}
    kept = {**rates_of(db, cause.company, month), **new}
    value = {c: {"rate": r.rate, "source": r.source, "by": r.by, "at": r.at} for c, r in kept.items()}
    record_fact(db, cause, f"{_NAME}{month:%Y-%m}", value)
    cause.chart_changed = True
    return kept


def _rates(value: Mapping[str, Mapping[str, str]]) -> dict[str, StatedRate]:
    return {currency: StatedRate(**said) for currency, said in sorted(value.items())}
