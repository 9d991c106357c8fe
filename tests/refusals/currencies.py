"""What is refused about other currencies: rates that cannot be, lines without one, accounts with nothing to revalue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.workflows.currencies.revalue_account import PROPOSE, REVALUE, Revalue
from accountsos.workflows.currencies.state_exchange_rates import STATE, StateRates
from accountsos.workflows.journals import post_journal, restate_opening_balances
from accountsos.workflows.journals.post_journal import PostOpeningBalances
from tests.refusals.desk import DAY, Cases, Desk, after
from tests.support.bookkeeper import TODAY, journal_lines
from tests.workflows.currencies.euros import euro_file, wise_file
from tests.workflows.currencies.test_state_exchange_rates import CSV, XML

MARCH, EUROS = date(2026, 3, 1), "ba_euros"
EXCHANGED = 'BALANCE-1,04-03-2026,-49.97,EUR,"Converted",,50.03,EUR,GBP,0.85986,,,,,0.16,42.83'


def _euros(desk: Desk, rate: str | None = None) -> str:
    if rate is not None:
        desk.keeper.rates("2026-03", EUR=rate)
    return desk.keeper.add_account("Euros", "current", "EUR")


def _load(desk: Desk, rate: str | None = None, amount: int = -1000) -> object:
    return desk.keeper.load(euro_file([(DAY, amount, "HOTEL")]), _euros(desk, rate))


def _state(desk: Desk, *rates: tuple[str, str], month: date | None = MARCH, file: str | None = None) -> object:
    return desk.do(STATE, StateRates(month, rates, hmrc_file=file))


def _file(desk: Desk, content: str) -> object:
    return _state(desk, month=None, file=content)


def _worth(desk: Desk, account: str, day: date = DAY, rate: str | None = None) -> object:
    return desk.ask(PROPOSE, Revalue(account, day, TODAY, None if rate is None else Decimal(rate)))


def _opened_without_a_rate(desk: Desk) -> object:
    balances = journal_lines({"cat_stock": 1000, "cat_retained": -1000})
    desk.do(post_journal.POST_OPENING, PostOpeningBalances(date(2025, 4, 1), balances))
    desk.keeper.load(wise_file(EXCHANGED), _euros(desk))
    return desk.do(restate_opening_balances.WITHDRAW, None)


CASES: Cases = {
    "a line by hand on an account in another currency": lambda d: d.keeper.enter(DAY, -100, account=_euros(d)),
    "a file of which no rate is known": _load,
    "taking back what an opening balance without a rate stands in": _opened_without_a_rate,
    "rates of no month": lambda d: _state(d, ("EUR", "1.1"), month=None),
    "no rates": _state,
    "a rate of no currency": lambda d: _state(d, ("XAU", "1.1")),
    "a rate of the pound": lambda d: _state(d, ("GBP", "1")),
    "a rate given twice": lambda d: _state(d, ("EUR", "1.1"), ("EUR", "1.2")),
    "a rate that is none": lambda d: _state(d, ("EUR", "much")),
    "a rate of nothing": lambda d: _state(d, ("EUR", "0")),
    "a rate with more digits than there are": lambda d: _state(d, ("EUR", "1." + "1" * 30)),
    "another rate than lines stand at": lambda d: after(_load(d, "1.15"), _state(d, ("EUR", "1.2"))),
    "rates beside HMRC's file": lambda d: _state(d, ("EUR", "1.1"), file=CSV),
    "a file of rates without its headings": lambda d: _file(d, "month,rate\n"),
    "a file of rates with headings alone": lambda d: _file(d, CSV.split("\n", maxsplit=1)[0]),
    "a file of rates with too short a row": lambda d: _file(d, CSV + "Short,Row\n"),
    "a file of rates with an odd quote": lambda d: _file(d, CSV + '"Odd"one,Euro,EUR,1.1,01/08/2026,31/08/2026\n'),
    "a file of rates that does not end": lambda d: _file(d, CSV + "\n" * 3_000),
    "a file of rates of half a month": lambda d: _file(d, CSV.replace("31/08/2026", "15/08/2026")),
    "a file of rates of no day": lambda d: _file(d, CSV.replace("01/08/2026", "32/08/2026")),
    "a file of rates that contradicts itself": lambda d: _file(d, CSV.replace("AED,4.7021", "AED,4.70", 1)),
    "a damaged XML of rates": lambda d: _file(d, XML[:200]),
    "an XML of something else": lambda d: _file(d, "<html></html>"),
    "revaluing an account in pounds": lambda d: _worth(d, "ba_main"),
    "revaluing on a day to come": lambda d: _worth(d, _euros(d), date(2026, 12, 31)),
    "revaluing at no rate": lambda d: _worth(d, _euros(d)),
    "revaluing what is worth just that": lambda d: d.do(REVALUE, Revalue(_euros(d), DAY, TODAY, Decimal("1.1"))),
}
