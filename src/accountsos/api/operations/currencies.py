"""Money of other currencies: exchange rates, and what an account in another one is worth."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Currency, given
from accountsos.api.operations.examples import JOURNAL, PAGE_OF_ONE
from accountsos.api.operations.parameters import page_of, paging_of, today
from accountsos.api.operations.run import answered, changed
from accountsos.dates import date_from_iso
from accountsos.statements.hmrc_rates import FILE_MOST
from accountsos.web.parameters import Day, DecimalNumber, Id
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.fields import RATE_MAX, DateField, RateField
from accountsos.wire.shapes.currencies import (
    OneRevaluation,
    RateList,
    StatedRates,
    rate_list,
    revaluation_out,
    stated_rates,
)
from accountsos.wire.shapes.journals import OneJournal, journal_out
from accountsos.workflows.currencies.revalue_account import PROPOSE, REVALUE, Revalue
from accountsos.workflows.currencies.state_exchange_rates import SHOW, STATE, Stated, StateRates

THINGS = "exchange_rates"
Month = Annotated[str, form(r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", "a month such as 2026-08")]
FileText = Annotated[
    str, form(r"^\s*[^\s\u0000][^\u0000]*$", "the text of the file", min_length=1, max_length=FILE_MOST)
]


class CurrencyRate(Body, frozen=True):
    """What one pound was worth."""

    currency: Currency
    rate: RateField


class ExchangeRatesBody(Body, frozen=True):
    """Rates of a month."""

    month: Month
    rates: list[CurrencyRate]
    """What one pound was worth in each currency; others of the month stay as they are."""
    source: Literal["hmrc", "person"] | UnsetType = UNSET


class HmrcRatesBody(Body, frozen=True):
    """The text of HMRC's file, which says its month itself."""

    content: FileText
    """The whole text of the file, CSV or XML."""


async def list_exchange_rates(request: ApiRequest) -> Reply:
    """A page of the rates that were stated."""
    paging = paging_of(request, THINGS)

    def shape(stated: Stated) -> Reply:
        return Reply(rate_list(stated, paging=paging))

    return await answered(request, SHOW, None, shape)


async def state_exchange_rates(request: ApiRequest) -> Reply:
    """State rates of a month."""
    body: ExchangeRatesBody = request.body
    command = StateRates(
        month=date_from_iso(f"{body.month}-01"),
        rates=tuple((each.currency, f"{each.rate:f}") for each in body.rates),
        source=given(body.source) or "hmrc",
    )
    return await changed(request, STATE, command, _reply)


async def state_hmrc_rates(request: ApiRequest) -> Reply:
    """State the rates of HMRC's file."""
    body: HmrcRatesBody = request.body
    return await changed(request, STATE, StateRates(hmrc_file=body.content), _reply)


class RevaluationBody(Body, frozen=True):
    """The day at whose end the account is looked at, and its closing rate."""

    date: DateField
    rate: RateField | UnsetType = UNSET


async def propose_revaluation(request: ApiRequest) -> Reply:
    """What a revaluation would post."""
    day, rate = request.query["date"] or today(request), request.query["rate"]
    command = Revalue(request.ids["bank_account_id"], day, today(request), rate)
    return await answered(request, PROPOSE, command, lambda found: Reply(revaluation_out(found)))


async def revalue_bank_account(request: ApiRequest) -> Reply:
    """Post a revaluation."""
    body: RevaluationBody = request.body
    command = Revalue(request.ids["bank_account_id"], body.date, today(request), given(body.rate))
    return await changed(request, REVALUE, command, lambda state: Reply(OneJournal(journal_out(state)), status=201))


def _reply(stated: Stated) -> Reply:
    return Reply(stated_rates(stated))


_EXAMPLE = {
    "exchange_rates": [
        {
            "month": "2026-08",
            "currency": "EUR",
            "rate": 1.1712,
            "source": "hmrc",
            "by": "user:usr_08M0kX00000001",
            "stated_at": "2026-09-01T09:00:00Z",
        }
    ]
}

