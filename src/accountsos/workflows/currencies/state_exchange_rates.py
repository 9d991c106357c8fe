"""State what foreign money was worth in a month: HMRC's monthly rates, or a rate that a person answers for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.dates import month_end
from accountsos.errors import BadRequest, Conflict
from accountsos.exchange import HMRC, PERSON, rate_read, rate_text
from accountsos.money import CURRENCIES, HOME_CURRENCY
from accountsos.statements.hmrc_rates import read_hmrc_rates
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.exchange_rates import StatedRate, all_rates, keep_rates, rates_of
from accountsos.store.foreign_lines import lines_at_rate, openings_at_rate
from accountsos.store.head import Cause
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

SOURCES = (HMRC, PERSON)
RateStated: TypeAlias = StatedRate
Stated = Mapping[date, Mapping[str, StatedRate]]
"""By month, given by its first day, and currency."""


@dataclass(frozen=True, slots=True)
class StateRates:
    """Rates of one month as they were typed, or HMRC's file as it was downloaded."""

    month: date | None = None
    """Its first day."""
    rates: tuple[tuple[str, str], ...] = ()
    """Currencies and their units for one pound."""
    source: str = HMRC
    hmrc_file: str | None = None


Plan = Mapping[date, Mapping[str, tuple[str, str]]]
"""By month and currency the rate and its source."""


def show(db: Reader, company: int, _: None) -> Stated:
    """Every rate that was stated, oldest month first."""
    company_or_refuse(db, company)
    return all_rates(db, company)


def prepare(db: Reader, company: int, command: StateRates) -> Plan:
    """Refuse what is no rate, and another rate than lines stand at."""
    plan = _of_file(command) if command.hmrc_file is not None else _typed(command)
    _refuse_used(db, company, plan)
    return plan


def _of_file(command: StateRates) -> Plan:
    assert command.hmrc_file is not None
    if command.rates or command.month is not None or command.source != HMRC:
        raise BadRequest("content: the file says its month and its rates; give nothing beside it", param="content")
    found = read_hmrc_rates(command.hmrc_file)
    return {month: {code: (rate_text(rate), HMRC) for code, rate in rates.items()} for month, rates in found.items()}


def _typed(command: StateRates) -> Plan:
    if command.month is None:
        raise BadRequest("month: of which month are the rates? Say it as 2026-08", param="month")
    if not command.rates:
        raise BadRequest("rates: give at least one rate, or HMRC's file", param="rates")
    typed: dict[str, tuple[str, str]] = {}
    for currency, text in command.rates:
        if currency in typed:
            raise BadRequest(f"rates: {currency} is given twice for one month", param="rates")
        if currency not in CURRENCIES:
            raise BadRequest(
                f"rates: {currency} is no country's currency by ISO 4217, such as EUR or JPY", param="rates"
            )
        if currency == HOME_CURRENCY:
            raise BadRequest("rates: a pound is a pound; state the rates of other currencies", param="rates")
        try:
            typed[currency] = (rate_text(rate_read(text)), command.source)
        except ValueError as mistake:
            raise BadRequest(f"rates: {currency}: {mistake}", param="rates") from mistake
    return {command.month: typed}


def _refuse_used(db: Reader, company: int, plan: Plan) -> None:
    """What a line came to at its rate was posted, and the bank's side of a posting never changes."""
    for month, rates in plan.items():
        known = rates_of(db, company, month)
        for currency, (rate, source) in rates.items():
            before = known.get(currency)
            if before is None or (before.rate, before.source) == (rate, source):
                continue
            days = (month, month_end(month))
            lines, openings = lines_at_rate(db, company, currency, days), openings_at_rate(db, company, currency, days)
            if not lines and not openings:
                continue
            count = (
                "1 line stands" if lines == 1 else f"{lines:,} lines stand" if lines else "an opening balance stands"
            )
            raise Conflict(
                f"{count} at {before.rate} {currency} for {month:%B %Y}, and this says {rate}. Undo the imports that "
                "brought them, state the rate, and import the files again",
                see="undo_import",
            )


def apply(db: Writer, company: int, plan: Plan, cause: Cause) -> Stated:
    """Record what is new of each month; the same again changes nothing."""
    _refuse_used(db, company, plan)
    for month, rates in sorted(plan.items()):
        known = rates_of(db, company, month)
        new = {c: said for c, said in rates.items() if c not in known or (known[c].rate, known[c].source) != said}
        if not new:
            continue
        keep_rates(db, cause, month, new)
        before = {c: known[c].rate for c in new if c in known}
        cause.note(
            "exchange_rates.state",
            f"{month:%Y-%m}",
            before=before or None,
            after={c: {"rate": rate, "source": source} for c, (rate, source) in new.items()},
        )
    return {month: rates_of(db, company, month) for month in sorted(plan)}


SHOW = ReadWorkflow("exchange_rates.show", show)
STATE = WriteWorkflow("exchange_rates.state", prepare, apply)
