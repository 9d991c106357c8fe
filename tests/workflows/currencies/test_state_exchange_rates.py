"""What a pound was worth in a month is stated here: typed, or from HMRC's file."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import Refused
from accountsos.workflows.currencies.state_exchange_rates import SHOW, STATE, StateRates
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found
from tests.workflows.currencies.euros import euro_file

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
CSV = """Country/Territories,Currency,Currency Code,Currency Units per £1,Start date,End date
Abu Dhabi,Dirham,AED,4.7021,01/08/2026,31/08/2026
Dubai,Dirham,AED,4.7021,01/08/2026,31/08/2026
Eurozone,Euro,EUR,1.1712,01/08/2026,31/08/2026
Japan,Yen,JPY,214.8908,01/08/2026,31/08/2026
"Gold, the metal",Gold,XAU,0.0004,01/08/2026,31/08/2026
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<exchangeRateMonthList Period="01/Jul/2026 to 31/Jul/2026">
<exchangeRate><countryName>Eurozone</countryName><countryCode>EU</countryCode><currencyName>Euro</currencyName>
<currencyCode>EUR</currencyCode><rateNew>1.1564</rateNew></exchangeRate>
</exchangeRateMonthList>
"""


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def _rates(keeper: Bookkeeper) -> dict[str, dict[str, tuple[str, str]]]:
    return {
        f"{month:%Y-%m}": {currency: (said.rate, said.source) for currency, said in rates.items()}
        for month, rates in keeper.ask(SHOW, None).items()
    }


def test_hmrcs_csv_and_xml_say_their_month_and_each_currency_once(keeper: Bookkeeper) -> None:
    keeper.do(STATE, StateRates(hmrc_file=CSV))
    keeper.do(STATE, StateRates(hmrc_file="\ufeff" + XML))
    assert _rates(keeper) == {
        "2026-07": {"EUR": ("1.1564", "hmrc")},
        "2026-08": {"AED": ("4.7021", "hmrc"), "EUR": ("1.1712", "hmrc"), "JPY": ("214.8908", "hmrc")},
    }
    [(_, said)] = keeper.ask(SHOW, None)[JULY].items()
    assert (said.by, said.at[-1]) == ("tester", "Z")


def test_a_typed_rate_stands_beside_those_of_the_file(keeper: Bookkeeper) -> None:
    keeper.do(STATE, StateRates(hmrc_file=CSV))
    keeper.rates("2026-08", "person", USD="1.2800")
    assert _rates(keeper)["2026-08"]["USD"] == ("1.28", "person")
    assert len(_rates(keeper)["2026-08"]) == 4
    keeper.rates("2026-08", "person", USD="1.28")
    assert keeper.faults() == []


def test_a_rate_is_put_right_until_a_line_stands_at_it(keeper: Bookkeeper) -> None:
    euros = keeper.add_account("Euros", "current", "EUR")
    keeper.rates("2026-08", EUR="11.712")
    keeper.rates("2026-08", EUR="1.1712")
    done = keeper.load(euro_file([(date(2026, 8, 3), -100, "A"), (date(2026, 8, 31), -100, "B")]), euros)
    with pytest.raises(Refused) as refused:
        keeper.rates("2026-08", EUR="1.18")
    assert refused.value.message == (
        "2 lines stand at 1.1712 EUR for August 2026, and this says 1.18. Undo the imports that brought them, state "
        "the rate, and import the files again"
    )
    keeper.rates("2026-09", EUR="1.18")
    keeper.undo(done)
    keeper.rates("2026-08", EUR="1.18")
    assert _rates(keeper)["2026-08"]["EUR"] == ("1.18", "hmrc")


def test_an_opening_balance_holds_its_rate_too(keeper: Bookkeeper) -> None:
    euros = keeper.add_account("Euros", "current", "EUR")
    keeper.rates("2026-08", EUR="1.25")
    keeper.load(euro_file([(date(2026, 8, 3), 0, "NOTHING")], opening=1000), euros)
    with pytest.raises(Refused, match=r"1 line stands|an opening balance stands"):
        keeper.rates("2026-08", EUR="1.3")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("month,rate\n2026-08,1.1\n", "must name the columns"),
        ("", "must name the columns"),
        (CSV.split("\n", maxsplit=1)[0], "no rate of any currency"),
        (CSV.replace("Dubai,Dirham,AED,4.7021", "Dubai,Dirham,AED,4.7022"), "AED is 4.7022 here and 4.7021 before"),
        (CSV.replace("1.1712", "0"), "not a rate between"),
        (CSV.replace("1.1712", "one"), "'one' is not a rate such as 1.1712"),
        (CSV.replace("31/08/2026", "15/08/2026"), "is not a whole month"),
        (CSV.replace("01/08/2026", "32/08/2026"), "'32/08/2026' is not a day"),
        (CSV + "Short,Row\n", "has too few columns"),
        ("<html></html>", "no exchangeRateMonthList"),
        (XML[:200], "is damaged"),
    ],
)
def test_a_file_that_is_not_hmrcs_is_refused_with_what_is_odd(keeper: Bookkeeper, content: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        keeper.do(STATE, StateRates(hmrc_file=content))
    assert _rates(keeper) == {}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (StateRates(), "of which month are the rates"),
        (StateRates(AUGUST), "give at least one rate"),
        (StateRates(AUGUST, (("XXX", "1.1"),)), "XXX is no country's currency"),
        (StateRates(AUGUST, (("GBP", "1"),)), "a pound is a pound"),
        (StateRates(AUGUST, (("EUR", "0"),)), "EUR: '0' is not a rate between"),
        (StateRates(AUGUST, (("EUR", "1.1"), ("EUR", "1.2"))), "EUR is given twice"),
        (StateRates(AUGUST, hmrc_file=CSV), "give nothing beside it"),
    ],
)
def test_rates_that_cannot_be_are_refused(keeper: Bookkeeper, command: StateRates, said: str) -> None:
    with pytest.raises(Refused, match=said):
        keeper.do(STATE, command)