_HMRC_FILE = (
    "Country/Territories,Currency,Currency Code,Currency Units per £1,Start date,End date\n"
    "Eurozone,Euro,EUR,1.1712,01/08/2026,31/08/2026\n"
)
_ACCOUNT = PathId("bank_account_id", Id("ba_"), "The bank account, in another currency.", "ba_euros")
_REVALUATION: dict[str, Any] = {
    "revaluation": {
        "bank_account_id": "ba_euros",
        "date": "2026-02-28",
        "foreign_balance": Decimal("1740.20"),
        "currency": "EUR",
        "rate": Decimal("1.165"),
        "rate_source": "person",
        "worth": Decimal("1493.73"),
        "booked": Decimal("1484.14"),
        "gain": Decimal("9.59"),
    }
}

OPERATIONS = (
    Operation(
        name="list_exchange_rates",
        method="GET",
        kept=True,
        path="/api/exchange-rates",
        summary="List exchange rates",
        tag="Bank accounts",
        description=(
            "What one pound was worth, by month and currency, as it was stated here: lines of accounts in other "
            "currencies become pounds at it where the bank itself exchanged nothing. Oldest month first."
        ),
        handler=list_exchange_rates,
        replies={200: ReplyShape("A page of what is stated.", RateList, {**_EXAMPLE, "pagination": PAGE_OF_ONE})},
        query=page_of(THINGS),
    ),
    Operation(
        name="state_exchange_rates",
        method="POST",
        scope="write",
        idempotent=True,
        path="/api/exchange-rates",
        summary="State exchange rates",
        tag="Bank accounts",
        description=(
            "The `rates` of a `month`, from HMRC's table (`source`: `hmrc`) or as a person says (`person`). A rate at "
            "which lines stand is not changed: 409."
        ),
        handler=state_exchange_rates,
        body=ExchangeRatesBody,
        body_example={"month": "2026-08", "rates": [{"currency": "EUR", "rate": 1.1712}], "source": "hmrc"},
        replies={200: ReplyShape("The months that were stated, as they are now.", StatedRates, _EXAMPLE)},
        errors=("conflict",),
    ),
    Operation(
        name="state_hmrc_rates",
        method="POST",
        scope="write",
        idempotent=True,
        path="/api/exchange-rates/hmrc",
        summary="State the exchange rates of HMRC's file",
        tag="Bank accounts",
        description=(
            "`content` is the text of the CSV or XML that HMRC publishes for a month. A rate at which lines stand is "
            "not changed: 409."
        ),
        handler=state_hmrc_rates,
        body=HmrcRatesBody,
        body_example={"content": _HMRC_FILE},
        replies={200: ReplyShape("The months that were stated, as they are now.", StatedRates, _EXAMPLE)},
        errors=("conflict",),
    ),
    Operation(
        name="propose_revaluation",
        method="GET",
        path="/api/bank-accounts/{bank_account_id}/revaluation",
        summary="Work out a revaluation",
        tag="Bank accounts",
        description=(
            "What an account in another currency is worth in pounds at the end of a day, and what the books have for "
            "it. Without `rate` the month's rate stands in for the closing rate."
        ),
        handler=propose_revaluation,
        ids=(_ACCOUNT,),
        query=(
            QueryParameter("date", Day(), "At whose end; default: today.", example="2026-02-28"),
            QueryParameter(
                "rate",
                DecimalNumber(Decimal("0.000001"), Decimal(RATE_MAX), 10),
                "The closing rate, units for one pound.",
            ),
        ),
        replies={200: ReplyShape("What would be posted.", OneRevaluation, _REVALUATION)},
        errors=("bad_request", "conflict"),
    ),
    Operation(
        name="revalue_bank_account",
        method="POST",
        scope="write",
        idempotent=True,
        path="/api/bank-accounts/{bank_account_id}/revaluation",
        summary="Post a revaluation",
        tag="Bank accounts",
        description=(
            "The difference between what the account is worth and what the books have for it, against exchange gains "
            "and losses (`cat_fx`), as a journal of `kind` `revaluation`. It is taken back like any journal."
        ),
        handler=revalue_bank_account,
        ids=(_ACCOUNT,),
        body=RevaluationBody,
        body_example={"date": "2026-02-28", "rate": 1.165},
        replies={201: ReplyShape("The journal.", OneJournal, {"journal": {**JOURNAL, "kind": "revaluation"}})},
        location="/api/journals/{journal_id}",
        errors=("conflict",),
    ),
)
