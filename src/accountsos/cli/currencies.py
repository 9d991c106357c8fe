"""Commands about money of other currencies."""

from __future__ import annotations

from accountsos.cli.command import (
    PAGE,
    Command,
    Day,
    Named,
    Number,
    OneOf,
    ReadablePath,
    Words,
    argument,
    field_of,
    option,
    own,
)
from accountsos.cli.show import Listing, Nothing, Said, Whole, columns

_RATES = columns("month", "currency", "rate>", "source", "by", "stated_at")

COMMANDS = (
    Command(
        words=("exchange-rates", "list"),
        summary="What one pound was worth, by month and currency, as it was stated here.",
        asks="currencies:list_exchange_rates",
        parameters=PAGE,
        show=Listing("exchange_rates", _RATES),
        examples=("",),
    ),
    Command(
        words=("exchange-rates", "state"),
        summary="State what one pound was worth in a month, as HMRC published it or as you know it.",
        asks="currencies:state_exchange_rates",
        parameters=(
            field_of("month", "As YYYY-MM.", Words("MONTH"), required=True),
            field_of(
                "rates",
                "A currency and its units for one pound; may be given again.",
                Named(numbers=("rate",)),
                typed="rate",
                many=True,
                required=True,
            ),
            field_of("source", "Where it is from; default: hmrc.", OneOf(("hmrc", "person"))),
        ),
        show=Listing("exchange_rates", _RATES),
        examples=("--month 2026-08 --rate currency=EUR,rate=1.1712",),
    ),
    Command(
        words=("exchange-rates", "upload"),
        summary="State a month's rates from the FILE (CSV or XML) that HMRC publishes for it.",
        runs="rates_file:state_rates",
        parameters=(own("file", "HMRC's file.", ReadablePath(), argument=True),),
        show=Nothing(),
        examples=("monthly_csv_2026-8.csv",),
    ),
    Command(
        words=("account", "worth"),
        summary="What an account in another currency is worth on a day, and what the books have for it.",
        asks="currencies:propose_revaluation",
        parameters=(
            argument("bank_account_id", "The account (ba_…)."),
            option("date", "At whose end; default: today.", Day()),
            option("rate", "The closing rate, units for one pound; default: the month's.", Number("RATE")),
        ),
        show=Whole("revaluation"),
        examples=("ba_euros --date 2026-02-28 --rate 1.165",),
    ),
    Command(
        words=("account", "revalue"),
        summary="Post what an account in another currency gained or lost in pounds up to a day.",
        asks="currencies:revalue_bank_account",
        parameters=(
            argument("bank_account_id", "The account (ba_…)."),
            field_of("date", "At whose end.", Day(), required=True),
            field_of("rate", "The closing rate, units for one pound; default: the month's.", Number("RATE")),
        ),
        show=Said("{journal.id}  {journal.date}  {journal.narration}"),
        examples=("ba_euros --date 2026-02-28 --rate 1.165",),
    ),
)
